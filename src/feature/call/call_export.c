/* What is kept of one person from before meetings: opinions under the own name, what was opened. The unnamed ones are
 * nobody's. */
#include "feature/call/call_private.h"

#include "app/export.h"

enum status call_export_person(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	struct call_export_rows opinions;
	struct call_export_read_rows read;
	TRY(call_export(arena, db, &(struct call_export_in){ .person = person }, &opinions, err));
	EXPORT_ROWS(json, "opinions", call_export, opinions);
	TRY(call_export_read(arena, db, &(struct call_export_read_in){ .person = person }, &read, err));
	EXPORT_ROWS(json, "read", call_export_read, read);
	return OK;
}
