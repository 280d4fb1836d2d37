/* The one object that `import members --dry-run --json` prints. */
#include "roster_read_private.h"

static void put_key(struct buf *buf, const char *key)
{
	if (buf->len && buf->ptr[buf->len - 1] != '{')
		buf_char(buf, ',');
	buf_char(buf, '"');
	buf_c(buf, key);
	buf_c(buf, "\":");
}

static void put_text(struct buf *buf, const char *key, struct str text)
{
	put_key(buf, key);
	buf_json(buf, text.len ? text : STR_NONE);
}

static void put_number(struct buf *buf, const char *key, int64_t number)
{
	put_key(buf, key);
	buf_int(buf, number);
}

static void put_bool(struct buf *buf, const char *key, bool value)
{
	put_key(buf, key);
	buf_c(buf, value ? "true" : "false");
}

static void put_problems(struct buf *buf, const char *key, const struct roster_problems *problems)
{
	put_key(buf, key);
	buf_char(buf, '[');
	for (size_t i = 0; i < problems->count; i++) {
		const struct roster_problem *problem = &problems->list[i];
		buf_c(buf, i ? ",{" : "{");
		put_text(buf, "sheet", problem->sheet);
		put_key(buf, "row");
		if (problem->row)
			buf_int(buf, problem->row);
		else
			buf_c(buf, "null");
		put_text(buf, "column", str_of(problem->column));
		put_text(buf, "kind", str_of(problem->kind));
		put_text(buf, "message", problem->message);
		if (problem->value.len)
			put_text(buf, "value", problem->value);
		if (problem->other_row)
			put_number(buf, "other_row", problem->other_row);
		if (problem->other_sheet.len)
			put_text(buf, "other_sheet", problem->other_sheet);
		buf_char(buf, '}');
	}
	buf_char(buf, ']');
}

static void put_person(struct buf *buf, const struct roster_person *person)
{
	put_text(buf, "sheet", person->sheet);
	put_number(buf, "row", person->row);
	put_text(buf, "cell", person->cell);
	put_text(buf, "full_name", person->full_name);
	put_text(buf, "birth", person->birth);
	put_text(buf, "sex", person->sex);
	put_text(buf, "ethnic", person->ethnic);
	put_text(buf, "home", person->home);
	put_text(buf, "residence", person->residence);
	put_text(buf, "joined", person->joined);
	put_text(buf, "official", person->official);
	put_text(buf, "card", person->card);
	put_text(buf, "party_post", person->party_post);
	put_text(buf, "job", person->job);
	put_text(buf, "education", person->education);
	put_text(buf, "id_number", person->id_number);
	put_text(buf, "phone", person->phone);
	put_text(buf, "note", person->note);
	put_text(buf, "status", person->probationary ? STR("probationary") : STR("full"));
	put_bool(buf, "exempt", person->exempt);
	put_bool(buf, "away", person->away);
	put_bool(buf, "temporary_stay", person->temporary_stay);
	put_bool(buf, "moved_out", person->moved_out);
}

void roster_json(const struct roster *roster, const struct roster_compared *compared, bool with_people, struct buf *buf)
{
	buf_char(buf, '{');
	put_number(buf, "rows", roster->rows);
	put_number(buf, "members", roster->members);
	put_number(buf, "full", roster->full);
	put_number(buf, "probationary", roster->probationary);
	put_number(buf, "exempt", roster->exempt);
	put_number(buf, "away", roster->away);
	put_number(buf, "temporary_stay", roster->temporary_stay);
	put_number(buf, "moved_out", roster->moved_out);
	put_number(buf, "voting_base", roster->voting_base);
	put_number(buf, "cell_count", roster->cells_used);
	put_number(buf, "new", compared->added);
	put_number(buf, "changed", compared->changed);
	put_number(buf, "duplicates", compared->duplicates);
	put_number(buf, "unchanged", compared->unchanged);
	put_number(buf, "elsewhere", compared->elsewhere);
	if (compared->import)
		put_number(buf, "import", compared->import);
	if (compared->refusal.len) {
		put_key(buf, "error");
		buf_char(buf, '{');
		put_text(buf, "code", compared->refusal);
		put_text(buf, "message", compared->message);
		buf_char(buf, '}');
	}
	put_problems(buf, "errors", &roster->errors);
	put_problems(buf, "warnings", &roster->warnings);
	if (with_people) {
		put_key(buf, "people");
		buf_char(buf, '[');
		for (size_t i = 0; i < roster->count; i++) {
			buf_c(buf, i ? ",{" : "{");
			put_person(buf, &roster->people[i]);
			buf_char(buf, '}');
		}
		buf_char(buf, ']');
	}
	buf_char(buf, '}');
}
