/* Files and folders as backups need them: whole reads, durable writes, hashes. */
#include "feature/backup/backup_private.h"

#include "base/hex.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HASH_CHUNK = 1 << 20 };

enum status backup_disk_error(struct err *err, struct str path)
{
	int code = errno;
	bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
	enum status status = code == ENOENT ? err_set(err, NOT_FOUND, "backup.missing", "file")
	                     : full         ? err_set(err, BROKEN, "backup.full", "file")
	                                    : err_set(err, BROKEN, "backup.disk", "file");
	err_arg(err, "file", path);
	err_arg(err, "why", str_of(strerror(code)));
	if (err)
		snprintf(err->detail, sizeof(err->detail), "%.*s: %s", STR_ARG(path), strerror(code));
	return status;
}

static struct str join(struct arena *arena, struct str folder, const char *name)
{
	return folder.len ? str_format(arena, "%.*s/%s", STR_ARG(folder), name) : str_of(name);
}

enum status backup_write_file(
        struct arena *arena, struct str folder, const char *name, struct str bytes, struct err *err)
{
	struct str path = join(arena, folder, name), part = join(arena, folder, ".part");
	int fd = open(str_c(arena, part), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool good = fd >= 0;
	for (size_t at = 0; good && at < bytes.len;) {
		ssize_t wrote = write(fd, bytes.ptr + at, bytes.len - at);
		good = wrote > 0;
		at += good ? (size_t)wrote : 0;
	}
	good = good && !fsync(fd);
	int code = errno;
	if (fd >= 0)
		close(fd);
	errno = code;
	if (good && !rename(str_c(arena, part), str_c(arena, path)))
		return OK;
	enum status status = backup_disk_error(err, path);
	unlink(str_c(arena, part));
	return status;
}

enum status backup_read_file(
        struct arena *arena, struct str folder, const char *name, size_t most, struct str *ret_bytes, struct err *err)
{
	struct str path = join(arena, folder, name);
	int fd = open(str_c(arena, path), O_RDONLY | O_CLOEXEC);
	struct stat about;
	if (fd < 0 || fstat(fd, &about)) {
		enum status status = backup_disk_error(err, path);
		if (fd >= 0)
			close(fd);
		return status;
	}
	size_t size = (size_t)about.st_size, got = 0;
	char *bytes = size <= most && S_ISREG(about.st_mode) ? arena_try(arena, size + 1) : NULL;
	ssize_t part = 1;
	while (bytes && got < size && (part = read(fd, bytes + got, size - got)) > 0)
		got += (size_t)part;
	close(fd);
	if (!bytes || got < size)
		return backup_damaged(err, path);
	*ret_bytes = (struct str){ bytes, size };
	return OK;
}

enum status backup_sync_folder(struct arena *arena, struct str folder, struct err *err)
{
	int fd = open(str_c(arena, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && !fsync(fd);
	enum status status = good ? OK : backup_disk_error(err, folder);
	if (fd >= 0)
		close(fd);
	return status;
}

void backup_remove_folder(struct arena *arena, struct str folder)
{
	DIR *dir = opendir(str_c(arena, folder));
	struct dirent *entry;
	while (dir && (entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			unlink(str_c(arena, join(arena, folder, entry->d_name)));
	if (dir)
		closedir(dir);
	rmdir(str_c(arena, folder));
}

enum status backup_hash_file(struct arena *arena, struct str folder, const char *name, int64_t *ret_size,
        struct str *ret_hash, struct err *err)
{
	struct str path = join(arena, folder, name);
	unsigned char hash[BACKUP_HASH], *chunk = arena_take(arena, HASH_CHUNK);
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	int fd = open(str_c(arena, path), O_RDONLY | O_CLOEXEC);
	ssize_t got = -1;
	*ret_size = 0;
	while (fd >= 0 && (got = read(fd, chunk, HASH_CHUNK)) > 0) {
		crypto_generichash_update(&state, chunk, (size_t)got);
		*ret_size += got;
	}
	enum status status = got == 0 ? OK : backup_disk_error(err, path);
	if (fd >= 0)
		close(fd);
	crypto_generichash_final(&state, hash, sizeof(hash));
	*ret_hash = hex_encode(arena, hash, sizeof(hash));
	return status;
}
