/* For tests: a client that sends raw bytes and reads one reply at a time. */
#ifndef WEB_TEST_CLIENT_H
#define WEB_TEST_CLIENT_H

#include "base/str.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

static inline int client_open(int port)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)
	};
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){ .tv_sec = 5 }, sizeof(struct timeval));
	return fd;
}

static inline void client_say(int fd, struct str text)
{
	while (text.len) {
		ssize_t sent = send(fd, text.ptr, text.len, MSG_NOSIGNAL);
		if (sent <= 0)
			return;
		text = str_slice(text, (size_t)sent, text.len);
	}
}

static inline struct str head_value(struct str head, const char *name)
{
	for (struct str rest = head, line; str_split(&rest, '\n', &line);) {
		size_t len = strlen(name);
		if (line.len > len && line.ptr[len] == ':' && !strncasecmp(line.ptr, name, len))
			return str_trim(str_slice(line, len + 1, line.len));
	}
	return STR_NONE;
}

/* One reply: status, head and body. Reads no byte of the next one. status 0: the server closed. */
struct heard {
	int status;
	struct str head, body;
};

static inline struct heard client_hear(struct arena *arena, int fd, bool bodiless)
{
	struct heard heard = { 0 };
	struct buf text = buf_open(arena, 1 << 20);
	char c;
	while (text.len < 4 || memcmp(text.ptr + text.len - 4, "\r\n\r\n", 4)) {
		if (recv(fd, &c, 1, 0) != 1)
			return heard;
		buf_char(&text, c);
	}
	heard.head = buf_text(&text);
	heard.status = atoi(heard.head.ptr + 9);
	int64_t len = 0;
	str_int(head_value(heard.head, "content-length"), &len);
	if (bodiless || !len)
		return heard;
	char *body = arena_take(arena, (size_t)len);
	assert_int_equal(recv(fd, body, (size_t)len, MSG_WAITALL), len);
	heard.body = (struct str){ body, (size_t)len };
	return heard;
}

#endif
