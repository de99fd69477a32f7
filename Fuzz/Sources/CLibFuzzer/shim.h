// SPDX-License-Identifier: MPL-2.0

#ifndef PORTNER_FUZZER_H
#define PORTNER_FUZZER_H

#include <stddef.h>
#include <stdint.h>

// libFuzzer as a library; compiler-rt has no header for it.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*run)(const uint8_t *data, size_t size));

#endif
