/* What a broken machine does to a program, on demand: preloaded into the real program by the tests. Which call fails
   and how is read from a page of memory that the test writes (DAMAGE names its file; see lib.py). Nothing here is part
   of the program. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum kind { ALLOCATION, STATEMENT, WRITE, SYNC, SEND, RECEIVE, KIND__COUNT };
enum { FILES = 4096 };

/* The page; lib.py knows the same order. All of 8 bytes. */
struct page {
	_Atomic int64_t left[KIND__COUNT];  /* the n-th call from now fails; 0: none; below 0: each */
	_Atomic int64_t fired[KIND__COUNT]; /* how many failed */
	_Atomic int64_t seen[KIND__COUNT];  /* how many there were */
	_Atomic int64_t more;               /* so many after it fail, too; below 0: each */
	_Atomic int64_t room;      /* bytes that still may be written to the database's files; below 0: no end */
	_Atomic int64_t read_only; /* the disk of the database takes no writes */
	_Atomic int64_t clock_ms;  /* added to the calendar's clock */
	_Atomic int64_t keep;      /* what a write covers is kept beside the file until a sync: for a power cut */
};

/* What a descriptor is of. Of the database and its log it is kept what writes cover. */
enum file { NO_FILE, MAIN, LOG, OTHER, FILE__COUNT };

static struct page *page;
static _Atomic unsigned char of_database[FILES], of_server[FILES];
static int covered[FILE__COUNT]; /* the file of what writes covered, + 1 */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t align, size_t size);
bool damage_fails(enum kind kind);

__attribute__((constructor)) static void open_page(void)
{
	const char *path = getenv("DAMAGE");
	int fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC) : -1;
	void *at = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof(*page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fd >= 0)
		syscall(SYS_close, fd);
	if (at != MAP_FAILED)
		page = at;
}

bool damage_fails(enum kind kind)
{
	if (!page)
		return false;
	atomic_fetch_add(&page->seen[kind], 1);
	if (!atomic_load(&page->left[kind]))
		return false;
	bool now = atomic_load(&page->left[kind]) < 0 || atomic_fetch_sub(&page->left[kind], 1) == 1;
	if (now) {
		atomic_fetch_add(&page->fired[kind], 1);
		if (atomic_load(&page->more) < 0)
			atomic_store(&page->left[kind], -1);
		else if (atomic_load(&page->more) && atomic_fetch_sub(&page->more, 1))
			atomic_store(&page->left[kind], 1);
	}
	return now;
}

static void *none(void)
{
	errno = ENOMEM;
	return NULL;
}

void *malloc(size_t size)
{
	return damage_fails(ALLOCATION) ? none() : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return damage_fails(ALLOCATION) ? none() : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return damage_fails(ALLOCATION) ? none() : __libc_realloc(old, size);
}

void *aligned_alloc(size_t align, size_t size)
{
	return damage_fails(ALLOCATION) ? none() : __libc_memalign(align, size);
}

static bool in_database(int fd)
{
	return fd >= 0 && fd < FILES && atomic_load(&of_database[fd]);
}

static bool ends(const char *path, const char *with)
{
	size_t len = strlen(path), end = strlen(with);
	return len >= end && !strcmp(path + len - end, with);
}

