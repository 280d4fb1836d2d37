/* The text of a DOCX. The package is looked through first: one that is a trap for whoever opens it is not kept either.
 */
#include "feature/file/file_private.h"

#include "base/isolate.h"

#include <string.h>
#include <sys/stat.h>
#include <zip.h>

enum {
	PARTS = 2000,
	PARTS_BYTES = 256 << 20, /* of all parts, unpacked */
	RATIO = 400,             /* unpacked by packed, of a part of 1 MB and more */
	XML_MAX = 16 << 20,
	FIRST_LETTERS = 4000,
	HELPER_MEMORY = 64 << 20,
	HELPER_SECONDS = 10,
};

/* The first letters: text of paragraphs, one a line. A mark may stand in the header of the page too. */
static void xml_text(struct str xml, struct buf *out)
{
	size_t letters = 0;
	for (size_t at = 0; at < xml.len && letters < FIRST_LETTERS; at++) {
		if (xml.ptr[at] == '<') {
			struct str tail = str_slice(xml, at, xml.len);
			if (str_starts(tail, STR("</w:p>")) || str_starts(tail, STR("<w:br")))
				buf_char(out, '\n');
			while (at < xml.len && xml.ptr[at] != '>')
				at++;
		} else {
			buf_char(out, xml.ptr[at]);
			letters++;
		}
	}
	buf_char(out, '\n');
}

static bool name_plain(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		if ((unsigned char)name.ptr[i] < ' ' || name.ptr[i] == '\\')
			return false;
	}
	for (struct str rest = name, part; str_split(&rest, '/', &part);) {
		if (!part.len || str_is(part, "..") || str_is(part, "."))
			return false;
	}
	return name.len > 0;
}

/* One part as the directory tells of it: where it would go, what it would become. */
static bool part_proper(zip_t *zip, zip_uint64_t at, uint64_t *bytes)
{
	zip_stat_t stat;
	zip_uint8_t system;
	zip_uint32_t attributes;
	if (zip_stat_index(zip, at, ZIP_FL_ENC_RAW, &stat) || !(stat.valid & ZIP_STAT_SIZE) ||
	        !(stat.valid & ZIP_STAT_COMP_SIZE))
		return false;
	if (!name_plain(str_of(stat.name)) ||
	        zip_name_locate(zip, stat.name, ZIP_FL_NOCASE | ZIP_FL_ENC_RAW) != (zip_int64_t)at)
		return false; /* a second of that name is read by others */
	if (stat.valid & ZIP_STAT_ENCRYPTION_METHOD && stat.encryption_method != ZIP_EM_NONE)
		return false;
	if (!zip_file_get_external_attributes(zip, at, 0, &system, &attributes) && system == ZIP_OPSYS_UNIX &&
	        S_ISLNK(attributes >> 16))
		return false;
	*bytes += stat.size < PARTS_BYTES ? stat.size : PARTS_BYTES + 1;
	return *bytes <= PARTS_BYTES && (stat.size < 1 << 20 || stat.size / (stat.comp_size + 1) <= RATIO);
}

static bool package_proper(zip_t *zip)
{
	zip_int64_t count = zip_get_num_entries(zip, 0);
	uint64_t bytes = 0;
	if (count > PARTS || zip_name_locate(zip, "[Content_Types].xml", 0) < 0)
		return false;
	for (zip_int64_t i = 0; i < count; i++) {
		if (!part_proper(zip, (zip_uint64_t)i, &bytes))
			return false;
	}
	return true;
}

/* True where there is no such part. */
static bool part_text(struct arena *arena, zip_t *zip, const char *name, struct buf *out)
{
	zip_stat_t stat;
	if (zip_stat(zip, name, 0, &stat))
		return true;
	zip_file_t *file = stat.size < XML_MAX ? zip_fopen_index(zip, stat.index, 0) : NULL;
	char *xml = file ? arena_try(arena, stat.size + 1) : NULL;
	/* one byte more than said: a longer one is not what it says */
	zip_int64_t len = xml ? zip_fread(file, xml, stat.size + 1) : -1;
	if (file)
		zip_fclose(file);
	if (len < 0 || (zip_uint64_t)len != stat.size)
		return false;
	struct str text = { xml, (size_t)len };
	if (str_find(text, STR("<!DOCTYPE")) >= 0)
		return false;
	xml_text(text, out);
	return true;
}

bool file_docx_read(struct arena *arena, struct str bytes, struct str *ret_text)
{
	static const char *const parts[] = { "word/document.xml", "word/header1.xml", "word/header2.xml",
		"word/header3.xml" };
	struct buf out = buf_open(arena, FILE_TEXT);
	zip_source_t *source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, NULL);
	zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL) : NULL;
	if (!zip) {
		zip_source_free(source);
		return false;
	}
	bool proper = package_proper(zip);
	for (size_t i = 0; i < LENGTH(parts) && proper; i++)
		proper = part_text(arena, zip, parts[i], &out);
	zip_discard(zip);
	*ret_text = buf_text(&out);
	return proper;
}

static void run_child(int fd, void *context)
{
	struct arena *arena = arena_open(HELPER_MEMORY);
	struct str text;
	if (file_docx_read(arena, *(const struct str *)context, &text)) {
		isolate_write(fd, "+", 1);
		isolate_write(fd, text.ptr, text.len);
	}
}

enum status file_docx_text(struct arena *arena, struct str bytes, struct str *ret_text, struct err *err)
{
	struct isolate isolate;
	struct buf buf = buf_open(arena, FILE_TEXT + 1);
	char piece[8192];
	size_t len;
	TRY(isolate_start(&(struct isolate_limits){ HELPER_MEMORY, HELPER_SECONDS }, run_child, &bytes, &isolate, err));
	enum status status = isolate_read(&isolate, piece, sizeof(piece), &len, err);
	while (status == OK) {
		buf_put(&buf, piece, len);
		status = isolate_read(&isolate, piece, sizeof(piece), &len, err);
	}
	isolate_end(&isolate);
	struct str text = buf_text(&buf);
	if (status != NOT_FOUND || buf.full || !text.len || text.ptr[0] != '+')
		return err_set(err, INVALID, "file.broken", "file");
	*ret_text = str_slice(text, 1, text.len);
	return OK;
}
