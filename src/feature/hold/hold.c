/* Rules of the open meeting: beginning, going from item to item, the roll, what is noted under an item, the end; and
 * the evidence it leaves. No SQL text, no HTML, no HTTP. */
#include "hold_private.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "feature/call/call.h"
#include "feature/signal/signal.h"

#include <string.h>

struct hold hold_of(const struct request *request)
{
	const struct meeting *meeting = request_meeting(request);
	return (struct hold){ request->arena, request->db, meeting, request->account, request->now, { meeting->id } };
}

struct str hold_name(struct arena *arena, struct str name, struct str label)
{
	return label.len ? str_format(arena, "%.*s (%.*s)", STR_ARG(name), STR_ARG(label)) : name;
}

struct str hold_post(struct str post, struct str status)
{
	return str_is(post, "dang_vien") && str_is(status, "probationary") ? STR("du_bi") : post;
}

bool hold_counts(struct str duty)
{
	return !str_is(duty, "exempt") && !str_is(duty, "special_duty") && !str_is(duty, "away");
}

struct str hold_short(struct arena *arena, struct str title, size_t letters)
{
	size_t end = 0, count = 0, blank = 0;
	while (end < title.len && !strchr(":;,(", title.ptr[end])) {
		if (title.ptr[end] == ' ')
			blank = end;
		if (count++ == letters)
			return str_format(arena, "%.*s…", (int)(blank ? blank : end), title.ptr);
		for (end++; end < title.len && ((unsigned char)title.ptr[end] & 0xc0) == 0x80;)
			end++;
	}
	return str_trim(str_slice(title, 0, end ? end : title.len));
}

int hold_streak(const struct hold_absence *rows, size_t count)
{
	int longest = 0, run = 0;
	for (size_t i = 0; i < count; i++) {
		if (i && rows[i].person != rows[i - 1].person)
			run = 0;
		run = rows[i].excused ? run + 1 : 0;
		if (run > longest)
			longest = run;
	}
	return longest;
}

enum status hold_act(
        const struct hold *hold, const char *kind, int64_t object, struct str about, struct str before, struct err *err)
{
	return hold_act_add(hold->arena, hold->db,
	        &(struct hold_act_add_in){ .meeting = hold->id,
	                .shard = hold->meeting->shard,
	                .kind = str_of(kind),
	                .object = object,
	                .about = about.ptr ? about : STR(""),
	                .before = before.ptr ? before : STR(""),
	                .account = hold->account,
	                .at = hold->now },
	        err);
}

static enum status set_times(
        const struct hold *hold, int64_t item, struct opt_int began, struct opt_int ended, struct err *err)
{
	return hold_item_times(hold->arena, hold->db,
	        &(struct hold_item_times_in){ { item }, hold->meeting->shard, began, ended }, err);
}

static enum status set_parts(const struct hold *hold, struct err *err)
{
	return hold_parts(hold->arena, hold->db, &(struct hold_parts_in){ hold->id, hold->meeting->shard }, err);
}

static enum status load_items(const struct hold *hold, struct hold_items_rows *ret_items, struct err *err)
{
	return hold_items(
	        hold->arena, hold->db, &(struct hold_items_in){ hold->id, hold->meeting->shard }, ret_items, err);
}

enum status hold_open_meeting(const struct hold *hold, struct err *err)
{
	struct hold_items_rows items;
	TRY(meeting_need(hold->meeting, "called", N_("hold.not_called"), err));
	TRY(load_items(hold, &items, err));
	TRY(hold_open(hold->arena, hold->db, &(struct hold_open_in){ hold->id, hold->meeting->shard, hold->now }, err));
	if (items.count)
		TRY(set_times(hold, items.at[0].id.n, OPT(hold->now), OPT_NONE, err));
	TRY(call_release(hold->arena, hold->db, hold->meeting, err));
	return set_parts(hold, err);
}

static const struct hold_items_row *running(const struct hold_items_rows *items)
{
	for (size_t i = 0; i < items->count; i++)
		if (items->at[i].began.set && !items->at[i].ended.set)
			return &items->at[i];
	return NULL;
}

/* The item named, or the first that waits behind the running one, or the first that waits at all. */
static const struct hold_items_row *target(
        const struct hold_items_rows *items, const struct hold_items_row *current, int64_t to)
{
	const struct hold_items_row *first = NULL;
	for (size_t i = 0; i < items->count; i++) {
		const struct hold_items_row *item = &items->at[i];
		if (to && item->id.n == to)
			return item;
		if (to || item->began.set)
			continue;
		if (!current || item > current)
			return item;
		if (!first)
			first = item;
	}
	return first;
}

