/* What the benchmarks share: a cell of 25 with an open meeting of 8 items, served on loopback. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "tests/harness/harness.h"

struct bench {
	struct story *story;
	struct actor *clerk;
	struct http_server *server;
	int port, pages;
	const char *meeting; /* its id */
};

void bench_seed(struct bench *bench);
void bench_serve(struct bench *bench, enum http_outcome (*serve)(void *context, struct http_request *http));
void bench_stop(struct bench *bench);
void bench_close(struct bench *bench);
const char *bench_path(struct bench *bench, const char *part);
/* The read connection of an event thread. */
struct db *bench_reader(struct app *app, int worker);
/* A wrk script that taps members present and excused, each with its own operation id. */
void bench_tap_script(struct bench *bench, const char *path);
/* Minutes to DOCX and PDF, warm, against soffice on the same DOCX. */
void bench_document(struct bench *bench);

#endif
