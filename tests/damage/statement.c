/* The n-th statement fails: linked into a program of the tests alone, around SQLite's sqlite3_step (-Wl,--wrap). */
#include <sqlite3.h>

#include <stdbool.h>

int __real_sqlite3_step(sqlite3_stmt *statement);
int __wrap_sqlite3_step(sqlite3_stmt *statement);
/* shim.c; absent when it is not preloaded. 1 stands for a statement. */
bool damage_fails(int kind) __attribute__((weak));

int __wrap_sqlite3_step(sqlite3_stmt *statement)
{
	return damage_fails && damage_fails(1) ? SQLITE_IOERR : __real_sqlite3_step(statement);
}
