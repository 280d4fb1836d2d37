/* Fuzzes what a restore reads before it knows whether to trust it: keys, about.json of a backup, a piece, settings. The
 * first byte chooses. */
#include "feature/backup/backup_private.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char scratch[] = "/tmp/chibo-fuzz.XXXXXX";

static void folder_remove(void)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	backup_remove_folder(arena, str_of(scratch));
}

static struct str folder_of_ours(void)
{
	static bool made;
	if (!made)
		check(mkdtemp(scratch) && !atexit(folder_remove));
	made = true;
	return str_of(scratch);
}

static void about(struct arena *arena, struct str text)
{
	struct backup_set set;
	struct err err = { 0 };
	struct str folder = folder_of_ours();
	unlink(str_c(arena, str_format(arena, "%.*s/about.json", STR_ARG(folder))));
	check(backup_write_file(arena, folder, "about.json", text, &err) == OK);
	if (backup_set_read(arena, folder, &set, &err) == OK)
		backup_set_check(arena, &set, &err);
}

/* Nobody made it: whatever it is, it is damaged. */
static void piece(struct arena *arena, struct str text)
{
	struct backup_piece one = { .name = "00001.piece", .size = (int64_t)text.len };
	struct backup_pieces pieces = { &one, 1, 1 };
	unsigned char key[BACKUP_KEY] = { 1 }, byte;
	struct err err = { 0 };
	struct str folder = folder_of_ours();
	unlink(str_c(arena, str_format(arena, "%.*s/00001.piece", STR_ARG(folder))));
	check(backup_write_file(arena, folder, one.name, text, &err) == OK);
	CLOSES(backup_in_closep) struct backup_in *in = backup_in_open(arena, folder, key, &pieces);
	check(!in || backup_get(in, &byte, 1, &err) != OK);
}

/* A whole piece of ours with one byte changed anywhere: damaged, and never another text. */
static void changed(struct arena *arena, struct str text)
{
	struct backup_pieces pieces = { 0 };
	unsigned char key[BACKUP_KEY] = { 1 };
	struct err err = { 0 };
	struct str folder = folder_of_ours(), file;
	if (text.len < 3)
		return;
	size_t at = (size_t)(unsigned char)text.ptr[0] << 8 | (unsigned char)text.ptr[1];
	char *room = arena_take(arena, text.len);
	unlink(str_c(arena, str_format(arena, "%.*s/00001.piece", STR_ARG(folder))));
	CLOSES(backup_out_closep) struct backup_out *out = backup_out_open(arena, folder, key, 0);
	check(backup_put(out, text.ptr, text.len, &err) == OK && backup_out_end(out, &pieces, &err) == OK);
	check(pieces.count == 1 && backup_read_file(arena, folder, pieces.at[0].name, 1 << 20, &file, &err) == OK);
	CLOSES(backup_in_closep) struct backup_in *whole = backup_in_open(arena, folder, key, &pieces);
	check(backup_get(whole, room, text.len, &err) == OK && !memcmp(room, text.ptr, text.len));
	((char *)(uintptr_t)file.ptr)[at % file.len] ^= 1 << (text.ptr[2] & 7);
	unlink(str_c(arena, str_format(arena, "%.*s/00001.piece", STR_ARG(folder))));
	check(backup_write_file(arena, folder, pieces.at[0].name, file, &err) == OK);
	CLOSES(backup_in_closep) struct backup_in *in = backup_in_open(arena, folder, key, &pieces);
	check(backup_get(in, room, text.len, &err) != OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct backup_public public;
	struct backup_keep keep;
	struct err err = { 0 };
	int64_t ms;
	if (!size)
		return 0;
	struct str text = { (const char *)data + 1, size - 1 };
	if (data[0] % 4 == 0)
		about(arena, text);
	else if (data[0] % 4 == 1)
		piece(arena, text);
	else if (data[0] % 4 == 3)
		changed(arena, text);
	else if (backup_public_read(text, &public, &err) == OK)
		check(str_eq(backup_public_text(arena, &public), str_trim(text)));
	if (backup_keep_read(text, &keep, &err) == OK)
		check(keep.days >= 0 && keep.weeks >= 0 && keep.months >= 0);
	if (backup_every_read(text, &ms, &err) == OK)
		check(ms > 0);
	return 0;
}
