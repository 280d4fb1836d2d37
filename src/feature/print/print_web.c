/* Papers: minutes and resolution, the book of resolutions, the list to sign, the notice; as PDF, DOCX and HTML, by page and by command. */
#include "feature/print/print_private.h"

#include "document/docx.h"
#include "document/html.h"
#include "document/pdf.h"

#include <pthread.h>
#include <string.h>

/* The style sheet is read once from the template and never changes after. */
static struct document_style style;
static enum status style_status;

static void read_style(void)
{
	struct arena *arena = arena_open(64 << 20); /* lives as long as the process */
	struct err err;
	style_status = document_style_read(arena, document_template_default(), &style, &err);
}

enum status print_write(struct arena *arena, const struct document *document, const char *format, struct str *ret_bytes, struct err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, read_style);
	if (style_status != OK)
		return err_broken(err, "print.style", "default template");
	if (!strcmp(format, "docx"))
		return document_docx(arena, document, &style, ret_bytes, err);
	if (!strcmp(format, "pdf"))
		return document_pdf(arena, document, &style, ret_bytes, err);
	struct str body;
	TRY(document_html(arena, document, &body, err));
	*ret_bytes = str_format(arena, "<!doctype html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>%.*s</title></head><body>\n%.*s\n</body></html>\n",
		STR_ARG(document->title), STR_ARG(body));
	return OK;
}

static const char *type_of(const char *format)
{
	return !strcmp(format, "docx")  ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	       : !strcmp(format, "pdf") ? "application/pdf"
					: "text/html; charset=utf-8";
}

static enum status send_document(
	struct request *request, const struct document *document, const char *name, const char *format, struct err *err)
{
	struct str bytes;
	TRY(print_write(request->arena, document, format, &bytes, err));
	request_file(request, bytes, type_of(format), str_format(request->arena, "%s.%s", name, format), !strcmp(format, "pdf"));
	return OK;
}

/* "minutes.pdf" of the path: what, and in which form. */
static enum status print_record(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	const char *file = strrchr(request->route->path, '/') + 1, *format = strrchr(file, '.') + 1;
	const char *kind = !strncmp(file, "minutes", 7) ? "minutes" : "resolution";
	struct document *document;
	int64_t ord = request_query_int(request, "number", 1);
	TRY(record_document_of(request->arena, request->db, meeting, kind, ord, false, &document, err));
	if (!request->object_roles_own)
		request_look(request, meeting->cell, meeting->shard, "print");
	const char *name = str_c(request->arena,
		str_format(request->arena, "%s-%d-%02d", !strcmp(kind, "minutes") ? "bien-ban" : "nghi-quyet", meeting->month / 100, meeting->month % 100));
	return send_document(request, document, name, format, err);
}

static enum status print_list(struct request *request, void *view, struct err *err)
{
	(void)view;
	struct document *document;
	TRY(print_attendance(request->arena, request->db, request_meeting(request), &document, err));
	return send_document(request, document, "danh-sach-ky", strrchr(request->route->path, '.') + 1, err);
}

static enum status print_notice(struct request *request, void *view, struct err *err)
{
	(void)view;
	struct document *document;
	bool large = request_query_int(request, "large", 0) == 1;
	TRY(print_notice_document(request->arena, request->db, request_meeting(request), large, &document, err));
	return send_document(request, document, "thong-bao-hop", strrchr(request->route->path, '.') + 1, err);
}

static enum status print_book_of(struct request *request, void *view, struct err *err)
{
	(void)view;
	struct document *document;
	TRY(print_resolutions(request->arena, request->db, request_unit(request, "cell"), request->today, &document, err));
	return send_document(request, document, "so-nghi-quyet", strrchr(request->route->path, '.') + 1, err);
}

static enum status record_command(struct command_line *line, const char *kind, struct err *err)
{
	struct meeting meeting;
	struct document *document;
	int64_t id, ord = 1;
	struct str out = command_option(line, "out"), number = command_option(line, "number");
	static const char *const formats[] = { "docx", "pdf", "html" };
	if (!str_int(line->arg[0], &id))
		return err_set(err, NOT_FOUND, "print.no_meeting", NULL);
	if (number.ptr && (!str_int(number, &ord) || ord < 1))
		return err_set(err, INVALID, "print.number", "number");
	TRY(meeting_load(line->arena, line->db, id, &meeting, err));
	TRY(record_document_of(line->arena, line->db, &meeting, kind, ord, false, &document, err));
	for (size_t i = 0; i < LENGTH(formats); i++)
		if (str_ends(out, str_format(line->arena, ".%s", formats[i])))
			return print_write(line->arena, document, formats[i], &line->file, err);
	return err_set(err, INVALID, "print.format", "out");
}

static enum status minutes_command(struct command_line *line, struct err *err)
{
	return record_command(line, "minutes", err);
}

static enum status resolution_command(struct command_line *line, struct err *err)
{
	return record_command(line, "resolution", err);
}

const struct feature print_feature = {
	.name = "print",
	.routes =
		(const struct route[]){
			{ HTTP_GET, "/meetings/{meeting}/minutes.pdf", &meeting_read, print_record, .slow = true, .about = "Minutes as PDF" },
			{ HTTP_GET, "/meetings/{meeting}/minutes.docx", &meeting_read, print_record, .slow = true, .about = "Minutes as DOCX" },
			{ HTTP_GET, "/meetings/{meeting}/minutes.html", &meeting_read, print_record, .slow = true, .about = "Minutes as HTML" },
			{ HTTP_GET, "/meetings/{meeting}/resolution.pdf", &meeting_read, print_record, .slow = true, .about = "Resolution as PDF" },
			{ HTTP_GET, "/meetings/{meeting}/resolution.docx", &meeting_read, print_record, .slow = true, .about = "Resolution as DOCX" },
			{ HTTP_GET, "/meetings/{meeting}/resolution.html", &meeting_read, print_record, .slow = true, .about = "Resolution as HTML" },
			{ HTTP_GET, "/meetings/{meeting}/attendance-list.pdf", &meeting_hold, print_list, .slow = true, .about = "List to sign" },
			{ HTTP_GET, "/meetings/{meeting}/attendance-list.docx", &meeting_hold, print_list, .slow = true },
			{ HTTP_GET, "/meetings/{meeting}/notice.pdf", &meeting_read, print_notice, .slow = true, .about = "Notice; ?large=1 in large type" },
			{ HTTP_GET, "/meetings/{meeting}/notice.docx", &meeting_read, print_notice, .slow = true },
			{ HTTP_GET, "/cells/{cell}/resolutions.pdf", &meeting_read, print_book_of, .slow = true, .about = "Book of resolutions" },
			{ HTTP_GET, "/cells/{cell}/resolutions.docx", &meeting_read, print_book_of, .slow = true },
			{ 0 },
		},
	.commands =
		(const struct command[]){
			{ "minutes", "ID --out FILE.(docx|pdf|html)", "Write the minutes of a meeting", "ID is the meeting's, as `meeting list` shows it.",
				"out= number=", minutes_command, NEEDS_READ, 0, 1, 1, false },
			{ "resolution", "ID --out FILE.(docx|pdf|html) [--number N]", "Write a resolution of a meeting", NULL, "out= number=",
				resolution_command, NEEDS_READ, 0, 1, 1, false },
			{ 0 },
		},
};
