/* Editing a record: every save is a new version; who comes second sees both texts; a section is drafted anew beside
 * what was typed. */
#include "feature/record/record_private.h"

enum { SECTION_LETTERS = 60000, ROWS_LEAST = 3, ROWS_MOST = 24, ROW_LETTERS = 40 };

const struct field record_edit_form[] = {
	{ "version", FIELD_INT, .required = true, .min = 1, .max = 1000000, .label = N_("Bản lưu") },
	{ "text-*", FIELD_TEXT, .max = SECTION_LETTERS, .label = N_("Nội dung mục") },
	{ "take-*", FIELD_FLAG },
	{ "redraft", FIELD_LINE, .max = 60 },
	{ 0 },
};

/* What was typed for a section; what stands otherwise. */
static struct str typed(struct request *request, const struct record_section *section)
{
	const char *name = str_c(request->arena, str_format(request->arena, "text-%.*s", STR_ARG(section->key)));
	struct str text = request_text(request, name);
	return text.ptr ? text : section->text;
}

static bool asked(struct request *request, const char *what, struct str key)
{
	return request_int(request, str_c(request->arena, str_format(request->arena, "%s-%.*s", what, STR_ARG(key)))) !=
	       0;
}

/* What stood when the form was made, what stands now, and a draft from the meeting as it is today. */
struct texts {
	struct record_body base, now, fresh;
};

static enum status load_texts(
        struct request *request, int64_t version, bool fresh, struct texts *ret_texts, struct err *err)
{
	const struct record_row *row = record_of_path(request);
	TRY(record_text_of(request->arena, request->db, row->id, row->shard, row->version, &ret_texts->now, err));
	ret_texts->base = ret_texts->now;
	if (version && version != row->version)
		TRY(record_text_of(request->arena, request->db, row->id, row->shard, version, &ret_texts->base, err));
	ret_texts->fresh = (struct record_body){ 0 };
	if (!fresh || !record_draft_kind(row))
		return OK;
	return record_draft(request->arena, request->db, request_meeting(request), record_draft_kind(row), row->motion,
	        &ret_texts->fresh, err);
}

static int64_t rows_for(struct str text)
{
	int64_t rows = 1 + (int64_t)text.len / ROW_LETTERS;
	return rows < ROWS_LEAST ? ROWS_LEAST : rows > ROWS_MOST ? ROWS_MOST : rows;
}

static bool failed_with(const struct request *request, const char *code)
{
	return request->failed && request->failed->code && str_is(str_of(request->failed->code), code);
}

static struct record_editor_sections show_section(struct request *request, const struct texts *texts,
        const struct record_section *section, bool again, bool changed)
{
	const struct record_section *base = record_section_of(&texts->base, section->key);
	const struct record_section *fresh = record_section_of(&texts->fresh, section->key);
	struct str mine = again ? typed(request, section) : section->text, before = base ? base->text : section->text;
	bool kept = changed && str_eq(mine, before), differs = !str_eq(mine, section->text);
	bool redraft = failed_with(request, "record.redraft") && str_eq(request_text(request, "redraft"), section->key);
	struct record_editor_sections shown = { .key = section->key,
		.kind = section->kind,
		.shown = kept ? section->text : mine,
		.stored = section->text,
		.mine = mine,
		.fresh = fresh ? fresh->text : STR_NONE,
		.versus = changed && differs && !kept,
		.other_changed = changed && !str_eq(before, section->text),
		.redraft = fresh && (redraft || (again && asked(request, "take", section->key))),
		.bare = !again && section->drafted && section->title.len && !section->text.len,
		.drafted = section->drafted };
	shown.rows = rows_for(shown.shown);
	return shown;
}

