/* One guidance: written as a draft, with themes and papers, published with number and day, withdrawn with a reason. */
#include "feature/guidance/guidance_private.h"

#include "base/id.h"
#include "base/time.h"
#include "feature/file/file.h"
#include "feature/print/print.h"

static enum status back(struct request *request, const char *flash)
{
	request_flash(request, flash);
	request_go(request, "/guidance/%lld", (long long)request_guidance(request)->id.n);
	return OK;
}

static enum status must_be(const struct guidance *guidance, const char *state, const char *code, struct err *err)
{
	return str_is(guidance->row.state, state) ? OK : err_set(err, CONFLICT, code, NULL);
}

static void put_themes(
        struct request *request, const struct guidance_themes_rows *rows, struct guidance_show_page_view *view)
{
	view->themes.at = arena_array(request->arena, struct guidance_show_page_themes, rows->count + 1);
	for (size_t i = 0; i < rows->count; i++) {
		const struct guidance_themes_row *row = &rows->at[i];
		struct guidance_show_page_themes *theme = &view->themes.at[view->themes.count++];
		*theme = (struct guidance_show_page_themes){ .id = row->id,
			.title = row->title,
			.text = row->text,
			.questions = row->questions,
			.due = row->due };
		theme->types.at = arena_array(request->arena, struct guidance_show_page_themes_types, GUIDANCE_TYPES);
		for (int k = 0; k < GUIDANCE_TYPES && row->types.len; k++)
			if (guidance_is_for(row->types, str_of(guidance_types[k])))
				theme->types.at[theme->types.count++].code = str_of(guidance_types[k]);
	}
}

/* The form of a theme: a new one, or the one that the query names. */
static void put_form(struct request *request, const struct guidance_themes_rows *rows,
        struct guidance_show_page_view *view, struct period quarter)
{
	const struct guidance_themes_row *edited = NULL;
	int first = period_first(quarter);
	for (size_t i = 0; i < rows->count; i++)
		if (rows->at[i].id.n == request_query_int(request, "theme", 0))
			edited = &rows->at[i];
	view->types.at = arena_array(request->arena, struct guidance_show_page_types, GUIDANCE_TYPES);
	for (int k = 0; k < GUIDANCE_TYPES; k++)
		view->types.at[view->types.count++] = (struct guidance_show_page_types){ str_of(guidance_types[k]),
			edited && edited->types.len && guidance_is_for(edited->types, str_of(guidance_types[k])) };
	view->months.at = arena_array(request->arena, struct guidance_show_page_months, 3);
	for (int m = 0; m < 3; m++)
		view->months.at[view->months.count++] = (struct guidance_show_page_months){ (first + m) % 100,
			edited ? edited->due == first + m : m == 2 };
	if (edited) {
		view->edit = edited->id;
		view->edit_title = edited->title;
		view->edit_text = edited->text;
		view->edit_questions = edited->questions;
	}
}

enum status guidance_show(struct request *request, void *to, struct err *err)
{
	struct guidance_show_page_view *view = to;
	const struct guidance *guidance = request_guidance(request);
	const struct guidance_one_row *row = &guidance->row;
	struct guidance_themes_rows themes;
	struct unit_committee committee =
	        unit_committee_of(request->arena, row->unit_kind, row->unit_name, request->today);
	*view = (struct guidance_show_page_view){ .guidance = guidance->id,
		.unit = row->unit,
		.unit_name = row->unit_name,
		.heading = row->title,
		.intro = row->intro,
		.quarter = guidance_quarter_words(request->arena, guidance->quarter),
		.code = period_code(request->arena, guidance->quarter),
		.state = row->state,
		.number = row->number,
		.day = row->day,
		.reason = row->withdrawn_reason,
		.leads = request_can(request, "guidance.lead"),
		.draft = str_is(row->state, "draft"),
		.published = str_is(row->state, "published"),
		.more = !str_is(row->state, "withdrawn"),
		.capacity = STR("T/M BAN THƯỜNG VỤ"),
		.post = committee.head,
		.today = request->today };
	TRY(guidance_themes(request->arena, request->db, &(struct guidance_themes_in){ guidance->id }, &themes, err));
	put_themes(request, &themes, view);
	put_form(request, &themes, view, guidance->quarter);
	request->shell.crumb = row->unit_name;
	request->shell.crumb_href = view->leads ? str_format(request->arena, "/units/%lld/guidance?q=%.*s",
	                                                  (long long)row->unit.n, STR_ARG(view->code))
	                                        : STR("/");
	return guidance_papers(
	        request->arena, request->db, &(struct guidance_papers_in){ guidance->id }, &view->papers, err);
}

