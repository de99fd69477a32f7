// SPDX-License-Identifier: MPL-2.0

#include "CFaultVFS.h"

#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { DISKS_MAX = 64 };

// The kinds of failure that concern a call.
enum {
    ON_ANY_CALL = 1u << FAULT_IO,
    ON_WRITE = 1u << FAULT_FULL | 1u << FAULT_SHORT,
    ON_SYNC = 1u << FAULT_SYNC,
};

typedef struct {
    int users; // The test, and every open file.
    int is_attached;
    char folder[PATH_MAX];
    pthread_mutex_t mutex; // Guards what follows, and keeps the log in the order of the changes.
    FILE *log;
    int changes;
    int calls;
    int failing_call;
    enum fault_kind kind;
    int lasts;
} disk;

// A file on a disk; the system's own file follows it in memory.
typedef struct {
    sqlite3_file base;
    disk *disk;
    char name[NAME_MAX + 1];
} fault_file;

static disk disks[DISKS_MAX];
static pthread_mutex_t disks_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static sqlite3_vfs *system_vfs;
static sqlite3_vfs fault_vfs;

// MARK: Disks

// The disk of a path, with one user more; NULL when it is on none.
static disk *use_disk(const char *path) {
    disk *found = NULL;
    if (path == NULL) return NULL;
    pthread_mutex_lock(&disks_mutex);
    for (int i = 0; i < DISKS_MAX && found == NULL; i++) {
        size_t length = strlen(disks[i].folder);
        if (disks[i].is_attached && strncmp(path, disks[i].folder, length) == 0
            && path[length] == '/') {
            found = &disks[i];
            found->users++;
        }
    }
    pthread_mutex_unlock(&disks_mutex);
    return found;
}

static void leave_disk(disk *disk) {
    pthread_mutex_lock(&disks_mutex);
    if (--disk->users == 0) {
        fclose(disk->log);
        pthread_mutex_destroy(&disk->mutex);
    }
    pthread_mutex_unlock(&disks_mutex);
}

// Counts a call that these kinds concern, and says whether it is to fail.
//
// The mutex is held from here to `done`.
static int begin(disk *disk, unsigned kinds) {
    pthread_mutex_lock(&disk->mutex);
    if ((kinds & 1u << disk->kind) == 0) return 0;
    disk->calls++;
    if (disk->failing_call == 0) return 0;
    return disk->lasts ? disk->calls >= disk->failing_call : disk->calls == disk->failing_call;
}

static int done(disk *disk, int result) {
    pthread_mutex_unlock(&disk->mutex);
    return result;
}

static void record(
    disk *disk, const char *change, const char *name, sqlite3_int64 first, sqlite3_int64 second
) {
    fprintf(disk->log, "%s %s %lld %lld\n", change, name, first, second);
    disk->changes++;
}

// MARK: Files

static sqlite3_file *system_file(sqlite3_file *file) {
    return (sqlite3_file *)((fault_file *)file + 1);
}

static disk *disk_of(sqlite3_file *file) { return ((fault_file *)file)->disk; }

static int close_file(sqlite3_file *file) {
    sqlite3_file *below = system_file(file);
    int result = below->pMethods->xClose(below);
    leave_disk(disk_of(file));
    return result;
}

static int read_file(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    sqlite3_file *below = system_file(file);
    disk *disk = disk_of(file);
    if (begin(disk, ON_ANY_CALL)) return done(disk, SQLITE_IOERR_READ);
    return done(disk, below->pMethods->xRead(below, bytes, count, offset));
}

static int write_file(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    sqlite3_file *below = system_file(file);
    disk *disk = disk_of(file);
    int fails = begin(disk, ON_ANY_CALL | ON_WRITE);
    if (fails && disk->kind == FAULT_IO) return done(disk, SQLITE_IOERR_WRITE);
    if (fails && disk->kind == FAULT_FULL) return done(disk, SQLITE_FULL);
    if (fails) count /= 2;
    int result = below->pMethods->xWrite(below, bytes, count, offset);
    if (result == SQLITE_OK) {
        record(disk, "write", ((fault_file *)file)->name, offset, count);
        fwrite(bytes, 1, (size_t)count, disk->log);
    }
    return done(disk, fails ? SQLITE_FULL : result);
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
    sqlite3_file *below = system_file(file);
    disk *disk = disk_of(file);
    if (begin(disk, ON_ANY_CALL)) return done(disk, SQLITE_IOERR_TRUNCATE);
    int result = below->pMethods->xTruncate(below, size);
    if (result == SQLITE_OK) record(disk, "truncate", ((fault_file *)file)->name, size, 0);
    return done(disk, result);
}

// The system is not asked to sync: no real power is cut, and the tests need not wait.
static int sync_file(sqlite3_file *file, int flags) {
    (void)flags;
    disk *disk = disk_of(file);
    const char *name = ((fault_file *)file)->name;
    if (begin(disk, ON_ANY_CALL | ON_SYNC)) {
        if (disk->kind == FAULT_SYNC) record(disk, "lose", name, 0, 0);
        return done(disk, SQLITE_IOERR_FSYNC);
    }
    record(disk, "sync", name, 0, 0);
    return done(disk, SQLITE_OK);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    sqlite3_file *below = system_file(file);
    return below->pMethods->xFileSize(below, size);
}

static int lock_file(sqlite3_file *file, int level) {
    sqlite3_file *below = system_file(file);
    return below->pMethods->xLock(below, level);
}

static int unlock_file(sqlite3_file *file, int level) {
    sqlite3_file *below = system_file(file);
    return below->pMethods->xUnlock(below, level);
}

