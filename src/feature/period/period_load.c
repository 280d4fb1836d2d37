/* Makes a report: rows from the counters of the months, the year before beside them, what is typed, graded, missing. */
#include "feature/period/period_private.h"

#include "base/hex.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/period_sql.h"

#include <string.h>

enum { NAMED_CELLS = 300, TEXT_CEILING = 1 << 20, YEAR_MONTHS = 100, STATE_FIGURES = 5 };

/* The figures of a row of the statement stand one after another: those of a day, then those that add up. */
_Static_assert(sizeof(((struct period_rows_row *)0)->cells) == sizeof(int64_t), "figures are whole numbers");
_Static_assert(offsetof(struct period_rows_row, recognised) - offsetof(struct period_rows_row, cells) ==
                       (PERIOD_FIGURE__COUNT - 2) * sizeof(int64_t),
        "the statement has all figures but cell_months");
_Static_assert(sizeof(struct period_rows_row) == sizeof(struct period_rows_today_row), "both have the same columns");

struct load {
	struct arena *arena;
	struct db *db;
	const struct period_ask *ask;
	struct period_report *report;
	int first, last, running;  /* months; running: today's */
	int seen_first, seen_last; /* months that have figures */
	struct period_rule rule;
	bool graded; /* a rule counts */
};

static enum status fetch(struct load *load, int since, int until, struct period_rows_rows *ret_rows, struct err *err)
{
	struct period_rows_today_rows today;
	struct unit_id unit = { load->ask->unit };
	if (!load->ask->tree_today)
		return period_rows(load->arena, load->db,
		        &(struct period_rows_in){
		                .unit = unit, .since = since, .until = until, .day = load->report->last_day },
		        ret_rows, err);
	TRY(period_rows_today(load->arena, load->db,
	        &(struct period_rows_today_in){ .unit = unit, .since = since, .until = until }, &today, err));
	ret_rows->at = (struct period_rows_row *)today.at;
	ret_rows->count = today.count;
	return OK;
}

/* Adds one month of a child. last: the newest month with figures, whose cells and members count. */
static void add_month(struct period_figures *figures, const struct period_rows_row *row, int last, int running)
{
	const int64_t *from = &row->cells;
	figures->any |= row->state || row->sessions;
	if (row->month == last)
		memcpy(figures->n, from, STATE_FIGURES * sizeof(*from));
	/* In the running month a cell still has time: it counts once it met. */
	figures->n[PERIOD_CELL_MONTHS] += row->month >= running ? row->met : row->cells;
	for (int i = PERIOD_MET; i < PERIOD_FIGURE__COUNT; i++)
		figures->n[i] += from[i - 1];
}

static void sum_rows(struct period_row *total, const struct period_row *row)
{
	total->now.any |= row->now.any;
	total->before.any |= row->before.any;
	for (int i = 0; i < PERIOD_FIGURE__COUNT; i++) {
		total->now.n[i] += row->now.n[i];
		total->before.n[i] += row->before.n[i];
	}
}

static int newest(const struct period_rows_rows *rows)
{
	int last = 0;
	for (size_t i = 0; i < rows->count; i++)
		if (rows->at[i].state && rows->at[i].month > last)
			last = (int)rows->at[i].month;
	return last;
}

static int oldest(const struct period_rows_rows *rows)
{
	int first = 0;
	for (size_t i = 0; i < rows->count; i++)
		if (rows->at[i].state && (!first || rows->at[i].month < first))
			first = (int)rows->at[i].month;
	return first;
}

/* Access follows today's tree: of what stands elsewhere now only figures are told. */
static struct str name_of(bool elsewhere, bool cell, struct str name)
{
	return !elsewhere ? name : cell ? STR("Chi bộ nay thuộc nơi khác") : STR("Tổ chức nay thuộc nơi khác");
}

static void begin_row(struct period_row *row, const struct period_rows_row *from)
{
	*row = (struct period_row){ .unit = from->unit.n,
		.cell = from->cell,
		.elsewhere = from->elsewhere,
		.name = name_of(from->elsewhere, from->cell, from->name),
		.kind = from->kind,
		.state = STR("open") };
}

/* A child that was not there in the first or the last month of the figures. */
static void note_span(
        struct load *load, struct period_row *row, const struct period_rows_rows *rows, size_t from, size_t to)
{
	int first = 0, last = 0;
	for (size_t i = from; i < to; i++) {
		if (!rows->at[i].state)
			continue;
		first = first ? first : (int)rows->at[i].month;
		last = (int)rows->at[i].month;
	}
	if (row->cell && month_of_day(rows->at[from].begun) > load->first)
		first = month_of_day(rows->at[from].begun);
	row->since_month = first > load->seen_first ? first : 0;
	row->until_month = last && last < load->seen_last ? last : 0;
}

