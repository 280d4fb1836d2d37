/* Ships the outbox: each few seconds one sealed frame behind the last in a segment of DIR/outbox, on disk before it
   counts as shipped. A segment has its own key, sealed to the same people as a backup; its file is named after the line
   and the position it begins at. A frame says which commits it holds, so nothing can be left out unseen. */
#include "feature/backup/backup_private.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LEVEL = 4, SEGMENT = 16 << 20, HOUR_MS = 3600000, HEAD = 4, STATE_MAX = 4096 };
enum { MAC = crypto_secretstream_xchacha20poly1305_ABYTES, START = crypto_secretstream_xchacha20poly1305_HEADERBYTES };

static const char magic[] = "chibo outbox 1\n";

/* One process ships to one place. */
static struct {
	pthread_mutex_t lock; /* of lag: pages read it */
	struct backup_lag lag;
	int fd;
	bool open, broken; /* broken: the segment's end is not known; begin another */
	int64_t size, since;
	crypto_secretstream_xchacha20poly1305_state stream;
} shipper = { .lock = PTHREAD_MUTEX_INITIALIZER };

void backup_outbox_lag(struct backup_lag *ret_lag)
{
	pthread_mutex_lock(&shipper.lock);
	*ret_lag = shipper.lag;
	pthread_mutex_unlock(&shipper.lock);
}

static void set_lag(struct backup_lag lag)
{
	pthread_mutex_lock(&shipper.lock);
	shipper.lag = lag;
	pthread_mutex_unlock(&shipper.lock);
}

static void number(unsigned char *to, uint64_t value, int size)
{
	for (int i = 0; i < size; i++)
		to[i] = (unsigned char)(value >> (8 * (size - 1 - i)));
}

static struct str outbox_folder(struct arena *arena, struct str dir)
{
	return str_format(arena, "%.*s/outbox", STR_ARG(dir));
}

enum status backup_outbox_open(struct arena *arena, struct str dir, struct err *err)
{
	struct str bytes, folder = outbox_folder(arena, dir);
	struct err own = { 0 };
	struct backup_lag lag = { 0 };
	if (mkdir(str_c(arena, folder), 0700) && errno != EEXIST)
		return backup_disk_error(err, folder);
	if (backup_read_file(arena, folder, "state.json", STATE_MAX, &bytes, &own) == OK) {
		json_t *json = json_loadb(bytes.ptr, bytes.len, 0, NULL);
		lag.line = json_integer_value(json_object_get(json, "line"));
		lag.position = json_integer_value(json_object_get(json, "position"));
		lag.from = json_integer_value(json_object_get(json, "from"));
		json_decref(json);
	}
	backup_outbox_close();
	sodium_mlock(&shipper.stream, sizeof(shipper.stream));
	set_lag(lag);
	return OK;
}

void backup_outbox_close(void)
{
	if (shipper.open)
		close(shipper.fd);
	shipper.open = false;
	sodium_memzero(&shipper.stream, sizeof(shipper.stream));
}

static enum status put(const void *bytes, size_t size, struct str folder, struct err *err)
{
	for (size_t at = 0; at < size;) {
		ssize_t wrote = write(shipper.fd, (const char *)bytes + at, size - at);
		if (wrote <= 0) {
			shipper.broken = true;
			return backup_disk_error(err, folder);
		}
		at += (size_t)wrote;
	}
	shipper.size += (int64_t)size;
	return OK;
}

