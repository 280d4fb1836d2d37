/* Votes with their electors, records with their texts and numbers, scores, the report to the superior. */
#include "bench/nation.h"

#include "feature/record/record.h"

#include <sodium.h>
#include <string.h>

enum { MINUTE = 60000 };
const char *const chain_names[CHAIN__COUNT] = { "audit", "vote", "minutes", "resolution", "score" };
const char *const motion_kinds[3] = { "resolution", "minutes", "score" };
const char *const motion_questions[3] = { "Thông qua nghị quyết của chi bộ", "Thông qua biên bản",
	"Nhất trí tự chấm điểm buổi sinh hoạt" };

int64_t motion_closed(const struct meet *meet, int at)
{
	return meet->opened + (int64_t)(52 + 2 * at) * MINUTE;
}

static void put_electors(const struct meet *meet, int at)
{
	for (int i = 0; i < meet->count; i++) {
		const struct comrade *member = &meet->member[i];
		struct vote_elector elector = { .flags = meet_flags(meet, i) };
		int32_t in;
		enum vote_why why = vote_elector_why(&elector, &in);
		struct row row = row_of(meet->nation->sink, "motion_elector");
		row_int(&row, meet->motion[at]);
		row_int(&row, member->id);
		row_int(&row, meet->cell->shard);
		row_text(&row, member->name);
		row_blob(&row, member->sort_key.ptr, member->sort_key.len);
		row_int(&row, in == 1);
		row_int(&row, 0);
		row_int(&row, in == 1 && !strcmp(meet->state[i], "present"));
		row_c(&row, vote_why_name(why));
		row_null(&row);
		row_end(&row);
	}
}

static void put_motion(const struct meet *meet, int at)
{
	const struct vote_rule *rule = &meet->nation->rule[meet->month_at];
	int against = meet->vote_present - meet->vote_for[at];
	struct row row = row_of(meet->nation->sink, "motion");
	row_int(&row, meet->motion[at]);
	row_int(&row, meet->cell->shard);
	row_int(&row, meet->id);
	row_null(&row);
	row_int(&row, at + 1);
	row_c(&row, motion_kinds[at]);
	row_c(&row, motion_questions[at]);
	row_c(&row, "hands");
	row_null(&row);
	row_null(&row);
	row_c(&row, "closed");
	row_int(&row, meet->vote_for[at]);
	row_int(&row, against);
	row_int(&row, 0);
	row_int(&row, meet->vote_base);
	row_int(&row, meet->vote_needs);
	row_int(&row, meet->vote_present);
	row_int(&row, meet->vote_for[at] >= meet->vote_needs);
	row_text(&row, rule->id);
	row_int(&row, motion_closed(meet, at) - MINUTE);
	row_int(&row, motion_closed(meet, at));
	row_end(&row);
	put_electors(meet, at);
}

static void put_version(
        const struct meet *meet, int64_t record, const unsigned char hash[HASH], int64_t at, struct str body)
{
	struct row row = row_of(meet->nation->sink, "record_version");
	row_int(&row, record);
	row_int(&row, 1);
	row_int(&row, meet->cell->shard);
	row_blob(&row, hash, HASH);
	row_int(&row, nation_account(meet->nation, meet->cell, 2));
	row_int(&row, at);
	row_text(&row, body);
	row_end(&row);
}

static void put_record(struct meet *meet, int at)
{
	struct str body = at ? meet_resolution(meet) : meet_minutes(meet);
	int64_t adopted = meet->paper ? meet->ended : motion_closed(meet, 1 - at);
	const struct comrade *clerk = &meet->member[meet->clerk], *chair = &meet->member[meet->chair];
	unsigned char hash[HASH];
	crypto_generichash(hash, HASH, (const unsigned char *)body.ptr, body.len, NULL, 0);
	struct row row = row_of(meet->nation->sink, "record");
	row_int(&row, meet->record[at]);
	row_int(&row, meet->cell->shard);
	row_int(&row, meet->cell->id);
	row_int(&row, meet->id);
	row_c(&row, at ? "resolution" : "minutes");
	row_int(&row, 1);
	row_null(&row);
	row_text(&row, str_format(meet->arena, "%s sinh hoạt chi bộ tháng %02d/%d", at ? "Nghị quyết" : "Biên bản",
	                       meet->month % 100, meet->month / 100));
	row_text(&row, meet->day);
	row_c(&row, "signed");
	row_int(&row, 1);
	row_int(&row, nation_term(meet->nation, meet->cell));
	row_int(&row, meet->number);
	row_int(&row, adopted);
	row_blob(&row, hash, HASH);
	row_int(&row, 1);
	row_opt(&row, meet->paper ? 0 : meet->motion[1 - at]);
	row_int(&row, clerk->id);
	row_text(&row, clerk->name);
	row_int(&row, meet->closed - 2 * MINUTE);
	row_int(&row, chair->id);
	row_text(&row, chair->name);
	row_c(&row, chair->post);
	row_int(&row, meet->closed);
	row_int(&row, meet->closed);
	row_blob(&row, hash, HASH);
	row_int(&row, meet->opened + 45 * MINUTE);
	row_end(&row);
	put_version(meet, meet->record[at], hash, meet->opened + 45 * MINUTE, body);
	memcpy(meet->text_hash[at], hash, HASH);
}

