/* Rules of records: versions of the text, which vote adopts, which term a day falls into; what waits, and the evidence.
 */
#include "feature/record/record_private.h"

#include "base/id.h"
#include "base/time.h"
#include "document/html.h"
#include "feature/unit/unit.h"

#include <sodium.h>

enum { HASH = 32, SIGN_DAYS = 2, LOOK_BACK_MONTHS = 3, LOOK_BACK_DAYS = 90, NAMES_CEILING = 64 << 10 };

enum status record_text_of(struct arena *arena, struct db *db, struct record_id record, int shard, int64_t version,
        struct record_body *ret_body, struct err *err)
{
	struct record_version_one_row row;
	bool found;
	TRY(record_version_one(arena, db,
	        &(struct record_version_one_in){ .record = record, .version = version, .shard = shard }, &row, &found,
	        err));
	return found ? record_body_read(arena, row.body, ret_body, err)
	             : err_set(err, NOT_FOUND, "record.no_version", NULL);
}

enum status record_text_keep(struct request *request, struct record_id record, int shard, int64_t version,
        const struct record_body *body, struct str *ret_hash, struct err *err)
{
	unsigned char *hash = arena_take(request->arena, HASH);
	struct str text = record_body_json(request->arena, body);
	crypto_generichash(hash, HASH, (const unsigned char *)text.ptr, text.len, NULL, 0);
	if (ret_hash)
		*ret_hash = (struct str){ (const char *)hash, HASH };
	return record_version_add(request->arena, request->db,
	        &(struct record_version_add_in){ .record = record,
	                .version = version,
	                .shard = shard,
	                .hash = { (const char *)hash, HASH },
	                .author = request->account,
	                .at = request->now,
	                .body = text },
	        err);
}

const struct record_section *record_section_of(const struct record_body *body, struct str key)
{
	for (size_t i = 0; i < body->count; i++)
		if (str_eq(body->at[i].key, key))
			return &body->at[i];
	return NULL;
}

struct str record_section_name(struct request *request, const struct record_body *body, size_t at)
{
	size_t named = at;
	if (body->at[at].title.len)
		return body->at[at].title;
	while (named > 0 && !body->at[named].title.len)
		named--;
	if (!body->at[named].title.len)
		return request_say(request, N_("Mở đầu"));
	if (at + 1 == body->count)
		return request_say(request, N_("Kết thúc"));
	struct text_arg arg = { .name = STR("t"), .value = body->at[named].title };
	return message_fill(request->arena, request->language, T("{t} (tiếp)"), &arg, 1);
}

static int64_t dots_of(struct str text)
{
	int64_t count = 0;
	for (ptrdiff_t at; (at = str_find(text, STR("……"))) >= 0; count++) {
		text = str_slice(text, (size_t)at, text.len);
		while (str_starts(text, STR("…")))
			text = str_slice(text, sizeof("…") - 1, text.len);
	}
	return count;
}

int64_t record_dots(const struct record_body *body)
{
	int64_t count = 0;
	for (size_t i = 0; i < body->count; i++)
		count += dots_of(body->at[i].text);
	return count;
}

struct str record_dots_where(struct request *request, const struct record_body *body)
{
	struct buf names = buf_open(request->arena, NAMES_CEILING);
	for (size_t i = 0; i < body->count; i++)
		if (dots_of(body->at[i].text)) {
			buf_c(&names, names.len ? "; " : "");
			buf_str(&names, record_section_name(request, body, i));
		}
	return buf_text(&names);
}

bool record_tells_end(const struct record_section *section)
{
	return str_is(section->key, "close") || str_is(section->key, "preamble") || str_is(section->key, "vote");
}

