/* A committee is reviewed after all below it, by nobody of itself; what the counters know of its year. */
#include "feature/annual/annual_private.h"

#include "app/session.h"
#include "base/text.h"

/* Where nobody is a member, there is nothing to wait for. */
bool annual_committee_cell_waits(const struct annual_cells_of_unit_row *row)
{
	return row->review.n ? !str_is(row->state, "decided") : row->peopled;
}

bool annual_committee_lower_waits(const struct annual_units_of_unit_row *row)
{
	bool done = row->closed_day.len && str_is(row->state, "decided");
	return !done && (row->review.n || row->reviews || row->peopled);
}

enum status annual_committee_waits(
        const struct call *call, struct unit_id unit, int64_t year, struct str *ret_who, struct err *err)
{
	struct annual_cells_of_unit_rows cells;
	struct annual_units_of_unit_rows units;
	*ret_who = STR_NONE;
	TRY(annual_units_of_unit(
	        call->arena, call->db, &(struct annual_units_of_unit_in){ unit, year, year * 100 + 12 }, &units, err));
	for (size_t i = 0; i < units.count && !ret_who->len; i++)
		*ret_who = annual_committee_lower_waits(&units.at[i]) ? units.at[i].name : STR_NONE;
	if (ret_who->len)
		return OK;
	TRY(annual_cells_of_unit(call->arena, call->db, &(struct annual_cells_of_unit_in){ unit, year }, &cells, err));
	for (size_t i = 0; i < cells.count && !ret_who->len; i++)
		*ret_who = annual_committee_cell_waits(&cells.at[i]) ? cells.at[i].name : STR_NONE;
	return OK;
}

enum status annual_committee_may(const struct call *call, const struct review *review, struct err *err)
{
	struct unit_id unit = { review->cell.id };
	struct annual_round_one_row round;
	struct str who;
	bool found;
	TRY(annual_committee_waits(call, unit, review->row.year, &who, err));
	TRY(annual_round_one(
	        call->arena, call->db, &(struct annual_round_one_in){ unit, review->row.year }, &round, &found, err));
	if (!who.len && found && round.closed_day.len)
		return OK;
	err_set(err, CONFLICT, who.len ? N_("annual.lower_first") : N_("annual.close_first"), NULL);
	err_arg(err, "who", who.len ? who : review->cell.name);
	err_arg(err, "rule", review->rule.source);
	return CONFLICT;
}

enum status annual_committee_stranger(struct request *request, const struct review *review, struct err *err)
{
	unsigned own, above;
	if (!review->committee)
		return OK;
	TRY(session_roles_at(request, review->cell.id, &own, &above, err));
	if (!(own & R(OFFICER)))
		return OK;
	err_set(err, DENIED, "annual.own_body", NULL);
	err_arg(err, "rule", review->rule.source);
	return DENIED;
}

enum status annual_committee_read(
        const struct call *call, const struct review *review, struct annual_book *book, struct err *err)
{
	struct unit_id unit = { review->cell.id };
	int64_t first = review->row.year * 100 + 1, last = review->row.year * 100 + 12;
	bool found;
	book->committee = true;
	TRY(annual_committee_year(
	        call->arena, call->db, &(struct annual_committee_year_in){ unit, first, last }, &book->counted, err));
	return annual_unit_figures(
	        call->arena, call->db, &(struct annual_unit_figures_in){ unit, last }, &book->grades, &found, err);
}

/* A number of the row as it is written. */
#define SHOW(field) STR_ARG(number_show(arena, row->field))

static void put_meetings(struct arena *arena, struct buf *buf, const struct annual_committee_year_row *row)
{
	if (!row->sessions)
		return;
	buf_format(buf,
	        "Đảng bộ có %.*s chi bộ, %.*s đảng viên. Trong năm các chi bộ họp %.*s buổi, trong đó %.*s buổi chuyên "
	        "đề.",
	        SHOW(cells), SHOW(members), SHOW(sessions), SHOW(thematic));
	if (row->base)
		buf_format(buf, " Tỷ lệ dự họp bình quân %.*s.",
		        STR_ARG(permille_show(arena, row->present * 1000 / row->base)));
	if (row->good + row->fair + row->average + row->poor)
		buf_format(buf, "\nChất lượng các buổi họp: tốt %.*s, khá %.*s, trung bình %.*s, kém %.*s.", SHOW(good),
		        SHOW(fair), SHOW(average), SHOW(poor));
	if (row->admitted)
		buf_format(buf, "\nCác chi bộ đề nghị kết nạp %.*s quần chúng.", SHOW(admitted));
}

static void put_work(struct arena *arena, struct buf *buf, const struct annual_committee_year_row *row)
{
	if (row->resolutions || row->given)
		buf_format(buf, "Các chi bộ trực thuộc ban hành %.*s nghị quyết, giao %.*s nhiệm vụ cho đảng viên.",
		        SHOW(resolutions), SHOW(given));
	if (row->themes)
		buf_format(buf, "\n%.*s buổi họp theo chuyên đề được hướng dẫn.", SHOW(themes));
	if (row->trained)
		buf_format(buf, "\n%.*s lượt người dự lớp tập huấn.", SHOW(trained));
	if (row->praised)
		buf_format(buf, "\nKhen thưởng %.*s lượt tập thể, cá nhân.", SHOW(praised));
}

static void put_visits(struct arena *arena, struct buf *buf, const struct annual_committee_year_row *row)
{
	if (row->visits)
		buf_format(buf, "Tổ công tác dự %.*s buổi sinh hoạt chi bộ.", SHOW(visits));
	if (row->inspections)
		buf_format(buf,
		        "\nMở %.*s cuộc kiểm tra, giám sát; đã kết luận %.*s. Yêu cầu khắc phục %.*s việc, đã xong "
		        "%.*s.",
		        SHOW(inspections), SHOW(concluded), SHOW(findings), SHOW(settled));
}

static void put_grades(struct arena *arena, struct buf *buf, const struct annual_unit_figures_row *row)
{
	if (row->committees)
		buf_format(buf,
		        "Đảng bộ trực thuộc: xuất sắc %.*s, tốt %.*s, hoàn thành %.*s, không hoàn thành %.*s.\n",
		        SHOW(committee_excellent), SHOW(committee_good), SHOW(committee_fair), SHOW(committee_poor));
	if (row->cells)
		buf_format(buf, "Chi bộ: xuất sắc %.*s, tốt %.*s, hoàn thành %.*s, không hoàn thành %.*s.\n",
		        SHOW(cell_excellent), SHOW(cell_good), SHOW(cell_fair), SHOW(cell_poor));
	if (row->classified)
		buf_format(buf, "Đảng viên: xuất sắc %.*s, tốt %.*s, hoàn thành %.*s, không hoàn thành %.*s.",
		        SHOW(excellent), SHOW(good), SHOW(fair), SHOW(poor));
}

void annual_committee_text(struct arena *arena, struct buf *buf, const struct annual_book *book, struct str fill)
{
	if (str_is(fill, "tasks"))
		put_work(arena, buf, &book->counted);
	else if (str_is(fill, "meetings"))
		put_meetings(arena, buf, &book->counted);
	else if (str_is(fill, "visits"))
		put_visits(arena, buf, &book->counted);
	else if (str_is(fill, "grades"))
		put_grades(arena, buf, &book->grades);
}
