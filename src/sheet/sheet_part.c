/* One part of the package through expat: ceilings on what it inflates to, no document type, nothing fetched. */
#include "sheet_private.h"

#include <expat.h>
#include <string.h>
#include <zip.h>

enum { CHUNK = 65536, RATIO_FROM = 1 << 20, TOKEN_CEILING = 2 << 20 };

struct part {
	struct package *package;
	const struct part_handler *handler;
	XML_Parser parser;
	int depth;
};

enum { DEPTH_CEILING = 64 };

/* The parser being run, for sheet_part_stop. */
static _Thread_local XML_Parser running;

const char *sheet_local(const char *name)
{
	const char *colon = strrchr(name, ':');
	return colon ? colon + 1 : name;
}

const char *sheet_attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2) {
		if (!strcmp(sheet_local(attributes[0]), name))
			return attributes[1];
	}
	return NULL;
}

void sheet_part_stop(struct package *package, enum status status)
{
	if (package->reading->status == OK)
		package->reading->status = status;
	XML_StopParser(running, XML_FALSE);
}

static void on_start(void *user, const char *name, const char **attributes)
{
	struct part *part = user;
	if (++part->depth > DEPTH_CEILING)
		sheet_part_stop(part->package, sheet_refuse(part->package->reading, "sheet.broken", "depth"));
	else
		part->handler->start(part->handler->context, sheet_local(name), attributes);
}

static void on_end(void *user, const char *name)
{
	struct part *part = user;
	part->depth--;
	if (part->handler->end)
		part->handler->end(part->handler->context, sheet_local(name));
}

static void on_text(void *user, const char *text, int len)
{
	struct part *part = user;
	if (part->handler->text)
		part->handler->text(part->handler->context, text, len);
}

static void on_doctype(void *user, const char *name, const char *system, const char *public, int internal)
{
	struct part *part = user;
	(void)name, (void)system, (void)public, (void)internal;
	sheet_part_stop(part->package, sheet_refuse(part->package->reading, "sheet.doctype", ""));
}

static void closes_file(zip_file_t **file)
{
	if (*file)
		zip_fclose(*file);
}

static void closes_parser(XML_Parser *parser)
{
	if (*parser)
		XML_ParserFree(*parser);
	running = NULL;
}

static enum status feed(struct part *part, zip_file_t *file, uint64_t packed)
{
	struct reading *reading = part->package->reading;
	uint64_t inflated = 0;
	for (;;) {
		void *room = XML_GetBuffer(part->parser, CHUNK);
		if (!room)
			return sheet_refuse(reading, "sheet.too_large", "parser");
		zip_int64_t got = zip_fread(file, room, CHUNK);
		if (got < 0)
			return sheet_refuse(reading, "sheet.truncated", zip_file_strerror(file));
		inflated += (uint64_t)got;
		part->package->inflated += (uint64_t)got;
		if (part->package->inflated > reading->limits->inflated ||
		        (inflated > RATIO_FROM && inflated / (packed + 1) > reading->limits->ratio))
			return sheet_refuse(reading, "sheet.too_large", "inflated");
		enum XML_Status parsed = XML_ParseBuffer(part->parser, (int)got, got == 0);
		if (reading->status != OK)
			return reading->status;
		if (parsed != XML_STATUS_OK)
			return sheet_refuse(reading, "sheet.broken", XML_ErrorString(XML_GetErrorCode(part->parser)));
		if (got == 0)
			return OK;
		/* a tag or a comment that does not end: the parser keeps it whole */
		if ((int64_t)inflated - XML_GetCurrentByteIndex(part->parser) > TOKEN_CEILING)
			return sheet_refuse(reading, "sheet.broken", "token");
	}
}

enum status sheet_part_run(struct package *package, const char *path, const struct part_handler *handler)
{
	struct reading *reading = package->reading;
	zip_stat_t stat;
	zip_stat_init(&stat);
	if (!path[0] || zip_stat(package->zip, path, ZIP_FL_NOCASE, &stat))
		return NOT_FOUND;
	if (stat.valid & ZIP_STAT_ENCRYPTION_METHOD && stat.encryption_method != ZIP_EM_NONE)
		return sheet_refuse(reading, "sheet.encrypted", path);
	if (stat.size > reading->limits->inflated ||
	        (stat.size > RATIO_FROM && stat.size / (stat.comp_size + 1) > reading->limits->ratio))
		return sheet_refuse(reading, "sheet.too_large", "declared");
	zip_file_t *file CLOSES(closes_file) = zip_fopen_index(package->zip, stat.index, 0);
	if (!file)
		return sheet_refuse(reading, "sheet.truncated", path);
	struct part part = { .package = package, .handler = handler };
	XML_Parser parser CLOSES(closes_parser) = XML_ParserCreate(NULL);
	if (!parser)
		return sheet_refuse(reading, "sheet.too_large", "parser");
	part.parser = running = parser;
	XML_SetUserData(parser, &part);
	XML_SetElementHandler(parser, on_start, on_end);
	XML_SetCharacterDataHandler(parser, on_text);
	XML_SetStartDoctypeDeclHandler(parser, on_doctype);
	return feed(&part, file, stat.comp_size);
}
