/* Reports of a month, a quarter, half a year, a year: one value that pages and papers alike render. Made from the
 * counters, or from the frozen copy. Nothing is typed but what the program cannot know. */
#ifndef FEATURE_PERIOD_H
#define FEATURE_PERIOD_H

#include "app/feature.h"

enum period_kind { PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF, PERIOD_YEAR, PERIOD_KIND__COUNT };

/* part: 1..12, 1..4, 1..2, 1. */
struct period {
	enum period_kind kind;
	int year, part;
};

/* 2026-11, 2026-Q3, 2026-H1, 2026; years 2000 to 2100. INVALID period.unreadable. */
enum status period_parse(struct str text, struct period *ret_period, struct err *err);
struct str period_code(struct arena *arena, struct period period);  /* as it is parsed */
struct str period_title(struct arena *arena, struct period period); /* "Quý III/2026" */
const char *period_kind_name(enum period_kind kind);                /* month quarter half year */
int period_first(struct period period);                             /* months, yyyymm */
int period_last(struct period period);
struct str period_first_day(struct arena *arena, struct period period); /* ISO */
struct str period_last_day(struct arena *arena, struct period period);
struct period period_add(struct period period, int more); /* of the same kind */
struct period period_of_month(enum period_kind kind, int month);
/* Whether its last day has passed. */
bool period_over(struct arena *arena, struct period period, struct str today);

/* The first five are those of the last month, all others add up over the months. Names: period_figure_names. */
enum period_figure {
	PERIOD_CELLS,
	PERIOD_MEMBERS,
	PERIOD_FULL_MEMBERS,
	PERIOD_PROBATIONARY,
	PERIOD_EXEMPT,
	PERIOD_CELL_MONTHS, /* months of cells: regular meetings to be held */
	PERIOD_MET,         /* of them held */
	PERIOD_SESSIONS,
	PERIOD_THEMATIC,
	PERIOD_EXTRA,
	PERIOD_MINUTES,
	PERIOD_BASE,
	PERIOD_PRESENT,
	PERIOD_EXCUSED,
	PERIOD_UNEXCUSED,
	PERIOD_SPOKE,
	PERIOD_DUE, /* reports of meetings that were asked for, those apart whose day is not over */
	PERIOD_REPORTED,
	PERIOD_ON_TIME,
	PERIOD_GOOD,
	PERIOD_FAIR,
	PERIOD_AVERAGE,
	PERIOD_POOR,
	PERIOD_GRADED,
	PERIOD_LOWERED,
	PERIOD_SELF_SUM,
	PERIOD_SELF_COUNT,
	PERIOD_FINAL_SUM,
	PERIOD_FINAL_COUNT,
	PERIOD_ABOVE,
	PERIOD_CONFIRMED,
	PERIOD_RESOLUTIONS,
	PERIOD_TASKS,
	PERIOD_TASKS_DONE,
	PERIOD_GIVEN,
	PERIOD_ADMITTED,
	PERIOD_RECOGNISED,
	PERIOD_FIGURE__COUNT
};
extern const char *const period_figure_names[PERIOD_FIGURE__COUNT];

struct period_figures {
	bool any; /* false: nothing is known of that time */
	int64_t n[PERIOD_FIGURE__COUNT];
};

/* What the program does not know and a unit may type once for its own line; sums go up with each report. The last two
 * are texts. theme_plan is counted for cells, and carried upward like the typed ones. */
enum period_typed {
	PERIOD_MASS_WORK,  /* dân vận khéo */
	PERIOD_READING,    /* đọc bài viết */
	PERIOD_THEME_PLAN, /* kế hoạch sinh hoạt chuyên đề */
	PERIOD_INSPECTION, /* kiểm tra, giám sát */
	PERIOD_CELLS_GOOD, /* cells graded so for the period: carried, never typed */
	PERIOD_CELLS_FAIR,
	PERIOD_CELLS_AVERAGE,
	PERIOD_CELLS_POOR,
	PERIOD_NUMBER__COUNT,
	PERIOD_OTHER = PERIOD_NUMBER__COUNT, /* khác */
	PERIOD_NOTE,                         /* ghi chú */
	PERIOD_TYPED__COUNT
};
extern const char *const period_typed_names[PERIOD_TYPED__COUNT];

