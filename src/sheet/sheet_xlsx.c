/* The package of a workbook: what it is, which sheets in which order, its shared strings. */
#include "sheet_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum { PACKAGE_PARTS = 5000, STRING_CEILING = 2000000 };

static void closes_zip(zip_t **zip)
{
	if (*zip)
		zip_discard(*zip);
}

/* The target of a relationship as a path in the package: beside the part that names it, or from the root. */
static void resolve(const char *base, const char *target, char path[PATH_SIZE])
{
	const char *slash = strrchr(base, '/');
	int folder = slash ? (int)(slash - base) + 1 : 0;
	if (*target == '/') {
		snprintf(path, PATH_SIZE, "%s", target + 1);
		return;
	}
	while (!strncmp(target, "./", 2))
		target += 2;
	while (!strncmp(target, "../", 3)) {
		target += 3;
		for (folder = folder ? folder - 1 : 0; folder && base[folder - 1] != '/';)
			folder--;
	}
	snprintf(path, PATH_SIZE, "%.*s%s", folder, base, target);
}

static bool type_is(const char *type, const char *last)
{
	const char *slash = type ? strrchr(type, '/') : NULL;
	return slash && !strcmp(slash + 1, last);
}

static void root_start(void *context, const char *name, const char **attributes)
{
	struct package *package = context;
	const char *target = sheet_attribute(attributes, "Target");
	if (!strcmp(name, "Relationship") && target && type_is(sheet_attribute(attributes, "Type"), "officeDocument"))
		resolve("", target, package->workbook_path);
}

static void add_sheet(struct package *package, const char **attributes)
{
	struct reading *reading = package->reading;
	const char *name = sheet_attribute(attributes, "name"), *state = sheet_attribute(attributes, "state");
	const char *relation = sheet_attribute(attributes, "id");
	if (package->part_count >= reading->limits->sheets) {
		sheet_part_stop(package, sheet_refuse(reading, "sheet.too_many_sheets", ""));
		return;
	}
	if (package->part_count == package->part_room) {
		int room = package->part_room ? package->part_room * 2 : 8;
		package->parts = arena_grow(reading->arena, package->parts,
		        sizeof(*package->parts) * (size_t)package->part_room, sizeof(*package->parts) * (size_t)room);
		check(package->parts);
		package->part_room = room;
	}
	struct sheet_part *part = &package->parts[package->part_count++];
	*part = (struct sheet_part){ .name = str_copy(reading->arena, str_of(name ? name : "")),
		.hidden = state && strcmp(state, "visible") };
	snprintf(part->relation, sizeof(part->relation), "%s", relation ? relation : "");
}

static void workbook_start(void *context, const char *name, const char **attributes)
{
	struct package *package = context;
	if (!strcmp(name, "workbookPr")) {
		const char *from_1904 = sheet_attribute(attributes, "date1904");
		package->from_1904 = from_1904 && (*from_1904 == '1' || *from_1904 == 't');
	} else if (!strcmp(name, "sheet")) {
		add_sheet(package, attributes);
	}
}

static void relation_start(void *context, const char *name, const char **attributes)
{
	struct package *package = context;
	const char *id = sheet_attribute(attributes, "Id"), *target = sheet_attribute(attributes, "Target");
	const char *mode = sheet_attribute(attributes, "TargetMode"), *type = sheet_attribute(attributes, "Type");
	if (strcmp(name, "Relationship") || !id || !target || (mode && !strcmp(mode, "External")))
		return;
	if (type_is(type, "styles"))
		resolve(package->workbook_path, target, package->styles_path);
	else if (type_is(type, "sharedStrings"))
		resolve(package->workbook_path, target, package->strings_path);
	else if (type_is(type, "worksheet"))
		for (int i = 0; i < package->part_count; i++) {
			if (!strcmp(package->parts[i].relation, id))
				resolve(package->workbook_path, target, package->parts[i].path);
		}
}

/* What a zip that is no workbook is. */
static enum status other_package(struct package *package)
{
	static const struct {
		const char *start, *code;
	} kinds[] = { { "word/", "sheet.word_document" }, { "ppt/", "sheet.presentation" },
		{ "xl/workbook.bin", "sheet.binary_workbook" }, { "META-INF/manifest.xml", "sheet.open_document" },
		{ "content.xml", "sheet.open_document" } };
	zip_int64_t count = zip_get_num_entries(package->zip, 0);
	for (zip_int64_t at = 0; at < count && at < PACKAGE_PARTS; at++) {
		const char *name = zip_get_name(package->zip, (zip_uint64_t)at, 0);
		for (size_t i = 0; name && i < LENGTH(kinds); i++) {
			if (!strncmp(name, kinds[i].start, strlen(kinds[i].start)))
				return sheet_refuse(package->reading, kinds[i].code, name);
		}
	}
	return sheet_refuse(package->reading, "sheet.archive", "");
}

struct string_reader {
	struct package *package;
	bool in_text, in_phonetic, in_run, run_vn, run_capitals, run_font;
	size_t run_from; /* of the current text element */
};

static bool put_bytes(struct package *package, const char *text, size_t len)
{
	struct reading *reading = package->reading;
	if (package->string_len + len > package->string_size) {
		size_t size = (package->string_len + len) * 2 + 4096;
		if (package->string_len + len > reading->limits->strings ||
		        !(package->string_bytes = arena_grow(
		                  reading->arena, package->string_bytes, package->string_size, size))) {
			sheet_part_stop(package, sheet_refuse(reading, "sheet.too_large", "shared strings"));
			return false;
		}
		package->string_size = size;
	}
	memcpy(package->string_bytes + package->string_len, text, len);
	package->string_len += len;
	return true;
}

