// SPDX-License-Identifier: MPL-2.0

// What the machine can do at best: each function is the least that the measured path must do, in C
// and without layers.

#ifndef PORTNER_FLOORS_H
#define PORTNER_FLOORS_H

#include <stddef.h>
#include <stdint.h>

/// An open patron cache and a file that is written to.
typedef struct floor_store floor_store;

/// Opens both, or gives NULL. The file is written in full once, as a log that is used again is.
floor_store *floor_open(const char *cache, const char *file);

/// Looks one row up by its number and reads every column; -1 when it is not there.
int64_t floor_read(floor_store *store, int64_t row);

/// Writes 4 KiB over and has them reach the disk; not 0 when that fails.
int floor_write(floor_store *store);

void floor_close(floor_store *store);

/// Copies rows of the roster's table from one database into another in one transaction, in the
/// order given: the rows with these numbers, or the first `count` of all when there are no numbers.
/// The rows are in memory before the time begins. Gives the nanoseconds, or -1 when it fails.
int64_t floor_upsert(const char *source, const char *target, const int64_t *rows,
                     size_t count);

/// Reads a SIP2 Patron Information Response by memchr and checks its checksum; not 0 when it is
/// none. What a reader needs at the least: flags, counts, eight fields as views.
int floor_sip2(const uint8_t *message, size_t length);

/// Reads keyboard reports of eight bytes: keys that went down, digits collected up to Enter.
/// Gives the number of characters of all codes.
uint64_t floor_reports(const uint8_t *reports, size_t count);

/// Sends a request over loopback TCP and reads the answer, again and again, with a thread that does
/// nothing else at the other end. Writes the nanoseconds that each took; not 0 when that fails.
int floor_round_trips(size_t request, size_t answer, int64_t *times, size_t count);

/// The processor time of this process so far, in nanoseconds, which a busy machine changes little.
int64_t floor_processor_time(void);

/// The allocations of this process so far, or -1 when nothing counts them.
int64_t floor_allocations(void);

#endif
