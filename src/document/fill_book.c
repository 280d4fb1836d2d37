/* A workbook as a template: its defined names, its sheets, and what else points into sheets that grow. */
#include "document/fill_private.h"

#include <string.h>

enum { TARGETS_MAX = 2000 };

struct book {
	struct fill *fill;
	struct fill_sheets *sheets;
	const char *id; /* of the sheet that is looked for */
};

static enum status find_sheet(struct fill *fill, const struct fill_link *relation, void *context)
{
	struct book *book = context;
	struct fill_sheet *sheet = &book->sheets->sheet[book->sheets->sheet_count];
	if (!strcmp(relation->id, book->id) && !strcmp(relation->type, "worksheet") &&
	        fill_part(fill, relation->target))
		snprintf(sheet->path, sizeof(sheet->path), "%s", relation->target);
	return OK;
}

static enum status read_sheets(struct book *book, const xmlNode *root)
{
	struct fill *fill = book->fill;
	const xmlNode *list = fill_child(root, "sheets");
	for (const xmlNode *node = list ? fill_next(list->children) : NULL; node; node = fill_next(node->next)) {
		const char *name = fill_attribute(node, "name"), *id = fill_attribute(node, "id");
		if (book->sheets->sheet_count == FILL_SHEETS)
			return fill_refuse(fill, "fill.too_large", STR_NONE, STR_NONE);
		if (!name || !id)
			return fill_refuse(fill, "fill.broken", STR_NONE, str_of(fill->main));
		book->sheets->sheet[book->sheets->sheet_count].name = str_copy(fill->arena, str_of(name));
		book->id = id;
		TRY(fill_relations(fill, fill->main, find_sheet, book));
		book->sheets->sheet_count++;
	}
	return OK;
}

/* 'Trang ''một'''!$B$2 → its sheet and the rest; false without a sheet. */
static bool split_target(struct arena *arena, struct str text, struct str *ret_sheet, struct str *ret_rest)
{
	size_t at = text.len;
	while (at && text.ptr[at - 1] != '!')
		at--;
	if (at < 2)
		return false;
	struct str sheet = str_slice(text, 0, at - 1);
	struct buf out = buf_open(arena, text.len + 1);
	bool quoted = sheet.len > 1 && sheet.ptr[0] == '\'' && sheet.ptr[sheet.len - 1] == '\'';
	for (size_t i = quoted; i + quoted < sheet.len; i++) {
		buf_char(&out, sheet.ptr[i]);
		if (quoted && sheet.ptr[i] == '\'')
			i++;
	}
	*ret_sheet = buf_text(&out);
	*ret_rest = str_slice(text, at, text.len);
	return true;
}

/* A sign outside of the quotes around a sheet's name. */
static bool has_sign(struct str text, char sign)
{
	bool quoted = false;
	for (size_t i = 0; i < text.len; i++) {
		quoted ^= text.ptr[i] == '\'';
		if (!quoted && text.ptr[i] == sign)
			return true;
	}
	return false;
}

static enum status read_target(struct book *book, const char *name, struct str text, struct fill_target *target)
{
	struct fill *fill = book->fill;
	struct str sheet, rest, called = str_of(name);
	target->name = str_copy(fill->arena, called);
	target->sheet = -1;
	if (has_sign(text, '(') || !split_target(fill->arena, text, &sheet, &rest) || str_starts(sheet, STR("#")))
		return fill_refuse(fill, "fill.name_formula", called, text);
	bool many = has_sign(text, ',');
	if (many || !fill_area_read(rest, &target->area))
		return fill_refuse(
		        fill, many || has_sign(text, ':') ? "fill.name_range" : "fill.name_formula", called, text);
	for (int i = 0; i < book->sheets->sheet_count; i++)
		if (str_eq(book->sheets->sheet[i].name, sheet) && book->sheets->sheet[i].path[0])
			target->sheet = i;
	return target->sheet >= 0 ? OK : fill_refuse(fill, "fill.name_elsewhere", called, text);
}

/* All names of the repeated row of a sheet stand in one row. */
static enum status add_row(struct book *book, const struct fill_target *target)
{
	struct fill_sheets *sheets = book->sheets;
	struct str sheet = sheets->sheet[target->sheet].name;
	size_t rows = book->fill->data->row_count, i = 0;
	while (i < sheets->shift_count && !str_eq(sheets->shift[i].sheet, sheet))
		i++;
	if (i == sheets->shift_count)
		sheets->shift[sheets->shift_count++] =
		        (struct fill_shift){ sheet, target->area.top, rows ? (int)rows - 1 : 0 };
	return sheets->shift[i].row == target->area.top
	               ? OK
	               : fill_refuse(book->fill, "fill.rows_apart", target->name,
	                         str_format(book->fill->arena, "%.*s!%.*s", STR_ARG(sheet),
	                                 STR_ARG(fill_area_write(book->fill->arena, target->area))));
}

