/* How a cell's month is judged by the published rules. Reads minutes, resolutions, tasks, attendance and who spoke;
   never what anybody thinks. */
#include "feature/signal/signal_private.h"

#include "base/time.h"
#include "gen/signal_sql.h"

enum { MONTHS_BACK = 12, SPEAKERS_MAX = 16 };

struct judge {
	struct arena *arena;
	struct db *db;
	struct cell_id cell;
	int shard;
	struct signal_sittings_rows rows; /* from MONTHS_BACK before the month to SIGNAL_MONTHS_AFTER after it */
	struct signal_rules rules;
	struct signal_month *month;
};

static void found(struct judge *judge, const char *kind, struct meeting_id meeting, int64_t value, int64_t detail)
{
	struct signal_month *month = judge->month;
	if (month->count == month->room) {
		size_t room = month->room ? month->room * 2 : 8;
		month->at = arena_grow(
		        judge->arena, month->at, month->room * sizeof(*month->at), room * sizeof(*month->at));
		check(month->at);
		month->room = room;
	}
	month->at[month->count++] = (struct signal_found){ kind, meeting.n, value, detail };
}

static bool is_regular(const struct signal_sittings_row *row)
{
	return str_is(row->kind, "regular") || str_is(row->kind, "both");
}

/* The regular session before that one, or NULL. */
static const struct signal_sittings_row *regular_before(
        const struct judge *judge, const struct signal_sittings_row *row)
{
	while (row > judge->rows.at)
		if (is_regular(--row))
			return row;
	return NULL;
}

static enum status body_of(
        struct judge *judge, const struct signal_sittings_row *row, struct signal_words *ret_words, struct err *err)
{
	struct signal_text_row text;
	struct record_body body;
	TRY(signal_text(judge->arena, judge->db,
	        &(struct signal_text_in){ .record = row->record, .version = row->version.n, .shard = judge->shard },
	        &text, err));
	TRY(record_body_read(judge->arena, text.body, &body, err));
	signal_words_of(judge->arena, &body, ret_words);
	return OK;
}

static enum status judge_text(struct judge *judge, const struct signal_sittings_row *row, struct err *err)
{
	const struct signal_rules *rules = &judge->rules;
	const struct signal_sittings_row *before = row;
	struct signal_words mine, theirs;
	struct signal_likeness like;
	do
		before = regular_before(judge, before);
	while (before && !before->record.n);
	if (!before || before->month < month_add((int)row->month, -(int)signal_rule(rules, "same_months")))
		return OK;
	TRY(body_of(judge, row, &mine, err));
	if ((int64_t)mine.count < signal_rule(rules, "same_words"))
		return OK;
	TRY(body_of(judge, before, &theirs, err));
	signal_compare(judge->arena, &mine, &theirs, signal_rule(rules, "same_run"), &like);
	if (like.permille >= signal_rule(rules, "same_permille") &&
	        like.run_permille >= signal_rule(rules, "same_run_permille"))
		found(judge, "same_text", row->id, like.permille, before->id.n);
	return OK;
}

static enum status judge_tasks(struct judge *judge, const struct signal_sittings_row *row, struct err *err)
{
	struct signal_tasks_row tasks;
	TRY(signal_tasks(judge->arena, judge->db,
	        &(struct signal_tasks_in){ .meeting = row->id, .shard = judge->shard }, &tasks, err));
	if (!tasks.tasks && is_regular(row))
		found(judge, "no_task", row->id, 0, 0);
	if (tasks.no_person)
		found(judge, "no_person", row->id, tasks.no_person, tasks.tasks);
	if (tasks.no_date)
		found(judge, "no_date", row->id, tasks.no_date, tasks.tasks);
	return OK;
}

/* detail: 0 the whole session was short, 1 the part with the theme was. */
static void judge_theme(struct judge *judge, const struct signal_sittings_row *row)
{
	if (row->minutes.set && row->minutes.n > 0 && row->minutes.n < signal_rule(&judge->rules, "combined_minutes"))
		found(judge, "merged", row->id, row->minutes.n, 0);
	else if (row->theme_minutes.set && row->theme_minutes.n < signal_rule(&judge->rules, "theme_minutes"))
		found(judge, "merged", row->id, row->theme_minutes.n, 1);
}

