/* The table of a report: columns of the forms that committees use, what stands in them, the sentences below. */
#include "feature/period/period_private.h"

#include "base/text.h"
#include "base/time.h"

#include <string.h>

enum { TEXT_CEILING = 64 << 10, FEW = 5 };

/* chi bộ | số dự | ngày họp | điểm | mức xếp loại | ghi chú, lý do trừ điểm */
static const struct period_column month_columns[] = {
	{ "name", N_("Chi bộ"), PERIOD_COLUMN_NAME, false },
	{ "members", N_("Đảng số"), PERIOD_COLUMN_NUMBER, false },
	{ "attendance", N_("Số dự (x/y)"), PERIOD_COLUMN_SHARE, false },
	{ "days", N_("Ngày họp"), PERIOD_COLUMN_TEXT, false },
	{ "points", N_("Điểm"), PERIOD_COLUMN_POINTS, false },
	{ "grade", N_("Mức xếp loại"), PERIOD_COLUMN_TEXT, false },
	{ "note", N_("Ghi chú, lý do trừ điểm"), PERIOD_COLUMN_TEXT, false },
};

/* The six-month form, and what makes the grade of the period. */
static const struct period_column long_columns[] = {
	{ "name", N_("Chi bộ"), PERIOD_COLUMN_NAME, false },
	{ "members", N_("Đảng số"), PERIOD_COLUMN_NUMBER, false },
	{ "met", N_("Số kỳ họp"), PERIOD_COLUMN_SHARE, false },
	{ "attendance", N_("Số lượt dự họp"), PERIOD_COLUMN_SHARE, false },
	{ "points", N_("Điểm bình quân"), PERIOD_COLUMN_POINTS, false },
	{ "grade", N_("Xếp loại kỳ"), PERIOD_COLUMN_TEXT, false },
	{ "spoke", N_("Phát biểu ý kiến"), PERIOD_COLUMN_NUMBER, false },
	{ "mass_work", N_("Dân vận khéo"), PERIOD_COLUMN_NUMBER, true },
	{ "thematic", N_("Học tập chuyên đề"), PERIOD_COLUMN_NUMBER, false },
	{ "reading", N_("Đọc bài viết"), PERIOD_COLUMN_NUMBER, true },
	{ "theme_plan", N_("Kế hoạch sinh hoạt chuyên đề"), PERIOD_COLUMN_NUMBER, false },
	{ "admitted", N_("Kết nạp đảng"), PERIOD_COLUMN_NUMBER, false },
	{ "inspection", N_("Kiểm tra, giám sát"), PERIOD_COLUMN_NUMBER, true },
	{ "other", N_("Khác"), PERIOD_COLUMN_TEXT, true },
	{ "note", N_("Ghi chú"), PERIOD_COLUMN_TEXT, false },
};

const struct period_column *period_columns(enum period_kind kind, size_t *ret_count)
{
	*ret_count = kind == PERIOD_MONTH ? LENGTH(month_columns) : LENGTH(long_columns);
	return kind == PERIOD_MONTH ? month_columns : long_columns;
}

struct str period_grade_name(struct str grade)
{
	static const char *const names[PERIOD_GRADES] = { "Tốt", "Khá", "Trung bình", "Kém" };
	int index = period_grade_index(grade);
	return index == PERIOD_GRADE_NONE ? STR("") : str_of(names[index]);
}

struct opt_int period_share(const struct period_figures *figures, enum period_figure part, enum period_figure base)
{
	int64_t whole = figures->n[base];
	return whole > 0 ? OPT((figures->n[part] * 1000 + whole / 2) / whole) : OPT_NONE;
}

struct opt_int period_mean(const struct period_figures *figures)
{
	int64_t count = figures->n[PERIOD_FINAL_COUNT];
	return count > 0 ? OPT((figures->n[PERIOD_FINAL_SUM] * 100 + count / 2) / count) : OPT_NONE;
}

static struct period_value number(struct arena *arena, struct opt_int n)
{
	return (struct period_value){
		.kind = PERIOD_COLUMN_NUMBER, .set = n.set, .n = n.n, .text = n.set ? number_show(arena, n.n) : STR("")
	};
}

static struct period_value text(struct str words)
{
	return (struct period_value){
		.kind = PERIOD_COLUMN_TEXT, .set = words.len > 0, .text = words.len ? words : STR("")
	};
}