static enum status read_rows(struct load *load, struct err *err)
{
	struct period_report *report = load->report;
	struct period_rows_rows rows;
	TRY(fetch(load, load->first, load->last, &rows, err));
	report->rows = arena_array(load->arena, struct period_row, rows.count + 1);
	load->seen_first = oldest(&rows);
	load->seen_last = newest(&rows);
	for (size_t i = 0, from = 0; i < rows.count; i++) {
		if (!i || rows.at[i].unit.n != rows.at[i - 1].unit.n) {
			begin_row(&report->rows[report->row_count++], &rows.at[i]);
			from = i;
		}
		struct period_row *row = &report->rows[report->row_count - 1];
		add_month(&row->now, &rows.at[i], load->seen_last, load->running);
		if (i + 1 == rows.count || rows.at[i + 1].unit.n != rows.at[i].unit.n)
			note_span(load, row, &rows, from, i + 1);
	}
	return OK;
}

static struct period_row *row_of(struct period_report *report, int64_t unit)
{
	for (size_t i = 0; i < report->row_count; i++)
		if (report->rows[i].unit == unit)
			return &report->rows[i];
	return NULL;
}

static enum status read_before(struct load *load, struct err *err)
{
	struct period_rows_rows rows;
	TRY(fetch(load, load->first - YEAR_MONTHS, load->last - YEAR_MONTHS, &rows, err));
	int last = newest(&rows);
	for (size_t i = 0; i < rows.count; i++) {
		struct period_row *row = row_of(load->report, rows.at[i].unit.n);
		/* One that is no longer below still counts in the sum of that year. */
		struct period_figures *figures = row ? &row->before : &load->report->total.before;
		add_month(figures, &rows.at[i], last, load->running);
	}
	return OK;
}

static bool regular(const struct period_sittings_row *row)
{
	return str_is(row->kind, "regular") || str_is(row->kind, "both");
}

static void add_remark(struct buf *remark, struct str text)
{
	if (remark->len && text.len)
		buf_c(remark, "; ");
	buf_str(remark, text);
}

static void remark_on(struct arena *arena, struct buf *remark, const struct period_sittings_row *row)
{
	if (row->late_days.set && row->late_days.n)
		add_remark(remark, str_format(arena, "báo cáo trễ %lld ngày", (long long)row->late_days.n));
	if (row->superior_grade.len && row->grade.len && !str_eq(row->superior_grade, row->grade))
		add_remark(remark, str_format(arena, "chi bộ tự xếp loại %.*s",
		                           STR_ARG(text_lower(arena, period_grade_name(row->grade)))));
	add_remark(remark, row->superior_reason);
	add_remark(remark, row->shortcomings);
}

/* One cell's sessions: days, remarks, the months for the rule. */
static void read_cell(struct load *load, struct period_row *row, const struct period_sittings_row *at, size_t count,
        struct period_months *months)
{
	struct buf days = buf_open(load->arena, TEXT_CEILING), remark = buf_open(load->arena, TEXT_CEILING);
	int64_t plans = 0;
	for (size_t i = 0; i < count; i++) {
		const struct period_sittings_row *one = &at[i];
		size_t place = (size_t)(one->month - load->first);
		bool theme = str_is(one->kind, "thematic") || str_is(one->kind, "both");
		plans += theme;
		if (!str_is(one->state, "ended") || place >= months->count)
			continue;
		buf_format(&days, "%s%.*s", days.len ? " " : "", STR_ARG(one->day));
		if (load->report->period.kind == PERIOD_MONTH)
			remark_on(load->arena, &remark, one);
		months->themes[place] += theme;
		if (!regular(one))
			continue;
		struct period_month *month = &months->at[place];
		bool superior = one->superior_grade.len > 0;
		month->met = true;
		month->grade = period_grade_index(superior ? one->superior_grade : one->grade);
		month->points = one->superior_total.set ? one->superior_total : one->total;
	}
	row->days = buf_text(&days);
	if (!row->elsewhere)
		row->remark = buf_text(&remark);
	row->typed[PERIOD_THEME_PLAN] = OPT(plans);
}

