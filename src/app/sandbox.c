/* Landlock for files and ports, seccomp for system calls, no capabilities, no new rights. */
#include "app/sandbox.h"

#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Newer than the headers of Debian 12, which know Landlock's first version only. */
enum {
	FS_REFER = 1 << 13,
	FS_TRUNCATE = 1 << 14,
	NET_BIND = 1 << 0,
	NET_CONNECT = 1 << 1,
	SCOPE_SIGNAL = 1 << 1,
	RULE_PORT = 2,
	VERSION_REFER = 2,
	VERSION_TRUNCATE = 3,
	VERSION_PORTS = 4,
	VERSION_SCOPES = 6,
};
struct ruleset {
	uint64_t files, ports, scoped;
};
struct port_rule {
	uint64_t allowed, port;
};

enum {
	FILE_READ = LANDLOCK_ACCESS_FS_READ_FILE,
	READ = FILE_READ | LANDLOCK_ACCESS_FS_READ_DIR,
	FILE_WRITE = LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE,
	WRITE = FILE_WRITE | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
	        LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | FS_REFER,
	EXECUTE = LANDLOCK_ACCESS_FS_EXECUTE,
	/* What is handled and never given: devices, pipes, links. */
	NEVER = LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
	        LANDLOCK_ACCESS_FS_MAKE_SYM,
};

/* What libraries read while they work. */
static const char *const library_places[] = { "/usr", "/lib", "/lib64", "/etc/fonts", "/etc/ssl", "/etc/localtime",
	"/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/services",
	"/etc/ld.so.cache", "/etc/passwd", "/etc/group", "/var/cache/fontconfig", "/run/systemd/resolve", "/proc",
	"/sys/devices/system/cpu", "/dev/urandom", "/dev/random" };

static enum status refused(struct err *err, const char *what)
{
	return err_broken(err, "sandbox.refused", "%s: %s", what, strerror(errno));
}

static enum status allow_path(int ruleset, const char *path, uint64_t files, uint64_t handled, struct err *err)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = files & handled };
	struct stat about;
	if (!path)
		return OK;
	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return OK;
	if (!fstat(rule.parent_fd, &about) && !S_ISDIR(about.st_mode))
		rule.allowed_access &= FILE_READ | FILE_WRITE | EXECUTE;
	long wrong = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	enum status status = wrong ? refused(err, path) : OK;
	close(rule.parent_fd);
	return status;
}

/* Running a program is running its loader too. */
static enum status allow_program(int ruleset, const char *program, uint64_t handled, struct err *err)
{
	static const char *const loaders[] = { "/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1" };
	TRY(allow_path(ruleset, program, FILE_READ | EXECUTE, handled, err));
	for (size_t i = 0; i < LENGTH(loaders); i++)
		TRY(allow_path(ruleset, loaders[i], FILE_READ | EXECUTE, handled, err));
	for (size_t i = 0; i < LENGTH(library_places); i++)
		TRY(allow_path(ruleset, library_places[i], READ, handled, err));
	return OK;
}

static enum status allow_all(const struct sandbox *sandbox, int ruleset, const struct ruleset *handled, struct err *err)
{
	struct port_rule port = { NET_BIND, (uint64_t)sandbox->port };
	TRY(allow_program(ruleset, sandbox->program, handled->files, err));
	TRY(allow_path(ruleset, "/dev/null", FILE_READ | FILE_WRITE, handled->files, err));
	for (size_t i = 0; i < SANDBOX_PLACES; i++) {
		if (sandbox->write[i].len)
			TRY(allow_path(
			        ruleset, str_c(sandbox->arena, sandbox->write[i]), READ | WRITE, handled->files, err));
		if (sandbox->read[i].len)
			TRY(allow_path(ruleset, str_c(sandbox->arena, sandbox->read[i]), READ, handled->files, err));
	}
	if (handled->ports & NET_BIND && syscall(SYS_landlock_add_rule, ruleset, RULE_PORT, &port, 0))
		return refused(err, "landlock port");
	return OK;
}

