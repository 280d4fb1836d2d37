/* The work of a year, classes: in spring one of each commune for its secretaries, with a quiz and certificates; of
   each province for its secretaries together, as many as a class may have; in autumn for its clerks; and for its
   deputies, which are open at the end of the year. */
#include "bench/nation_year.h"

#include <string.h>

enum { PEOPLE = 2000, QUESTIONS = 5, CHOICES = 3, LESSON_MINUTES = 180, LEAST = 80, CODE_LETTERS = 10, LESSONS = 2 };

struct course {
	struct year *year;
	int64_t id, unit, officer, opened, lesson[LESSONS];
	int month, day, who, lessons,
	        numbers; /* month, day: of the first lesson; who: 0 secretary, 1 deputy, 2 clerk */
	const char *role, *title;
	bool over, quiz;
	struct str place;
};

static const char *const posts[] = { "bi_thu", "pho_bi_thu", "chi_uy_vien" };

static void put_lessons(struct course *class)
{
	const struct year *year = class->year;
	unsigned char secret[HASH];
	for (int i = 0; i < class->lessons; i++) {
		struct dice dice = dice_of(year->nation->seed, 96, (uint64_t) class->id, (uint64_t)i);
		class->lesson[i] = nation_id(class->opened, 0, 1 + i);
		for (size_t k = 0; k < HASH; k += 8) {
			uint64_t bits = dice_next(&dice);
			memcpy(secret + k, &bits, 8);
		}
		YEAR_PUT(year, "training_lesson", num(class->lesson[i]), num(class->id),
		        txt(year_day(year, class->month, class->day + i)), num(8 * 60), num(LESSON_MINUTES),
		        lit(i ? "Điều hành buổi sinh hoạt, ghi biên bản" : "Nghiệp vụ công tác đảng ở chi bộ"), lit(""),
		        lit("Giảng viên trường chính trị"), blob((struct str){ (const char *)secret, HASH }));
	}
}

static void put_questions(const struct course *class)
{
	static const char *const texts[QUESTIONS] = { "Chi bộ họp thường kỳ mấy tháng một lần?",
		"Tài liệu gửi đảng viên trước mấy ngày?", "Ai ký biên bản?", "Nghị quyết cần bao nhiêu phiếu?",
		"Gửi biên bản lên cấp trên trong mấy ngày?" };
	static const char *const choices[CHOICES] = { "Theo quy định", "Tùy chi bộ", "Không quy định" };
	for (int i = 0; class->quiz && i < QUESTIONS; i++) {
		int64_t id = nation_id(class->opened, 0, 10 + i);
		YEAR_PUT(class->year, "training_question", num(id), num(class->id), num(i + 1), lit(texts[i]));
		for (int k = 0; k < CHOICES; k++)
			YEAR_PUT(class->year, "training_choice", num(id), num(k + 1), lit(choices[k]), num(!k));
	}
}

static void put_class(struct course *class)
{
	const struct year *year = class->year;
	int64_t entered = class->opened - 5 * DAY_MS;
	bool certified = class->over && class->quiz;
	struct str last = year_day(year, class->month, class->day + class->lessons - 1);
	YEAR_PUT(year, "training_class", num(class->id), num(class->unit), lit(class->title), lit(class->role), lit(""),
	        lit("Ban Tổ chức"), txt(class->place), lit("15-KH/ĐU"), txt(year_day_of(year, entered)), num(LEAST),
	        num(0), lit(class->over ? "ended" : "open"), nil(), num(class->opened),
	        txt(class->over ? last : STR_NONE), num(class->opened), lit(class->quiz ? "closed" : "none"), num(60),
	        num(2), lit(certified ? "40-QĐ/ĐU" : NULL), txt(certified ? last : STR_NONE),
	        lit(certified ? "Lê Thị Hòa" : NULL), lit(certified ? "TRƯỞNG BAN" : NULL), num(2 + class->over),
	        num(class->officer), num(entered));
	put_lessons(class);
	put_questions(class);
}

/* ---- Places ---- */

struct seat {
	const struct cell *cell;
	int64_t id;
	int present, passed;
	struct dice dice;
};

static void put_presence(const struct course *class, struct seat *seat)
{
	for (int i = 0; i < class->lessons; i++) {
		int chance = dice_up_to(&seat->dice, 100);
		int64_t begun = year_at(class->year, class->month, class->day + i, 8);
		bool here = chance < 93, code = here && chance < 70;
		seat->present += here;
		YEAR_PUT(class->year, "training_presence", num(seat->id), num(class->lesson[i]), num(0),
		        lit(here              ? "present"
		                : chance < 97 ? "excused"
		                              : "absent"),
		        lit(code ? "code" : "list"),
		        num(code ? nation_account(class->year->nation, seat->cell, class->who) : class->officer),
		        num(begun + (code ? chance * MINUTE_MS / 10 : 4 * HOUR_MS)));
	}
}

static void put_tries(const struct course *class, struct seat *seat)
{
	static const char *const answers[] = { "1:2 2:1 3:2 4:1 5:2", "1:1 2:1 3:1 4:1 5:2" };
	for (int i = 1; i <= 2 && !seat->passed; i++) {
		bool right = dice_up_to(&seat->dice, 100) < 85;
		seat->passed = right;
		YEAR_PUT(class->year, "training_try", num(seat->id + i), num(0), num(seat->id), num(i),
		        num(right ? 4 : 2), num(QUESTIONS), num(right), num(0), lit(answers[right]),
		        num(nation_account(class->year->nation, seat->cell, class->who)),
		        num(year_at(class->year, class->month, class->day + 1, 11) + (int64_t)i * 20 * MINUTE_MS));
	}
}

