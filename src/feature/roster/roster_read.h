/* A list of members as an office keeps it in Excel, understood: who stands in which row, what is wrong, what is odd.
 * Pure: no database, no screen. Regulations: 18 years at joining and three full members for a cell (Điều lệ Đảng 1,
 * 21). */
#ifndef ROSTER_ROSTER_READ_H
#define ROSTER_ROSTER_READ_H

#include "app/message.h"
#include "sheet/sheet.h"

/* A cell that exists already. */
struct roster_unit {
	struct str code, name;
	struct str parent; /* name of the body above, tells apart cells of one name; may be none */
};

struct roster_options {
	struct str as_of; /* ISO day that ages and future dates are judged by */
	struct str cell;  /* name of the cell for rows that name none; may be none */
	const struct roster_unit *units;
	size_t unit_count;
	enum language language;            /* of the messages */
	bool isolated;                     /* parse the file in a child process */
	const struct sheet_limits *limits; /* NULL: those of sheet.h */
};

/* Where the columns of a table stand; -1 for a column that is not there. */
struct roster_columns;

/* One row as understood. Texts are NFC with single spaces; no text where the file says nothing. */
struct roster_person {
	struct str sheet; /* none in a CSV */
	int row;
	struct str cell, full_name, birth, sex, ethnic, home, residence, joined, official, card, party_post, job,
	        education, id_number, phone,
	        note; /* days ISO, partial as known; card, id_number, phone digits only; sex Nam or Nữ */
	bool probationary;
	bool exempt, away;              /* of the cell, not in the voting base */
	bool temporary_stay, moved_out; /* not of the cell (any more) */
	bool wrong;                     /* some error stands in this row */
	struct str name_key;            /* text_name_key of the full name */
	int cell_at;                    /* in roster->cells, -1 for none */
	const struct roster_columns *columns;
	int sheet_at;
};

/* Kinds: impossible_date, unreadable_date, future_date, official_before_joined, underage, missing_name, unknown_cell,
 * missing_cell, text_too_long, formula_cell, letters_in_card, card_length, id_number_invalid, id_number_length,
 * phone_invalid, sex_unknown, duplicate_card, duplicate_id_number, duplicate_person; refusals of a file: what stands
 * behind the point in the codes of sheet.h, and no_roster. Warnings besides: new_cell, ambiguous_cell, namesake,
 * year_as_date, day_month_swapped, official_missing, status_conflict, old_id_number, phone_many, unclear_note,
 * row_ignored, sheet_ignored, columns_cut. */
struct roster_problem {
	struct str sheet;
	int row;        /* 0 where it is about the whole file or sheet */
	char column[4]; /* "" where it is about the row */
	const char *kind;
	struct str message;     /* in the language asked for, with the way out */
	struct str value;       /* what stands in the cell, cut */
	int other_row;          /* 0 for none */
	struct str other_sheet; /* where other_row is in another sheet */
};

struct roster_problems {
	struct roster_problem *list;
	size_t count, room;
};

/* A cell that rows name, or that the file's own list of cells names. */
struct roster_cell {
	struct str name, code; /* code only from the file's list or from the units */
	int people;            /* rows */
	int slips;             /* of them, rows where the name is likely a slip */
	int members;           /* rows without mistakes, neither in temporary stay nor moved out */
	int unit;              /* in options->units, -1 for a cell that does not exist yet */
	bool listed;           /* in the file's own list */
	struct str sheet;      /* of its first row */
	int row;
	char column[4];
};

/* How the days of a column stand in the file. American settings turn 04/07 typed into the 7th of April as a date and
 * leave 25/07 a text. */
struct roster_days {
	int typed_early, typed_late, serial_early, serial_late; /* early: up to the 12th of a month */
	char column[4];
};

struct roster {
	struct sheet_info info;
	enum language language;
	struct str parent; /* "Đảng bộ xã Thư Lâm" where the title names it */
	struct roster_person *people;
	size_t count, room;
	struct roster_cell *cells;
	size_t cell_count, cell_room;
	struct roster_problems errors, warnings;
	struct roster_days days[3]; /* births, joining, official */
	struct roster_index *index; /* of cells by name */
	/* Over the rows without mistakes, except rows. */
	int rows, members, full, probationary, exempt, away, temporary_stay, moved_out, voting_base, cells_used;
	int good_rows;
};

/* Reads the bytes of a file. INVALID where it is no roster, with one error in ret_roster->errors that says what it is
 * and the way out; whatever single rows hold is OK. A cell that is not known is a warning (new_cell, one a cell), an
 * error (unknown_cell) only where it is likely a slip: the file carries its own list of cells without it, or it has
 * fewer than three people and stands inside the rows of one other cell, or other cells of the file are known and it has
 * fewer than three. */
MUST_USE enum status roster_read(struct arena *arena, struct str bytes, const struct roster_options *options,
        struct roster *ret_roster, struct err *err);

/* What the caller found by comparing with the database; without one, added is good_rows. duplicates: rows of people who
 * are there already, with nothing to change (unchanged) or as members of another cell (elsewhere). */
struct roster_compared {
	int added, changed, duplicates, unchanged, elsewhere;
	int64_t import;              /* what was written; 0: nothing */
	struct str refusal, message; /* why nothing was written, although it should have been */
};
/* The one object of `import members --dry-run --json`, without a line end. */
void roster_json(
        const struct roster *roster, const struct roster_compared *compared, bool with_people, struct buf *buf);

/* "CHI BỘ TRƯỜNG THCS THƯ LÂM" -> "Chi bộ Trường THCS Thư Lâm"; "Thôn Đông" -> "Chi bộ thôn Đông". */
struct str roster_cell_name(struct arena *arena, struct str text);
/* Equal for spellings of one cell's name: with or without "Chi bộ", any case, Hoà and Hòa. */
struct str roster_cell_key(struct arena *arena, struct str name);

#endif
