/* The work of a year, model meetings: one of each commune, one a month of each province; who came, what they noted,
   what was published and which cells read it. */
#include "bench/nation_year.h"

#include "base/id.h"

#include <string.h>

enum { GUESTS = 3, STEPS = 3 };

static const char *const steps[STEPS] = { "preparation", "order", "conclusion" };

struct model {
	struct year *year;
	struct cell *cell;
	struct meet *meet;
	int64_t id, unit, officer, at, published;
	struct str name; /* of the cell */
	const char *state;
	const struct year_cells *readers; /* of each commune */
	int reader_lists;
	struct dice dice;
};

static void put_meeting(const struct model *model)
{
	const struct year *year = model->year;
	const struct cell *cell = model->cell;
	struct date day = date_of_instant(model->meet->opened);
	bool published = model->published != 0, live = published || !strcmp(model->state, "marked");
	YEAR_PUT(year, "model_meeting", num(model->id), num(cell->shard), num(cell->id), num(model->meet->id),
	        num(model->unit), lit("Nhân rộng cách sinh hoạt có thảo luận sôi nổi"), lit(model->state), num(0),
	        lit(live ? NULL : "Chi bộ đổi lịch họp"), txt(date_iso(year->arena, date_add(day, -7))),
	        txt(date_iso(year->arena, date_add(day, 31))), lit(live ? "21-GM/ĐU" : NULL),
	        txt(live ? year_day_of(year, model->at) : STR_NONE), lit(published ? "Cách làm hay, nên học" : NULL),
	        opt(published ? model->unit : 0), published ? lit("") : nil(), opt(model->published),
	        num(published ? year->nation->cell[year->nation->cell_count - 1].id : 0),
	        opt(published ? model->published + MINUTE_MS : 0), num(model->officer), num(2 + published),
	        num(model->at));
	for (int i = 0; published && i < STEPS; i++)
		YEAR_PUT(year, "model_lesson", num(model->id), lit(steps[i]), num(cell->shard),
		        lit("Gửi tài liệu sớm, gợi ý trước ba câu hỏi, kết luận từng việc"));
}

/* The leaders of a few cells of the commune, and who made it. */
static void put_guests(struct model *model, struct year_cells beside)
{
	const struct year *year = model->year;
	const struct nation *nation = year->nation;
	struct date day = date_of_instant(model->meet->opened);
	bool live = strcmp(model->state, "cancelled") != 0;
	for (int i = 0, made = 0; i < beside.count && made < GUESTS; i++) {
		const struct cell *guest = &nation->cell[beside.at[i]];
		if (guest == model->cell || guest->from)
			continue;
		YEAR_PUT(year, "model_guest", num(nation_id(model->at, model->cell->shard, made)),
		        num(model->cell->shard), num(model->id), nil(), num(guest->id),
		        txt(cell_name(year->arena, nation, guest)), txt(year->parent_name[beside.at[i]]),
		        live ? num(1 + dice_up_to(&model->dice, 4)) : nil(), num(model->at + made));
		for (int k = 0; live && k < 3; k++) /* those who speak for it */
			YEAR_PUT(year, "visitor", num(nation_account(nation, guest, k)), num(model->cell->id),
			        num(model->id), txt(date_iso(year->arena, date_add(day, -7))),
			        txt(date_iso(year->arena, date_add(day, 31))));
		for (int k = 0; live && k < STEPS; k++)
			YEAR_PUT(year, "model_note", num(model->id), num(nation_account(nation, guest, 0)),
			        lit(steps[k]), num(model->cell->shard), lit("guest"), lit("Chuẩn bị kỹ, đúng trình tự"),
			        nil(), num(model->meet->ended + HOUR_MS));
		made++;
	}
}

