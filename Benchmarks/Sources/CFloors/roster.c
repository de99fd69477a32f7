// SPDX-License-Identifier: MPL-2.0

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "CFloors.h"

enum { column_count = 13 };

struct cell {
    int kind, length;
    int64_t number;
    char *bytes;
};

struct table {
    struct cell (*rows)[column_count];
    size_t count;
    char definition[2048];
};

static const char upsert_text[] =
    "INSERT OR REPLACE INTO patron VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void release(struct table *table) {
    for (size_t row = 0; row < table->count; row++)
        for (int column = 0; column < column_count; column++)
            free(table->rows[row][column].bytes);
    free(table->rows);
}

static void keep(sqlite3_stmt *select, int column, struct cell *cell) {
    cell->kind = sqlite3_column_type(select, column);
    cell->number = sqlite3_column_int64(select, column);
    const void *bytes = sqlite3_column_blob(select, column);
    cell->length = sqlite3_column_bytes(select, column);
    if (bytes && cell->kind != SQLITE_INTEGER) {
        cell->bytes = malloc((size_t)cell->length);
        memcpy(cell->bytes, bytes, (size_t)cell->length);
    }
}

/// Copies the rows that a statement gives into memory.
static int take(sqlite3_stmt *select, struct table *table, size_t capacity) {
    int code;
    while ((code = sqlite3_step(select)) == SQLITE_ROW && table->count < capacity) {
        for (int column = 0; column < column_count; column++)
            keep(select, column, &table->rows[table->count][column]);
        table->count++;
    }
    return code;
}

static int define(sqlite3 *db, struct table *table) {
    sqlite3_stmt *select = NULL;
    const char *text = "SELECT sql FROM sqlite_schema WHERE name = 'patron'";
    int code = sqlite3_prepare_v2(db, text, -1, &select, NULL);
    if (code == SQLITE_OK && sqlite3_step(select) == SQLITE_ROW)
        strncpy(table->definition, (const char *)sqlite3_column_text(select, 0),
                sizeof table->definition - 1);
    sqlite3_finalize(select);
    return code;
}

static int load(const char *path, const int64_t *rows, size_t count, struct table *table) {
    sqlite3 *db = NULL;
    sqlite3_stmt *select = NULL;
    const char *text = rows ? "SELECT * FROM patron WHERE card = ?" : "SELECT * FROM patron";
    int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL);
    table->rows = calloc(count, sizeof *table->rows);
    table->count = 0;
    if (code == SQLITE_OK) code = define(db, table);
    if (code == SQLITE_OK) code = sqlite3_prepare_v2(db, text, -1, &select, NULL);
    if (code == SQLITE_OK && !rows) take(select, table, count);
    for (size_t index = 0; code == SQLITE_OK && rows && index < count; index++) {
        sqlite3_bind_int64(select, 1, rows[index]);
        take(select, table, count);
        sqlite3_reset(select);
    }
    sqlite3_finalize(select);
    sqlite3_close(db);
    return code;
}

static void bind(sqlite3_stmt *statement, int index, const struct cell *cell) {
    switch (cell->kind) {
    case SQLITE_INTEGER: sqlite3_bind_int64(statement, index, cell->number); break;
    case SQLITE_TEXT:
        sqlite3_bind_text(statement, index, cell->bytes ? cell->bytes : "", cell->length,
                          SQLITE_STATIC);
        break;
    case SQLITE_BLOB:
        sqlite3_bind_blob(statement, index, cell->bytes, cell->length, SQLITE_STATIC);
        break;
    default: sqlite3_bind_null(statement, index); break;
    }
}

static int upsert(sqlite3 *db, const struct table *table) {
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, upsert_text, -1, &statement, NULL);
    if (code == SQLITE_OK) code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    for (size_t row = 0; code == SQLITE_OK && row < table->count; row++) {
        for (int column = 0; column < column_count; column++)
            bind(statement, column + 1, &table->rows[row][column]);
        if (sqlite3_step(statement) != SQLITE_DONE) code = SQLITE_ERROR;
        sqlite3_reset(statement);
    }
    if (code == SQLITE_OK) code = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    sqlite3_finalize(statement);
    return code;
}

int64_t floor_upsert(const char *source, const char *target, const int64_t *rows,
                     size_t count) {
    static struct table table;
    sqlite3 *db = NULL;
    int64_t time = -1;
    if (load(source, rows, count, &table) == SQLITE_OK &&
        sqlite3_open(target, &db) == SQLITE_OK &&
        sqlite3_exec(db,
                     "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                     "PRAGMA secure_delete = ON",
                     NULL, NULL, NULL) == SQLITE_OK) {
        sqlite3_exec(db, table.definition, NULL, NULL, NULL);
        int64_t begin = now();
        if (upsert(db, &table) == SQLITE_OK) time = now() - begin;
    }
    sqlite3_close(db);
    release(&table);
    return time;
}
