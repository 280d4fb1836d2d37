/* Papers of a meeting: posted, checked for marks of secrecy, opened by members, withdrawn. */
#include "base/id.h"
#include "feature/call/call_private.h"
#include "feature/file/file.h"
#include "gen/call_page.h"

const struct field call_paper_form[] = {
	{ "title", FIELD_LINE, .required = true, .max = 200, .label = N_("Tên tài liệu") },
	{ "file", FIELD_FILE, .required = true, .max = FILE_MAX, .label = N_("Tệp") },
	{ "not_secret", FIELD_FLAG },
	{ 0 },
};

enum status call_load_paper(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct call_paper_row *row = arena_new(request->arena, struct call_paper_row);
	const struct meeting *meeting = request_meeting(request);
	TRY(call_paper(
	        request->arena, request->db, &(struct call_paper_in){ .id = { id }, .shard = id_shard(id) }, row, err));
	if (row->meeting.n != meeting->id || row->withdrawn_at.set)
		return err_set(err, NOT_FOUND, "call.no_paper", NULL);
	*object = (struct object){ .id = id, .shard = id_shard(id), .unit = meeting->cell, .row = row };
	return OK;
}

static enum status papers_of(
        struct request *request, const struct meeting *meeting, struct call_papers_rows *ret_rows, struct err *err)
{
	return call_papers(request->arena, request->db,
	        &(struct call_papers_in){
	                .meeting = { meeting->id }, .shard = meeting->shard, .person = request->person },
	        ret_rows, err);
}

enum status call_show_papers(struct request *request, void *to, struct err *err)
{
	struct call_papers_page_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	struct meeting_counts counts;
	struct call_papers_rows rows;
	TRY(papers_of(request, meeting, &rows, err));
	TRY(meeting_count(request->arena, request->db, meeting, &counts, err));
	*view = (struct call_papers_page_view){ .id = { meeting->id },
		.heading = meeting_title(request, meeting),
		.leads = request_can(request, "meeting.plan"),
		.state = meeting->state,
		.members = counts.members };
	request->shell.head = meeting->cell_name;
	request->shell.sub = meeting->superior_name;
	view->papers.at = arena_array(request->arena, struct call_papers_page_papers, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct call_papers_row *row = &rows.at[i];
		view->papers.at[view->papers.count++] = (struct call_papers_page_papers){ .id = row->id,
			.title = row->title,
			.file_name = row->file_name,
			.kilobytes = (row->size + 1023) / 1024,
			.posted_at = row->posted_at,
			.opened = row->opened,
			.mine = row->mine };
	}
	return OK;
}

/* Whether the papers are late counts. */
static enum status count(struct request *request, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	return counter_touch(
	        request->arena, request->db, meeting->cell, meeting->shard, meeting->month, request->now, err);
}

enum status call_post_paper(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	const struct http_upload *upload = request_file_of(request, "file");
	struct call_papers_rows rows;
	struct str hash, type = file_type(upload->bytes);
	TRY(meeting_need(meeting, "planned called open", N_("call.paper_late"), err));
	TRY(papers_of(request, meeting, &rows, err));
	if (rows.count >= PAPERS_MAX)
		return err_set(err, CONFLICT, "call.paper_many", "file");
	TRY(file_put(request->arena, request->db, meeting->shard, upload->bytes, type, request->now, &hash, err));
	TRY(call_paper_add(request->arena, request->db,
	        &(struct call_paper_add_in){ .id = { id_new(meeting->shard) },
	                .shard = meeting->shard,
	                .meeting = { meeting->id },
	                .title = request_text(request, "title"),
	                .file_name = upload->filename.len ? upload->filename : STR("tai-lieu"),
	                .type = type,
	                .size = (int64_t)upload->bytes.len,
	                .hash = hash,
	                .at = request->now,
	                .account = request->account },
	        err));
	TRY(count(request, err));
	request_flash(request, N_("Đã đăng tài liệu."));
	request_go(request, "/meetings/%lld/papers", (long long)meeting->id);
	return OK;
}

enum status call_withdraw_paper(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct object *paper = request_object(request, "paper");
	const struct call_paper_row *row = paper->row;
	TRY(call_paper_withdraw(request->arena, request->db,
	        &(struct call_paper_withdraw_in){
	                .id = { paper->id }, .shard = paper->shard, .at = request->now, .account = request->account },
	        err));
	TRY(file_drop(request->arena, request->db, paper->shard, row->hash, err));
	TRY(count(request, err));
	request_flash(request, N_("Đã rút tài liệu và xóa tệp; chỉ còn tên, ai rút và khi nào."));
	request_go(request, "/meetings/%lld/papers", (long long)request_meeting(request)->id);
	return OK;
}

enum status call_show_paper(struct request *request, void *to, struct err *err)
{
	struct call_paper_page_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	const struct call_paper_row *paper = request_object(request, "paper")->row;
	struct call_paper_readers_rows readers = { 0 };
	*view = (struct call_paper_page_view){ .id = { meeting->id },
		.paper = paper->id,
		.heading = paper->title,
		.meeting_title = meeting_title(request, meeting),
		.file_name = paper->file_name,
		.kind = paper->type,
		.kilobytes = (paper->size + 1023) / 1024,
		.leads = request_can(request, "meeting.plan") };
	request->shell.head = meeting->cell_name;
	request->shell.sub = meeting->superior_name;
	if (view->leads)
		TRY(call_paper_readers(request->arena, request->db,
		        &(struct call_paper_readers_in){
		                .paper = paper->id, .shard = meeting->shard, .meeting = { meeting->id } },
		        &readers, err));
	view->readers.at = arena_array(request->arena, struct call_paper_page_readers, readers.count + 1);
	for (size_t i = 0; i < readers.count; i++)
		view->readers.at[view->readers.count++] = (struct call_paper_page_readers){ .name = readers.at[i].name,
			.first_at = readers.at[i].first_at };
	return OK;
}

enum status call_open_paper(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct object *paper = request_object(request, "paper");
	if (request->person.n)
		TRY(call_paper_opened(request->arena, request->db,
		        &(struct call_paper_opened_in){ .paper = { paper->id },
		                .shard = paper->shard,
		                .person = request->person,
		                .at = request->now },
		        err));
	request_go(request, "/meetings/%lld/papers/%lld/file", (long long)request_meeting(request)->id,
	        (long long)paper->id);
	return OK;
}

enum status call_fetch_paper(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct call_paper_row *paper = request_object(request, "paper")->row;
	struct str bytes;
	TRY(file_get(request->arena, request->db, request_object(request, "paper")->shard, paper->hash, &bytes, err));
	request_file(request, bytes, str_c(request->arena, paper->type), paper->file_name, false);
	return OK;
}
