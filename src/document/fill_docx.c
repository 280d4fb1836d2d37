/* A text document as a template: its content controls by their tags, in the body, the heads and feet of pages, the
 * notes. A control of the repeated row stands in a row of a table or in an item of a repeating section. */
#include "document/fill_private.h"

#include <ctype.h>
#include <string.h>

enum { TEXT_BYTES = 256 << 10, CODES_MAX = 1 << 20, REPEATS_MAX = 64 };

struct writing {
	struct fill *fill;
	const char *part;
	bool changed;
	xmlNode *repeat[REPEATS_MAX]; /* rows of tables, items of sections */
	size_t repeat_count;
};

/* The tag where the node is a content control that has one. */
static const char *tag_of(const xmlNode *node)
{
	const xmlNode *tag = fill_is(node, "sdt") ? fill_child(fill_child(node, "sdtPr"), "tag") : NULL;
	return tag ? fill_attribute(tag, "val") : NULL;
}

static xmlNode *new_element(xmlNode *parent, const char *name)
{
	/* of the namespace of all text, whatever its prefix */
	xmlNs *space = parent->ns;
	return xmlAddChild(parent, xmlNewNode(space, BAD_CAST name));
}

/* A run with the letters, a break for each line end. */
static void put_run(struct fill *fill, xmlNode *parent, const xmlNode *look, struct str text)
{
	xmlNode *run = new_element(parent, "r");
	struct str rest = str_of(fill_clean(fill->arena, text, TEXT_BYTES)), line;
	bool first = true;
	if (look)
		fill_adopt(xmlAddChild(run, xmlDocCopyNode((xmlNode *)(uintptr_t)look, run->doc, 1)));
	while (str_split(&rest, '\n', &line)) {
		if (!first)
			new_element(run, "br");
		first = false;
		xmlNode *letters = new_element(run, "t");
		xmlAddChild(letters, xmlNewText(BAD_CAST str_c(fill->arena, line)));
		xmlNodeSetSpacePreserve(letters, 1);
	}
}

/* The first element of that name below, in the order of reading. */
static xmlNode *first_below(const xmlNode *node, const char *name)
{
	for (xmlNode *child = fill_next(node->children); child; child = fill_next(child->next)) {
		xmlNode *found = fill_is(child, name) ? child : first_below(child, name);
		if (found)
			return found;
	}
	return NULL;
}

static void drop_but(xmlNode *parent, const char *kept)
{
	for (xmlNode *child = parent->children, *next; child; child = next) {
		next = child->next;
		if (!fill_is(child, kept))
			fill_drop(child);
	}
}

/* How the control's text looked: as its first run, as the control says where it showed only a hint, else as the mark of
 * its paragraph. A copy. */
static xmlNode *look_of(xmlNode *control, const xmlNode *content, bool hint)
{
	xmlNode *run = first_below(content, "r");
	xmlNode *look = run ? fill_child(run, "rPr") : NULL;
	if (hint)
		look = fill_child(fill_child(control, "sdtPr"), "rPr");
	if (!run && !look)
		look = fill_child(first_below(content, "pPr"), "rPr");
	return look ? xmlDocCopyNode(look, control->doc, 1) : NULL;
}

/* The program writes what stands there: no data bound to it comes in its place when the file is opened. */
static bool free_control(xmlNode *control)
{
	xmlNode *properties = fill_child(control, "sdtPr");
	bool hint = fill_child(properties, "showingPlcHdr") != NULL;
	fill_drop(fill_child(properties, "showingPlcHdr"));
	while (fill_child(properties, "dataBinding"))
		fill_drop(fill_child(properties, "dataBinding"));
	return hint;
}

/* A copy has no marks that must be alone in a document. */
static void forget_marks(xmlNode *node)
{
	fill_unset(node, "paraId");
	fill_unset(node, "textId");
	for (xmlNode *child = fill_next(node->children), *next; child; child = next) {
		next = fill_next(child->next);
		bool mark = fill_is(child, "bookmarkStart") || fill_is(child, "bookmarkEnd") ||
		            fill_is(child, "commentRangeStart") || fill_is(child, "commentRangeEnd") ||
		            fill_is(child, "commentReference") || (fill_is(child, "id") && fill_is(node, "sdtPr"));
		if (mark)
			fill_drop(child);
		else
			forget_marks(child);
	}
}

