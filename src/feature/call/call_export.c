/* What is kept of one person from before meetings: opinions under the own name. The unnamed ones are nobody's. */
#include "feature/call/call_private.h"

#include "app/export.h"

enum status call_export_person(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	struct call_export_rows opinions;
	TRY(call_export(arena, db, &(struct call_export_in){ .person = person }, &opinions, err));
	buf_c(json, "\"opinions\":[");
	for (size_t i = 0; i < opinions.count; i++) {
		buf_c(json, i ? ",{" : "{");
		export_text(json, "day", opinions.at[i].day);
		export_text(json, "text", opinions.at[i].text);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}
