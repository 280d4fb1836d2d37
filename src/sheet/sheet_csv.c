/* Comma, semicolon or tab separated text, as Excel writes and reads it. */
#include "sheet_private.h"

#include <string.h>

enum { FIELDS = 200, SNIFF_BYTES = 65536, SNIFF_LINES = 50 };

struct csv {
	struct reading *reading;
	struct str text;
	size_t at;
	char delimiter;
	char line_end; /* '\r' alone where the file knows no other */
	struct sheet_row row;
	struct sheet_cell cells[FIELDS];
	size_t from[FIELDS];
	struct buf bytes; /* fields of the row that had doubled quotes */
};

/* The first end of a line outside quotes tells those of the file. */
static char guess_line_end(struct str text)
{
	bool quoted = false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '"')
			quoted = !quoted;
		else if (c == '\n' && !quoted)
			return c;
		else if (c == '\r' && !quoted)
			return i + 1 < text.len && text.ptr[i + 1] == '\n' ? '\n' : c;
	}
	return '\n';
}

/* "sep=;" before the table: Excel takes it away, and does not count the line. */
static bool take_sep_line(struct csv *csv)
{
	struct str rest = str_slice(csv->text, csv->at, csv->text.len);
	size_t skip = str_starts(rest, STR("\"sep="))                                  ? 5
	              : str_starts(rest, STR("sep=")) || str_starts(rest, STR("SEP=")) ? 4
	                                                                               : 0;
	if (!skip || rest.len <= skip || !strchr(",;\t|", rest.ptr[skip]))
		return false;
	csv->delimiter = rest.ptr[skip];
	const char *end = memchr(rest.ptr, csv->line_end, rest.len);
	csv->at = end ? csv->at + (size_t)(end - rest.ptr) + 1 : csv->text.len;
	return true;
}

/* How often a line has the delimiter outside quotes: the one that most lines agree on, more of them first. */
static int fitness(struct str text, char line_end, char delimiter)
{
	int lines = 0, counts[SNIFF_LINES] = { 0 }, best = 0;
	bool quoted = false;
	for (size_t i = 0; i < text.len && i < SNIFF_BYTES && lines < SNIFF_LINES; i++) {
		char c = text.ptr[i];
		if (c == '"')
			quoted = !quoted;
		else if (c == line_end && !quoted)
			lines++;
		else if (c == delimiter && !quoted && !(i + 1 < text.len && text.ptr[i + 1] == ' '))
			counts[lines]++; /* behind a comma of a sentence stands a blank */
	}
	lines += lines < SNIFF_LINES;
	for (int i = 0; i < lines; i++) {
		int agree = 0;
		for (int j = 0; j < lines; j++)
			agree += counts[i] && counts[j] == counts[i];
		if (agree * counts[i] > best)
			best = agree * counts[i];
	}
	return best;
}

static char guess_delimiter(struct str text, char line_end)
{
	static const char candidates[] = ";\t,|";
	char best = ',';
	int most = 0;
	for (const char *c = candidates; *c; c++) {
		int fit = fitness(text, line_end, *c);
		if (fit > most) {
			most = fit;
			best = *c;
		}
	}
	return best;
}

static enum status add_field(struct csv *csv, int column, struct str value, bool copied, size_t from)
{
	struct reading *reading = csv->reading;
	if (value.len > reading->limits->cell)
		return sheet_refuse(reading, "sheet.cell_too_long", "");
	if (column >= FIELDS || column >= reading->limits->columns) {
		reading->info->columns_cut = true;
		return OK;
	}
	if (!str_trim(value).len)
		return OK;
	struct sheet_cell *cell = &csv->cells[csv->row.count];
	*cell = (struct sheet_cell){ .column = column, .kind = SHEET_TEXT, .text = value };
	csv->from[csv->row.count++] = copied ? from : SIZE_MAX;
	return OK;
}

/* The inside of a quoted field, doubled quotes made single; leaves `at` behind the closing quote. */
static struct str quoted_field(struct csv *csv, size_t *ret_from)
{
	*ret_from = csv->bytes.len;
	for (csv->at++; csv->at < csv->text.len; csv->at++) {
		char c = csv->text.ptr[csv->at];
		if (c == '"') {
			if (csv->at + 1 >= csv->text.len || csv->text.ptr[csv->at + 1] != '"')
				break;
			csv->at++;
		}
		buf_char(&csv->bytes, c);
	}
	csv->at += csv->at < csv->text.len;
	/* what stands between the closing quote and the delimiter belongs to the field */
	while (csv->at < csv->text.len && !strchr("\r\n", csv->text.ptr[csv->at]) &&
	        csv->text.ptr[csv->at] != csv->delimiter)
		buf_char(&csv->bytes, csv->text.ptr[csv->at++]);
	return str_slice(buf_text(&csv->bytes), *ret_from, csv->bytes.len);
}

static struct str plain_field(struct csv *csv)
{
	size_t from = csv->at;
	while (csv->at < csv->text.len && csv->text.ptr[csv->at] != csv->line_end &&
	        csv->text.ptr[csv->at] != csv->delimiter)
		csv->at++;
	size_t to = csv->at;
	if (to > from && csv->text.ptr[to - 1] == '\r')
		to--;
	return str_slice(csv->text, from, to);
}

static enum status read_row(struct csv *csv)
{
	csv->row.count = csv->bytes.len = 0;
	csv->row.number++;
	for (int column = 0;; column++) {
		size_t from = 0;
		bool quoted = csv->at < csv->text.len && csv->text.ptr[csv->at] == '"';
		struct str value = quoted ? quoted_field(csv, &from) : plain_field(csv);
		TRY(add_field(csv, column, value, quoted, from));
		if (csv->at < csv->text.len && csv->text.ptr[csv->at] == csv->delimiter) {
			csv->at++;
			continue;
		}
		if (csv->at < csv->text.len && csv->text.ptr[csv->at] == '\r')
			csv->at++;
		if (csv->at < csv->text.len && csv->text.ptr[csv->at] == '\n')
			csv->at++;
		break;
	}
	if (csv->bytes.full)
		return sheet_refuse(csv->reading, "sheet.too_large", "row");
	for (size_t i = 0; i < csv->row.count; i++) {
		if (csv->from[i] != SIZE_MAX)
			csv->cells[i].text.ptr = buf_text(&csv->bytes).ptr + csv->from[i];
	}
	csv->row.cells = csv->cells;
	return csv->row.count ? sheet_give_row(csv->reading, &csv->row) : OK;
}

enum status sheet_read_csv(struct reading *reading, struct str bytes)
{
	struct csv *csv = arena_new(reading->arena, struct csv);
	struct arena *scratch CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	enum sheet_encoding encoding = sheet_guess_encoding(scratch, bytes);
	csv->reading = reading;
	csv->text = sheet_decode(reading->arena, bytes, encoding);
	csv->bytes = buf_open(reading->arena, reading->limits->cell * 4);
	csv->row.sheet_name = STR("");
	reading->info->format = SHEET_CSV;
	reading->info->encoding = sheet_encoding_name(encoding);
	reading->info->sheets = 1;
	csv->line_end = guess_line_end(csv->text);
	if (!take_sep_line(csv))
		csv->delimiter = guess_delimiter(csv->text, csv->line_end);
	reading->info->delimiter = csv->delimiter;
	while (csv->at < csv->text.len)
		TRY(read_row(csv));
	return OK;
}
