/* The form of a commitment: written by the member on a phone, or typed in as a whole from paper by a leader of the
 * cell; before it is agreed it may be written anew. */
#include "feature/commitment/commitment_private.h"

#include "base/id.h"
#include "base/time.h"
#include "gen/commitment_page.h"

enum { ROWS_FIRST = 3, ROWS_SPARE = 3 };

/* Who a new one is of: the member, or whom a leader chose. */
struct whose {
	int64_t year;
	struct person_id person;
	struct str name;
	bool own;
};

static enum status whose_of(struct request *request, struct whose *ret, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct commitment_member_row row;
	bool found;
	int64_t chosen = request_query_int(request, "person", request->person.n);
	*ret = (struct whose){ .year = request_query_int(request, "year", commitment_year_now(request->today)),
		.person = { chosen },
		.own = chosen == request->person.n };
	if (!ret->own && !request_can(request, "commitment.lead"))
		return err_set(err, DENIED, "commitment.others", NULL);
	TRY(commitment_member(request->arena, request->db,
	        &(struct commitment_member_in){ { cell->id }, cell->shard, ret->person, request->today }, &row, &found,
	        err));
	if (!found)
		return err_set(err, NOT_FOUND, "commitment.no_member", NULL);
	ret->name = row.name;
	if (row.label.len)
		ret->name = str_format(request->arena, "%.*s (%.*s)", STR_ARG(row.name), STR_ARG(row.label));
	return OK;
}

static void put_rows(struct request *request, struct commitment_form_view *view,
        const struct commitment_items_rows *items, size_t count)
{
	size_t rows = count + (count ? ROWS_SPARE - 1 : ROWS_FIRST + ROWS_SPARE);
	rows = request->failed || rows > ITEMS_MAX ? ITEMS_MAX : rows;
	view->items.at = arena_array(request->arena, struct commitment_form_items, ITEMS_MAX);
	view->more.at = arena_array(request->arena, struct commitment_form_more, ITEMS_MAX);
	for (size_t i = 0; i < rows; i++) {
		struct commitment_form_items row = { .n = (int64_t)i + 1 };
		if (i < count)
			row = (struct commitment_form_items){ (int64_t)i + 1, items->at[i].text, items->at[i].measure,
				items->at[i].due };
		if (i < count || i < ROWS_FIRST)
			view->items.at[view->items.count++] = row;
		else
			view->more.at[view->more.count++] = (struct commitment_form_more){ row.n };
	}
	view->opened = request->failed != NULL;
}

static void put_parts(struct request *request, struct commitment_form_view *view, const struct layout *layout,
        const struct commitment_parts_rows *parts)
{
	view->parts.at = arena_array(request->arena, struct commitment_form_parts, PARTS_MAX);
	for (size_t i = 0; i < layout->count; i++)
		view->parts.at[view->parts.count++] = (struct commitment_form_parts){ (int64_t)i + 1, layout->title[i],
			layout->hint[i], i < parts->count ? parts->at[i].text : STR_NONE };
}

enum status commitment_show_new(struct request *request, void *to, struct err *err)
{
	struct commitment_form_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct commitment_year_one_row year;
	struct layout layout;
	struct whose whose;
	TRY(whose_of(request, &whose, err));
	TRY(commitment_layout_load(request->arena, request->db, cell->id, &layout, err));
	TRY(commitment_year_one(request->arena, request->db,
	        &(struct commitment_year_one_in){ { cell->id }, whose.year, cell->shard }, &year, &view->asked, err));
	view->cell.n = cell->id;
	view->year = whose.year;
	view->name = whose.name;
	view->own = whose.own;
	view->paper = !whose.own;
	view->due = view->asked ? year.due : STR_NONE;
	view->action = str_format(request->arena, "/cells/%lld/commitments/new?year=%lld&person=%lld",
	        (long long)cell->id, (long long)whose.year, (long long)whose.person.n);
	view->until = commitment_day(request->arena, whose.year, STR("12-31"));
	put_parts(request, view, &layout, &(struct commitment_parts_rows){ 0 });
	put_rows(request, view, NULL, 0);
	request->shell.crumb = cell->name;
	request->shell.crumb_href = str_format(
	        request->arena, "/cells/%lld/commitments?year=%lld", (long long)cell->id, (long long)whose.year);
	return OK;
}

static const char *field_name(struct request *request, const char *prefix, size_t n)
{
	return str_c(request->arena, str_format(request->arena, "%s-%zu", prefix, n));
}

static void read_draft(struct request *request, const struct layout *layout, struct commitment_draft *draft)
{
	*draft = (struct commitment_draft){ .part_count = layout->count };
	for (size_t i = 0; i < layout->count; i++)
		draft->part[i] = request_text(request, field_name(request, "text", i + 1));
	for (size_t n = 1; n <= ITEMS_MAX; n++) {
		struct commitment_draft_item item = { request_text(request, field_name(request, "item", n)),
			request_text(request, field_name(request, "measure", n)),
			request_day(request, field_name(request, "due", n)), (int)n };
		if (item.text.len || item.measure.len || item.due.len)
			draft->item[draft->item_count++] = item;
	}
	draft->too_many = request_text(request, field_name(request, "item", ITEMS_MAX + 1)).len > 0;
}

