/* Reads the segments of the outbox: those of a backup's line, from its position on, in order; and throws away the ones
   that nobody needs any more. */
#include "feature/backup/backup_private.h"

#include <dirent.h>
#include <libdeflate.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
	HEAD = 4,
	HEADER_MAX = 1 << 16,
	FRAME_HEAD = 28,
	SEGMENT_MAX = 1 << 30,
	RAW_MAX = 1 << 30,
	SEGMENTS_MAX = 200000
};
enum { MAC = crypto_secretstream_xchacha20poly1305_ABYTES, START = crypto_secretstream_xchacha20poly1305_HEADERBYTES };

static const char magic[] = "chibo outbox 1\n";

struct segment {
	char name[48];
	int64_t line, position;
};

struct replay {
	struct arena *scratch; /* of one segment */
	const struct backup_secret *secret;
	struct db *db;
	int64_t until;
	struct db_position where; /* up to which the database is */
	bool stop;
	struct backup_restored *done;
};

static uint64_t value_of(const unsigned char *from, int size)
{
	uint64_t value = 0;
	for (int i = 0; i < size; i++)
		value = value << 8 | from[i];
	return value;
}

static int by_place(const void *a, const void *b)
{
	const struct segment *one = a, *two = b;
	int64_t left = one->line != two->line ? one->line : one->position;
	int64_t right = one->line != two->line ? two->line : two->position;
	return (left > right) - (left < right);
}

/* The segments of a folder in order; none where there is no folder. */
static size_t list_segments(struct arena *arena, struct str folder, struct segment **ret_segments)
{
	struct dirent *entry;
	DIR *dir = opendir(str_c(arena, folder));
	size_t count = 0, room = 0;
	struct segment *at = NULL;
	while (dir && (entry = readdir(dir)) && count < SEGMENTS_MAX) {
		unsigned long long line;
		long long position;
		char end[8];
		if (strlen(entry->d_name) >= sizeof(at->name) ||
		        sscanf(entry->d_name, "%16llx-%19lld.%7s", &line, &position, end) != 3 || strcmp(end, "seg"))
			continue;
		if (count == room) {
			at = arena_grow(arena, at, room * sizeof(*at), (2 * room + 64) * sizeof(*at));
			check(at);
			room = 2 * room + 64;
		}
		at[count].line = (int64_t)line;
		at[count].position = position;
		snprintf(at[count++].name, sizeof(at->name), "%s", entry->d_name);
	}
	if (dir)
		closedir(dir);
	if (count)
		qsort(at, count, sizeof(*at), by_place);
	*ret_segments = at;
	return count;
}

static enum status apply(struct replay *replay, struct str bytes, struct err *err)
{
	struct db_value values[DB_COLUMNS_MAX];
	struct db_change change;
	bool more, skip = true;
	for (;;) {
		TRY(db_change_next(&bytes, values, &change, &more, err));
		if (!more)
			return OK;
		if (!change.table) {
			skip = change.position <= replay->where.position;
			if (!skip && replay->until && change.at > replay->until) {
				replay->stop = true;
				return OK;
			}
			if (!skip) {
				replay->where.position = change.position;
				replay->done->at = change.at;
				replay->done->commits++;
			}
		}
		if (!skip)
			TRY(db_change_apply(replay->db, &change, err));
	}
}

/* One opened frame. Frames that the backup holds already are passed over; one that does not follow ends it all. */
static enum status read_frame(
        struct replay *replay, const unsigned char *plain, size_t len, const char *name, struct err *err)
{
	int64_t first = (int64_t)value_of(plain, 8), last = (int64_t)value_of(plain + 8, 8);
	size_t raw = value_of(plain + 24, HEAD), got = 0;
	if (last <= replay->where.position)
		return OK;
	if (first > replay->where.position) {
		replay->done->gap = replay->stop = true;
		return OK;
	}
	char *bytes = raw <= RAW_MAX ? arena_try(replay->scratch, raw + 1) : NULL;
	struct libdeflate_decompressor *unpress = libdeflate_alloc_decompressor();
	check(unpress);
	bool good = bytes && libdeflate_deflate_decompress(unpress, plain + FRAME_HEAD, len - FRAME_HEAD, bytes, raw,
	                             &got) == LIBDEFLATE_SUCCESS;
	libdeflate_free_decompressor(unpress);
	return good && got == raw ? apply(replay, (struct str){ bytes, raw }, err) : backup_damaged(err, str_of(name));
}

