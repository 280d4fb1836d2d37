/* Terms of a cell with the last numbers used, and the resolution book of a term. */
#include "feature/record/record_private.h"

#include "base/id.h"
#include "base/time.h"
#include "feature/unit/unit.h"

#define OPEN_END "9999-12-31"
enum { NUMBER_MAX = 99999, TERMS_MAX = 60 };

const struct field record_term_form[] = {
	{ "term", FIELD_ID },
	{ "name", FIELD_LINE, .required = true, .max = 100, .label = N_("Tên nhiệm kỳ") },
	{ "since", FIELD_DAY, .required = true, .label = N_("Từ ngày") },
	{ "until", FIELD_DAY, .label = N_("Đến ngày") },
	{ "last-*", FIELD_INT, .max = NUMBER_MAX, .label = N_("Số cuối đã dùng") },
	{ 0 },
};

/* Types of documents that a cell numbers. */
static const struct {
	const char *type, *label;
} types[] = { { "NQ", N_("Nghị quyết (NQ)") }, { "BB", N_("Biên bản (BB)") }, { "KH", N_("Kế hoạch (KH)") },
	{ "BC", N_("Báo cáo (BC)") }, { "TB", N_("Thông báo (TB)") }, { "CTr", N_("Chương trình (CTr)") },
	{ "QĐ", N_("Quyết định (QĐ)") }, { "TTr", N_("Tờ trình (TTr)") }, { "CV", N_("Công văn (CV)") } };

static enum status terms_of(
        struct request *request, const struct unit *cell, struct record_terms_rows *ret_rows, struct err *err)
{
	return record_terms(request->arena, request->db,
	        &(struct record_terms_in){ .cell = { cell->id }, .shard = cell->shard }, ret_rows, err);
}

/* The term asked for, else the one that today falls into, else the youngest. */
static const struct record_terms_row *choose(const struct record_terms_rows *rows, int64_t wanted, struct str today)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->at[i].id.n == wanted)
			return &rows->at[i];
	for (size_t i = 0; i < rows->count; i++)
		if (str_compare(rows->at[i].since, today) <= 0 && str_compare(rows->at[i].until, today) >= 0)
			return &rows->at[i];
	return rows->count ? &rows->at[0] : NULL;
}

static void head_of(struct request *request, const struct unit *cell)
{
	request->shell.head = cell->name;
	request->shell.sub = cell->parent_name;
	request->shell.crumb = cell->name;
	request->shell.crumb_href = str_format(request->arena, "/cells/%lld", (long long)cell->id);
}

static enum status fill_types(
        struct request *request, const struct unit *cell, struct record_termlist_view *view, struct err *err)
{
	struct record_registers_rows rows = { 0 };
	if (view->term.n)
		TRY(record_registers(request->arena, request->db,
		        &(struct record_registers_in){ .term = view->term, .shard = cell->shard }, &rows, err));
	view->types.at = arena_array(request->arena, struct record_termlist_types, LENGTH(types));
	for (size_t i = 0; i < LENGTH(types); i++) {
		struct record_termlist_types *type = &view->types.at[view->types.count++];
		type->type = str_of(types[i].type);
		type->label = request_say(request, types[i].label);
		for (size_t j = 0; j < rows.count; j++)
			if (str_eq(rows.at[j].type, type->type)) {
				type->last = OPT(rows.at[j].last);
				type->taken = rows.at[j].taken;
			}
	}
	return OK;
}