/* All that this version of the kernel's can watch over. */
static int create_ruleset(struct ruleset *ret_handled, long version, uint64_t ports)
{
	struct ruleset handled = { .files = READ | WRITE | FILE_WRITE | EXECUTE | NEVER };
	if (version < VERSION_REFER)
		handled.files &= ~(uint64_t)FS_REFER;
	if (version < VERSION_TRUNCATE)
		handled.files &= ~(uint64_t)FS_TRUNCATE;
	if (version >= VERSION_PORTS)
		handled.ports = ports;
	if (version >= VERSION_SCOPES)
		handled.scoped = SCOPE_SIGNAL;
	size_t size = version >= VERSION_SCOPES  ? sizeof(handled)
	              : version >= VERSION_PORTS ? 2 * sizeof(uint64_t)
	                                         : sizeof(uint64_t);
	*ret_handled = handled;
	return (int)syscall(SYS_landlock_create_ruleset, &handled, size, 0);
}

bool sandbox_reader(const char *program)
{
	struct ruleset handled;
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return false;
	if (version <= 0)
		return true;
	int ruleset = create_ruleset(&handled, version, NET_BIND | NET_CONNECT);
	bool good = ruleset >= 0 && allow_program(ruleset, program, handled.files, NULL) == OK &&
	            !syscall(SYS_landlock_restrict_self, ruleset, 0);
	if (ruleset >= 0)
		close(ruleset);
	return good;
}

static enum status enter_landlock(const struct sandbox *sandbox, int *ret_version, struct err *err)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	*ret_version = version > 0 ? (int)version : 0;
	if (version <= 0)
		return OK; /* too old a kernel, or it was started without */
	struct ruleset handled;
	int ruleset = create_ruleset(
	        &handled, version, (sandbox->port ? NET_BIND : 0) | (sandbox->connect ? 0 : NET_CONNECT));
	if (ruleset < 0)
		return refused(err, "landlock");
	enum status status = allow_all(sandbox, ruleset, &handled, err);
	if (status == OK && syscall(SYS_landlock_restrict_self, ruleset, 0))
		status = refused(err, "landlock");
	close(ruleset);
	return status;
}

/* All that glibc's threads, SQLite, libmicrohttpd, libpq, libcurl and pango were seen to ask for, and their kin. Names
 * that a machine does not have are passed over. */
static const char *const calls[] = { "accept", "accept4", "access", "arch_prctl", "bind", "brk", "capget", "chmod",
	"clock_getres", "clock_gettime", "clock_nanosleep", "close", "close_range", "connect", "copy_file_range", "dup",
	"dup2", "dup3", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait",
	"eventfd", "eventfd2", "execve", "exit", "exit_group", "faccessat", "faccessat2", "fadvise64", "fallocate",
	"fchmod", "fchmodat", "fchown", "fcntl", "fdatasync", "flock", "fork", "fstat", "fstatfs", "fsync", "ftruncate",
	"futex", "futex_waitv", "getcpu", "getcwd", "getdents", "getdents64", "getegid", "geteuid", "getgid",
	"getgroups", "getitimer", "getpeername", "getpgrp", "getpid", "getppid", "getpriority", "getrandom",
	"getresgid", "getresuid", "getrlimit", "getrusage", "getsockname", "getsockopt", "gettid", "gettimeofday",
	"getuid", "kill", "landlock_add_rule", "landlock_create_ruleset", "landlock_restrict_self", "link", "linkat",
	"listen", "lseek", "lstat", "madvise", "membarrier", "memfd_create", "mincore", "mkdir", "mkdirat", "mlock",
	"mlock2", "mmap", "mprotect", "mremap", "msync", "munlock", "munmap", "nanosleep", "newfstatat", "open",
	"openat", "pause", "pipe", "pipe2", "poll", "ppoll", "prctl", "pread64", "preadv", "prlimit64", "pselect6",
	"pwrite64", "pwritev", "read", "readahead", "readlink", "readlinkat", "readv", "recvfrom", "recvmmsg",
	"recvmsg", "rename", "renameat", "renameat2", "restart_syscall", "rmdir", "rseq", "rt_sigaction",
	"rt_sigpending", "rt_sigprocmask", "rt_sigqueueinfo", "rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait",
	"sched_get_priority_max", "sched_get_priority_min", "sched_getaffinity", "sched_getparam", "sched_getscheduler",
	"sched_setaffinity", "sched_yield", "seccomp", "select", "sendfile", "sendmmsg", "sendmsg", "sendto",
	"set_robust_list", "set_tid_address", "setitimer", "setpriority", "setrlimit", "setsockopt", "shutdown",
	"sigaltstack", "socketpair", "splice", "stat", "statfs", "statx", "sync_file_range", "sysinfo", "tgkill",
	"time", "timerfd_create", "timerfd_settime", "times", "truncate", "umask", "uname", "unlink", "unlinkat",
	"utimensat", "vfork", "wait4", "waitid", "write", "writev" };