enum status hold_next(const struct hold *hold, int64_t from, int64_t to, struct err *err)
{
	struct hold_items_rows items;
	TRY(meeting_need(hold->meeting, "open", N_("hold.not_open"), err));
	TRY(load_items(hold, &items, err));
	const struct hold_items_row *current = running(&items), *next = target(&items, current, to);
	if ((current ? current->id.n : 0) != from)
		return err_set(err, CONFLICT, "hold.moved_on", NULL);
	if (to && !next)
		return err_set(err, NOT_FOUND, "hold.no_item", NULL);
	if (next && next->began.set)
		return err_set(err, CONFLICT, "hold.item_done", NULL);
	if (!next && !current)
		return err_set(err, CONFLICT, "hold.agenda_done", NULL);
	if (current)
		TRY(set_times(hold, from, current->began, OPT(hold->now), err));
	if (next)
		TRY(set_times(hold, next->id.n, OPT(hold->now), OPT_NONE, err));
	TRY(set_parts(hold, err));
	return hold_act(hold, "next", next ? next->id.n : 0, next ? next->title : current->title,
	        str_format(hold->arena, "%lld", (long long)from), err);
}

/* Totals of the roll and the noting, as the reports of the cell's month read them. */
static enum status put_total(const struct hold *hold, struct err *err)
{
	struct meeting_counts counts;
	struct hold_measures_row measures;
	int shard = hold->meeting->shard;
	TRY(meeting_count(hold->arena, hold->db, hold->meeting, &counts, err));
	TRY(hold_measures(hold->arena, hold->db,
	        &(struct hold_measures_in){ .meeting = hold->id, .shard = shard, .now = hold->now }, &measures, err));
	return hold_total_put(hold->arena, hold->db,
	        &(struct hold_total_put_in){ .meeting = hold->id,
	                .shard = shard,
	                .members = counts.members,
	                .full_members = counts.full,
	                .base = counts.base,
	                .present = counts.present,
	                .excused = counts.excused,
	                .unexcused = counts.unexcused,
	                .exempt = counts.exempt,
	                .away = counts.away,
	                .special = counts.special,
	                .extra = counts.extra,
	                .spoke = measures.spoke,
	                .minutes = (hold->now - hold->meeting->opened_at) / 60000 },
	        err);
}

enum status hold_end_meeting(const struct hold *hold, bool anyway, struct err *err)
{
	struct hold_unknown_rows unknown;
	struct hold_pending_row pending;
	struct hold_items_rows items;
	int shard = hold->meeting->shard;
	TRY(meeting_need(hold->meeting, "open", N_("hold.not_open"), err));
	TRY(hold_unknown(hold->arena, hold->db, &(struct hold_unknown_in){ hold->id, shard }, &unknown, err));
	TRY(hold_pending(hold->arena, hold->db, &(struct hold_pending_in){ hold->id, shard }, &pending, err));
	if (unknown.count) {
		err_set(err, CONFLICT, "hold.unknown_people", NULL);
		err_arg_int(err, "n", (int64_t)unknown.count);
		return CONFLICT;
	}
	if (pending.motions)
		return err_set(err, CONFLICT, "hold.motion_open", NULL);
	if (!pending.adopted && !anyway)
		return err_set(err, INVALID, "hold.end_unadopted", "anyway");
	TRY(load_items(hold, &items, err));
	const struct hold_items_row *current = running(&items);
	if (current)
		TRY(set_times(hold, current->id.n, current->began, OPT(hold->now), err));
	TRY(set_parts(hold, err));
	TRY(put_total(hold, err));
	TRY(hold_end(hold->arena, hold->db, &(struct hold_end_in){ hold->id, shard, hold->now }, err));
	TRY(signal_mark(hold->arena, hold->db, hold->meeting->cell, shard, hold->meeting->month, err));
	return counter_touch(hold->arena, hold->db, hold->meeting->cell, shard, hold->meeting->month, hold->now, err);
}

static void put_opt(struct buf *buf, struct opt_int number)
{
	if (number.set)
		buf_int(buf, number.n);
	else
		buf_char(buf, '-');
	buf_char(buf, ' ');
}

void hold_person_line(struct buf *buf, const struct hold_person_row *row)
{
	buf_format(buf, "%lld %.*s ", (long long)row->person.n, STR_ARG(row->state));
	put_opt(buf, row->excused_at);
	put_opt(buf, row->arrived);
	put_opt(buf, row->gone);
	buf_str(buf, row->reason);
	buf_char(buf, '\n');
}