/* A paragraph for each line, each like the first one. */
static void put_paragraphs(struct fill *fill, xmlNode *first, const xmlNode *look, struct str text)
{
	struct str rest = str_of(fill_clean(fill->arena, text, TEXT_BYTES)), line = STR("");
	xmlNode *last = first;
	drop_but(first, "pPr");
	str_split(&rest, '\n', &line);
	for (;;) {
		struct str after;
		bool more = str_split(&rest, '\n', &after);
		xmlNode *next = more ? fill_adopt(xmlAddNextSibling(last, xmlDocCopyNode(last, last->doc, 1))) : NULL;
		put_run(fill, last, look, line);
		if (!more)
			return;
		forget_marks(next);
		last = next;
		line = after;
	}
}

/* Empties a control down to one paragraph; NULL where it holds runs. */
static xmlNode *one_paragraph(xmlNode *content)
{
	xmlNode *cell = fill_child(content, "tc"), *parent = cell ? cell : content;
	xmlNode *paragraph = fill_child(content, "r") ? NULL : first_below(parent, "p");
	if (!paragraph && !cell) {
		fill_empty(content);
		return NULL;
	}
	if (paragraph)
		xmlUnlinkNode(paragraph);
	if (cell) {
		drop_but(content, "tc");
		drop_but(cell, "tcPr");
	} else {
		fill_empty(content);
	}
	return paragraph ? xmlAddChild(parent, paragraph) : new_element(parent, "p");
}

static enum status put_control(struct writing *writing, xmlNode *control, const struct document_cell *cell)
{
	struct fill *fill = writing->fill;
	xmlNode *content = fill_child(control, "sdtContent"), *properties = fill_child(control, "sdtPr");
	struct str tag = str_of(tag_of(control)), text = document_fill_text(fill->arena, cell);
	if (!content || fill_child(content, "tr") || fill_child(properties, "picture") ||
	        fill_child(properties, "checkbox") || fill_child(properties, "repeatingSection"))
		return fill_refuse(fill, "fill.control_place", tag, str_of(writing->part));
	bool hint = free_control(control);
	xmlNode *look = look_of(control, content, hint), *paragraph = one_paragraph(content);
	if (paragraph)
		put_paragraphs(fill, paragraph, look, text);
	else
		put_run(fill, content, look, text);
	xmlFreeNode(look);
	writing->changed = true;
	return OK;
}

/* What is repeated for a control: the nearest row of a table, or the nearest item of a repeating section. */
static xmlNode *repeat_of(xmlNode *control)
{
	for (xmlNode *node = control->parent; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
		xmlNode *section = node->parent ? node->parent->parent : NULL;
		bool item = fill_is(section, "sdt") && fill_child(fill_child(section, "sdtPr"), "repeatingSectionItem");
		if (fill_is(node, "tr"))
			return item && !fill_next(node->next) && fill_next(node->parent->children) == node ? section
			                                                                                   : node;
		if (fill_is(node, "sdt") && fill_child(fill_child(node, "sdtPr"), "repeatingSectionItem"))
			return node;
	}
	return NULL;
}

static bool below(const xmlNode *node, const xmlNode *above)
{
	for (node = node->parent; node; node = node->parent)
		if (node == above)
			return true;
	return false;
}

static enum status note_repeat(struct writing *writing, xmlNode *control)
{
	struct fill *fill = writing->fill;
	xmlNode *repeat = repeat_of(control);
	bool good = repeat && writing->repeat_count < REPEATS_MAX;
	for (size_t i = 0; i < writing->repeat_count; i++) {
		if (writing->repeat[i] == repeat)
			return OK;
		good = good && !below(repeat, writing->repeat[i]) && !below(writing->repeat[i], repeat);
	}
	if (!good)
		return fill_refuse(fill, "fill.control_place", str_of(tag_of(control)), str_of(writing->part));
	writing->repeat[writing->repeat_count++] = repeat;
	return OK;
}

