/* Drafts minutes and resolution from what was noted, in the order of the forms in use. What is not known is left as dots, never invented. */
#include "feature/record/record_draft.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/unit/unit.h"

#include <string.h>

enum { SECTION_TEXT = 256 << 10 };

void record_section_add(struct record_story *story, const char *key, struct str title, const char *kind, struct str text)
{
	struct record_body *body = story->body;
	if (body->count == story->room) {
		size_t room = story->room ? story->room * 2 : 16;
		body->at = arena_grow(story->arena, body->at, story->room * sizeof(*body->at), room * sizeof(*body->at));
		check(body->at);
		story->room = room;
	}
	body->at[body->count++] = (struct record_section){
		.key = str_copy(story->arena, str_of(key)), .title = title, .kind = str_of(kind), .text = text, .drafted = true };
}

struct str record_clock(struct arena *arena, int64_t instant)
{
	if (!instant)
		return STR(DOTS " giờ " DOTS);
	int minute = minute_of_instant(instant);
	return minute % 60 ? str_format(arena, "%d giờ %02d phút", minute / 60, minute % 60) : str_format(arena, "%d giờ", minute / 60);
}

struct str record_day(struct arena *arena, struct str day)
{
	struct date date;
	if (!date_parse(day, &date))
		return STR("ngày " DOTS);
	return str_format(arena, date.month < 3 ? "ngày %02d tháng %02d năm %d" : "ngày %02d tháng %d năm %d", date.day, date.month, date.year);
}

struct str record_month(struct arena *arena, int month)
{
	return str_format(arena, "tháng %d năm %d", month % 100, month / 100);
}

struct str record_kind(const struct meeting *meeting)
{
	return str_is(meeting->kind, "thematic")        ? STR("chuyên đề")
	       : str_is(meeting->kind, "both")          ? STR("thường kỳ kết hợp chuyên đề")
	       : str_is(meeting->kind, "extraordinary") ? STR("bất thường")
							: STR("thường kỳ");
}

struct str record_share(struct arena *arena, int64_t part, int64_t whole)
{
	struct str share = whole ? permille_show(arena, (part * 1000 + whole / 2) / whole) : STR(DOTS);
	return str_format(arena, "%lld/%lld đồng chí (%.*s)", (long long)part, (long long)whole, STR_ARG(share));
}

enum status record_story_read(struct arena *arena, struct db *db, const struct meeting *meeting, struct record_story *ret_story, struct err *err)
{
	struct meeting_id id = { meeting->id };
	struct unit_id cell = { meeting->cell };
	int shard = meeting->shard;
	ret_story->arena = arena;
	ret_story->meeting = meeting;
	TRY(record_facts(arena, db, &(struct record_facts_in){ .meeting = id, .shard = shard }, &ret_story->facts, err));
	TRY(record_total(arena, db, &(struct record_total_in){ .meeting = id, .shard = shard }, &ret_story->total, &ret_story->typed, err));
	ret_story->typed = ret_story->typed && meeting->paper_typed && !ret_story->facts.base;
	TRY(record_absent(arena, db, &(struct record_absent_in){ .meeting = id, .shard = shard }, &ret_story->absent, err));
	TRY(record_guests(arena, db, &(struct record_guests_in){ .meeting = id, .shard = shard }, &ret_story->guests, err));
	TRY(record_fees(arena, db, &(struct record_fees_in){ .cell = cell, .shard = shard, .month = meeting->month }, &ret_story->fees, err));
	TRY(record_unpaid(
		arena, db, &(struct record_unpaid_in){ .cell = cell, .shard = shard, .month = meeting->month, .meeting = id }, &ret_story->unpaid, err));
	TRY(record_items(arena, db, &(struct record_items_in){ .meeting = id, .shard = shard }, &ret_story->items, err));
	TRY(record_speeches(arena, db, &(struct record_speeches_in){ .meeting = id, .shard = shard }, &ret_story->speeches, err));
	TRY(record_praise(arena, db, &(struct record_praise_in){ .meeting = id, .shard = shard }, &ret_story->praise, err));
	TRY(record_votes(arena, db, &(struct record_votes_in){ .meeting = id, .shard = shard }, &ret_story->votes, err));
	bool scored;
	TRY(record_score(arena, db, &(struct record_score_in){ .meeting = id, .shard = shard }, &ret_story->score, &scored, err));
	return task_of_meeting(arena, db, meeting->id, &ret_story->reported, &ret_story->given, err);
}

