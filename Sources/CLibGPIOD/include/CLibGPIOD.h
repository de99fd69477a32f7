// SPDX-License-Identifier: MPL-2.0
// One GPIO line, by chip label and line name, over libgpiod 1.6 (Debian 12) or 2.x (Debian 13).
//
// Values are logical: 1 is "active", whatever the line's polarity. Functions that return int give
// -1 on failure; they and the request functions set errno, with two meanings of our own:
//   ENODEV  no chip carries the label, or the chip is gone
//   ENOENT  the chip has no line of that name
#pragma once

#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// A requested line; the kernel keeps it for us until it is released or the process ends.
typedef struct gpio_line gpio_line;

typedef enum {
    /// Leave the pull resistors as the system has set them.
    GPIO_BIAS_AS_IS,
    GPIO_BIAS_DISABLED,
    GPIO_BIAS_PULL_UP,
    GPIO_BIAS_PULL_DOWN,
} gpio_bias;

typedef struct {
    bool active;             ///< the level after the edge
    uint64_t nanoseconds;    ///< when the kernel saw it, on CLOCK_MONOTONIC
} gpio_edge;

/// Requests an output that has the given value from the first moment on.
gpio_line *_Nullable gpio_request_output(const char *chip_label, const char *line_name,
                                         const char *consumer, bool active_low, bool active);

/// Requests an input that reports both edges.
gpio_line *_Nullable gpio_request_input(const char *chip_label, const char *line_name,
                                        const char *consumer, bool active_low, gpio_bias bias);

/// Drives an output.
int gpio_set(gpio_line *line, bool active);

/// Reads the level: 1, 0 or -1.
int gpio_get(gpio_line *line);

/// The descriptor that is readable while an edge of an input waits.
int gpio_event_fd(gpio_line *line);

/// Takes the oldest waiting edge without blocking: 1 when there was one, 0 when not, -1 on failure.
int gpio_read_edge(gpio_line *line, gpio_edge *edge);

/// Gives the line back and frees it.
void gpio_release(gpio_line *line);

/// The version of libgpiod's interface that this was compiled for: 1 or 2.
int gpio_interface_version(void);

#pragma clang assume_nonnull end
