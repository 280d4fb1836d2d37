/* A template as a package of parts: refused before it is looked into where it is another thing, carries what acts by
 * itself, or is made to harm; and the small steps on its trees. */
#include "document/fill_private.h"

#include "base/text.h"

#include <libxml/parser.h>
#include <string.h>
#include <zip.h>

enum { CHUNK = 65536, RATIO = 200, RATIO_FROM = 1 << 20, NAME_MAX_BYTES = 200, DEPTH = 32 };

enum status fill_refuse(struct fill *fill, const char *code, struct str name, struct str place)
{
	enum status status = err_set(fill->err, INVALID, code, NULL);
	err_arg(fill->err, "name", name);
	err_arg(fill->err, "place", place);
	return status;
}

static enum status refuse(struct fill *fill, const char *code, const char *place)
{
	return fill_refuse(fill, code, STR_NONE, str_of(place));
}

static enum status sniff(struct fill *fill, struct str bytes)
{
	static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	if (!bytes.len)
		return refuse(fill, "fill.empty", "");
	if (bytes.len > FILL_FILE_MAX)
		return refuse(fill, "fill.too_large", "");
	if (str_starts(bytes, STR("\xD0\xCF\x11\xE0")))
		return refuse(fill,
		        str_find(bytes, (struct str){ encrypted, sizeof(encrypted) - 1 }) >= 0 ? "fill.encrypted"
		                                                                               : "fill.old_office",
		        "");
	return str_starts(bytes, STR("PK\3\4")) ? OK : refuse(fill, "fill.not_office", "");
}

/* A name that stays below the folder into which somebody unpacks it. */
static bool name_good(struct str name)
{
	struct str rest = name, step;
	if (!name.len || name.len > NAME_MAX_BYTES || name.ptr[0] == '/' || !text_valid(name))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.ptr[i] < ' ' || name.ptr[i] == '\\' || name.ptr[i] == ':')
			return false;
	while (str_split(&rest, '/', &step))
		if (str_is(step, "..") || str_is(step, "."))
			return false;
	return true;
}

static bool acts_by_itself(const char *name)
{
	static const char *const words[] = { "/embeddings/", "/activex/", "/externallinks/", "/connections.xml",
		"/querytables/", "customui/", "/afchunk", "/model/" };
	char lower[NAME_MAX_BYTES + 1] = { 0 };
	for (size_t i = 0; i < NAME_MAX_BYTES && name[i]; i++)
		lower[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 32 : name[i]);
	for (size_t i = 0; i < LENGTH(words); i++)
		if (strstr(lower, words[i]))
			return true;
	return false;
}

static bool is_macro(const char *name)
{
	return strcasestr(name, "vba") || strcasestr(name, "macrosheet") || strcasestr(name, "dialogsheet");
}

/* "<!DOCTYPE" among the bytes that are not zero, so that no wider encoding hides it. *seen: letters found so far. */
static bool has_doctype(const char *bytes, size_t len, size_t *seen)
{
	static const char doctype[] = "<!DOCTYPE";
	for (size_t i = 0; i < len; i++) {
		if (!bytes[i])
			continue;
		*seen = bytes[i] == doctype[*seen] ? *seen + 1 : bytes[i] == doctype[0];
		if (*seen == sizeof(doctype) - 1)
			return true;
	}
	return false;
}

static void close_file(zip_file_t **file)
{
	if (*file)
		zip_fclose(*file);
}

/* Unpacks a part to nowhere: its size, its sum, its ratio, and that it brings no document type. */
static enum status try_part(struct fill *fill, zip_uint64_t at, const zip_stat_t *stat, uint64_t *all)
{
	char *room = arena_take(fill->arena, CHUNK);
	CLOSES(close_file) zip_file_t *file = zip_fopen_index(fill->zip, at, 0);
	uint64_t size = 0;
	size_t seen = 0;
	zip_int64_t got;
	if (!file)
		return refuse(fill, "fill.broken", stat->name);
	while ((got = zip_fread(file, room, CHUNK)) > 0) {
		size += (uint64_t)got;
		*all += (uint64_t)got;
		if (*all > FILL_UNPACKED_MAX || size > stat->size ||
		        (size > RATIO_FROM && size / (stat->comp_size + 1) > RATIO))
			return refuse(fill, "fill.too_large", stat->name);
		if (has_doctype(room, (size_t)got, &seen))
			return refuse(fill, "fill.doctype", stat->name);
	}
	return got == 0 && size == stat->size ? OK : refuse(fill, "fill.broken", stat->name);
}

