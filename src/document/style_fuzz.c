/* Fuzzes templates: one part of the shipped one is replaced by the input; what is read must carry a document. */
#include "document/docx.h"
#include "document/package.h"
#include "document/pdf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str template_of(struct arena *arena, const uint8_t *data, size_t size)
{
	static const char *const parts[] = { "word/styles.xml", "word/document.xml", "word/header1.xml",
		"word/_rels/document.xml.rels" };
	struct package_change change = { parts[data[0] % LENGTH(parts)], { (const char *)data + 1, size - 1 } };
	struct str bytes;

	check(package_write(arena, document_template_default(), &change, 1, 0, &bytes, NULL) == OK);
	return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct document *document = document_open(arena);
	struct document_style style;
	struct str bytes;

	if (document_style_read(arena, (struct str){ (const char *)data, size }, &style, NULL) == OK || size < 2)
		return 0;
	document_title(document, STR("A"), STR("B"));
	document_paragraph(document, 0, STR("Một đoạn"));
	if (document_style_read(arena, template_of(arena, data, size), &style, NULL) == OK) {
		check(document_pdf(arena, document, &style, &bytes, NULL) == OK);
		check(document_docx(arena, document, &style, &bytes, NULL) != BROKEN);
	}
	return 0;
}