/* Single values are written, rows noted. */
static enum status walk(struct writing *writing, xmlNode *node)
{
	for (xmlNode *child = fill_next(node->children); child; child = fill_next(child->next)) {
		const char *tag = tag_of(child);
		bool row;
		int at;
		if (!tag || !fill_name(writing->fill, tag, &row, &at)) {
			TRY(walk(writing, child));
			continue;
		}
		if (at < 0)
			return fill_refuse(writing->fill, "fill.unknown_name", str_of(tag), str_of(writing->part));
		TRY(row ? note_repeat(writing, child)
		        : put_control(writing, child, &writing->fill->data->single[at].cell));
	}
	return OK;
}

static enum status put_row(struct writing *writing, xmlNode *node, size_t index)
{
	const struct fill_data *data = writing->fill->data;
	const struct document_cell none = { .kind = DOCUMENT_CELL_EMPTY };
	const char *tag = tag_of(node);
	bool row;
	int at;
	if (tag && fill_name(writing->fill, tag, &row, &at) && row)
		return put_control(writing, node,
		        index < data->row_count ? &data->cell[index * data->column_count + (size_t)at] : &none);
	for (xmlNode *child = fill_next(node->children); child; child = fill_next(child->next))
		TRY(put_row(writing, child, index));
	return OK;
}

static enum status repeat(struct writing *writing, xmlNode *first)
{
	size_t count = writing->fill->data->row_count;
	xmlNode *last = first;
	xmlBuffer *text = xmlBufferCreate();
	int size = text ? xmlNodeDump(text, first->doc, first, 0, 0) : 0;
	xmlBufferFree(text);
	TRY(fill_grow(writing->fill, (size_t)(size > 0 ? size : 1) * (count ? count : 1)));
	for (size_t i = 1; i < count; i++) {
		last = fill_adopt(xmlAddNextSibling(last, xmlDocCopyNode(first, first->doc, 1)));
		forget_marks(last);
		TRY(put_row(writing, last, i));
	}
	return put_row(writing, first, 0);
}

static bool in_code(struct str codes, const char *word)
{
	size_t len = strlen(word);
	for (size_t i = 0; i + len <= codes.len; i++) {
		bool begins = !i || !isalpha((unsigned char)codes.ptr[i - 1]);
		if (begins && !strncasecmp(codes.ptr + i, word, len) &&
		        (i + len == codes.len || !isalpha((unsigned char)codes.ptr[i + len])))
			return true;
	}
	return false;
}

/* Fields that fetch from elsewhere. */
static enum status check_fields(struct fill *fill, const char *part, xmlNode *root)
{
	static const char *const refused[] = { "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "DDE", "DDEAUTO", "LINK",
		"IMPORT", "DATABASE", "RD", "MACROBUTTON" };
	struct buf codes = buf_open(fill->arena, CODES_MAX);
	package_field_codes(fill->arena, root, &codes);
	for (size_t i = 0; i < LENGTH(refused); i++)
		if (codes.full || in_code(buf_text(&codes), refused[i]))
			return fill_refuse(fill, "fill.field", str_of(refused[i]), str_of(part));
	return OK;
}

static enum status fill_part_of(struct fill *fill, const char *part)
{
	CLOSES(package_xml_closep) xmlDoc *xml = NULL;
	struct writing *writing = arena_new(fill->arena, struct writing);
	*writing = (struct writing){ .fill = fill, .part = part };
	TRY(fill_xml(fill, part, &xml));
	xmlNode *root = xmlDocGetRootElement(xml);
	TRY(check_fields(fill, part, root));
	TRY(walk(writing, root));
	for (size_t i = 0; i < writing->repeat_count; i++)
		TRY(repeat(writing, writing->repeat[i]));
	return writing->changed ? fill_put(fill, part, xml) : OK;
}

static enum status fill_relation(struct fill *fill, const struct fill_link *relation, void *context)
{
	static const char *const types[] = { "header", "footer", "footnotes", "endnotes" };
	(void)context;
	for (size_t i = 0; i < LENGTH(types); i++) {
		struct fill_part *part = fill_part(fill, relation->target);
		if (!strcmp(relation->type, types[i]) && part && !part->changed.ptr)
			return fill_part_of(fill, part->name);
	}
	return OK;
}

enum status fill_writing(struct fill *fill)
{
	TRY(fill_part_of(fill, fill->main));
	return fill_relations(fill, fill->main, fill_relation, NULL);
}