static struct period_value share(
        struct arena *arena, const struct period_row *row, enum period_figure part, enum period_figure base)
{
	struct period_value value = {
		.kind = PERIOD_COLUMN_SHARE, .n = row->now.n[part], .base = row->now.n[base], .text = STR("")
	};
	value.set = value.base > 0;
	if (value.set)
		value.text = str_format(arena, "%.*s/%.*s (%.*s)", STR_ARG(number_show(arena, value.n)),
		        STR_ARG(number_show(arena, value.base)),
		        STR_ARG(permille_show(arena, period_share(&row->now, part, base).n)));
	return value;
}

/* "58/60" */
static struct period_value met(struct arena *arena, const struct period_row *row)
{
	struct period_value value = share(arena, row, PERIOD_MET, PERIOD_CELL_MONTHS);
	if (value.set)
		value.text = str_format(arena, "%.*s/%.*s", STR_ARG(number_show(arena, value.n)),
		        STR_ARG(number_show(arena, value.base)));
	return value;
}

struct str period_points_show(struct arena *arena, int64_t hundredths)
{
	int64_t whole = hundredths / 100, rest = hundredths % 100;
	if (!rest)
		return str_format(arena, "%lld", (long long)whole);
	return rest % 10 ? str_format(arena, "%lld,%02lld", (long long)whole, (long long)rest)
	                 : str_format(arena, "%lld,%lld", (long long)whole, (long long)(rest / 10));
}

static struct period_value points(struct arena *arena, const struct period_row *row)
{
	struct opt_int mean = period_mean(&row->now);
	return (struct period_value){ .kind = PERIOD_COLUMN_POINTS,
		.set = mean.set,
		.n = mean.n,
		.text = mean.set ? period_points_show(arena, mean.n) : STR("") };
}

static struct period_value days(struct arena *arena, const struct period_row *row)
{
	struct buf buf = buf_open(arena, TEXT_CEILING);
	struct str rest = row->days, day;
	if (!row->cell)
		return row->now.n[PERIOD_CELL_MONTHS]
		               ? text(str_format(arena, "%lld/%lld chi bộ đã họp", (long long)row->now.n[PERIOD_MET],
		                         (long long)row->now.n[PERIOD_CELL_MONTHS]))
		               : text(STR(""));
	while (str_split(&rest, ' ', &day))
		buf_format(&buf, "%s%.*s", buf.len ? ", " : "", STR_ARG(date_show(arena, day)));
	return text(buf_text(&buf));
}

static void add_part(struct buf *buf, struct str part)
{
	if (buf->len && part.len)
		buf_c(buf, "; ");
	buf_str(buf, part);
}

/* "Tốt 5, khá 2": of meetings in a month, of cells in a longer period. */
static struct period_value grades(struct arena *arena, const struct period_report *report, const struct period_row *row)
{
	struct buf buf = buf_open(arena, TEXT_CEILING);
	if (row->cell)
		return text(period_grade_name(row->grade));
	for (int g = 0; g < PERIOD_GRADES; g++) {
		int64_t n = report->period.kind == PERIOD_MONTH ? row->now.n[PERIOD_GOOD + g]
		                                                : row->typed[PERIOD_CELLS_GOOD + g].n;
		struct str name = period_grade_name(str_of(period_grade_code(g)));
		if (n)
			buf_format(&buf, "%s%.*s %lld", buf.len ? ", " : "",
			        STR_ARG(buf.len ? text_lower(arena, name) : name), (long long)n);
	}
	return text(buf_text(&buf));
}

static struct str span_of(struct arena *arena, const struct period_row *row)
{
	if (row->since_month && row->until_month)
		return str_format(arena, "từ tháng %d đến tháng %d", row->since_month % 100, row->until_month % 100);
	if (row->since_month)
		return str_format(arena, "tính từ tháng %d", row->since_month % 100);
	if (row->until_month)
		return str_format(arena, "đến hết tháng %d", row->until_month % 100);
	return STR_NONE;
}

