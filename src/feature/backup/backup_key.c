/* Keys: a seed of 32 bytes in a file of its own, open or locked by a passphrase; the server knows only the public half.
 */
#include "feature/backup/backup_private.h"

#include "base/hex.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { SEED = 32, SUM = 4, SECRET_FILE_MAX = 4096 };

static const char public_start[] = "chibo-public-", secret_start[] = "chibo-secret-1 ";

static void derive(const unsigned char *seed, struct backup_secret *ret_secret)
{
	unsigned char part[SEED];
	crypto_kdf_derive_from_key(part, sizeof(part), 1, "chibobox", seed);
	crypto_box_seed_keypair(ret_secret->public.box, ret_secret->box, part);
	crypto_kdf_derive_from_key(part, sizeof(part), 2, "chibosig", seed);
	crypto_sign_seed_keypair(ret_secret->public.sign, ret_secret->sign, part);
	sodium_memzero(part, sizeof(part));
}

void backup_secret_wipe(struct backup_secret *secret)
{
	sodium_munlock(secret, sizeof(*secret)); /* which overwrites it */
}

static struct str base64(struct arena *arena, const unsigned char *bytes, size_t size)
{
	size_t room = sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_take(arena, room);
	sodium_bin2base64(text, room, bytes, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_of(text);
}

static bool unbase64(struct str text, unsigned char *to, size_t size)
{
	size_t got;
	return !sodium_base642bin(to, size, text.ptr ? text.ptr : "", text.len, NULL, &got, NULL,
	               sodium_base64_VARIANT_URLSAFE_NO_PADDING) &&
	       got == size;
}

struct str backup_public_text(struct arena *arena, const struct backup_public *public)
{
	unsigned char bytes[sizeof(*public) + SUM];
	memcpy(bytes, public, sizeof(*public));
	unsigned char sum[BACKUP_HASH];
	crypto_generichash(sum, sizeof(sum), bytes, sizeof(*public), NULL, 0);
	memcpy(bytes + sizeof(*public), sum, SUM);
	return str_format(arena, "%s%s", public_start, base64(arena, bytes, sizeof(bytes)).ptr);
}

enum status backup_public_read(struct str text, struct backup_public *ret_public, struct err *err)
{
	unsigned char bytes[sizeof(*ret_public) + SUM], sum[BACKUP_HASH];
	text = str_trim(text);
	bool good = str_starts(text, str_of(public_start)) &&
	            unbase64(str_slice(text, strlen(public_start), text.len), bytes, sizeof(bytes));
	if (good)
		crypto_generichash(sum, sizeof(sum), bytes, sizeof(*ret_public), NULL, 0);
	if (!good || memcmp(sum, bytes + sizeof(*ret_public), SUM))
		return err_set(err, INVALID, "backup.bad_public", "key");
	memcpy(ret_public, bytes, sizeof(*ret_public));
	return OK;
}

struct str backup_fingerprint(struct arena *arena, const struct backup_public *public)
{
	unsigned char hash[BACKUP_HASH];
	crypto_generichash(hash, sizeof(hash), (const unsigned char *)public, sizeof(*public), NULL, 0);
	struct str hex = hex_encode(arena, hash, 8);
	return str_format(arena, "%.4s-%.4s-%.4s-%.4s", hex.ptr, hex.ptr + 4, hex.ptr + 8, hex.ptr + 12);
}

static bool lock_key(struct str passphrase, const unsigned char *salt, unsigned char *ret_key)
{
	return !crypto_pwhash(ret_key, crypto_secretbox_KEYBYTES, passphrase.ptr, passphrase.len, salt,
	        crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13);
}

static struct str secret_text(
        struct arena *arena, const unsigned char *seed, struct str passphrase, struct str public, struct err *err)
{
	const char *note = "Opens the backups of Chibo. Keep it off the server, in two places.";
	if (!passphrase.len)
		return str_format(arena, "%splain %s\n%s\n%.*s\n", secret_start, base64(arena, seed, SEED).ptr, note,
		        STR_ARG(public));
	unsigned char locked[crypto_pwhash_SALTBYTES + crypto_secretbox_NONCEBYTES + SEED + crypto_secretbox_MACBYTES];
	unsigned char key[crypto_secretbox_KEYBYTES], *nonce = locked + crypto_pwhash_SALTBYTES;
	randombytes_buf(locked, crypto_pwhash_SALTBYTES + crypto_secretbox_NONCEBYTES);
	if (!lock_key(passphrase, locked, key)) {
		err_broken(err, "backup.memory", "argon2id");
		return STR_NONE;
	}
	crypto_secretbox_easy(nonce + crypto_secretbox_NONCEBYTES, seed, SEED, nonce, key);
	sodium_memzero(key, sizeof(key));
	return str_format(arena, "%sargon2id %s\n%s\n%.*s\n", secret_start, base64(arena, locked, sizeof(locked)).ptr,
	        note, STR_ARG(public));
}

enum status backup_secret_make(
        struct arena *arena, struct str file, struct str passphrase, struct backup_public *ret_public, struct err *err)
{
	unsigned char seed[SEED];
	struct backup_secret secret;
	check(sodium_init() >= 0);
	randombytes_buf(seed, sizeof(seed));
	derive(seed, &secret);
	*ret_public = secret.public;
	backup_secret_wipe(&secret);
	struct str text = secret_text(arena, seed, passphrase, backup_public_text(arena, ret_public), err);
	sodium_memzero(seed, sizeof(seed));
	if (!text.len)
		return BROKEN;
	int fd = open(str_c(arena, file), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EEXIST) {
		enum status status = err_set(err, CONFLICT, "backup.key_there", "file");
		err_arg(err, "file", file);
		return status;
	}
	bool good = fd >= 0 && write(fd, text.ptr, text.len) == (ssize_t)text.len && !fsync(fd);
	if (fd >= 0)
		good = !close(fd) && good;
	if (good)
		return OK;
	enum status status = backup_disk_error(err, file);
	if (fd >= 0)
		unlink(str_c(arena, file));
	return status;
}

static enum status bad_secret(struct str file, struct err *err)
{
	enum status status = err_set(err, INVALID, "backup.bad_secret", "key");
	err_arg(err, "file", file);
	return status;
}

static enum status unlock(struct arena *arena, struct str text, struct str file, struct str (*ask)(struct arena *arena),
        unsigned char *ret_seed, struct err *err)
{
	unsigned char locked[crypto_pwhash_SALTBYTES + crypto_secretbox_NONCEBYTES + SEED + crypto_secretbox_MACBYTES];
	unsigned char key[crypto_secretbox_KEYBYTES], *nonce = locked + crypto_pwhash_SALTBYTES;
	if (!unbase64(text, locked, sizeof(locked)))
		return bad_secret(file, err);
	struct str passphrase = ask ? ask(arena) : STR_NONE;
	if (!passphrase.len)
		return err_set(err, DENIED, "backup.needs_passphrase", "key");
	if (!lock_key(passphrase, locked, key))
		return err_broken(err, "backup.memory", "argon2id");
	int wrong = crypto_secretbox_open_easy(ret_seed, nonce + crypto_secretbox_NONCEBYTES,
	        sizeof(locked) - crypto_pwhash_SALTBYTES - crypto_secretbox_NONCEBYTES, nonce, key);
	sodium_memzero(key, sizeof(key));
	return wrong ? err_set(err, DENIED, "backup.wrong_passphrase", "key") : OK;
}

/* The seed of a file's text. */
static enum status seed_of(struct arena *arena, struct str text, struct str file,
        struct str (*ask)(struct arena *arena), unsigned char *ret_seed, struct err *err)
{
	struct str line, kind;
	if (!str_starts(text, str_of(secret_start)))
		return bad_secret(file, err);
	text = str_slice(text, strlen(secret_start), text.len);
	if (!str_split(&text, '\n', &line) || !str_split(&line, ' ', &kind))
		return bad_secret(file, err);
	if (str_is(kind, "argon2id"))
		return unlock(arena, line, file, ask, ret_seed, err);
	return str_is(kind, "plain") && unbase64(line, ret_seed, SEED) ? OK : bad_secret(file, err);
}

enum status backup_secret_read(struct arena *arena, struct str file, struct str (*ask)(struct arena *arena),
        struct backup_secret *ret_secret, struct err *err)
{
	struct str text;
	unsigned char seed[SEED];
	check(sodium_init() >= 0);
	TRY(backup_read_file(arena, STR_NONE, str_c(arena, file), SECRET_FILE_MAX, &text, err));
	sodium_mlock(seed, sizeof(seed));
	sodium_mlock(ret_secret, sizeof(*ret_secret)); /* where the system allows so little; never swapped out */
	enum status status = seed_of(arena, text, file, ask, seed, err);
	if (status == OK)
		derive(seed, ret_secret);
	sodium_munlock(seed, sizeof(seed));
	sodium_memzero((char *)(uintptr_t)text.ptr, text.len);
	if (status != OK)
		backup_secret_wipe(ret_secret);
	return status;
}

struct str backup_ask_passphrase(struct arena *arena)
{
	const char *given = getenv("CHIBO_KEY_PASSPHRASE");
	char line[512] = "";
	if (given)
		return str_of(given);
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
	struct termios before, silent;
	if (terminal < 0 || tcgetattr(terminal, &before))
		return STR_NONE;
	silent = before;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(terminal, TCSAFLUSH, &silent);
	dprintf(terminal, "Mật khẩu của khóa: ");
	ssize_t got = read(terminal, line, sizeof(line) - 1);
	tcsetattr(terminal, TCSAFLUSH, &before);
	dprintf(terminal, "\n");
	close(terminal);
	while (got > 0 && (line[got - 1] == '\n' || line[got - 1] == '\r'))
		got--;
	struct str passphrase = str_copy(arena, (struct str){ line, got > 0 ? (size_t)got : 0 });
	sodium_memzero(line, sizeof(line));
	return passphrase;
}
