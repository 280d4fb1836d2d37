/* A file to a roster: the order of the work, and what is said of a file that is none. */
#include "roster_read_private.h"

#include <string.h>

enum { CACHE_SLOTS = 4096 };

static enum status refuse(struct arena *arena, struct roster *roster, struct err *err)
{
	bool of_file = !strncmp(err->code, N_("sheet."), strlen("sheet."));
	const char *kind = err->code + strlen(of_file ? "sheet." : "roster.");
	roster_problem_add(arena, &roster->errors, STR_NONE, 0, -1, kind, err_text(arena, roster->language, err));
	return INVALID;
}

enum status roster_read(struct arena *arena, struct str bytes, const struct roster_options *options,
        struct roster *ret_roster, struct err *err)
{
	struct person_reader reader = { .arena = arena, .roster = ret_roster, .options = options };
	struct err own = { 0 };
	err = err ? err : &own;
	*ret_roster = (struct roster){ .language = options->language };
	if (!date_parse(options->as_of, &reader.today) || !date_real(reader.today))
		return err_set(err, INVALID, "roster.as_of", "as-of");
	reader.cache = arena_array(arena, struct line_cache, CACHE_SLOTS);
	enum status status = roster_file_read(&reader, bytes, err);
	if (status == OK && !ret_roster->count)
		status = err_set(err, INVALID, "roster.no_roster", "file");
	if (status == INVALID) {
		ret_roster->errors.count = ret_roster->warnings.count = ret_roster->count = 0;
		return refuse(arena, ret_roster, err);
	}
	TRY(status);
	roster_check(arena, ret_roster, options);
	roster_count(ret_roster);
	return OK;
}
