/* Simple tables as XLSX: a title, a head row, typed cells. Text is always text, never a formula. */
#ifndef DOCUMENT_XLSX_H
#define DOCUMENT_XLSX_H

#include "base/err.h"

enum document_cell_kind {
	DOCUMENT_CELL_EMPTY,
	DOCUMENT_CELL_TEXT,
	DOCUMENT_CELL_INT,       /* number */
	DOCUMENT_CELL_PERMILLE,  /* number in thousandths, shown as a percentage */
	DOCUMENT_CELL_HUNDREDTH, /* number in hundredths: points of a score */
	DOCUMENT_CELL_DATE,      /* text is an ISO day; year or month alone stay text */
};

struct document_cell {
	enum document_cell_kind kind;
	struct str text;
	int64_t number;
};

struct document_sheet_column {
	struct str title;
	int width; /* letters */
};

/* Bars of one column of numbers, named by the first column, drawn below the table by whoever opens the file. */
struct document_sheet_chart {
	size_t column; /* of the values; 0: no chart */
	size_t rows;   /* the first so many rows */
	struct str title;
};

struct document_sheet {
	struct str name;  /* of the tab; cut to 31 letters, []:*?/\ dropped */
	struct str title; /* above the table; may be none */
	const struct document_sheet_column *column;
	size_t column_count;
	const struct document_cell *cell; /* row after row */
	size_t row_count;
	struct document_sheet_chart chart;
};

/* ret_bytes lives in the arena. INVALID past what a sheet holds. */
enum status document_xlsx(struct arena *arena, const struct document_sheet *sheets, size_t count, int64_t created,
        struct str *ret_bytes, struct err *err);

#endif
