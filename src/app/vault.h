/* Keys that stand neither in the database nor in its backups: what was sealed with one is lost for everybody once the
   key is destroyed. A file a key, in the folder CHIBO_KEYS; else in FILE.keys beside the database, or chibo-keys where
   the program runs. Keys of a database in memory live as long as the program. */
#ifndef APP_VAULT_H
#define APP_VAULT_H

#include "base/err.h"
#include "base/str.h"

enum { VAULT_KEY = 32, VAULT_NAME = 40 };

/* Says which database the keys belong to; before the first key. */
void vault_open(struct str url);
/* The folder, where it is one: for the sandbox. */
struct str vault_folder(struct arena *arena, struct str url);
/* name: lower-case letters, digits and dashes. A new key is on disk when this returns. */
enum status vault_key(const char *name, bool make, unsigned char ret_key[VAULT_KEY], bool *ret_there, struct err *err);
/* The key is overwritten and gone. */
void vault_destroy(const char *name);
/* The names of all keys. */
struct vault_names {
	struct str *at;
	size_t count;
};
struct vault_names vault_list(struct arena *arena);

#endif
