/* What the files of this folder share. */
#ifndef FEATURE_REPORT_PRIVATE_H
#define FEATURE_REPORT_PRIVATE_H

#include "feature/meeting/meeting.h"
#include "feature/report/report.h"
#include "feature/score/score.h"
#include "feature/unit/unit.h"
#include "gen/report_page.h"
#include "gen/report_sql.h"

/* Where a cell stands in a month: words of report.stage. and report.reason. in the .po files. */
struct report_stage {
	const char *stage;  /* none missed planned called open cancelled met reported returned graded */
	const char *reason; /* why it needs a reminder; NULL: it does not */
	const char *tone;   /* ok info warn bad */
	int64_t late;       /* days past what was due; 0: none */
	int step;           /* 0 nothing, 1 planned, 2 called, 3 met, 4 reported, 5 graded */
	bool low;           /* fewer came than the rule asks */
};
/* first, last: days of the month; low_permille: of the rule. */
struct report_stage report_stage_of(struct arena *arena, const struct report_cells_row *row, struct str first,
        struct str last, struct str today, int64_t low_permille);

struct report_sum {
	int64_t cells, met, base, present, due, on_time, attention, step[6];
};
struct report_line {
	const struct report_cells_row *row; /* the cell's main meeting of the month */
	struct report_stage stage;
	size_t meetings;
};
/* One line a cell, and their sum. The rows of a cell stand together. */
struct report_lines {
	struct report_line *at;
	size_t count;
	struct report_sum sum;
};
void report_lines_of(struct arena *arena, const struct report_cells_rows *rows, int month, struct str today,
        struct report_lines *ret_lines);
/* First and last day of a month, ISO. */
void report_month_days(struct arena *arena, int month, struct str *ret_first, struct str *ret_last);
enum status report_month_load(
        struct request *request, int64_t unit, int month, struct report_lines *ret_lines, struct err *err);
/* permille of two numbers; not set without a base. */
struct opt_int report_share(int64_t part, int64_t base);

/* The Vietnamese word of a code, for papers whatever the page speaks; no text for none. */
struct str report_word(struct arena *arena, const char *prefix, struct str value);

extern const struct permission report_read;
enum status report_show_overview(struct request *request, void *view, struct err *err);
enum status report_csv(struct request *request, void *view, struct err *err);
enum status report_xlsx(struct request *request, void *view, struct err *err);
bool report_link_overview(struct request *request, struct str *ret_href, int64_t *ret_badge);
enum status report_due(struct request *request, struct due_list *list, struct err *err);
enum status report_show(struct request *request, void *view, struct err *err);
enum status report_put(struct request *request, void *view, struct err *err);
enum status report_put_handbook(struct request *request, void *view, struct err *err);
enum status report_put_seen(struct request *request, void *view, struct err *err);
enum status report_put_return(struct request *request, void *view, struct err *err);
/* What the cell pastes into the e-handbook: Vietnamese, whatever the page speaks. */
enum status report_text(struct request *request, const struct meeting *meeting, struct str *ret_text, struct err *err);

#endif
