/* Commitments: the form and its days, the months in which they count, the figures. */
#include "feature/commitment/commitment_private.h"

#include "base/embed.h"
#include "base/time.h"

#include <jansson.h>

static struct str text_of(struct arena *arena, const json_t *object, const char *name)
{
	return str_copy(arena, str_of(json_string_value(json_object_get(object, name))));
}

static void load_rules(struct arena *arena, struct layout *layout)
{
	struct str file = rules_file("commitment/chibo-2026.json");
	json_t *root = json_loadb(file.ptr, file.len, 0, NULL), *one;
	size_t at;
	check(root);
	layout->send_by = text_of(arena, root, "send_by");
	layout->check_from = text_of(arena, root, "check_from");
	layout->check_until = text_of(arena, root, "check_until");
	json_array_foreach(json_object_get(root, "parts"), at, one)
	{
		check(at < PARTS_MAX);
		layout->title[at] = text_of(arena, one, "title");
		layout->hint[at] = text_of(arena, one, "hint");
		layout->count = at + 1;
	}
	json_decref(root);
}

enum status commitment_layout_load(
        struct arena *arena, struct db *db, int64_t unit, struct layout *ret_layout, struct err *err)
{
	struct commitment_layout_of_rows rows;
	*ret_layout = (struct layout){ 0 };
	load_rules(arena, ret_layout);
	TRY(commitment_layout_of(arena, db, &(struct commitment_layout_of_in){ { unit } }, &rows, err));
	for (size_t i = 0; i < rows.count && i < PARTS_MAX; i++) {
		ret_layout->title[i] = rows.at[i].title;
		ret_layout->hint[i] = rows.at[i].hint;
		ret_layout->count = i + 1;
		ret_layout->unit = rows.at[i].unit.n;
		ret_layout->unit_name = rows.at[i].unit_name;
	}
	return OK;
}

int commitment_month(int64_t year, struct str day)
{
	int month = month_of_day(day), first = (int)year * 100 + 1, last = (int)year * 100 + 12;
	return month < first ? first : month > last ? last : month;
}

struct str commitment_day(struct arena *arena, int64_t year, struct str month_day)
{
	return str_format(arena, "%04lld-%.*s", (long long)year, STR_ARG(month_day));
}

int64_t commitment_year_now(struct str today)
{
	return month_of_day(today) / 100;
}

bool commitment_year_open(int64_t year, struct str today)
{
	int month = month_of_day(today);
	return year == month / 100 || year == month / 100 - 1 || (year == month / 100 + 1 && month % 100 >= 11);
}

struct str commitment_beside(struct arena *arena, struct str day, int days)
{
	struct date date;
	check(date_parse(day, &date));
	return date_iso(arena, date_add(date, days));
}

static enum status refuse_item(
        struct arena *arena, const char *code, const char *field, int place, int64_t year, struct err *err)
{
	err_set(err, INVALID, code, place ? str_c(arena, str_format(arena, "%s-%d", field, place)) : field);
	err_arg_int(err, "n", place);
	err_arg_int(err, "year", year);
	return INVALID;
}

enum status commitment_check_item(
        struct arena *arena, const struct commitment_draft_item *item, int64_t year, struct err *err)
{
	if (!item->text.len)
		return refuse_item(
		        arena, N_("commitment.item_text"), item->place ? "item" : "text", item->place, year, err);
	if (!item->measure.len)
		return refuse_item(arena, N_("commitment.item_measure"), "measure", item->place, year, err);
	if (!item->due.len)
		return refuse_item(arena, N_("commitment.item_due"), "due", item->place, year, err);
	if (month_of_day(item->due) / 100 != year)
		return refuse_item(arena, N_("commitment.due_year"), "due", item->place, year, err);
	return OK;
}

enum status commitment_check_draft(struct arena *arena, const struct commitment_draft *draft,
        const struct layout *layout, int64_t year, struct err *err)
{
	if (draft->too_many)
		return err_set(err, INVALID, "commitment.too_many", "item-1");
	for (size_t i = 0; i < draft->part_count; i++)
		if (!draft->part[i].len) {
			err_set(err, INVALID, "commitment.part_empty",
			        str_c(arena, str_format(arena, "text-%zu", i + 1)));
			err_arg(err, "part", layout->title[i]);
			return INVALID;
		}
	if (!draft->item_count)
		return err_set(err, INVALID, "commitment.no_item", "item-1");
	for (size_t i = 0; i < draft->item_count; i++)
		TRY(commitment_check_item(arena, &draft->item[i], year, err));
	return OK;
}

enum status commitment_load_items(struct arena *arena, struct db *db, const struct commitment *commitment, bool live,
        struct commitment_items_rows *ret_items, struct err *err)
{
	size_t kept = 0;
	TRY(commitment_items(
	        arena, db, &(struct commitment_items_in){ commitment->id, commitment->shard }, ret_items, err));
	for (size_t i = 0; i < ret_items->count; i++)
		if (!live || !ret_items->at[i].ended)
			ret_items->at[kept++] = ret_items->at[i];
	ret_items->count = kept;
	return OK;
}

enum status commitment_own_layout(
        struct request *request, const struct commitment *commitment, struct layout *ret_layout, struct err *err)
{
	struct commitment_parts_rows parts;
	TRY(commitment_layout_load(request->arena, request->db, commitment->cell.id, ret_layout, err));
	TRY(commitment_parts(request->arena, request->db,
	        &(struct commitment_parts_in){ commitment->id, commitment->shard }, &parts, err));
	for (size_t i = 0; i < PARTS_MAX; i++) {
		ret_layout->title[i] = i < parts.count ? parts.at[i].title : STR_NONE;
		if (i >= parts.count)
			ret_layout->hint[i] = STR_NONE;
	}
	ret_layout->count = parts.count < PARTS_MAX ? parts.count : PARTS_MAX;
	return OK;
}

enum status commitment_touch(
        struct request *request, const struct commitment *commitment, struct opt_int month, struct err *err)
{
	return month.set ? counter_touch(request->arena, request->db, commitment->row.cell.n, commitment->shard,
	                           (int)month.n, request->now, err)
	                 : OK;
}

static enum status count_month(struct arena *arena, struct db *db, const struct counter_key *key, int64_t *ret_values,
        bool *ret_any, struct err *err)
{
	struct commitment_figures_row row;
	TRY(commitment_figures(
	        arena, db, &(struct commitment_figures_in){ { key->cell }, key->shard, key->month }, &row, err));
	ret_values[0] = row.cells;
	ret_values[1] = row.members;
	ret_values[2] = row.committed;
	ret_values[3] = row.agreed;
	ret_values[4] = row.checked;
	ret_values[5] = row.noted;
	*ret_any = row.cells || row.committed || row.checked;
	return OK;
}

static const struct counter_line lines[] = { { "commitment_cells", N_("Chi bộ mở đợt cam kết tu dưỡng, rèn luyện"),
	                                             "cells", NULL },
	{ "commitment_sent", N_("Đảng viên gửi cam kết, trong số đảng viên khi mở đợt"), "committed", "members" },
	{ "commitment_agreed", N_("Bản cam kết đã được chi bộ thống nhất"), "agreed", "committed" },
	{ "commitment_checked", N_("Bản cam kết đã tự kiểm cuối năm"), "checked", NULL },
	{ "commitment_noted", N_("Bản tự kiểm đã được chi bộ nhận xét"), "noted", "checked" }, { 0 } };

const struct counter_family commitment_families[] = { { "commitment", "cells members committed agreed checked noted",
	                                                      count_month, commitment_scan_text, lines },
	{ 0 } };