static void propose(struct load *load, struct period_row *row, const struct period_months *months)
{
	int grade = PERIOD_GRADE_NONE;
	if (load->graded)
		grade = period_rule_grade(&load->rule, months);
	for (size_t i = 0; !load->graded && i < months->count; i++)
		grade = months->at[i].grade;
	row->proposed = str_of(period_grade_code(grade));
	row->grade = row->proposed;
}

/* The months in which a cell was below the unit are those of which the counters know it there. */
static void open_months(struct load *load, const struct period_row *row, struct period_months *ret_months)
{
	*ret_months = (struct period_months){ .count = (size_t)(load->last - load->first + 1) };
	for (size_t i = 0; i < ret_months->count; i++) {
		int month = load->first + (int)i;
		ret_months->at[i].grade = PERIOD_GRADE_NONE;
		ret_months->at[i].exists = month < load->running && month >= load->seen_first &&
		                           (!row->since_month || month >= row->since_month) &&
		                           (!row->until_month || month <= row->until_month);
	}
}

static enum status read_sittings(struct load *load, struct err *err)
{
	struct period_sittings_rows rows;
	struct period_months months;
	TRY(period_sittings(load->arena, load->db,
	        &(struct period_sittings_in){ .unit = { load->ask->unit }, .since = load->first, .until = load->last },
	        &rows, err));
	for (size_t i = 0; i < load->report->row_count; i++) {
		struct period_row *row = &load->report->rows[i];
		if (!row->cell)
			continue;
		size_t from = 0, to;
		while (from < rows.count && rows.at[from].cell.n != row->unit)
			from++;
		for (to = from; to < rows.count && rows.at[to].cell.n == row->unit;)
			to++;
		open_months(load, row, &months);
		read_cell(load, row, &rows.at[from], to - from, &months);
		propose(load, row, &months);
	}
	return OK;
}

static void put_proof(struct load *load, int64_t unit, struct str line)
{
	struct period_row *row = row_of(load->report, unit);
	if (row && !row->elsewhere)
		row->heads = row->heads.len ? str_format(load->arena, "%.*s\n%.*s", STR_ARG(row->heads), STR_ARG(line))
		                            : line;
}

/* What travels up with the figures: where the chains of the cells stand, the hashes of the reports below. */
static enum status read_proofs(struct load *load, struct err *err)
{
	struct str day = day_today(load->arena, load->ask->now);
	struct period_heads_rows heads;
	struct period_copies_rows copies;
	TRY(period_heads(load->arena, load->db, &(struct period_heads_in){ .unit = { load->ask->unit }, .day = day },
	        &heads, err));
	for (size_t i = 0; i < heads.count; i++)
		put_proof(load, heads.at[i].cell.n,
		        str_format(load->arena, "%.*s %.*s %lld %.*s", STR_ARG(heads.at[i].code),
		                STR_ARG(heads.at[i].kind), (long long)heads.at[i].seq,
		                STR_ARG(hex_encode(load->arena, heads.at[i].hash.ptr, heads.at[i].hash.len))));
	TRY(period_copies(load->arena, load->db,
	        &(struct period_copies_in){ .unit = { load->ask->unit }, .period = load->report->code, .day = day },
	        &copies, err));
	for (size_t i = 0; i < copies.count; i++)
		put_proof(load, copies.at[i].unit.n,
		        str_format(load->arena, "# %.*s %.*s %.*s", STR_ARG(copies.at[i].code),
		                STR_ARG(load->report->code),
		                STR_ARG(hex_encode(load->arena, copies.at[i].hash.ptr, copies.at[i].hash.len))));
	return OK;
}