enum {
	NAMESPACES = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET |
	             CLONE_NEWCGROUP
};

static int allow_calls(scmp_filter_ctx filter)
{
	static const int families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK };
	/* Whether it is a terminal, waiting bytes, shared blocks; never typing into the terminal that started us. The
	 * kernel looks at 32 bits of it. */
	static const unsigned controls[] = { TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX, FICLONE, FICLONERANGE };
	int wrong = 0;
	for (size_t i = 0; !wrong && i < LENGTH(controls); i++)
		wrong = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
		        SCMP_A1(SCMP_CMP_MASKED_EQ, UINT32_MAX, controls[i]));
	for (size_t i = 0; !wrong && i < LENGTH(calls); i++) {
		int number = seccomp_syscall_resolve_name(calls[i]);
		if (number != __NR_SCMP_ERROR && number >= 0)
			wrong = seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 0);
	}
	for (size_t i = 0; !wrong && i < LENGTH(families); i++)
		wrong = seccomp_rule_add(
		        filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)families[i]));
	if (!wrong) /* a filter can't look at clone3's words: the C library falls back on clone */
		wrong = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	return wrong ? wrong
	             : seccomp_rule_add(
	                       filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, NAMESPACES, 0));
}

static enum status enter_seccomp(bool *ret_on, struct err *err)
{
	*ret_on = false;
	if (prctl(PR_GET_SECCOMP) < 0)
		return OK;
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!filter)
		return refused(err, "seccomp");
	/* execve is Landlock's to watch. A program with a mistake may go on without an answer; nobody has a reason to
	 * ask for these. */
	static const char *const deadly[] = { "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "mount",
		"bpf", "init_module", "finit_module", "kexec_load", "keyctl", "userfaultfd", "io_uring_setup" };
	int wrong = allow_calls(filter);
	for (size_t i = 0; !wrong && i < LENGTH(deadly); i++)
		wrong = seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, seccomp_syscall_resolve_name(deadly[i]), 0);
	if (!wrong)
		wrong = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (!wrong)
		wrong = seccomp_load(filter);
	seccomp_release(filter);
	errno = -wrong;
	*ret_on = !wrong;
	return wrong ? refused(err, "seccomp") : OK;
}

/* Of root's rights only those stay that a server needs which root starts: files of others below its folders (Landlock
 * says which), and a low port. */
static enum status drop_capabilities(struct err *err)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];
	const uint32_t keep = 1u << CAP_DAC_OVERRIDE | 1u << CAP_NET_BIND_SERVICE;
	for (int i = 0; prctl(PR_CAPBSET_READ, i) >= 0; i++)
		prctl(PR_CAPBSET_DROP, i); /* only for those who may: others have none to lose */
	if (syscall(SYS_capget, &head, data))
		return refused(err, "capabilities");
	/* Who holds nothing loses nothing; a service manager may have forbidden the very call. */
	bool none = true;
	for (size_t i = 0; i < LENGTH(data); i++)
		none = none && !(data[i].permitted | data[i].effective | data[i].inheritable);
	if (none)
		return OK;
	for (size_t i = 0; i < LENGTH(data); i++) {
		data[i].permitted &= i ? 0 : keep;
		data[i].effective &= data[i].permitted;
		data[i].inheritable = 0;
	}
	return syscall(SYS_capset, &head, data) ? refused(err, "capabilities") : OK;
}

enum status sandbox_enter(const struct sandbox *sandbox, struct sandbox_state *ret_state, struct err *err)
{
	*ret_state = (struct sandbox_state){ 0 };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return refused(err, "no_new_privs");
	TRY(drop_capabilities(err));
	ret_state->capabilities = true;
	TRY(enter_landlock(sandbox, &ret_state->landlock, err));
	return enter_seccomp(&ret_state->seccomp, err);
}
