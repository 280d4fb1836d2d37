/* What the readers of rosters share. */
#ifndef ROSTER_READ_PRIVATE_H
#define ROSTER_READ_PRIVATE_H

#include "feature/roster/roster_read.h"

#include "base/time.h"

enum heading {
	FIELD_NONE,
	FIELD_IGNORED, /* known, and not for us: place of issue, religion */
	FIELD_ORDINAL,
	FIELD_CELL,
	FIELD_NAME,
	FIELD_NAME_FAMILY,
	FIELD_NAME_GIVEN,
	FIELD_BIRTH,
	FIELD_BIRTH_DAY,
	FIELD_BIRTH_MONTH,
	FIELD_BIRTH_YEAR,
	FIELD_BIRTH_MALE,
	FIELD_BIRTH_FEMALE,
	FIELD_SEX,
	FIELD_SEX_MALE,
	FIELD_SEX_FEMALE,
	FIELD_ETHNIC,
	FIELD_HOME,
	FIELD_RESIDENCE,
	FIELD_JOINED,
	FIELD_OFFICIAL,
	FIELD_JOINED_OFFICIAL, /* both days in one cell */
	FIELD_CARD,
	FIELD_PARTY_POST,
	FIELD_JOB,
	FIELD_POST, /* party or other, by what it says */
	FIELD_EDUCATION,
	FIELD_SCHOOLING, /* general education beside a column of its own for the rest */
	FIELD_ID_NUMBER,
	FIELD_PHONE,
	FIELD_NOTE,
	FIELD_STATUS,
	FIELD_STATUS_FULL, /* a mark */
	FIELD_STATUS_PROBATIONARY,
	FIELD_EXEMPT,
	FIELD_AWAY,
	FIELD_TEMPORARY,
	FIELD_MOVED,
	FIELD_SECRETARY, /* only in lists of cells */
	FIELD_CELL_CODE,
	FIELD_MEMBER_COUNT,
	FIELD__COUNT,
};

enum { COLUMNS = 200 };

struct roster_columns {
	short at[FIELD__COUNT]; /* the first column of a field, -1 for none */
	unsigned char field[COLUMNS];
	int header_row;  /* as Excel shows it */
	short name_tail; /* unnamed column beside the name, -1 for none */
};

/* Lower case without marks, punctuation as blanks: what headers and notes are compared by. */
struct str roster_plain(struct arena *arena, struct str text);
/* `part` stands in `plain` as whole words. */
bool roster_has(struct str plain, const char *part);
bool roster_begins(struct str plain, const char *part);

/* roster_header.c */
enum heading roster_field(struct arena *arena, struct str text);
/* A header of two rows: group above, own text below; either may be empty. */
enum heading roster_field_of(struct arena *arena, struct str top, struct str own);
/* General education, not what was studied after it. */
bool roster_is_schooling(struct arena *arena, struct str text);
/* May stand in the second row of a header. */
bool roster_is_sub_header(struct arena *arena, struct str text);

/* roster_date.c */
enum date_reading {
	DATE_READ,
	DATE_EMPTY,        /* nothing, or a word such as "chưa" */
	DATE_PROBATIONARY, /* "Dự bị" instead of a day */
	DATE_MARK,         /* an x */
	DATE_IMPOSSIBLE,
	DATE_UNREADABLE,
};
/* Where `birth` is set two-digit years are of people of age. ret_rest: what follows a first day ("22/12/2014;
 * 22/12/2015"). */
enum date_reading roster_date(struct arena *arena, struct str text, struct date today, bool birth,
        struct date *ret_date, struct str *ret_rest);
enum date_reading roster_date_number(double number, struct date today, struct date *ret_date);

/* roster_value.c */
/* A day, a year or a text with one, not a count or a mark. */
bool roster_has_year(const struct sheet_cell *cell);
bool roster_is_mark(struct arena *arena, struct str text);
/* "-", "không", "chưa có" */
bool roster_is_nothing(struct arena *arena, struct str text);
struct str roster_sex(struct arena *arena, struct str text); /* no text where it is neither */
/* Digits of a text; ret_foreign: something else than digits and separators stands in it. */
struct str roster_digits(struct arena *arena, struct str text, bool *ret_foreign);
struct note_flags {
	bool probationary, full, exempt, away, temporary_stay, moved_out, unclear;
};
struct note_flags roster_note(struct arena *arena, struct str note);

/* roster_title.c */
/* The cell that a title or a row across names, as its name; no text where it names none. */
struct str roster_title_cell(struct arena *arena, struct str text, bool section);
struct str roster_title_parent(struct arena *arena, struct str text);
/* A sheet name that says nothing: Sheet1, DSDV, Danh sách. */
bool roster_sheet_is_plain(struct arena *arena, struct str name);

/* roster_person.c */
struct row_view {
	const struct sheet_row *row;
	const struct sheet_cell *at[COLUMNS];
};
struct person_reader {
	struct arena *arena;
	struct roster *roster;
	const struct roster_options *options;
	struct date today;
	struct line_cache {
		uint64_t hash;
		struct str raw, line;
	} * cache;
};
/* The cell of a field in this row, or NULL. */
const struct sheet_cell *roster_cell_at(
        const struct row_view *view, const struct roster_columns *columns, enum heading field);
struct str roster_line(struct person_reader *reader, struct str raw);
/* ret_post: a post or a standing that stood behind the name, "(BT)". */
struct str roster_full_name(struct person_reader *reader, const struct row_view *view,
        const struct roster_columns *columns, struct str *ret_post);
/* Fills a person from the row; problems go to reader->roster. section: what rows across above it said. */
void roster_person_read(struct person_reader *reader, const struct row_view *view, const struct roster_columns *columns,
        const struct note_flags *section, struct roster_person *person);

/* The text in the language of the roster, with its {placeholders} filled from pairs of a const char * name and a struct
 * str value; NULL ends them. */
struct str roster_say(struct arena *arena, const struct roster *roster, const char *text, ...);
struct roster_problem *roster_problem_add(struct arena *arena, struct roster_problems *problems, struct str sheet,
        int row, int column, const char *kind, struct str message);
/* Adds an error and marks the person. column: -1 for the row. */
struct roster_problem *roster_person_error(struct arena *arena, struct roster *roster, struct roster_person *person,
        int column, const char *kind, struct str message);
struct roster_problem *roster_person_warn(struct arena *arena, struct roster *roster, struct roster_person *person,
        int column, const char *kind, struct str message);

/* roster_file.c: streams the file, then leaves out sheets that are no rosters and names the cell of each person */
enum status roster_file_read(struct person_reader *reader, struct str bytes, struct err *err);

/* roster_check.c: what shows only when all rows are known */
void roster_check(struct arena *arena, struct roster *roster, const struct roster_options *options);
void roster_count(struct roster *roster);
/* The cell of that name, made where there is none; NULL past the ceiling. */
int roster_cell_find(struct arena *arena, struct roster *roster, struct str name);

#endif