static void put_seat(struct course *class, const struct cell *cell)
{
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	const struct year *year = class->year;
	struct nation *nation = year->nation;
	struct comrade members[MEMBERS_MAX];
	char code[CODE_LETTERS];
	int month = class->month > 12 ? 11 : class->month - 1, place = (int)(cell - nation->cell);
	nation_members(year->arena, nation, cell, month, members);
	struct seat seat = { .cell = cell,
		.id = nation_id(year_at(year, class->over ? class->month : 12, 4, 9) + place, 0, 0) };
	seat.dice = dice_of(nation->seed, 97, (uint64_t)seat.id, (uint64_t) class->who);
	if (class->over)
		put_presence(class, &seat);
	if (class->quiz && seat.present)
		put_tries(class, &seat);
	for (int i = 0; i < CODE_LETTERS; i++)
		code[i] = letters[dice_up_to(&seat.dice, 31)];
	bool enough = class->over && seat.present == class->lessons, done = enough && (!class->quiz || seat.passed),
	     certified = done && class->quiz;
	int64_t ended = year_at(year, class->month, class->day + class->lessons - 1, 16);
	YEAR_PUT(year, "training_seat", num(seat.id), num(0), num(class->id), num(cell->id),
	        num(members[class->who].id), num(0), txt(members[class->who].name), blob(members[class->who].sort_key),
	        lit(""), lit(posts[class->who]), txt(cell_name(year->arena, nation, cell)), lit("role"), num(0),
	        num(class->opened), num(certified ? ++class->numbers : 0), num(certified ? year->year : 0),
	        certified ? txt((struct str){ code, CODE_LETTERS }) : lit(""), opt(certified ? ended : 0),
	        num(class->over ? (int64_t)year->year * 100 + class->month : 0),
	        num(!class->over       ? 0
	                : enough       ? 2
	                : seat.present ? 1
	                               : 0),
	        num(done), num(certified));
}

static bool may_come(const struct year *year, const struct cell *cell)
{
	return !cell->from && !cell->moved_at && year_lives(year, cell);
}

/* All of one commune. */
static void call(struct course *class, int commune)
{
	const struct year *year = class->year;
	struct year_cells cells = year->commune[commune];
	YEAR_PUT(year, "training_source", num(class->id), num(year->nation->commune[commune].id), lit(class->role));
	for (int i = 0; i < cells.count; i++) {
		const struct cell *cell = &year->nation->cell[cells.at[i]];
		if (may_come(year, cell))
			put_seat(class, cell);
		arena_reset(year->arena);
	}
}

static void class_of_commune(struct year *year, int commune)
{
	struct nation *nation = year->nation;
	struct course class = { .year = year,
		.opened = year_at(year, 3, 2, 9) + commune,
		.unit = nation->commune[commune].id,
		.officer = nation_officer_of(commune),
		.month = 3,
		.day = 17,
		.lessons = LESSONS,
		.over = true,
		.quiz = true,
		.role = "secretary",
		.title = "Bồi dưỡng nghiệp vụ bí thư chi bộ",
		.place = nation->commune[commune].name };
	class.id = nation_id(class.opened, 0, 0);
	put_class(&class);
	call(&class, commune);
}

static void class_of_province(struct year *year, int province, int kind)
{
	static const struct course kinds[] = {
		{ .month = 2, .day = 10, .who = 0, .role = "secretary", .title = "Hội nghị trực tuyến bí thư chi bộ" },
		{ .month = 9, .day = 15, .who = 2, .role = "clerk", .title = "Ghi biên bản sinh hoạt chi bộ" },
		{ .month = 13, .day = 12, .who = 1, .role = "deputy", .title = "Kỹ năng của phó bí thư chi bộ" }
	};
	struct nation *nation = year->nation;
	struct course class = kinds[kind];
	int called = PEOPLE, classes = 0;
	class.year = year;
	class.over = class.month <= 12;
	class.unit = nation->province[province].id;
	class.officer = nation_province_officer(province);
	class.lessons = 1;
	class.place = STR("Trung tâm hội nghị tỉnh");
	for (int i = 0; i < nation->commune_count; i++) {
		if (nation->commune[i].above != province || !year->commune[i].count)
			continue;
		if (called + year->commune[i].count > PEOPLE) {
			class.opened = year_at(year, class.over ? class.month : 12, 3, 9) + (int64_t)province * 128 +
			               classes++;
			class.id = nation_id(class.opened, 0, 3);
			put_class(&class);
			called = 0;
		}
		called += year->commune[i].count;
		call(&class, i);
	}
}

void year_classes(struct year *year)
{
	struct nation *nation = year->nation;
	bool *has = arena_array(nation->arena, bool, (size_t)nation->province_count);
	for (int i = 0; i < nation->commune_count; i++)
		if (year->commune[i].count) {
			has[nation->commune[i].above] = true;
			class_of_commune(year, i);
		}
	for (int kind = 0; kind < 3; kind++)
		for (int i = 0; i < nation->province_count; i++)
			if (has[i])
				class_of_province(year, i, kind);
	arena_reset(year->arena);
}