/* The head of a segment: magic, the sealed keys as JSON behind their length, the start of the stream. */
static enum status begin_segment(const struct backup_ship *ship, const struct db_outbox *outbox, struct err *err)
{
	struct arena *arena = ship->arena;
	struct str folder = outbox_folder(arena, ship->dir);
	struct str path = str_format(arena, "%.*s/%016llx-%019lld.seg", STR_ARG(folder),
	        (unsigned long long)outbox->first.line, (long long)outbox->first.position);
	unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES], start[START], length[HEAD];
	struct backup_set head = { .format = BACKUP_FORMAT,
		.version = STR(CHIBO_VERSION),
		.engine = STR("outbox"),
		.at = ship->now,
		.line = outbox->first.line,
		.position = outbox->first.position,
		.recipient_count = ship->recipient_count };
	backup_outbox_close();
	randombytes_buf(key, sizeof(key));
	for (size_t i = 0; i < ship->recipient_count; i++) {
		head.recipient[i].fingerprint = backup_fingerprint(arena, &ship->recipient[i]);
		crypto_box_seal(head.recipient[i].sealed, key, sizeof(key), ship->recipient[i].box);
	}
	struct str json = backup_about_json(arena, &head);
	crypto_secretstream_xchacha20poly1305_init_push(&shipper.stream, start, key);
	sodium_memzero(key, sizeof(key));
	shipper.fd = open(str_c(arena, path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (shipper.fd < 0)
		return backup_disk_error(err, path);
	shipper.open = true;
	shipper.broken = false;
	shipper.size = 0;
	shipper.since = ship->now;
	number(length, json.len, HEAD);
	TRY(put(magic, strlen(magic), path, err));
	TRY(put(length, sizeof(length), path, err));
	TRY(put(json.ptr, json.len, path, err));
	TRY(put(start, sizeof(start), path, err));
	return backup_sync_folder(arena, folder, err);
}

/* first, last, now as 8 bytes each, the length, the changes compressed. */
enum { FRAME_HEAD = 28 };

static enum status put_frame(const struct backup_ship *ship, const struct db_outbox *outbox, struct err *err)
{
	struct libdeflate_compressor *press = libdeflate_alloc_compressor(LEVEL);
	check(press);
	size_t room = libdeflate_deflate_compress_bound(press, outbox->bytes.len);
	unsigned char *plain = arena_take(ship->arena, room + FRAME_HEAD);
	unsigned char *sealed = arena_take(ship->arena, room + FRAME_HEAD + HEAD + MAC);
	unsigned long long len;
	number(plain, (uint64_t)outbox->first.position, 8);
	number(plain + 8, (uint64_t)outbox->last, 8);
	number(plain + 16, (uint64_t)ship->now, 8);
	number(plain + 24, outbox->bytes.len, HEAD);
	size_t packed =
	        libdeflate_deflate_compress(press, outbox->bytes.ptr, outbox->bytes.len, plain + FRAME_HEAD, room);
	libdeflate_free_compressor(press);
	check(packed);
	crypto_secretstream_xchacha20poly1305_push(
	        &shipper.stream, sealed + HEAD, &len, plain, packed + FRAME_HEAD, NULL, 0, 0);
	number(sealed, len, HEAD);
	TRY(put(sealed, len + HEAD, ship->dir, err));
	if (!fdatasync(shipper.fd))
		return OK;
	shipper.broken = true;
	return backup_disk_error(err, ship->dir);
}

static enum status save_state(const struct backup_ship *ship, const struct backup_lag *lag, struct err *err)
{
	struct str text = str_format(ship->arena, "{\"line\":%lld,\"position\":%lld,\"from\":%lld}\n",
	        (long long)lag->line, (long long)lag->position, (long long)lag->from);
	return backup_write_file(ship->arena, outbox_folder(ship->arena, ship->dir), "state.json", text, err);
}

enum status backup_outbox_ship(const struct backup_ship *ship, const struct db_outbox *outbox, struct err *err)
{
	struct backup_lag lag;
	backup_outbox_lag(&lag);
	bool broken_off = outbox->first.line != lag.line || outbox->first.position != lag.position;
	if (broken_off) {
		lag.line = outbox->first.line;
		lag.from = outbox->first.position;
	}
	if (outbox->bytes.len) {
		if (broken_off || !shipper.open || shipper.broken || shipper.size > SEGMENT ||
		        ship->now - shipper.since > HOUR_MS)
			TRY(begin_segment(ship, outbox, err));
		TRY(put_frame(ship, outbox, err));
	}
	lag.position = outbox->last;
	lag.at = ship->now;
	if (broken_off || outbox->bytes.len)
		TRY(save_state(ship, &lag, err));
	set_lag(lag);
	return OK;
}
