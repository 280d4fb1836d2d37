/* One paper of a dossier: how it stands, its words, its scans; what was sent is read by the cell. */
#include "feature/inspect/inspect_private.h"

#include "base/id.h"
#include "base/time.h"
#include "feature/file/file.h"
#include "gen/inspect_page.h"

#include <stdio.h>

enum { FILES_MOST = 20, SECTION_NAME = 40 };

/* The paper that the address names, and how it stands. */
static enum status paper_of(struct request *request, const struct dossier *dossier, struct papers *papers,
        const struct inspect_paper_rule **ret_rule, const struct paper_state **ret_state, struct err *err)
{
	*ret_rule = inspect_rule_paper(dossier->rule, request_query_int(request, "n", 1));
	if (!*ret_rule)
		return err_set(err, NOT_FOUND, "inspect.no_paper", NULL);
	TRY(inspect_papers_load(request->arena, request->db, dossier, papers, err));
	*ret_state = &papers->at[*ret_rule - dossier->rule->paper];
	return OK;
}

/* The team all, the leaders what was sent, the members the conclusion. */
static enum status must_see_paper(struct request *request, const struct inspect_paper_rule *rule,
        const struct paper_state *state, struct err *err)
{
	if (!state->sent)
		return inspect_must_see(request, SIGHT_ALL, err);
	return inspect_must_see(request, str_is(rule->role, "conclusion") ? SIGHT_CONCLUSION : SIGHT_SENT, err);
}

static enum status fill_sections(struct request *request, const struct dossier *dossier,
        const struct inspect_paper_rule *rule, struct inspect_paper_view *view, struct err *err)
{
	struct inspect_texts_rows texts;
	TRY(inspect_texts(request->arena, request->db,
	        &(struct inspect_texts_in){ dossier->id, rule->n, dossier->shard }, &texts, err));
	view->sections.at = arena_array(request->arena, struct inspect_paper_sections, rule->section_count + 1);
	for (size_t i = 0; i < rule->section_count; i++) {
		struct inspect_paper_sections *section = &view->sections.at[view->sections.count++];
		*section = (struct inspect_paper_sections){ (int64_t)i + 1, rule->section[i].title, STR_NONE,
			rule->section[i].fill };
		for (size_t k = 0; k < texts.count; k++)
			if (texts.at[k].section == section->n)
				section->text = texts.at[k].text;
	}
	return OK;
}

enum status show_paper(struct request *request, void *to, struct err *err)
{
	struct inspect_paper_view *view = to;
	const struct dossier *dossier = request_dossier(request);
	const struct inspect_paper_rule *rule;
	const struct paper_state *state = NULL;
	struct papers papers;
	TRY(inspect_must_see(request, SIGHT_CONCLUSION, err));
	TRY(paper_of(request, dossier, &papers, &rule, &state, err));
	TRY(must_see_paper(request, rule, state, err));
	bool start = str_is(rule->role, "start");
	*view = (struct inspect_paper_view){ .dossier = dossier->id,
		.n = rule->n,
		.code = rule->code,
		.name = inspect_paper_name(rule, state),
		.own_title = state->title,
		.cell_name = dossier->cell.name,
		.kind = dossier->row.kind,
		.state = state->state,
		.number = state->number,
		.day = state->day,
		.signer = state->signer,
		.reason = state->reason,
		.late_reason = start ? dossier->row.late_reason : STR_NONE,
		.version = state->version,
		.sent = state->sent,
		.to_cell = rule->to_cell,
		.conclusion = str_is(rule->role, "conclusion"),
		.start = start,
		.plan = str_is(rule->role, "plan"),
		.index = str_is(rule->role, "index"),
		.may_skip = !rule->role.len,
		.start_by = dossier->row.start_by,
		.start_days = dossier->rule->start_days,
		.start_source = dossier->rule->start_source,
		.late = start && dossier->row.start_by.len && !dossier->row.started_on.len &&
		        str_compare(dossier->row.start_by, request->today) < 0,
		.today = request->today,
		.works = dossier->member && !str_is(dossier->row.state, "closed") &&
		         !str_is(dossier->row.state, "cancelled") };
	inspect_note(request, dossier, "paper", rule->n);
	TRY(fill_sections(request, dossier, rule, view, err));
	request->shell.crumb = dossier->cell.name;
	request->shell.crumb_href = str_format(request->arena, "/inspections/%lld", (long long)dossier->id.n);
	return inspect_files(request->arena, request->db,
	        &(struct inspect_files_in){ dossier->id, rule->n, dossier->shard }, &view->files, err);
}

static enum status heads_of(struct request *request, const struct dossier *dossier, int64_t *ret_heads, struct err *err)
{
	struct inspect_member_many_rows members;
	TRY(inspect_member_many(
	        request->arena, request->db, &(struct inspect_member_many_in){ dossier->id }, &members, err));
	*ret_heads = 0;
	for (size_t i = 0; i < members.count; i++)
		*ret_heads += members.at[i].head;
	return OK;
}

static enum status keep_sections(
        struct request *request, const struct dossier *dossier, const struct inspect_paper_rule *rule, struct err *err)
{
	char name[SECTION_NAME];
	for (size_t i = 0; i < rule->section_count; i++) {
		snprintf(name, sizeof(name), "section-%zu", i + 1);
		TRY(inspect_text_put(request->arena, request->db,
		        &(struct inspect_text_put_in){
		                dossier->id, rule->n, (int64_t)i + 1, dossier->shard, request_text(request, name) },
		        err));
	}
	return OK;
}