static struct period_value note(struct arena *arena, const struct period_row *row)
{
	struct buf buf = buf_open(arena, TEXT_CEILING);
	add_part(&buf, row->missing);
	add_part(&buf, span_of(arena, row));
	add_part(&buf, row->remark);
	if (row->decided)
		add_part(&buf, str_format(arena, "cấp ủy quyết định xếp loại%s%.*s", row->grade_reason.len ? ": " : "",
		                       STR_ARG(row->grade_reason)));
	add_part(&buf, row->note);
	return text(buf_text(&buf));
}

/* How many spoke says of a handful of people who kept silent. */
static struct period_value spoke(struct arena *arena, const struct period_row *row)
{
	bool few = row->now.n[PERIOD_MEMBERS] < FEW;
	return number(arena, row->now.any && !few ? OPT(row->now.n[PERIOD_SPOKE]) : OPT_NONE);
}

static struct period_value typed(struct arena *arena, const struct period_row *row, struct str key)
{
	for (int i = 0; i < PERIOD_NUMBER__COUNT; i++)
		if (str_is(key, period_typed_names[i]))
			return number(arena, row->typed[i]);
	return text(row->other);
}

struct period_value period_value_by(
        struct arena *arena, const struct period_report *report, const struct period_row *row, struct str key)
{
	bool any = row->now.any;
	if (str_is(key, "name"))
		return (struct period_value){ .kind = PERIOD_COLUMN_NAME, .set = true, .text = row->name };
	if (str_is(key, "members"))
		return number(arena, any ? OPT(row->now.n[PERIOD_MEMBERS]) : OPT_NONE);
	if (str_is(key, "met"))
		return met(arena, row);
	if (str_is(key, "attendance"))
		return share(arena, row, PERIOD_PRESENT, PERIOD_BASE);
	if (str_is(key, "spoke"))
		return spoke(arena, row);
	if (str_is(key, "thematic") || str_is(key, "admitted"))
		return number(arena,
		        any ? OPT(row->now.n[str_is(key, "thematic") ? PERIOD_THEMATIC : PERIOD_ADMITTED]) : OPT_NONE);
	if (str_is(key, "points"))
		return points(arena, row);
	if (str_is(key, "days"))
		return days(arena, row);
	if (str_is(key, "grade"))
		return grades(arena, report, row);
	if (str_is(key, "note"))
		return note(arena, row);
	return typed(arena, row, key);
}

struct period_value period_value_of(
        struct arena *arena, const struct period_report *report, const struct period_row *row, size_t column)
{
	return period_value_by(arena, report, row, str_of(report->columns[column].key));
}

static bool column_empty(struct arena *arena, const struct period_report *report, size_t column)
{
	bool any = report->columns[column].kind == PERIOD_COLUMN_NAME ||
	           period_value_of(arena, report, &report->total, column).set;
	for (size_t i = 0; i < report->row_count && !any; i++)
		any = period_value_of(arena, report, &report->rows[i], column).set;
	return !any;
}

void period_columns_trim(struct arena *arena, struct period_report *report)
{
	struct period_column *kept = arena_array(arena, struct period_column, report->column_count);
	struct buf hidden = buf_open(arena, TEXT_CEILING);
	size_t count = 0;
	for (size_t c = 0; c < report->column_count; c++) {
		if (!column_empty(arena, report, c))
			kept[count++] = report->columns[c];
		else
			buf_format(&hidden, "%s%s", hidden.len ? ", " : "", report->columns[c].label);
	}
	report->columns = kept;
	report->column_count = count;
	report->hidden = buf_text(&hidden);
}

/* Sentences put together one after another. */
struct notes {
	struct str *at;
	size_t count, room;
};

static void add_note(struct notes *notes, struct str sentence)
{
	if (sentence.len && notes->count < notes->room)
		notes->at[notes->count++] = sentence;
}

static struct str members_note(struct arena *arena, const struct period_report *report)
{
	const int64_t *n = report->total.now.n;
	return str_format(arena,
	        "Tổng số: %.*s chi bộ, %.*s đảng viên (chính thức %.*s, dự bị %.*s, miễn sinh hoạt %.*s). Trong kỳ: "
	        "kết nạp %.*s, "
	        "công nhận chính thức %.*s.",
	        STR_ARG(number_show(arena, n[PERIOD_CELLS])), STR_ARG(number_show(arena, n[PERIOD_MEMBERS])),
	        STR_ARG(number_show(arena, n[PERIOD_FULL_MEMBERS])),
	        STR_ARG(number_show(arena, n[PERIOD_PROBATIONARY])), STR_ARG(number_show(arena, n[PERIOD_EXEMPT])),
	        STR_ARG(number_show(arena, n[PERIOD_ADMITTED])), STR_ARG(number_show(arena, n[PERIOD_RECOGNISED])));
}

