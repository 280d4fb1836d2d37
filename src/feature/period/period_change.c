/* Frozen figures beside those of today: what is another one, child by child. */
#include "feature/period/period_private.h"

#include "base/text.h"
#include "gen/period_sql.h"

enum { TEXT_CEILING = 4 << 10 };

/* The figures that make a correction; others follow from them or say who did what in the office. */
static const struct {
	enum period_figure figure;
	const char *name;
} told[] = {
	{ PERIOD_CELLS, "chi bộ" },
	{ PERIOD_MEMBERS, "đảng viên" },
	{ PERIOD_CELL_MONTHS, "kỳ phải họp" },
	{ PERIOD_MET, "kỳ đã họp" },
	{ PERIOD_SESSIONS, "buổi họp" },
	{ PERIOD_THEMATIC, "chuyên đề" },
	{ PERIOD_BASE, "lượt phải dự" },
	{ PERIOD_PRESENT, "lượt dự" },
	{ PERIOD_EXCUSED, "vắng có lý do" },
	{ PERIOD_UNEXCUSED, "vắng không lý do" },
	{ PERIOD_SPOKE, "phát biểu" },
	{ PERIOD_GOOD, "tốt" },
	{ PERIOD_FAIR, "khá" },
	{ PERIOD_AVERAGE, "trung bình" },
	{ PERIOD_POOR, "kém" },
	{ PERIOD_FINAL_SUM, "tổng điểm" },
	{ PERIOD_RESOLUTIONS, "nghị quyết" },
	{ PERIOD_TASKS_DONE, "nhiệm vụ xong" },
	{ PERIOD_ADMITTED, "kết nạp" },
	{ PERIOD_RECOGNISED, "công nhận chính thức" },
};

static struct str grade_word(struct arena *arena, struct str grade)
{
	return grade.len ? text_lower(arena, period_grade_name(grade)) : STR("chưa xếp");
}

/* "tốt 1 → 0; khá 0 → 1"; "" when nothing changed. */
static struct str compare(
        struct arena *arena, const struct period_row *was, const struct period_row *is, bool long_period)
{
	struct buf buf = buf_open(arena, TEXT_CEILING);
	for (size_t i = 0; i < LENGTH(told); i++) {
		int64_t a = was->now.n[told[i].figure], b = is->now.n[told[i].figure];
		if (a != b)
			buf_format(&buf, "%s%s %lld → %lld", buf.len ? "; " : "", told[i].name, (long long)a,
			        (long long)b);
	}
	if (long_period && !str_eq(was->grade, is->grade))
		buf_format(&buf, "%sxếp loại kỳ %.*s → %.*s", buf.len ? "; " : "",
		        STR_ARG(grade_word(arena, was->grade)), STR_ARG(grade_word(arena, is->grade)));
	return buf_text(&buf);
}

static const struct period_row *find(const struct period_report *report, int64_t unit)
{
	for (size_t i = 0; i < report->row_count; i++)
		if (report->rows[i].unit == unit)
			return &report->rows[i];
	return NULL;
}

static void add(struct arena *arena, struct period_changes *changes, const struct period_report *frozen,
        const struct period_row *was, const struct period_row *is, const struct period_changes_of_rows *reasons)
{
	static const struct period_row nothing = { 0 };
	const struct period_row *named = is ? is : was;
	struct str figures = compare(
	        arena, was ? was : &nothing, is ? is : &nothing, named->cell && frozen->period.kind != PERIOD_MONTH);
	if (!figures.len)
		return;
	size_t at = changes->count++;
	changes->at[at] = (struct period_change){
		.unit = named->unit, .name = named->name, .figures = figures, .reason = STR(""), .period = frozen->code
	};
	changes->told[at] = STR("");
	for (size_t i = 0; i < reasons->count; i++)
		if (reasons->at[i].child.n == named->unit && str_eq(reasons->at[i].figures, figures)) {
			changes->at[at].reason = reasons->at[i].reason;
			changes->told[at] = reasons->at[i].told;
		}
}

enum status period_changes_since(struct arena *arena, struct db *db, int64_t unit, struct period period, int64_t now,
        struct period_changes *ret_changes, struct err *err)
{
	struct period_report *frozen, *live;
	struct period_changes_of_rows reasons;
	struct period_ask ask = { .unit = unit, .period = period, .now = now, .plain = true };
	TRY(period_load(arena, db, &ask, &frozen, err));
	if (!frozen->frozen)
		return err_set(err, NOT_FOUND, "period.not_frozen", NULL);
	ask.live = true;
	TRY(period_load(arena, db, &ask, &live, err));
	TRY(period_changes_of(
	        arena, db, &(struct period_changes_of_in){ .unit = { unit }, .period = frozen->code }, &reasons, err));
	size_t most = frozen->row_count + live->row_count + 1;
	*ret_changes = (struct period_changes){ .at = arena_array(arena, struct period_change, most),
		.told = arena_array(arena, struct str, most) };
	for (size_t i = 0; i < live->row_count; i++)
		add(arena, ret_changes, frozen, find(frozen, live->rows[i].unit), &live->rows[i], &reasons);
	for (size_t i = 0; i < frozen->row_count; i++)
		if (!find(live, frozen->rows[i].unit))
			add(arena, ret_changes, frozen, &frozen->rows[i], NULL, &reasons);
	return OK;
}
