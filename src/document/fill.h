/* Somebody else's workbook or text document as a template: values go into its named cells or its content controls, rows
 * into a row that is repeated; all else stays as its maker left it. Knows nothing of what the names mean. */
#ifndef DOCUMENT_FILL_H
#define DOCUMENT_FILL_H

#include "document/xlsx.h"

enum fill_format { FILL_XLSX, FILL_DOCX };

struct fill_single {
	const char *name; /* lower case letters, digits and '_'; begins with the prefix, not with the prefix of rows */
	struct document_cell cell;
};

/* What a template may ask for. A name is a defined name of one cell in a workbook, the tag of a content control in a
 * text document; its case does not matter. */
struct fill_data {
	const char *prefix, *row_prefix; /* "chibo_", "chibo_dong_": names that begin so are ours, known or not */
	const struct fill_single *single;
	size_t single_count;
	const char *const *column; /* names of the row that is repeated */
	size_t column_count;
	const struct document_cell *cell; /* row after row */
	size_t row_count;                 /* 0: the row stays, with nothing in it */
};

struct fill_info {
	enum fill_format format;
	size_t singles, columns; /* how many of the names it uses */
};

enum {
	FILL_FILE_MAX = 8 << 20,      /* bytes of a template */
	FILL_UNPACKED_MAX = 64 << 20, /* of all its parts */
	FILL_XML_MAX = 3 << 20,       /* of a part that is looked into */
	FILL_RESULT_MAX = 24 << 20,
	FILL_PARTS_MAX = 400,
	FILL_ROWS_MAX = 5000,
	FILL_MEMORY = 100 << 20, /* of the child that parses */
	FILL_SECONDS = 10,
};

/* A copy of the template with the values in it. In a workbook values never become formulas, the owner's formulas stay,
 * follow the rows that are added, lose what they had computed, and are reckoned anew when the file is opened. Equal
 * input gives equal bytes. INVALID, with what is wrong and where in the arguments "name" and "place", for
 *     what the file is: fill.empty, fill.old_office, fill.not_office, fill.encrypted, fill.broken, fill.doctype,
 *         fill.path, fill.too_large;
 *     what it carries: fill.macro, fill.active, fill.external, fill.field;
 *     its names: fill.no_names, fill.unknown_name, fill.name_range, fill.name_merged, fill.name_elsewhere,
 *         fill.name_formula, fill.cell_formula, fill.rows_apart, fill.row_blocked, fill.control_place. */
enum status document_fill(struct arena *arena, struct str bytes, const struct fill_data *data, int64_t instant,
        struct str *ret_bytes, struct fill_info *ret_info, struct err *err);

/* The same for bytes that nobody knows: in a child process of FILL_MEMORY and FILL_SECONDS that may open nothing.
 * fill.crashed where the child died, fill.slow past the time. */
enum status document_fill_isolated(struct arena *arena, struct str bytes, const struct fill_data *data, int64_t instant,
        struct str *ret_bytes, struct fill_info *ret_info, struct err *err);

/* What a person reads for a value where there are no numbers: "1.234", "92,4%", "90,5". */
struct str document_fill_text(struct arena *arena, const struct document_cell *cell);

/* A small template that uses these names, for a beginning: a line for each single value with its title, a table of the
 * columns with sums of the numbers below in a workbook. */
struct fill_title {
	const char *name;
	struct str title;
	enum document_cell_kind kind; /* of its values */
};
enum status document_fill_example(struct arena *arena, enum fill_format kind, struct str heading,
        const struct fill_title *singles, size_t single_count, const struct fill_title *columns, size_t column_count,
        struct str *ret_bytes, struct err *err);

#endif
