/* Foreign bytes are parsed in a child that can do nothing but compute and write to one pipe. The parent takes messages:
 * a kind, a length, a body of plain numbers and texts, each checked against its length. */
#include "sheet_private.h"

#include "base/isolate.h"

#include <stdlib.h>
#include <string.h>

enum message { MESSAGE_SHEET = 'S', MESSAGE_ROW = 'R', MESSAGE_MERGE = 'M', MESSAGE_END = 'E' };

enum {
	CHILD_MEMORY = 96 << 20, /* on top of what the parent had mapped */
	OUT_ROOM = 65536,
	MESSAGE_CEILING = 64 << 20,
};

/* The child's side */
struct writer {
	int fd;
	char *out;
	size_t len;
	int sheet; /* the last one told */
	struct arena *arena;
	struct buf body;
};

static void flush(struct writer *writer)
{
	isolate_write(writer->fd, writer->out, writer->len);
	writer->len = 0;
}

static void put(struct writer *writer, const void *bytes, size_t len)
{
	const char *from = bytes;
	while (len) {
		size_t part = OUT_ROOM - writer->len < len ? OUT_ROOM - writer->len : len;
		memcpy(writer->out + writer->len, from, part);
		writer->len += part;
		from += part;
		len -= part;
		if (writer->len == OUT_ROOM)
			flush(writer);
	}
}

static void put_message(struct writer *writer, char kind)
{
	uint32_t len = (uint32_t)writer->body.len;
	check(!writer->body.full);
	put(writer, &kind, 1);
	put(writer, &len, sizeof(len));
	put(writer, writer->body.ptr, len);
	writer->body.len = 0;
}

static void body_number(struct writer *writer, int64_t number)
{
	int32_t short_number = (int32_t)number;
	buf_put(&writer->body, (const char *)&short_number, sizeof(short_number));
}

static void body_text(struct writer *writer, struct str text)
{
	body_number(writer, (int64_t)text.len);
	buf_put(&writer->body, text.ptr, text.len);
}

static enum status write_row(void *context, const struct sheet_row *row, struct err *err)
{
	struct writer *writer = context;
	(void)err;
	if (row->sheet != writer->sheet) {
		writer->sheet = row->sheet;
		body_number(writer, row->sheet_hidden);
		body_text(writer, row->sheet_name);
		put_message(writer, MESSAGE_SHEET);
	}
	body_number(writer, row->sheet);
	body_number(writer, row->number);
	body_number(writer, (int64_t)row->count);
	for (size_t i = 0; i < row->count; i++) {
		const struct sheet_cell *cell = &row->cells[i];
		body_number(writer, cell->column);
		body_number(writer, cell->kind | (cell->formula ? 256 : 0));
		buf_put(&writer->body, (const char *)&cell->number, sizeof(cell->number));
		body_text(writer, cell->text);
	}
	put_message(writer, MESSAGE_ROW);
	return OK;
}

static enum status write_merge(void *context, const struct sheet_merge *merge, struct err *err)
{
	struct writer *writer = context;
	(void)err;
	buf_put(&writer->body, (const char *)merge, sizeof(*merge));
	put_message(writer, MESSAGE_MERGE);
	return OK;
}

static void write_end(struct writer *writer, enum status status, const struct sheet_info *info, const struct err *err)
{
	body_number(writer, status);
	body_number(writer, info->format);
	body_number(writer, info->delimiter);
	body_number(writer, info->sheets);
	body_number(writer, info->columns_cut);
	body_number(writer, info->rows);
	body_text(writer, str_of(info->encoding));
	body_text(writer, str_of(status == OK ? "" : err->code));
	body_text(writer, str_of(status == OK ? "" : err->detail));
	put_message(writer, MESSAGE_END);
	flush(writer);
}

struct job {
	struct str bytes;
	const struct sheet_limits *limits;
};

static void run_child(int fd, void *context)
{
	const struct job *job = context;
	struct writer writer = {
		.fd = fd, .out = malloc(OUT_ROOM), .sheet = -1, .arena = arena_open(ARENA_JOB_CEILING)
	};
	if (!writer.out)
		return;
	writer.body = buf_open(writer.arena, MESSAGE_CEILING);
	struct sheet_sink sink = { .context = &writer, .row = write_row, .merge = write_merge };
	struct sheet_info info;
	struct err err = { 0 };
	enum status status = sheet_read(job->bytes, job->limits, &sink, &info, &err);
	write_end(&writer, status, &info, &err);
}

/* The parent's side */
struct taker {
	struct isolate isolate;
	const struct sheet_limits *limits;
	const struct sheet_sink *sink;
	struct sheet_info *info;
	struct err *err;
	struct arena *arena;
	char *in;
	size_t at, len, room;
	struct str sheet_name;
	bool sheet_hidden;
	struct sheet_cell *cells;
};

static enum status fail(struct taker *taker, const char *code, const char *detail)
{
	struct reading reading = { .err = taker->err };
	return sheet_refuse(&reading, code, detail);
}

/* At least `need` unread bytes. NOT_FOUND at the end of the pipe. */
static enum status fill(struct taker *taker, size_t need)
{
	if (taker->at && taker->len - taker->at < need) {
		memmove(taker->in, taker->in + taker->at, taker->len - taker->at);
		taker->len -= taker->at;
		taker->at = 0;
	}
	if (need > taker->room) {
		size_t room = need * 2;
		taker->in = arena_grow(taker->arena, taker->in, taker->room, room);
		if (!taker->in)
			return fail(taker, "sheet.too_large", "message");
		taker->room = room;
	}
	while (taker->len - taker->at < need) {
		size_t got;
		enum status status = isolate_read(
		        &taker->isolate, taker->in + taker->len, taker->room - taker->len, &got, taker->err);
		if (status == BUSY)
			return fail(taker, "sheet.too_slow", "");
		TRY(status);
		taker->len += got;
	}
	return OK;
}

