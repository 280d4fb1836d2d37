/* What the files of this folder share. */
#ifndef FEATURE_OVERVIEW_PRIVATE_H
#define FEATURE_OVERVIEW_PRIVATE_H

#include "feature/unit/unit.h"
#include "gen/overview_page.h"
#include "gen/overview_sql.h"

enum {
	OVERVIEW_MONTHS = 12,
	OVERVIEW_REASONS = 9,
	OVERVIEW_TEN = 10, /* as many cells as one statement asks for */
	OVERVIEW_PAGE = 50,
	OVERVIEW_WORST = 100,
};

/* The month that is shown. */
struct overview_month {
	struct str first, last, today; /* ISO */
	int month, since;              /* since: the first of the twelve that end with it */
	bool begun, over;
};
struct overview_month overview_month_of(struct arena *arena, int month, struct str today);
/* A month as it stands in an address: 202611. */
bool overview_month_real(int64_t month);

/* What counters say is missing in a cell's month. */
struct overview_flags {
	bool unplanned, not_met, minutes_late, papers_late, low, too_short, above, same_text, thematic_missing;
};
/* Of any row that has these columns. */
#define OVERVIEW_FLAGS(row)                                      \
	((struct overview_flags){ .unplanned = (row)->unplanned, \
	        .not_met = (row)->not_met,                       \
	        .minutes_late = (row)->minutes_late,             \
	        .papers_late = (row)->papers_late,               \
	        .low = (row)->low,                               \
	        .too_short = (row)->too_short,                   \
	        .above = (row)->above,                           \
	        .same_text = (row)->same_text,                   \
	        .thematic_missing = (row)->thematic_missing })

struct overview_sittings {
	const struct overview_sittings_row *at;
	size_t count;
};

/* A word of overview.reason., its tone (warn bad) and, where it is known, for how many days. */
struct overview_reason {
	const char *code, *tone;
	int64_t days;
};
/* The gravest first; how many. */
size_t overview_reasons(struct arena *arena, const struct overview_flags *flags, struct overview_sittings sittings,
        const struct overview_month *month, struct overview_reason ret_reasons[OVERVIEW_REASONS]);

/* The session that stands for the cell in a month that has several; NULL: none. */
const struct overview_sittings_row *overview_main(struct overview_sittings sittings);
/* How far it came: a word of overview.stage., and its tone (ok info warn bad). */
struct overview_stage {
	const char *name, *tone;
	int64_t late; /* days by which the report came late */
};
struct overview_stage overview_stage_of(
        const struct overview_sittings_row *sitting, const struct overview_month *month);

/* permille of two numbers; not set without a base. */
struct opt_int overview_share(int64_t part, int64_t base);
/* The class of an attendance in the heat table: 1 (below 80) to 5 (95 and more), 0: no data. */
int overview_heat(struct opt_int permille);

/* One cell, or one unit of the heat table, and what is shown of it. */
struct overview_cell {
	int64_t cell, members, since; /* since: month from which it needs attention without a break; 0: not known */
	int shard;
	struct str name, above, secretary;
	bool here, unit; /* here: it is below the unit today too; unit: no cell, but one that has cells below */
	struct overview_flags flags;
	struct overview_sittings sittings;
	int64_t groups, groups_met;
	int64_t base[OVERVIEW_MONTHS], present[OVERVIEW_MONTHS], grade[4];
};

enum status overview_load_sittings(struct request *request, const struct overview_month *month,
        struct overview_cell *cells, size_t count, struct err *err);
enum status overview_load_groups(struct request *request, const struct overview_month *month,
        struct overview_cell *cells, size_t count, struct err *err);
enum status overview_load_months(struct request *request, const struct overview_month *month,
        struct overview_cell *cells, size_t count, struct err *err);
/* Names of people, and a note of each look. */
enum status overview_load_secretaries(
        struct request *request, struct overview_cell *cells, size_t count, struct err *err);

/* Which cells are asked for. */
struct overview_wanted {
	struct str reason, type; /* none: all */
	int64_t whole;           /* a unit of at most so many cells is read whole; in a larger one the worst below it */
	size_t most;
	bool names; /* with the names of their secretaries */
};
/* The worst cells below a unit, without reading all of them where there are many. *ret_cells: at most wanted->most. */
enum status overview_worst_of(struct request *request, int64_t unit, const struct overview_month *month,
        const struct overview_wanted *wanted, struct overview_cell **ret_cells, size_t *ret_count, struct err *err);

/* The level of a commune or below it: there a name helps to call somebody; further up none is shown. */
bool overview_close(struct str kind);
/* Whether this page may show them: the unit is so close, and who asks oversees it from such a level. */
enum status overview_names(struct request *request, const struct unit *unit, bool *ret_names, struct err *err);
/* Whether a word names a kind of unit or a kind of cell. */
bool overview_is_type(struct str type);
/* What the address asks for; this month, all kinds, where it says nothing of use. */
struct overview_month overview_asked(const struct request *request);
struct str overview_asked_type(const struct request *request);

/* The lines of the cells that need attention most. */
enum status overview_put_worst(struct request *request, const struct overview_month *month,
        const struct overview_wanted *wanted, struct overview_worst_table_lines_rows *ret_lines, struct err *err);
/* Where a line leads: the month's session, or the cell; none where it is no longer below. */
struct str overview_href(struct request *request, const struct overview_cell *cell);
/* Grades as a bar; none without any. */
struct str overview_bar(struct request *request, const int64_t grade[4]);
/* What stands right below, the lowest attendance of the month first. */
void overview_lowest(struct request *request, const struct overview_children_rows *children,
        struct overview_cell **ret_cells, size_t *ret_count);
void overview_put_heat(struct request *request, const struct overview_month *month, const struct overview_cell *cells,
        size_t count, struct overview_heat_heads_rows *ret_heads, struct overview_heat_rows_rows *ret_rows);

extern const struct permission overview_read;
void overview_ahead(struct request *request, const int64_t *ids);
enum status overview_show(struct request *request, void *view, struct err *err);
enum status overview_show_attention(struct request *request, void *view, struct err *err);
enum status overview_show_attendance(struct request *request, void *view, struct err *err);
enum status overview_csv(struct request *request, void *view, struct err *err);
enum status overview_xlsx(struct request *request, void *view, struct err *err);

#endif