/* One child of the unit (a cell, or a committee), or the sum of them all. */
struct period_row {
	int64_t unit; /* 0: the sum */
	bool cell;
	bool elsewhere; /* no longer below the unit today: counted, not named; nothing of it opens */
	struct str name, kind;
	struct period_figures now, before; /* before: the same period of the year before */
	struct opt_int typed[PERIOD_NUMBER__COUNT];
	bool typed_by_hand[PERIOD_NUMBER__COUNT];
	struct str other, note;       /* typed texts */
	int since_month, until_month; /* of a unit that came or went within the period; 0: it was there throughout */
	struct str heads;             /* lines for `chibo verify --heads`: of a cell's chains, or of a report below */
	struct str missing;           /* months without a regular meeting: "tháng 8, 9"; of a cell */
	/* A cell: */
	struct str days;         /* when it met, ISO, blanks between */
	struct str remark;       /* why points were taken off, late reports, by its meetings of a month */
	struct str grade;        /* good fair average poor; none: a person decides */
	struct str proposed;     /* what the rule gives; none: no line of it fits */
	struct str grade_reason; /* of the person who decided */
	bool decided;            /* by a person */
	/* A committee: */
	struct str state; /* of its own report: open submitted returned accepted frozen */
	struct str state_day;
};

enum period_column_kind {
	PERIOD_COLUMN_NAME,
	PERIOD_COLUMN_NUMBER,
	PERIOD_COLUMN_SHARE, /* x/y and per cent */
	PERIOD_COLUMN_POINTS,
	PERIOD_COLUMN_TEXT,
};

struct period_column {
	const char *key;   /* members attendance days points grade note … */
	const char *label; /* Vietnamese */
	enum period_column_kind kind;
	bool typed; /* typed by those whose line it is, or carried from below; papers say so */
};

/* A value of the table, for any way to show it. text is always what a person reads, "" for nothing. */
struct period_value {
	enum period_column_kind kind;
	bool set;
	int64_t n, base; /* SHARE: n of base; POINTS: hundredths */
	struct str text;
};

/* A frozen figure that is another one today. */
struct period_change {
	int64_t unit;
	struct str name;
	struct str figures; /* "điểm 91 → 85; tốt 1 → 0" */
	struct str reason;  /* "" : nobody gave one yet */
	struct str period;  /* code of the frozen period, where it is shown in a later report */
};

struct period_report {
	int64_t unit;
	struct str unit_name, parent_name, kind; /* kind of the unit */
	struct period period;
	struct str code, title; /* 2026-Q3, "Quý III/2026" */
	struct str first_day, last_day;
	bool over;                           /* false: provisional */
	bool frozen;                         /* the figures are those of the frozen copy */
	bool tree_today;                     /* summed by today's tree */
	int64_t as_of;                       /* instant: of the reading, or of the freezing */
	struct str hash;                     /* hexadecimal, of the frozen copy */
	struct str state, state_reason, who; /* state of the report; who: the unit that has it now */
	int64_t state_since;
	struct str due_day;
	struct period_row *rows;
	size_t row_count;
	struct period_row total;
	const struct period_column *columns; /* those in which something stands */
	size_t column_count;
	struct str hidden;      /* labels of the others: "Dân vận khéo, Khác" */
	int64_t missing_count;  /* cells below (or lines of cells' months, see missing_months) that lack a meeting */
	int64_t missing_months; /* months of cells without a regular meeting, over all below */
	struct str missing; /* "58/60, thiếu: Chi bộ thôn Hạ (tháng 8)"; counts above a commune; none: complete */
	int64_t report_due, report_in; /* reports of committees right below: asked for, and in */
	struct str report_missing;     /* names of the committees whose report is not in */
	struct str rule, rule_name, rule_label; /* id; name; "của phần mềm", "ví dụ, chưa đối chiếu", own with number */
	struct counter_figure *more; /* what other features count of the unit */
	size_t more_count;
	struct period_change *changes; /* adjustments told in this report: of frozen periods before it */
	size_t change_count;
};

struct period_ask {
	int64_t unit;
	struct period period;
	int64_t now;     /* instant */
	bool live;       /* today's figures although there is a frozen copy */
	bool tree_today; /* by the tree as it is now; implies live */
	bool plain;      /* without the year before and the changes: for comparing */
};
/* The report, live or as it was frozen. INVALID period.no_cells (a cell alone has no report: its meetings tell),
 * NOT_FOUND unit.not_found. */
enum status period_load(struct arena *arena, struct db *db, const struct period_ask *ask,
        struct period_report **ret_report, struct err *err);
/* The value in a column of a row (or of the total). */
struct period_value period_value_of(
        struct arena *arena, const struct period_report *report, const struct period_row *row, size_t column);
/* permille of two figures; not set without a base. */
struct opt_int period_share(const struct period_figures *figures, enum period_figure part, enum period_figure base);
/* Mean points in hundredths of a point. */
struct opt_int period_mean(const struct period_figures *figures);
/* "Tốt", "Khá", … ; "" for none. */
struct str period_grade_name(struct str grade);
/* The sentences that belong under the table: as of when, provisional or frozen, what is missing, who came and went, by
 * which rule, what is typed; more: also what other features counted, where no table of it stands beside. Vietnamese. */
size_t period_notes(
        struct arena *arena, const struct period_report *report, bool more, struct str *ret_notes, size_t room);
enum { PERIOD_NOTES_MAX = 13 };

#endif
