/* The cells of one sheet, as they come. */
#include "sheet_private.h"

#include "base/time.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SERIAL_1970 = 25569, SERIAL_END = 2958466, DAYS_1904 = 1462, NUMBER_ROOM = 48, ROW_BYTES = 4 << 20 };

struct cell_reader {
	struct package *package;
	struct sheet_row row;
	struct sheet_cell *cells;
	size_t text_from[512]; /* where the text of a cell begins in `bytes`, or shared */
	size_t count;
	char *bytes; /* texts of the row that are not shared */
	size_t len, room;
	char type; /* s shared, i inline, b bool, e error, d ISO date, t text of a formula, n number */
	int column, style;
	size_t from;
	bool in_value, in_phonetic, formula, has_value;
};

static void stop(struct cell_reader *reader, const char *code, const char *detail)
{
	sheet_part_stop(reader->package, sheet_refuse(reader->package->reading, code, detail));
}

static char type_of(const char *type)
{
	if (!type || !strcmp(type, "n"))
		return 'n';
	return !strcmp(type, "s")           ? 's'
	       : !strcmp(type, "inlineStr") ? 'i'
	       : !strcmp(type, "b")         ? 'b'
	       : !strcmp(type, "e")         ? 'e'
	       : !strcmp(type, "d")         ? 'd'
	                                    : 't';
}

static void start_cell(struct cell_reader *reader, const char **attributes)
{
	const char *at = NULL, *type = NULL, *style = NULL;
	for (; *attributes; attributes += 2) {
		const char *name = attributes[0];
		if (name[1])
			continue;
		if (*name == 'r')
			at = attributes[1];
		else if (*name == 't')
			type = attributes[1];
		else if (*name == 's')
			style = attributes[1];
	}
	int column = at ? 0 : reader->column + 2;
	for (; at && *at >= 'A' && *at <= 'Z' && column < 20000; at++)
		column = column * 26 + *at - 'A' + 1;
	reader->column = column - 1;
	reader->type = type_of(type);
	reader->style = style ? atoi(style) : 0;
	reader->from = reader->len;
	reader->formula = reader->has_value = false;
}

static void start_row(struct cell_reader *reader, const char **attributes)
{
	const char *number = sheet_attribute(attributes, "r");
	reader->row.number = number ? atoi(number) : reader->row.number + 1;
	reader->count = reader->len = 0;
	reader->column = -1;
}

/* "A4:C10" */
static bool parse_range(const char *at, struct sheet_merge *ret_merge)
{
	int numbers[4] = { 0 };
	for (int i = 0; i < 2; i++) {
		for (; *at >= 'A' && *at <= 'Z' && numbers[i * 2] < 20000; at++)
			numbers[i * 2] = numbers[i * 2] * 26 + *at - 'A' + 1;
		numbers[i * 2 + 1] = (int)strtol(at, (char **)&at, 10);
		if (numbers[i * 2] < 1 || numbers[i * 2 + 1] < 1 || *at++ != (i ? 0 : ':'))
			return false;
	}
	*ret_merge = (struct sheet_merge){
		.left = numbers[0] - 1, .top = numbers[1], .right = numbers[2] - 1, .bottom = numbers[3]
	};
	return true;
}

static void start(void *context, const char *name, const char **attributes)
{
	struct cell_reader *reader = context;
	struct reading *reading = reader->package->reading;
	if (!strcmp(name, "c")) {
		start_cell(reader, attributes);
	} else if (!strcmp(name, "v") || !strcmp(name, "t")) {
		reader->in_value = !reader->in_phonetic;
	} else if (!strcmp(name, "row")) {
		start_row(reader, attributes);
	} else if (!strcmp(name, "f")) {
		reader->formula = true;
	} else if (!strcmp(name, "rPh")) {
		reader->in_phonetic = true;
	} else if (!strcmp(name, "mergeCell") && reading->sink->merge) {
		const char *range = sheet_attribute(attributes, "ref");
		struct sheet_merge merge;
		if (range && parse_range(range, &merge)) {
			merge.sheet = reader->row.sheet;
			enum status status = reading->sink->merge(reading->sink->context, &merge, reading->err);
			if (status != OK)
				sheet_part_stop(reader->package, status);
		}
	}
}

