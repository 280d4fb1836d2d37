/* In a child that entered it: what the server needs works, what an intruder would do fails. */
#include "app/sandbox.h"

#include "base/log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <pthread.h>
#include <sched.h>
#include <seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { PORT = 20261, LANDLOCK_PORTS = 4, NO_LANDLOCK = 77 };

static char inside[200], outside[200];

static int begin(void **state)
{
	(void)state;
	snprintf(inside, sizeof(inside), "/tmp/sandbox_test_in.XXXXXX");
	snprintf(outside, sizeof(outside), "/tmp/sandbox_test_out.XXXXXX");
	return !mkdtemp(inside) || !mkdtemp(outside);
}

static int end(void **state)
{
	(void)state;
	char command[500];
	snprintf(command, sizeof(command), "rm -r '%s' '%s'", inside, outside);
	return system(command);
}

/* In a child: enters, then acts. What the act gives is the child's exit, a deadly signal is 1000 + signal. */
static int shut_in(int (*act)(const struct sandbox_state *state))
{
	fflush(NULL);
	pid_t pid = fork();
	if (!pid) {
		struct sandbox_state state;
		struct err err = { 0 };
		struct arena *arena = arena_open(1 << 20);
		struct sandbox sandbox = {
			.arena = arena, .write = { str_of(inside) }, .port = PORT, .program = "/usr/bin/env"
		};
		_exit(sandbox_enter(&sandbox, &state, &err) == OK ? act(&state) : 99);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int open_at(const char *folder, const char *name, int flags)
{
	char path[400];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	int fd = open(path, flags | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0 ? 0 : errno;
}

static void *nothing(void *context)
{
	return context;
}

static int own_work(const struct sandbox_state *state)
{
	char path[400], other[400];
	(void)state;
	pthread_t thread;
	if (open_at(inside, "a.db", O_CREAT | O_RDWR) || open_at("/usr/share", "zoneinfo", O_RDONLY) ||
	        open_at("/dev", "null", O_RDWR))
		return 1;
	snprintf(path, sizeof(path), "%s/a.db", inside);
	snprintf(other, sizeof(other), "%s/b.db", inside);
	if (truncate(path, 10) || rename(path, other) || unlink(other))
		return 2;
	if (pthread_create(&thread, NULL, nothing, NULL) || pthread_join(thread, NULL))
		return 3;
	pid_t pid = fork(); /* who reads foreign files */
	if (!pid)
		_exit(0);
	int status;
	if (waitpid(pid, &status, 0) != pid || status)
		return 4;
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	int fd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	return bind(fd, (struct sockaddr *)&address, sizeof(address)) && errno != EADDRINUSE ? 5 : 0;
}

static int files_of_others(const struct sandbox_state *state)
{
	char path[400];
	if (!state->landlock)
		return NO_LANDLOCK;
	snprintf(path, sizeof(path), "%s/kept", outside);
	if (open_at(outside, "kept", O_RDONLY) != EACCES || open_at(outside, "kept", O_WRONLY) != EACCES ||
	        open_at(outside, "new", O_CREAT | O_WRONLY) != EACCES || unlink(path) != -1)
		return 1;
	if (open_at("/etc", "shadow", O_RDONLY) == 0 || open_at("/root", ".", O_RDONLY) == 0)
		return 2;
	return symlink("/etc/shadow", "x") == 0 ? 3 : 0;
}

static int ports(const struct sandbox_state *state)
{
	if (state->landlock < LANDLOCK_PORTS)
		return NO_LANDLOCK;
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(PORT + 1) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != -1 || errno != EACCES)
		return 1;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) != -1 || errno != EACCES)
		return 2;
	return socket(AF_PACKET, SOCK_RAW, 0) != -1 || socket(AF_VSOCK, SOCK_STREAM, 0) != -1 ? 3 : 0;
}