static enum status speakers_of(struct judge *judge, const struct signal_sittings_row *row,
        struct signal_speakers_rows *ret_rows, struct err *err)
{
	return signal_speakers(judge->arena, judge->db,
	        &(struct signal_speakers_in){ .meeting = row->id, .shard = judge->shard }, ret_rows, err);
}

static bool same_people(const struct signal_speakers_rows *a, const struct signal_speakers_rows *b)
{
	for (size_t i = 0; i < a->count && a->count == b->count; i++)
		if (a->at[i].person.n != b->at[i].person.n)
			return false;
	return a->count == b->count;
}

/* The same few, and only they, in several sessions running; nothing where nobody was noted. */
static enum status judge_speakers(struct judge *judge, const struct signal_sittings_row *row, struct err *err)
{
	int64_t sessions = signal_rule(&judge->rules, "speakers_meetings"), n = 1;
	const struct signal_sittings_row *before = row;
	struct signal_speakers_rows mine, theirs;
	if (!row->members.set || row->members.n <= signal_rule(&judge->rules, "speakers_members") || sessions < 2)
		return OK;
	TRY(speakers_of(judge, row, &mine, err));
	if (!mine.count || (int64_t)mine.count > signal_rule(&judge->rules, "speakers"))
		return OK;
	for (; n < sessions && (before = regular_before(judge, before)) && !before->paper_typed; n++) {
		TRY(speakers_of(judge, before, &theirs, err));
		if (!same_people(&mine, &theirs))
			return OK;
	}
	if (n == sessions)
		found(judge, "same_speakers", row->id, (int64_t)mine.count, sessions);
	return OK;
}

/* How many regular sessions stand in the months from `since` to this one's; 0 where a month has none, or one whose
   speeches were not noted. */
static int64_t noted_sessions(const struct judge *judge, const struct signal_sittings_row *row, int since)
{
	int64_t n = 0;
	int month = month_add((int)row->month, 1);
	for (const struct signal_sittings_row *one = row; one && one->month >= since;
	        one = regular_before(judge, one)) {
		if (one->paper_typed || !one->spoke.set || !one->spoke.n || one->month < month_add(month, -1))
			return 0;
		month = (int)one->month;
		n++;
	}
	return month == since ? n : 0;
}

static enum status judge_silence(struct judge *judge, const struct signal_sittings_row *row, struct err *err)
{
	int64_t months = signal_rule(&judge->rules, "silent_months");
	int since = month_add((int)row->month, 1 - (int)months);
	int64_t sessions = months > 0 && months <= MONTHS_BACK ? noted_sessions(judge, row, since) : 0;
	struct signal_silent_row silent;
	if (!sessions)
		return OK;
	TRY(signal_silent(judge->arena, judge->db,
	        &(struct signal_silent_in){ .cell = judge->cell,
	                .shard = judge->shard,
	                .since = since,
	                .until = row->month,
	                .sessions = sessions },
	        &silent, err));
	if (silent.n > 0 && silent.n >= signal_rule(&judge->rules, "silent_people"))
		found(judge, "silent", row->id, silent.n, months);
	return OK;
}

static bool is_above(const struct signal_sittings_row *row)
{
	return !row->paper_typed && row->total.set && row->most.set && row->total.n > row->most.n;
}

static void judge_above(struct judge *judge, const struct signal_sittings_row *row)
{
	int64_t months = signal_rule(&judge->rules, "above_months"), n = 0;
	const struct signal_sittings_row *one = row;
	for (int month = (int)row->month; one && n < months && one->month == month && is_above(one);
	        month = month_add(month, -1), n++)
		one = regular_before(judge, one);
	if (months && n == months)
		found(judge, "above", row->id, row->total.n - row->most.n, months);
}

