/* Rows of a meeting that was held before the program, or on paper while it could not be used. */
#include "feature/start/start_private.h"

#include "app/chain.h"
#include "base/id.h"
#include "base/time.h"

#include <sodium.h>

/* A field left empty is no text. */
static struct str given(struct str text)
{
	return text.len ? text : STR_NONE;
}

static enum status add_part(struct request *request, const struct start_meeting *meeting, int64_t ord, struct str kind,
        struct str theme, struct err *err)
{
	return start_part_add(request->arena, request->db,
	        &(struct start_part_add_in){ .meeting = { meeting->id },
	                .shard = meeting->cell->shard,
	                .ord = ord,
	                .kind = kind,
	                .theme = theme,
	                .began = OPT(meeting->opened),
	                .ended = OPT(meeting->ended) },
	        err);
}

enum status start_place(const struct start_months_rows *rows, const struct start_meeting *meeting, struct arena *arena,
        const char *field, int64_t *ret_id, struct err *err)
{
	*ret_id = 0;
	for (size_t i = 0; i < rows->count; i++) {
		const struct start_months_row *row = &rows->at[i];
		if (row->month != month_of_day(meeting->day) ||
		        (!str_eq(row->day, meeting->day) && !str_eq(row->kind, meeting->kind)))
			continue;
		if (str_is(row->state, "ended") || str_is(row->state, "open")) {
			enum status status = err_set(err, CONFLICT, "start.there", field);
			err_arg(err, "day", date_show(arena, row->day));
			return status;
		}
		*ret_id = row->id.n;
	}
	return OK;
}

/* What was planned gives way to what happened. */
static enum status take_meeting(struct request *request, const struct start_meeting *meeting, struct err *err)
{
	struct arena *arena = request->arena;
	int shard = meeting->cell->shard;
	struct meeting_id id = { meeting->id };
	TRY(start_items_drop(arena, request->db, &(struct start_items_drop_in){ .meeting = id, .shard = shard }, err));
	TRY(start_parts_drop(arena, request->db, &(struct start_parts_drop_in){ .meeting = id, .shard = shard }, err));
	TRY(start_roll_drop(arena, request->db, &(struct start_roll_drop_in){ .meeting = id, .shard = shard }, err));
	struct start_meeting_take_in in = { .id = id,
		.shard = shard,
		.day = meeting->day,
		.minute = meeting->minute,
		.place = meeting->place.len ? meeting->place : STR(""),
		.kind = meeting->kind,
		.theme = given(meeting->theme),
		.chair = { meeting->chair },
		.clerk = { meeting->clerk },
		.rubric = meeting->rubric,
		.opened = meeting->opened,
		.ended = meeting->ended };
	return start_meeting_take(arena, request->db, &in, err);
}

static enum status add_meeting(struct request *request, struct start_meeting *meeting, struct err *err)
{
	const struct unit *cell = meeting->cell;
	meeting->id = id_new(cell->shard);
	struct start_meeting_add_in in = { .id = { meeting->id },
		.shard = cell->shard,
		.cell = { cell->id },
		.month = month_of_day(meeting->day),
		.day = meeting->day,
		.minute = meeting->minute,
		.place = meeting->place.len ? meeting->place : STR(""),
		.kind = meeting->kind,
		.theme = given(meeting->theme),
		.chair = { meeting->chair },
		.clerk = { meeting->clerk },
		.rubric = meeting->rubric,
		.opened = meeting->opened,
		.ended = meeting->ended,
		.at = request->now };
	return start_meeting_add(request->arena, request->db, &in, err);
}

enum status start_write_meeting(struct request *request, struct start_meeting *meeting, struct err *err)
{
	struct date date;
	bool both = str_is(meeting->kind, "both");
	check(date_parse(meeting->day, &date));
	TRY(unit_setting(
	        request->arena, request->db, meeting->cell->id, "rubric", "tw-hd42-2025", &meeting->rubric, err));
	meeting->opened = date_instant(date, (int)meeting->minute);
	meeting->ended = date_instant(date, (int)meeting->until);
	TRY(meeting->id ? take_meeting(request, meeting, err) : add_meeting(request, meeting, err));
	TRY(add_part(request, meeting, 1, both ? STR("regular") : meeting->kind,
	        both ? STR_NONE : given(meeting->theme), err));
	return both ? add_part(request, meeting, 2, STR("thematic"), given(meeting->theme), err) : OK;
}

