/* One sheet of a template: values into cells, one row into many with all that stands below it moved, and formulas that
 * go on meaning the same. */
#include "document/fill_private.h"

#include <stdlib.h>
#include <string.h>

enum { CELL_BYTES = 32000 };

struct shared {
	struct shared *next;
	int id, row, column;
	struct str text;
};

struct work {
	struct fill *fill;
	struct fill_sheets *sheets;
	int index;
	struct str name;
	const struct fill_shift *shift; /* of this sheet, or NULL */
	xmlNode *root, *data, *merges;
	struct shared *shared;
	bool changed;
};

static struct str place_of(const struct work *work, struct fill_area area)
{
	struct arena *arena = work->fill->arena;
	return str_format(arena, "%.*s!%.*s", STR_ARG(work->name), STR_ARG(fill_area_write(arena, area)));
}

static void set_number(xmlNode *node, const char *name, int64_t number)
{
	char text[24];
	snprintf(text, sizeof(text), "%lld", (long long)number);
	fill_set(node, name, text);
}

static int row_of(const xmlNode *row)
{
	return atoi(fill_attribute(row, "r"));
}

static int column_of(const xmlNode *cell)
{
	struct fill_area area = { 0 };
	return fill_area_read(str_of(fill_attribute(cell, "r")), &area) ? area.left : 0;
}

static enum status number_cells(struct work *work, xmlNode *row, int number)
{
	int column = 0;
	for (xmlNode *cell = fill_next(row->children); cell; cell = fill_next(cell->next)) {
		struct fill_area area = { column + 1, number, column + 1, number };
		const char *at = fill_attribute(cell, "r");
		if (!fill_is(cell, "c"))
			continue;
		if (at && (!fill_area_read(str_of(at), &area) || area.top != number || area.left <= column))
			return fill_refuse(work->fill, "fill.broken", STR_NONE, work->name);
		column = area.left;
		if (!at)
			fill_set(cell, "r",
			        str_c(work->fill->arena, fill_cell_write(work->fill->arena, column, number)));
	}
	return OK;
}

/* Rows and cells may leave their numbers out; from here on all have them, in order. */
static enum status number_rows(struct work *work)
{
	int number = 0;
	for (xmlNode *row = fill_next(work->data->children); row; row = fill_next(row->next)) {
		const char *at = fill_attribute(row, "r");
		int64_t given = number + 1;
		if (!fill_is(row, "row") || (at && !str_int(str_of(at), &given)) || given <= number ||
		        given > FILL_LAST_ROW)
			return fill_refuse(work->fill, "fill.broken", STR_NONE, work->name);
		number = (int)given;
		set_number(row, "r", number);
		TRY(number_cells(work, row, number));
	}
	return OK;
}

static xmlNode *add_before(xmlNode *parent, xmlNode *before, const char *name)
{
	xmlNode *node = xmlNewNode(parent->ns, BAD_CAST name);
	return before ? xmlAddPrevSibling(before, node) : xmlAddChild(parent, node);
}

static xmlNode *find_row(struct work *work, int number, bool make)
{
	xmlNode *row = fill_next(work->data->children);
	while (row && row_of(row) < number)
		row = fill_next(row->next);
	if ((row && row_of(row) == number) || !make)
		return row && row_of(row) == number ? row : NULL;
	row = add_before(work->data, row, "row");
	set_number(row, "r", number);
	return row;
}

static xmlNode *find_cell(struct work *work, xmlNode *row, int column, bool make)
{
	xmlNode *cell = fill_next(row->children);
	while (cell && fill_is(cell, "c") && column_of(cell) < column)
		cell = fill_next(cell->next);
	bool there = cell && fill_is(cell, "c") && column_of(cell) == column;
	if (there || !make)
		return there ? cell : NULL;
	cell = add_before(row, cell, "c");
	fill_unset(row, "spans");
	fill_set(cell, "r", str_c(work->fill->arena, fill_cell_write(work->fill->arena, column, row_of(row))));
	return cell;
}

