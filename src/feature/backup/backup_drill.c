/* The drill: the last backup and the outbox behind it are restored into a scratch file, everything is checked, the
   scratch is thrown away. What came of it is signed by the key that opened the backup and kept beside the backups. */
#include "feature/backup/backup_private.h"

#include "base/hex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RESULT_MAX = 1 << 16 };

static const char result_name[] = "drill.json";

static struct str signed_text(struct arena *arena, const struct backup_result *result)
{
	return str_format(arena, "chibo drill 1|%.*s|%lld|%lld|%d|%lld|%lld|%lld|%.*s", STR_ARG(result->name),
	        (long long)result->at, (long long)result->reached, result->good, (long long)result->rows,
	        (long long)result->chains, (long long)result->commits, STR_ARG(result->why));
}

static enum status save(struct arena *arena, struct str dir, const struct backup_secret *secret,
        const struct backup_result *result, struct err *err)
{
	unsigned char signature[crypto_sign_BYTES];
	struct str text = signed_text(arena, result);
	crypto_sign_detached(signature, NULL, (const unsigned char *)text.ptr, text.len, secret->sign);
	json_t *json =
	        json_pack("{s:s%,s:I,s:I,s:b,s:I,s:I,s:I,s:s%,s:s}", "backup", result->name.ptr ? result->name.ptr : "",
	                result->name.len, "at", (json_int_t)result->at, "reached", (json_int_t)result->reached, "good",
	                result->good, "rows", (json_int_t)result->rows, "chains", (json_int_t)result->chains, "commits",
	                (json_int_t)result->commits, "why", result->why.ptr ? result->why.ptr : "", result->why.len,
	                "signature", str_c(arena, hex_encode(arena, signature, sizeof(signature))));
	check(json);
	char *bytes = json_dumps(json, JSON_INDENT(1));
	check(bytes);
	enum status status = backup_write_file(arena, dir, result_name, str_of(bytes), err);
	free(bytes);
	json_decref(json);
	return status;
}

enum status backup_result_read(struct arena *arena, struct str dir, const struct backup_public *by, size_t by_count,
        struct backup_result *ret_result)
{
	struct str bytes;
	struct err err = { 0 };
	unsigned char signature[crypto_sign_BYTES];
	*ret_result = (struct backup_result){ 0 };
	TRY(backup_read_file(arena, dir, result_name, RESULT_MAX, &bytes, &err));
	json_t *json = json_loadb(bytes.ptr, bytes.len, 0, NULL);
	const char *name = json_string_value(json_object_get(json, "backup"));
	const char *why = json_string_value(json_object_get(json, "why"));
	const char *hex = json_string_value(json_object_get(json, "signature"));
	struct backup_result result = { .name = str_copy(arena, str_of(name ? name : "")),
		.why = str_copy(arena, str_of(why ? why : "")),
		.at = json_integer_value(json_object_get(json, "at")),
		.reached = json_integer_value(json_object_get(json, "reached")),
		.rows = json_integer_value(json_object_get(json, "rows")),
		.chains = json_integer_value(json_object_get(json, "chains")),
		.commits = json_integer_value(json_object_get(json, "commits")),
		.good = json_is_true(json_object_get(json, "good")) };
	bool good = hex_decode(str_of(hex ? hex : ""), signature, sizeof(signature)), ours = false;
	json_decref(json);
	struct str text = signed_text(arena, &result);
	for (size_t i = 0; good && i < by_count; i++)
		ours |= !crypto_sign_verify_detached(signature, (const unsigned char *)text.ptr, text.len, by[i].sign);
	if (!ours)
		return CONFLICT;
	*ret_result = result;
	return OK;
}

static enum status run(struct backup_restore *restore, struct backup_restored *restored, struct err *err)
{
	const char *temporary = getenv("TMPDIR");
	char folder[512];
	snprintf(folder, sizeof(folder), "%s/chibo-drill-XXXXXX", temporary && *temporary ? temporary : "/var/tmp");
	if (!mkdtemp(folder))
		return backup_disk_error(err, str_of(folder));
	restore->url = str_format(restore->arena, "sqlite:%s/drill.db", folder);
	enum status status = backup_restore(restore, restored, err);
	backup_remove_folder(restore->arena, str_of(folder));
	return status;
}

enum status backup_drill(struct backup_restore *restore, struct backup_result *ret_result, struct err *err)
{
	struct backup_restored restored;
	struct err own = { 0 };
	enum status status = run(restore, &restored, &own);
	*ret_result = (struct backup_result){ .name = restored.name,
		.at = restore->now,
		.reached = restored.at,
		.rows = restored.rows,
		.chains = restored.chains,
		.commits = restored.commits,
		.good = status == OK,
		.why = status == OK ? STR("") : str_of(own.code) };
	TRY(save(restore->arena, restore->dir, restore->secret, ret_result, err));
	if (status != OK && err)
		*err = own;
	return status;
}