enum status start_write_score(
        struct request *request, const struct start_meeting *meeting, const struct start_score *score, struct err *err)
{
	struct start_rubric_row rubric;
	bool found, graded = score->superior_grade.len > 0;
	struct str grade = given(score->grade);
	if (!score->total.set && !grade.len && !graded)
		return OK;
	if (!grade.len && score->total.set)
		grade = start_grade(score->total.n);
	TRY(start_rubric(request->arena, request->db, &(struct start_rubric_in){ .rubric = meeting->rubric }, &rubric,
	        &found, err));
	int64_t id = id_new(meeting->cell->shard);
	TRY(start_score_add(request->arena, request->db,
	        &(struct start_score_add_in){ .id = { id },
	                .shard = meeting->cell->shard,
	                .cell = { meeting->cell->id },
	                .meeting = { meeting->id },
	                .rubric = meeting->rubric,
	                .rubric_version = found ? rubric.version : 1,
	                .state = graded ? STR("graded") : STR("submitted"),
	                .total = score->total,
	                .grade = grade,
	                .superior_total = score->superior_total,
	                .superior_grade = given(score->superior_grade),
	                .graded_at = graded ? OPT(request->now) : OPT_NONE,
	                .at = request->now },
	        err));
	return chain_add(request->arena, request->db,
	        &(struct chain_place){ .cell = meeting->cell->id,
	                .meeting = meeting->id,
	                .shard = meeting->cell->shard,
	                .at = request->now },
	        id, err);
}

/* The number that the paper bears stays its own; the register goes on after it. */
static enum status keep_number(struct request *request, const struct unit *cell, const struct start_record *record,
        int64_t id, int64_t term, struct err *err)
{
	struct start_number_of_row taken;
	struct start_registers_rows registers;
	struct str type = str_of(record->type);
	int64_t last = 0;
	bool found;
	TRY(start_number_of(request->arena, request->db,
	        &(struct start_number_of_in){
	                .term = { term }, .type = type, .number = record->number.n, .shard = cell->shard },
	        &taken, &found, err));
	if (found) {
		enum status status = err_set(err, CONFLICT, "start.number_taken", record->field);
		err_arg_int(err, "number", record->number.n);
		err_arg(err, "day", date_show(request->arena, taken.day));
		return status;
	}
	TRY(start_registers(request->arena, request->db,
	        &(struct start_registers_in){ .term = { term }, .shard = cell->shard }, &registers, err));
	for (size_t i = 0; i < registers.count; i++)
		if (str_eq(registers.at[i].type, type))
			last = registers.at[i].last;
	if (record->number.n > last)
		TRY(start_register_put(request->arena, request->db,
		        &(struct start_register_put_in){
		                .term = { term }, .type = type, .shard = cell->shard, .last = record->number.n },
		        err));
	return start_number_add(request->arena, request->db,
	        &(struct start_number_add_in){ .term = { term },
	                .type = type,
	                .number = record->number.n,
	                .shard = cell->shard,
	                .record = { id },
	                .day = record->day },
	        err);
}

struct record_body start_pasted(struct arena *arena, struct str text)
{
	struct record_section *section = arena_new(arena, struct record_section);
	*section =
	        (struct record_section){ .key = STR("content"), .title = STR(""), .kind = STR("para"), .text = text };
	return (struct record_body){ section, 1 };
}

enum status start_count(struct request *request, const struct unit *cell, int month, struct err *err)
{
	return counter_touch(request->arena, request->db, cell->id, cell->shard, month, request->now, err);
}

enum status start_write_record(
        struct request *request, const struct unit *cell, const struct start_record *record, struct err *err)
{
	struct start_term_row term;
	bool found;
	unsigned char *hash = arena_take(request->arena, crypto_generichash_BYTES);
	int64_t id = id_new(cell->shard);
	TRY(start_term(request->arena, request->db,
	        &(struct start_term_in){ .cell = { cell->id }, .shard = cell->shard }, &term, &found, err));
	if (record->number.set && !found)
		return err_set(err, CONFLICT, "start.no_term", record->field);
	struct str text = record_body_json(request->arena, &record->body);
	crypto_generichash(hash, crypto_generichash_BYTES, (const unsigned char *)text.ptr, text.len, NULL, 0);
	struct str content = { (const char *)hash, crypto_generichash_BYTES };
	if (record->number.set)
		TRY(keep_number(request, cell, record, id, term.id.n, err));
	TRY(start_record_add(request->arena, request->db,
	        &(struct start_record_add_in){ .id = { id },
	                .shard = cell->shard,
	                .cell = { cell->id },
	                .meeting = { record->meeting },
	                .kind = str_of(record->kind),
	                .title = record->title,
	                .day = record->day,
	                .term = { record->number.set ? term.id.n : 0 },
	                .number = record->number,
	                .at = request->now },
	        err));
	return start_version_add(request->arena, request->db,
	        &(struct start_version_add_in){ .record = { id },
	                .shard = cell->shard,
	                .hash = content,
	                .author = request->account.n,
	                .at = request->now,
	                .body = text },
	        err);
}
