/* Cell styles of a workbook: which number formats are days, months or years, and which fonts are the old .Vn ones whose
 * letters are not what they seem. */
#include "sheet_private.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { STYLE_CEILING = 65536, FORMAT_CEILING = 4096, FONT_CEILING = 8192, ZEROS_CEILING = 20 };

struct style_reader {
	struct package *package;
	struct number_format {
		int id;
		unsigned char format, zeros;
	} * formats;
	size_t format_count, format_room;
	struct font {
		bool vn, capitals;
	} * fonts;
	size_t font_count, font_room;
	enum { IN_ELSEWHERE, IN_FONTS, IN_STYLES } section;
};

bool sheet_vn_font(const char *name, bool *ret_capitals)
{
	size_t len = strlen(name);
	*ret_capitals = len > 3 && name[len - 1] == 'H';
	return len > 3 && !strncasecmp(name, ".Vn", 3);
}

/* Skips what is shown as it stands: "text", \x, _x, *x, [condition]. */
static const char *skip_literal(const char *at)
{
	if (*at == '"' || *at == '[') {
		const char *end = strchr(at + 1, *at == '"' ? '"' : ']');
		return end ? end + 1 : at + strlen(at);
	}
	if (strchr("\\_*", *at))
		return at[1] ? at + 2 : at + 1;
	return NULL;
}

enum format_class sheet_format_class(const char *code)
{
	bool day = false, month = false, year = false, clock = false;
	if (!strcasecmp(code, "general"))
		return FORMAT_PLAIN;
	while (*code && *code != ';') {
		const char *past = skip_literal(code);
		if (past) {
			code = past;
			continue;
		}
		char c = *code | 0x20;
		day |= c == 'd';
		month |= c == 'm';
		year |= c == 'y' || c == 'e';
		clock |= c == 'h' || c == 's';
		if (strchr("0#?", *code) && !clock)
			return FORMAT_PLAIN;
		code++;
	}
	if (!year && !(day && month))
		return FORMAT_PLAIN;
	return day || (year && clock) ? FORMAT_DAY : month ? FORMAT_MONTH : FORMAT_YEAR;
}

static size_t zeros_of(const char *code)
{
	size_t zeros = strspn(code, "0");
	return !code[zeros] && zeros <= ZEROS_CEILING ? zeros : 0;
}

/* A place more in a growing array of the reading's arena; NULL past the ceiling. */
static void *one_more(struct package *package, void *array, size_t *room, size_t count, size_t size, size_t ceiling)
{
	if (count >= ceiling)
		return NULL;
	if (count < *room)
		return array;
	size_t more = *room ? *room * 2 : 64;
	void *grown = arena_grow(package->reading->arena, array, *room * size, more * size);
	if (grown)
		*room = more;
	return grown;
}

static void add_format(struct style_reader *reader, const char **attributes)
{
	const char *id = sheet_attribute(attributes, "numFmtId"), *code = sheet_attribute(attributes, "formatCode");
	void *room = one_more(reader->package, reader->formats, &reader->format_room, reader->format_count,
	        sizeof(*reader->formats), FORMAT_CEILING);
	if (!id || !code || !room)
		return;
	reader->formats = room;
	reader->formats[reader->format_count++] = (struct number_format){ .id = atoi(id),
		.format = (unsigned char)sheet_format_class(code),
		.zeros = (unsigned char)zeros_of(code) };
}

static void add_font(struct style_reader *reader)
{
	void *room = one_more(reader->package, reader->fonts, &reader->font_room, reader->font_count,
	        sizeof(*reader->fonts), FONT_CEILING);
	if (!room)
		return;
	reader->fonts = room;
	reader->fonts[reader->font_count++] = (struct font){ 0 };
}

static void add_style(struct style_reader *reader, const char **attributes)
{
	struct styles *styles = &reader->package->styles;
	void *room = one_more(
	        reader->package, styles->styles, &styles->room, styles->count, sizeof(*styles->styles), STYLE_CEILING);
	const char *format = sheet_attribute(attributes, "numFmtId"), *font = sheet_attribute(attributes, "fontId");
	int id = format ? atoi(format) : 0;
	size_t font_at = font ? (size_t)strtoul(font, NULL, 10) : 0;
	struct cell_style style = { 0 };
	if (!room) {
		sheet_part_stop(reader->package, sheet_refuse(reader->package->reading, "sheet.broken", "styles"));
		return;
	}
	if ((id >= 14 && id <= 16) || id == 22 || (id >= 27 && id <= 31) || (id >= 50 && id <= 58))
		style.format = FORMAT_DAY;
	else if (id == 17)
		style.format = FORMAT_MONTH;
	for (size_t i = 0; i < reader->format_count; i++) {
		if (reader->formats[i].id == id) {
			style.format = reader->formats[i].format;
			style.zeros = reader->formats[i].zeros;
		}
	}
	if (font_at < reader->font_count) {
		style.vn_font = reader->fonts[font_at].vn;
		style.vn_capitals = reader->fonts[font_at].capitals;
	}
	styles->styles = room;
	styles->styles[styles->count++] = style;
}

static void start(void *context, const char *name, const char **attributes)
{
	struct style_reader *reader = context;
	const char *value = sheet_attribute(attributes, "val");
	if (!strcmp(name, "numFmt"))
		add_format(reader, attributes);
	else if (!strcmp(name, "fonts"))
		reader->section = IN_FONTS;
	else if (!strcmp(name, "cellXfs"))
		reader->section = IN_STYLES;
	else if (reader->section == IN_FONTS && !strcmp(name, "font"))
		add_font(reader);
	else if (reader->section == IN_FONTS && !strcmp(name, "name") && value && reader->font_count) {
		struct font *font = &reader->fonts[reader->font_count - 1];
		font->vn = sheet_vn_font(value, &font->capitals);
	} else if (reader->section == IN_STYLES && !strcmp(name, "xf"))
		add_style(reader, attributes);
}

static void end(void *context, const char *name)
{
	struct style_reader *reader = context;
	if (!strcmp(name, "fonts") || !strcmp(name, "cellXfs"))
		reader->section = IN_ELSEWHERE;
}

enum status sheet_read_styles(struct package *package)
{
	struct style_reader reader = { .package = package };
	struct part_handler handler = { .context = &reader, .start = start, .end = end };
	enum status status = sheet_part_run(package, package->styles_path, &handler);
	return status == NOT_FOUND ? OK : status;
}