enum status record_show_edit(struct request *request, void *to, struct err *err)
{
	struct record_editor_view *view = to;
	const struct record_row *row = record_of_path(request);
	struct texts texts;
	struct record_version_one_row version;
	struct record_author_row author;
	bool found, again = request->failed != NULL, changed = failed_with(request, "record.changed");
	TRY(record_need_open(row, err));
	TRY(load_texts(request, changed ? request_int(request, "version") : 0, again, &texts, err));
	TRY(meeting_shell(request, request_meeting(request), "record", err));
	*view = (struct record_editor_view){ .meeting = row->meeting,
		.id = row->id,
		.heading = row->title,
		.state = row->state,
		.version = row->version,
		.conflict = changed };
	if (again && !changed && request_int(request, "version") > 0)
		view->version = request_int(request, "version");
	TRY(record_version_one(request->arena, request->db,
	        &(struct record_version_one_in){ .record = row->id, .version = row->version, .shard = row->shard },
	        &version, &found, err));
	view->at = version.at;
	TRY(record_author(request->arena, request->db, &(struct record_author_in){ .account = version.author }, &author,
	        &found, err));
	view->author = found ? author.name : STR_NONE;
	view->sections.at = arena_array(request->arena, struct record_editor_sections, texts.now.count + 1);
	for (size_t i = 0; i < texts.now.count; i++) {
		view->sections.at[i] = show_section(request, &texts, &texts.now.at[i], again, changed);
		view->sections.at[view->sections.count++].heading = record_section_name(request, &texts.now, i);
	}
	request->shell.cta = request_say(request, N_("Lưu thành bản mới"));
	request->shell.cta_icon = STR("check");
	request->shell.cta_form = STR("edit");
	return OK;
}

/* The text after this form: what was typed, a draft where it was taken. CONFLICT record.redraft where a draft must be
 * chosen first. */
static enum status apply(struct request *request, const struct texts *texts, struct record_body *ret_body,
        bool *ret_changed, struct err *err)
{
	struct str redraft = request_text(request, "redraft");
	*ret_body = (struct record_body){ arena_array(request->arena, struct record_section, texts->now.count + 1),
		texts->now.count };
	*ret_changed = false;
	for (size_t i = 0; i < texts->now.count; i++) {
		const struct record_section *old = &texts->now.at[i],
		                            *fresh = record_section_of(&texts->fresh, old->key);
		struct record_section *section = &ret_body->at[i];
		bool wanted = redraft.len && str_eq(redraft, old->key);
		*section = *old;
		section->text = typed(request, old);
		section->drafted = old->drafted && str_eq(section->text, old->text);
		if (wanted && !fresh)
			return err_set(err, INVALID, "record.no_draft", NULL);
		if (wanted && !section->drafted && !str_eq(section->text, fresh->text))
			return err_set(err, CONFLICT, "record.redraft", NULL);
		if (fresh && (wanted || asked(request, "take", old->key))) {
			*section = *fresh;
		}
		*ret_changed = *ret_changed || !str_eq(section->text, old->text) || section->drafted != old->drafted;
	}
	return OK;
}

static bool differs_from_now(struct request *request, const struct record_body *now)
{
	for (size_t i = 0; i < now->count; i++)
		if (!str_eq(typed(request, &now->at[i]), now->at[i].text))
			return true;
	return false;
}

enum status record_save_edit(struct request *request, void *view, struct err *err)
{
	const struct record_row *row = record_of_path(request);
	int64_t version = request_int(request, "version");
	struct texts texts;
	struct record_body body;
	bool changed;
	(void)view;
	TRY(record_need_open(row, err));
	TRY(load_texts(request, version, true, &texts, err));
	if (version != row->version && differs_from_now(request, &texts.now))
		return err_set(err, CONFLICT, "record.changed", NULL);
	TRY(apply(request, &texts, &body, &changed, err));
	struct str path = record_path(request->arena, row);
	struct record_body typed_body = body;
	bool all = str_is(request_text(request, "redraft"), "*");
	if (all)
		changed = record_body_refresh(request->arena, &typed_body, &texts.fresh, &body) || changed;
	if (request_text(request, "redraft").len && !all)
		request_go(request, "%.*s/edit", STR_ARG(path));
	else
		request_go(request, "%.*s", STR_ARG(path));
	if (!changed) {
		request_flash(request, N_("Không có gì thay đổi."));
		return OK;
	}
	TRY(record_text_keep(request, row->id, row->shard, row->version + 1, &body, NULL, err));
	request_flash(request, N_("Đã lưu thành bản mới."));
	return record_advance(request->arena, request->db,
	        &(struct record_advance_in){ .id = row->id, .shard = row->shard, .version = row->version + 1 }, err);
}
