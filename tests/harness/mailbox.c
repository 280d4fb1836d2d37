/* A mail server that takes everything, for stories: one connection at a time, on a thread of its own. */
#include "harness.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
	int listener;
	pthread_mutex_t lock;
	char got[1 << 16];
	size_t len;
} box = { .lock = PTHREAD_MUTEX_INITIALIZER, .listener = -1 };

static void keep(const char *line)
{
	pthread_mutex_lock(&box.lock);
	size_t len = strlen(line);
	if (box.len + len < sizeof(box.got)) {
		memcpy(box.got + box.len, line, len + 1);
		box.len += len;
	}
	pthread_mutex_unlock(&box.lock);
}

static void talk(FILE *in, FILE *out)
{
	char line[4096];
	bool data = false;
	fprintf(out, "220 box\r\n");
	while (fflush(out), fgets(line, sizeof(line), in)) {
		keep(line);
		if (data) {
			data = strcmp(line, ".\r\n") != 0;
			if (!data)
				fprintf(out, "250 taken\r\n");
		} else if (!strncmp(line, "DATA", 4)) {
			data = true;
			fprintf(out, "354 go on\r\n");
		} else if (!strncmp(line, "QUIT", 4)) {
			fprintf(out, "221 bye\r\n");
			fflush(out);
			return;
		} else {
			fprintf(out, "250 ok\r\n");
		}
	}
}

static void *take(void *unused)
{
	(void)unused;
	for (int fd; (fd = accept(box.listener, NULL, NULL)) >= 0;) {
		FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");
		talk(in, out);
		fclose(in);
		fclose(out);
	}
	return NULL;
}

void mailbox_open(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(at);
	pthread_t thread;
	char url[64];
	pthread_mutex_lock(&box.lock); /* what an earlier story sent is gone */
	box.len = 0;
	box.got[0] = 0;
	pthread_mutex_unlock(&box.lock);
	box.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(box.listener, (struct sockaddr *)&at, len) || listen(box.listener, 8) ||
	        getsockname(box.listener, (struct sockaddr *)&at, &len) || pthread_create(&thread, NULL, take, NULL))
		abort();
	pthread_detach(thread);
	snprintf(url, sizeof(url), "smtp://127.0.0.1:%d", ntohs(at.sin_port));
	setenv("CHIBO_SMTP", url, 1);
	setenv("CHIBO_MAIL_FROM", "lich@example.org", 1);
}

bool mailbox_has(const char *text)
{
	pthread_mutex_lock(&box.lock);
	bool has = strstr(box.got, text) != NULL;
	pthread_mutex_unlock(&box.lock);
	return has;
}
