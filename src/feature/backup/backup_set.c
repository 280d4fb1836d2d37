/* One backup on disk. about.json is for everybody: when, how big, which pieces, whose keys open it. The manifest says
   what is inside (tables, rows, hashes, migrations), sealed with the backup's key over the bytes of about.json: who has
   a key knows that neither was altered. */
#include "feature/backup/backup_private.h"

#include "base/hex.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ABOUT_MAX = 16 << 20, MANIFEST_MAX = 16 << 20, BACKUPS_MAX = 4000, TABLES_MAX = 4000 };
enum { MANIFEST_NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES };

static struct str dump(struct arena *arena, json_t *json)
{
	char *text = json_dumps(json, JSON_INDENT(1));
	check(text);
	struct str copy = str_format(arena, "%s\n", text);
	free(text);
	json_decref(json);
	return copy;
}

static json_t *text_json(struct str text)
{
	return json_stringn(text.ptr ? text.ptr : "", text.len);
}

struct str backup_about_json(struct arena *arena, const struct backup_set *set)
{
	json_t *pieces = json_array(), *keys = json_array();
	for (size_t i = 0; i < set->pieces.count; i++) {
		const struct backup_piece *piece = &set->pieces.at[i];
		json_array_append_new(pieces, json_pack("{s:s,s:I,s:s}", "name", piece->name, "size",
		                                      (json_int_t)piece->size, "hash", piece->hash));
	}
	for (size_t i = 0; i < set->recipient_count; i++)
		json_array_append_new(
		        keys, json_pack("{s:o,s:o}", "to", text_json(set->recipient[i].fingerprint), "sealed",
		                      text_json(hex_encode(
		                              arena, set->recipient[i].sealed, sizeof(set->recipient[i].sealed)))));
	return dump(arena,
	        json_pack("{s:s,s:I,s:o,s:I,s:I,s:I,s:o,s:I,s:I,s:o,s:o}", "what", "chibo backup", "format",
	                (json_int_t)set->format, "version", text_json(set->version), "at", (json_int_t)set->at, "rows",
	                (json_int_t)set->rows, "size", (json_int_t)set->size, "engine", text_json(set->engine), "line",
	                (json_int_t)set->line, "position", (json_int_t)set->position, "pieces", pieces, "keys", keys));
}

struct str backup_manifest_json(struct arena *arena, const struct backup_set *set)
{
	json_t *tables = json_array(), *migrations = json_array();
	for (size_t i = 0; i < set->migration_count; i++)
		json_array_append_new(migrations, json_pack("{s:o,s:o}", "name", text_json(set->migration[i].name),
		                                          "hash", text_json(set->migration[i].hash)));
	for (size_t i = 0; i < set->table_count; i++) {
		const struct backup_table *table = &set->table[i];
		json_t *columns = json_array();
		for (size_t c = 0; table->table.columns[c]; c++)
			json_array_append_new(columns, json_string(table->table.columns[c]));
		json_array_append_new(tables,
		        json_pack("{s:s,s:o,s:s,s:I,s:s}", "name", table->table.name, "columns", columns, "kinds",
		                table->table.kinds, "rows", (json_int_t)table->rows, "hash", table->hash));
	}
	return dump(arena, json_pack("{s:o,s:o}", "migrations", migrations, "tables", tables));
}

static void manifest_key(const struct backup_set *set, unsigned char *ret_key)
{
	crypto_kdf_derive_from_key(ret_key, crypto_aead_xchacha20poly1305_ietf_KEYBYTES, 0, "chibomfs", set->key);
}

