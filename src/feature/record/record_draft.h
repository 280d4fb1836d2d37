/* Shared by the drafting files of this folder: sections being written. */
#ifndef RECORD_RECORD_DRAFT_H
#define RECORD_RECORD_DRAFT_H

#include "feature/record/record.h"
#include "feature/task/task.h"
#include "gen/record_sql.h"

/* Everything that was noted of a meeting, read once. */
struct record_story {
	struct arena *arena;
	const struct meeting *meeting;
	struct record_facts_row facts;
	struct record_total_row total;
	bool typed; /* totals from paper */
	struct record_absent_rows absent;
	struct record_guests_rows guests;
	struct record_fees_row fees;
	struct record_unpaid_rows unpaid;
	struct record_items_rows items;
	struct record_speeches_rows speeches;
	struct record_praise_rows praise;
	struct record_votes_rows votes;
	struct record_score_row score;
	struct task_lines reported, given;
	struct record_body *body;
	size_t room;
};

enum status record_story_read(struct arena *arena, struct db *db, const struct meeting *meeting, struct record_story *ret_story, struct err *err);
void record_section_add(struct record_story *story, const char *key, struct str title, const char *kind, struct str text);
/* "19 giờ 30 phút" of an instant; "…… giờ" for 0. */
struct str record_clock(struct arena *arena, int64_t instant);
/* "ngày 03 tháng 12 năm 2026" */
struct str record_day(struct arena *arena, struct str day);
struct str record_month(struct arena *arena, int month); /* "tháng 12 năm 2026" */
struct str record_kind(const struct meeting *meeting);   /* "thường kỳ", "chuyên đề" ... */
struct str record_people(struct record_story *story);    /* lines of the part on attendance */
struct str record_tasks_reported(struct record_story *story);
struct str record_tasks_given(struct record_story *story);
struct str record_votes_text(struct record_story *story);
struct str record_praise_text(struct record_story *story, bool praise);
struct str record_score_text(struct record_story *story);
void record_draft_minutes(struct record_story *story);
void record_draft_resolution(struct record_story *story);
/* "có mặt 17/19 đồng chí (89,5 %)" */
struct str record_share(struct arena *arena, int64_t part, int64_t whole);

#define DOTS "……"

#endif
