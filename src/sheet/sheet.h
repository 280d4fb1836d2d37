/* Foreign tables in: XLSX and CSV as a stream of rows. Knows nothing of members: what the columns mean is the caller's.
 */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include "base/err.h"

enum sheet_format { SHEET_XLSX, SHEET_CSV };

enum sheet_kind {
	SHEET_TEXT,
	SHEET_NUMBER, /* text is the number as the sheet shows it where its format is only zeros, else in full digits */
	SHEET_DATE,   /* text is ISO: 1985-03-15, 1990-05 or 1985 as the number format shows it; number is the serial */
	SHEET_BOOL,   /* text is 1 or 0 */
	SHEET_ERROR,  /* #N/A, #REF! ... */
};

struct sheet_cell {
	int column; /* 0 is A */
	enum sheet_kind kind;
	bool formula;    /* the text is what the program that saved the file had computed */
	struct str text; /* UTF-8, neither trimmed nor normalised; blank only in a formula without a saved value */
	double number;
};

struct sheet_row {
	int sheet;             /* 0 is the first of the workbook */
	struct str sheet_name; /* "" in a CSV */
	bool sheet_hidden;
	int number; /* as Excel shows it, from 1; rows without any text are left out */
	size_t count;
	const struct sheet_cell *cells; /* by column; valid during the call */
};

/* A merged range; rows and columns of both corners belong to it. Comes after the rows of its sheet. */
struct sheet_merge {
	int sheet, top, bottom; /* rows as Excel shows them */
	int left, right;        /* columns, 0 is A */
};

/* Where the rows go. A status other than OK ends the reading and is what the reading returns. */
struct sheet_sink {
	void *context;
	enum status (*row)(void *context, const struct sheet_row *row, struct err *err);
	enum status (*merge)(void *context, const struct sheet_merge *merge, struct err *err); /* may be NULL */
};

struct sheet_limits {
	size_t file;     /* bytes as they came */
	size_t inflated; /* bytes of all parts together */
	size_t ratio;    /* inflated by packed, of a part larger than 1 MB */
	size_t strings;  /* bytes of the shared strings */
	size_t cell;     /* bytes of one cell; longer text is an error */
	int rows;        /* with text, all sheets together */
	int columns;     /* cells to the right of that are left out */
	int sheets;
	int seconds; /* of the isolated reading, on the clock */
};

extern const struct sheet_limits sheet_default_limits;

struct sheet_info {
	enum sheet_format format;
	const char *encoding; /* "utf-8", "utf-16le", "utf-16be", "cp1258", "tcvn3" */
	char delimiter;       /* of a CSV */
	int sheets;
	int64_t rows;
	bool columns_cut; /* some cells stood to the right of the ceiling */
};

/* Streams the rows of all sheets, in the order of the workbook, hidden ones too. INVALID with what the file is instead:
 * sheet.empty, sheet.word_document, sheet.presentation, sheet.encrypted, sheet.old_excel, sheet.binary_workbook,
 * sheet.open_document, sheet.pdf, sheet.image, sheet.html, sheet.rtf, sheet.archive, sheet.unknown; or why it can't be
 * read: sheet.truncated, sheet.too_large, sheet.too_many_rows, sheet.too_many_sheets, sheet.cell_too_long,
 * sheet.doctype, sheet.broken. */
MUST_USE enum status sheet_read(struct str bytes, const struct sheet_limits *limits, const struct sheet_sink *sink,
        struct sheet_info *ret_info, struct err *err);

/* The same, but the bytes are parsed in a child process that may neither open files nor start anything, with ceilings
 * on memory (96 MB: 290,000 rows fit) and time; the caller's process only takes finished rows. sheet.crashed where the
 * child died, sheet.too_slow past the time. */
MUST_USE enum status sheet_isolated(struct str bytes, const struct sheet_limits *limits, const struct sheet_sink *sink,
        struct sheet_info *ret_info, struct err *err);

/* What a refusal says to a person, in Vietnamese, with the way out; for the codes above. */
const char *sheet_refusal(const char *code);
/* "A", "Z", "AA": column is 0 for A. name takes 4 bytes. */
void sheet_column_name(int column, char name[4]);

#endif