enum status record_show_terms(struct request *request, void *to, struct err *err)
{
	struct record_termlist_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct record_terms_rows rows;
	int64_t wanted = request->failed ? request_int(request, "term") : request_query_int(request, "term", 0);
	bool fresh = request->failed ? !wanted : request_query_int(request, "new", 0) != 0;
	TRY(terms_of(request, cell, &rows, err));
	const struct record_terms_row *term = fresh ? NULL : choose(&rows, wanted, request->today);
	*view = (struct record_termlist_view){ .cell = { cell->id } };
	if (term) {
		view->term = term->id;
		view->name = term->name;
		view->since = term->since;
		view->until = str_is(term->until, OPEN_END) ? STR_NONE : term->until;
		view->unsure = !term->checked;
	} else if (!rows.count) {
		view->name =
		        str_format(request->arena, "Nhiệm kỳ từ năm %.*s", STR_ARG(str_slice(request->today, 0, 4)));
		view->since = str_format(request->arena, "%.*s-01-01", STR_ARG(str_slice(request->today, 0, 4)));
	}
	view->terms.at = arena_array(request->arena, struct record_termlist_terms, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		view->terms.at[view->terms.count++] = (struct record_termlist_terms){ .id = rows.at[i].id,
			.name = rows.at[i].name,
			.since = rows.at[i].since,
			.until = str_is(rows.at[i].until, OPEN_END) ? STR_NONE : rows.at[i].until,
			.current = rows.at[i].id.n == view->term.n };
	head_of(request, cell);
	return fill_types(request, cell, view, err);
}

/* A term that was open ends the day before a new one begins; any other overlap is an error. */
static enum status fit(struct request *request, const struct unit *cell, int64_t own, struct str since,
        struct str until, struct err *err)
{
	struct record_terms_rows rows;
	struct date day = { 0 };
	TRY(terms_of(request, cell, &rows, err));
	if (!own && rows.count >= TERMS_MAX)
		return err_set(err, CONFLICT, "record.terms_many", NULL);
	if (str_compare(until, since) < 0)
		return err_set(err, INVALID, "record.term_order", "until");
	for (size_t i = 0; i < rows.count; i++) {
		const struct record_terms_row *row = &rows.at[i];
		if (row->id.n == own || str_compare(row->until, since) < 0 || str_compare(until, row->since) < 0)
			continue;
		if (own || !str_is(row->until, OPEN_END) || str_compare(row->since, since) >= 0 ||
		        !date_parse(since, &day))
			return err_set(err, INVALID, "record.term_overlap", "since");
		TRY(record_term_end(request->arena, request->db,
		        &(struct record_term_end_in){ .id = row->id,
		                .shard = cell->shard,
		                .until = date_iso(request->arena, date_add(day, -1)) },
		        err));
	}
	return OK;
}

static enum status save_last(
        struct request *request, const struct unit *cell, struct term_id term, const char *type, struct err *err)
{
	const char *field = str_c(request->arena, str_format(request->arena, "last-%s", type));
	struct opt_int last = request_optint(request, field);
	struct record_number_top_row top;
	if (!last.set)
		return OK;
	TRY(record_number_top(request->arena, request->db,
	        &(struct record_number_top_in){ .term = term, .type = str_of(type), .shard = cell->shard }, &top, err));
	if (last.n < top.top) {
		enum status status = err_set(err, INVALID, "record.last_low", field);
		err_arg_int(err, "n", top.top);
		return status;
	}
	return record_register_set(request->arena, request->db,
	        &(struct record_register_set_in){
	                .term = term, .type = str_of(type), .shard = cell->shard, .last = last.n },
	        err);
}

enum status record_save_term(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct term_id term = { request_int(request, "term") };
	struct str since = request_day(request, "since"), until = request_day(request, "until");
	struct record_terms_rows rows;
	(void)view;
	until = until.len ? until : STR(OPEN_END);
	TRY(terms_of(request, cell, &rows, err));
	if (term.n) {
		const struct record_terms_row *own = choose(&rows, term.n, STR(""));
		if (!own || own->id.n != term.n)
			return err_set(err, NOT_FOUND, "record.no_term", NULL);
	}
	TRY(fit(request, cell, term.n, since, until, err));
	if (term.n) {
		TRY(record_term_change(request->arena, request->db,
		        &(struct record_term_change_in){ .id = term,
		                .shard = cell->shard,
		                .name = request_text(request, "name"),
		                .since = since,
		                .until = until },
		        err));
	} else {
		term.n = id_new(cell->shard);
		TRY(record_term_add(request->arena, request->db,
		        &(struct record_term_add_in){ .id = term,
		                .shard = cell->shard,
		                .cell = { cell->id },
		                .name = request_text(request, "name"),
		                .since = since,
		                .until = until,
		                .at = request->now,
		                .checked = true },
		        err));
	}
	for (size_t i = 0; i < LENGTH(types); i++)
		TRY(save_last(request, cell, term, types[i].type, err));
	request_flash(request, N_("Đã lưu nhiệm kỳ và số cuối đã dùng."));
	request_go(request, "/cells/%lld/terms?term=%lld", (long long)cell->id, (long long)term.n);
	return OK;
}

enum status record_show_book(struct request *request, void *to, struct err *err)
{
	struct record_booklet_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct record_terms_rows rows;
	struct record_book_rows book = { 0 };
	TRY(terms_of(request, cell, &rows, err));
	const struct record_terms_row *term = choose(&rows, request_query_int(request, "term", 0), request->today);
	*view = (struct record_booklet_view){ .cell = { cell->id }, .may_hold = request_can(request, "meeting.hold") };
	view->terms.at = arena_array(request->arena, struct record_booklet_terms, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		view->terms.at[view->terms.count++] = (struct record_booklet_terms){
			.id = rows.at[i].id, .name = rows.at[i].name, .current = term == &rows.at[i]
		};
	if (term) {
		view->term = term->id;
		view->name = term->name;
		TRY(record_book(request->arena, request->db,
		        &(struct record_book_in){ .cell = { cell->id }, .shard = cell->shard, .term = term->id }, &book,
		        err));
	}
	view->book = book;
	head_of(request, cell);
	return OK;
}
