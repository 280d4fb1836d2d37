/* Any bytes: a workbook, a CSV in any encoding, or a refusal; never a crash. The first byte may turn the rest into a
 * part of a workbook, so that the XML readers are reached without a zip. */
#include "sheet_private.h"

#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static enum status take(void *context, const struct sheet_row *row, struct err *err)
{
	size_t *sum = context;
	(void)err;
	for (size_t i = 0; i < row->count; i++) {
		check(row->cells[i].column >= 0 && row->cells[i].column < 200);
		for (size_t j = 0; j < row->cells[i].text.len; j++)
			*sum += (unsigned char)row->cells[i].text.ptr[j];
	}
	return OK;
}

static enum status take_merge(void *context, const struct sheet_merge *merge, struct err *err)
{
	size_t *sum = context;
	(void)err;
	*sum += (size_t)merge->top;
	return OK;
}

static struct str pack(struct arena *arena, unsigned which, struct str text)
{
	static const char root[] = "<R><Relationship Id='a' Type='/officeDocument' Target='xl/workbook.xml'/></R>";
	static const char book[] = "<workbook><sheets><sheet name='a' id='r'/></sheets></workbook>";
	static const char relations[] =
	        "<R><Relationship Id='r' Type='/worksheet' Target='a.xml'/><Relationship Id='s' Type='/styles' "
	        "Target='s.xml'/><Relationship Id='t' Type='/sharedStrings' Target='t.xml'/></R>";
	static const char sheet[] =
	        "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c s='1'><v>9</v></c></row></sheetData>"
	        "</worksheet>";
	const char *names[] = { "xl/a.xml", "xl/s.xml", "xl/t.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
		"_rels/.rels" };
	struct str parts[] = { str_of(sheet), STR_NONE, STR_NONE, str_of(book), str_of(relations), str_of(root) };
	zip_error_t error;
	zip_stat_t stat;
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
	zip_source_keep(source);
	parts[which % LENGTH(parts)] = text;
	for (size_t i = 0; i < LENGTH(parts); i++) {
		zip_int64_t at = zip_file_add(zip, names[i], zip_source_buffer(zip, parts[i].ptr, parts[i].len, 0), 0);
		zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
	}
	check(zip_close(zip) == 0);
	zip_source_stat(source, &stat);
	struct str packed = { arena_take(arena, stat.size), stat.size };
	zip_source_open(source);
	zip_source_read(source, (char *)(uintptr_t)packed.ptr, stat.size);
	zip_source_close(source);
	zip_source_free(source);
	return packed;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	size_t sum = 0;
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct sheet_limits limits = sheet_default_limits;
	struct sheet_sink sink = { .context = &sum, .row = take, .merge = take_merge };
	struct sheet_info info;
	struct err err;
	struct str text = { (const char *)bytes, len };
	limits.inflated = 8 << 20;
	limits.rows = 5000;
	if (len > 1 && bytes[0] < 6)
		text = pack(arena, bytes[0], str_slice(text, 1, len));
	enum status status = sheet_read(text, &limits, &sink, &info, &err);
	check(status == OK || status == INVALID);
	return 0;
}
