/* What waits: for the team, for the cell's leaders and those who answer for something, for the committee. */
#include "feature/inspect/inspect_private.h"

#include "base/id.h"
#include "base/time.h"

enum { SOON_DAYS = 7 };

static struct str page_of(struct request *request, struct dossier_id id)
{
	return str_format(request->arena, "/inspections/%lld", (long long)id.n);
}

static struct str beside(struct request *request, int days)
{
	struct date date;
	check(date_parse(request->today, &date));
	return date_iso(request->arena, date_add(date, days));
}

static struct str detail(struct request *request, struct str what, struct str day)
{
	struct text_arg args[] = { { .name = STR("what"), .value = what },
		{ .name = STR("d"), .value = date_show(request->arena, day) } };
	return day.len ? message_fill(request->arena, request->language, T("{what}, hạn {d}"), args, 2) : what;
}

static void add(struct request *request, struct due_list *list, const char *title, struct str what, struct str href,
        struct str day)
{
	bool late = day.len && str_compare(day, request->today) < 0;
	due_add(request, list,
	        (struct due_item){ .title = request_say(request, title),
	                .detail = detail(request, what, day),
	                .href = href,
	                .icon = STR("shield"),
	                .urgency = late                                                            ? DUE_LATE
	                           : !day.len || str_compare(day, beside(request, SOON_DAYS)) <= 0 ? DUE_SOON
	                                                                                           : DUE_INFO,
	                .day = day });
}

static enum status due_of_dossier(struct request *request, struct due_list *list, struct dossier_id id, struct err *err)
{
	struct inspect_one_row row;
	struct inspect_findings_rows findings;
	struct unit cell;
	bool found;
	int64_t proved = 0, open = 0;
	TRY(inspect_one(
	        request->arena, request->db, &(struct inspect_one_in){ id, id_shard(id.n) }, &row, &found, err));
	if (!found || str_is(row.state, "closed") || str_is(row.state, "cancelled") || row.cell.n == request->home_unit)
		return OK;
	TRY(unit_load(request->arena, request->db, row.cell.n, &cell, err));
	if (str_is(row.state, "planned"))
		add(request, list, N_("Triển khai kiểm tra, giám sát tại chi bộ"), cell.name, page_of(request, id),
		        row.start_by);
	else if (!str_is(row.state, "concluded"))
		add(request, list,
		        str_is(row.state, "draft") ? N_("Lập kế hoạch kiểm tra, giám sát")
		                                   : N_("Làm tiếp hồ sơ kiểm tra, giám sát"),
		        cell.name, page_of(request, id), STR_NONE);
	if (!str_is(row.state, "concluded"))
		return OK;
	TRY(inspect_findings(
	        request->arena, request->db, &(struct inspect_findings_in){ id, id_shard(id.n) }, &findings, err));
	for (size_t i = 0; i < findings.count; i++) {
		proved += str_is(findings.at[i].state, "proved");
		open += !str_is(findings.at[i].state, "closed");
	}
	if (proved)
		add(request, list, N_("Kiểm tra lại việc đã khắc phục"), cell.name, page_of(request, id), STR_NONE);
	if (!open)
		add(request, list, N_("Khép lại hồ sơ kiểm tra, giám sát"), cell.name, page_of(request, id), STR_NONE);
	return OK;
}

static enum status due_of_team(struct request *request, struct due_list *list, struct err *err)
{
	struct inspect_mine_rows mine;
	TRY(inspect_mine(request->arena, request->db, &(struct inspect_mine_in){ request->account }, &mine, err));
	for (size_t i = 0; i < mine.count; i++)
		TRY(due_of_dossier(request, list, mine.at[i].dossier, err));
	return OK;
}

static enum status due_of_leaders(
        struct request *request, struct due_list *list, const struct unit *cell, struct err *err)
{
	struct inspect_of_cell_rows rows;
	TRY(inspect_of_cell(
	        request->arena, request->db, &(struct inspect_of_cell_in){ { cell->id }, cell->shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		if (str_is(rows.at[i].state, "planned") && rows.at[i].sent)
			add(request, list, N_("Tổ kiểm tra, giám sát sẽ triển khai tại chi bộ"),
			        inspect_kind_name(rows.at[i].kind), page_of(request, rows.at[i].id),
			        rows.at[i].start_by);
	return OK;
}

/* Leaders see all that is to be put right, others their own. */
static enum status due_of_cell(struct request *request, struct due_list *list, const struct unit *cell, struct err *err)
{
	struct inspect_findings_of_cell_rows rows;
	bool leads = request->roles & ROLES_LEADERS;
	if (leads)
		TRY(due_of_leaders(request, list, cell, err));
	TRY(inspect_findings_of_cell(request->arena, request->db,
	        &(struct inspect_findings_of_cell_in){ { cell->id }, cell->shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct inspect_findings_of_cell_row *row = &rows.at[i];
		bool mine = request->person.n && row->person.n == request->person.n;
		if (str_is(row->state, "proved") || (!leads && !mine))
			continue;
		add(request, list, N_("Khắc phục sau kiểm tra, giám sát"), row->fix,
		        str_format(request->arena, "/inspections/%lld/findings/%lld", (long long)row->dossier.n,
		                (long long)row->id.n),
		        row->due);
	}
	return OK;
}

static enum status due_of_committee(
        struct request *request, struct due_list *list, const struct unit *unit, struct err *err)
{
	struct inspect_late_row late;
	struct inspect_item_waits_row waits;
	int month = month_of_day(request->today);
	struct str href = str_format(request->arena, "/units/%lld/inspections", (long long)unit->id);
	TRY(inspect_late(
	        request->arena, request->db, &(struct inspect_late_in){ { unit->id }, request->today }, &late, err));
	TRY(inspect_item_waits(request->arena, request->db,
	        &(struct inspect_item_waits_in){ { unit->id }, month / 100, month % 100 }, &waits, err));
	if (late.n)
		add(request, list, N_("Cuộc kiểm tra, giám sát quá hạn triển khai"),
		        str_format(request->arena, "%lld", (long long)late.n), href, STR_NONE);
	if (waits.n)
		add(request, list, N_("Cuộc kiểm tra, giám sát trong chương trình chưa mở hồ sơ"),
		        str_format(request->arena, "%lld", (long long)waits.n), href, STR_NONE);
	return OK;
}

enum status inspect_due(struct request *request, struct due_list *list, struct err *err)
{
	struct unit home;
	TRY(due_of_team(request, list, err));
	if (!request->home_unit)
		return OK;
	TRY(unit_home_load(request, &home, err));
	if (str_is(home.kind, "chi_bo"))
		return due_of_cell(request, list, &home, err);
	return request->roles & R(OFFICER) ? due_of_committee(request, list, &home, err) : OK;
}
