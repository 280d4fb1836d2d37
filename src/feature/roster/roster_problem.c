/* What is said of rows: errors and warnings, in the reader's language. */
#include "roster_read_private.h"

#include <stdarg.h>

enum { PROBLEM_CEILING = 20000 };

struct str roster_say(struct arena *arena, const struct roster *roster, const char *text, ...)
{
	struct text_arg args[ERR_ARGS];
	size_t count = 0;
	va_list list;
	va_start(list, text);
	for (const char *name = va_arg(list, const char *); name && count < ERR_ARGS; name = va_arg(list, const char *))
		args[count++] = (struct text_arg){ .name = str_of(name), .value = va_arg(list, struct str) };
	va_end(list);
	return message_fill(arena, roster->language, str_of(text), args, count);
}

struct roster_problem *roster_problem_add(struct arena *arena, struct roster_problems *problems, struct str sheet,
        int row, int column, const char *kind, struct str message)
{
	static struct roster_problem dropped;
	if (problems->count == problems->room) {
		size_t room = problems->room ? problems->room * 2 : 64;
		void *grown = room > PROBLEM_CEILING
		                      ? NULL
		                      : arena_grow(arena, problems->list, sizeof(*problems->list) * problems->room,
		                                sizeof(*problems->list) * room);
		if (!grown)
			return &dropped;
		problems->list = grown;
		problems->room = room;
	}
	struct roster_problem *problem = &problems->list[problems->count++];
	*problem = (struct roster_problem){ .sheet = sheet, .row = row, .kind = kind, .message = message };
	if (column >= 0)
		sheet_column_name(column, problem->column);
	return problem;
}

struct roster_problem *roster_person_error(struct arena *arena, struct roster *roster, struct roster_person *person,
        int column, const char *kind, struct str message)
{
	person->wrong = true;
	return roster_problem_add(arena, &roster->errors, person->sheet, person->row, column, kind, message);
}

struct roster_problem *roster_person_warn(struct arena *arena, struct roster *roster, struct roster_person *person,
        int column, const char *kind, struct str message)
{
	return roster_problem_add(arena, &roster->warnings, person->sheet, person->row, column, kind, message);
}