static bool reserve(struct cell_reader *reader, size_t more)
{
	if (reader->len + more > reader->room) {
		size_t room = (reader->len + more) * 2 + 4096;
		if (room > 2 * (ROW_BYTES + reader->package->reading->limits->cell) ||
		        !(reader->bytes = arena_grow(
		                  reader->package->reading->arena, reader->bytes, reader->room, room))) {
			stop(reader, "sheet.too_large", "row");
			return false;
		}
		reader->room = room;
	}
	return true;
}

static void text(void *context, const char *bytes, int len)
{
	struct cell_reader *reader = context;
	if (!reader->in_value || !reserve(reader, (size_t)len + NUMBER_ROOM))
		return;
	if (reader->len - reader->from + (size_t)len > reader->package->reading->limits->cell) {
		stop(reader, "sheet.cell_too_long", "");
		return;
	}
	memcpy(reader->bytes + reader->len, bytes, (size_t)len);
	reader->len += (size_t)len;
	reader->has_value = true;
}

/* The serial as a day; what the sheet shows of it decides how much. 29 February 1900 never was. */
static int show_day(double serial, bool from_1904, enum format_class format, char *out)
{
	int64_t day = (int64_t)floor(serial + 1e-6) + (from_1904 ? DAYS_1904 : 0);
	struct date date = date_of_number((day < 60 ? day + 1 : day) - SERIAL_1970);
	if (format == FORMAT_YEAR)
		return snprintf(out, NUMBER_ROOM, "%04d", date.year);
	if (format == FORMAT_MONTH)
		return snprintf(out, NUMBER_ROOM, "%04d-%02d", date.year, date.month);
	return snprintf(out, NUMBER_ROOM, "%04d-%02d-%02d", date.year, date.month, date.day);
}

/* A number becomes what a person sees in the cell: a day, or all its digits. */
static void finish_number(struct cell_reader *reader, struct sheet_cell *cell)
{
	struct cell_style style = { 0 };
	char raw[NUMBER_ROOM], *end;
	size_t len = reader->len - reader->from;
	if (len >= sizeof(raw) || !reserve(reader, NUMBER_ROOM))
		return;
	memcpy(raw, reader->bytes + reader->from, len);
	raw[len] = 0;
	double number = strtod(raw, &end);
	if (end == raw || *end || !isfinite(number))
		return;
	cell->kind = SHEET_NUMBER;
	cell->number = number;
	if (reader->style >= 0 && (size_t)reader->style < reader->package->styles.count)
		style = reader->package->styles.styles[reader->style];
	char *out = reader->bytes + reader->from;
	int shown = (int)len;
	if (style.format != FORMAT_PLAIN && number >= 0 && number < SERIAL_END) {
		cell->kind = SHEET_DATE;
		shown = show_day(number, reader->package->from_1904, style.format, out);
	} else if (floor(number) == number && fabs(number) < 1e15) {
		shown = snprintf(out, NUMBER_ROOM, "%0*.0f", style.zeros < 20 ? style.zeros : 0, number);
	} else if (strpbrk(raw, "eE") || len > 15) {
		shown = snprintf(out, NUMBER_ROOM, "%.15g", number);
	}
	reader->len = reader->from + (size_t)shown;
}

static void add_cell(struct cell_reader *reader, struct sheet_cell cell, size_t from)
{
	if (reader->count && reader->cells[reader->count - 1].column >= cell.column)
		return;
	cell.column = reader->column;
	cell.formula = reader->formula;
	reader->cells[reader->count] = cell;
	reader->text_from[reader->count++] = from;
}

static bool blank(struct str value)
{
	return !str_trim(value).len;
}

