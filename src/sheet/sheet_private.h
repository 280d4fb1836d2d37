/* What the files of this folder share. */
#ifndef SHEET_PRIVATE_H
#define SHEET_PRIVATE_H

#include "sheet/sheet.h"

/* One reading: the arena is of its own and goes with it. */
struct reading {
	struct arena *arena;
	const struct sheet_limits *limits;
	const struct sheet_sink *sink;
	struct sheet_info *info;
	struct err *err;
	enum status status; /* of the sink or of a ceiling, where a parser had to be stopped */
};

/* Fills the error with `code` and says where in the file, for the log. */
enum status sheet_refuse(struct reading *reading, const char *code, const char *detail);
/* Counts the row against the ceiling and gives it to the sink. */
enum status sheet_give_row(struct reading *reading, const struct sheet_row *row);

enum status sheet_read_xlsx(struct reading *reading, struct str bytes);
enum status sheet_read_csv(struct reading *reading, struct str bytes);

/* sheet_encoding.c */
enum sheet_encoding { ENCODING_UTF8, ENCODING_UTF16LE, ENCODING_UTF16BE, ENCODING_CP1258, ENCODING_TCVN3 };
/* By mark, by zeros, by validity, then by which reading gives Vietnamese syllables. */
enum sheet_encoding sheet_guess_encoding(struct arena *arena, struct str bytes);
/* UTF-8 without a mark; combining marks of CP1258 stay behind their letter. */
struct str sheet_decode(struct arena *arena, struct str bytes, enum sheet_encoding encoding);
const char *sheet_encoding_name(enum sheet_encoding encoding);
/* Text typed in a .Vn font, stored as Windows-1252 letters; as it was where it is no such text. */
struct str sheet_decode_vn_font(struct arena *arena, struct str text, bool capitals);
void sheet_put_utf8(struct buf *buf, unsigned code);
/* Words with Vietnamese letters that are syllables, less those that are not. */
int sheet_plausible(struct arena *arena, struct str text);

/* sheet_style.c: what the number formats and fonts of the cell styles mean */
enum format_class { FORMAT_PLAIN, FORMAT_DAY, FORMAT_MONTH, FORMAT_YEAR };
struct cell_style {
	unsigned char format; /* enum format_class */
	unsigned char zeros;  /* digits shown at least, where the format is only zeros */
	bool vn_font, vn_capitals;
};
struct styles {
	struct cell_style *styles;
	size_t count, room;
};
bool sheet_vn_font(const char *name, bool *ret_capitals);
enum format_class sheet_format_class(const char *code);

/* sheet_xlsx.c, sheet_part.c: parts of the package */
enum { PATH_SIZE = 300 };
struct package {
	struct reading *reading;
	void *zip; /* zip_t */
	uint64_t inflated;
	struct styles styles;
	struct shared_string {
		size_t at, len;
		bool decided; /* the runs named their fonts: the cell's font does not matter */
	} * strings;
	size_t string_count, string_room;
	char *string_bytes;
	size_t string_len, string_size;
	bool from_1904;
	char workbook_path[PATH_SIZE], styles_path[PATH_SIZE], strings_path[PATH_SIZE];
	struct sheet_part {
		struct str name;
		char relation[64];
		char path[PATH_SIZE];
		bool hidden;
	} * parts;
	int part_count, part_room;
};

struct part_handler {
	void *context;
	void (*start)(void *context, const char *name, const char **attributes);
	void (*end)(void *context, const char *name);
	void (*text)(void *context, const char *text, int len);
};
/* Streams one part through the handler. NOT_FOUND where the package has none. stop: set reading->status. */
enum status sheet_part_run(struct package *package, const char *path, const struct part_handler *handler);
void sheet_part_stop(struct package *package, enum status status);
/* The local name of an element or attribute; the value of an attribute by its local name, or NULL. */
const char *sheet_local(const char *name);
const char *sheet_attribute(const char **attributes, const char *name);

enum status sheet_read_styles(struct package *package);
enum status sheet_read_strings(struct package *package);
enum status sheet_read_cells(struct package *package, int index);

#endif