enum status hold_set_state(const struct hold *hold, struct person_id person, struct str state, struct err *err)
{
	struct hold_person_row row;
	bool found;
	int shard = hold->meeting->shard;
	TRY(meeting_need(hold->meeting, "called open", N_("hold.roll_closed"), err));
	TRY(hold_person(hold->arena, hold->db, &(struct hold_person_in){ hold->id, person, shard }, &row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "hold.no_person", "person");
	if (!hold_counts(row.duty) && !str_is(state, "present") && !str_is(state, "unknown"))
		return err_set(err, INVALID, "hold.not_due", "state");
	TRY(hold_tap(hold->arena, hold->db, &(struct hold_tap_in){ hold->id, person, shard, state, hold->now }, err));
	struct buf before = buf_open(hold->arena, 4000);
	hold_person_line(&before, &row);
	return hold_act(
	        hold, "attendance", person.n, hold_name(hold->arena, row.name, row.label), buf_text(&before), err);
}

/* A text that no version holds yet becomes one before it is replaced: it can be taken back to. */
static enum status keep_version(
        const struct hold *hold, struct item_id item, const struct hold_item_row *row, struct err *err)
{
	struct hold_version_row kept;
	bool any;
	int shard = hold->meeting->shard;
	TRY(hold_version(
	        hold->arena, hold->db, &(struct hold_version_in){ item, row->version, shard }, &kept, &any, err));
	if (any || (!row->content.len && !row->conclusion.len))
		return OK;
	return hold_version_add(hold->arena, hold->db,
	        &(struct hold_version_add_in){ item, row->version, shard, row->content.ptr ? row->content : STR(""),
	                row->conclusion.ptr ? row->conclusion : STR(""), hold->account, hold->now },
	        err);
}

/* The text that both started from, the text that is kept now, the text that came: what to keep. False: both changed it.
 */
static bool merge(struct str base, struct str kept, struct str mine, struct str *ret_text)
{
	*ret_text = str_eq(mine, base) ? kept : mine;
	return str_eq(mine, base) || str_eq(kept, base) || str_eq(kept, mine);
}

enum status hold_note(const struct hold *hold, struct item_id item, int64_t version, struct str content,
        struct str conclusion, struct err *err)
{
	struct hold_item_row row;
	struct hold_version_row base;
	bool found, any;
	int shard = hold->meeting->shard;
	struct str text, end;
	TRY(meeting_need(hold->meeting, "open", N_("hold.not_open"), err));
	TRY(hold_item(hold->arena, hold->db, &(struct hold_item_in){ item, shard }, &row, &found, err));
	if (!found || row.meeting.n != hold->id.n)
		return err_set(err, NOT_FOUND, "hold.no_item", NULL);
	TRY(hold_version(hold->arena, hold->db, &(struct hold_version_in){ item, version, shard }, &base, &any, err));
	if (version == row.version) { /* nobody came between: also where no version was ever kept */
		base.content = row.content;
		base.conclusion = row.conclusion;
	}
	bool clean = merge(base.content, row.content, content, &text);
	if (!merge(base.conclusion, row.conclusion, conclusion, &end) || !clean)
		return err_set(err, CONFLICT, "hold.item_changed", clean ? "conclusion" : "content");
	if (str_eq(text, row.content) && str_eq(end, row.conclusion))
		return OK;
	int64_t next = row.version + 1;
	TRY(keep_version(hold, item, &row, err));
	text = text.ptr ? text : STR("");
	end = end.ptr ? end : STR("");
	TRY(hold_version_add(hold->arena, hold->db,
	        &(struct hold_version_add_in){ item, next, shard, text, end, hold->account, hold->now }, err));
	TRY(hold_item_note(hold->arena, hold->db, &(struct hold_item_note_in){ item, shard, text, end, next }, err));
	return hold_act(hold, "note", item.n, row.title, str_format(hold->arena, "%lld", (long long)row.version), err);
}

enum status hold_evidence(
        struct arena *arena, struct db *db, struct meeting_id id, struct evidence *evidence, struct err *err)
{
	struct meeting meeting;
	struct meeting_counts counts;
	struct hold_measures_row measures;
	struct hold_absences_rows rows;
	int64_t now = time_now();
	TRY(meeting_load(arena, db, id.n, &meeting, err));
	if (!meeting.opened_at)
		return OK;
	bool open = str_is(meeting.state, "open");
	TRY(meeting_count(arena, db, &meeting, &counts, err));
	TRY(hold_measures(arena, db, &(struct hold_measures_in){ id, meeting.shard, open, now }, &measures, err));
	TRY(hold_absences(arena, db,
	        &(struct hold_absences_in){
	                { meeting.cell }, meeting.shard, meeting.month / 100 * 100 + 1, meeting.month },
	        &rows, err));
	struct hold_absence *absences = arena_array(arena, struct hold_absence, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		absences[i] = (struct hold_absence){ rows.at[i].person.n, str_is(rows.at[i].state, "excused") };
	evidence_set(evidence, "size", counts.members);
	evidence_set(evidence, "base", counts.base);
	evidence_set(evidence, "present", counts.present);
	if (!counts.unknown)
		evidence_set(evidence, "unexcused", counts.unexcused);
	evidence_set(evidence, "excused_streak", hold_streak(absences, rows.count));
	evidence_set(evidence, "minutes", ((meeting.ended_at ? meeting.ended_at : now) - meeting.opened_at) / 60000);
	if (measures.steps_all) {
		evidence_set(evidence, "steps_done", measures.steps_done);
		evidence_set(evidence, "steps_all", measures.steps_all);
	}
	evidence_set(evidence, "spoke", measures.spoke);
	if (measures.spirit_items)
		evidence_set(evidence, "spirit_minutes", measures.spirit_ms / 60000);
	evidence_set(evidence, "praise", measures.praise);
	return OK;
}