struct str backup_seal_manifest(struct arena *arena, const struct backup_set *set, struct str manifest)
{
	unsigned char key[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
	size_t room = MANIFEST_NONCE + manifest.len + crypto_aead_xchacha20poly1305_ietf_ABYTES;
	unsigned char *sealed = arena_take(arena, room);
	manifest_key(set, key);
	randombytes_buf(sealed, MANIFEST_NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + MANIFEST_NONCE, NULL, (const unsigned char *)manifest.ptr,
	        manifest.len, (const unsigned char *)set->about.ptr, set->about.len, NULL, sealed, key);
	sodium_memzero(key, sizeof(key));
	return (struct str){ (const char *)sealed, room };
}

static struct str get_text(struct arena *arena, json_t *json, const char *name)
{
	json_t *at = json_object_get(json, name);
	return json_is_string(at) ? str_copy(arena, (struct str){ json_string_value(at), json_string_length(at) })
	                          : STR("");
}

static int64_t get_number(json_t *json, const char *name)
{
	return json_integer_value(json_object_get(json, name));
}

static bool get_hash(json_t *json, char ret_hash[2 * BACKUP_HASH + 1])
{
	const char *text = json_string_value(json_object_get(json, "hash"));
	if (!text || strlen(text) != 2 * BACKUP_HASH)
		return false;
	memcpy(ret_hash, text, 2 * BACKUP_HASH + 1);
	return true;
}

static bool read_piece(json_t *json, size_t number, struct backup_piece *ret_piece)
{
	const char *name = json_string_value(json_object_get(json, "name"));
	snprintf(ret_piece->name, sizeof(ret_piece->name), "%05zu.piece", number);
	ret_piece->size = get_number(json, "size");
	return name && !strcmp(name, ret_piece->name) && get_hash(json, ret_piece->hash);
}

static bool read_about(struct arena *arena, json_t *json, struct backup_set *set)
{
	json_t *pieces = json_object_get(json, "pieces"), *keys = json_object_get(json, "keys");
	const char *what = json_string_value(json_object_get(json, "what"));
	if (!what || strcmp(what, "chibo backup"))
		return false;
	set->format = get_number(json, "format");
	set->version = get_text(arena, json, "version");
	set->engine = get_text(arena, json, "engine");
	set->at = get_number(json, "at");
	set->rows = get_number(json, "rows");
	set->size = get_number(json, "size");
	set->line = get_number(json, "line");
	set->position = get_number(json, "position");
	if (set->format != BACKUP_FORMAT)
		return true; /* the rest may look otherwise; who restores is told so */
	size_t count = json_array_size(pieces);
	set->pieces = (struct backup_pieces){ arena_array(arena, struct backup_piece, count + 1), count, count };
	for (size_t i = 0; i < count; i++)
		if (!read_piece(json_array_get(pieces, i), i + 1, &set->pieces.at[i]))
			return false;
	set->recipient_count = json_array_size(keys);
	if (!set->recipient_count || set->recipient_count > BACKUP_RECIPIENTS)
		return false;
	for (size_t i = 0; i < set->recipient_count; i++) {
		json_t *key = json_array_get(keys, i);
		set->recipient[i].fingerprint = get_text(arena, key, "to");
		if (!hex_decode(
		            get_text(arena, key, "sealed"), set->recipient[i].sealed, sizeof(set->recipient[i].sealed)))
			return false;
	}
	return true;
}

enum status backup_set_read(struct arena *arena, struct str folder, struct backup_set *ret_set, struct err *err)
{
	*ret_set = (struct backup_set){ .folder = str_copy(arena, folder) };
	size_t slash = folder.len;
	while (slash && folder.ptr[slash - 1] != '/')
		slash--;
	ret_set->name = str_slice(ret_set->folder, slash, folder.len);
	TRY(backup_read_file(arena, folder, "about.json", ABOUT_MAX, &ret_set->about, err));
	json_t *json = json_loadb(ret_set->about.ptr, ret_set->about.len, 0, NULL);
	bool good =
	        json && read_about(arena, json, ret_set) && (ret_set->pieces.count || ret_set->format != BACKUP_FORMAT);
	json_decref(json);
	return good ? OK : backup_damaged(err, STR("about.json"));
}

static bool read_table(struct arena *arena, json_t *json, struct backup_table *ret_table)
{
	json_t *columns = json_object_get(json, "columns");
	struct str kinds = get_text(arena, json, "kinds"), name = get_text(arena, json, "name");
	size_t count = json_array_size(columns);
	const struct db_table *ours = db_table_find(name);
	const char **names = arena_array(arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++) {
		const char *column = json_string_value(json_array_get(columns, i));
		names[i] = str_c(arena, str_of(column ? column : ""));
	}
	ret_table->rows = get_number(json, "rows");
	ret_table->table =
	        (struct db_table){ .name = str_c(arena, name), .columns = names, .kinds = str_c(arena, kinds) };
	if (ours) {
		ret_table->table.key = ours->key;
		ret_table->table.shard = ours->shard;
	}
	return name.len && count == kinds.len && count && count <= DB_COLUMNS_MAX && get_hash(json, ret_table->hash);
}

static bool read_manifest(struct arena *arena, json_t *json, struct backup_set *set)
{
	json_t *migrations = json_object_get(json, "migrations"), *tables = json_object_get(json, "tables");
	set->migration_count = json_array_size(migrations);
	set->migration = arena_array(arena, struct backup_migration, set->migration_count + 1);
	for (size_t i = 0; i < set->migration_count; i++) {
		json_t *one = json_array_get(migrations, i);
		set->migration[i] =
		        (struct backup_migration){ get_text(arena, one, "name"), get_text(arena, one, "hash") };
	}
	set->table_count = json_array_size(tables);
	if (set->table_count > TABLES_MAX)
		return false;
	set->table = arena_array(arena, struct backup_table, set->table_count + 1);
	for (size_t i = 0; i < set->table_count; i++)
		if (!read_table(arena, json_array_get(tables, i), &set->table[i]))
			return false;
	return true;
}

static enum status open_key(struct backup_set *set, const struct backup_secret *secret, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	struct str own = backup_fingerprint(arena, &secret->public);
	for (size_t i = 0; i < set->recipient_count; i++)
		if (str_eq(set->recipient[i].fingerprint, own))
			return crypto_box_seal_open(set->key, set->recipient[i].sealed,
			               sizeof(set->recipient[i].sealed), secret->public.box, secret->box)
			               ? backup_damaged(err, STR("about.json"))
			               : OK;
	enum status status = err_set(err, DENIED, "backup.wrong_key", "key");
	err_arg(err, "own", own);
	err_arg(err, "needed", set->recipient[0].fingerprint);
	return status;
}

enum status backup_open_sealed(struct arena *arena, struct str about, const struct backup_secret *secret,
        const char *name, unsigned char ret_key[BACKUP_KEY], struct err *err)
{
	struct backup_set set = { 0 };
	json_t *json = json_loadb(about.ptr, about.len, 0, NULL);
	bool good = json && read_about(arena, json, &set) && set.format == BACKUP_FORMAT;
	json_decref(json);
	if (!good)
		return backup_damaged(err, str_of(name));
	TRY(open_key(&set, secret, err));
	memcpy(ret_key, set.key, BACKUP_KEY);
	sodium_memzero(set.key, sizeof(set.key));
	return OK;
}

enum status backup_set_unlock(
        struct arena *arena, struct backup_set *set, const struct backup_secret *secret, struct err *err)
{
	struct str sealed;
	unsigned char key[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
	if (set->format != BACKUP_FORMAT) {
		enum status status = err_set(err, CONFLICT, "backup.format", "dir");
		err_arg(err, "version", set->version);
		return status;
	}
	TRY(open_key(set, secret, err));
	TRY(backup_read_file(arena, set->folder, "manifest", MANIFEST_MAX, &sealed, err));
	size_t least = MANIFEST_NONCE + crypto_aead_xchacha20poly1305_ietf_ABYTES;
	if (sealed.len < least)
		return backup_damaged(err, STR("manifest"));
	unsigned char *plain = arena_take(arena, sealed.len);
	const unsigned char *bytes = (const unsigned char *)sealed.ptr;
	manifest_key(set, key);
	int wrong = crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, bytes + MANIFEST_NONCE,
	        sealed.len - MANIFEST_NONCE, (const unsigned char *)set->about.ptr, set->about.len, bytes, key);
	sodium_memzero(key, sizeof(key));
	if (wrong)
		return backup_damaged(err, STR("manifest"));
	json_t *json = json_loadb((const char *)plain, sealed.len - least, 0, NULL);
	bool good = json && read_manifest(arena, json, set);
	json_decref(json);
	return good ? OK : backup_damaged(err, STR("manifest"));
}

enum status backup_set_check(struct arena *arena, const struct backup_set *set, struct err *err)
{
	for (size_t i = 0; i < set->pieces.count; i++) {
		const struct backup_piece *piece = &set->pieces.at[i];
		int64_t size;
		struct str hash;
		TRY(backup_hash_file(arena, set->folder, piece->name, &size, &hash, err));
		if (size != piece->size || !str_is(hash, piece->hash))
			return backup_damaged(err, str_of(piece->name));
	}
	return OK;
}

static bool is_name(const char *name)
{
	const char *like = "dddddddd"
	                   "Tdddddd"
	                   "Z";
	for (; *like; like++, name++)
		if (*like == 'd' ? *name < '0' || *name > '9' : *name != *like)
			return false;
	return !*name;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

enum status backup_list(struct arena *arena, struct str dir, struct backup_list *ret_list, struct err *err)
{
	const char **names = arena_array(arena, const char *, BACKUPS_MAX);
	size_t count = 0;
	struct dirent *entry;
	DIR *folder = opendir(str_c(arena, dir));
	*ret_list = (struct backup_list){ 0 };
	if (!folder)
		return backup_disk_error(err, dir);
	while ((entry = readdir(folder)) && count < BACKUPS_MAX)
		if (is_name(entry->d_name))
			names[count++] = str_c(arena, str_of(entry->d_name));
	closedir(folder);
	qsort(names, count, sizeof(*names), by_name);
	ret_list->at = arena_array(arena, struct backup_set, count + 1);
	for (size_t i = 0; i < count; i++) {
		struct str path = str_format(arena, "%.*s/%s", STR_ARG(dir), names[i]);
		struct err own = { 0 };
		/* One whose about.json is gone is still a backup that was there: it is listed, and refused when used.
		 */
		if (backup_set_read(arena, path, &ret_list->at[ret_list->count], &own) != OK)
			ret_list->at[ret_list->count].broken = own;
		ret_list->count++;
	}
	return OK;
}