static void add_string(struct package *package)
{
	struct reading *reading = package->reading;
	if (package->string_count == package->string_room) {
		size_t room = package->string_room ? package->string_room * 2 : 1024;
		package->strings = package->string_count >= STRING_CEILING
		                           ? NULL
		                           : arena_grow(reading->arena, package->strings,
		                                     sizeof(*package->strings) * package->string_room,
		                                     sizeof(*package->strings) * room);
		package->string_room = package->strings ? room : 0;
		if (!package->strings) {
			package->string_count = 0;
			sheet_part_stop(package, sheet_refuse(reading, "sheet.too_large", "shared strings"));
			return;
		}
	}
	package->strings[package->string_count++] = (struct shared_string){ .at = package->string_len };
}

static void string_start(void *context, const char *name, const char **attributes)
{
	struct string_reader *reader = context;
	struct package *package = reader->package;
	if (!strcmp(name, "si")) {
		add_string(package);
	} else if (!strcmp(name, "rPh")) {
		reader->in_phonetic = true;
	} else if (!strcmp(name, "r")) {
		reader->run_vn = reader->run_font = false;
	} else if (!strcmp(name, "rFont")) {
		const char *font = sheet_attribute(attributes, "val");
		reader->run_font = font;
		reader->run_vn = font && sheet_vn_font(font, &reader->run_capitals);
	} else if (!strcmp(name, "t") && !reader->in_phonetic) {
		reader->in_text = true;
		reader->run_from = package->string_len;
	}
}

/* Text of a run in a .Vn font becomes Unicode here; the string's cell font no longer matters. */
static void end_run(struct string_reader *reader)
{
	struct package *package = reader->package;
	if (!reader->run_font || !package->string_count)
		return;
	package->strings[package->string_count - 1].decided = true;
	if (!reader->run_vn)
		return;
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct str run = { package->string_bytes + reader->run_from, package->string_len - reader->run_from };
	struct str read = sheet_decode_vn_font(arena, run, reader->run_capitals);
	package->string_len = reader->run_from;
	put_bytes(package, read.ptr, read.len);
}

static void string_end(void *context, const char *name)
{
	struct string_reader *reader = context;
	struct package *package = reader->package;
	if (!strcmp(name, "t") && reader->in_text) {
		end_run(reader);
		reader->in_text = false;
	} else if (!strcmp(name, "rPh")) {
		reader->in_phonetic = false;
	} else if (!strcmp(name, "r")) {
		reader->run_vn = reader->run_font = false;
	} else if (!strcmp(name, "si") && package->string_count) {
		struct shared_string *string = &package->strings[package->string_count - 1];
		string->len = package->string_len - string->at;
	}
}

static void string_text(void *context, const char *text, int len)
{
	struct string_reader *reader = context;
	if (reader->in_text)
		put_bytes(reader->package, text, (size_t)len);
}

enum status sheet_read_strings(struct package *package)
{
	struct string_reader reader = { .package = package };
	struct part_handler handler = {
		.context = &reader, .start = string_start, .end = string_end, .text = string_text
	};
	enum status status = sheet_part_run(package, package->strings_path, &handler);
	return status == NOT_FOUND ? OK : status;
}

/* xl/workbook.xml -> xl/_rels/workbook.xml.rels */
static void relations_of(const char *part, char path[PATH_SIZE])
{
	const char *slash = strrchr(part, '/');
	int folder = slash ? (int)(slash - part) + 1 : 0;
	if (snprintf(path, PATH_SIZE, "%.*s_rels/%s.rels", folder, part, part + folder) >= PATH_SIZE)
		path[0] = 0;
}

static enum status read_workbook(struct package *package)
{
	struct part_handler handler = { .context = package, .start = root_start };
	char relations[PATH_SIZE];
	enum status status = sheet_part_run(package, "_rels/.rels", &handler);
	if (status != OK && status != NOT_FOUND)
		return status;
	if (!package->workbook_path[0])
		snprintf(package->workbook_path, PATH_SIZE, "xl/workbook.xml");
	size_t len = strlen(package->workbook_path);
	if (len < 4 || strcmp(package->workbook_path + len - 4, ".xml") ||
	        !strncmp(package->workbook_path, "word/", 5) || !strncmp(package->workbook_path, "ppt/", 4))
		return other_package(package);
	handler.start = workbook_start;
	status = sheet_part_run(package, package->workbook_path, &handler);
	if (status == NOT_FOUND)
		return other_package(package);
	TRY(status);
	relations_of(package->workbook_path, relations);
	handler.start = relation_start;
	status = sheet_part_run(package, relations, &handler);
	return status == NOT_FOUND ? sheet_refuse(package->reading, "sheet.broken", "relations") : status;
}

enum status sheet_read_xlsx(struct reading *reading, struct str bytes)
{
	struct package package = { .reading = reading };
	zip_error_t error;
	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, &error);
	if (!source)
		return sheet_refuse(reading, "sheet.too_large", "source");
	zip_t *zip CLOSES(closes_zip) = zip_open_from_source(source, ZIP_RDONLY, &error);
	if (!zip) {
		zip_source_free(source);
		zip_error_fini(&error);
		return sheet_refuse(reading, "sheet.truncated", "directory");
	}
	package.zip = zip;
	if (zip_get_num_entries(zip, 0) > PACKAGE_PARTS)
		return sheet_refuse(reading, "sheet.too_large", "parts");
	TRY(read_workbook(&package));
	TRY(sheet_read_styles(&package));
	TRY(sheet_read_strings(&package));
	reading->info->format = SHEET_XLSX;
	reading->info->encoding = "utf-8";
	reading->info->sheets = package.part_count;
	for (int i = 0; i < package.part_count; i++) {
		if (package.parts[i].path[0])
			TRY(sheet_read_cells(&package, i));
	}
	return OK;
}