enum status record_draft(
	struct arena *arena, struct db *db, const struct meeting *meeting, const char *kind, struct record_body *ret_body, struct err *err)
{
	struct record_story story = { .body = ret_body };
	*ret_body = (struct record_body){ 0 };
	TRY(record_story_read(arena, db, meeting, &story, err));
	if (!strcmp(kind, "resolution"))
		record_draft_resolution(&story);
	else
		record_draft_minutes(&story);
	return OK;
}

static struct str type_word(const char *kind)
{
	return !strcmp(kind, "resolution") ? STR("NQ") : STR("BB");
}

enum status record_head_of(struct arena *arena, struct db *db, const struct meeting *meeting, const char *kind, int64_t number, struct str day,
	struct record_head *ret_head, struct err *err)
{
	struct str printed, signed_for, committee;
	bool resolution = !strcmp(kind, "resolution");
	TRY(unit_setting(arena, db, meeting->cell, "minutes_number", "0", &printed, err));
	TRY(unit_setting(arena, db, meeting->cell, "signed_for", "cell", &signed_for, err));
	committee = str_is(signed_for, "committee") ? STR("T/M CHI ỦY") : STR("T/M CHI BỘ");
	struct str month = record_month(arena, meeting->month), what = record_kind(meeting);
	*ret_head = (struct record_head){ .kind = str_of(kind), .superior = text_upper(arena, meeting->superior_name),
		.cell = text_upper(arena, meeting->cell_name), .signed_for = committee, .clerk_name = meeting->clerk_name,
		.chair_name = meeting->chair_name,
		.chair_post = str_is(meeting->chair_post, "pho_bi_thu")    ? STR("PHÓ BÍ THƯ")
			      : str_is(meeting->chair_post, "chi_uy_vien") ? STR("CHI ỦY VIÊN")
									   : STR("BÍ THƯ") };
	ret_head->subject = resolution ? str_format(arena, "sinh hoạt chi bộ %.*s %.*s", STR_ARG(what), STR_ARG(month))
				       : str_format(arena, "sinh hoạt chi bộ %.*s %.*s", STR_ARG(what), STR_ARG(month));
	if (resolution || str_is(printed, "1"))
		ret_head->number = number ? str_format(arena, "Số %02lld-%.*s/CB", (long long)number, STR_ARG(type_word(kind)))
					  : str_format(arena, "Số " DOTS "-%.*s/CB", STR_ARG(type_word(kind)));
	if (resolution) {
		/* The place is the commune's name without its kind: "Đảng bộ xã Thư Lâm" gives "Thư Lâm". */
		static const char *const kinds[] = { "Đảng bộ xã ", "Đảng bộ phường ", "Đảng bộ đặc khu ", "Đảng bộ " };
		struct str place = meeting->superior_name;
		for (size_t i = 0; i < LENGTH(kinds); i++)
			if (str_starts(place, str_of(kinds[i]))) {
				place = str_slice(place, strlen(kinds[i]), place.len);
				break;
			}
		ret_head->place_date = str_format(arena, "%.*s, %.*s", STR_ARG(place), STR_ARG(record_day(arena, day)));
	}
	return OK;
}

enum status record_document_of(struct arena *arena, struct db *db, const struct meeting *meeting, const char *kind, int64_t ord, bool large,
	struct document **ret_document, struct err *err)
{
	struct record_text_row row;
	struct record_head head;
	struct record_body body;
	bool found;
	TRY(record_text(arena, db,
		&(struct record_text_in){ .meeting = { meeting->id }, .shard = meeting->shard, .kind = str_of(kind), .ord = ord }, &row, &found, err));
	TRY(record_head_of(arena, db, meeting, kind, found && row.number.set ? row.number.n : 0, found ? row.day : meeting->day, &head, err));
	if (found)
		TRY(record_body_read(arena, row.body, &body, err));
	else
		TRY(record_draft(arena, db, meeting, kind, &body, err));
	head.draft = !found || !str_is(row.state, "signed");
	if (found && row.clerk_name.len)
		head.clerk_name = row.clerk_name;
	if (found && row.chair_name.len)
		head.chair_name = row.chair_name;
	*ret_document = record_document(arena, &head, &body, large);
	return OK;
}