static enum status read_names(struct book *book, const xmlNode *names)
{
	struct fill *fill = book->fill;
	struct fill_sheets *sheets = book->sheets;
	for (xmlNode *node = names ? fill_next(names->children) : NULL; node; node = fill_next(node->next)) {
		const char *name = fill_attribute(node, "name");
		bool row;
		int at;
		if (fill_attribute(node, "xlm") ||
		        (fill_attribute(node, "vbProcedure") && (fill_attribute(node, "vbProcedure")[0] == '1' ||
		                                                        fill_attribute(node, "vbProcedure")[0] == 't')))
			return fill_refuse(fill, "fill.macro", STR_NONE, str_of(name));
		if (!name || !fill_name(fill, name, &row, &at))
			continue;
		struct str text = fill_text(fill->arena, node);
		if (at < 0)
			return fill_refuse(fill, "fill.unknown_name", str_of(name), text);
		if (sheets->target_count == TARGETS_MAX)
			return fill_refuse(fill, "fill.too_large", str_of(name), text);
		struct fill_target *target = &sheets->target[sheets->target_count++];
		*target = (struct fill_target){ .row = row, .at = at };
		TRY(read_target(book, name, text, target));
		if (row)
			TRY(add_row(book, target));
	}
	return OK;
}

/* Texts of formulas in a tree, in elements called f; true where one changed. */
static bool shift_texts(struct fill *fill, const struct fill_sheets *sheets, xmlNode *node)
{
	bool changed = false;
	for (; node; node = fill_next(node->next)) {
		if (!fill_is(node, "f")) {
			changed |= shift_texts(fill, sheets, fill_next(node->children));
			continue;
		}
		struct str before = fill_text(fill->arena, node);
		struct str after = fill_formula_shift(fill->arena, before, STR_NONE,
		        (struct fill_shifts){ sheets->shift, sheets->shift_count }, false);
		if (str_eq(before, after))
			continue;
		fill_put_text(node, fill->arena, after);
		changed = true;
	}
	return changed;
}

static enum status shift_charts(struct book *book)
{
	struct fill *fill = book->fill;
	for (size_t i = 0; i < fill->part_count && book->sheets->shift_count; i++) {
		struct str name = str_of(fill->part[i].name);
		if (str_starts(name, STR("xl/pivotCache/")))
			return fill_refuse(fill, "fill.row_blocked", STR_NONE, STR("PivotTable"));
		if (!str_starts(name, STR("xl/charts/chart")) || !str_ends(name, STR(".xml")))
			continue;
		CLOSES(package_xml_closep) xmlDoc *xml = NULL;
		TRY(fill_xml(fill, fill->part[i].name, &xml));
		if (shift_texts(fill, book->sheets, xmlDocGetRootElement(xml)))
			TRY(fill_put(fill, fill->part[i].name, xml));
	}
	return OK;
}

static void shift_names(struct book *book, const xmlNode *names)
{
	struct fill *fill = book->fill;
	const struct fill_shifts shifts = { book->sheets->shift, book->sheets->shift_count };
	for (xmlNode *node = names ? fill_next(names->children) : NULL; node; node = fill_next(node->next)) {
		const char *name = fill_attribute(node, "name");
		bool row;
		int at;
		/* ours point to the first of the rows, not to all of them */
		bool ours = name && fill_name(fill, name, &row, &at) && row;
		fill_put_text(node, fill->arena,
		        fill_formula_shift(fill->arena, fill_text(fill->arena, node), STR_NONE, shifts, ours));
	}
}

/* Everything is reckoned anew when the file is opened. */
static void ask_reckoning(xmlNode *root)
{
	xmlNode *reckoning = fill_child(root, "calcPr"), *before = fill_child(root, "definedNames");
	if (!reckoning) {
		reckoning = xmlNewNode(root->ns, BAD_CAST "calcPr");
		xmlAddNextSibling(before, reckoning);
	}
	fill_set(reckoning, "fullCalcOnLoad", "1");
}

/* The order in which the old cells were reckoned; whoever opens the file makes a new one. */
static enum status drop_order(struct fill *fill)
{
	static const char *const places[][2] = { { "[Content_Types].xml", "PartName" },
		{ "xl/_rels/workbook.xml.rels", "Target" } };
	struct fill_part *part = fill_part(fill, "xl/calcChain.xml");
	if (!part)
		return OK;
	for (size_t i = 0; i < LENGTH(places); i++) {
		CLOSES(package_xml_closep) xmlDoc *xml = NULL;
		if (fill_xml(fill, places[i][0], &xml) != OK)
			return OK; /* of another maker's names: it stays */
		for (xmlNode *node = fill_next(xmlDocGetRootElement(xml)->children), *next; node; node = next) {
			const char *target = fill_attribute(node, places[i][1]);
			next = fill_next(node->next);
			if (target && str_ends(str_of(target), STR("calcChain.xml")))
				fill_drop(node);
		}
		TRY(fill_put(fill, places[i][0], xml));
	}
	part->dropped = true;
	return OK;
}

enum status fill_book(struct fill *fill)
{
	CLOSES(package_xml_closep) xmlDoc *xml = NULL;
	struct fill_sheets *sheets = arena_new(fill->arena, struct fill_sheets);
	struct book book = { .fill = fill, .sheets = sheets };
	sheets->target = arena_array(fill->arena, struct fill_target, TARGETS_MAX);
	TRY(fill_xml(fill, fill->main, &xml));
	xmlNode *root = xmlDocGetRootElement(xml), *names = fill_child(root, "definedNames");
	TRY(read_sheets(&book, root));
	TRY(read_names(&book, names));
	if (!sheets->target_count)
		return fill_refuse(fill, "fill.no_names", str_of(fill->data->prefix), STR_NONE);
	TRY(shift_charts(&book));
	for (int i = 0; i < sheets->sheet_count; i++)
		if (sheets->sheet[i].path[0])
			TRY(fill_sheet(fill, sheets, i));
	shift_names(&book, names);
	ask_reckoning(root);
	TRY(fill_put(fill, fill->main, xml));
	return drop_order(fill);
}
