/* Only streams through a workbook or CSV, as the import of members does, and prints the rows and the milliseconds: what
 * bench/import.py compares the import with. Usage: roster_stream FILE */
#include "base/time.h"
#include "sheet/sheet.h"

#include <stdio.h>

enum { FILE_MAX = 256 << 20 };

static enum status count_row(void *context, const struct sheet_row *row, struct err *err)
{
	int64_t *rows = context;
	(void)err;
	*rows += row->count > 0;
	return OK;
}

int main(int count, char **words)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct buf bytes = buf_open(arena, FILE_MAX);
	struct sheet_info info;
	struct err err = { 0 };
	int64_t rows = 0, began;
	static char piece[65536];
	size_t len;
	FILE *file = count == 2 ? fopen(words[1], "rb") : NULL;
	if (!file)
		return 2;
	while ((len = fread(piece, 1, sizeof(piece), file)) > 0)
		buf_put(&bytes, piece, len);
	fclose(file);
	struct sheet_sink sink = { &rows, count_row, NULL };
	began = time_monotonic();
	if (sheet_isolated(buf_text(&bytes), &sheet_default_limits, &sink, &info, &err) != OK)
		return 1;
	printf("%lld rows, %lld ms\n", (long long)rows, (long long)(time_monotonic() - began));
	return 0;
}
