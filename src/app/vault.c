/* A folder with a file a key. One process writes, so that a lock within it is enough. */
#include "app/vault.h"

#include "base/random.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH = 1024, KEPT = 64 };

static struct {
	pthread_mutex_t lock;
	char folder[PATH]; /* "": in memory */
	struct {
		char name[VAULT_NAME];
		unsigned char key[VAULT_KEY];
	} kept[KEPT];
} vault = { .lock = PTHREAD_MUTEX_INITIALIZER };

struct str vault_folder(struct arena *arena, struct str url)
{
	const char *wanted = getenv("CHIBO_KEYS");
	struct str file = str_starts(url, STR("sqlite:")) ? str_slice(url, 7, url.len) : STR_NONE;
	if (wanted && *wanted)
		return str_copy(arena, str_of(wanted));
	if (str_is(file, ":memory:"))
		return STR_NONE;
	return file.len ? str_format(arena, "%.*s.keys", STR_ARG(file)) : STR("chibo-keys");
}

void vault_open(struct str url)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
	struct str folder = vault_folder(arena, url);
	pthread_mutex_lock(&vault.lock);
	check(folder.len < PATH - VAULT_NAME - 8);
	snprintf(vault.folder, sizeof(vault.folder), "%.*s", STR_ARG(folder));
	pthread_mutex_unlock(&vault.lock);
}

static void path_of(const char *name, const char *end, char ret_path[PATH])
{
	check(snprintf(ret_path, PATH, "%s/%s%s", vault.folder, name, end) < PATH);
}

static bool read_key(const char *name, unsigned char key[VAULT_KEY])
{
	char path[PATH];
	path_of(name, "", path);
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return false;
	bool whole = read(file, key, VAULT_KEY) == VAULT_KEY;
	close(file);
	return whole;
}

/* On disk, under its own name, or not at all. */
static bool write_key(const char *name, const unsigned char key[VAULT_KEY])
{
	char path[PATH], part[PATH];
	if (mkdir(vault.folder, 0700) && errno != EEXIST)
		return false;
	path_of(name, "", path);
	path_of(name, ".part", part);
	int file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (file < 0)
		return false;
	bool good = write(file, key, VAULT_KEY) == VAULT_KEY && fsync(file) == 0;
	good = close(file) == 0 && good && rename(part, path) == 0;
	int folder = good ? open(vault.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	good = folder >= 0 && fsync(folder) == 0;
	if (folder >= 0)
		close(folder);
	return good;
}

/* The place of a key in memory, or a free one; -1: none. */
static int place_of(const char *name)
{
	int free_place = -1;
	for (int i = 0; i < KEPT; i++) {
		if (!strcmp(vault.kept[i].name, name))
			return i;
		if (!vault.kept[i].name[0] && free_place < 0)
			free_place = i;
	}
	return free_place;
}

static bool in_memory(const char *name, bool make, unsigned char ret_key[VAULT_KEY], bool *ret_there)
{
	int at = place_of(name);
	*ret_there = at >= 0 && vault.kept[at].name[0];
	if (!*ret_there && make && at >= 0) {
		snprintf(vault.kept[at].name, VAULT_NAME, "%s", name);
		random_bytes(vault.kept[at].key, VAULT_KEY);
		*ret_there = true;
	}
	if (*ret_there)
		memcpy(ret_key, vault.kept[at].key, VAULT_KEY);
	return *ret_there || !make;
}

static bool on_disk(const char *name, bool make, unsigned char ret_key[VAULT_KEY], bool *ret_there)
{
	*ret_there = read_key(name, ret_key);
	if (*ret_there || !make)
		return true;
	random_bytes(ret_key, VAULT_KEY);
	*ret_there = write_key(name, ret_key);
	return *ret_there;
}

enum status vault_key(const char *name, bool make, unsigned char ret_key[VAULT_KEY], bool *ret_there, struct err *err)
{
	check(strlen(name) < VAULT_NAME && !strchr(name, '/'));
	pthread_mutex_lock(&vault.lock);
	bool good =
	        vault.folder[0] ? on_disk(name, make, ret_key, ret_there) : in_memory(name, make, ret_key, ret_there);
	pthread_mutex_unlock(&vault.lock);
	return good ? OK : err_broken(err, "vault.broken", "%s: %s", vault.folder, strerror(errno));
}

void vault_destroy(const char *name)
{
	unsigned char noise[VAULT_KEY];
	char path[PATH];
	random_bytes(noise, sizeof(noise));
	pthread_mutex_lock(&vault.lock);
	if (vault.folder[0]) {
		path_of(name, "", path);
		int file = open(path, O_WRONLY | O_CLOEXEC);
		if (file >= 0) {
			bool written = write(file, noise, sizeof(noise)) == (ssize_t)sizeof(noise) && fsync(file) == 0;
			(void)written; /* the name goes in any case */
			close(file);
			unlink(path);
		}
	} else {
		int at = place_of(name);
		if (at >= 0)
			sodium_memzero(&vault.kept[at], sizeof(vault.kept[at]));
	}
	pthread_mutex_unlock(&vault.lock);
}

static void add_name(struct arena *arena, struct vault_names *names, size_t *room, const char *name)
{
	if (names->count == *room) {
		size_t more = *room ? *room * 2 : 16;
		names->at = arena_grow(arena, names->at, *room * sizeof(struct str), more * sizeof(struct str));
		*room = more;
	}
	names->at[names->count++] = str_copy(arena, str_of(name));
}

struct vault_names vault_list(struct arena *arena)
{
	struct vault_names names = { 0 };
	size_t room = 0;
	pthread_mutex_lock(&vault.lock);
	DIR *folder = vault.folder[0] ? opendir(vault.folder) : NULL;
	for (struct dirent *entry; folder && (entry = readdir(folder));)
		if (entry->d_name[0] != '.' && strlen(entry->d_name) < VAULT_NAME)
			add_name(arena, &names, &room, entry->d_name);
	if (folder)
		closedir(folder);
	for (int i = 0; !vault.folder[0] && i < KEPT; i++)
		if (vault.kept[i].name[0])
			add_name(arena, &names, &room, vault.kept[i].name);
	pthread_mutex_unlock(&vault.lock);
	return names;
}
