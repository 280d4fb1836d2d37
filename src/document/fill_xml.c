/* Small steps on the trees of a template, by local names: makers choose their own prefixes. */
#include "document/fill_private.h"

#include "base/text.h"

#include <string.h>

bool fill_is(const xmlNode *node, const char *name)
{
	return node && node->type == XML_ELEMENT_NODE && !strcmp((const char *)node->name, name);
}

xmlNode *fill_next(const xmlNode *node)
{
	while (node && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return (xmlNode *)(uintptr_t)node;
}

xmlNode *fill_child(const xmlNode *node, const char *name)
{
	xmlNode *child = node ? fill_next(node->children) : NULL;
	while (child && !fill_is(child, name))
		child = fill_next(child->next);
	return child;
}

static xmlAttr *attribute_of(const xmlNode *node, const char *name)
{
	for (xmlAttr *attribute = node ? node->properties : NULL; attribute; attribute = attribute->next)
		if (!strcmp((const char *)attribute->name, name))
			return attribute;
	return NULL;
}

const char *fill_attribute(const xmlNode *node, const char *name)
{
	const xmlAttr *attribute = attribute_of(node, name);
	const xmlNode *text = attribute ? attribute->children : NULL;
	return text && text->type == XML_TEXT_NODE && text->content ? (const char *)text->content
	       : attribute                                          ? ""
	                                                            : NULL;
}

void fill_set(xmlNode *node, const char *name, const char *value)
{
	xmlAttr *attribute = attribute_of(node, name);
	xmlSetNsProp(node, attribute ? attribute->ns : NULL, BAD_CAST name, BAD_CAST value);
}

void fill_unset(xmlNode *node, const char *name)
{
	xmlAttr *attribute = attribute_of(node, name);
	if (attribute)
		xmlRemoveProp(attribute);
}

struct str fill_text(struct arena *arena, xmlNode *node)
{
	xmlChar *text = node ? xmlNodeGetContent(node) : NULL;
	struct str copy = text ? str_copy(arena, str_of((const char *)text)) : STR("");
	xmlFree(text);
	return copy;
}

static void rename_space(xmlNode *node, const xmlNs *from, xmlNs *to)
{
	if (node->ns == from)
		node->ns = to;
	for (xmlAttr *attribute = node->properties; attribute; attribute = attribute->next)
		if (attribute->ns == from)
			attribute->ns = to;
	for (xmlNode *child = fill_next(node->children); child; child = fill_next(child->next))
		rename_space(child, from, to);
}

xmlNode *fill_adopt(xmlNode *node)
{
	for (xmlNs **at = &node->nsDef, *own; (own = *at);) {
		xmlNs *known = xmlSearchNs(node->doc, node->parent, own->prefix);
		if (!known || strcmp((const char *)known->href, (const char *)own->href) != 0) {
			at = &own->next;
			continue;
		}
		rename_space(node, own, known);
		*at = own->next;
		own->next = NULL;
		xmlFreeNs(own);
	}
	return node;
}

void fill_empty(xmlNode *node)
{
	while (node->children)
		fill_drop(node->children);
}

void fill_put_text(xmlNode *node, struct arena *arena, struct str text)
{
	fill_empty(node);
	xmlAddChild(node, xmlNewText(BAD_CAST str_c(arena, text)));
}

void fill_drop(xmlNode *node)
{
	if (!node)
		return;
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

const char *fill_clean(struct arena *arena, struct str text, size_t ceiling)
{
	struct buf out = buf_open(arena, ceiling + 8);
	struct str clean = text_nfc(arena, text);
	for (size_t i = 0; i < clean.len; i++) {
		unsigned char c = (unsigned char)clean.ptr[i];
		bool begins = (c & 0xc0) != 0x80;
		if (begins && out.len + 4 > ceiling)
			break;
		/* U+FFFE and U+FFFF are no letters of XML */
		if (begins && str_starts(str_slice(clean, i, clean.len), STR("\xEF\xBF")) && i + 2 < clean.len &&
		        (unsigned char)clean.ptr[i + 2] >= 0xBE) {
			i += 2;
			continue;
		}
		if ((c >= ' ' && c != 0x7f) || c == '\n')
			buf_char(&out, (char)c);
	}
	return str_c(arena, buf_text(&out));
}

static struct str decimals(struct arena *arena, int64_t hundredths)
{
	int64_t size = hundredths < 0 ? -hundredths : hundredths;
	struct str whole = number_show(arena, size / 100);
	const char *sign = hundredths < 0 ? "-" : "";
	if (size % 100 == 0)
		return str_format(arena, "%s%.*s", sign, STR_ARG(whole));
	if (size % 10 == 0)
		return str_format(arena, "%s%.*s,%d", sign, STR_ARG(whole), (int)(size % 100 / 10));
	return str_format(arena, "%s%.*s,%02d", sign, STR_ARG(whole), (int)(size % 100));
}

struct str document_fill_text(struct arena *arena, const struct document_cell *cell)
{
	switch (cell->kind) {
	case DOCUMENT_CELL_INT:
		return cell->number < 0 ? str_format(arena, "-%.*s", STR_ARG(number_show(arena, -cell->number)))
		                        : number_show(arena, cell->number);
	case DOCUMENT_CELL_PERMILLE:
		return permille_show(arena, cell->number);
	case DOCUMENT_CELL_HUNDREDTH:
		return decimals(arena, cell->number);
	case DOCUMENT_CELL_DATE:
	case DOCUMENT_CELL_TEXT:
		return cell->text;
	case DOCUMENT_CELL_EMPTY:
		break;
	}
	return STR("");
}

static bool begins(const char *name, const char *prefix)
{
	return !strncasecmp(name, prefix, strlen(prefix));
}

bool fill_name(struct fill *fill, const char *name, bool *ret_row, int *ret_at)
{
	const struct fill_data *data = fill->data;
	*ret_row = begins(name, data->row_prefix);
	*ret_at = -1;
	if (!*ret_row && !begins(name, data->prefix))
		return false;
	for (size_t i = 0; *ret_row && i < data->column_count && *ret_at < 0; i++)
		if (!strcasecmp(data->column[i], name))
			*ret_at = (int)i;
	for (size_t i = 0; !*ret_row && i < data->single_count && *ret_at < 0; i++)
		if (!strcasecmp(data->single[i].name, name))
			*ret_at = (int)i;
	if (*ret_at >= 0)
		(*ret_row ? fill->column_used : fill->single_used)[*ret_at] = true;
	return true;
}

enum status fill_grow(struct fill *fill, size_t bytes)
{
	fill->row_bytes += bytes;
	return fill->row_bytes <= FILL_XML_MAX ? OK : fill_refuse(fill, "fill.too_large", STR_NONE, STR_NONE);
}
