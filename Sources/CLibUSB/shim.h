// SPDX-License-Identifier: MPL-2.0
#pragma once
// pkg-config gives the folder of this header.
#include <libusb.h>