/* Which descriptors are the database's: by the name. */
static void note_file(int fd, const char *path)
{
	if (fd < 0 || fd >= FILES)
		return;
	enum file file = ends(path, ".db")       ? MAIN
	                 : ends(path, ".db-wal") ? LOG
	                 : ends(path, ".db-shm") ? OTHER
	                                         : NO_FILE;
	atomic_store(&of_database[fd], file);
	atomic_store(&of_server[fd], 0);
	if ((file == MAIN || file == LOG) && !covered[file] && page && atomic_load(&page->keep)) {
		char name[4096];
		snprintf(name, sizeof(name), "%s.covered", path);
		covered[file] = 1 + (int)syscall(SYS_openat, AT_FDCWD, name,
		                            O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	}
}

/* What stands where something is about to be written, and how long the file is. Only the writer's thread comes here. */
static void keep_covered(int fd, off64_t at, size_t size)
{
	int to = fd >= 0 && fd < FILES ? covered[atomic_load(&of_database[fd])] - 1 : -1;
	struct stat64 about;
	if (to < 0 || fstat64(fd, &about))
		return;
	int64_t head[3] = { at, (int64_t)size, about.st_size };
	char *bytes = __libc_calloc(1, size + sizeof(head));
	memcpy(bytes, head, sizeof(head));
	syscall(SYS_pread64, fd, bytes + sizeof(head), size, at);
	syscall(SYS_write, to, bytes, size + sizeof(head));
	free(bytes);
}

int open64(const char *path, int flags, ...)
{
	va_list list;
	va_start(list, flags);
	int mode = flags & O_CREAT ? va_arg(list, int) : 0;
	va_end(list);
	bool writes = (flags & O_ACCMODE) != O_RDONLY &&
	              (ends(path, ".db") || ends(path, ".db-wal") || ends(path, ".db-shm"));
	if (writes && page && atomic_load(&page->read_only)) {
		errno = EROFS;
		return -1;
	}
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	note_file(fd, path);
	return fd;
}

/* How much of a write the disk takes: all of it, a part, or none (-1 and errno). */
static ssize_t disk_takes(int fd, size_t size)
{
	if (!in_database(fd) || !page)
		return (ssize_t)size;
	if (atomic_load(&page->read_only)) {
		errno = EROFS;
		return -1;
	}
	if (damage_fails(WRITE)) {
		errno = EIO;
		return -1;
	}
	int64_t room = atomic_load(&page->room);
	if (room < 0)
		return (ssize_t)size;
	if (room == 0) {
		errno = ENOSPC;
		return -1;
	}
	int64_t taken = (int64_t)size < room ? (int64_t)size : room;
	atomic_fetch_sub(&page->room, taken);
	return (ssize_t)taken;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
	ssize_t taken = disk_takes(fd, size);
	if (taken > 0 && in_database(fd))
		keep_covered(fd, at, (size_t)taken);
	return taken < 0 ? -1 : syscall(SYS_pwrite64, fd, bytes, taken, at);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
	ssize_t taken = disk_takes(fd, size);
	return taken < 0 ? -1 : syscall(SYS_write, fd, bytes, taken);
}

int ftruncate64(int fd, off64_t size)
{
	bool full = page && atomic_load(&page->room) == 0; /* cutting off needs no room */
	struct stat64 about;
	if (in_database(fd) && !fstat64(fd, &about) && about.st_size > size)
		keep_covered(fd, size, (size_t)(about.st_size - size));
	return !full && disk_takes(fd, 0) < 0 ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

static int sync_file(int fd, long call)
{
	struct stat64 about;
	bool ours = page && (in_database(fd) || (!fstat64(fd, &about) && S_ISDIR(about.st_mode)));
	if (ours && damage_fails(SYNC)) {
		errno = EIO;
		return -1;
	}
	int code = (int)syscall(call, fd), to = in_database(fd) ? covered[atomic_load(&of_database[fd])] - 1 : -1;
	if (!code && to >= 0)
		syscall(SYS_ftruncate, to, 0);
	return code;
}

int fdatasync(int fd)
{
	return sync_file(fd, SYS_fdatasync);
}

int fsync(int fd)
{
	return sync_file(fd, SYS_fsync);
}

/* Sockets of the machine itself are PostgreSQL's: the program speaks with nobody else by them. */
static bool to_server(int fd)
{
	struct sockaddr_storage name;
	socklen_t len = sizeof(name);
	if (fd < 0 || fd >= FILES || !page)
		return false;
	if (!atomic_load(&of_server[fd]))
		atomic_store(&of_server[fd],
		        getpeername(fd, (struct sockaddr *)&name, &len) || name.ss_family != AF_UNIX ? 1 : 2);
	return atomic_load(&of_server[fd]) == 2;
}

static bool broken(int fd, enum kind kind)
{
	if (!to_server(fd) || !damage_fails(kind))
		return false;
	shutdown(fd, SHUT_RDWR);
	errno = ECONNRESET;
	return true;
}

ssize_t send(int fd, const void *bytes, size_t size, int flags)
{
	return broken(fd, SEND) ? -1 : syscall(SYS_sendto, fd, bytes, size, flags, NULL, 0);
}

/* The program's own recv(2) comes by here, too (src/web/wire.c). */
ssize_t recvfrom(int fd, void *bytes, size_t size, int flags, __SOCKADDR_ARG from, socklen_t *from_len)
{
	return broken(fd, RECEIVE) ? -1 : syscall(SYS_recvfrom, fd, bytes, size, flags, from.__sockaddr__, from_len);
}

int close(int fd)
{
	if (fd >= 0 && fd < FILES) {
		atomic_store(&of_database[fd], 0);
		atomic_store(&of_server[fd], 0);
	}
	return (int)syscall(SYS_close, fd);
}

int clock_gettime(clockid_t clock, struct timespec *ret)
{
	int code = (int)syscall(SYS_clock_gettime, clock, ret);
	int64_t add = page && clock == CLOCK_REALTIME ? atomic_load(&page->clock_ms) : 0;
	ret->tv_sec += add / 1000;
	return code;
}
