// SPDX-License-Identifier: MPL-2.0

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CFloors.h"

enum { page_size = 4096, page_count = 1024 };

struct floor_store {
    sqlite3 *db;
    sqlite3_stmt *select;
    int file;
    unsigned long writes;
    char page[page_size];
};

static const char select_text[] =
    "SELECT key, patron, blocks, blocks_at, debts, debts_at, validity, last_day, validity_at,"
    " age_reached, age_next, age_next_from, age_at, consent, consent_at, enrolment, enrolment_at,"
    " resident, resident_at, verifier FROM patron WHERE card = ?";

floor_store *floor_open(const char *cache, const char *file) {
    floor_store *store = calloc(1, sizeof *store);
    if (!store) return NULL;
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    store->file = open(file, O_RDWR | O_CREAT, 0600);
    if (store->file < 0 || sqlite3_open_v2(cache, &store->db, flags, NULL) != SQLITE_OK ||
        sqlite3_prepare_v3(store->db, select_text, -1, SQLITE_PREPARE_PERSISTENT, &store->select,
                           NULL) != SQLITE_OK) {
        floor_close(store);
        return NULL;
    }
    for (int page = 0; page < page_count; page++) {
        if (pwrite(store->file, store->page, page_size, (off_t)page * page_size) != page_size) {
            floor_close(store);
            return NULL;
        }
    }
    fsync(store->file);
    return store;
}

int64_t floor_read(floor_store *store, int64_t row) {
    sqlite3_bind_int64(store->select, 1, row);
    int64_t sum = -1;
    if (sqlite3_step(store->select) == SQLITE_ROW) {
        sum = 0;
        for (int column = 0; column < sqlite3_column_count(store->select); column++) {
            if (sqlite3_column_type(store->select, column) == SQLITE_INTEGER) {
                sum ^= sqlite3_column_int64(store->select, column) & INT64_MAX;
            } else {
                const unsigned char *bytes = sqlite3_column_blob(store->select, column);
                int length = sqlite3_column_bytes(store->select, column);
                if (length > 0) sum ^= bytes[length - 1];
            }
        }
    }
    sqlite3_reset(store->select);
    return sum;
}

int floor_write(floor_store *store) {
    unsigned long page = store->writes++ % page_count;
    memcpy(store->page, &store->writes, sizeof store->writes);
    ssize_t written = pwrite(store->file, store->page, page_size, (off_t)page * page_size);
    return written == page_size ? fdatasync(store->file) : -1;
}

void floor_close(floor_store *store) {
    sqlite3_finalize(store->select);
    sqlite3_close(store->db);
    if (store->file >= 0) close(store->file);
    free(store);
}
