/* The rows of a meeting: itself, its agenda, what was sent before it, the roll, what was said, the tasks given. */
#include "bench/nation.h"

#include <sodium.h>
#include <string.h>

enum { MINUTE = 60000, POOL_SLOTS = 48, PLAIN = 8192, SEALED = 24 + 16 + PLAIN };

int64_t meet_item(const struct meet *meet, int at)
{
	return nation_id(meet->planned, meet->cell->shard, 1 + at);
}

static void put_meeting(const struct meet *meet)
{
	struct row row = row_of(meet->nation->sink, "meeting");
	row_int(&row, meet->id);
	row_int(&row, meet->cell->shard);
	row_int(&row, meet->cell->id);
	row_int(&row, meet->month);
	row_text(&row, meet->day);
	row_int(&row, meet->cell->minute);
	row_text(&row, meet_place(meet));
	row_c(&row, "cell");
	row_c(&row, meet->both ? "both" : "regular");
	row_text(&row, meet->both ? meet_theme(meet) : STR_NONE);
	row_c(&row, "ended");
	row_int(&row, meet->member[meet->chair].id);
	row_int(&row, meet->member[meet->clerk].id);
	row_opt(&row, meet->paper ? 0 : meet->member[meet->observer].id);
	row_text(&row, meet->set_day);
	row_null(&row);
	row_null(&row);
	row_text(&row, meet->nation->rubric->id);
	row_int(&row, meet->paper);
	row_null(&row);
	row_int(&row, meet->called);
	row_int(&row, meet->opened);
	row_int(&row, meet->ended);
	row_int(&row, meet->called);
	row_int(&row, 1);
	row_int(&row, 5);
	row_int(&row, meet->planned);
	row_null(&row);
	row_null(&row);
	row_end(&row);
}

static void put_part(const struct meet *meet, int ord, const char *kind, int64_t began, int64_t ended)
{
	struct row row = row_of(meet->nation->sink, "meeting_part");
	row_int(&row, meet->id);
	row_int(&row, meet->cell->shard);
	row_int(&row, ord);
	row_c(&row, kind);
	row_text(&row, ord == 2 ? meet_theme(meet) : STR_NONE);
	row_opt(&row, began);
	row_opt(&row, ended);
	row_end(&row);
}

/* Items one after another, each as long as its share; parts last from their first item to their last. */
static void put_agenda(const struct meet *meet)
{
	const struct agenda *agenda = nation_agenda(meet->nation, meet->cell, meet->both);
	int64_t all = 0, at = meet->opened, first[3] = { 0 }, last[3] = { 0 };
	for (int i = 0; i < agenda->count; i++)
		all += agenda->item[i].minutes;
	for (int i = 0; i < agenda->count; i++) {
		const struct item *item = &agenda->item[i];
		int64_t until = i == agenda->count - 1
		                        ? meet->ended
		                        : at + (meet->ended - meet->opened) / 1000 * item->minutes / all * 1000;
		struct row row = row_of(meet->nation->sink, "agenda_item");
		row_int(&row, meet_item(meet, i));
		row_int(&row, meet->cell->shard);
		row_int(&row, meet->id);
		row_int(&row, (int64_t)(i + 1) * 10);
		row_int(&row, item->part);
		row_text(&row, item->step);
		row_text(&row, item->title);
		row_text(&row, item->who);
		row_null(&row);
		row_int(&row, item->minutes);
		row_int(&row, at);
		row_int(&row, until);
		row_null(&row);
		row_null(&row);
		row_int(&row, 1);
		row_end(&row);
		first[item->part] = first[item->part] ? first[item->part] : at;
		last[item->part] = at = until;
	}
	put_part(meet, 1, "regular", first[1], last[1]);
	if (meet->both)
		put_part(meet, 2, "thematic", first[2], last[2]);
}