static void end_shared(struct cell_reader *reader, struct cell_style style)
{
	struct package *package = reader->package;
	struct str digits = { reader->bytes + reader->from, reader->len - reader->from };
	int64_t index;
	reader->len = reader->from;
	if (!str_int(str_trim(digits), &index) || index < 0 || (size_t)index >= package->string_count)
		return;
	struct shared_string *string = &package->strings[index];
	struct str value = { package->string_bytes + string->at, string->len };
	if (blank(value))
		return;
	struct sheet_cell cell = { .kind = SHEET_TEXT, .column = reader->column, .text = value };
	if (style.vn_font && !string->decided) {
		struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
		struct str read = sheet_decode_vn_font(arena, value, style.vn_capitals);
		if (!reserve(reader, read.len))
			return;
		memcpy(reader->bytes + reader->len, read.ptr, read.len);
		cell.text = (struct str){ NULL, read.len };
		reader->len += read.len;
	}
	add_cell(reader, cell, reader->from);
}

static void end_cell(struct cell_reader *reader)
{
	struct package *package = reader->package;
	struct cell_style style = { 0 };
	if (reader->column < 0 || (!reader->has_value && !reader->formula))
		return;
	if (reader->column >= package->reading->limits->columns || reader->column >= (int)LENGTH(reader->text_from)) {
		package->reading->info->columns_cut = true;
		return;
	}
	if (reader->style >= 0 && (size_t)reader->style < package->styles.count)
		style = package->styles.styles[reader->style];
	if (reader->type == 's') {
		end_shared(reader, style);
		return;
	}
	struct sheet_cell cell = { .column = reader->column };
	cell.kind = reader->type == 'b' ? SHEET_BOOL : reader->type == 'e' ? SHEET_ERROR : SHEET_TEXT;
	if (reader->type == 'n' && reader->has_value)
		finish_number(reader, &cell);
	struct str value = { reader->bytes + reader->from, reader->len - reader->from };
	if (reader->type == 'd' && value.len >= 10) {
		cell.kind = SHEET_DATE;
		value.len = 10;
	}
	if (blank(value) && !reader->formula)
		return;
	if (cell.kind == SHEET_TEXT && style.vn_font) {
		struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
		struct str read = sheet_decode_vn_font(arena, value, style.vn_capitals);
		if (!reserve(reader, read.len))
			return;
		memcpy(reader->bytes + reader->from, read.ptr, read.len);
		value.len = read.len;
		reader->len = reader->from + read.len;
	}
	cell.text = (struct str){ NULL, value.len };
	add_cell(reader, cell, reader->from);
}

static void end_row(struct cell_reader *reader)
{
	for (size_t i = 0; i < reader->count; i++) {
		if (!reader->cells[i].text.ptr)
			reader->cells[i].text.ptr = reader->bytes + reader->text_from[i];
	}
	reader->row.cells = reader->cells;
	reader->row.count = reader->count;
	enum status status = reader->count ? sheet_give_row(reader->package->reading, &reader->row) : OK;
	if (status != OK)
		sheet_part_stop(reader->package, status);
}

static void end(void *context, const char *name)
{
	struct cell_reader *reader = context;
	if (!strcmp(name, "v") || !strcmp(name, "t"))
		reader->in_value = false;
	else if (!strcmp(name, "rPh"))
		reader->in_phonetic = false;
	else if (!strcmp(name, "c"))
		end_cell(reader);
	else if (!strcmp(name, "row"))
		end_row(reader);
}

enum status sheet_read_cells(struct package *package, int index)
{
	struct reading *reading = package->reading;
	struct sheet_part *part = &package->parts[index];
	struct cell_reader *reader = arena_new(reading->arena, struct cell_reader);
	reader->package = package;
	reader->cells = arena_array(reading->arena, struct sheet_cell, LENGTH(reader->text_from));
	reader->row = (struct sheet_row){ .sheet = index, .sheet_name = part->name, .sheet_hidden = part->hidden };
	struct part_handler handler = { .context = reader, .start = start, .end = end, .text = text };
	enum status status = sheet_part_run(package, part->path, &handler);
	return status == NOT_FOUND ? sheet_refuse(reading, "sheet.broken", part->path) : status;
}
