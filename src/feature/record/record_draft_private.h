/* Between the files that draft records: what happened, gathered once, and the body being written. */
#ifndef RECORD_DRAFT_PRIVATE_H
#define RECORD_DRAFT_PRIVATE_H

#include "feature/record/record.h"
#include "feature/score/score.h"
#include "gen/record_sql.h"

#define DOTS "……"

struct draft {
	struct arena *arena;
	struct db *db;
	const struct meeting *meeting;
	struct record_roll_rows roll;
	struct record_guests_rows guests;
	struct record_changes_rows changes;
	struct record_items_rows items;
	struct record_parts_rows parts;
	struct record_speeches_rows speeches;
	struct record_praises_rows praises;
	struct record_fees_rows fees;
	struct record_task_reports_rows reports;
	struct record_tasks_open_rows open;
	struct record_tasks_given_rows given;
	struct record_votes_rows votes;
	struct record_points_rows points;
	struct score score;
	struct record_total_row total;
	struct record_vote_row adoption; /* the vote that adopted the record, where adopted */
	bool adopted;
	bool typed; /* totals from paper, nobody by name */
	struct record_body body;
	size_t room;
	struct record_section *now; /* the one being written */
	struct buf text;
	int roman, number; /* of headings so far */
};

/* Sections: begun, filled line by line, ended. */
void draft_begin(struct draft *draft, struct str key, struct str title, const char *kind);
void draft_line(struct draft *draft, const char *format, ...) FORMAT(2, 3);
/* A section of several paragraphs as somebody typed them. */
void draft_text(struct draft *draft, struct str text);
void draft_end(struct draft *draft);
/* "III- TITLE", which starts the numbers below anew, and "2. title". */
struct str draft_roman(struct draft *draft, struct str title);
struct str draft_number(struct draft *draft, struct str title);
/* A row of a table: blanks for line ends, no bars in cells, dots for what is not known. */
void draft_row(struct draft *draft, const struct str *cells, size_t count);

/* "Nguyễn Văn An (1962)" where a label tells two people apart; dots without a name. */
struct str draft_name(struct arena *arena, struct str name, struct str label);
struct str draft_post(struct str post);                       /* "Bí thư chi bộ"; none for a plain member */
struct str draft_day(struct arena *arena, struct str iso);    /* "03/11/2026", dots when not known */
struct str draft_clock(struct arena *arena, int64_t instant); /* "19 giờ 30 phút", dots for 0 */
struct str draft_count(struct arena *arena, int64_t count);   /* 03, 0 */
/* "18/20 đồng chí (90 %)" */
struct str draft_share(struct arena *arena, int64_t part, int64_t all);
/* The same of a vote, whose base is not those present. */
struct str draft_vote_share(struct arena *arena, int64_t part, int64_t all);
/* Trimmed, and with a full stop where it ends without a mark. */
struct str draft_sentence(struct arena *arena, struct str text);
/* "sinh hoạt thường kỳ tháng 11 năm 2026" */
struct str draft_kind(struct arena *arena, const struct meeting *meeting);
struct str draft_task_state(struct str state);

/* Who was there. `of` picks; the names with reasons where `reasons`. */
bool draft_in_base(const struct record_roll_row *row);
size_t draft_names(
        struct draft *draft, bool (*of)(const struct record_roll_row *row), bool reasons, struct str *ret_names);
bool draft_is_present(const struct record_roll_row *row);
bool draft_is_excused(const struct record_roll_row *row);
bool draft_is_unexcused(const struct record_roll_row *row);
bool draft_is_exempt(const struct record_roll_row *row);
bool draft_is_away(const struct record_roll_row *row);

/* Sections that both kinds of record have. */
void draft_last_tasks(struct draft *draft, struct str title);
void draft_given_tasks(struct draft *draft, struct str title);
void draft_minutes(struct draft *draft);
void draft_resolution(struct draft *draft);
void draft_further(struct draft *draft);

#endif
