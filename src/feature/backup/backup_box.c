/* The sealed body of a backup: bytes in frames of 1 MB, each compressed by libdeflate and pushed through one
   XChaCha20-Poly1305 stream a piece. A piece's key comes from the backup's key and the piece's number, so pieces cannot
   change places; a stream without its last frame is refused, so nothing can be cut off. */
#include "feature/backup/backup_private.h"

#include "base/hex.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FRAME = 1 << 20, PIECE = 64 << 20, LEVEL = 4, MAC = crypto_secretstream_xchacha20poly1305_ABYTES, HEAD = 4 };

struct backup_out {
	struct arena *arena;
	struct str folder;
	const unsigned char *key;
	struct backup_pieces pieces;
	struct libdeflate_compressor *press;
	crypto_secretstream_xchacha20poly1305_state stream;
	crypto_generichash_state hash;
	unsigned char *raw, *packed, *sealed;
	size_t len, room;
	int64_t piece;
	int fd;
};

enum status backup_damaged(struct err *err, struct str name)
{
	enum status status = err_set(err, CONFLICT, "backup.damaged", "dir");
	err_arg(err, "file", name);
	return status;
}

static void piece_key(const unsigned char *key, size_t number, unsigned char *ret_key)
{
	crypto_kdf_derive_from_key(ret_key, crypto_secretstream_xchacha20poly1305_KEYBYTES, number, "chibopce", key);
}

struct backup_out *backup_out_open(struct arena *arena, struct str folder, const unsigned char *key, int64_t piece)
{
	struct backup_out *out = arena_new(arena, struct backup_out);
	out->arena = arena;
	out->folder = folder;
	out->key = key;
	out->fd = -1;
	out->piece = piece ? piece : PIECE;
	out->press = libdeflate_alloc_compressor(LEVEL);
	check(out->press);
	out->room = libdeflate_deflate_compress_bound(out->press, FRAME);
	out->raw = arena_take(arena, FRAME);
	out->packed = arena_take(arena, out->room + HEAD);
	out->sealed = arena_take(arena, out->room + 2 * HEAD + MAC);
	return out;
}

void backup_out_closep(struct backup_out **out)
{
	if (!*out)
		return;
	if ((*out)->fd >= 0)
		close((*out)->fd);
	libdeflate_free_compressor((*out)->press);
	*out = NULL;
}

static struct backup_piece *last_piece(struct backup_out *out)
{
	return &out->pieces.at[out->pieces.count - 1];
}

static struct str piece_path(struct backup_out *out)
{
	return str_format(out->arena, "%.*s/%s", STR_ARG(out->folder), last_piece(out)->name);
}

static enum status put_file(struct backup_out *out, const unsigned char *bytes, size_t size, struct err *err)
{
	for (size_t at = 0; at < size;) {
		ssize_t wrote = write(out->fd, bytes + at, size - at);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return backup_disk_error(err, piece_path(out));
		at += (size_t)wrote;
	}
	crypto_generichash_update(&out->hash, bytes, size);
	last_piece(out)->size += (int64_t)size;
	return OK;
}

