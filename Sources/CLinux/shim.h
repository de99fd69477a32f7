// SPDX-License-Identifier: MPL-2.0
// What Swift's Glibc module leaves out of the kernel's interface: whether the clock is synchronised,
// the access list of a file, and prctl(2), which takes a varying number of arguments.
#ifndef PORTNER_CLINUX_H
#define PORTNER_CLINUX_H

#include <sys/prctl.h>
#include <sys/timex.h>
#include <sys/xattr.h>

// 1 when the kernel may write this process's memory into a core file, 0 when it may not.
static inline int portner_is_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0L, 0L, 0L, 0L); }

// 0 when the kernel agreed never to write this process's memory into a core file.
static inline int portner_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L); }

#endif
