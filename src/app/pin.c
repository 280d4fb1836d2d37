/* PINs: argon2id beside the pages, what is too easy, counting of tries. */
#include "app/app_private.h"
#include "app/audit.h"
#include "app/session.h"

#include "base/id.h"
#include "gen/app_sql.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGON_TIME = 2, ARGON_BYTES = 19 << 20, NICE = 19, HELPERS = 2, PIN_LETTERS = 16 };

/* Of no PIN: of the same cost as one. */
static const char nobody[] =
        "$argon2id$v=19$m=19456,t=2,p=1$b2YgdGhlIHNhbWUgY29zdA$SGVyZSBpcyBubyBoYXNoIG9mIGFueSBzaXggZGlnaXQ";

struct argon {
	char text[crypto_pwhash_STRBYTES]; /* the hash */
	char pin[PIN_LETTERS];
	uint8_t len;
	bool make, right;
};

/* A process: a thread of low priority would hold the lock of the server's memory, which each argon2 maps and unmaps,
 * while pages wait for it. */
static struct helper {
	pthread_mutex_t lock;
	int fd; /* 0: none */
	pid_t pid;
} helpers[HELPERS] = { { PTHREAD_MUTEX_INITIALIZER, 0, 0 }, { PTHREAD_MUTEX_INITIALIZER, 0, 0 } };
static atomic_int_fast64_t work;

int64_t pin_work(void)
{
	return atomic_load(&work);
}

static void run_here(struct argon *argon)
{
	if (argon->make)
		check(!crypto_pwhash_str_alg(
		        argon->text, argon->pin, argon->len, ARGON_TIME, ARGON_BYTES, crypto_pwhash_ALG_ARGON2ID13));
	else
		argon->right = !crypto_pwhash_str_verify(argon->text, argon->pin, argon->len);
	sodium_memzero(argon->pin, sizeof(argon->pin));
}

/* Until the server is gone. Holds none of its files: its lock among them. */
__attribute__((noreturn)) static void help(int fd)
{
	struct argon argon;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (dup2(fd, 3) != 3)
		_exit(1);
	close_range(4, ~0U, 0);
	setpriority(PRIO_PROCESS, 0, NICE);
	while (recv(3, &argon, sizeof(argon), 0) == sizeof(argon)) {
		run_here(&argon);
		if (send(3, &argon, sizeof(argon), MSG_NOSIGNAL) != sizeof(argon))
			break;
	}
	_exit(0);
}

void pin_open(void)
{
	for (int i = 0; i < HELPERS; i++) {
		int pair[2];
		if (helpers[i].fd || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
			continue;
		helpers[i].pid = fork();
		if (!helpers[i].pid)
			help(pair[1]);
		close(pair[1]);
		helpers[i].fd = pair[0];
		if (helpers[i].pid < 0) {
			close(pair[0]);
			helpers[i].fd = 0;
		}
	}
}

static void end(struct helper *helper)
{
	close(helper->fd);
	helper->fd = 0;
	while (waitpid(helper->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

void pin_close(void)
{
	for (int i = 0; i < HELPERS; i++)
		if (helpers[i].fd)
			end(&helpers[i]);
}

static bool ask(struct helper *helper, struct argon *argon)
{
	struct argon answer;
	if (!helper->fd)
		return false;
	bool good = send(helper->fd, argon, sizeof(*argon), MSG_NOSIGNAL) == sizeof(*argon) &&
	            recv(helper->fd, &answer, sizeof(answer), 0) == sizeof(answer);
	if (good)
		*argon = answer;
	else
		end(helper); /* it died: from now on here */
	return good;
}

static void run(struct argon *argon, struct str pin)
{
	struct helper *helper = &helpers[0];
	check(pin.len <= sizeof(argon->pin));
	memcpy(argon->pin, pin.ptr, pin.len);
	argon->len = (uint8_t)pin.len;
	atomic_fetch_add(&work, 1);
	if (pthread_mutex_trylock(&helpers[1].lock) == 0)
		helper = &helpers[1];
	else
		pthread_mutex_lock(&helpers[0].lock);
	bool done = ask(helper, argon);
	pthread_mutex_unlock(&helper->lock);
	if (!done)
		run_here(argon);
}

struct str pin_hash(struct arena *arena, struct str pin)
{
	struct argon *argon = arena_new(arena, struct argon);
	argon->make = true;
	run(argon, pin);
	return str_of(argon->text);
}

bool pin_matches(struct str hash, struct str pin)
{
	struct argon argon = { 0 };
	bool real = hash.len && hash.len < sizeof(argon.text) && pin.len <= PIN_LETTERS;
	if (!real) {
		hash = str_of(nobody);
		pin = STR("");
	}
	memcpy(argon.text, hash.ptr, hash.len);
	run(&argon, pin);
	return real && argon.right;
}

const char *pin_weakness(struct str pin)
{
	int same = 0, up = 0, down = 0;
	if (pin.len != 6)
		return "account.pin_form";
	for (size_t i = 0; i < 6; i++) {
		if (pin.ptr[i] < '0' || pin.ptr[i] > '9')
			return "account.pin_form";
		if (i) {
			same += pin.ptr[i] == pin.ptr[i - 1];
			up += pin.ptr[i] == pin.ptr[i - 1] + 1;
			down += pin.ptr[i] == pin.ptr[i - 1] - 1;
		}
	}
	bool halves = !memcmp(pin.ptr, pin.ptr + 3, 3);
	return same >= 4 || up == 5 || down == 5 || halves ? "account.pin_weak" : NULL;
}

/* Written down, and at the last try told to the person whose PIN it is. */
static enum status note_wrong(struct request *request, struct account_id account, bool locks, struct err *err)
{
	if (locks)
		TRY(account_note_add(request->arena, request->db,
		        &(struct account_note_add_in){ .id = id_new(0),
		                .account = account,
		                .code = STR("account.pin_locked_note"),
		                .who = request->account.n == account.n ? STR_NONE : request->account_name,
		                .at = request->now },
		        err));
	return audit_add(request->arena, request->db, 0, 0, request->now, request->account.n,
	        locks ? "account.pin_locked" : "account.pin_wrong", account.n, (int64_t)request->http->number, err);
}

enum status pin_result(struct request *request, struct account_id account, bool right, struct err *err)
{
	struct pin_of_account_row row;
	TRY(pin_of_account(request->arena, request->db, &(struct pin_of_account_in){ .account = account }, &row, err));
	int64_t tries = right ? 0 : row.tries + 1;
	struct opt_int locked = row.locked_at;
	bool locks = !right && tries >= PIN_TRIES && !locked.set;
	if (locks)
		locked = OPT(request->now);
	if (!right)
		TRY(note_wrong(request, account, locks, err));
	if (!right || row.tries)
		return pin_count(request->arena, request->db,
		        &(struct pin_count_in){ .account = account, .tries = tries, .locked_at = locked }, err);
	return OK;
}