/* Kept as typed, whole or not; only what is sent has to be whole. */
static enum status keep(struct request *request, const struct commitment *to, const struct layout *layout,
        const struct commitment_draft *draft, struct err *err)
{
	struct arena *arena = request->arena;
	bool send = request_int(request, "send") || str_is(to->row.state, "sent");
	for (size_t i = 0; i < draft->item_count && !send; i++) {
		struct commitment_draft_item whole = draft->item[i];
		whole.measure = whole.measure.len ? whole.measure : STR("…");
		TRY(commitment_check_item(arena, &whole, to->row.year, err));
	}
	if (send)
		TRY(commitment_check_draft(arena, draft, layout, to->row.year, err));
	for (size_t i = 0; i < layout->count; i++)
		TRY(commitment_part_put(arena, request->db,
		        &(struct commitment_part_put_in){
		                to->id, (int64_t)i + 1, to->shard, layout->title[i], draft->part[i] },
		        err));
	TRY(commitment_items_drop(arena, request->db, &(struct commitment_items_drop_in){ to->id, to->shard }, err));
	for (size_t i = 0; i < draft->item_count; i++)
		TRY(commitment_item_put(arena, request->db,
		        &(struct commitment_item_put_in){ { id_new(to->shard) }, to->shard, to->id, (int64_t)i + 1,
		                draft->item[i].text, draft->item[i].measure, draft->item[i].due, 0 },
		        err));
	struct opt_int month = send ? OPT(commitment_month(to->row.year, request->today)) : OPT_NONE;
	TRY(commitment_set(arena, request->db,
	        &(struct commitment_set_in){ to->id, to->shard,
	                send                ? STR("sent")
	                : to->row.state.len ? to->row.state
	                                    : STR("draft"),
	                month, send ? request->today : STR_NONE, !to->own },
	        err));
	request_flash(request, send ? N_("Đã gửi chi bộ.") : N_("Đã lưu, chưa gửi."));
	request_go(request, "/commitments/%lld", (long long)to->id.n);
	return commitment_touch(request, to, to->row.month.set ? to->row.month : month, err);
}

enum status commitment_save_new(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct commitment to = { .id = { id_new(cell->shard) }, .shard = cell->shard, .cell = *cell };
	struct commitment_of_year_row twice;
	struct commitment_year_one_row year;
	struct commitment_draft draft;
	struct layout layout;
	struct whose whose;
	bool found;
	(void)view;
	TRY(whose_of(request, &whose, err));
	TRY(commitment_year_one(request->arena, request->db,
	        &(struct commitment_year_one_in){ { cell->id }, whose.year, cell->shard }, &year, &found, err));
	if (!found) {
		err_set(err, CONFLICT, "commitment.not_asked", NULL);
		err_arg_int(err, "year", whose.year);
		return CONFLICT;
	}
	TRY(commitment_of_year(request->arena, request->db,
	        &(struct commitment_of_year_in){ { cell->id }, cell->shard, whose.year, whose.person }, &twice, &found,
	        err));
	if (found)
		return err_set(err, CONFLICT, "commitment.twice", NULL);
	TRY(commitment_layout_load(request->arena, request->db, cell->id, &layout, err));
	read_draft(request, &layout, &draft);
	to.own = whose.own;
	to.row.cell.n = cell->id;
	to.row.year = whose.year;
	TRY(commitment_add(request->arena, request->db,
	        &(struct commitment_add_in){ to.id, to.shard, { cell->id }, whose.person, whose.year, whose.name,
	                !whose.own, request->account, request->now },
	        err));
	return keep(request, &to, &layout, &draft, err);
}

/* Before it is agreed; a leader writes only in what was typed in from paper. */
static enum status may_edit(const struct commitment *commitment, struct err *err)
{
	if (!commitment->own && !commitment->row.paper)
		return err_set(err, DENIED, "commitment.others", NULL);
	return str_is(commitment->row.state, "agreed") ? err_set(err, CONFLICT, "commitment.agreed", NULL) : OK;
}

enum status commitment_show_edit(struct request *request, void *to, struct err *err)
{
	struct commitment_form_view *view = to;
	const struct commitment *commitment = request_commitment(request);
	struct commitment_parts_rows parts;
	struct commitment_items_rows items;
	struct layout layout;
	TRY(may_edit(commitment, err));
	TRY(commitment_own_layout(request, commitment, &layout, err));
	TRY(commitment_parts(request->arena, request->db,
	        &(struct commitment_parts_in){ commitment->id, commitment->shard }, &parts, err));
	TRY(commitment_load_items(request->arena, request->db, commitment, true, &items, err));
	*view = (struct commitment_form_view){ .cell = { commitment->cell.id },
		.year = commitment->row.year,
		.name = commitment->row.name,
		.own = commitment->own,
		.paper = commitment->row.paper,
		.asked = true,
		.word = str_is(commitment->row.state, "returned") ? commitment->row.word : STR_NONE,
		.version = OPT(commitment->row.version),
		.until = commitment_day(request->arena, commitment->row.year, STR("12-31")),
		.action = str_format(request->arena, "/commitments/%lld/edit", (long long)commitment->id.n) };
	put_parts(request, view, &layout, &parts);
	put_rows(request, view, &items, items.count);
	request->shell.crumb = commitment->row.name;
	request->shell.crumb_href = str_format(request->arena, "/commitments/%lld", (long long)commitment->id.n);
	return OK;
}

enum status commitment_save_edit(struct request *request, void *view, struct err *err)
{
	const struct commitment *commitment = request_commitment(request);
	struct commitment_draft draft;
	struct layout layout;
	(void)view;
	TRY(may_edit(commitment, err));
	if (request_int(request, "version") != commitment->row.version)
		return err_set(err, CONFLICT, "commitment.version", NULL);
	TRY(commitment_own_layout(request, commitment, &layout, err));
	read_draft(request, &layout, &draft);
	return keep(request, commitment, &layout, &draft, err);
}
