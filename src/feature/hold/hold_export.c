/* What meetings keep of one person: attendance, fees, words. */
#include "feature/hold/hold_private.h"

#include "app/export.h"

enum status hold_export(struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	struct hold_export_meetings_rows meetings;
	struct hold_export_fees_rows fees;
	struct hold_export_words_rows words;
	struct hold_export_guest_rows guest;
	TRY(hold_export_meetings(arena, db, &(struct hold_export_meetings_in){ .person = person }, &meetings, err));
	TRY(hold_export_fees(arena, db, &(struct hold_export_fees_in){ .person = person }, &fees, err));
	TRY(hold_export_words(arena, db, &(struct hold_export_words_in){ .person = person }, &words, err));
	EXPORT_ROWS(json, "meetings", hold_export_meetings, meetings);
	EXPORT_ROWS(json, "words", hold_export_words, words);
	TRY(hold_export_guest(arena, db, &(struct hold_export_guest_in){ .person = person }, &guest, err));
	EXPORT_ROWS(json, "guest", hold_export_guest, guest);
	buf_c(json, ",\"fees\":[");
	for (size_t i = 0; i < fees.count; i++) {
		buf_c(json, i ? ",{" : "{");
		export_text(json, "month",
		        str_format(arena, "%lld-%02lld", (long long)fees.at[i].month / 100,
		                (long long)fees.at[i].month % 100));
		export_text(json, "state", fees.at[i].state);
		buf_char(json, '}');
	}
	buf_char(json, ']');
	return OK;
}
