/* What the chains of a cell cover of a meeting: votes, score, minutes, resolution, as app/chain.c reads them; the
   chains move on in the order in which the pages would have moved them. */
#include "bench/nation.h"

#include "app/audit.h"
#include "app/chain.h"
#include "gen/app_sql.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { MINUTE = 60000, VOTES = 3, LINKS = 16 };

struct link {
	struct chain_content content;
	enum chain_kind kind;
	int seq;
	int64_t at;
	unsigned char salt[CHAIN_SALT], covered[HASH], hash[HASH];
};
struct links {
	struct link at[LINKS];
	int count;
};

static void add(const struct meet *meet, struct links *links, enum chain_kind kind, const struct chain_content *content,
        int64_t at)
{
	struct cell *cell = meet->cell;
	struct link *link = &links->at[links->count++];
	unsigned char seed[HASH];
	struct str before = { cell->seq[kind] ? (const char *)cell->head[kind] : NULL, cell->seq[kind] ? HASH : 0 };
	*link = (struct link){ .content = *content, .kind = kind, .seq = ++cell->seq[kind], .at = at };
	crypto_generichash(seed, HASH, (const unsigned char *)content->text.ptr, content->text.len, NULL, 0);
	memcpy(link->salt, seed, CHAIN_SALT);
	chain_content_hash((struct str){ (const char *)link->salt, CHAIN_SALT }, content->text, link->covered);
	chain_row_hash(before, cell->id, link->seq, content->kind, (struct str){ (const char *)link->covered, HASH },
	        link->hash);
	memcpy(cell->head[kind], link->hash, HASH);
}

static void add_all(const struct meet *meet, struct links *links, enum chain_kind kind,
        const struct chain_source *source, int64_t at)
{
	struct chain_contents contents;
	struct err err = { 0 };
	check(chain_read(meet->arena, source, 1, &contents, &err) == OK);
	for (size_t i = 0; i < contents.count; i++)
		add(meet, links, kind, &contents.at[i], at);
}

static struct chain_electors_rows electors_of(const struct meet *meet)
{
	struct chain_electors_rows rows = {
		arena_array(meet->arena, struct chain_electors_row, (size_t)meet->count * VOTES + 1), 0
	};
	for (int at = 0; at < VOTES; at++)
		for (int i = 0; i < meet->count; i++) {
			struct vote_elector elector = { .flags = meet_flags(meet, i) };
			int32_t in;
			enum vote_why why = vote_elector_why(&elector, &in);
			rows.at[rows.count++] = (struct chain_electors_row){ .object = meet->motion[at],
				.person = meet->member[i].id,
				.counts = in == 1,
				.may_vote = in == 1 && !strcmp(meet->state[i], "present"),
				.why = str_of(vote_why_name(why)) };
		}
	return rows;
}

static int by_person(const void *a, const void *b)
{
	const struct chain_electors_row *one = a, *other = b;
	return one->object != other->object ? (one->object > other->object) - (one->object < other->object)
	                                    : (one->person > other->person) - (one->person < other->person);
}

static void add_votes(const struct meet *meet, struct links *links)
{
	struct chain_votes_row votes[VOTES];
	struct chain_electors_rows electors = electors_of(meet);
	for (int at = 0; at < VOTES; at++)
		votes[at] = (struct chain_votes_row){ .object = meet->motion[at],
			.meeting = meet->id,
			.chain = STR("vote"),
			.state = STR("closed"),
			.ord = at + 1,
			.kind = str_of(motion_kinds[at]),
			.question = str_of(motion_questions[at]),
			.method = STR("hands"),
			.votes_for = meet->vote_for[at],
			.votes_against = meet->vote_present - meet->vote_for[at],
			.base = meet->vote_base,
			.needs = meet->vote_needs,
			.present = meet->vote_present,
			.carried = OPT(meet->vote_for[at] >= meet->vote_needs),
			.rule = meet->nation->rule[meet->month_at].id,
			.opened_at = motion_closed(meet, at) - MINUTE,
			.closed_at = OPT(motion_closed(meet, at)) };
	qsort(electors.at, electors.count, sizeof(*electors.at), by_person);
	const struct chain_votes_rows rows = { votes, VOTES };
	const struct chain_source source = { CHAIN_SOURCE(chain_votes, rows), CHAIN_MORE(chain_electors, electors) };
	add_all(meet, links, CHAIN_VOTE, &source, motion_closed(meet, VOTES - 1));
}

static void add_record(const struct meet *meet, struct links *links, int at)
{
	const struct comrade *clerk = &meet->member[meet->clerk], *chair = &meet->member[meet->chair];
	struct str hash = { (const char *)meet->text_hash[at], HASH };
	struct chain_records_row row = { .object = meet->record[at],
		.meeting = meet->id,
		.chain = at ? STR("resolution") : STR("minutes"),
		.state = STR("signed"),
		.kind = at ? STR("resolution") : STR("minutes"),
		.ord = 1,
		.title = str_format(meet->arena, "%s sinh hoạt chi bộ tháng %02d/%d", at ? "Nghị quyết" : "Biên bản",
		        meet->month % 100, meet->month / 100),
		.day = meet->day,
		.version = 1,
		.term = OPT(nation_term(meet->nation, meet->cell)),
		.number = OPT(meet->number),
		.adopted_at = OPT(meet->paper ? meet->ended : motion_closed(meet, 1 - at)),
		.adopted_version = OPT(1),
		.adopted_hash = hash,
		.motion = meet->paper ? OPT_NONE : OPT(meet->motion[1 - at]),
		.clerk = OPT(clerk->id),
		.clerk_name = clerk->name,
		.clerk_at = OPT(meet->closed - 2 * MINUTE),
		.chair = OPT(chair->id),
		.chair_name = chair->name,
		.chair_post = str_of(chair->post),
		.signed_at = OPT(meet->closed),
		.hash = hash };
	const struct chain_records_rows rows = { &row, 1 };
	const struct chain_source source = { CHAIN_SOURCE(chain_records, rows) };
	add_all(meet, links, at ? CHAIN_RESOLUTION : CHAIN_MINUTES, &source, meet->closed);
}

