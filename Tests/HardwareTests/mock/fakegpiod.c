// SPDX-License-Identifier: MPL-2.0
// A stand-in for libgpiod.so.2 (API version 1) that needs no GPIO in the kernel: lines are files.
//
//   FAKE_GPIO=DIR LD_LIBRARY_PATH=FOLDER-OF-THIS-LIBRARY program
//
//   DIR/label        the chip's label
//   DIR/lines        the names of its lines, one each row
//   DIR/log          "<CLOCK_MONOTONIC ns> NAME VALUE|request|release CONSUMER", written by us
//   DIR/NAME.level   an output's level, written by us; kept when the program dies, as many chips do
//   DIR/NAME.in      an input's FIFO: the test writes 0 or 1, the program sees an edge
//   DIR/NAME.start   if it exists, the level of an input before its first edge
//   DIR/NAME.fail    if it exists, an errno: requests and writes of that line fail with it
//
// gcc -shared -fPIC -O1 -o libgpiod.so.2 -Wl,-soname,libgpiod.so.2 fakegpiod.c
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LINES_MAX = 64, NAME_MAX_LENGTH = 64, PATH_LENGTH = 512 };

struct gpiod_line {
    char name[NAME_MAX_LENGTH], consumer[NAME_MAX_LENGTH];
    int level, fd, active_low, used;
};

struct gpiod_chip {
    char label[NAME_MAX_LENGTH];
    unsigned count;
    struct gpiod_line line[LINES_MAX];
};

static const char *path_of(char path[PATH_LENGTH], const char *name, const char *suffix) {
    const char *directory = getenv("FAKE_GPIO");
    snprintf(path, PATH_LENGTH, "%s/%s%s", directory ? directory : "/nonexistent", name, suffix);
    return path;
}

static int number_in(const char *name, const char *suffix, int otherwise) {
    char path[PATH_LENGTH];
    int number = otherwise;
    FILE *file = fopen(path_of(path, name, suffix), "re");
    if (!file) return otherwise;
    if (fscanf(file, "%d", &number) != 1) number = otherwise;
    fclose(file);
    return number;
}

static void put(const char *name, const char *suffix, int flags, const char *text) {
    char path[PATH_LENGTH];
    size_t length = strlen(text);
    int fd = open(path_of(path, name, suffix), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666);
    if (fd < 0 || write(fd, text, length) != (ssize_t)length) abort();  // the harness is broken
    close(fd);
}

static void note(const struct gpiod_line *line, const char *what) {
    char text[2 * NAME_MAX_LENGTH + 64];
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    snprintf(text, sizeof text, "%lld%09ld %s %s %s\n", (long long)now.tv_sec, now.tv_nsec,
             line->name, what, line->consumer);
    put("log", "", O_APPEND, text);
}

static int fail(int error) {
    errno = error;
    return -1;
}

static int drive(struct gpiod_line *line, int value) {
    int error = number_in(line->name, ".fail", 0);
    if (error) return fail(error);
    line->level = !!value ^ line->active_low;
    note(line, line->level ? "1" : "0");  // first: who sees the level finds it in the log
    put(line->name, ".level", O_TRUNC, line->level ? "1\n" : "0\n");
    return 0;
}

// Chips: there is one.

static struct gpiod_chip *open_chip(void) {
    char path[PATH_LENGTH];
    struct gpiod_chip *chip = calloc(1, sizeof *chip);
    FILE *label = fopen(path_of(path, "label", ""), "re");
    FILE *lines = fopen(path_of(path, "lines", ""), "re");
    if (chip && label && lines && fscanf(label, "%63s", chip->label) == 1) {
        struct gpiod_line *line = chip->line;
        while (chip->count < LINES_MAX && fscanf(lines, "%63s", line->name) == 1) {
            line->fd = -1;
            chip->count++;
            line++;
        }
    }
    if (label) fclose(label);
    if (lines) fclose(lines);
    if (chip && chip->count) return chip;
    free(chip);
    errno = ENOENT;
    return NULL;
}

struct gpiod_chip *gpiod_chip_open_by_label(const char *label) {
    struct gpiod_chip *chip = open_chip();
    if (!chip || !strcmp(chip->label, label)) return chip;
    gpiod_chip_close(chip);
    errno = ENOENT;
    return NULL;
}

struct gpiod_chip *gpiod_chip_open(const char *path) {
    if (!strcmp(path, "/dev/gpiochip0")) return open_chip();
    errno = ENOENT;
    return NULL;
}

void gpiod_chip_close(struct gpiod_chip *chip) {
    for (unsigned i = 0; i < chip->count; i++) gpiod_line_release(&chip->line[i]);
    free(chip);
}

const char *gpiod_chip_label(struct gpiod_chip *chip) { return chip->label; }

// Lines

struct gpiod_line *gpiod_chip_find_line(struct gpiod_chip *chip, const char *name) {
    for (unsigned i = 0; i < chip->count; i++)
        if (!strcmp(chip->line[i].name, name)) return &chip->line[i];
    errno = ENOENT;
    return NULL;
}

int gpiod_line_request(struct gpiod_line *line, const struct gpiod_line_request_config *config,
                       int value) {
    int error = number_in(line->name, ".fail", 0);
    if (error || line->used) return fail(error ? error : EBUSY);
    snprintf(line->consumer, sizeof line->consumer, "%s",
             config->consumer ? config->consumer : "?");
    line->active_low = !!(config->flags & GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW);
    line->used = 1;
    note(line, "request");
    if (config->request_type == GPIOD_LINE_REQUEST_DIRECTION_OUTPUT) return drive(line, value);
    char path[PATH_LENGTH];
    if (mkfifo(path_of(path, line->name, ".in"), 0666) < 0 && errno != EEXIST) return -1;
    line->fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    line->level = number_in(line->name, ".start", 0);
    return line->fd < 0 ? -1 : 0;
}

void gpiod_line_release(struct gpiod_line *line) {
    if (line->used) note(line, "release");
    if (line->fd >= 0) close(line->fd);
    line->fd = -1;
    line->used = 0;
}

int gpiod_line_set_value(struct gpiod_line *line, int value) { return drive(line, value); }
int gpiod_line_get_value(struct gpiod_line *line) { return line->level ^ line->active_low; }
int gpiod_line_event_get_fd(struct gpiod_line *line) { return line->fd; }

int gpiod_line_event_read(struct gpiod_line *line, struct gpiod_line_event *event) {
    char digit;
    struct pollfd waiting = {line->fd, POLLIN, 0};
    do {
        if (poll(&waiting, 1, -1) < 0 || read(line->fd, &digit, 1) != 1) return -1;
    } while (digit != '0' && digit != '1');
    line->level = digit == '1';
    event->event_type = line->level ^ line->active_low ? GPIOD_LINE_EVENT_RISING_EDGE
                                                       : GPIOD_LINE_EVENT_FALLING_EDGE;
    clock_gettime(CLOCK_MONOTONIC, &event->ts);
    return 0;
}

int gpiod_line_event_wait(struct gpiod_line *line, const struct timespec *timeout) {
    struct pollfd waiting = {line->fd, POLLIN, 0};
    return ppoll(&waiting, 1, timeout, NULL);
}
