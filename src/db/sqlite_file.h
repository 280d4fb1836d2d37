/* SQLite's files as this program opens them: two VFS over the default one, for sqlite3_open_v2. */
#ifndef DB_SQLITE_FILE_H
#define DB_SQLITE_FILE_H

#include <sqlite3.h>

/* For the connection that writes: what goes to the log goes down in one piece. Only in synchronous=FULL, or without a
   log: sqlite_file.c says why. */
const char *sqlite_file_log(void);
/* For a connection that reads much: with PRAGMA mmap_size the file lies in memory, and stays there. An error of the
   disk under it ends the process. */
const char *sqlite_file_map(void);

#endif
