/* People to choose from, by name. */
#include "feature/account/account_private.h"

#include "base/text.h"
#include "gen/account_sql.h"

enum { LETTERS = 2 };

enum status account_find_people(struct arena *arena, struct db *db, struct unit_id unit, struct str text,
        struct account_finds *ret_found, struct err *err)
{
	struct account_named_rows rows;
	*ret_found = (struct account_finds){ 0 };
	if (text.len < LETTERS)
		return OK;
	TRY(account_named(arena, db,
	        &(struct account_named_in){
	                unit, text_like(arena, text), text, str_format(arena, "%.*s\xf4\x8f\xbf\xbf", STR_ARG(text)) },
	        &rows, err));
	ret_found->at = arena_array(arena, struct account_found, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		if (!i || rows.at[i].account.n != rows.at[i - 1].account.n)
			ret_found->at[ret_found->count++] = (struct account_found){ rows.at[i].account, rows.at[i].name,
				rows.at[i].role, rows.at[i].place };
	return OK;
}