static int check_lock(sqlite3_file *file, int *is_reserved) {
    sqlite3_file *below = system_file(file);
    return below->pMethods->xCheckReservedLock(below, is_reserved);
}

static int control_file(sqlite3_file *file, int operation, void *argument) {
    sqlite3_file *below = system_file(file);
    return below->pMethods->xFileControl(below, operation, argument);
}

static int sector_size(sqlite3_file *file) {
    sqlite3_file *below = system_file(file);
    return below->pMethods->xSectorSize(below);
}

static int characteristics(sqlite3_file *file) {
    sqlite3_file *below = system_file(file);
    return below->pMethods->xDeviceCharacteristics(below);
}

static int map_shared(
    sqlite3_file *file, int region, int size, int extends, void volatile **memory
) {
    sqlite3_file *below = system_file(file);
    disk *disk = disk_of(file);
    if (begin(disk, ON_ANY_CALL)) return done(disk, SQLITE_IOERR_SHMMAP);
    return done(disk, below->pMethods->xShmMap(below, region, size, extends, memory));
}

static int lock_shared(sqlite3_file *file, int offset, int count, int flags) {
    sqlite3_file *below = system_file(file);
    return below->pMethods->xShmLock(below, offset, count, flags);
}

static void barrier(sqlite3_file *file) {
    sqlite3_file *below = system_file(file);
    below->pMethods->xShmBarrier(below);
}

static int unmap_shared(sqlite3_file *file, int deletes) {
    sqlite3_file *below = system_file(file);
    return below->pMethods->xShmUnmap(below, deletes);
}

// Version 2: with shared memory, but without mapped files, whose reads could not fail.
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_lock,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = barrier,
    .xShmUnmap = unmap_shared,
};

// MARK: The VFS

static const char *last_part(const char *path) { return strrchr(path, '/') + 1; }

static int open_file(
    sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *flags_got
) {
    (void)vfs;
    disk *disk = use_disk(path);
    if (disk == NULL) return system_vfs->xOpen(system_vfs, path, file, flags, flags_got);
    fault_file *opened = (fault_file *)file;
    sqlite3_file *below = system_file(file);
    opened->base.pMethods = NULL;
    opened->disk = disk;
    snprintf(opened->name, sizeof opened->name, "%s", last_part(path));
    int result = SQLITE_CANTOPEN;
    if (!begin(disk, ON_ANY_CALL)) {
        int is_new = access(path, F_OK) != 0;
        result = system_vfs->xOpen(system_vfs, path, below, flags, flags_got);
        if (result == SQLITE_OK) {
            opened->base.pMethods = &methods;
            if (is_new) record(disk, "create", opened->name, 0, 0);
        } else if (below->pMethods != NULL) {
            below->pMethods->xClose(below);
        }
    }
    done(disk, result);
    if (result != SQLITE_OK) leave_disk(disk);
    return result;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int syncs_folder) {
    (void)vfs;
    disk *disk = use_disk(path);
    if (disk == NULL) return system_vfs->xDelete(system_vfs, path, syncs_folder);
    int result = SQLITE_IOERR_DELETE;
    if (!begin(disk, ON_ANY_CALL)) {
        result = system_vfs->xDelete(system_vfs, path, 0);
        if (result == SQLITE_OK) record(disk, "delete", last_part(path), 0, 0);
    }
    done(disk, result);
    leave_disk(disk);
    return result;
}

static void install(void) {
    system_vfs = sqlite3_vfs_find(NULL);
    fault_vfs = *system_vfs;
    fault_vfs.zName = "fault";
    fault_vfs.pNext = NULL;
    fault_vfs.szOsFile = (int)sizeof(fault_file) + system_vfs->szOsFile;
    fault_vfs.xOpen = open_file;
    fault_vfs.xDelete = delete_file;
    sqlite3_vfs_register(&fault_vfs, 1);
}

// MARK: For the tests

int fault_disk_attach(const char *folder, const char *log) {
    int number = -1;
    sqlite3_initialize();
    pthread_once(&once, install);
    pthread_mutex_lock(&disks_mutex);
    for (int i = 0; i < DISKS_MAX && number < 0; i++) {
        if (disks[i].users == 0 && strlen(folder) < PATH_MAX) number = i;
    }
    FILE *changes = number >= 0 ? fopen(log, "w") : NULL;
    if (changes != NULL) {
        disk *disk = &disks[number];
        memset(disk, 0, sizeof *disk);
        strcpy(disk->folder, folder);
        pthread_mutex_init(&disk->mutex, NULL);
        disk->log = changes;
        disk->users = 1;
        disk->is_attached = 1;
    } else {
        number = -1;
    }
    pthread_mutex_unlock(&disks_mutex);
    return number;
}

void fault_disk_detach(int number) {
    pthread_mutex_lock(&disks_mutex);
    disks[number].is_attached = 0;
    pthread_mutex_unlock(&disks_mutex);
    leave_disk(&disks[number]);
}

void fault_disk_plan(int number, int call, enum fault_kind kind, int lasts) {
    disk *disk = &disks[number];
    pthread_mutex_lock(&disk->mutex);
    disk->calls = 0;
    disk->failing_call = call;
    disk->kind = kind;
    disk->lasts = lasts;
    pthread_mutex_unlock(&disk->mutex);
}

int fault_disk_calls(int number) {
    disk *disk = &disks[number];
    pthread_mutex_lock(&disk->mutex);
    return done(disk, disk->calls);
}

int fault_disk_changes(int number) {
    disk *disk = &disks[number];
    pthread_mutex_lock(&disk->mutex);
    fflush(disk->log);
    return done(disk, disk->changes);
}