static enum status check_part(struct fill *fill, zip_uint64_t at, uint64_t *all)
{
	zip_stat_t stat;
	if (zip_stat_index(fill->zip, at, ZIP_FL_ENC_RAW, &stat) || !stat.name ||
	        (stat.valid & (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD)) !=
	                (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD))
		return refuse(fill, "fill.broken", "");
	if (!name_good(str_of(stat.name)) || fill_part(fill, stat.name))
		return fill_refuse(fill, "fill.path", STR_NONE, text_line(fill->arena, str_of(stat.name)));
	if (stat.valid & ZIP_STAT_ENCRYPTION_METHOD && stat.encryption_method != ZIP_EM_NONE)
		return refuse(fill, "fill.encrypted", stat.name);
	if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
		return refuse(fill, "fill.broken", stat.name);
	if (is_macro(stat.name))
		return refuse(fill, "fill.macro", stat.name);
	if (acts_by_itself(stat.name))
		return refuse(fill, "fill.active", stat.name);
	if (stat.size > FILL_UNPACKED_MAX)
		return refuse(fill, "fill.too_large", stat.name);
	TRY(try_part(fill, at, &stat, all));
	fill->part[fill->part_count++] =
	        (struct fill_part){ .name = str_c(fill->arena, str_of(stat.name)), .size = stat.size };
	return OK;
}

struct fill_part *fill_part(struct fill *fill, const char *name)
{
	for (size_t i = 0; i < fill->part_count; i++)
		if (strcasecmp(fill->part[i].name, name) == 0)
			return &fill->part[i];
	return NULL;
}

/* A document type ends the parser: nothing of it is ever read. */
static void on_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	xmlParserCtxt *parser = context;
	(void)name, (void)external, (void)system;
	parser->_private = parser;
	xmlStopParser(parser);
}