static enum status judge_sitting(struct judge *judge, const struct signal_sittings_row *row, struct err *err)
{
	if (row->resolution)
		TRY(judge_tasks(judge, row, err));
	if (str_is(row->kind, "both"))
		judge_theme(judge, row);
	if (!is_regular(row))
		return OK;
	TRY(judge_text(judge, row, err));
	TRY(judge_speakers(judge, row, err));
	TRY(judge_silence(judge, row, err));
	judge_above(judge, row);
	return OK;
}

enum status signal_judge(struct arena *arena, struct db *db, struct cell_id cell, int shard, int month,
        struct signal_month ret_months[SIGNAL_MONTHS_AFTER + 1], struct err *err)
{
	struct judge judge = { .arena = arena, .db = db, .cell = cell, .shard = shard };
	TRY(signal_sittings(arena, db,
	        &(struct signal_sittings_in){ .cell = cell,
	                .shard = shard,
	                .since = month_add(month, -MONTHS_BACK),
	                .until = month_add(month, SIGNAL_MONTHS_AFTER) },
	        &judge.rows, err));
	for (int i = 0; i <= SIGNAL_MONTHS_AFTER; i++) {
		ret_months[i] = (struct signal_month){ .month = month_add(month, i) };
		judge.month = &ret_months[i];
		signal_rules_of(arena, judge.month->month, &judge.rules);
		for (size_t j = 0; j < judge.rows.count && judge.rules.count; j++) {
			const struct signal_sittings_row *row = &judge.rows.at[j];
			if (row->month != judge.month->month || !row->record.n || row->paper_typed)
				continue;
			judge.month->judged = true;
			TRY(judge_sitting(&judge, row, err));
		}
	}
	return OK;
}

static const struct signal_found *found_of(const struct signal_month *month, const struct signal_of_month_row *row)
{
	for (size_t i = 0; i < month->count; i++)
		if (str_is(row->kind, month->at[i].kind) && row->meeting.n == month->at[i].meeting)
			return &month->at[i];
	return NULL;
}

enum status signal_keep(struct arena *arena, struct db *db, struct cell_id cell, int shard,
        const struct signal_month *month, int64_t now, struct err *err)
{
	struct signal_of_month_rows rows;
	TRY(signal_of_month(arena, db,
	        &(struct signal_of_month_in){ .cell = cell, .month = month->month, .shard = shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		if (!found_of(month, &rows.at[i]))
			TRY(signal_drop(arena, db,
			        &(struct signal_drop_in){ .cell = cell,
			                .month = month->month,
			                .kind = rows.at[i].kind,
			                .meeting = rows.at[i].meeting,
			                .shard = shard },
			        err));
	for (size_t i = 0; i < month->count; i++)
		TRY(signal_put(arena, db,
		        &(struct signal_put_in){ .cell = cell,
		                .month = month->month,
		                .kind = str_of(month->at[i].kind),
		                .meeting = { month->at[i].meeting },
		                .shard = shard,
		                .value = month->at[i].value,
		                .detail = str_format(arena, "%lld", (long long)month->at[i].detail),
		                .at = now },
		        err));
	if (month->judged)
		TRY(signal_judged_put(arena, db,
		        &(struct signal_judged_put_in){
		                .cell = cell, .month = month->month, .shard = shard, .at = now },
		        err));
	else
		TRY(signal_judged_drop(arena, db,
		        &(struct signal_judged_drop_in){ .cell = cell, .month = month->month, .shard = shard }, err));
	return counter_touch(arena, db, cell.n, shard, month->month, now, err);
}

enum status signal_minutes_of(struct arena *arena, struct db *db, struct meeting_id meeting, int shard,
        struct signal_minutes *ret_minutes, bool *ret_found, struct err *err)
{
	struct signal_minutes_row row;
	struct signal_text_row text;
	TRY(signal_minutes(
	        arena, db, &(struct signal_minutes_in){ .meeting = meeting, .shard = shard }, &row, ret_found, err));
	if (!*ret_found)
		return OK;
	TRY(signal_text(arena, db,
	        &(struct signal_text_in){ .record = row.record, .version = row.version, .shard = shard }, &text, err));
	ret_minutes->day = row.day;
	return record_body_read(arena, text.body, &ret_minutes->body, err);
}
