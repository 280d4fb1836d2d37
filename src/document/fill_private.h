/* What the files that fill a template share. */
#ifndef DOCUMENT_FILL_PRIVATE_H
#define DOCUMENT_FILL_PRIVATE_H

#include "document/fill.h"
#include "document/package.h"

enum { FILL_PATH = 256, FILL_SHEETS = 100, FILL_LAST_ROW = 1048576 };

struct fill_part {
	const char *name;
	uint64_t size;      /* unpacked */
	struct str changed; /* its new bytes, where it has some */
	bool dropped;
};

struct fill {
	struct arena *arena;
	const struct fill_data *data;
	struct fill_info *info;
	struct err *err;
	void *zip; /* zip_t */
	struct fill_part part[FILL_PARTS_MAX];
	size_t part_count;
	const char *main; /* the part that is the document */
	bool *single_used, *column_used;
	size_t row_bytes; /* of all rows that were repeated so far */
};

/* fill_package.c: the parts, checked */
enum status fill_refuse(struct fill *fill, const char *code, struct str name, struct str place);
/* Sets main and info->format. */
enum status fill_open(struct fill *fill, struct str bytes);
struct fill_part *fill_part(struct fill *fill, const char *name);
/* The tree of a part as it is by now. NOT_FOUND where there is none. Free it with package_xml_closep. */
enum status fill_xml(struct fill *fill, const char *name, xmlDoc **ret_xml);
enum status fill_put(struct fill *fill, const char *name, xmlDoc *xml);
/* Calls for each relation of a part, until one is not OK: the end of its type's address, its id, its target as the name
 * of a part ("" outside of the package). */
struct fill_link {
	const char *type, *id, *target;
	xmlNode *node;
};
enum status fill_relations(struct fill *fill, const char *part,
        enum status (*one)(struct fill *fill, const struct fill_link *relation, void *context), void *context);

/* The attribute by its local name, NULL when missing; lives as long as the tree. */
const char *fill_attribute(const xmlNode *node, const char *name);
void fill_set(xmlNode *node, const char *name, const char *value);
void fill_unset(xmlNode *node, const char *name);
/* An element of that local name, of any namespace. */
bool fill_is(const xmlNode *node, const char *name);
xmlNode *fill_child(const xmlNode *node, const char *name);
xmlNode *fill_next(const xmlNode *node); /* the next sibling that is an element */
struct str fill_text(struct arena *arena, xmlNode *node);
void fill_put_text(xmlNode *node, struct arena *arena, struct str text); /* in the place of all that it held */
void fill_drop(xmlNode *node);
void fill_empty(xmlNode *node);
/* A copy that was put into its place: it speaks of the namespaces that are known there. Returns it. */
xmlNode *fill_adopt(xmlNode *node);
/* Letters that XML can hold, at most `ceiling` bytes. */
const char *fill_clean(struct arena *arena, struct str text, size_t ceiling);

/* Whether a name is ours; *ret_row: of the repeated row; *ret_at: its place, or -1 where it is unknown. */
bool fill_name(struct fill *fill, const char *name, bool *ret_row, int *ret_at);
/* Counts what a row that is repeated adds; INVALID fill.too_large past the ceiling. */
enum status fill_grow(struct fill *fill, size_t bytes);

enum status fill_book(struct fill *fill);    /* fill_book.c */
enum status fill_writing(struct fill *fill); /* fill_docx.c */

/* fill_formula.c: references of formulas, when `more` rows come in below `row` of a sheet */
struct fill_shift {
	struct str sheet;
	int row, more;
};
struct fill_shifts {
	const struct fill_shift *at;
	size_t count;
};
/* A formula that stands on the sheet `own`. inside: in the row that is repeated, where ranges of that row stay. */
struct str fill_formula_shift(
        struct arena *arena, struct str formula, struct str own, struct fill_shifts shifts, bool inside);
/* The formula as copied so many rows and columns away. */
struct str fill_formula_move(struct arena *arena, struct str formula, int rows, int columns);
/* "B2 C8:C8" of a sheet: what lies on the row is stretched. */
struct str fill_areas_shift(struct arena *arena, struct str areas, const struct fill_shift *shift);

struct fill_area {
	int left, top, right, bottom; /* from 1 */
};
/* "B2", "$B$2:$C$9" and nothing else. */
bool fill_area_read(struct str text, struct fill_area *ret_area);
struct str fill_area_write(struct arena *arena, struct fill_area area);
struct str fill_cell_write(struct arena *arena, int column, int row);

/* fill_sheet.c: one sheet of a workbook */
struct fill_target {
	struct str name;
	bool row; /* of the repeated row */
	int at;   /* which single value, or column */
	int sheet;
	struct fill_area area;
};
struct fill_sheet {
	struct str name;
	char path[FILL_PATH];
};
struct fill_sheets {
	struct fill_sheet sheet[FILL_SHEETS];
	int sheet_count;
	struct fill_target *target;
	size_t target_count;
	struct fill_shift shift[FILL_SHEETS];
	size_t shift_count;
};
enum status fill_sheet(struct fill *fill, struct fill_sheets *sheets, int index);

#endif
