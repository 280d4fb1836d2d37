/* Plain text of a document, for pasting into a message and for comparing writers. */
#include "document/document_private.h"
#include "document/html.h"

enum { TEXT_CEILING = 64 << 20 };

static void put_plain(struct buf *out, struct str text)
{
	struct str run, rest = text;
	unsigned marks = 0;

	while (document_run_next(&rest, &marks, &run)) {
		for (ptrdiff_t at; (at = str_find(run, STR("\302\240"))) >= 0;
		        run = str_slice(run, (size_t)at + 2, run.len)) {
			buf_str(out, str_slice(run, 0, (size_t)at));
			buf_char(out, ' ');
		}
		buf_str(out, run);
	}
}

static void put_line(struct buf *out, struct str text)
{
	put_plain(out, text);
	buf_char(out, '\n');
}

static void put_sides(struct arena *arena, struct buf *out, const struct document_block *block)
{
	struct document_side side[2];

	document_sides(arena, block, side);
	for (int s = 0; s < 2; s++)
		for (size_t i = 0; i < side[s].count; i++)
			if (side[s].line[i].text.len)
				put_line(out, side[s].line[i].text);
}

static void put_table(struct buf *out, const struct document_table *table)
{
	if (table->caption.len)
		put_line(out, table->caption);
	for (const struct document_row *row = table->first; row; row = row->next) {
		for (size_t c = 0; c < (row->full ? 1 : table->column_count); c++) {
			buf_c(out, c ? " | " : "");
			put_plain(out, row->cell[c]);
		}
		buf_char(out, '\n');
	}
}

enum status document_text(struct arena *arena, const struct document *document, struct str *ret_text, struct err *err)
{
	struct buf out = buf_open(arena, TEXT_CEILING);

	for (const struct document_block *block = document->first; block; block = block->next) {
		if (block->kind == DOCUMENT_HEAD || block->kind == DOCUMENT_SIGN)
			put_sides(arena, &out, block);
		if (block->kind == DOCUMENT_TABLE)
			put_table(&out, block->table);
		if (block->text.len)
			put_line(&out, block->text);
		if (block->detail.len)
			put_line(&out, block->detail);
		if (block->kind == DOCUMENT_TITLE)
			put_line(&out, STR("-----"));
	}
	if (out.full)
		return err_broken(err, "document.too_large", "text past %d bytes", TEXT_CEILING);
	*ret_text = buf_text(&out);
	return OK;
}
