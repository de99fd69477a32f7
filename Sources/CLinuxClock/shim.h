// SPDX-License-Identifier: MPL-2.0
// The kernel's word on whether the clock is synchronised, which Swift's Glibc module leaves out.
#include <sys/timex.h>
