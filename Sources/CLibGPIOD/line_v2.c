// SPDX-License-Identifier: MPL-2.0
#include "CLibGPIOD.h"
#include "chip.h"

#if GPIO_INTERFACE_VERSION == 2

#include <errno.h>
#include <stdlib.h>

struct gpio_line {
    struct gpiod_line_request *request;
    struct gpiod_edge_event_buffer *edges;
    unsigned int offset;
};

int gpio_interface_version(void) { return GPIO_INTERFACE_VERSION; }

/// Makes the request with settings that the caller has filled; both are freed here.
static gpio_line *request(const char *chip_label, const char *line_name, const char *consumer,
                          struct gpiod_line_settings *settings) {
    gpio_line *self = calloc(1, sizeof *self);
    struct gpiod_line_config *lines = gpiod_line_config_new();
    struct gpiod_request_config *config = gpiod_request_config_new();
    struct gpiod_chip *chip = NULL;
    if (!self || !lines || !config || !settings) {
        errno = ENOMEM;
        goto out;
    }
    // Room for one edge: each call takes one, and the kernel queues the others.
    self->edges = gpiod_edge_event_buffer_new(1);
    if (!self->edges) goto out;
    chip = chip_open_by_label(chip_label);
    if (!chip) goto out;
    int offset = gpiod_chip_get_line_offset_from_name(chip, line_name);
    if (offset < 0) goto out;
    self->offset = (unsigned int)offset;
    if (gpiod_line_config_add_line_settings(lines, &self->offset, 1, settings) < 0) goto out;
    gpiod_request_config_set_consumer(config, consumer);
    self->request = gpiod_chip_request_lines(chip, config, lines);

out:;
    int error = errno;
    if (chip) gpiod_chip_close(chip);
    if (config) gpiod_request_config_free(config);
    if (lines) gpiod_line_config_free(lines);
    if (settings) gpiod_line_settings_free(settings);
    if (self && !self->request) {
        if (self->edges) gpiod_edge_event_buffer_free(self->edges);
        free(self);
        self = NULL;
    }
    errno = error;
    return self;
}

static enum gpiod_line_value line_value(bool active) {
    return active ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
}

gpio_line *gpio_request_output(const char *chip_label, const char *line_name, const char *consumer,
                               bool active_low, bool active) {
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    if (settings) {
        gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT);
        gpiod_line_settings_set_output_value(settings, line_value(active));
        gpiod_line_settings_set_active_low(settings, active_low);
    }
    return request(chip_label, line_name, consumer, settings);
}

static enum gpiod_line_bias line_bias(gpio_bias bias) {
    switch (bias) {
        case GPIO_BIAS_AS_IS: return GPIOD_LINE_BIAS_AS_IS;
        case GPIO_BIAS_DISABLED: return GPIOD_LINE_BIAS_DISABLED;
        case GPIO_BIAS_PULL_UP: return GPIOD_LINE_BIAS_PULL_UP;
        case GPIO_BIAS_PULL_DOWN: return GPIOD_LINE_BIAS_PULL_DOWN;
    }
}

gpio_line *gpio_request_input(const char *chip_label, const char *line_name, const char *consumer,
                              bool active_low, gpio_bias bias) {
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    if (settings) {
        gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT);
        gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH);
        gpiod_line_settings_set_bias(settings, line_bias(bias));
        gpiod_line_settings_set_active_low(settings, active_low);
    }
    return request(chip_label, line_name, consumer, settings);
}

int gpio_set(gpio_line *self, bool active) {
    return gpiod_line_request_set_value(self->request, self->offset, line_value(active));
}

int gpio_get(gpio_line *self) { return gpiod_line_request_get_value(self->request, self->offset); }

int gpio_event_fd(gpio_line *self) { return gpiod_line_request_get_fd(self->request); }

int gpio_read_edge(gpio_line *self, gpio_edge *edge) {
    int waiting = gpiod_line_request_wait_edge_events(self->request, 0);
    if (waiting <= 0) return waiting;
    if (gpiod_line_request_read_edge_events(self->request, self->edges, 1) < 1) return -1;
    struct gpiod_edge_event *event = gpiod_edge_event_buffer_get_event(self->edges, 0);
    if (!event) return -1;
    edge->active = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
    edge->nanoseconds = gpiod_edge_event_get_timestamp_ns(event);
    return 1;
}

void gpio_release(gpio_line *self) {
    gpiod_line_request_release(self->request);
    gpiod_edge_event_buffer_free(self->edges);
    free(self);
}

#endif