enum status guidance_save(struct request *request, void *view, struct err *err)
{
	const struct guidance *guidance = request_guidance(request);
	(void)view;
	TRY(must_be(guidance, "draft", "guidance.published", err));
	TRY(guidance_put(request->arena, request->db,
	        &(struct guidance_put_in){
	                guidance->id, request_text(request, "heading"), request_text(request, "intro") },
	        err));
	return back(request, N_("Đã lưu."));
}

/* " thon dntn ": what is ticked; nothing: all. */
static struct str ticked(struct request *request)
{
	struct buf buf = buf_open(request->arena, 256);
	for (int k = 0; k < GUIDANCE_TYPES; k++)
		if (request_text(
		            request, str_c(request->arena, str_format(request->arena, "types-%s", guidance_types[k])))
		                .len)
			buf_format(&buf, "%s%s ", buf.len ? "" : " ", guidance_types[k]);
	return buf_text(&buf);
}

enum status guidance_save_theme(struct request *request, void *view, struct err *err)
{
	const struct guidance *guidance = request_guidance(request);
	struct theme_id id = { request_int(request, "theme") };
	struct guidance_themes_rows rows;
	int due = guidance->quarter.year * 100 + (int)request_int(request, "due");
	bool known = false;
	(void)view;
	TRY(must_be(guidance, "draft", "guidance.published", err));
	TRY(guidance_themes(request->arena, request->db, &(struct guidance_themes_in){ guidance->id }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		known |= rows.at[i].id.n == id.n;
	if (id.n && !known)
		return err_set(err, NOT_FOUND, "guidance.no_such_theme", NULL);
	if (request_int(request, "remove")) {
		TRY(guidance_theme_drop(
		        request->arena, request->db, &(struct guidance_theme_drop_in){ id, guidance->id }, err));
		return back(request, N_("Đã bỏ chuyên đề khỏi dự thảo."));
	}
	if (!request_text(request, "title").len)
		return err_set(err, INVALID, "guidance.title_missing", "title");
	if (due < period_first(guidance->quarter) || due > period_last(guidance->quarter)) {
		enum status status = err_set(err, INVALID, "guidance.due", "due");
		err_arg(err, "quarter", guidance_quarter_words(request->arena, guidance->quarter));
		return status;
	}
	if (!id.n && rows.count >= GUIDANCE_THEMES)
		return err_set(err, CONFLICT, "guidance.themes_many", NULL);
	TRY(guidance_theme_put(request->arena, request->db,
	        &(struct guidance_theme_put_in){ id.n ? id : (struct theme_id){ id_new(0) }, guidance->id,
	                request_text(request, "title"), request_text(request, "text"),
	                request_text(request, "questions"), ticked(request), due, request->now },
	        err));
	return back(request, N_("Đã lưu chuyên đề."));
}

enum status guidance_save_paper(struct request *request, void *view, struct err *err)
{
	const struct guidance *guidance = request_guidance(request);
	const struct http_upload *upload = request_file_of(request, "file");
	struct str hash, type = file_type(upload->bytes);
	struct guidance_papers_rows rows;
	(void)view;
	if (str_is(guidance->row.state, "withdrawn"))
		return err_set(err, CONFLICT, "guidance.not_published", NULL);
	TRY(guidance_papers(request->arena, request->db, &(struct guidance_papers_in){ guidance->id }, &rows, err));
	if (rows.count >= GUIDANCE_PAPERS)
		return err_set(err, CONFLICT, "guidance.papers_many", "file");
	TRY(file_put(request->arena, request->db, 0, upload->bytes, type, request->now, &hash, err));
	TRY(guidance_paper_add(request->arena, request->db,
	        &(struct guidance_paper_add_in){ { id_new(0) }, guidance->id, request_text(request, "paper_title"),
	                upload->filename.len ? upload->filename : STR("tai-lieu"), type, (int64_t)upload->bytes.len,
	                hash, request->account, request->now },
	        err));
	return back(request, N_("Đã đăng tài liệu."));
}

enum status guidance_take_paper(struct request *request, void *view, struct err *err)
{
	const struct guidance *guidance = request_guidance(request);
	struct guidance_paper_id id = { request_int(request, "paper") };
	struct guidance_paper_one_row row;
	struct guidance_paper_stands_row stands;
	bool found;
	(void)view;
	TRY(guidance_paper_one(request->arena, request->db, &(struct guidance_paper_one_in){ id }, &row, &found, err));
	if (!found || row.guidance.n != guidance->id.n || row.withdrawn)
		return err_set(err, NOT_FOUND, "call.no_paper", NULL);
	TRY(guidance_paper_withdraw(
	        request->arena, request->db, &(struct guidance_paper_withdraw_in){ id, request->now }, err));
	TRY(guidance_paper_stands(
	        request->arena, request->db, &(struct guidance_paper_stands_in){ row.hash }, &stands, err));
	if (!stands.n)
		TRY(file_drop(request->arena, request->db, 0, row.hash, err));
	return back(request, N_("Đã rút tài liệu và xóa tệp."));
}

enum status guidance_fetch_paper(struct request *request, void *view, struct err *err)
{
	const struct guidance_paper_one_row *row = request_object(request, "guidance_paper")->row;
	struct str bytes;
	(void)view;
	TRY(file_get(request->arena, request->db, 0, row->hash, &bytes, err));
	request_file(request, bytes, str_c(request->arena, row->type), row->file_name, false);
	return OK;
}

enum status guidance_publish_it(struct request *request, void *view, struct err *err)
{
	const struct guidance *guidance = request_guidance(request);
	struct str number = request_text(request, "number"), day = request_day(request, "day");
	struct guidance_themes_rows themes;
	struct guidance_number_taken_row taken;
	int year = month_of_day(day) / 100;
	(void)view;
	TRY(must_be(guidance, "draft", "guidance.published", err));
	TRY(guidance_themes(request->arena, request->db, &(struct guidance_themes_in){ guidance->id }, &themes, err));
	if (!themes.count)
		return err_set(err, CONFLICT, "guidance.no_theme", NULL);
	if (str_compare(day, request->today) > 0)
		return err_set(err, INVALID, "guidance.day_future", "day");
	if (period_over(request->arena, guidance->quarter, request->today))
		return err_set(err, CONFLICT, "guidance.draft_over", NULL);
	TRY(guidance_number_taken(request->arena, request->db,
	        &(struct guidance_number_taken_in){ guidance->row.unit, guidance->id, number,
	                str_format(request->arena, "%04d-01-01", year),
	                str_format(request->arena, "%04d-01-01", year + 1) },
	        &taken, err));
	if (taken.n)
		return err_set(err, INVALID, "guidance.number_taken", "number");
	TRY(guidance_publish(request->arena, request->db,
	        &(struct guidance_publish_in){ guidance->id, number, day, request_text(request, "capacity"),
	                request_text(request, "post"), request_text(request, "signer"), request->now },
	        err));
	return back(request, N_("Đã ban hành; các chi bộ thấy hướng dẫn."));
}

enum status guidance_withdraw_it(struct request *request, void *view, struct err *err)
{
	const struct guidance *guidance = request_guidance(request);
	(void)view;
	TRY(must_be(guidance, "published", "guidance.not_published", err));
	TRY(guidance_withdraw(request->arena, request->db,
	        &(struct guidance_withdraw_in){ guidance->id, request_text(request, "reason"), request->now }, err));
	return back(request, N_("Đã rút hướng dẫn."));
}

enum status guidance_fetch_document(struct request *request, void *view, struct err *err)
{
	const struct guidance *guidance = request_guidance(request);
	struct guidance_themes_rows themes;
	struct guidance_papers_rows papers;
	(void)view;
	TRY(guidance_themes(request->arena, request->db, &(struct guidance_themes_in){ guidance->id }, &themes, err));
	TRY(guidance_papers(request->arena, request->db, &(struct guidance_papers_in){ guidance->id }, &papers, err));
	return print_send(request, guidance_paper(request, guidance, &themes, &papers),
	        STR("Hướng dẫn sinh hoạt chuyên đề"), err);
}