enum status record_settle(
        struct request *request, const struct meeting *meeting, struct record_row *row, struct err *err)
{
	struct record_body body, fresh;
	bool changed = false;
	if (!record_draft_kind(row) || record_need_open(row, NULL) != OK)
		return OK;
	TRY(record_text_of(request->arena, request->db, row->id, row->shard, row->version, &body, err));
	TRY(record_draft(request->arena, request->db, meeting, record_draft_kind(row), row->motion, &fresh, err));
	for (size_t i = 0; i < body.count; i++) {
		const struct record_section *now = record_section_of(&fresh, body.at[i].key);
		if (!now || !body.at[i].drafted || !record_tells_end(now) || str_eq(now->text, body.at[i].text))
			continue;
		body.at[i].text = now->text;
		changed = true;
	}
	if (!changed)
		return OK;
	row->version++;
	row->clerk_at = OPT_NONE;
	TRY(record_text_keep(request, row->id, row->shard, row->version, &body, NULL, err));
	return record_advance(request->arena, request->db,
	        &(struct record_advance_in){ .id = row->id, .shard = row->shard, .version = row->version }, err);
}

enum status record_meeting_ended(struct request *request, struct meeting_id id, struct err *err)
{
	struct meeting meeting;
	struct record_of_meeting_rows rows;
	TRY(meeting_load(request->arena, request->db, id.n, &meeting, err));
	TRY(record_of_meeting(request->arena, request->db,
	        &(struct record_of_meeting_in){ .meeting = id, .shard = meeting.shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		struct record_row row;
		bool found;
		TRY(record(request->arena, request->db,
		        &(struct record_in){ .id = rows.at[i].id, .shard = meeting.shard }, &row, &found, err));
		if (found)
			TRY(record_settle(request, &meeting, &row, err));
	}
	return OK;
}

const struct record_row *record_of_path(const struct request *request)
{
	return request_object(request, "record")->row;
}

struct str record_path(struct arena *arena, const struct record_row *record)
{
	return str_format(arena, "/meetings/%lld/record/%lld", (long long)record->meeting.n, (long long)record->id.n);
}

struct str record_register(struct str kind)
{
	return str_is(kind, "minutes") ? STR("BB") : str_is(kind, "resolution") ? STR("NQ") : STR_NONE;
}

const char *record_draft_kind(const struct record_row *record)
{
	if (str_is(record->kind, "minutes"))
		return "minutes";
	if (!str_is(record->kind, "resolution"))
		return NULL;
	return record->ord > 1 ? "further" : "resolution";
}

enum status record_need_open(const struct record_row *record, struct err *err)
{
	if (str_is(record->state, "signed"))
		return err_set(err, CONFLICT, "record.signed", NULL);
	return str_is(record->state, "void") ? err_set(err, CONFLICT, "record.void", NULL) : OK;
}

enum status record_html(struct request *request, const struct meeting *meeting, const struct record_row *record,
        const struct record_body *body, struct str *ret_html, struct err *err)
{
	struct record_head head;
	TRY(record_head_of(request->arena, request->db, meeting, str_c(request->arena, record->kind), record->number.n,
	        record->day, &head, err));
	head.clerk_name = record->clerk_name.len ? record->clerk_name : head.clerk_name;
	head.chair_name = record->chair_name.len ? record->chair_name : head.chair_name;
	head.draft = str_is(record->state, "draft");
	return document_html(request->arena, record_document(request->arena, &head, body, false), ret_html, err);
}

enum status record_votes_for(struct arena *arena, struct db *db, const struct meeting *meeting,
        const struct record_row *record, struct record_motions_rows *ret_rows, struct err *err)
{
	return record_motions(arena, db,
	        &(struct record_motions_in){ .meeting = { meeting->id },
	                .body = meeting->body,
	                .cell_group = { meeting->group },
	                .cell = { meeting->cell },
	                .shard = meeting->shard,
	                .kind = record->kind,
	                .day = meeting->day },
	        ret_rows, err);
}

enum status record_term_of(struct arena *arena, struct db *db, int64_t cell, int shard, struct str day,
        struct term_id *ret_term, bool *ret_checked, struct err *err)
{
	struct record_term_at_row row;
	bool found;
	TRY(record_term_at(arena, db, &(struct record_term_at_in){ .cell = { cell }, .shard = shard, .day = day }, &row,
	        &found, err));
	*ret_term = found ? row.id : (struct term_id){ 0 };
	*ret_checked = found && row.checked;
	return OK;
}

static struct str say(struct request *request, const char *text, const char *name, struct str value)
{
	struct text_arg arg = { .name = str_of(name), .value = value };
	return message_fill(request->arena, request->language, str_of(text), &arg, 1);
}

static enum status due_for_chair(
        struct request *request, const struct unit *cell, struct due_list *list, struct err *err)
{
	struct record_for_chair_rows rows;
	struct date today;
	if (!date_parse(request->today, &today))
		return OK;
	TRY(record_for_chair(request->arena, request->db,
	        &(struct record_for_chair_in){ .cell = { cell->id },
	                .shard = cell->shard,
	                .chair = request->person,
	                .since = date_iso(request->arena, date_add(today, -LOOK_BACK_DAYS)) },
	        &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		due_add(request, list,
		        (struct due_item){
		                .title = say(request, N_("{t} chờ đồng chí xác nhận"), "t", rows.at[i].title),
		                .href = str_format(request->arena, "/meetings/%lld/record/%lld",
		                        (long long)rows.at[i].meeting.n, (long long)rows.at[i].record.n),
		                .icon = STR("edit"),
		                .urgency = DUE_SOON,
		                .day = rows.at[i].day });
	return OK;
}

static void due_minutes(struct request *request, struct due_list *list, const struct record_waiting_row *row)
{
	struct date ended = date_of_instant(row->ended_at.set ? row->ended_at.n : request->now);
	struct str last = date_iso(request->arena, date_add(ended, SIGN_DAYS));
	struct str month = str_format(request->arena, "%d/%d", (int)(row->month % 100), (int)(row->month / 100));
	struct meeting meeting = { .month = (int)row->month, .body = row->body, .group_name = row->group_name };
	due_add(request, list,
	        (struct due_item){ .title = meeting_is_cell(&meeting)
	                                            ? say(request, N_("Hoàn tất biên bản tháng {m}"), "m", month)
	                                            : say(request, N_("Hoàn tất biên bản: {t}"), "t",
	                                                      meeting_title(request, &meeting)),
	                .detail = say(request, N_("Xác nhận trước hết ngày {d}"), "d", date_show(request->arena, last)),
	                .href = str_format(request->arena, "/meetings/%lld/record", (long long)row->meeting.n),
	                .icon = STR("doc"),
	                .urgency = str_compare(request->today, last) > 0 ? DUE_LATE : DUE_SOON,
	                .day = last });
}

enum status record_due(struct request *request, struct due_list *list, struct err *err)
{
	struct unit cell;
	struct record_waiting_rows rows;
	if (!(request->roles & ROLES_CELL) || !request->home_unit)
		return OK;
	TRY(unit_home_load(request, &cell, err));
	if (!str_is(cell.kind, "chi_bo"))
		return OK;
	if (request->person.n)
		TRY(due_for_chair(request, &cell, list, err));
	bool leads = request->roles & ROLES_LEADERS;
	TRY(record_waiting(request->arena, request->db,
	        &(struct record_waiting_in){ .cell = { cell.id },
	                .shard = cell.shard,
	                .since = month_add(month_of_day(request->today), -LOOK_BACK_MONTHS) },
	        &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].chair.n == request->person.n ? !rows.at[i].clerk_at.set : leads)
			due_minutes(request, list, &rows.at[i]);
	return OK;
}

enum status record_evidence(
        struct arena *arena, struct db *db, struct meeting_id id, struct evidence *evidence, struct err *err)
{
	struct record_measures_row row;
	TRY(record_measures(
	        arena, db, &(struct record_measures_in){ .meeting = id, .shard = id_shard(id.n) }, &row, err));
	evidence_set(evidence, "minutes_adopted", row.minutes);
	evidence_set(evidence, "resolution_adopted", row.resolution);
	evidence_set(evidence, "draft", row.draft);
	return OK;
}