enum status save_paper(struct request *request, void *view, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	const struct inspect_paper_rule *rule;
	const struct paper_state *state = NULL;
	struct papers papers;
	int64_t heads;
	(void)view;
	TRY(inspect_must_work(request, err));
	TRY(paper_of(request, dossier, &papers, &rule, &state, err));
	TRY(heads_of(request, dossier, &heads, err));
	if (request_int(request, "version") != state->version)
		return err_set(err, CONFLICT, "inspect.version", NULL);
	struct paper_given given = { .rule = rule,
		.before = state,
		.state = request_text(request, "state"),
		.title = request_text(request, "title"),
		.number = request_text(request, "number"),
		.day = request_day(request, "day"),
		.reason = request_text(request, "reason"),
		.late_reason = request_text(request, "late_reason"),
		.announced = request_day(request, "announced"),
		.send = request_int(request, "send") && rule->to_cell };
	TRY(inspect_paper_check(request->arena, dossier, &papers, &given, heads, request->today, err));
	bool skipped = str_is(given.state, "unneeded");
	TRY(inspect_paper_put(request->arena, request->db,
	        &(struct inspect_paper_put_in){ .dossier = dossier->id,
	                .n = rule->n,
	                .shard = dossier->shard,
	                .state = given.state,
	                .title = given.title,
	                .number = given.number,
	                .day = given.day,
	                .signer = request_text(request, "signer"),
	                .reason = skipped ? given.reason : STR_NONE,
	                .sent_at = given.send ? OPT(request->now) : OPT_NONE,
	                .account = request->account.n,
	                .at = request->now },
	        err));
	TRY(keep_sections(request, dossier, rule, err));
	TRY(inspect_paper_moves(request->arena, request->db, dossier, &given, request->now, err));
	request_flash(request, given.send ? N_("Đã lưu và gửi chi bộ.") : N_("Đã lưu tài liệu."));
	request_go(request, "/inspections/%lld", (long long)dossier->id.n);
	return OK;
}

enum status add_file(struct request *request, void *view, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	const struct http_upload *upload = request_file_of(request, "file");
	const struct inspect_paper_rule *rule;
	const struct paper_state *state = NULL;
	struct papers papers;
	struct str hash, type = file_type(upload->bytes);
	(void)view;
	TRY(inspect_must_work(request, err));
	TRY(paper_of(request, dossier, &papers, &rule, &state, err));
	if (state->files >= FILES_MOST)
		return err_set(err, CONFLICT, "inspect.file_many", "file");
	if (str_is(state->state, "none"))
		return err_set(err, CONFLICT, "inspect.file_first", "file");
	TRY(file_put(request->arena, request->db, dossier->shard, upload->bytes, type, request->now, &hash, err));
	TRY(inspect_file_add(request->arena, request->db,
	        &(struct inspect_file_add_in){ .id = { id_new(dossier->shard) },
	                .shard = dossier->shard,
	                .dossier = dossier->id,
	                .n = rule->n,
	                .file_name = upload->filename.len ? upload->filename : STR("ban-chup"),
	                .type = type,
	                .size = (int64_t)upload->bytes.len,
	                .hash = hash,
	                .account = request->account.n,
	                .at = request->now },
	        err));
	request_flash(request, N_("Đã thêm bản chụp."));
	request_go(request, "/inspections/%lld/paper?n=%lld", (long long)dossier->id.n, (long long)rule->n);
	return OK;
}

/* A scan that is not of this paper; what the cell was sent stays. */
enum status drop_file(struct request *request, void *view, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	const struct object *object = request_object(request, "dossier_file");
	const struct inspect_file_one_row *file = object->row;
	const struct inspect_paper_rule *rule = inspect_rule_paper(dossier->rule, file->n);
	struct papers papers;
	(void)view;
	TRY(inspect_must_work(request, err));
	TRY(inspect_papers_load(request->arena, request->db, dossier, &papers, err));
	if (rule && papers.at[rule - dossier->rule->paper].sent)
		return err_set(err, CONFLICT, "inspect.file_sent", NULL);
	TRY(inspect_file_drop(
	        request->arena, request->db, &(struct inspect_file_drop_in){ { object->id }, dossier->shard }, err));
	TRY(file_drop(request->arena, request->db, dossier->shard, file->hash, err));
	request_flash(request, N_("Đã bỏ bản chụp."));
	request_go(request, "/inspections/%lld/paper?n=%lld", (long long)dossier->id.n, (long long)file->n);
	return OK;
}

enum status fetch_file(struct request *request, void *view, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	const struct inspect_file_one_row *file = request_object(request, "dossier_file")->row;
	const struct inspect_paper_rule *rule = inspect_rule_paper(dossier->rule, file->n);
	struct papers papers;
	struct str bytes;
	(void)view;
	TRY(inspect_must_see(request, SIGHT_CONCLUSION, err));
	TRY(inspect_papers_load(request->arena, request->db, dossier, &papers, err));
	if (!rule)
		return err_set(err, NOT_FOUND, "inspect.no_paper", NULL);
	TRY(must_see_paper(request, rule, &papers.at[rule - dossier->rule->paper], err));
	TRY(file_get(request->arena, request->db, dossier->shard, file->hash, &bytes, err));
	inspect_note(request, dossier, "file", file->n);
	request_file(request, bytes, str_c(request->arena, file->type), file->file_name, false);
	return OK;
}
