// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <gpiod.h>

// Only the header of libgpiod 1.x has this macro.
#ifdef GPIOD_LINE_BULK_MAX_LINES
#define GPIO_INTERFACE_VERSION 1
#else
#define GPIO_INTERFACE_VERSION 2
#endif

/// Opens the chip with this label; NULL and ENODEV when there is none, or the errno of the first
/// chip that could not be looked at, because it may be the one.
struct gpiod_chip *chip_open_by_label(const char *label);
