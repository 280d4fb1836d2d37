/* Templates of others are filled in a child: one message comes back, checked against its lengths, then the bytes. */
#include "document/fill.h"

#include "base/isolate.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_ROOM = 80 << 20 };

/* All that may be said; texts of a code that stands for the person. */
static const char *const codes[] = { "fill.empty", "fill.old_office", "fill.not_office", "fill.encrypted",
	"fill.broken", "fill.doctype", "fill.path", "fill.too_large", "fill.macro", "fill.active", "fill.external",
	"fill.field", "fill.no_names", "fill.unknown_name", "fill.name_range", "fill.name_merged",
	"fill.name_elsewhere", "fill.name_formula", "fill.cell_formula", "fill.rows_apart", "fill.row_blocked",
	"fill.control_place" };

struct answer {
	int64_t status, code, format, singles, columns, len;
	char name[ERR_VALUE], place[ERR_VALUE];
};

struct job {
	struct str bytes;
	const struct fill_data *data;
	int64_t instant;
};

static void run_child(int fd, void *context)
{
	const struct job *job = context;
	struct arena *arena = arena_open(ARENA_ROOM);
	struct fill_info info;
	struct err err = { 0 };
	struct str bytes = STR_NONE;
	enum status status = document_fill(arena, job->bytes, job->data, job->instant, &bytes, &info, &err);
	struct answer answer = { .status = status,
		.code = -1,
		.format = info.format,
		.singles = (int64_t)info.singles,
		.columns = (int64_t)info.columns };
	for (size_t i = 0; i < LENGTH(codes) && status != OK; i++)
		if (err.code && !strcmp(err.code, codes[i]))
			answer.code = (int64_t)i;
	for (size_t i = 0; i < err.arg_count && status != OK; i++)
		memcpy(!strcmp(err.arg[i].name, "name") ? answer.name : answer.place, err.arg[i].value, ERR_VALUE);
	answer.len = status == OK ? (int64_t)bytes.len : 0;
	isolate_write(fd, (const char *)&answer, sizeof(answer));
	isolate_write(fd, bytes.ptr, (size_t)answer.len);
}

static enum status refuse(struct err *err, const char *code, const char *name, const char *place)
{
	enum status status = err_set(err, INVALID, code, NULL);
	err_arg(err, "name", str_of(name));
	err_arg(err, "place", str_of(place));
	return status;
}

static enum status take(struct isolate *isolate, char *to, size_t len, struct err *err)
{
	for (size_t at = 0, got; at < len; at += got) {
		enum status status = isolate_read(isolate, to + at, len - at, &got, err);
		if (status != OK)
			return refuse(err, status == BUSY ? "fill.slow" : "fill.crashed", "", "");
	}
	return OK;
}

static enum status take_all(struct arena *arena, struct isolate *isolate, struct str *ret_bytes,
        struct fill_info *ret_info, struct err *err)
{
	struct answer answer;
	TRY(take(isolate, (char *)&answer, sizeof(answer), err));
	answer.name[ERR_VALUE - 1] = answer.place[ERR_VALUE - 1] = 0;
	if (answer.status != OK)
		return refuse(err,
		        answer.code >= 0 && answer.code < (int64_t)LENGTH(codes) ? codes[answer.code] : "fill.crashed",
		        answer.name, answer.place);
	char *bytes = answer.len > 0 && answer.len <= FILL_RESULT_MAX ? arena_try(arena, (size_t)answer.len + 1) : NULL;
	if (!bytes)
		return refuse(err, "fill.too_large", "", "");
	TRY(take(isolate, bytes, (size_t)answer.len, err));
	*ret_info = (struct fill_info){ .format = answer.format == FILL_XLSX ? FILL_XLSX : FILL_DOCX,
		.singles = (size_t)answer.singles,
		.columns = (size_t)answer.columns };
	*ret_bytes = (struct str){ bytes, (size_t)answer.len };
	return OK;
}

enum status document_fill_isolated(struct arena *arena, struct str bytes, const struct fill_data *data, int64_t instant,
        struct str *ret_bytes, struct fill_info *ret_info, struct err *err)
{
	struct job job = { bytes, data, instant };
	struct isolate isolate;
	if (bytes.len > FILL_FILE_MAX)
		return refuse(err, "fill.too_large", "", "");
	TRY(isolate_start(&(struct isolate_limits){ FILL_MEMORY, FILL_SECONDS }, run_child, &job, &isolate, err));
	enum status status = take_all(arena, &isolate, ret_bytes, ret_info, err);
	isolate_end(&isolate);
	return status;
}
