/* The language of stories: who asks what and what comes back, a line a step. It is described in README.md. */
#include "tests/harness/harness.h"

#include "base/text.h"
#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int story_failures, story_steps;

static void fail(struct story *story, const char *format, ...) FORMAT(2, 3);
static void fail(struct story *story, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	printf("%s:%d: ", story->file, story->line);
	vprintf(format, args);
	printf("\n");
	va_end(args);
	story_failures++;
}

/* The next word of a line: plain, or in quotes; name="two words" is one word. */
static bool word(struct story *story, struct str *rest, struct str *ret_word)
{
	*rest = str_trim(*rest);
	if (!rest->len || rest->ptr[0] == '#')
		return false;
	struct buf buf = buf_open(story->arena, 1 << 20);
	size_t at = 0;
	bool quoted = false;
	for (; at < rest->len; at++) {
		char c = rest->ptr[at];
		if (c == '\\' && at + 1 < rest->len && rest->ptr[at + 1] == '"')
			buf_char(&buf, '"'), at++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == ' ' || c == '\t'))
			break;
		else if (c == '\\' && at + 1 < rest->len && rest->ptr[at + 1] == 'n')
			buf_char(&buf, '\n'), at++;
		else
			buf_char(&buf, c);
	}
	*ret_word = buf_text(&buf);
	*rest = str_slice(*rest, at, rest->len);
	return true;
}

/* {name} by what was kept under that name. */
static struct str fill(struct story *story, struct str text)
{
	struct buf buf = buf_open(story->arena, 1 << 20);
	for (size_t at = 0; at < text.len; at++) {
		struct str tail = str_slice(text, at, text.len);
		ptrdiff_t end = text.ptr[at] == '{' ? str_find(tail, STR("}")) : -1;
		struct str *value = end > 0 ? story_value(story, str_slice(tail, 1, (size_t)end)) : NULL;
		if (value) {
			buf_str(&buf, *value);
			at += (size_t)end;
		} else {
			buf_char(&buf, text.ptr[at]);
		}
	}
	return buf_text(&buf);
}

/* What a page holds, as a person reads it: entities undone. */
static struct str plain(struct story *story, struct str html)
{
	static const char *const from[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };
	static const char to[] = "&<>\"'";
	struct buf buf = buf_open(story->arena, 16 << 20);
	for (size_t at = 0; at < html.len; at++) {
		size_t i = html.ptr[at] == '&' ? 0 : LENGTH(from);
		while (i < LENGTH(from) && !str_starts(str_slice(html, at, html.len), str_of(from[i])))
			i++;
		buf_char(&buf, i < LENGTH(from) ? to[i] : html.ptr[at]);
		at += i < LENGTH(from) ? strlen(from[i]) - 1 : 0;
	}
	return buf_text(&buf);
}

static void keep(struct story *story, struct str name, struct str value)
{
	story_keep(story, name, value);
	/* /meetings/123/hold: the number too, as {name.id} */
	struct str rest = value, part;
	int64_t number;
	while (str_split(&rest, '/', &part))
		if (str_int(part, &number)) {
			story_keep(story, str_format(story->arena, "%.*s.id", STR_ARG(name)), part);
			return;
		}
}

/* Every line of a document as the file has it; the first that differs is shown. */
static void compare(struct story *story, struct str html, const char *path)
{
	struct str words = golden_words(story->arena, html), wanted, is, line;
	if (golden_write(path, words))
		return;
	wanted = story_read(story, path);
	while (wanted.len || words.len) {
		bool more = str_split(&words, '\n', &is);
		if (!str_split(&wanted, '\n', &line) || !more || !str_eq(is, line)) {
			fail(story, "%s differs:\n  is:     %.*s\n  should: %.*s", path, STR_ARG(is), STR_ARG(line));
			return;
		}
	}
}

/* → 200 has "…" lacks "…" as name keep name="before" */
static void expect(struct story *story, struct str rest, const struct http_response *response)
{
	struct str one, next;
	int64_t status;
	if (!word(story, &rest, &one) || !str_int(one, &status)) {
		fail(story, "no status after the arrow");
		return;
	}
	if (status != response->status) {
		struct str text = plain(story, response->body);
		ptrdiff_t at = str_find(text, STR("class=\"errors\""));
		at = at > 0 ? at : str_find(text, STR("<h1>"));
		text = at > 0 ? str_slice(text, (size_t)at, text.len) : text;
		fail(story, "%d instead of %d: %.*s", response->status, (int)status,
		        (int)(text.len < 240 ? text.len : 240), text.ptr ? text.ptr : "");
	}
	struct str body = plain(story, response->body);
	while (word(story, &rest, &one)) {
		if (!word(story, &rest, &next)) {
			fail(story, "nothing after %.*s", STR_ARG(one));
			return;
		}
		struct str wanted = fill(story, next);
		if (str_is(one, "has") && str_find(body, wanted) < 0)
			fail(story, "lacks: %.*s", STR_ARG(wanted));
		else if (str_is(one, "lacks") && str_find(body, wanted) >= 0)
			fail(story, "has: %.*s", STR_ARG(wanted));
		else if (str_is(one, "like"))
			compare(story, body, str_c(story->arena, wanted));
		else if (str_is(one, "as"))
			keep(story, next, story_header(response, "Location"));
		else if (str_is(one, "to") && str_find(story_header(response, "Location"), wanted) < 0)
			fail(story, "leads to %.*s", STR_ARG(story_header(response, "Location")));
		else if (str_is(one, "find")) /* find name=before: what stands between `before` and the next quote,
		                                 blank or bracket */
			story_find(story, body, next);
	}
}

