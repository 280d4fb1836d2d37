/* Minutes and resolutions on paper, in any of the formats, from pages and from the command line. */
#include "feature/print/print_private.h"

#include "app/page.h"
#include "document/docx.h"
#include "document/html.h"
#include "document/pdf.h"
#include "gen/print_page.h"
#include "gen/print_sql.h"

#include <pthread.h>

enum { HTML_CEILING = 16 << 20, STYLE_CEILING = 64 << 20 };

/* The style sheet is read once from the template and never changes after. */
static struct document_style style;
static enum status style_status;

static void read_style(void)
{
	struct arena *arena = arena_open(STYLE_CEILING); /* lives as long as the process */
	struct err err;
	style_status = document_style_read(arena, document_template_default(), &style, &err);
}

static enum status html_bytes(struct arena *arena, struct document *document, struct str *ret_bytes, struct err *err)
{
	struct page page = { .arena = arena, .language = VI };
	struct buf out = buf_open(arena, HTML_CEILING);
	struct shell_print_document_view view = { .title = document->title };
	TRY(document_html(arena, document, &view.body, err));
	shell_print_document_html(&out, &page, &view);
	*ret_bytes = buf_text(&out);
	return OK;
}

enum status print_bytes(struct arena *arena, struct document *document, enum print_format format, struct str *ret_bytes,
        struct err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	if (format == PRINT_HTML)
		return html_bytes(arena, document, ret_bytes, err);
	pthread_once(&once, read_style);
	if (style_status != OK)
		return err_broken(err, "print.style", "the template that is built in");
	return format == PRINT_DOCX ? document_docx(arena, document, &style, ret_bytes, err)
	                            : document_pdf(arena, document, &style, ret_bytes, err);
}

static enum print_format format_of(struct str path)
{
	return str_ends(path, STR(".docx")) ? PRINT_DOCX : str_ends(path, STR(".html")) ? PRINT_HTML : PRINT_PDF;
}

enum status print_send(struct request *request, struct document *document, struct str name, struct err *err)
{
	static const char *const types[] = { "application/pdf",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "text/html; charset=utf-8" };
	static const char *const endings[] = { "pdf", "docx", "html" };
	enum print_format format = format_of(request->http->path);
	struct str bytes;
	TRY(print_bytes(request->arena, document, format, &bytes, err));
	request_file(request, bytes, types[format],
	        str_format(request->arena, "%.*s.%s", STR_ARG(name), endings[format]), format != PRINT_DOCX);
	return OK;
}

void print_own(struct document *document)
{
	document_paragraph(document, DOCUMENT_NO_INDENT,
	        STR(DOCUMENT_ITALIC "Mẫu của phần mềm, không phải mẫu của Trung ương." DOCUMENT_ITALIC));
}

static enum status send_record(struct request *request, const char *kind, const char *words, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct document *document;
	TRY(record_document_of(request->arena, request->db, meeting, kind, request_query_int(request, "record", 0),
	        request_query_int(request, "number", 0), &document, err));
	return print_send(request, document,
	        str_format(request->arena, "%s tháng %d-%d", words, meeting->month % 100, meeting->month / 100), err);
}

static enum status send_minutes(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_record(request, "minutes", "Biên bản", err);
}

static enum status send_resolution(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_record(request, "resolution", "Nghị quyết", err);
}

/* The short addresses lead to the record itself. */
static enum status go_to(struct request *request, const char *kind, const char *below, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct print_record_row row;
	int64_t number = request_query_int(request, "number", 0);
	bool found;
	TRY(print_record(request->arena, request->db,
	        &(struct print_record_in){ .meeting = { meeting->id },
	                .shard = meeting->shard,
	                .kind = str_of(kind),
	                .number = number ? OPT(number) : OPT_NONE },
	        &row, &found, err));
	if (found)
		request_go(request, "/meetings/%lld/record/%lld%s", (long long)meeting->id, (long long)row.id.n, below);
	else
		request_go(request, "/meetings/%lld/record", (long long)meeting->id);
	return OK;
}

static enum status go_record(struct request *request, void *view, struct err *err)
{
	struct str rest = str_of(request->route->path), part, kind = STR(""), below = STR("");
	(void)view;
	while (str_split(&rest, '/', &part)) {
		if (str_is(part, "minutes") || str_is(part, "resolution"))
			kind = part;
		else if (kind.len)
			below = str_format(request->arena, "/%.*s", STR_ARG(part));
	}
	return go_to(request, str_c(request->arena, kind), str_c(request->arena, below), err);
}

#define MEETING "/meetings/{meeting}/"
#define FILE_ROUTE(path, handler, says)                                             \
	{                                                                           \
		HTTP_GET, path, &meeting_read, handler, .slow = true, .about = says \
	}
#define LIST_ROUTE(path, says)                                                                    \
	{                                                                                         \
		HTTP_GET, path, &meeting_hold, print_attendance_list, .slow = true, .about = says \
	}
const struct feature print_feature = {
	.name = "print",
	.routes =
	        (const struct route[]){
	                FILE_ROUTE(MEETING "minutes.pdf", send_minutes,
	                        "The minutes as PDF; record: which, number: of which number"),
	                FILE_ROUTE(MEETING "minutes.docx", send_minutes, "The minutes as DOCX"),
	                FILE_ROUTE(MEETING "minutes.html", send_minutes, "The minutes as HTML"),
	                FILE_ROUTE(MEETING "resolution.pdf", send_resolution,
	                        "A resolution as PDF; record: which, number: of which number"),
	                FILE_ROUTE(MEETING "resolution.docx", send_resolution, "A resolution as DOCX"),
	                FILE_ROUTE(MEETING "resolution.html", send_resolution, "A resolution as HTML"),
	                { HTTP_GET, MEETING "minutes", &meeting_read, go_record, .about = "Leads to the minutes" },
	                { HTTP_GET, MEETING "minutes/edit", &meeting_read, go_record,
	                        .about = "Leads to the minutes to edit" },
	                { HTTP_GET, MEETING "minutes/read", &meeting_read, go_record,
	                        .about = "Leads to the minutes to read back" },
	                { HTTP_GET, MEETING "resolution", &meeting_read, go_record,
	                        .about = "Leads to the resolution" },
	                { HTTP_GET, MEETING "resolution/edit", &meeting_read, go_record,
	                        .about = "Leads to the resolution to edit" },
	                { HTTP_GET, MEETING "resolution/read", &meeting_read, go_record,
	                        .about = "Leads to the resolution to read" },
	                LIST_ROUTE(MEETING "attendance-list.pdf", "The list to sign, as PDF"),
	                LIST_ROUTE(MEETING "attendance-list.docx", "The list to sign, as DOCX"),
	                FILE_ROUTE(MEETING "notice.pdf", print_notice, "The notice as PDF; large=1: in large type"),
	                FILE_ROUTE(MEETING "notice.docx", print_notice, "The notice as DOCX"),
	                FILE_ROUTE("/cells/{cell}/resolutions.pdf", print_book_paper,
	                        "The resolution book as PDF; term: of which term"),
	                FILE_ROUTE("/cells/{cell}/resolutions.docx", print_book_paper, "The resolution book as DOCX"),
	                { 0 },
	        },
	.commands = print_commands,
};
