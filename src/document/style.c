/* Reads the look of documents from a DOCX template: styles with what they are based on, page size, margins. */
#include "document/style.h"

#include "base/text.h"
#include "document/package.h"

#include <ctype.h>
#include <string.h>

enum { BASED_ON_DEPTH = 12, SPACE_CEILING = 40, LINE_CEILING = 100 }; /* the last two in points */

static const struct {
	const char *called;
	bool large;
} names[DOCUMENT_STYLE__COUNT] = {
#define X(name, called, large) { called, large },
	DOCUMENT_STYLES(X)
#undef X
};

struct document_look document_style_look(const struct document_style *style, enum document_style_name name, bool large)
{
	struct document_look look = style->look[name];

	if (large && names[name].large) {
		look.size *= DOCUMENT_LARGE;
		if (look.spacing != DOCUMENT_LINE_TIMES)
			look.line *= DOCUMENT_LARGE;
	}
	return look;
}

/* Twips of an attribute as points; keeps what was there when it is missing or no number. */
static void read_length(struct arena *arena, xmlNode *node, const char *name, double *points)
{
	int64_t twips;

	if (str_int(package_attribute(arena, node, name), &twips) && twips >= 0 && twips < 40000)
		*points = (double)twips / 20;
}

static void read_toggle(struct arena *arena, xmlNode *properties, const char *name, bool *on)
{
	xmlNode *node = package_child(properties, name);
	struct str value = package_attribute(arena, node, "val");

	if (node)
		*on = !(str_is(value, "0") || str_is(value, "false") || str_is(value, "none") || str_is(value, "off"));
}

static void read_run(struct arena *arena, xmlNode *properties, struct document_look *look)
{
	struct str font = package_attribute(arena, package_child(properties, "rFonts"), "ascii");
	int64_t halves;

	if (font.len)
		look->font = font;
	if (str_int(package_attribute(arena, package_child(properties, "sz"), "val"), &halves) && halves >= 4 &&
	        halves <= 144)
		look->size = (double)halves / 2;
	read_toggle(arena, properties, "b", &look->bold);
	read_toggle(arena, properties, "i", &look->italic);
	read_toggle(arena, properties, "u", &look->underline);
}

static void read_spacing(struct arena *arena, xmlNode *node, struct document_look *look)
{
	struct str rule = package_attribute(arena, node, "lineRule");
	int64_t line;

	read_length(arena, node, "before", &look->before);
	read_length(arena, node, "after", &look->after);
	look->before = look->before > SPACE_CEILING ? SPACE_CEILING : look->before;
	look->after = look->after > SPACE_CEILING ? SPACE_CEILING : look->after;
	if (rule.len)
		look->spacing = str_is(rule, "exact")     ? DOCUMENT_LINE_EXACT
		                : str_is(rule, "atLeast") ? DOCUMENT_LINE_LEAST
		                                          : DOCUMENT_LINE_TIMES;
	if (str_int(package_attribute(arena, node, "line"), &line) && line > 0 && line < 32000)
		look->line = look->spacing == DOCUMENT_LINE_TIMES ? (double)line / 240 : (double)line / 20;
	if (look->line > (look->spacing == DOCUMENT_LINE_TIMES ? 3 : LINE_CEILING))
		look->line = look->spacing == DOCUMENT_LINE_TIMES ? 3 : LINE_CEILING;
}

static void read_paragraph(struct arena *arena, xmlNode *properties, struct document_look *look)
{
	xmlNode *indent = package_child(properties, "ind"), *spacing = package_child(properties, "spacing");
	struct str align = package_attribute(arena, package_child(properties, "jc"), "val");

	if (spacing)
		read_spacing(arena, spacing, look);
	read_length(arena, indent, "firstLine", &look->first);
	read_length(arena, indent, "left", &look->left);
	read_length(arena, indent, "right", &look->right);
	read_toggle(arena, properties, "keepNext", &look->keep_next);
	if (align.len)
		look->align = str_is(align, "both")                            ? DOCUMENT_JUSTIFY
		              : str_is(align, "center")                        ? DOCUMENT_MIDDLE
		              : str_is(align, "right") || str_is(align, "end") ? DOCUMENT_RIGHT
		                                                               : DOCUMENT_LEFT;
}

static xmlNode *find_style(struct arena *arena, xmlNode *styles, struct str id)
{
	for (xmlNode *node = styles->children; node; node = node->next)
		if (package_is(node, "style") && str_eq(package_attribute(arena, node, "styleId"), id))
			return node;
	return NULL;
}

/* The id of the paragraph style that is called so; no text when there is none. */
static struct str find_id(struct arena *arena, xmlNode *styles, const char *called)
{
	for (xmlNode *node = styles ? styles->children : NULL; node; node = node->next) {
		struct str name;

		if (!package_is(node, "style") || !str_is(package_attribute(arena, node, "type"), "paragraph"))
			continue;
		name = package_attribute(arena, package_child(node, "name"), "val");
		if (str_is(text_line(arena, name), called))
			return package_attribute(arena, node, "styleId");
	}
	return STR_NONE;
}

/* What a style is based on first, itself last. */
static bool read_style(struct arena *arena, xmlNode *styles, struct str id, int depth, struct document_look *look)
{
	xmlNode *node = id.len && depth < BASED_ON_DEPTH ? find_style(arena, styles, id) : NULL;
	struct str base;

	if (!node)
		return false;
	base = package_attribute(arena, package_child(node, "basedOn"), "val");
	if (base.len)
		read_style(arena, styles, base, depth + 1, look);
	read_paragraph(arena, package_child(node, "pPr"), look);
	read_run(arena, package_child(node, "rPr"), look);
	return true;
}