static void put_reader(struct model *model, const struct cell *cell, int64_t month, bool read)
{
	YEAR_PUT(model->year, "model_reader", num(cell->id), num(model->id), num(cell->shard), num(month),
	        txt(model->meet->day), txt(model->name), opt(read ? model->published + 3 * DAY_MS : 0),
	        opt(read ? nation_account(model->year->nation, cell, 0) : 0), num(model->published + MINUTE_MS));
}

static void put_readers(struct model *model)
{
	const struct year *year = model->year;
	int64_t month = month_of_day(year_day_of(year, model->published)),
	        *should = arena_array(year->arena, int64_t, ID_SHARDS),
	        *done = arena_array(year->arena, int64_t, ID_SHARDS);
	for (int list = 0; list < model->reader_lists; list++)
		for (int i = 0; i < model->readers[list].count; i++) {
			const struct cell *cell = &year->nation->cell[model->readers[list].at[i]];
			bool read = dice_up_to(&model->dice, 100) < 70;
			if (cell == model->cell)
				continue;
			put_reader(model, cell, month, read);
			should[cell->shard]++;
			done[cell->shard] += read;
		}
	for (int shard = 0; shard < ID_SHARDS; shard++)
		if (should[shard])
			YEAR_PUT(year, "model_reading", num(model->id), num(shard), num(should[shard]),
			        num(done[shard]));
}

/* At the meeting of a month, two weeks before which it was marked. */
static void hold(struct model *model, int commune, int place, int month_at)
{
	struct year *year = model->year;
	struct nation *nation = year->nation;
	struct comrade members[MEMBERS_MAX];
	struct meet meet;
	model->cell = &nation->cell[place];
	if (model->cell->settled || model->cell->moved_at || model->cell->from)
		return;
	int count = nation_members(year->arena, nation, model->cell, month_at, members);
	meet_make(&meet, year->arena, nation, model->cell, members, count, month_at);
	model->meet = &meet;
	model->name = cell_name(year->arena, nation, model->cell);
	model->at = meet.opened - 14 * DAY_MS + place;
	model->id = nation_id(model->at, model->cell->shard, 0);
	model->dice = dice_of(nation->seed, 99, (uint64_t)model->id, 0);
	int chance = dice_up_to(&model->dice, 100);
	model->state = chance < 80 ? "published" : chance < 94 ? "marked" : "cancelled";
	model->published = chance < 80 ? meet.opened + 4 * DAY_MS : 0;
	put_meeting(model);
	put_guests(model, year->commune[commune]);
	if (model->published)
		put_readers(model);
	arena_reset(year->arena);
}

static void models_of_province(struct year *year, int province, struct year_cells *lists, int *communes)
{
	struct nation *nation = year->nation;
	int count = 0;
	for (int i = 0; i < nation->commune_count; i++)
		if (nation->commune[i].above == province && year->commune[i].count) {
			lists[count] = year->commune[i];
			communes[count++] = i;
		}
	for (int month = 1; count && month < 11; month++) {
		struct model model = { .year = year,
			.unit = nation->province[province].id,
			.officer = nation_province_officer(province),
			.readers = lists,
			.reader_lists = count };
		int commune = communes[month % count];
		hold(&model, commune, year->commune[commune].at[month % year->commune[commune].count], month);
	}
}

void year_models(struct year *year)
{
	struct nation *nation = year->nation;
	struct year_cells *lists = arena_array(nation->arena, struct year_cells, (size_t)nation->commune_count);
	int *communes = arena_array(nation->arena, int, (size_t)nation->commune_count);
	for (int i = 0; i < nation->commune_count; i++) {
		struct model model = { .year = year,
			.unit = nation->commune[i].id,
			.officer = nation_officer_of(i),
			.readers = &year->commune[i],
			.reader_lists = 1 };
		if (year->commune[i].count)
			hold(&model, i, year->commune[i].at[year->commune[i].count - 1], 2 + i % 8);
	}
	for (int i = 0; i < nation->province_count; i++)
		models_of_province(year, i, lists, communes);
}