/* Something that the minutes forgot, confirmed by the same two. */
static void put_addendum(struct meet *meet)
{
	struct record_section section = { .key = STR("content"),
		.title = STR(""),
		.kind = STR("para"),
		.text = STR("Bổ sung: danh sách đảng viên được biểu dương trong tháng.") };
	struct str body = record_body_json(meet->arena, &(struct record_body){ &section, 1 });
	const struct comrade *clerk = &meet->member[meet->clerk], *chair = &meet->member[meet->chair];
	int64_t id = meet_addendum(meet), at = meet->addendum + 2 * MINUTE;
	unsigned char hash[HASH];
	crypto_generichash(hash, HASH, (const unsigned char *)body.ptr, body.len, NULL, 0);
	struct row row = row_of(meet->nation->sink, "record");
	row_int(&row, id);
	row_int(&row, meet->cell->shard);
	row_int(&row, meet->cell->id);
	row_int(&row, meet->id);
	row_c(&row, "addendum");
	row_int(&row, 1);
	row_int(&row, meet->record[0]);
	row_text(&row, str_format(meet->arena, "Phụ lục số 1 – Biên bản sinh hoạt chi bộ tháng %02d/%d",
	                       meet->month % 100, meet->month / 100));
	row_text(&row, day_today(meet->arena, meet->addendum));
	row_c(&row, "signed");
	row_int(&row, 1);
	for (int i = 0; i < 6; i++) /* term, number, adoption: none of its own */
		row_null(&row);
	row_int(&row, clerk->id);
	row_text(&row, clerk->name);
	row_int(&row, at);
	row_int(&row, chair->id);
	row_text(&row, chair->name);
	row_c(&row, chair->post);
	row_int(&row, at + MINUTE);
	row_int(&row, at + MINUTE);
	row_blob(&row, hash, HASH);
	row_int(&row, meet->addendum);
	row_end(&row);
	put_version(meet, id, hash, meet->addendum, body);
	memcpy(meet->text_hash[2], hash, HASH);
}

static void put_lines(const struct meet *meet)
{
	const struct rubric_data *data = meet->nation->rubric;
	for (int32_t i = 0; i < data->rubric.line_count; i++) {
		int at = meet->nation->line_order[i];
		struct row row = row_of(meet->nation->sink, "score_line");
		row_int(&row, meet->sheet);
		row_text(&row, data->line[at].id);
		row_int(&row, meet->cell->shard);
		row_int(&row, data->rubric.line[at].max);
		row_null(&row);
		row_int(&row, meet->points[at]);
		row_int(&row, 0);
		row_null(&row);
		row_c(&row, "Người chấm quyết định.");
		bool lowered = meet->graded && meet->lowered == at;
		if (lowered)
			row_int(&row, meet->points[at] / 2);
		else
			row_null(&row);
		row_c(&row, lowered ? "Chưa đủ minh chứng" : NULL);
		row_end(&row);
	}
}

static void put_sheet(const struct meet *meet)
{
	const struct rubric_data *data = meet->nation->rubric;
	struct row row = row_of(meet->nation->sink, "score_sheet");
	row_int(&row, meet->sheet);
	row_int(&row, meet->cell->shard);
	row_int(&row, meet->cell->id);
	row_int(&row, meet->id);
	row_text(&row, data->id);
	row_int(&row, data->version);
	row_c(&row, meet->graded ? "graded" : "submitted");
	row_int(&row, 0);
	row_int(&row, data->rubric.scale);
	row_int(&row, meet->total);
	row_c(&row, meet->grade);
	row_opt(&row, meet->paper ? 0 : meet->motion[2]);
	row_null(&row);
	row_int(&row, meet->sent);
	row_opt(&row, meet->graded ? meet->superior_total : 0);
	row_c(&row, meet->graded ? meet->superior_grade : NULL);
	row_c(&row, meet->graded && meet->lowered >= 0 ? "Nội dung chưa đủ minh chứng, đề nghị rút kinh nghiệm" : NULL);
	row_opt(&row, meet->graded ? nation_officer(meet->cell, meet->graded) : 0);
	row_opt(&row, meet->graded);
	row_int(&row, meet->graded ? 4 : 3);
	row_int(&row, meet->opened + 55 * MINUTE);
	row_end(&row);
	if (!meet->paper)
		put_lines(meet);
}

static void put_report(const struct meet *meet)
{
	struct row row = row_of(meet->nation->sink, "report");
	row_int(&row, meet->id);
	row_int(&row, meet->cell->shard);
	row_int(&row, meet->cell->id);
	row_int(&row, meet->first_sent);
	row_int(&row, meet->sent);
	row_int(&row, nation_account(meet->nation, meet->cell, 0));
	row_text(&row, meet->due_day);
	row_int(&row, meet->late_days);
	row_opt(&row, meet->seen);
	row_opt(&row, meet->seen ? nation_officer(meet->cell, meet->seen) : 0);
	bool back = meet->returned && meet->sent == meet->first_sent; /* it was not sent again */
	row_opt(&row, back ? meet->returned : 0);
	row_opt(&row, back ? nation_officer(meet->cell, meet->returned) : 0);
	row_c(&row, back ? "Thiếu danh sách đảng viên vắng mặt, đề nghị bổ sung" : NULL);
	row_end(&row);
	row = row_of(meet->nation->sink, "report_handbook");
	row_int(&row, meet->id);
	row_int(&row, meet->cell->shard);
	row_int(&row, meet->first_sent - MINUTE);
	row_int(&row, nation_account(meet->nation, meet->cell, 0));
	row_end(&row);
}

void meet_write_votes(struct meet *meet)
{
	for (int i = 0; i < 3 && !meet->paper; i++)
		put_motion(meet, i);
	for (int i = 0; i < 2; i++)
		put_record(meet, i);
	if (meet->addendum)
		put_addendum(meet);
	put_sheet(meet);
	put_report(meet);
	meet_write_links(meet);
}