static void step_request(struct story *story, struct actor *actor, struct str rest)
{
	struct str method, path, one;
	static const char arrow[] = "→";
	ptrdiff_t at = str_find(rest, STR("→"));
	struct str after = at >= 0 ? str_slice(rest, (size_t)at + sizeof(arrow) - 1, rest.len) : STR("");
	struct str before = at >= 0 ? str_slice(rest, 0, (size_t)at) : rest;
	if (!word(story, &before, &method) || !word(story, &before, &path)) {
		fail(story, "a request needs a method and an address");
		return;
	}
	struct story_request request = { .method = str_c(story->arena, method), .path = fill(story, path) };
	while (word(story, &before, &one)) {
		struct str value = fill(story, one);
		if (str_is(value, "json"))
			request.json = true;
		else if (!story_header_given(&request, value))
			story_field(story, &request, value);
	}
	struct http_response response;
	story_send(story, actor, &request, &response);
	story_steps++;
	expect(story, after, &response);
}

static void step_run(struct story *story, struct str rest)
{
	struct str words[32], one;
	int count = 0;
	ptrdiff_t at = str_find(rest, STR("→"));
	struct str before = at >= 0 ? str_slice(rest, 0, (size_t)at) : rest;
	struct str after = at >= 0 ? str_slice(rest, (size_t)at + strlen("→"), rest.len) : STR("");
	while (count < (int)LENGTH(words) && word(story, &before, &one))
		words[count++] = fill(story, one);
	struct str out;
	enum status status = story_command(story, count, words, &out);
	int64_t wanted = 0;
	if (word(story, &after, &one))
		str_int(one, &wanted);
	story_steps++;
	if (status_exit(status) != wanted)
		fail(story, "exit %d instead of %d: %.*s", status_exit(status), (int)wanted, STR_ARG(out));
	while (word(story, &after, &one)) {
		struct str next;
		if (!word(story, &after, &next))
			break;
		if (str_is(one, "has") && str_find(out, fill(story, next)) < 0)
			fail(story, "output lacks %.*s: %.*s", STR_ARG(next), STR_ARG(out));
		else if (str_is(one, "lacks") && str_find(out, fill(story, next)) >= 0)
			fail(story, "output has %.*s: %.*s", STR_ARG(next), STR_ARG(out));
		else if (str_is(one, "find"))
			story_find(story, out, next);
	}
}

/* now 2026-12-03 19:30 */
static void step_now(struct story *story, struct str rest)
{
	struct str day, clock;
	struct date date;
	int minute = 8 * 60;
	if (!word(story, &rest, &day) || !date_parse(day, &date)) {
		fail(story, "now needs a day");
		return;
	}
	if (word(story, &rest, &clock) && !clock_typed(clock, &minute))
		fail(story, "no time of day: %.*s", STR_ARG(clock));
	char text[32];
	snprintf(text, sizeof(text), "%lld", (long long)date_instant(date, minute));
	setenv("CHIBO_NOW", text, 1);
}

/* set CHIBO_SMTP=smtp://127.0.0.1:9: a setting from outside; without a value it is empty. */
static void step_set(struct story *story, struct str rest)
{
	struct str text;
	ptrdiff_t equal = word(story, &rest, &text) ? str_find(text, STR("=")) : -1;
	if (equal <= 0) {
		fail(story, "set needs NAME=VALUE");
		return;
	}
	const char *name = str_c(story->arena, str_slice(text, 0, (size_t)equal));
	setenv(name, str_c(story->arena, fill(story, str_slice(text, (size_t)equal + 1, text.len))), 1);
}

/* chore call.mail: runs one chore now. */
static void step_chore(struct story *story, struct str rest)
{
	struct str name;
	struct err err = { 0 };
	if (!word(story, &rest, &name) || app_chore(story->app, str_c(story->arena, name), &err) != OK)
		fail(story, "the chore failed: %s", err.code ? err.code : "no name");
}

/* mailbox: mail goes to a server of the story; mailbox TEXT: it got that, mailbox lacks TEXT: it did not. */
static void step_mailbox(struct story *story, struct str rest)
{
	struct str text;
	if (!word(story, &rest, &text)) {
		mailbox_open();
		return;
	}
	bool lacks = str_is(text, "lacks");
	if (lacks && !word(story, &rest, &text))
		return;
	if (mailbox_has(str_c(story->arena, text)) == lacks)
		fail(story, "the mailbox %s %.*s", lacks ? "has" : "lacks", STR_ARG(text));
}

void story_step(struct story *story, struct str line)
{
	struct str rest = line, first;
	if (!word(story, &rest, &first))
		return;
	if (str_is(first, "now"))
		step_now(story, rest);
	else if (str_is(first, "set"))
		step_set(story, rest);
	else if (str_is(first, "mailbox"))
		step_mailbox(story, rest);
	else if (str_is(first, "chore"))
		step_chore(story, rest);
	else if (str_is(first, "run"))
		step_run(story, rest);
	else if (str_is(first, "cell") || str_is(first, "officer") || str_is(first, "admin") || str_is(first, "tree")) {
		const char *problem = story_given(story, first, fill(story, rest));
		if (problem) {
			fail(story, "%s", problem);
			story->over = true; /* nothing after it can go right */
		}
	} else {
		step_request(story, story_actor(story, fill(story, first)), rest);
	}
}
