/* Rows against the links that cover them, a stretch of meetings at a time; each row must be what its last link says. */
#include "app/audit.h"
#include "app/chain.h"
#include "app/verify_private.h"
#include "gen/app_sql.h"

#include <sodium.h>
#include <string.h>

struct beside {
	struct verify *verify;
	const struct verify_links_rows *links;
	bool *seen; /* of each link: a row stands for its object */
};

static void wrong(struct verify *verify, const char *what, const struct verify_links_row *link)
{
	verify_wrong(verify, (struct verify_finding){ .what = what,
	                             .kind = link->kind,
	                             .cell = link->cell,
	                             .meeting = link->meeting,
	                             .object = link->object,
	                             .seq = link->seq });
}

static enum status wrong_here(
        struct verify *verify, const char *what, struct str kind, int64_t meeting, int64_t object, struct err *err)
{
	struct verify_meeting_row row;
	bool found;
	TRY(verify_meeting(verify->arena, verify->db, &(struct verify_meeting_in){ meeting }, &row, &found, err));
	verify_wrong(verify, (struct verify_finding){ .what = what,
	                             .kind = kind,
	                             .cell = found ? row.cell : 0,
	                             .meeting = meeting,
	                             .object = object });
	return OK;
}

/* The first link that is not before (meeting, object). */
static size_t find(const struct verify_links_rows *links, int64_t meeting, int64_t object)
{
	size_t low = 0, high = links->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct verify_links_row *link = &links->at[middle];
		if (link->meeting < meeting || (link->meeting == meeting && link->object < object))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool covers(struct str covered, struct str salt, struct str text)
{
	unsigned char hash[CHAIN_HASH];
	chain_content_hash(salt, text, hash);
	return str_eq(covered, (struct str){ (const char *)hash, sizeof(hash) });
}

static void misfit(struct verify *verify, const struct chain_content *content, const struct verify_links_row *link)
{
	if (verify->misfits == VERIFY_MISFITS) {
		wrong(verify, "changed", link);
		return;
	}
	verify->misfit[verify->misfits++] = (struct verify_misfit){ .text = str_copy(verify->kept, content->text),
		.salt = str_copy(verify->kept, link->salt),
		.covered = str_copy(verify->kept, link->content),
		.finding = { .what = "changed",
		        .kind = verify_kind(link->kind),
		        .cell = link->cell,
		        .meeting = link->meeting,
		        .object = link->object,
		        .seq = link->seq } };
}

static enum status hold(struct beside *beside, const struct chain_content *content, struct err *err)
{
	const struct verify_links_row *last = NULL;
	for (size_t i = find(beside->links, content->meeting, content->object); i < beside->links->count; i++) {
		const struct verify_links_row *link = &beside->links->at[i];
		if (link->meeting != content->meeting || link->object != content->object)
			break;
		if (!str_eq(link->kind, content->kind) || !str_eq(link->about, content->about))
			continue;
		beside->seen[i] = true;
		if (!last || link->seq > last->seq)
			last = link;
	}
	beside->verify->result->contents++;
	if (!last && !content->meeting) {
		verify_wrong(beside->verify, (struct verify_finding){ .what = "inserted",
		                                     .kind = content->kind,
		                                     .cell = content->object,
		                                     .object = content->object });
		return OK;
	}
	if (!last)
		return wrong_here(beside->verify, "inserted", content->kind, content->meeting, content->object, err);
	if (!str_eq(last->part, content->state) || !covers(last->content, last->salt, content->text))
		misfit(beside->verify, content, last);
	return OK;
}

/* Whether the rows of `one`, under the name of `other`, are what the link of `other` covers. */
static bool in_place_of(struct arena *arena, const struct verify_misfit *one, const struct verify_misfit *other)
{
	ptrdiff_t of_head = str_find(other->text, STR("\n")), of_body = str_find(one->text, STR("\n"));
	if (!str_eq(one->finding.kind, other->finding.kind) || of_head < 0 || of_body < 0)
		return false;
	struct str text = str_format(arena, "%.*s%.*s", (int)of_head, other->text.ptr,
	        (int)(one->text.len - (size_t)of_body), one->text.ptr + of_body);
	return covers(other->covered, other->salt, text);
}

void verify_tell_misfits(struct verify *verify)
{
	for (size_t i = 0; i < verify->misfits; i++) {
		struct verify_misfit *one = &verify->misfit[i];
		for (size_t j = 0; j < verify->misfits; j++)
			if (i != j && in_place_of(verify->kept, one, &verify->misfit[j]))
				one->finding.what = "reordered";
		verify_wrong(verify, one->finding);
	}
}

/* Objects whose links are there and whose rows are not. */
static void tell_removed(struct beside *beside)
{
	const struct verify_links_rows *links = beside->links;
	for (size_t i = 0; i < links->count; i++) {
		const struct verify_links_row *last = &links->at[i];
		if (beside->seen[i])
			continue;
		for (size_t j = i; j < links->count && links->at[j].meeting == last->meeting &&
		                   links->at[j].object == links->at[i].object;
		        j++)
			if (str_eq(links->at[j].kind, links->at[i].kind) &&
			        str_eq(links->at[j].about, links->at[i].about)) {
				beside->seen[j] = true;
				last = &links->at[j];
			}
		if (!str_is(last->part, "dropped"))
			wrong(beside->verify, "removed", last);
	}
}

static enum status compare(struct verify *verify, const struct verify_links_rows *links,
        const struct chain_contents *contents, struct err *err)
{
	struct beside beside = {
		.verify = verify, .links = links, .seen = arena_array(verify->arena, bool, links->count + 1)
	};
	for (size_t i = 0; i < contents->count; i++)
		TRY(hold(&beside, &contents->at[i], err));
	tell_removed(&beside);
	return OK;
}

enum status verify_grades_between(struct verify *verify, int64_t first, int64_t last, struct err *err)
{
	struct verify_links_rows links;
	struct verify_grades_rows grades;
	struct chain_contents contents;
	TRY(verify_links(verify->arena, verify->db,
	        &(struct verify_links_in){ .first = 0, .last = 0, .low = first, .high = last }, &links, err));
	TRY(verify_grades(verify->arena, verify->db, &(struct verify_grades_in){ first, last }, &grades, err));
	const struct chain_source source = { CHAIN_SOURCE(verify_grades, grades) };
	TRY(chain_read(verify->arena, &source, 1, &contents, err));
	return compare(verify, &links, &contents, err);
}

static bool is_hash_of(struct str body, struct str hash)
{
	unsigned char now[CHAIN_HASH];
	crypto_generichash(now, sizeof(now), (const unsigned char *)body.ptr, body.len, NULL, 0);
	return str_eq(hash, (struct str){ (const char *)now, sizeof(now) });
}

static enum status texts(struct verify *verify, int64_t first, int64_t last, struct err *err)
{
	struct verify_texts_rows rows;
	struct verify_textless_rows textless;
	TRY(verify_texts(verify->arena, verify->db, &(struct verify_texts_in){ first, last }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct verify_texts_row *row = &rows.at[i];
		struct verify_finding finding = {
			.kind = row->chain, .cell = row->cell, .meeting = row->meeting, .object = row->record
		};
		if (!is_hash_of(row->body, row->hash))
			finding.what = "text";
		else if (row->confirmed && !row->fitting)
			finding.what = "signed";
		if (finding.what)
			verify_wrong(verify, finding);
	}
	verify->result->texts += (int64_t)rows.count;
	TRY(verify_textless(verify->arena, verify->db, &(struct verify_textless_in){ first, last }, &textless, err));
	for (size_t i = 0; i < textless.count; i++)
		verify_wrong(verify, (struct verify_finding){ .what = "signed",
		                             .kind = STR("minutes"),
		                             .cell = textless.at[i].cell,
		                             .meeting = textless.at[i].meeting,
		                             .object = textless.at[i].record });
	return OK;
}

static enum status totals(struct verify *verify, int64_t first, int64_t last, struct err *err)
{
	struct verify_totals_rows rows;
	TRY(verify_totals(verify->arena, verify->db, &(struct verify_totals_in){ first, last }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		verify_wrong(verify, (struct verify_finding){
		                             .what = "total", .cell = rows.at[i].cell, .meeting = rows.at[i].meeting });
	return OK;
}

enum status verify_stretch(struct verify *verify, int64_t first, int64_t last, struct err *err)
{
	struct arena *arena = verify->arena;
	struct db *db = verify->db;
	struct verify_links_rows links;
	struct verify_votes_rows votes;
	struct verify_electors_rows electors;
	struct verify_records_rows records;
	struct verify_sheets_rows sheets;
	struct verify_lines_rows lines;
	struct chain_contents contents;
	TRY(verify_links(arena, db, &(struct verify_links_in){ first, last, INT64_MIN, INT64_MAX }, &links, err));
	TRY(verify_votes(arena, db, &(struct verify_votes_in){ first, last }, &votes, err));
	TRY(verify_electors(arena, db, &(struct verify_electors_in){ first, last }, &electors, err));
	TRY(verify_records(arena, db, &(struct verify_records_in){ first, last }, &records, err));
	TRY(verify_sheets(arena, db, &(struct verify_sheets_in){ first, last }, &sheets, err));
	TRY(verify_lines(arena, db, &(struct verify_lines_in){ first, last }, &lines, err));
	const struct chain_source sources[] = {
		{ CHAIN_SOURCE(verify_votes, votes), CHAIN_MORE(verify_electors, electors) },
		{ CHAIN_SOURCE(verify_records, records) },
		{ CHAIN_SOURCE(verify_sheets, sheets), CHAIN_MORE(verify_lines, lines) },
	};
	TRY(chain_read(arena, sources, LENGTH(sources), &contents, err));
	TRY(compare(verify, &links, &contents, err));
	TRY(texts(verify, first, last, err));
	return totals(verify, first, last, err);
}