/* The head: gives the stream. *ret_used is 0 when the file ends within it: nothing was shipped in it. */
static enum status open_head(struct replay *replay, struct str bytes, const char *name,
        crypto_secretstream_xchacha20poly1305_state *ret_stream, size_t *ret_used, struct err *err)
{
	const unsigned char *at = (const unsigned char *)bytes.ptr;
	size_t before = strlen(magic), json = bytes.len >= before + HEAD ? value_of(at + before, HEAD) : HEADER_MAX + 1;
	*ret_used = 0;
	if (bytes.len < before + HEAD)
		return OK;
	if (memcmp(at, magic, before) || json > HEADER_MAX)
		return backup_damaged(err, str_of(name));
	if (bytes.len < before + HEAD + json + START)
		return OK;
	unsigned char key[BACKUP_KEY];
	TRY(backup_open_sealed(replay->scratch, str_slice(bytes, before + HEAD, before + HEAD + json), replay->secret,
	        name, key, err));
	int wrong = crypto_secretstream_xchacha20poly1305_init_pull(ret_stream, at + before + HEAD + json, key);
	sodium_memzero(key, sizeof(key));
	*ret_used = before + HEAD + json + START;
	return wrong ? backup_damaged(err, str_of(name)) : OK;
}

static enum status read_segment(
        struct replay *replay, struct str folder, const struct segment *segment, struct err *err)
{
	crypto_secretstream_xchacha20poly1305_state stream;
	struct str bytes;
	size_t at;
	arena_reset(replay->scratch);
	TRY(backup_read_file(replay->scratch, folder, segment->name, SEGMENT_MAX, &bytes, err));
	TRY(open_head(replay, bytes, segment->name, &stream, &at, err));
	/* A frame that was being written when the machine stopped was never said to be shipped. */
	while (at && !replay->stop && bytes.len - at >= HEAD) {
		const unsigned char *from = (const unsigned char *)bytes.ptr + at;
		size_t size = value_of(from, HEAD);
		unsigned long long len;
		unsigned char *plain, tag;
		if (bytes.len - at - HEAD < size)
			return OK;
		if (size < MAC + FRAME_HEAD)
			return backup_damaged(err, str_of(segment->name));
		plain = arena_take(replay->scratch, size);
		if (crypto_secretstream_xchacha20poly1305_pull(&stream, plain, &len, &tag, from + HEAD, size, NULL, 0))
			return backup_damaged(err, str_of(segment->name));
		TRY(read_frame(replay, plain, len, segment->name, err));
		at += HEAD + size;
	}
	return OK;
}

enum status backup_outbox_replay(struct arena *arena, struct str dir, const struct backup_secret *secret,
        const struct backup_set *set, int64_t until, struct db *db, struct backup_restored *done, struct err *err)
{
	CLOSES(arena_closep) struct arena *scratch = arena_open(ARENA_JOB_CEILING);
	struct replay replay = { scratch, secret, db, until, { set->line, set->position }, false, done };
	struct str folder = str_format(arena, "%.*s/outbox", STR_ARG(dir));
	struct segment *segments;
	size_t count = set->line ? list_segments(arena, folder, &segments) : 0;
	done->commits = 0;
	done->gap = false;
	for (size_t i = 0; i < count && !replay.stop; i++) {
		bool over =
		        i + 1 < count && segments[i + 1].line == set->line && segments[i + 1].position <= set->position;
		if (segments[i].line == set->line && !over)
			TRY(read_segment(&replay, folder, &segments[i], err));
	}
	return OK;
}

enum status backup_outbox_prune(struct arena *arena, struct str dir, struct err *err)
{
	struct backup_list list;
	struct segment *segments;
	struct str folder = str_format(arena, "%.*s/outbox", STR_ARG(dir));
	size_t count = list_segments(arena, folder, &segments);
	TRY(backup_list(arena, dir, &list, err));
	if (list.count < 2)
		return OK;
	const struct backup_set *last = &list.at[list.count - 1], *before = &list.at[list.count - 2];
	for (size_t i = 0; i < count; i++) {
		bool needed = false;
		bool followed = i + 1 < count && segments[i + 1].line == segments[i].line;
		int64_t end = followed ? segments[i + 1].position : INT64_MAX;
		for (const struct backup_set *set = before; set <= last; set++)
			needed |= set->broken.code || (set->line == segments[i].line && set->position < end);
		if (!needed)
			unlink(str_c(arena, str_format(arena, "%.*s/%s", STR_ARG(folder), segments[i].name)));
	}
	return OK;
}
