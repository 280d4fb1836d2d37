/* Office files as ZIP in memory: libzip and libxml2, both behind one border. */
#include "document/package.h"

#include <libxml/parser.h>
#include <string.h>
#include <zip.h>

static void zip_closep(zip_t **zip)
{
	if (*zip)
		zip_discard(*zip);
}

static void zip_file_closep(zip_file_t **file)
{
	if (*file)
		zip_fclose(*file);
}

static void zip_source_closep(zip_source_t **source)
{
	if (*source)
		zip_source_free(*source);
}

static enum status broken_template(struct err *err, const char *detail)
{
	enum status status = err_set(err, INVALID, "document.template_broken", NULL);

	if (err)
		snprintf(err->detail, sizeof(err->detail), "%s", detail);
	return status;
}

static enum status read_part(struct arena *arena, zip_t *zip, zip_uint64_t at, struct package *package, struct err *err)
{
	CLOSES(zip_file_closep) zip_file_t *file = NULL;
	zip_stat_t stat;
	char *bytes;

	if (zip_stat_index(zip, at, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_SIZE) || !(stat.valid & ZIP_STAT_NAME))
		return broken_template(err, "part without name or size");
	if (stat.size > PACKAGE_PART_CEILING)
		return broken_template(err, "part too large");
	file = zip_fopen_index(zip, at, 0);
	bytes = arena_try(arena, stat.size + 1);
	if (!file || !bytes || zip_fread(file, bytes, stat.size) != (zip_int64_t)stat.size)
		return broken_template(err, "part cannot be unpacked");
	package->part[package->count].name = str_c(arena, str_of(stat.name));
	package->part[package->count++].bytes = (struct str){ bytes, stat.size };
	return OK;
}

enum status package_read(struct arena *arena, struct str bytes, struct package *ret_package, struct err *err)
{
	CLOSES(zip_closep) zip_t *zip = NULL;
	zip_source_t *source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, NULL);
	zip_int64_t count;

	ret_package->count = 0;
	if (!source)
		return err_broken(err, "document.failed", "zip source");
	zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
	if (!zip) {
		zip_source_free(source);
		return broken_template(err, "not a ZIP");
	}
	count = zip_get_num_entries(zip, 0);
	if (count < 1 || count > PACKAGE_PARTS)
		return broken_template(err, "too many parts");
	for (zip_int64_t i = 0; i < count; i++)
		TRY(read_part(arena, zip, (zip_uint64_t)i, ret_package, err));
	return OK;
}

struct str package_part(const struct package *package, const char *name)
{
	for (size_t i = 0; i < package->count; i++)
		if (strcmp(package->part[i].name, name) == 0)
			return package->part[i].bytes;
	return STR_NONE;
}

static bool put_parts(zip_t *zip, const struct package_change *changes, size_t count, int64_t instant)
{
	zip_int64_t entries;

	for (size_t i = 0; i < count; i++) {
		zip_source_t *source;

		if (!changes[i].bytes.ptr) {
			if (zip_delete(zip, (zip_uint64_t)zip_name_locate(zip, changes[i].name, 0)) != 0)
				return false;
			continue;
		}
		source = zip_source_buffer(zip, changes[i].bytes.ptr, changes[i].bytes.len, 0);
		if (!source)
			return false;
		if (zip_file_add(zip, changes[i].name, source, ZIP_FL_OVERWRITE | ZIP_FL_ENC_UTF_8) < 0) {
			zip_source_free(source);
			return false;
		}
	}
	entries = zip_get_num_entries(zip, 0);
	for (zip_int64_t i = 0; i < entries; i++)
		if (zip_get_name(zip, (zip_uint64_t)i, 0) &&
		        zip_file_set_mtime(zip, (zip_uint64_t)i, instant / 1000, 0) != 0)
			return false;
	return true;
}

static enum status read_back(struct arena *arena, zip_source_t *source, struct str *ret_bytes, struct err *err)
{
	zip_stat_t stat;
	char *bytes;

	if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0)
		return err_broken(
		        err, "document.failed", "zip result: %s", zip_error_strerror(zip_source_error(source)));
	bytes = arena_try(arena, stat.size + 1);
	if (bytes && zip_source_read(source, bytes, stat.size) != (zip_int64_t)stat.size)
		bytes = NULL;
	zip_source_close(source);
	if (!bytes)
		return err_broken(err, "document.failed", "zip result of %zu bytes", (size_t)stat.size);
	*ret_bytes = (struct str){ bytes, stat.size };
	return OK;
}

enum status package_write(struct arena *arena, struct str bytes, const struct package_change *changes, size_t count,
        int64_t instant, struct str *ret_bytes, struct err *err)
{
	CLOSES(zip_source_closep) zip_source_t *source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, NULL);
	zip_t *zip;

	if (!source)
		return err_broken(err, "document.failed", "zip source");
	zip_source_keep(source);
	zip = zip_open_from_source(source, 0, NULL);
	if (!zip) {
		zip_source_free(source);
		return broken_template(err, "not a ZIP");
	}
	if (!put_parts(zip, changes, count, instant) || zip_close(zip) != 0) {
		enum status status = err_broken(err, "document.failed", "zip: %s", zip_strerror(zip));

		zip_discard(zip);
		return status;
	}
	return read_back(arena, source, ret_bytes, err);
}

enum status package_xml(struct str part, xmlDoc **ret_xml, struct err *err)
{
	*ret_xml = NULL;
	if (!part.len)
		return broken_template(err, "part missing");
	*ret_xml = xmlReadMemory(
	        part.ptr, (int)part.len, "part.xml", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (!*ret_xml)
		return broken_template(err, "part is not XML");
	if ((*ret_xml)->intSubset || (*ret_xml)->extSubset) {
		package_xml_closep(ret_xml);
		return broken_template(err, "part has a DTD");
	}
	return OK;
}

void package_xml_closep(xmlDoc **xml)
{
	xmlFreeDoc(*xml);
	*xml = NULL;
}

struct str package_attribute(struct arena *arena, xmlNode *node, const char *name)
{
	xmlChar *value = node ? xmlGetNsProp(node, BAD_CAST name, BAD_CAST PACKAGE_W) : NULL;
	struct str ret = { 0 };

	if (value)
		ret = str_copy(arena, str_of((const char *)value));
	xmlFree(value);
	return ret;
}

bool package_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0 && node->ns &&
	       strcmp((const char *)node->ns->href, PACKAGE_W) == 0;
}

xmlNode *package_child(xmlNode *node, const char *name)
{
	for (xmlNode *child = node ? node->children : NULL; child; child = child->next)
		if (package_is(child, name))
			return child;
	return NULL;
}

void package_field_codes(struct arena *arena, xmlNode *node, struct buf *codes)
{
	for (; node; node = node->next) {
		if (package_is(node, "instrText")) {
			xmlChar *text = xmlNodeGetContent(node);

			buf_c(codes, (const char *)text);
			xmlFree(text);
		} else if (node->type == XML_ELEMENT_NODE) {
			buf_str(codes, package_attribute(arena, node, "instr"));
			package_field_codes(arena, node->children, codes);
		}
	}
}