static bool read_merge(const xmlNode *merge, struct fill_area *ret_area)
{
	const char *ref = fill_attribute(merge, "ref");
	return ref && fill_area_read(str_of(ref), ret_area);
}

static enum status check_target(struct work *work, const struct fill_target *target)
{
	struct fill *fill = work->fill;
	struct fill_area area = target->area, merge;
	bool one = area.left == area.right && area.top == area.bottom, whole = one;
	for (xmlNode *node = work->merges ? fill_next(work->merges->children) : NULL; node;
	        node = fill_next(node->next)) {
		if (!read_merge(node, &merge) || area.left > merge.right || area.right < merge.left ||
		        area.top > merge.bottom || area.bottom < merge.top)
			continue;
		if (area.left != merge.left || area.top != merge.top)
			return fill_refuse(fill, "fill.name_merged", target->name, place_of(work, area));
		whole |= area.right == merge.right && area.bottom == merge.bottom;
	}
	if (!whole)
		return fill_refuse(fill, "fill.name_range", target->name, place_of(work, area));
	xmlNode *row = find_row(work, area.top, false), *cell = row ? find_cell(work, row, area.left, false) : NULL;
	return fill_child(cell, "f") ? fill_refuse(fill, "fill.cell_formula", target->name, place_of(work, area)) : OK;
}

static enum status check_relation(struct fill *fill, const struct fill_link *relation, void *context)
{
	static const struct {
		const char *type, *what;
	} stuck[] = { { "table", "Table" }, { "comments", "Comment" }, { "vmlDrawing", "Comment" },
		{ "threadedComment", "Comment" }, { "pivotTable", "PivotTable" } };
	const struct work *work = context;
	for (size_t i = 0; i < LENGTH(stuck); i++)
		if (!strcmp(relation->type, stuck[i].type))
			return fill_refuse(fill, "fill.row_blocked", work->name, str_of(stuck[i].what));
	return OK;
}

/* What cannot follow when rows come in. */
static enum status check_shift(struct work *work)
{
	struct fill_area merge;
	int row = work->shift->row;
	for (xmlNode *node = work->merges ? fill_next(work->merges->children) : NULL; node;
	        node = fill_next(node->next))
		if (read_merge(node, &merge) && merge.top <= row && row <= merge.bottom && merge.top != merge.bottom)
			return fill_refuse(work->fill, "fill.row_blocked", work->name, place_of(work, merge));
	return fill_relations(work->fill, work->sheets->sheet[work->index].path, check_relation, work);
}

static void put_value(struct work *work, xmlNode *cell, const struct document_cell *value)
{
	int64_t n = value->number, size = n < 0 ? -n : n;
	struct arena *arena = work->fill->arena;
	const char *sign = n < 0 ? "-" : "";
	fill_empty(cell);
	fill_unset(cell, "t");
	fill_unset(cell, "cm");
	fill_unset(cell, "vm");
	work->changed = true;
	struct str number = STR_NONE;
	if (value->kind == DOCUMENT_CELL_INT)
		number = str_format(arena, "%lld", (long long)n);
	else if (value->kind == DOCUMENT_CELL_PERMILLE)
		number = str_format(arena, "%s%lld.%03d", sign, (long long)(size / 1000), (int)(size % 1000));
	else if (value->kind == DOCUMENT_CELL_HUNDREDTH)
		number = str_format(arena, "%s%lld.%02d", sign, (long long)(size / 100), (int)(size % 100));
	if (number.len) {
		xmlNewTextChild(cell, cell->ns, BAD_CAST "v", BAD_CAST str_c(arena, number));
		return;
	}
	struct str text = document_fill_text(arena, value);
	if (!text.len)
		return;
	fill_set(cell, "t", "inlineStr");
	xmlNode *inline_text = xmlNewChild(cell, cell->ns, BAD_CAST "is", NULL);
	xmlNode *letters =
	        xmlNewTextChild(inline_text, cell->ns, BAD_CAST "t", BAD_CAST fill_clean(arena, text, CELL_BYTES));
	xmlNodeSetSpacePreserve(letters, 1);
}

