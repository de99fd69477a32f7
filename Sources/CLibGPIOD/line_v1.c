// SPDX-License-Identifier: MPL-2.0
#include "CLibGPIOD.h"
#include "chip.h"

#if GPIO_INTERFACE_VERSION == 1

#include <errno.h>
#include <stdlib.h>
#include <time.h>

struct gpio_line {
    struct gpiod_chip *chip;
    struct gpiod_line *line;
};

int gpio_interface_version(void) { return GPIO_INTERFACE_VERSION; }

static gpio_line *request(const char *chip_label, const char *line_name,
                          const struct gpiod_line_request_config *config, int value) {
    gpio_line *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->chip = chip_open_by_label(chip_label);
    if (self->chip) {
        self->line = gpiod_chip_find_line(self->chip, line_name);
        if (self->line && gpiod_line_request(self->line, config, value) == 0) return self;
    }
    int error = errno;
    if (self->chip) gpiod_chip_close(self->chip);
    free(self);
    errno = error;
    return NULL;
}

gpio_line *gpio_request_output(const char *chip_label, const char *line_name, const char *consumer,
                               bool active_low, bool active) {
    struct gpiod_line_request_config config = {
        .consumer = consumer,
        .request_type = GPIOD_LINE_REQUEST_DIRECTION_OUTPUT,
        .flags = active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0,
    };
    return request(chip_label, line_name, &config, active);
}

static int bias_flag(gpio_bias bias) {
    switch (bias) {
        case GPIO_BIAS_AS_IS: return 0;
        case GPIO_BIAS_DISABLED: return GPIOD_LINE_REQUEST_FLAG_BIAS_DISABLE;
        case GPIO_BIAS_PULL_UP: return GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP;
        case GPIO_BIAS_PULL_DOWN: return GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN;
    }
}

gpio_line *gpio_request_input(const char *chip_label, const char *line_name, const char *consumer,
                              bool active_low, gpio_bias bias) {
    struct gpiod_line_request_config config = {
        .consumer = consumer,
        .request_type = GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES,
        .flags = bias_flag(bias) | (active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0),
    };
    return request(chip_label, line_name, &config, 0);
}

int gpio_set(gpio_line *self, bool active) { return gpiod_line_set_value(self->line, active); }

int gpio_get(gpio_line *self) { return gpiod_line_get_value(self->line); }

int gpio_event_fd(gpio_line *self) { return gpiod_line_event_get_fd(self->line); }

int gpio_read_edge(gpio_line *self, gpio_edge *edge) {
    struct timespec at_once = {0, 0};
    int waiting = gpiod_line_event_wait(self->line, &at_once);
    if (waiting <= 0) return waiting;
    struct gpiod_line_event event;
    if (gpiod_line_event_read(self->line, &event) < 0) return -1;
    edge->active = event.event_type == GPIOD_LINE_EVENT_RISING_EDGE;
    edge->nanoseconds = (uint64_t)event.ts.tv_sec * 1000000000u + (uint64_t)event.ts.tv_nsec;
    return 1;
}

void gpio_release(gpio_line *self) {
    gpiod_line_release(self->line);
    gpiod_chip_close(self->chip);
    free(self);
}

#endif