static int rights(const struct sandbox_state *state)
{
	char line[200], word[40];
	unsigned long long bits, effective = 1ull << 63;
	FILE *file = fopen("/proc/self/status", "r");
	int seccomp = 0, no_new = 0;
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%39s %llx", word, &bits) != 2)
			continue;
		seccomp |= !strcmp(word, "Seccomp:") && bits == 2;
		no_new |= !strcmp(word, "NoNewPrivs:") && bits == 1;
		if (!strcmp(word, "CapEff:"))
			effective = bits;
	}
	if (!no_new || effective & ~(1ull << 1 | 1ull << 10) || (state->seccomp && !seccomp))
		return 1;
	if (state->seccomp && (unshare(CLONE_NEWUSER) != -1 || setuid(1) != -1 || chroot("/") != -1))
		return 2;
	/* Words typed into the terminal would be a command of its owner; also with bits that the kernel cuts off. */
	char letter = 'x';
	int size;
	if (state->seccomp && (ioctl(0, TIOCSTI, &letter) != -1 || errno != EPERM ||
	                              syscall(SYS_ioctl, 0, 1ul << 32 | TIOCSTI, &letter) != -1 || errno != EPERM))
		return 4;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (ioctl(fd, FIONREAD, &size) && errno == EPERM)
		return 5;
	return syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0) != -1 ? 3 : 0;
}

/* The one that is named runs; what it runs does not: it exits with 126. */
static int named_program(const struct sandbox_state *state)
{
	(void)state;
	execl("/usr/bin/env", "env", "/bin/true", (char *)NULL);
	return 1;
}

static int other_program(const struct sandbox_state *state)
{
	execl("/bin/true", "true", (char *)NULL);
	return state->landlock && errno == EACCES ? 0 : NO_LANDLOCK;
}

/* Neither its own folder nor a port is left to what reads foreign bytes. */
static int reader(const struct sandbox_state *state)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	if (!state->landlock)
		return NO_LANDLOCK;
	if (!sandbox_reader("/usr/bin/env") || open_at(inside, "a.db", O_CREAT | O_RDWR) != EACCES ||
	        open_at(inside, "kept", O_RDONLY) != EACCES)
		return 1;
	return bind(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&address, sizeof(address)) != -1 ? 2 : 0;
}

static int look_into(const struct sandbox_state *state)
{
	(void)state;
	return ptrace(PTRACE_TRACEME, 0, 0, 0) == 0;
}

/* As a service of a manager that already took every capability, and forbids to ask for fewer. */
static void needs_no_capability(void **state)
{
	(void)state;
	fflush(NULL);
	pid_t pid = fork();
	if (!pid) {
		struct sandbox_state entered;
		struct err err = { 0 };
		struct sandbox sandbox = { .arena = arena_open(1 << 20), .write = { str_of(inside) } };
		struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
		struct __user_cap_data_struct none[2] = { 0 };
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
		if (syscall(SYS_capset, &head, none) ||
		        seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(capset), 0) || seccomp_load(filter))
			_exit(98);
		_exit(sandbox_enter(&sandbox, &entered, &err) == OK ? 0 : 99);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WIFEXITED(status) ? WEXITSTATUS(status) : 1000, 0);
}

static void works_for_the_server(void **state)
{
	(void)state;
	assert_int_equal(shut_in(own_work), 0);
}

static void keeps_from_the_rest(void **state)
{
	(void)state;
	assert_int_equal(open_at(outside, "kept", O_CREAT | O_WRONLY), 0);
	int files = shut_in(files_of_others), sockets = shut_in(ports);
	assert_true(files == 0 || files == NO_LANDLOCK);
	assert_true(sockets == 0 || sockets == NO_LANDLOCK);
	assert_int_equal(shut_in(rights), 0);
	if (files || sockets)
		skip(); /* this kernel has less than there is */
}

static void runs_one_program(void **state)
{
	(void)state;
	assert_int_equal(open_at(inside, "kept", O_CREAT | O_WRONLY), 0);
	int other = shut_in(other_program), read = shut_in(reader);
	assert_true(other == 0 || other == NO_LANDLOCK);
	assert_true(read == 0 || read == NO_LANDLOCK);
	if (other || read)
		skip();
	assert_int_equal(shut_in(named_program), 126);
}

static void dies_of_an_intruders_calls(void **state)
{
	(void)state;
	if (prctl(PR_GET_SECCOMP) < 0)
		skip();
	assert_int_equal(shut_in(look_into), 1000 + SIGSYS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(works_for_the_server, begin, end),
		cmocka_unit_test_setup_teardown(needs_no_capability, begin, end),
		cmocka_unit_test_setup_teardown(keeps_from_the_rest, begin, end),
		cmocka_unit_test_setup_teardown(runs_one_program, begin, end),
		cmocka_unit_test_setup_teardown(dies_of_an_intruders_calls, begin, end),
	};
	return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
