// SPDX-License-Identifier: MPL-2.0

// A disk that fails when a test says so.
//
// SQLite reaches its files through a table of functions, its VFS. The one here stands before that
// of the system as the default of the process. Files outside the folders that were attached go
// straight to the system's, so other tests in the process notice nothing.

#ifndef CFAULTVFS_H
#define CFAULTVFS_H

// How a call fails.
enum fault_kind {
    FAULT_IO = 0,    // Any call: nothing is done, EIO.
    FAULT_FULL = 1,  // Writes: nothing is done, ENOSPC.
    FAULT_SHORT = 2, // Writes: half is written, then ENOSPC.
    FAULT_SYNC = 3,  // Syncs: EIO, and what waited to be written is lost.
};

// Puts the files of a folder, given by its real path, on a disk of their own.
//
// What changes the disk is recorded in a new file at `log`, as lines of a word, a file name and two
// numbers; the bytes of a write follow its line:
//
//     create NAME 0 0        write NAME OFFSET LENGTH        truncate NAME SIZE 0
//     sync NAME 0 0          lose NAME 0 0                   delete NAME 0 0
//
// Returns the number of the disk, or -1 when there are too many or the log cannot be made.
int fault_disk_attach(const char *folder, const char *log);

// Takes the disk away; its files that are still open stay usable.
void fault_disk_detach(int number);

// Has the call with this number fail, counted from now among those that the kind concerns; and, if
// it lasts, all that follow. None fails when `call` is 0.
void fault_disk_plan(int number, int call, enum fault_kind kind, int lasts);

// The calls since the plan was made that its kind concerns.
int fault_disk_calls(int number);

// The number of recorded changes, which are all in the log when this returns.
int fault_disk_changes(int number);

#endif