static void read_shared(struct work *work)
{
	for (xmlNode *row = fill_next(work->data->children); row; row = fill_next(row->next))
		for (xmlNode *cell = fill_next(row->children); cell; cell = fill_next(cell->next)) {
			xmlNode *formula = fill_child(cell, "f");
			const char *type = formula ? fill_attribute(formula, "t") : NULL;
			const char *id = formula ? fill_attribute(formula, "si") : NULL;
			struct str text = formula ? fill_text(work->fill->arena, formula) : STR("");
			if (!type || strcmp(type, "shared") != 0 || !id || !text.len)
				continue;
			struct shared *shared = arena_new(work->fill->arena, struct shared);
			*shared = (struct shared){ work->shared, atoi(id), row_of(row), column_of(cell), text };
			work->shared = shared;
		}
}

/* A formula of its own instead of one shared with its neighbours. */
static void unshare(struct work *work, xmlNode *formula, int row, int column)
{
	const char *type = fill_attribute(formula, "t"), *id = fill_attribute(formula, "si");
	if (!type || strcmp(type, "shared") != 0 || !id)
		return;
	const struct shared *shared = work->shared;
	while (shared && shared->id != atoi(id))
		shared = shared->next;
	if (shared && !fill_text(work->fill->arena, formula).len)
		fill_put_text(formula, work->fill->arena,
		        fill_formula_move(work->fill->arena, shared->text, row - shared->row, column - shared->column));
	fill_unset(formula, "t");
	fill_unset(formula, "si");
	fill_unset(formula, "ref");
}

static void shift_formula(struct work *work, xmlNode *node, bool inside)
{
	struct arena *arena = work->fill->arena;
	struct str before = fill_text(arena, node);
	struct str after = fill_formula_shift(arena, before, work->name,
	        (struct fill_shifts){ work->sheets->shift, work->sheets->shift_count }, inside);
	if (!str_eq(before, after))
		fill_put_text(node, arena, after);
}

static void shift_attribute(struct work *work, xmlNode *node, const char *name)
{
	const char *areas = fill_attribute(node, name);
	if (areas && work->shift)
		fill_set(node, name,
		        str_c(work->fill->arena, fill_areas_shift(work->fill->arena, str_of(areas), work->shift)));
}

/* Formulas in cells: what they had computed goes, what they point to is followed. */
static void shift_cells(struct work *work)
{
	for (xmlNode *row = fill_next(work->data->children); row; row = fill_next(row->next))
		for (xmlNode *cell = fill_next(row->children); cell; cell = fill_next(cell->next)) {
			xmlNode *formula = fill_child(cell, "f");
			if (!formula)
				continue;
			work->changed = true;
			fill_drop(fill_child(cell, "v"));
			fill_unset(cell, "t");
			if (!work->sheets->shift_count)
				continue;
			unshare(work, formula, row_of(row), column_of(cell));
			bool inside = work->shift && row_of(row) == work->shift->row;
			shift_formula(work, formula, inside);
			if (!inside)
				shift_attribute(work, formula, "ref");
		}
}

static bool is_one(const xmlNode *node, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (fill_is(node, names[i]))
			return true;
	return false;
}