static enum status read_styles(
        struct arena *arena, const struct package *package, struct document_style *style, struct err *err)
{
	CLOSES(package_xml_closep) xmlDoc *xml = NULL;
	struct document_look common = { .font = STR("Times New Roman"), .size = 10, .line = 1 };
	xmlNode *root, *defaults;

	TRY(package_xml(package_part(package, "word/styles.xml"), &xml, err));
	root = xmlDocGetRootElement(xml);
	defaults = package_child(root, "docDefaults");
	read_paragraph(arena, package_child(package_child(defaults, "pPrDefault"), "pPr"), &common);
	read_run(arena, package_child(package_child(defaults, "rPrDefault"), "rPr"), &common);
	for (int i = 0; i < DOCUMENT_STYLE__COUNT; i++) {
		style->look[i] = common;
		style->look[i].id = find_id(arena, root, names[i].called);
		if (!read_style(arena, root, style->look[i].id, 0, &style->look[i])) {
			enum status status = err_set(err, INVALID, "document.template_style", NULL);

			err_arg(err, "style", str_of(names[i].called));
			return status;
		}
	}
	return OK;
}

static xmlNode *last_section(xmlNode *root)
{
	return package_child(package_child(root, "body"), "sectPr");
}

static enum status read_page(
        struct arena *arena, const struct package *package, struct document_style *style, struct err *err)
{
	CLOSES(package_xml_closep) xmlDoc *xml = NULL;
	xmlNode *section, *size, *margins;

	TRY(package_xml(package_part(package, "word/document.xml"), &xml, err));
	section = last_section(xmlDocGetRootElement(xml));
	size = package_child(section, "pgSz");
	margins = package_child(section, "pgMar");
	if (!size || !margins)
		return err_set(err, INVALID, "document.template_page", NULL);
	read_length(arena, size, "w", &style->width);
	read_length(arena, size, "h", &style->height);
	read_length(arena, margins, "top", &style->top);
	read_length(arena, margins, "right", &style->right);
	read_length(arena, margins, "bottom", &style->bottom);
	read_length(arena, margins, "left", &style->left);
	read_length(arena, margins, "header", &style->header);
	if (style->width > style->height) {
		double width = style->width;

		style->width = style->height;
		style->height = width;
	}
	if (style->width - style->left - style->right < 144 || style->height - style->top - style->bottom < 500 ||
	        style->left < 0 || style->right < 0 || style->top < 0 || style->bottom < 0 || style->height > 4000)
		return err_set(err, INVALID, "document.template_page", NULL);
	return OK;
}

static bool relation_outside(xmlNode *root)
{
	for (xmlNode *node = root ? root->children : NULL; node; node = node->next) {
		xmlChar *mode = node->type == XML_ELEMENT_NODE ? xmlGetProp(node, BAD_CAST "TargetMode") : NULL;
		bool outside = mode && strcasecmp((const char *)mode, "External") == 0;

		xmlFree(mode);
		if (outside)
			return true;
	}
	return false;
}

static bool field_reaches_out(struct arena *arena, xmlNode *root)
{
	static const char *const refused[] = { "INCLUDE", "DDE", "LINK", "IMPORT", "DATABASE" };
	struct buf codes = buf_open(arena, 1 << 20);
	struct str text;

	package_field_codes(arena, root, &codes);
	if (codes.full)
		return true;
	for (size_t i = 0; i < codes.len; i++)
		codes.ptr[i] = (char)toupper((unsigned char)codes.ptr[i]);
	text = buf_text(&codes);
	for (size_t i = 0; i < LENGTH(refused); i++)
		if (text.len && str_find(text, str_of(refused[i])) >= 0)
			return true;
	return false;
}

static enum status check_part(struct arena *arena, struct str name, struct str bytes, struct err *err)
{
	CLOSES(package_xml_closep) xmlDoc *xml = NULL;
	bool relations = str_ends(name, STR(".rels"));

	if (str_ends(name, STR(".bin")) || str_ends(name, STR(".ole")) || str_find(name, STR("vba")) >= 0 ||
	        str_find(name, STR("embeddings/")) >= 0 || str_find(name, STR("activeX")) >= 0)
		return err_set(err, INVALID, "document.template_macro", NULL);
	if (!relations && !str_ends(name, STR(".xml")))
		return OK;
	TRY(package_xml(bytes, &xml, err));
	if (relations && relation_outside(xmlDocGetRootElement(xml)))
		return err_set(err, INVALID, "document.template_external", NULL);
	if (!relations && field_reaches_out(arena, xmlDocGetRootElement(xml)))
		return err_set(err, INVALID, "document.template_field", NULL);
	return OK;
}

enum status document_style_read(
        struct arena *arena, struct str template_bytes, struct document_style *ret_style, struct err *err)
{
	struct package *package = arena_new(arena, struct package);

	*ret_style = (struct document_style){ .template_bytes = template_bytes };
	TRY(package_read(arena, template_bytes, package, err));
	for (size_t i = 0; i < package->count; i++)
		TRY(check_part(arena, str_of(package->part[i].name), package->part[i].bytes, err));
	TRY(read_styles(arena, package, ret_style, err));
	return read_page(arena, package, ret_style, err);
}