static struct str came_and_went(struct arena *arena, const struct period_report *report)
{
	struct buf buf = buf_open(arena, TEXT_CEILING);
	for (size_t i = 0; i < report->row_count; i++) {
		struct str span = span_of(arena, &report->rows[i]);
		if (span.len)
			buf_format(&buf, "%s%.*s (%.*s)",
			        buf.len ? "; " : "Thay đổi tổ chức trong kỳ: ", STR_ARG(report->rows[i].name),
			        STR_ARG(span));
	}
	if (buf.len)
		buf_char(&buf, '.');
	return buf_text(&buf);
}

static bool any_typed(const struct period_report *report)
{
	for (size_t i = 0; i < report->column_count; i++)
		if (report->columns[i].typed)
			return true;
	return false;
}

/* "Công tác khác: cuộc dự sinh hoạt 12; chi bộ được dự 10/60." */
static struct str more_note(struct arena *arena, const struct period_report *report)
{
	struct buf buf = buf_open(arena, TEXT_CEILING);
	buf_c(&buf, "Công tác khác: ");
	for (size_t i = 0; i < report->more_count; i++) {
		const struct counter_figure *figure = &report->more[i];
		buf_format(&buf, "%s%.*s %.*s", i ? "; " : "", STR_ARG(figure->label),
		        STR_ARG(counter_figure_show(arena, figure)));
	}
	buf_char(&buf, '.');
	return buf_text(&buf);
}

size_t period_notes(
        struct arena *arena, const struct period_report *report, bool more, struct str *ret_notes, size_t room)
{
	struct notes notes = { ret_notes, 0, room };
	struct str when = instant_show(arena, report->as_of);
	if (report->frozen)
		add_note(&notes, str_format(arena, "Số liệu chốt lúc %.*s, mã %.*s.", STR_ARG(when), 16,
		                         report->hash.len >= 16 ? report->hash.ptr : "----------------"));
	else if (report->over)
		add_note(&notes, str_format(arena, "Số liệu tính đến %.*s, chưa chốt.", STR_ARG(when)));
	else
		add_note(&notes, str_format(arena, "Kỳ chưa kết thúc: số liệu tạm tính đến %.*s.", STR_ARG(when)));
	if (report->tree_today)
		add_note(&notes, STR("Cộng theo tổ chức hôm nay; chi bộ đã kết thúc được tính vào chi bộ kế thừa."));
	if (report->total.now.any)
		add_note(&notes, members_note(arena, report));
	if (report->missing_count)
		add_note(&notes, str_format(arena, "Sinh hoạt thường kỳ: %.*s.", STR_ARG(report->missing)));
	if (report->report_in < report->report_due)
		add_note(&notes,
		        str_format(arena, "Báo cáo cấp dưới: %lld/%lld, thiếu: %.*s.", (long long)report->report_in,
		                (long long)report->report_due, STR_ARG(report->report_missing)));
	add_note(&notes, came_and_went(arena, report));
	if (more && report->more_count)
		add_note(&notes, more_note(arena, report));
	if (report->rule.len)
		add_note(&notes,
		        str_format(arena,
		                "Xếp loại kỳ theo: %.*s (%.*s). Chỗ trống là chưa đủ căn cứ, do cấp ủy quyết định.",
		                STR_ARG(report->rule_name), STR_ARG(report->rule_label)));
	if (report->hidden.len && report->total.now.any)
		add_note(&notes, str_format(arena, "Không hiện các cột chưa có số liệu nào trong kỳ: %.*s.",
		                         STR_ARG(report->hidden)));
	if (any_typed(report))
		add_note(&notes,
		        STR("Cột có dấu * do đơn vị tự ghi, không bắt buộc; các cột khác do chương trình tính."));
	if (report->change_count)
		add_note(&notes, STR("Điều chỉnh so với báo cáo đã chốt được ghi riêng, kèm lý do."));
	return notes.count;
}
