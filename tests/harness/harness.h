/* A whole program on a loopback, for scenarios: actors with cookies, values kept from answers, commands. */
#ifndef TESTS_HARNESS_H
#define TESTS_HARNESS_H

#include "app/app.h"

enum { ACTORS = 60, VALUES = 200, FIELDS = 400 };

struct actor {
	struct str name;
	struct str cookie; /* chibo=… after sign-in */
};

struct story {
	const char *file;
	int line;
	bool over;
	struct arena *arena;
	struct app *app;
	struct http_loopback *loopback;
	char db[64];
	char name[64];
	struct str url; /* of the database: a file, or one of its own on the server that CHIBO_TEST_DB names */
	struct actor actor[ACTORS];
	size_t actor_count;
	struct {
		struct str name, value;
	} value[VALUES];
	size_t value_count;
};

struct story_request {
	const char *method;
	struct str path;
	bool json, multipart;
	struct {
		struct str name, value, file_name;
	} field[FIELDS];
	size_t field_count;
	struct http_pair header[4]; /* besides or instead of the usual ones */
	size_t header_count;
};

struct story *story_open(const char *file);
void story_close(struct story *story);
struct str story_read(struct story *story, const char *path);
struct str *story_value(struct story *story, struct str name);
void story_keep(struct story *story, struct str name, struct str value);
/* "name=before": keeps what follows `before` in the text up to a quote, blank, bracket or line end. */
void story_find(struct story *story, struct str text, struct str rule);
/* An actor by name; "-" and unknown names are people who did not sign in. */
struct actor *story_actor(struct story *story, struct str name);
/* "name=value" or "name=@path" (a file). */
void story_field(struct story *story, struct story_request *request, struct str text);
/* "Origin:https://example.org": a header; false when the text is a field. */
bool story_header_given(struct story_request *request, struct str text);
void story_send(struct story *story, struct actor *actor, const struct story_request *request,
        struct http_response *ret_response);
struct str story_header(const struct http_response *response, const char *name);
enum status story_command(struct story *story, int count, const struct str *words, struct str *ret_out);
/* tree | cell CODE with "Name role" "Name role" … | officer NAME at CODE. NULL, or what is wrong. */
const char *story_given(struct story *story, struct str what, struct str rest);
/* Whether every audit chain of the database is whole; NULL, or what is wrong. */
const char *story_chains(struct story *story);
/* Copies the database of the story into a file and back into another, and compares; NULL, or what went wrong. */
const char *story_copies(struct story *story);
/* Appends the names of the statements that ran to a file, for the completeness check. */
void story_exercised(const char *path);

/* step.c: one line of a story; what failed is printed and counted. {name} stands for what was kept, also in the name of
   who asks and in what is given. */
void story_step(struct story *story, struct str line);
extern int story_failures, story_steps;

/* mailbox.c: a mail server that takes everything, named in CHIBO_SMTP; whether a line of its talk held text. */
void mailbox_open(void);
bool mailbox_has(const char *text);

/* golden.c: the words of an HTML document, a line a block; whether they were asked to be written to the file. */
struct str golden_words(struct arena *arena, struct str html);
bool golden_write(const char *path, struct str words);

#endif