/* Everything beside the cells that names cells: filters, validations, looks that hang on values, links. */
static void shift_rest(struct work *work, xmlNode *node)
{
	static const char *const formulas[] = { "formula", "formula1", "formula2", "f" };
	static const char *const skipped[] = { "sheetData", "sheetViews", "mergeCells", "rowBreaks" };
	for (; node; node = fill_next(node->next)) {
		if (is_one(node, skipped, LENGTH(skipped)))
			continue;
		if (is_one(node, formulas, LENGTH(formulas))) {
			shift_formula(work, node, false);
			continue;
		}
		shift_attribute(work, node, "ref");
		shift_attribute(work, node, "sqref");
		if (fill_is(node, "sqref") && work->shift)
			fill_put_text(node, work->fill->arena,
			        fill_areas_shift(work->fill->arena, fill_text(work->fill->arena, node), work->shift));
		else
			shift_rest(work, fill_next(node->children));
	}
}

/* Another row number for a row and its cells, with formulas as if copied there. */
static void place_row(struct work *work, xmlNode *row, int number, bool copied)
{
	struct arena *arena = work->fill->arena;
	int by = number - row_of(row);
	set_number(row, "r", number);
	for (xmlNode *cell = fill_next(row->children); cell; cell = fill_next(cell->next)) {
		xmlNode *formula = fill_child(cell, "f");
		if (!fill_is(cell, "c"))
			continue;
		fill_set(cell, "r", str_c(arena, fill_cell_write(arena, column_of(cell), number)));
		if (!copied || !formula)
			continue;
		fill_put_text(formula, arena, fill_formula_move(arena, fill_text(arena, formula), by, 0));
		const char *ref = fill_attribute(formula, "ref");
		if (ref)
			fill_set(formula, "ref", str_c(arena, fill_formula_move(arena, str_of(ref), by, 0)));
	}
}

static void shift_merges(struct work *work)
{
	struct arena *arena = work->fill->arena;
	int count = 0, row = work->shift->row, more = work->shift->more;
	struct fill_area merge;
	for (xmlNode *node = work->merges ? fill_next(work->merges->children) : NULL; node;
	        node = fill_next(node->next)) {
		count++;
		if (!read_merge(node, &merge) || merge.top < row)
			continue;
		if (merge.top > row) {
			merge.top += more;
			merge.bottom += more;
			fill_set(node, "ref", str_c(arena, fill_area_write(arena, merge)));
			continue;
		}
		for (int i = 1; i <= more; i++, count++) {
			xmlNode *copy = fill_adopt(xmlAddPrevSibling(node, xmlDocCopyNode(node, node->doc, 1)));
			fill_set(copy, "ref",
			        str_c(arena, fill_area_write(arena,
			                             (struct fill_area){ merge.left, row + i, merge.right, row + i })));
		}
	}
	if (work->merges)
		set_number(work->merges, "count", count);
}

static void shift_breaks(struct work *work)
{
	xmlNode *breaks = fill_child(work->root, "rowBreaks");
	for (xmlNode *node = breaks ? fill_next(breaks->children) : NULL; node; node = fill_next(node->next)) {
		const char *id = fill_attribute(node, "id");
		if (id && atoi(id) >= work->shift->row)
			set_number(node, "id", (int64_t)atoi(id) + work->shift->more);
	}
}

/* Pictures and charts that begin below the row go down with the cells. */
static enum status shift_drawing(struct fill *fill, const struct fill_link *relation, void *context)
{
	struct work *work = context;
	CLOSES(package_xml_closep) xmlDoc *xml = NULL;
	if (strcmp(relation->type, "drawing") != 0 || fill_xml(fill, relation->target, &xml) != OK)
		return OK;
	for (xmlNode *anchor = fill_next(xmlDocGetRootElement(xml)->children); anchor;
	        anchor = fill_next(anchor->next)) {
		xmlNode *from = fill_child(fill_child(anchor, "from"), "row");
		xmlNode *to = fill_child(fill_child(anchor, "to"), "row");
		int64_t first = 0, last = 0;
		if (!from || !str_int(fill_text(fill->arena, from), &first) || first < work->shift->row ||
		        first > FILL_LAST_ROW)
			continue;
		fill_put_text(
		        from, fill->arena, str_format(fill->arena, "%lld", (long long)(first + work->shift->more)));
		if (to && str_int(fill_text(fill->arena, to), &last) && last <= FILL_LAST_ROW)
			fill_put_text(to, fill->arena,
			        str_format(fill->arena, "%lld", (long long)(last + work->shift->more)));
	}
	return fill_put(fill, relation->target, xml);
}

