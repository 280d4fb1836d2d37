/* Looks at one answer: headers by kind, cells of spreadsheets. */
#include "tests/scope/answer.h"

#include <string.h>
#include <zip.h>

/* All that a page may load or run; anything else needs a reason here. */
static const char *const page_policy[] = { "default-src 'none'", "script-src 'self'", "style-src 'self'",
	"form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'" };
static const char *const never[] = { "unsafe-inline", "unsafe-eval", "*", "http:", "https:" };

/* Types of files that go out; a file of another type is a new decision. */
static const char *const file_types[] = { "application/pdf", "application/zip", "application/json",
	"text/html; charset=utf-8", "text/csv; charset=utf-8", "text/calendar; charset=utf-8", "image/jpeg",
	"image/png", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };

static bool has(struct str text, const char *part)
{
	return text.len && str_find(text, str_of(part)) >= 0;
}

static bool directive(struct str policy, const char *wanted)
{
	for (struct str rest = policy, one; str_split(&rest, ';', &one);) {
		if (str_is(str_trim(one), wanted))
			return true;
	}
	return false;
}

static const char *page_fault(const struct http_response *response)
{
	struct str policy = story_header(response, "Content-Security-Policy");
	for (size_t i = 0; i < LENGTH(page_policy); i++) {
		if (!directive(policy, page_policy[i]))
			return page_policy[i];
	}
	for (size_t i = 0; i < LENGTH(never); i++) {
		if (has(policy, never[i]))
			return "a policy with holes";
	}
	if (!str_is(story_header(response, "Referrer-Policy"), "same-origin"))
		return "Referrer-Policy";
	return str_is(story_header(response, "Cross-Origin-Opener-Policy"), "same-origin")
	               ? NULL
	               : "Cross-Origin-Opener-Policy";
}

/* People's files are never shown in the page; ours may be: a PDF, and what is about to be printed. */
static const char *file_fault(const struct http_response *response, const char *path)
{
	struct str disposition = story_header(response, "Content-Disposition"),
	           policy = story_header(response, "Content-Security-Policy");
	bool ours = !strstr(path, "{paper}") && !strstr(path, "{photo}") &&
	            (str_is(response->type, "application/pdf") || str_is(response->type, "text/html; charset=utf-8")),
	     known = false;
	if (!str_starts(disposition, STR("attachment; filename*=UTF-8''")) &&
	        !(ours && str_starts(disposition, STR("inline; filename*=UTF-8''"))))
		return "a file that opens in the page";
	for (size_t i = 0; i < disposition.len; i++) {
		if (strchr("\"\\/<>", disposition.ptr[i]))
			return "a name that is more than a name";
	}
	if (!directive(policy, "sandbox") || !directive(policy, "default-src 'none'") || has(policy, "allow-"))
		return "a file without its sandbox";
	for (size_t i = 0; i < LENGTH(file_types); i++)
		known |= str_is(response->type, file_types[i]);
	return known ? NULL : "a file of a type that is not in the list";
}

static const char *cookies_fault(const struct http_response *response)
{
	for (size_t i = 0; i < response->header_count; i++) {
		struct str value = response->header[i].value;
		if (!str_is(response->header[i].name, "Set-Cookie"))
			continue;
		if (!has(value, "; Path=/") || !has(value, "; SameSite=Lax") || has(value, "; Domain="))
			return "a cookie that goes elsewhere";
		if (!str_starts(value, STR("lang=")) && !has(value, "; HttpOnly"))
			return "a cookie that scripts read";
	}
	return NULL;
}

static size_t times(const struct http_response *response, const char *name)
{
	size_t found = 0;
	for (size_t i = 0; i < response->header_count; i++)
		found += str_is(response->header[i].name, name);
	return found;
}

const char *answer_headers(const struct http_response *response, const char *path)
{
	static const char *const once[] = { "Content-Security-Policy", "X-Content-Type-Options", "Cache-Control",
		"Content-Disposition", "Location", "Referrer-Policy" };
	for (size_t i = 0; i < LENGTH(once); i++) {
		if (times(response, once[i]) > 1)
			return "a header said twice";
	}
	if (times(response, "Server") || times(response, "X-Powered-By"))
		return "what runs here";
	if (!str_is(story_header(response, "X-Content-Type-Options"), "nosniff"))
		return "X-Content-Type-Options";
	if (!str_is(story_header(response, "Cache-Control"), "no-store"))
		return "Cache-Control";
	if (!has(story_header(response, "Vary"), "Cookie"))
		return "Vary";
	struct str location = story_header(response, "Location");
	if (response->status == 303
	                ? !str_starts(location, STR("/")) || str_starts(location, STR("//")) || has(location, "\\")
	                : location.len)
		return "a way to elsewhere";
	const char *fault = cookies_fault(response);
	if (!fault && story_header(response, "Content-Disposition").len)
		return file_fault(response, path);
	if (!fault && !str_is(response->type, "text/html; charset=utf-8") &&
	        !str_is(response->type, "application/json; charset=utf-8") &&
	        !(response->status == 303 && !response->body.len))
		return "a page of a type that is not in the list";
	return fault ? fault : page_fault(response);
}