static enum status begin_piece(struct backup_out *out, struct err *err)
{
	struct backup_pieces *pieces = &out->pieces;
	if (pieces->count == pieces->room) {
		size_t room = pieces->room ? 2 * pieces->room : 64;
		pieces->at = arena_grow(
		        out->arena, pieces->at, pieces->room * sizeof(*pieces->at), room * sizeof(*pieces->at));
		check(pieces->at);
		pieces->room = room;
	}
	struct backup_piece *piece = &pieces->at[pieces->count++];
	*piece = (struct backup_piece){ 0 };
	snprintf(piece->name, sizeof(piece->name), "%05zu.piece", pieces->count);
	out->fd = open(str_c(out->arena, piece_path(out)), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (out->fd < 0)
		return backup_disk_error(err, piece_path(out));
	crypto_generichash_init(&out->hash, NULL, 0, BACKUP_HASH);
	unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
	unsigned char header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
	piece_key(out->key, pieces->count, key);
	crypto_secretstream_xchacha20poly1305_init_push(&out->stream, header, key);
	sodium_memzero(key, sizeof(key));
	return put_file(out, header, sizeof(header), err);
}

static enum status end_piece(struct backup_out *out, struct err *err)
{
	unsigned char hash[BACKUP_HASH];
	bool good = !fsync(out->fd);
	enum status status = good ? OK : backup_disk_error(err, piece_path(out));
	close(out->fd);
	out->fd = -1;
	crypto_generichash_final(&out->hash, hash, sizeof(hash));
	sodium_bin2hex(last_piece(out)->hash, sizeof(last_piece(out)->hash), hash, sizeof(hash));
	return status;
}

static void put_number(unsigned char *to, size_t number)
{
	for (int i = 0; i < HEAD; i++)
		to[i] = (unsigned char)(number >> (24 - 8 * i));
}

static size_t get_number(const unsigned char *from)
{
	return (size_t)from[0] << 24 | (size_t)from[1] << 16 | (size_t)from[2] << 8 | from[3];
}

static enum status flush(struct backup_out *out, bool end, struct err *err)
{
	if (out->fd < 0)
		TRY(begin_piece(out, err));
	bool last = end || last_piece(out)->size + 2 * (int64_t)(out->room + 2 * HEAD + MAC) > out->piece;
	put_number(out->packed, out->len);
	size_t packed = libdeflate_deflate_compress(out->press, out->raw, out->len, out->packed + HEAD, out->room);
	check(packed || !out->len);
	unsigned long long sealed;
	unsigned char tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
	                         : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
	crypto_secretstream_xchacha20poly1305_push(
	        &out->stream, out->sealed + HEAD, &sealed, out->packed, packed + HEAD, NULL, 0, tag);
	put_number(out->sealed, sealed);
	out->len = 0;
	TRY(put_file(out, out->sealed, sealed + HEAD, err));
	return last ? end_piece(out, err) : OK;
}

enum status backup_put(struct backup_out *out, const void *bytes, size_t size, struct err *err)
{
	const unsigned char *from = bytes;
	while (size) {
		size_t part = size < FRAME - out->len ? size : FRAME - out->len;
		memcpy(out->raw + out->len, from, part);
		out->len += part;
		from += part;
		size -= part;
		if (out->len == FRAME)
			TRY(flush(out, false, err));
	}
	return OK;
}

enum status backup_out_end(struct backup_out *out, struct backup_pieces *ret_pieces, struct err *err)
{
	TRY(flush(out, true, err));
	*ret_pieces = out->pieces;
	return OK;
}

struct backup_in {
	struct arena *arena;
	struct str folder;
	const unsigned char *key;
	const struct backup_pieces *pieces;
	size_t piece; /* the open one, from 1 */
	struct libdeflate_decompressor *unpress;
	crypto_secretstream_xchacha20poly1305_state stream;
	unsigned char *raw, *packed, *sealed;
	size_t room, at, len;
	FILE *file;
};

struct backup_in *backup_in_open(
        struct arena *arena, struct str folder, const unsigned char *key, const struct backup_pieces *pieces)
{
	struct backup_in *in = arena_new(arena, struct backup_in);
	in->arena = arena;
	in->folder = folder;
	in->key = key;
	in->pieces = pieces;
	in->unpress = libdeflate_alloc_decompressor();
	check(in->unpress);
	in->room = libdeflate_deflate_compress_bound(NULL, FRAME) + HEAD + MAC;
	in->raw = arena_take(arena, FRAME);
	in->packed = arena_take(arena, in->room);
	in->sealed = arena_take(arena, in->room);
	return in;
}

void backup_in_closep(struct backup_in **in)
{
	if (!*in)
		return;
	if ((*in)->file)
		fclose((*in)->file);
	libdeflate_free_decompressor((*in)->unpress);
	*in = NULL;
}

static enum status broken_piece(struct backup_in *in, struct err *err)
{
	bool named = in->piece && in->piece <= in->pieces->count;
	return backup_damaged(err, str_of(named ? in->pieces->at[in->piece - 1].name : "about.json"));
}

static enum status next_piece(struct backup_in *in, struct err *err)
{
	unsigned char header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
	unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
	if (in->piece == in->pieces->count)
		return broken_piece(in, err);
	struct str path = str_format(in->arena, "%.*s/%s", STR_ARG(in->folder), in->pieces->at[in->piece++].name);
	in->file = fopen(str_c(in->arena, path), "rbe");
	if (!in->file)
		return backup_disk_error(err, path);
	piece_key(in->key, in->piece, key);
	if (fread(header, 1, sizeof(header), in->file) != sizeof(header) ||
	        crypto_secretstream_xchacha20poly1305_init_pull(&in->stream, header, key))
		return broken_piece(in, err);
	return OK;
}

static enum status next_frame(struct backup_in *in, struct err *err)
{
	unsigned char head[HEAD], tag;
	unsigned long long packed = 0;
	if (!in->file)
		TRY(next_piece(in, err));
	size_t size = fread(head, 1, HEAD, in->file) == HEAD ? get_number(head) : 0;
	if (size < MAC + HEAD || size > in->room || fread(in->sealed, 1, size, in->file) != size ||
	        crypto_secretstream_xchacha20poly1305_pull(
	                &in->stream, in->packed, &packed, &tag, in->sealed, size, NULL, 0))
		return broken_piece(in, err);
	size_t raw = get_number(in->packed), got = 0;
	if (raw > FRAME ||
	        libdeflate_deflate_decompress(in->unpress, in->packed + HEAD, (size_t)packed - HEAD, in->raw, FRAME,
	                &got) != LIBDEFLATE_SUCCESS ||
	        got != raw)
		return broken_piece(in, err);
	in->at = 0;
	in->len = raw;
	if (tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL)
		return OK;
	bool more = fgetc(in->file) != EOF;
	fclose(in->file);
	in->file = NULL;
	return more ? broken_piece(in, err) : OK;
}

enum status backup_get(struct backup_in *in, void *bytes, size_t size, struct err *err)
{
	unsigned char *to = bytes;
	while (size) {
		if (in->at == in->len)
			TRY(next_frame(in, err));
		size_t part = size < in->len - in->at ? size : in->len - in->at;
		memcpy(to, in->raw + in->at, part);
		in->at += part;
		to += part;
		size -= part;
	}
	return OK;
}
