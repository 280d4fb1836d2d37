/* A committee is reviewed after all below it, by nobody of itself; what the counters know of its year. */
#include "feature/annual/annual_private.h"

#include "app/session.h"

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

static void put_percent(struct buf *buf, const char *words, int64_t part, int64_t whole)
{
	if (whole)
		buf_format(buf, "%s %lld,%lld %%.", words, (long long)(part * 1000 / whole / 10),
		        (long long)(part * 1000 / whole % 10));
}

static void put_meetings(struct buf *buf, const struct annual_committee_year_row *row)
{
	if (!row->sessions)
		return;
	buf_format(buf,
	        "Đảng bộ có %lld chi bộ, %lld đảng viên. Trong năm các chi bộ họp %lld buổi, trong đó %lld buổi chuyên "
	        "đề.",
	        (long long)row->cells, (long long)row->members, (long long)row->sessions, (long long)row->thematic);
	put_percent(buf, " Tỷ lệ dự họp bình quân", row->present, row->base);
	if (row->good + row->fair + row->average + row->poor)
		buf_format(buf, "\nChất lượng các buổi họp: tốt %lld, khá %lld, trung bình %lld, kém %lld.",
		        (long long)row->good, (long long)row->fair, (long long)row->average, (long long)row->poor);
	if (row->admitted)
		buf_format(buf, "\nCác chi bộ đề nghị kết nạp %lld quần chúng.", (long long)row->admitted);
}

static void put_work(struct buf *buf, const struct annual_committee_year_row *row)
{
	if (row->resolutions || row->given)
		buf_format(buf, "Các chi bộ trực thuộc ban hành %lld nghị quyết, giao %lld nhiệm vụ cho đảng viên.",
		        (long long)row->resolutions, (long long)row->given);
	if (row->themes)
		buf_format(buf, "\n%lld buổi họp theo chuyên đề được hướng dẫn.", (long long)row->themes);
	if (row->trained)
		buf_format(buf, "\n%lld lượt người dự lớp tập huấn.", (long long)row->trained);
	if (row->praised)
		buf_format(buf, "\nKhen thưởng %lld lượt tập thể, cá nhân.", (long long)row->praised);
}

static void put_visits(struct buf *buf, const struct annual_committee_year_row *row)
{
	if (row->visits)
		buf_format(buf, "Tổ công tác dự %lld buổi sinh hoạt chi bộ.", (long long)row->visits);
	if (row->inspections)
		buf_format(buf,
		        "\nMở %lld cuộc kiểm tra, giám sát; đã kết luận %lld. Yêu cầu khắc phục %lld việc, đã xong "
		        "%lld.",
		        (long long)row->inspections, (long long)row->concluded, (long long)row->findings,
		        (long long)row->settled);
}

static void put_grades(struct buf *buf, const struct annual_unit_figures_row *row)
{
	if (row->committees)
		buf_format(buf,
		        "Đảng bộ trực thuộc: xuất sắc %lld, tốt %lld, hoàn thành %lld, không hoàn thành %lld.\n",
		        (long long)row->committee_excellent, (long long)row->committee_good,
		        (long long)row->committee_fair, (long long)row->committee_poor);
	if (row->cells)
		buf_format(buf, "Chi bộ: xuất sắc %lld, tốt %lld, hoàn thành %lld, không hoàn thành %lld.\n",
		        (long long)row->cell_excellent, (long long)row->cell_good, (long long)row->cell_fair,
		        (long long)row->cell_poor);
	if (row->classified)
		buf_format(buf, "Đảng viên: xuất sắc %lld, tốt %lld, hoàn thành %lld, không hoàn thành %lld.",
		        (long long)row->excellent, (long long)row->good, (long long)row->fair, (long long)row->poor);
}

void annual_committee_text(struct buf *buf, const struct annual_book *book, struct str fill)
{
	if (str_is(fill, "tasks"))
		put_work(buf, &book->counted);
	else if (str_is(fill, "meetings"))
		put_meetings(buf, &book->counted);
	else if (str_is(fill, "visits"))
		put_visits(buf, &book->counted);
	else if (str_is(fill, "grades"))
		put_grades(buf, &book->grades);
}