static void add_addendum(const struct meet *meet, struct links *links)
{
	const struct comrade *clerk = &meet->member[meet->clerk], *chair = &meet->member[meet->chair];
	int64_t at = meet->addendum + 2 * MINUTE;
	struct chain_records_row row = { .object = meet_addendum(meet),
		.meeting = meet->id,
		.chain = STR("minutes"),
		.state = STR("signed"),
		.kind = STR("addendum"),
		.ord = 1,
		.parent = OPT(meet->record[0]),
		.title = str_format(meet->arena, "Phụ lục số 1 – Biên bản sinh hoạt chi bộ tháng %02d/%d",
		        meet->month % 100, meet->month / 100),
		.day = day_today(meet->arena, meet->addendum),
		.version = 1,
		.clerk = OPT(clerk->id),
		.clerk_name = clerk->name,
		.clerk_at = OPT(at),
		.chair = OPT(chair->id),
		.chair_name = chair->name,
		.chair_post = str_of(chair->post),
		.signed_at = OPT(at + MINUTE),
		.hash = { (const char *)meet->text_hash[2], HASH } };
	const struct chain_records_rows rows = { &row, 1 };
	const struct chain_source source = { CHAIN_SOURCE(chain_records, rows) };
	add_all(meet, links, CHAIN_MINUTES, &source, at + MINUTE);
}

static void add_sheet(const struct meet *meet, struct links *links, const char *state, int64_t when)
{
	const struct rubric_data *data = meet->nation->rubric;
	struct chain_lines_row lines[RUBRIC_LINES];
	size_t count = meet->paper ? 0 : (size_t)data->rubric.line_count;
	bool graded = !strcmp(state, "graded");
	for (size_t i = 0; i < count; i++) {
		int at = meet->nation->line_order[i];
		lines[i] = (struct chain_lines_row){ .object = meet->sheet,
			.line = data->line[at].id,
			.max = data->rubric.line[at].max,
			.points = OPT(meet->points[at]),
			.why = STR("Người chấm quyết định."),
			.superior = graded && meet->lowered == at ? OPT(meet->points[at] / 2) : OPT_NONE,
			.superior_note = graded && meet->lowered == at ? STR("Chưa đủ minh chứng") : STR_NONE };
	}
	struct chain_sheets_row row = { .object = meet->sheet,
		.meeting = meet->id,
		.chain = STR("score"),
		.state = str_of(state),
		.rubric = data->id,
		.rubric_version = data->version,
		.total = OPT(meet->total),
		.grade = str_of(meet->grade),
		.motion = meet->paper ? OPT_NONE : OPT(meet->motion[2]),
		.submitted_at = !strcmp(state, "voted") ? OPT_NONE : OPT(meet->sent),
		.superior_total = graded ? OPT(meet->superior_total) : OPT_NONE,
		.superior_grade = graded ? str_of(meet->superior_grade) : STR_NONE,
		.superior_reason = graded && meet->lowered >= 0
		                           ? STR("Nội dung chưa đủ minh chứng, đề nghị rút kinh nghiệm")
		                           : STR_NONE,
		.superior_account = graded ? OPT(nation_officer(meet->cell, meet->graded)) : OPT_NONE,
		.graded_at = graded ? OPT(meet->graded) : OPT_NONE };
	const struct chain_sheets_rows rows = { &row, 1 };
	const struct chain_lines_rows of_lines = { lines, count };
	const struct chain_source source = { CHAIN_SOURCE(chain_sheets, rows), CHAIN_MORE(chain_lines, of_lines) };
	add_all(meet, links, CHAIN_SCORE, &source, when);
}

static int by_key(const void *a, const void *b)
{
	const struct link *one = a, *other = b;
	int64_t first = one->content.object, second = other->content.object;
	return first != second ? (first > second) - (first < second) : one->seq - other->seq;
}

void meet_write_links(struct meet *meet)
{
	struct links links = { .count = 0 };
	if (!meet->paper) {
		add_votes(meet, &links);
		add_sheet(meet, &links, "voted", motion_closed(meet, VOTES - 1));
	}
	for (int at = 0; at < 2; at++)
		add_record(meet, &links, at);
	if (meet->addendum)
		add_addendum(meet, &links);
	add_sheet(meet, &links, "submitted", meet->sent);
	if (meet->graded)
		add_sheet(meet, &links, "graded", meet->graded);
	qsort(links.at, (size_t)links.count, sizeof(links.at[0]), by_key);
	for (int i = 0; i < links.count; i++) {
		const struct link *link = &links.at[i];
		struct row row = row_of(meet->nation->sink, "chain_link");
		row_int(&row, meet->id);
		row_int(&row, link->content.object);
		row_c(&row, chain_names[link->kind]);
		row_int(&row, link->seq);
		row_int(&row, meet->cell->shard);
		row_int(&row, meet->cell->id);
		row_c(&row, "");
		row_text(&row, link->content.state);
		row_int(&row, link->at);
		row_blob(&row, link->salt, CHAIN_SALT);
		row_blob(&row, link->covered, HASH);
		row_blob(&row, link->hash, HASH);
		row_end(&row);
	}
}