static void put_premeeting(const struct meet *meet)
{
	struct arena *arena = meet->arena;
	struct row row = row_of(meet->nation->sink, "premeeting");
	row_int(&row, meet->id);
	row_int(&row, meet->cell->shard);
	row_text(&row, day_today(arena, meet->called));
	row_int(&row, 19 * 60);
	row_c(&row, "");
	row_text(&row, str_format(arena, "%.*s, %.*s, %.*s", STR_ARG(meet->member[0].name),
	                       STR_ARG(meet->member[1].name), STR_ARG(meet->member[2].name)));
	row_c(&row, "");
	row_text(&row, meet->member[0].name);
	row_text(&row, meet->member[2].name);
	row_c(&row, "Thống nhất nội dung, dự kiến nhiệm vụ tháng tới");
	row_int(&row, meet->called);
	row_end(&row);
}

static void put_views(const struct meet *meet, const char *table, int64_t object, int count, const int64_t *who)
{
	for (int i = 0; i < count; i++) {
		struct row row = row_of(meet->nation->sink, table);
		row_int(&row, object);
		row_int(&row, meet->cell->shard);
		row_int(&row, who[i]);
		row_int(&row, meet->called + (int64_t)(i + 1) * 47 * MINUTE);
		row_end(&row);
	}
}

/* The same paper of the month for all cells of a commune. */
static struct str paper_bytes(const struct meet *meet)
{
	const struct unit_place *commune = &meet->nation->commune[meet->cell->commune];
	return str_format(meet->arena,
	        "%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count "
	        "1>>endobj\n"
	        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n%% %.*s %d\ntrailer<</Root 1 0 "
	        "R>>\n%%%%EOF\n",
	        STR_ARG(commune->code), meet->month);
}

static void put_paper(const struct meet *meet)
{
	unsigned char hash[HASH];
	struct str bytes = paper_bytes(meet);
	int64_t id = nation_id(meet->called, meet->cell->shard, 0), posted = meet->called + 5 * MINUTE;
	crypto_generichash(hash, HASH, (const unsigned char *)bytes.ptr, bytes.len, NULL, 0);
	struct row row = row_of(meet->nation->sink, "paper");
	row_int(&row, id);
	row_int(&row, meet->cell->shard);
	row_int(&row, meet->id);
	row_text(&row, str_format(meet->arena, "Tài liệu sinh hoạt tháng %d/%d", meet->month % 100, meet->month / 100));
	row_c(&row, "tai-lieu.pdf");
	row_c(&row, "application/pdf");
	row_int(&row, (int64_t)bytes.len);
	row_blob(&row, hash, HASH);
	row_int(&row, posted);
	row_int(&row, nation_account(meet->nation, meet->cell, 0));
	row_null(&row);
	row_null(&row);
	row_end(&row);
	int64_t people[] = { meet->member[1].id, meet->member[2].id, meet->member[3].id };
	put_views(meet, "paper_view", id, 3, people);
	if (meet->nation->paper_month[meet->cell->commune] == meet->month_at + 1)
		return;
	meet->nation->paper_month[meet->cell->commune] = meet->month_at + 1;
	row = row_of(meet->nation->sink, "file");
	row_blob(&row, hash, HASH);
	row_int(&row, meet->cell->shard);
	row_int(&row, (int64_t)bytes.len);
	row_c(&row, "application/pdf");
	row_int(&row, posted);
	row_end(&row);
	row = row_of(meet->nation->sink, "file_piece");
	row_blob(&row, hash, HASH);
	row_int(&row, meet->cell->shard);
	row_int(&row, 0);
	row_blob(&row, bytes.ptr, bytes.len);
	row_end(&row);
}

static void put_opinion(const struct meet *meet)
{
	struct dice dice = dice_of(meet->nation->seed, 30, (uint64_t)meet->id, 0);
	struct row row = row_of(meet->nation->sink, "opinion");
	row_int(&row, nation_id(meet->called + DAY_MS, meet->cell->shard, 0));
	row_int(&row, meet->cell->shard);
	row_int(&row, meet->id);
	row_int(&row, meet->member[3].id);
	row_text(&row, meet->member[3].name);
	row_text(&row, nation_speech(&dice));
	row_int(&row, 0);
	row_int(&row, meet->called + DAY_MS);
	row_end(&row);
}

