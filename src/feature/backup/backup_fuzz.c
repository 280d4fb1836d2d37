/* Fuzzes what a restore reads before it knows whether to trust it: keys, about.json of a backup, a piece, settings. The
 * first byte chooses. */
#include "feature/backup/backup_private.h"

#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/chibo-fuzz.XXXXXX";

static void folder_remove(void)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	backup_remove_folder(arena, str_of(folder));
}

static struct str folder_of_ours(void)
{
	static bool made;
	if (!made)
		check(mkdtemp(folder) && !atexit(folder_remove));
	made = true;
	return str_of(folder);
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
	else if (backup_public_read(text, &public, &err) == OK)
		check(str_eq(backup_public_text(arena, &public), str_trim(text)));
	if (backup_keep_read(text, &keep, &err) == OK)
		check(keep.days >= 0 && keep.weeks >= 0 && keep.months >= 0);
	if (backup_every_read(text, &ms, &err) == OK)
		check(ms > 0);
	return 0;
}
