/* The ZIP: each file is made when its turn comes, so that one at a time is in memory. Order, dates and packing are
   fixed: the same rows give the same bytes. */
#include "feature/archive/archive_private.h"

#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <fcntl.h>
#include <zip.h>

struct writing {
	const struct archive *archive;
	struct arena *arena;
	const struct archive_file *held; /* whose bytes are in the arena */
	struct str bytes;
	enum status status;
	struct err *err;
};

struct turn {
	struct writing *writing;
	const struct archive_file *file;
	size_t at;
	zip_error_t error;
};

static bool hold(struct turn *turn)
{
	struct writing *writing = turn->writing;
	if (writing->held == turn->file)
		return true;
	if (writing->status != OK)
		return false;
	arena_reset(writing->arena);
	writing->held = NULL;
	writing->status = turn->file->make(writing->arena, writing->archive, turn->file, &writing->bytes, writing->err);
	if (writing->status != OK) {
		zip_error_set(&turn->error, ZIP_ER_READ, 0);
		return false;
	}
	writing->held = turn->file;
	return true;
}

static zip_int64_t give(void *context, void *to, zip_uint64_t len, zip_source_cmd_t command)
{
	struct turn *turn = context;
	struct str bytes;
	switch (command) {
	case ZIP_SOURCE_SUPPORTS:
		return ZIP_SOURCE_SUPPORTS_READABLE;
	case ZIP_SOURCE_STAT:
		if (!hold(turn))
			return -1;
		zip_stat_init(to);
		((zip_stat_t *)to)->size = turn->writing->bytes.len;
		((zip_stat_t *)to)->valid = ZIP_STAT_SIZE;
		return sizeof(zip_stat_t);
	case ZIP_SOURCE_OPEN:
		turn->at = 0;
		return hold(turn) ? 0 : -1;
	case ZIP_SOURCE_READ:
		bytes = turn->writing->bytes;
		if (len > bytes.len - turn->at)
			len = bytes.len - turn->at;
		if (len)
			memcpy(to, bytes.ptr + turn->at, len);
		turn->at += len;
		return (zip_int64_t)len;
	case ZIP_SOURCE_CLOSE:
		return 0;
	case ZIP_SOURCE_ERROR:
		return zip_error_to_data(&turn->error, to, len);
	case ZIP_SOURCE_FREE:
		return 0;
	default:
		zip_error_set(&turn->error, ZIP_ER_OPNOTSUPP, 0);
		return -1;
	}
}

static bool add(zip_t *zip, struct turn *turn, struct arena *arena)
{
	const struct archive_file *file = turn->file;
	struct date day = { 1980, 1, 1 };
	zip_source_t *source = zip_source_function(zip, give, turn);
	zip_int64_t at = source ? zip_file_add(zip, str_c(arena, file->path), source, ZIP_FL_ENC_UTF_8) : -1;
	if (at < 0) {
		zip_source_free(source);
		return false;
	}
	if (!date_parse(file->day, &day) || day.year < 1980 || !day.day)
		day = (struct date){ 1980, 1, 1 };
	zip_set_file_compression(zip, (zip_uint64_t)at, file->stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 6);
	zip_file_set_external_attributes(zip, (zip_uint64_t)at, 0, ZIP_OPSYS_UNIX, (S_IFREG | 0644u) << 16);
	return zip_file_set_dostime(zip, (zip_uint64_t)at, 12 << 11,
	               (zip_uint16_t)((day.year - 1980) << 9 | day.month << 5 | day.day), 0) == 0;
}

static enum status write_to(const struct archive *archive, const char *path, struct err *err)
{
	CLOSES(arena_closep) struct arena *plan = arena_open(ARENA_JOB_CEILING);
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct writing writing = { .archive = archive, .arena = arena, .err = err };
	struct turn *turns = arena_array(plan, struct turn, archive->count + 1);
	int code = 0;
	zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
	if (!zip)
		return err_broken(err, "archive.write", "%s: %d", path, code);
	for (size_t i = 0; i < archive->count; i++) {
		turns[i] = (struct turn){ .writing = &writing, .file = &archive->file[i] };
		zip_error_init(&turns[i].error);
		if (!add(zip, &turns[i], plan)) {
			enum status status = err_broken(err, "archive.write", "%s", zip_strerror(zip));
			zip_discard(zip);
			return status;
		}
	}
	if (zip_close(zip) == 0)
		return OK;
	enum status status =
	        writing.status != OK ? writing.status : err_broken(err, "archive.write", "%s", zip_strerror(zip));
	zip_discard(zip);
	return status;
}

enum status archive_write(const struct archive *archive, int *ret_fd, size_t *ret_size, struct err *err)
{
	char folder[] = "/tmp/chibo-archive.XXXXXX", path[64];
	struct stat file;
	if (!mkdtemp(folder))
		return err_broken(err, "archive.write", "%s", folder);
	snprintf(path, sizeof(path), "%s/archive.zip", folder);
	enum status status = write_to(archive, path, err);
	*ret_fd = status == OK ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	unlink(path);
	rmdir(folder);
	if (status != OK)
		return status;
	if (*ret_fd < 0 || fstat(*ret_fd, &file))
		return err_broken(err, "archive.write", "%s", path);
	*ret_size = (size_t)file.st_size;
	return OK;
}