static void put_row(struct work *work, xmlNode *row, size_t at)
{
	const struct fill_data *data = work->fill->data;
	const struct document_cell none = { .kind = DOCUMENT_CELL_EMPTY };
	for (size_t i = 0; i < work->sheets->target_count; i++) {
		const struct fill_target *target = &work->sheets->target[i];
		if (target->sheet != work->index || !target->row)
			continue;
		put_value(work, find_cell(work, row, target->area.left, true),
		        at < data->row_count ? &data->cell[at * data->column_count + (size_t)target->at] : &none);
	}
}

static enum status repeat(struct work *work)
{
	int row = work->shift->row, more = work->shift->more;
	xmlNode *first = find_row(work, row, true), *last = first;
	xmlBuffer *text = xmlBufferCreate();
	int size = text ? xmlNodeDump(text, first->doc, first, 0, 0) : 0;
	xmlBufferFree(text);
	TRY(fill_grow(work->fill, (size_t)(size > 0 ? size : 1) * (size_t)(more + 1)));
	for (xmlNode *node = fill_next(first->next); node; node = fill_next(node->next)) {
		if (row_of(node) > FILL_LAST_ROW - more)
			return fill_refuse(work->fill, "fill.too_large", STR_NONE, work->name);
		place_row(work, node, row_of(node) + more, false);
	}
	for (int i = 1; i <= more; i++) {
		last = fill_adopt(xmlAddNextSibling(last, xmlDocCopyNode(first, first->doc, 1)));
		place_row(work, last, row + i, true);
		put_row(work, last, (size_t)i);
	}
	put_row(work, first, 0);
	shift_merges(work);
	shift_breaks(work);
	return fill_relations(work->fill, work->sheets->sheet[work->index].path, shift_drawing, work);
}

static enum status fill_cells(struct work *work)
{
	struct fill *fill = work->fill;
	for (size_t i = 0; i < work->sheets->target_count; i++)
		if (work->sheets->target[i].sheet == work->index)
			TRY(check_target(work, &work->sheets->target[i]));
	for (size_t i = 0; i < work->sheets->target_count; i++) {
		const struct fill_target *target = &work->sheets->target[i];
		if (target->sheet != work->index || target->row)
			continue;
		xmlNode *row = find_row(work, target->area.top, true);
		put_value(work, find_cell(work, row, target->area.left, true), &fill->data->single[target->at].cell);
	}
	read_shared(work);
	shift_cells(work);
	if (work->sheets->shift_count) {
		shift_rest(work, fill_next(work->root->children));
		work->changed = true;
	}
	return work->shift ? repeat(work) : OK;
}

enum status fill_sheet(struct fill *fill, struct fill_sheets *sheets, int index)
{
	CLOSES(package_xml_closep) xmlDoc *xml = NULL;
	struct work work = { .fill = fill, .sheets = sheets, .index = index, .name = sheets->sheet[index].name };
	TRY(fill_xml(fill, sheets->sheet[index].path, &xml));
	work.root = xmlDocGetRootElement(xml);
	work.data = fill_child(work.root, "sheetData");
	work.merges = fill_child(work.root, "mergeCells");
	if (!work.data)
		return fill_refuse(fill, "fill.broken", STR_NONE, work.name);
	for (size_t i = 0; i < sheets->shift_count; i++)
		if (str_eq(sheets->shift[i].sheet, work.name))
			work.shift = &sheets->shift[i];
	TRY(number_rows(&work));
	if (work.shift)
		TRY(check_shift(&work));
	TRY(fill_cells(&work));
	return work.changed ? fill_put(fill, sheets->sheet[index].path, xml) : OK;
}