/* One opinion among empty slots, sealed as call_pool.c does; the nonces come from the seed. */
static void put_pool(const struct meet *meet)
{
	unsigned char key[crypto_secretbox_KEYBYTES], plain[PLAIN], sealed[SEALED];
	struct dice dice = dice_of(meet->nation->seed, 31, (uint64_t)meet->id, 0);
	int mine = dice_up_to(&dice, POOL_SLOTS);
	crypto_kdf_derive_from_key(key, sizeof(key), (uint64_t)meet->id, "opinions", meet->nation->opinion_key);
	for (int slot = 0; slot < POOL_SLOTS; slot++) {
		struct str text = slot == mine ? nation_speech(&dice) : STR("");
		uint32_t len = (uint32_t)text.len;
		memset(plain, 0, sizeof(plain));
		memcpy(plain, &len, sizeof(len));
		memcpy(plain + sizeof(len), text.len ? text.ptr : "", text.len);
		for (size_t i = 0; i < crypto_secretbox_NONCEBYTES; i += 8) {
			uint64_t bits = dice_next(&dice);
			memcpy(sealed + i, &bits, 8);
		}
		crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES, plain, PLAIN, sealed, key);
		struct row row = row_of(meet->nation->sink, "opinion_pool");
		row_int(&row, meet->id);
		row_int(&row, meet->cell->shard);
		row_int(&row, slot);
		row_blob(&row, sealed, sizeof(sealed));
		row_end(&row);
	}
}

static void put_roll(const struct meet *meet)
{
	static const char *const reasons[] = { "Đi công tác", "Ốm", "Việc gia đình", "Trực cơ quan" };
	for (int i = 0; i < meet->count; i++) {
		const struct comrade *member = &meet->member[i];
		bool unknown = !strcmp(meet->state[i], "unknown"), excused = !strcmp(meet->state[i], "excused");
		struct row row = row_of(meet->nation->sink, "attendance");
		row_int(&row, meet->id);
		row_int(&row, member->id);
		row_int(&row, meet->cell->shard);
		row_c(&row, member->status);
		row_text(&row, member->name);
		row_null(&row);
		row_blob(&row, member->sort_key.ptr, member->sort_key.len);
		row_c(&row, member->post);
		row_c(&row, member->duty);
		row_c(&row, meet->state[i]);
		row_c(&row, excused ? reasons[(meet->month_at + i) % 4] : NULL);
		row_opt(&row, excused ? meet->opened : 0);
		row_null(&row);
		row_null(&row);
		row_c(&row, unknown ? "call" : "clerk");
		row_opt(&row, unknown ? 0 : meet->opened);
		row_end(&row);
	}
}

/* Those present speak one after another, from the fourth of the list on. */
static int speaker(const struct meet *meet, int at)
{
	for (int i = 0, found = 0; i < meet->count; i++) {
		int who = (i + 3 + meet->month_at) % meet->count;
		if (!strcmp(meet->state[who], "present") && found++ == at)
			return who;
	}
	return 0;
}

static void put_speeches(const struct meet *meet)
{
	const struct agenda *agenda = nation_agenda(meet->nation, meet->cell, meet->both);
	int item = 0;
	while (item + 1 < agenda->count && !str_is(agenda->item[item].step, "discussion"))
		item++;
	for (int i = 0; i < meet->speeches; i++) {
		struct dice dice = dice_of(meet->nation->seed, 32, (uint64_t)meet->id, (uint64_t)i);
		int who = speaker(meet, i);
		struct row row = row_of(meet->nation->sink, "speech");
		row_int(&row, nation_id(meet->opened + 20 * MINUTE, meet->cell->shard, i));
		row_int(&row, meet->cell->shard);
		row_int(&row, meet->id);
		row_int(&row, meet_item(meet, item));
		row_int(&row, i + 1);
		row_int(&row, meet->member[who].id);
		row_text(&row, meet->member[who].name);
		row_text(&row, nation_speech(&dice));
		row_c(&row, "opinion");
		row_int(&row, meet->opened + (int64_t)(20 + i) * MINUTE);
		row_null(&row);
		row_end(&row);
	}
	if (!meet->praises)
		return;
	struct row row = row_of(meet->nation->sink, "praise");
	row_int(&row, nation_id(meet->opened + 30 * MINUTE, meet->cell->shard, 0));
	row_int(&row, meet->cell->shard);
	row_int(&row, meet->id);
	row_int(&row, meet->member[1].id);
	row_text(&row, meet->member[1].name);
	row_c(&row, "praise");
	row_c(&row, "Gương mẫu hiến đất mở đường, vận động gia đình cùng làm");
	row_null(&row);
	row_int(&row, meet->opened + 30 * MINUTE);
	row_end(&row);
}

