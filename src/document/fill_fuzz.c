/* Fuzzes templates of others: the input is a whole file, or one part of a small workbook or text document. What was
 * filled is a template again. */
#include "document/fill.h"
#include "document/package.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct fill_title lines[] = { { "chibo_don_vi", { "A", 1 }, DOCUMENT_CELL_TEXT },
	{ "chibo_diem", { "B", 1 }, DOCUMENT_CELL_HUNDREDTH } };
static const struct fill_title heads[] = { { "chibo_dong_ten", { "C", 1 }, DOCUMENT_CELL_TEXT },
	{ "chibo_dong_so", { "D", 1 }, DOCUMENT_CELL_INT } };
static const struct fill_single singles[] = { { "chibo_don_vi", { DOCUMENT_CELL_TEXT, { "=x", 2 }, 0 } },
	{ "chibo_diem", { DOCUMENT_CELL_HUNDREDTH, { 0 }, -105 } } };
static const char *const columns[] = { "chibo_dong_ten", "chibo_dong_so" };
static const struct document_cell cells[] = { { DOCUMENT_CELL_TEXT, { "a", 1 }, 0 }, { DOCUMENT_CELL_INT, { 0 }, 1 },
	{ DOCUMENT_CELL_TEXT, { "b", 1 }, 0 }, { DOCUMENT_CELL_EMPTY, { 0 }, 0 } };
static const struct fill_data values = { "chibo_", "chibo_dong_", singles, 2, columns, 2, cells, 2 };

/* An example with one part replaced; the first byte says which. */
static struct str example_of(struct arena *arena, const uint8_t *data, size_t size)
{
	static const char *const parts[] = { "xl/workbook.xml", "xl/worksheets/sheet1.xml",
		"xl/_rels/workbook.xml.rels", "[Content_Types].xml", "word/document.xml", "word/header1.xml",
		"word/_rels/document.xml.rels", "_rels/.rels" };
	size_t which = data[0] % LENGTH(parts);
	enum fill_format kind = which >= 4 ? FILL_DOCX : FILL_XLSX;
	struct package_change change = { parts[which], { (const char *)data + 1, size - 1 } };
	static struct str examples[2];
	struct str bytes;
	if (!examples[kind].ptr)
		check(document_fill_example(arena_open(ARENA_REQUEST_CEILING), kind, STR("X"), lines, 2, heads, 2,
		              &examples[kind], NULL) == OK);
	check(package_write(arena, examples[kind], &change, 1, 0, &bytes, NULL) == OK);
	return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct fill_info info;
	struct str bytes = { (const char *)data, size }, out;
	if (size > 1 && data[0] < 8)
		bytes = example_of(arena, data, size);
	enum status status = document_fill(arena, bytes, &values, 0, &out, &info, NULL);
	check(status == OK || status == INVALID);
	if (status == OK)
		check(document_fill(arena, out, &values, 0, &out, &info, NULL) != BROKEN);
	return 0;
}
