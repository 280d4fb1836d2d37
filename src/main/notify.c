/* Tells the service manager how we are, over the datagram socket that it names in NOTIFY_SOCKET; nothing without one.
 */
#include "main/main_private.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

void notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t len = path ? strlen(path) : 0;
	if (!len || len >= sizeof(to.sun_path) || (path[0] != '/' && path[0] != '@'))
		return;
	memcpy(to.sun_path, path, len);
	if (path[0] == '@')
		to.sun_path[0] = 0;
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
	ssize_t sent = sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&to, size);
	(void)sent; /* a manager that does not listen is no reason to stop */
	close(fd);
}

int64_t notify_every_ms(void)
{
	int64_t us, of;
	if (!str_int(str_of(getenv("WATCHDOG_USEC")), &us) || us <= 0)
		return 0;
	if (str_int(str_of(getenv("WATCHDOG_PID")), &of) && of != getpid())
		return 0;
	return us / 3000;
}
