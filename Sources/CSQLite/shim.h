// SPDX-License-Identifier: Apache-2.0
// Owns what Swift cannot import of sqlite3.h: cast macros and variadic functions.
// Never holds logic.
#ifndef SAFEBELL_CSQLITE_H
#define SAFEBELL_CSQLITE_H

#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast macro: SQLite copies the text before this returns.
static inline int safebell_bind_text(
    sqlite3_stmt *statement, int index, const char *text, int bytes) {
    return sqlite3_bind_text(statement, index, text, bytes, SQLITE_TRANSIENT);
}

// The same for bytes.
static inline int safebell_bind_blob(
    sqlite3_stmt *statement, int index, const void *start, int bytes) {
    return sqlite3_bind_blob(statement, index, start, bytes, SQLITE_TRANSIENT);
}

// sqlite3_db_config is variadic; every switch used here takes (int on, int *now).
static inline int safebell_db_switch(sqlite3 *database, int what, int on) {
    int now = -1;
    int result = sqlite3_db_config(database, what, on, &now);
    return result == SQLITE_OK && now != on ? SQLITE_ERROR : result;
}

// Without its statistics of memory: each allocation would take a mutex for them. Before any other use
// of the library; variadic, so not for Swift.
static inline int safebell_sqlite_without_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

#endif