static enum status parse(struct fill *fill, const char *name, struct str bytes, xmlDoc **ret_xml)
{
	xmlParserCtxt *parser = xmlNewParserCtxt();
	if (!parser)
		return refuse(fill, "fill.too_large", name);
	parser->sax->internalSubset = on_doctype;
	*ret_xml = xmlCtxtReadMemory(parser, bytes.ptr, (int)bytes.len, "part.xml", NULL,
	        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	bool doctype = parser->_private == parser;
	xmlFreeParserCtxt(parser);
	if (!doctype && *ret_xml && xmlDocGetRootElement(*ret_xml))
		return OK;
	package_xml_closep(ret_xml);
	return refuse(fill, doctype ? "fill.doctype" : "fill.broken", name);
}

enum status fill_xml(struct fill *fill, const char *name, xmlDoc **ret_xml)
{
	struct fill_part *part = fill_part(fill, name);
	*ret_xml = NULL;
	if (!part || part->dropped)
		return NOT_FOUND;
	if (part->changed.ptr)
		return parse(fill, name, part->changed, ret_xml);
	if (part->size > FILL_XML_MAX)
		return refuse(fill, "fill.too_large", name);
	CLOSES(close_file) zip_file_t *file = zip_fopen(fill->zip, part->name, ZIP_FL_ENC_RAW);
	char *bytes = arena_try(fill->arena, part->size + 1);
	if (!bytes)
		return refuse(fill, "fill.too_large", name);
	if (!file || zip_fread(file, bytes, part->size) != (zip_int64_t)part->size)
		return refuse(fill, "fill.broken", name);
	return parse(fill, name, (struct str){ bytes, part->size }, ret_xml);
}

enum status fill_put(struct fill *fill, const char *name, xmlDoc *xml)
{
	struct fill_part *part = fill_part(fill, name);
	xmlChar *text = NULL;
	int len = 0;
	xmlDocDumpMemoryEnc(xml, &text, &len, "UTF-8");
	char *bytes = text && len <= FILL_RESULT_MAX ? arena_try(fill->arena, (size_t)len + 1) : NULL;
	if (bytes)
		memcpy(bytes, text, (size_t)len);
	xmlFree(text);
	if (!bytes)
		return refuse(fill, "fill.too_large", name);
	part->changed = (struct str){ bytes, (size_t)len };
	return OK;
}

/* The name of the part that a relation of `part` points to; "" where it leads out. */
static const char *resolve(struct arena *arena, const char *part, const char *target)
{
	struct str steps[DEPTH], rest, step;
	size_t count = 0;
	const char *slash = strrchr(part, '/');
	struct buf out = buf_open(arena, FILL_PATH);
	struct str base = slash && target[0] != '/' ? str_slice(str_of(part), 0, (size_t)(slash - part)) : STR_NONE;
	rest = str_format(arena, "%.*s/%s", STR_ARG(base), target);
	while (str_split(&rest, '/', &step)) {
		if (!step.len || str_is(step, "."))
			continue;
		if (str_is(step, "..") ? !count : count == DEPTH)
			return "";
		if (str_is(step, ".."))
			count--;
		else
			steps[count++] = step;
	}
	for (size_t i = 0; i < count; i++)
		buf_format(&out, "%s%.*s", i ? "/" : "", STR_ARG(steps[i]));
	return out.full ? "" : str_c(arena, buf_text(&out));
}

static const char *relations_of(struct arena *arena, const char *part)
{
	const char *slash = strrchr(part, '/');
	int folder = slash ? (int)(slash - part) + 1 : 0;
	return str_c(arena, str_format(arena, "%.*s_rels/%s.rels", folder, part, part + folder));
}

enum status fill_relations(struct fill *fill, const char *part,
        enum status (*one)(struct fill *fill, const struct fill_link *relation, void *context), void *context)
{
	CLOSES(package_xml_closep) xmlDoc *xml = NULL;
	enum status status = fill_xml(fill, relations_of(fill->arena, part), &xml);
	if (status != OK)
		return status == NOT_FOUND ? OK : status;
	for (xmlNode *node = fill_next(xmlDocGetRootElement(xml)->children); node; node = fill_next(node->next)) {
		const char *type = fill_attribute(node, "Type"), *target = fill_attribute(node, "Target");
		const char *id = fill_attribute(node, "Id"), *mode = fill_attribute(node, "TargetMode");
		const char *slash = type ? strrchr(type, '/') : NULL;
		if (!slash || !target || !id)
			continue;
		struct fill_link relation = { .type = slash + 1, .id = id, .node = node };
		relation.target = mode && !strcasecmp(mode, "External") ? "" : resolve(fill->arena, part, target);
		TRY(one(fill, &relation, context));
	}
	return OK;
}

static enum status find_main(struct fill *fill, const struct fill_link *relation, void *context)
{
	(void)context;
	if (!strcmp(relation->type, "officeDocument") && fill_part(fill, relation->target))
		fill->main = fill_part(fill, relation->target)->name;
	return OK;
}

/* Links that a person follows may stay; what a program fetches by itself may not. */
static enum status check_relation(struct fill *fill, const struct fill_link *relation, void *context)
{
	const char *target = fill_attribute(relation->node, "Target"), *part = context;
	if (!strcmp(relation->type, "vbaProject"))
		return refuse(fill, "fill.macro", part);
	if (!strcmp(relation->type, "aFChunk") || !strcmp(relation->type, "oleObject") ||
	        !strcmp(relation->type, "control") || !strcmp(relation->type, "subDocument"))
		return refuse(fill, "fill.active", part);
	if (relation->target[0])
		return OK;
	bool web = !strncasecmp(target, "http:", 5) || !strncasecmp(target, "https:", 6) ||
	           !strncasecmp(target, "mailto:", 7);
	return !strcmp(relation->type, "hyperlink") && web
	               ? OK
	               : fill_refuse(fill, "fill.external", STR_NONE, text_line(fill->arena, str_of(target)));
}

static enum status check_relations(struct fill *fill)
{
	for (size_t i = 0; i < fill->part_count; i++)
		if (!str_ends(str_of(fill->part[i].name), STR(".rels")))
			TRY(fill_relations(
			        fill, fill->part[i].name, check_relation, (void *)(uintptr_t)fill->part[i].name));
	return OK;
}

static enum status check_types(struct fill *fill)
{
	CLOSES(package_xml_closep) xmlDoc *xml = NULL;
	bool book = false, writing = false;
	if (fill_xml(fill, "[Content_Types].xml", &xml) != OK)
		return refuse(fill, "fill.not_office", "");
	TRY(fill_relations(fill, "", find_main, NULL));
	for (xmlNode *node = fill_next(xmlDocGetRootElement(xml)->children); node; node = fill_next(node->next)) {
		const char *type = fill_attribute(node, "ContentType"), *part = fill_attribute(node, "PartName");
		if (type && (strcasestr(type, "macroEnabled") || strcasestr(type, "vbaProject")))
			return refuse(fill, "fill.macro", part ? part : "");
		if (!type || !part || !fill->main || strcasecmp(part + (part[0] == '/'), fill->main) != 0)
			continue;
		book |= !strcmp(type, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml");
		writing |= !strcmp(
		        type, "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml");
	}
	if (!book && !writing)
		return refuse(fill, "fill.not_office", "");
	fill->info->format = book ? FILL_XLSX : FILL_DOCX;
	return OK;
}

enum status fill_open(struct fill *fill, struct str bytes)
{
	uint64_t all = 0;
	TRY(sniff(fill, bytes));
	zip_source_t *source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, NULL);
	fill->zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL) : NULL;
	if (!fill->zip) {
		zip_source_free(source);
		return refuse(fill, "fill.broken", "");
	}
	zip_int64_t count = zip_get_num_entries(fill->zip, 0);
	if (count > FILL_PARTS_MAX)
		return refuse(fill, "fill.too_large", "");
	for (zip_int64_t i = 0; i < count; i++)
		TRY(check_part(fill, (zip_uint64_t)i, &all));
	TRY(check_types(fill));
	return check_relations(fill);
}