static enum status read_decided(struct load *load, struct err *err)
{
	struct period_grades_rows rows;
	TRY(period_grades(load->arena, load->db,
	        &(struct period_grades_in){ .unit = { load->ask->unit }, .period = load->report->code }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		struct period_row *row = row_of(load->report, rows.at[i].cell.n);
		if (!row || row->elsewhere)
			continue;
		row->grade = rows.at[i].grade;
		row->grade_reason = rows.at[i].reason;
		row->decided = true;
	}
	return OK;
}

static void put_line(struct period_row *row, struct str name, struct opt_int number, struct str text, bool carried)
{
	for (int i = 0; i < PERIOD_NUMBER__COUNT; i++)
		if (str_is(name, period_typed_names[i])) {
			row->typed[i] = number;
			row->typed_by_hand[i] = !carried;
		}
	if (str_is(name, period_typed_names[PERIOD_OTHER]))
		row->other = text;
	if (str_is(name, period_typed_names[PERIOD_NOTE]))
		row->note = text;
}

static void sum_typed(struct period_report *report)
{
	struct period_row *total = &report->total;
	for (size_t i = 0; i < report->row_count; i++) {
		const struct period_row *row = &report->rows[i];
		for (int t = 0; t < PERIOD_NUMBER__COUNT; t++)
			if (row->typed[t].set)
				total->typed[t] = OPT(total->typed[t].n + row->typed[t].n);
		int grade = period_grade_index(row->grade);
		if (row->cell && grade != PERIOD_GRADE_NONE && report->period.kind != PERIOD_MONTH) {
			struct opt_int *count = &total->typed[PERIOD_CELLS_GOOD + grade];
			*count = OPT(count->n + 1);
		}
	}
}

static enum status read_lines(struct load *load, struct err *err)
{
	struct period_report *report = load->report;
	struct period_lines_rows rows;
	struct period_lines_own_rows own;
	TRY(period_lines(load->arena, load->db,
	        &(struct period_lines_in){ .unit = { load->ask->unit }, .period = report->code }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		struct period_row *row = row_of(report, rows.at[i].unit.n);
		if (row && !row->elsewhere)
			put_line(row, rows.at[i].name, rows.at[i].number, rows.at[i].text, rows.at[i].carried);
	}
	sum_typed(report);
	/* What the unit typed for its own line stands above the sum. */
	TRY(period_lines_own(load->arena, load->db,
	        &(struct period_lines_own_in){ .unit = { load->ask->unit }, .shard = 0, .period = report->code }, &own,
	        err));
	for (size_t i = 0; i < own.count; i++)
		if (!own.at[i].carried)
			put_line(&report->total, own.at[i].name, own.at[i].number, own.at[i].text, false);
	return OK;
}

static bool counts_as_missing(const struct load *load, int64_t month)
{
	return month < load->running;
}

static void put_months(struct buf *buf, const struct period_missing_row *at, size_t count)
{
	buf_c(buf, " (tháng ");
	for (size_t i = 0; i < count; i++)
		buf_format(buf, "%s%lld", i ? ", " : "", (long long)(at[i].month % 100));
	buf_char(buf, ')');
}

/* Cells by name, with their months where the period has several. */
static enum status name_missing(struct load *load, struct err *err)
{
	struct period_report *report = load->report;
	struct period_missing_rows rows;
	struct period_cells_seen_row seen;
	struct buf names = buf_open(load->arena, TEXT_CEILING);
	TRY(period_missing(load->arena, load->db,
	        &(struct period_missing_in){ .unit = { load->ask->unit },
	                .since = load->first,
	                .until = load->last,
	                .day = report->last_day },
	        &rows, err));
	TRY(period_cells_seen(load->arena, load->db,
	        &(struct period_cells_seen_in){
	                .unit = { load->ask->unit }, .since = load->first, .until = load->last },
	        &seen, err));
	for (size_t i = 0, to; i < rows.count; i = to) {
		for (to = i; to < rows.count && rows.at[to].cell.n == rows.at[i].cell.n &&
		             counts_as_missing(load, rows.at[to].month);)
			to++;
		if (to > i) {
			buf_format(&names, "%s%.*s", report->missing_count++ ? "; " : "",
			        STR_ARG(name_of(rows.at[i].elsewhere, true, rows.at[i].name)));
			if (report->period.kind != PERIOD_MONTH)
				put_months(&names, &rows.at[i], to - i);
		}
		while (to < rows.count && rows.at[to].cell.n == rows.at[i].cell.n)
			to++;
	}
	if (report->missing_count)
		report->missing = str_format(load->arena, "%lld/%lld, thiếu: %.*s",
		        (long long)(seen.n - report->missing_count), (long long)seen.n, STR_ARG(buf_text(&names)));
	return OK;
}

static enum status read_missing(struct load *load, struct err *err)
{
	struct period_report *report = load->report;
	const int64_t *n = report->total.now.n;
	report->missing_months = n[PERIOD_CELL_MONTHS] - n[PERIOD_MET];
	if (!report->missing_months)
		return OK;
	if (n[PERIOD_CELLS] <= NAMED_CELLS && !load->ask->tree_today)
		return name_missing(load, err);
	report->missing_count = report->missing_months;
	report->missing = str_format(load->arena, "%.*s/%.*s lượt họp thường kỳ",
	        STR_ARG(number_show(load->arena, n[PERIOD_MET])),
	        STR_ARG(number_show(load->arena, n[PERIOD_CELL_MONTHS])));
	return OK;
}

/* A cell's own months without a meeting, as its row shows them. */
static void mark_missing(struct load *load)
{
	for (size_t i = 0; i < load->report->row_count; i++) {
		struct period_row *row = &load->report->rows[i];
		int64_t lacking = row->now.n[PERIOD_CELL_MONTHS] - row->now.n[PERIOD_MET];
		if (lacking > 0)
			row->missing = row->cell && load->report->period.kind == PERIOD_MONTH
			                       ? STR("chưa sinh hoạt")
			                       : str_format(load->arena, "thiếu %lld lượt họp", (long long)lacking);
	}
}

static enum status live(struct load *load, struct err *err)
{
	struct period_report *report = load->report;
	report->as_of = load->ask->now;
	report->tree_today = load->ask->tree_today;
	TRY(period_rule_of(load->arena, load->db, load->ask->unit, report->period, &load->rule, &load->graded, err));
	if (load->graded) {
		report->rule = load->rule.id;
		report->rule_name = load->rule.name;
		report->rule_label = load->rule.own ? str_format(load->arena, "%.*s sửa theo %.*s",
		                                              STR_ARG(load->rule.owner), STR_ARG(load->rule.decision))
		                                    : load->rule.label;
	}
	TRY(read_rows(load, err));
	if (!load->ask->plain)
		TRY(read_before(load, err));
	for (size_t i = 0; i < report->row_count; i++)
		sum_rows(&report->total, &report->rows[i]);
	TRY(read_sittings(load, err));
	TRY(read_decided(load, err));
	if (!load->ask->plain)
		TRY(read_proofs(load, err));
	TRY(read_lines(load, err));
	mark_missing(load);
	TRY(counter_figures(
	        load->arena, load->db, report->unit, load->first, load->last, &report->more, &report->more_count, err));
	return read_missing(load, err);
}

static struct period_report *open_report(struct arena *arena, const struct period_ask *ask, const struct unit *unit)
{
	struct period_report *report = arena_new(arena, struct period_report);
	report->unit = unit->id;
	report->unit_name = unit->name;
	report->parent_name = unit->parent_name;
	report->kind = unit->kind;
	report->period = ask->period;
	report->code = period_code(arena, ask->period);
	report->title = period_title(arena, ask->period);
	report->first_day = period_first_day(arena, ask->period);
	report->last_day = period_last_day(arena, ask->period);
	report->total.name = STR("Tổng cộng");
	return report;
}

/* The forms say "chi bộ" of a row; where committees stand among the rows it is a unit. */
static void name_rows(struct arena *arena, struct period_report *report)
{
	struct period_column *columns = arena_array(arena, struct period_column, report->column_count + 1);
	for (size_t i = 0; i < report->row_count; i++)
		if (!report->rows[i].cell) {
			memcpy(columns, report->columns, report->column_count * sizeof(*columns));
			columns[0].label = N_("Đơn vị");
			report->columns = columns;
			return;
		}
}

enum status period_load(struct arena *arena, struct db *db, const struct period_ask *ask,
        struct period_report **ret_report, struct err *err)
{
	struct period_frozen_row frozen = { 0 };
	struct unit unit;
	bool found = false;
	TRY(unit_load(arena, db, ask->unit, &unit, err));
	if (str_is(unit.kind, "chi_bo"))
		return err_set(err, INVALID, "period.cell", NULL);
	struct period_report *report = open_report(arena, ask, &unit);
	if (!ask->live && !ask->tree_today)
		TRY(period_frozen(arena, db, &(struct period_frozen_in){ .unit = { unit.id }, .period = report->code },
		        &frozen, &found, err));
	if (found) {
		TRY(period_json_read(arena, frozen.payload, &report, err));
		report->frozen = true;
		report->as_of = frozen.at;
		report->hash = hex_encode(arena, frozen.hash.ptr, frozen.hash.len);
	} else {
		struct load load = { .arena = arena,
			.db = db,
			.ask = ask,
			.report = report,
			.first = period_first(ask->period),
			.last = period_last(ask->period),
			.running = month_of_day(day_today(arena, ask->now)) };
		TRY(live(&load, err));
	}
	report->over = period_over(arena, ask->period, day_today(arena, ask->now));
	report->columns = period_columns(report->period.kind, &report->column_count);
	period_columns_trim(arena, report);
	name_rows(arena, report);
	*ret_report = report;
	return period_flow_fill(arena, db, ask, report, err);
}