static bool take(struct str *body, void *to, size_t len)
{
	if (body->len < len)
		return false;
	memcpy(to, body->ptr, len);
	*body = str_slice(*body, len, body->len);
	return true;
}

static bool take_number(struct str *body, int *ret_number)
{
	int32_t number;
	bool good = take(body, &number, sizeof(number));
	*ret_number = good ? number : 0;
	return good;
}

static bool take_text(struct str *body, struct str *ret_text)
{
	int len;
	if (!take_number(body, &len) || len < 0 || (size_t)len > body->len)
		return false;
	*ret_text = str_slice(*body, 0, (size_t)len);
	*body = str_slice(*body, (size_t)len, body->len);
	return true;
}

static enum status take_row(struct taker *taker, struct str body)
{
	struct sheet_row row = {
		.sheet_name = taker->sheet_name, .sheet_hidden = taker->sheet_hidden, .cells = taker->cells
	};
	int count;
	if (!take_number(&body, &row.sheet) || !take_number(&body, &row.number) || !take_number(&body, &count) ||
	        count < 0 || count > taker->limits->columns)
		return fail(taker, "sheet.crashed", "row");
	for (int i = 0; i < count; i++) {
		struct sheet_cell *cell = &taker->cells[i];
		int kind;
		if (!take_number(&body, &cell->column) || !take_number(&body, &kind) ||
		        !take(&body, &cell->number, sizeof(cell->number)) || !take_text(&body, &cell->text) ||
		        cell->column < 0 || cell->column >= taker->limits->columns || (kind & 255) > SHEET_ERROR)
			return fail(taker, "sheet.crashed", "cell");
		cell->kind = (enum sheet_kind)(kind & 255);
		cell->formula = kind & 256;
	}
	row.count = (size_t)count;
	return taker->sink->row(taker->sink->context, &row, taker->err);
}

static enum status take_end(struct taker *taker, struct str body)
{
	static const char *const encodings[] = { "utf-8", "utf-16le", "utf-16be", "cp1258", "tcvn3" };
	int status, format, delimiter, cut, rows;
	struct str encoding, code, detail;
	if (!take_number(&body, &status) || !take_number(&body, &format) || !take_number(&body, &delimiter) ||
	        !take_number(&body, &taker->info->sheets) || !take_number(&body, &cut) || !take_number(&body, &rows) ||
	        !take_text(&body, &encoding) || !take_text(&body, &code) || !take_text(&body, &detail))
		return fail(taker, "sheet.crashed", "end");
	taker->info->format = format == SHEET_CSV ? SHEET_CSV : SHEET_XLSX;
	taker->info->delimiter = (char)delimiter;
	taker->info->columns_cut = cut;
	taker->info->rows = rows;
	for (size_t i = 0; i < LENGTH(encodings); i++) {
		if (str_is(encoding, encodings[i]))
			taker->info->encoding = encodings[i];
	}
	return status == OK ? OK : fail(taker, str_c(taker->arena, code), str_c(taker->arena, detail));
}

static enum status take_message(struct taker *taker, bool *ret_done)
{
	char kind;
	uint32_t len;
	TRY(fill(taker, 1 + sizeof(len)));
	memcpy(&kind, taker->in + taker->at, 1);
	memcpy(&len, taker->in + taker->at + 1, sizeof(len));
	if (len > MESSAGE_CEILING)
		return fail(taker, "sheet.crashed", "length");
	TRY(fill(taker, 1 + sizeof(len) + len));
	struct str body = { taker->in + taker->at + 1 + sizeof(len), len };
	taker->at += 1 + sizeof(len) + len;
	int hidden;
	struct sheet_merge merge;
	switch (kind) {
	case MESSAGE_SHEET:
		if (!take_number(&body, &hidden) || !take_text(&body, &taker->sheet_name))
			return fail(taker, "sheet.crashed", "sheet");
		taker->sheet_hidden = hidden;
		taker->sheet_name = str_copy(taker->arena, taker->sheet_name);
		return OK;
	case MESSAGE_ROW:
		return take_row(taker, body);
	case MESSAGE_MERGE:
		if (!take(&body, &merge, sizeof(merge)))
			return fail(taker, "sheet.crashed", "merge");
		return taker->sink->merge ? taker->sink->merge(taker->sink->context, &merge, taker->err) : OK;
	case MESSAGE_END:
		*ret_done = true;
		return take_end(taker, body);
	default:
		return fail(taker, "sheet.crashed", "message");
	}
}

static enum status take_all(struct taker *taker)
{
	bool done = false;
	while (!done) {
		enum status status = take_message(taker, &done);
		if (status == NOT_FOUND && !done)
			return fail(taker, "sheet.crashed", "pipe");
		TRY(status);
	}
	return OK;
}

enum status sheet_isolated(struct str bytes, const struct sheet_limits *limits, const struct sheet_sink *sink,
        struct sheet_info *ret_info, struct err *err)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct job job = { bytes, limits };
	struct taker taker = { .limits = limits, .sink = sink, .info = ret_info, .err = err, .arena = arena };
	*ret_info = (struct sheet_info){ .encoding = "utf-8" };
	TRY(isolate_start(
	        &(struct isolate_limits){ CHILD_MEMORY, limits->seconds }, run_child, &job, &taker.isolate, err));
	taker.cells = arena_array(arena, struct sheet_cell, (size_t)limits->columns);
	taker.room = OUT_ROOM * 4;
	taker.in = arena_take(arena, taker.room);
	enum status status = take_all(&taker);
	isolate_end(&taker.isolate);
	return status;
}
