/* The child that parses foreign bytes: limits, a list of the system calls it may make, one pipe. */
#include "base/isolate.h"

#include "base/time.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIPE_FD = 3, EXIT_PIPE = 3, EXIT_LOCK = 4 };

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
enum { BARE = 0 }; /* the sanitizer maps terabytes and makes system calls of its own */
#else
enum { BARE = 1 };
#endif

static void limit(int resource, rlim_t value)
{
	struct rlimit limits = { value, value };
	if (setrlimit(resource, &limits))
		_exit(EXIT_LOCK);
}

/* Bytes this process has mapped: the child begins with as many. */
static rlim_t mapped(void)
{
	char text[64] = { 0 };
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);
	if (fd >= 0)
		close(fd);
	return got > 0 ? strtoul(text, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE) : (rlim_t)4 << 30;
}

static void lock_in(const struct isolate_limits *limits)
{
	static const int allowed[] = { SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(mmap), SCMP_SYS(munmap),
		SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex),
		SCMP_SYS(getrandom), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn),
		SCMP_SYS(rt_sigprocmask), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(getpid),
		SCMP_SYS(gettid), SCMP_SYS(tgkill), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(close) };
	rlim_t memory = mapped() + limits->memory;
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_CPU, (rlim_t)limits->seconds);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	if (!BARE)
		return;
	limit(RLIMIT_AS, memory);
	limit(RLIMIT_NOFILE, 0);
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!filter)
		_exit(EXIT_LOCK);
	for (size_t i = 0; i < LENGTH(allowed); i++) {
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0))
			_exit(EXIT_LOCK);
	}
	if (seccomp_load(filter))
		_exit(EXIT_LOCK);
}

static void enter(int fd, pid_t parent, const struct isolate_limits *limits)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	signal(SIGPIPE, SIG_IGN);
	if (getppid() != parent || dup2(fd, PIPE_FD) < 0)
		_exit(EXIT_LOCK);
	close_range(PIPE_FD + 1, ~0u, 0);
	for (int i = 0; i < PIPE_FD; i++)
		close(i);
	lock_in(limits);
}

enum status isolate_start(const struct isolate_limits *limits, void (*run)(int fd, void *context), void *context,
        struct isolate *ret_isolate, struct err *err)
{
	int fds[2];
	pid_t parent = getpid();
	*ret_isolate = (struct isolate){ .fd = -1 };
	if (pipe2(fds, O_CLOEXEC))
		return err_broken(err, "isolate.failed", "pipe: %s", strerror(errno));
	pid_t pid = fork();
	if (pid == 0) {
		enter(fds[1], parent, limits);
		run(PIPE_FD, context);
		_exit(0);
	}
	close(fds[1]);
	if (pid < 0) {
		close(fds[0]);
		return err_broken(err, "isolate.failed", "fork: %s", strerror(errno));
	}
	*ret_isolate = (struct isolate){ fds[0], pid, time_monotonic() + (int64_t)limits->seconds * 1000 };
	return OK;
}

enum status isolate_read(struct isolate *isolate, char *to, size_t room, size_t *ret_len, struct err *err)
{
	for (;;) {
		struct pollfd poll_fd = { .fd = isolate->fd, .events = POLLIN };
		int64_t left = isolate->deadline - time_monotonic();
		if (left <= 0 || poll(&poll_fd, 1, (int)left) == 0)
			return err_set(err, BUSY, "isolate.slow", NULL);
		ssize_t got = read(isolate->fd, to, room);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return NOT_FOUND;
		*ret_len = (size_t)got;
		return OK;
	}
}

void isolate_end(struct isolate *isolate)
{
	if (isolate->fd < 0)
		return;
	close(isolate->fd);
	kill(isolate->pid, SIGKILL);
	while (waitpid(isolate->pid, NULL, 0) < 0 && errno == EINTR)
		;
	isolate->fd = -1;
}

void isolate_write(int fd, const char *bytes, size_t len)
{
	for (size_t at = 0; at < len;) {
		ssize_t wrote = write(fd, bytes + at, len - at);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			_exit(EXIT_PIPE);
		at += (size_t)wrote;
	}
}
