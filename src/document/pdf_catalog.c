/* What Cairo 1.16 cannot write: the language of a document, by which screen readers choose their voice. */
#include "document/pdf_private.h"

#include <string.h>

static ptrdiff_t find_last(struct str text, const char *part)
{
	size_t len = strlen(part);

	for (size_t at = text.len; at-- > 0;)
		if (at + len <= text.len && memcmp(text.ptr + at, part, len) == 0)
			return (ptrdiff_t)at;
	return -1;
}

/* Where the catalog's dictionary ends, if it is the last object before the table of objects at `table`; -1 otherwise.
 */
static ptrdiff_t catalog_end(struct str pdf, size_t table)
{
	struct str body = str_slice(pdf, 0, table);
	ptrdiff_t object = find_last(body, " 0 obj"), end = find_last(body, ">>\nendobj\n");

	if (object < 0 || end < object || (size_t)end + strlen(">>\nendobj\n") != table)
		return -1;
	return str_find(str_slice(body, (size_t)object, table), STR("/Type /Catalog")) < 0 ? -1 : end;
}

/* Nothing but the table stands behind the catalog, so only the table's own place changes. */
struct str pdf_set_language(struct arena *arena, struct str pdf, struct str lang)
{
	ptrdiff_t pointer = find_last(pdf, "startxref\n"), end;
	struct buf out = buf_open(arena, pdf.len + 1024);
	struct str rest, number;
	size_t grown;
	int64_t table;

	if (pointer < 0)
		return pdf;
	rest = str_slice(pdf, (size_t)pointer + strlen("startxref\n"), pdf.len);
	if (!str_split(&rest, '\n', &number) || !str_int(number, &table) || table < 0 || table >= pointer)
		return pdf;
	end = catalog_end(pdf, (size_t)table);
	if (end < 0)
		return pdf;
	buf_str(&out, str_slice(pdf, 0, (size_t)end));
	buf_c(&out, "   /Lang (");
	for (size_t i = 0; i < lang.len && i < 35; i++)
		if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-", lang.ptr[i]))
			buf_char(&out, lang.ptr[i]);
	buf_c(&out, ")\n   /ViewerPreferences << /DisplayDocTitle true >>\n");
	grown = out.len - (size_t)end;
	buf_str(&out, str_slice(pdf, (size_t)end, (size_t)pointer));
	buf_format(&out, "startxref\n%zu\n%%%%EOF\n", (size_t)table + grown);
	return out.full ? pdf : buf_text(&out);
}