bool answer_is_table(const struct http_response *response)
{
	return response->status == 200 &&
	       (str_starts(response->type, STR("text/csv")) || str_is(response->type, "application/zip") ||
	               str_ends(response->type, STR("spreadsheetml.sheet")));
}

static bool like_formula(char c)
{
	return c && strchr("=+-@\t\r", c);
}

/* Every field: what stands first in it. A figure may be negative. */
static const char *csv_fault(struct str csv, long *live)
{
	bool quoted = false, first = true;
	for (size_t i = str_starts(csv, STR("\xEF\xBB\xBF")) ? 3 : 0; i < csv.len; i++) {
		char c = csv.ptr[i];
		if (first && c == '"' && !quoted) {
			quoted = true;
			continue;
		}
		if (first && quoted && like_formula(c))
			return "a live formula in a CSV";
		if (first && !quoted && like_formula(c) && c != '\r' &&
		        !(c == '-' && i + 1 < csv.len && csv.ptr[i + 1] >= '0' && csv.ptr[i + 1] <= '9'))
			return "a live formula in a CSV";
		*live += first && c == '\'' && i + 1 < csv.len && like_formula(csv.ptr[i + 1]);
		first = false;
		if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == ',' || c == '\n'))
			first = true;
	}
	return NULL;
}

/* Texts are texts: no formula, no link to elsewhere. */
static const char *part_fault(struct str name, struct str part, bool template, long *live)
{
	bool sheet = str_starts(name, STR("xl/worksheets/"));
	for (struct str rest = part; sheet && has(rest, "<f");) {
		ptrdiff_t at = str_find(rest, STR("<f")), end;
		rest = str_slice(rest, (size_t)at + 2, rest.len);
		end = str_find(rest, STR("</f>"));
		if (rest.len && strchr("> ", rest.ptr[0]) &&
		        (!template || has(str_slice(rest, 0, end < 0 ? rest.len : (size_t)end), "cmd|")))
			return "a live formula in a workbook";
	}
	for (struct str rest = part; has(rest, "<t>") || has(rest, "<t ");) {
		ptrdiff_t at = str_find(rest, STR("<t"));
		rest = str_slice(rest, (size_t)at + 2, rest.len);
		ptrdiff_t end = str_find(rest, STR(">"));
		*live += end >= 0 && (size_t)end + 1 < rest.len && like_formula(rest.ptr[end + 1]);
	}
	return has(part, "externalLink") || has(part, "TargetMode=\"External\"") ? "a link to elsewhere in a workbook"
	                                                                         : NULL;
}

static const char *package_fault(struct arena *arena, struct str bytes, bool book, bool template, long *live)
{
	const char *fault = NULL;
	zip_source_t *source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, NULL);
	zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;
	if (!zip)
		return "no ZIP";
	for (zip_int64_t i = 0; !fault && i < zip_get_num_entries(zip, 0); i++) {
		zip_stat_t stat;
		check(!zip_stat_index(zip, (zip_uint64_t)i, 0, &stat));
		char *room = arena_take(arena, stat.size + 1);
		zip_file_t *file = zip_fopen_index(zip, (zip_uint64_t)i, 0);
		check(file && zip_fread(file, room, stat.size) == (zip_int64_t)stat.size);
		zip_fclose(file);
		struct str name = str_of(stat.name), part = { room, stat.size };
		if (book)
			fault = part_fault(name, part, template, live);
		else if (str_ends(name, STR(".csv")))
			fault = csv_fault(part, live);
		else if (str_ends(name, STR(".xlsx")))
			fault = package_fault(arena, part, true, template, live);
	}
	zip_discard(zip);
	return fault;
}

const char *answer_formulas(struct arena *arena, const struct http_response *response, bool template, long *live)
{
	if (str_starts(response->type, STR("text/csv")))
		return csv_fault(response->body, live);
	return package_fault(arena, response->body, !str_is(response->type, "application/zip"), template, live);
}
