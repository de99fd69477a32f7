// SPDX-License-Identifier: MPL-2.0
// libgpiod 2 has no look-up by label, and that of libgpiod 1 fails as soon as one chip of the
// machine cannot be opened, also when it is not the one looked for. So we look ourselves.
#include "chip.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#if GPIO_INTERFACE_VERSION == 1

static bool has_label(struct gpiod_chip *chip, const char *label) {
    return strcmp(gpiod_chip_label(chip), label) == 0;
}

#else

static bool has_label(struct gpiod_chip *chip, const char *label) {
    struct gpiod_chip_info *info = gpiod_chip_get_info(chip);
    bool same = info && strcmp(gpiod_chip_info_get_label(info), label) == 0;
    if (info) gpiod_chip_info_free(info);
    return same;
}

#endif

static struct gpiod_chip *search(const char *label) {
    static const char prefix[] = "gpiochip";
    int error = ENODEV;
    struct gpiod_chip *found = NULL;
    DIR *directory = opendir("/dev");
    if (!directory) return NULL;
    for (struct dirent *entry; !found && (entry = readdir(directory));) {
        if (strncmp(entry->d_name, prefix, sizeof prefix - 1) != 0) continue;
        char path[sizeof "/dev/" + sizeof entry->d_name];
        snprintf(path, sizeof path, "/dev/%s", entry->d_name);
        struct gpiod_chip *chip = gpiod_chip_open(path);
        if (!chip) {
            if (error == ENODEV) error = errno;
        } else if (has_label(chip, label)) {
            found = chip;
        } else {
            gpiod_chip_close(chip);
        }
    }
    closedir(directory);
    errno = error;
    return found;
}

struct gpiod_chip *chip_open_by_label(const char *label) {
#if GPIO_INTERFACE_VERSION == 1
    struct gpiod_chip *chip = gpiod_chip_open_by_label(label);
    if (chip) return chip;
#endif
    return search(label);
}