/* The tasks of the meeting before, reported at this one. */
static void put_reports(const struct meet *meet)
{
	static const char *const states[] = { "done", "part", "not_done" };
	struct meet before;
	if (!meet_other(meet, meet->month_at - 1, &before))
		return;
	for (int i = 0; i < before.tasks; i++) {
		struct row row = row_of(meet->nation->sink, "task_report");
		row_int(&row, nation_id(before.opened + 40 * MINUTE, meet->cell->shard, i));
		row_int(&row, meet->id);
		row_int(&row, meet->cell->shard);
		row_c(&row, states[before.task_state[i]]);
		row_c(&row, before.task_state[i] ? "Đã làm một phần, tiếp tục thực hiện" : "Đã hoàn thành");
		row_int(&row, meet->opened + 15 * MINUTE);
		row_end(&row);
	}
}

static void put_tasks(const struct meet *meet)
{
	static const char *const states[] = { "done", "part", "not_done", "open" };
	struct meet next;
	bool closed = meet_other(meet, meet->month_at + 1, &next);
	for (int i = 0; i < meet->tasks; i++) {
		int who = meet_task_person(meet, i);
		struct row row = row_of(meet->nation->sink, "task");
		row_int(&row, nation_id(meet->opened + 40 * MINUTE, meet->cell->shard, i));
		row_int(&row, meet->cell->shard);
		row_int(&row, meet->cell->id);
		row_int(&row, meet->id);
		row_int(&row, i + 1);
		row_text(&row, meet_task_title(meet, i));
		row_int(&row, meet->member[who].id);
		row_text(&row, meet->member[who].name);
		row_text(&row, meet_task_due(meet));
		row_int(&row, month_add(meet->month, 1));
		row_c(&row, states[meet->task_state[i]]);
		row_c(&row, !closed               ? NULL
		            : meet->task_state[i] ? "Đã làm một phần, tiếp tục thực hiện"
		                                  : "Đã hoàn thành");
		row_opt(&row, closed ? next.id : 0);
		row_opt(&row, closed ? next.opened + 15 * MINUTE : 0);
		row_null(&row);
		row_int(&row, meet->opened + 40 * MINUTE);
		row_end(&row);
	}
}

static void put_total(const struct meet *meet)
{
	const int totals[] = { meet->members, meet->full, meet->base, meet->present, meet->excused, meet->unexcused,
		meet->exempt, meet->away, meet->special, meet->extra, meet->spoke,
		(int)((meet->ended - meet->opened) / MINUTE) };
	struct row row = row_of(meet->nation->sink, "meeting_total");
	row_int(&row, meet->id);
	row_int(&row, meet->cell->shard);
	for (size_t i = 0; i < LENGTH(totals); i++)
		row_int(&row, totals[i]);
	row_end(&row);
}

void meet_write(struct meet *meet)
{
	int64_t accounts[] = { nation_account(meet->nation, meet->cell, 1), nation_account(meet->nation, meet->cell, 2),
		nation_account(meet->nation, meet->cell, 3) };
	put_meeting(meet);
	if (!meet->paper) {
		put_agenda(meet);
		put_premeeting(meet);
	} else {
		put_part(meet, 1, "regular", 0, 0);
		if (meet->both)
			put_part(meet, 2, "thematic", 0, 0);
	}
	put_views(meet, "notice_view", meet->id, 3, accounts);
	if (meet->papers)
		put_paper(meet);
	if (meet->opinions)
		put_opinion(meet);
	if (meet->pool)
		put_pool(meet);
	put_roll(meet);
	put_speeches(meet);
	put_reports(meet);
	put_tasks(meet);
	put_total(meet);
}
