// SPDX-License-Identifier: MPL-2.0

#include "CFloors.h"

#include <time.h>

int64_t floor_processor_time(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}
