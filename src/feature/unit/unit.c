/* The tree: units with dated names, codes and superiors, the closure over them, and what bodies chose. */
#include "feature/unit/unit_private.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/unit_sql.h"

#include <string.h>

enum { NAME_LETTERS = 200, CODE_BYTES = 60 };

const char *const unit_kinds[] = { "centre", "tinh", "xa", "co_so", "dang_bo_truc_thuoc_co_so", "chi_bo", NULL };

/* Words of lists, folded, and the kind of cell they mean. */
static const struct {
	const char *word, *type;
} cell_types[] = {
	{ "thon", "thon" },
	{ "to dan pho", "thon" },
	{ "thon, to dan pho", "thon" },
	{ "thon to dan pho", "thon" },
	{ "ban", "thon" },
	{ "ap", "thon" },
	{ "khu dan cu", "thon" },
	{ "hanh chinh, su nghiep", "hanh_chinh" },
	{ "hanh chinh su nghiep", "hanh_chinh" },
	{ "hanh chinh", "hanh_chinh" },
	{ "su nghiep", "hanh_chinh" },
	{ "hanh_chinh", "hanh_chinh" },
	{ "co quan", "hanh_chinh" },
	{ "truong hoc", "hanh_chinh" },
	{ "y te", "hanh_chinh" },
	{ "doanh nghiep", "dntn" },
	{ "doanh nghiep nha nuoc", "dnnn" },
	{ "dnnn", "dnnn" },
	{ "doanh nghiep tu nhan", "dntn" },
	{ "doanh nghiep tu nhan, fdi", "dntn" },
	{ "doanh nghiep ngoai nha nuoc", "dntn" },
	{ "fdi", "dntn" },
	{ "dntn", "dntn" },
	{ "hoc sinh, sinh vien", "hoc_sinh" },
	{ "hoc sinh", "hoc_sinh" },
	{ "sinh vien", "hoc_sinh" },
	{ "hoc_sinh", "hoc_sinh" },
	{ "luc luong vu trang", "llvt" },
	{ "cong an", "llvt" },
	{ "quan doi", "llvt" },
	{ "quan su", "llvt" },
	{ "llvt", "llvt" },
};

int unit_kind_order(struct str kind)
{
	for (int i = 0; unit_kinds[i]; i++)
		if (str_is(kind, unit_kinds[i]))
			return i;
	return -1;
}

struct str unit_cell_type(struct arena *arena, struct str word)
{
	struct str fold = text_fold(arena, word);
	for (size_t i = 0; i < LENGTH(cell_types); i++)
		if (str_is(fold, cell_types[i].word))
			return str_of(cell_types[i].type);
	return STR_NONE;
}

void unit_ahead(struct request *request, int64_t id)
{
	unit_row_ahead(request->db, &(struct unit_row_in){ .unit = { id } });
}

enum status unit_load(struct arena *arena, struct db *db, int64_t id, struct unit *ret_unit, struct err *err)
{
	struct unit_row_row row;
	bool found;
	TRY(unit_row(arena, db, &(struct unit_row_in){ .unit = { id } }, &row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "unit.not_found", NULL);
	*ret_unit = (struct unit){ .id = row.id,
		.shard = (int)row.shard,
		.kind = row.kind,
		.cell_type = row.cell_type,
		.name = row.name,
		.short_name = row.short_name,
		.code = row.code,
		.parent = row.parent.n,
		.parent_name = row.parent_name,
		.since = row.since,
		.name_since = row.name_since,
		.until = str_is(row.until, UNIT_OPEN) ? STR_NONE : row.until };
	return OK;
}

enum status unit_find_code(struct arena *arena, struct db *db, struct str code, struct unit *ret_unit, struct err *err)
{
	struct unit_by_code_row row;
	bool found;
	TRY(unit_by_code(arena, db, &(struct unit_by_code_in){ .code = code }, &row, &found, err));
	if (found)
		return unit_load(arena, db, row.unit.n, ret_unit, err);
	enum status status = err_set(err, NOT_FOUND, "unit.no_code", NULL);
	err_arg(err, "code", code);
	return status;
}

enum status unit_setting(struct arena *arena, struct db *db, int64_t unit, const char *name, const char *otherwise,
        struct str *ret_value, struct err *err)
{
	struct unit_setting_near_row row;
	bool found;
	TRY(unit_setting_near(arena, db, &(struct unit_setting_near_in){ .unit = { unit }, .name = str_of(name) }, &row,
	        &found, err));
	*ret_value = found ? row.value : str_of(otherwise);
	return OK;
}

enum status unit_set(struct arena *arena, struct db *db, int64_t unit, const char *name, struct str value, int64_t now,
        struct err *err)
{
	if (!value.len)
		return unit_setting_drop(
		        arena, db, &(struct unit_setting_drop_in){ .unit = { unit }, .name = str_of(name) }, err);
	return unit_setting_put(arena, db,
	        &(struct unit_setting_put_in){ .unit = { unit }, .name = str_of(name), .value = value, .at = now },
	        err);
}

int unit_shard_of(int64_t commune)
{
	uint64_t mixed = (uint64_t)commune;
	mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
	mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
	return 1 + (int)((mixed ^ mixed >> 31) % (ID_SHARDS - 1));
}

static enum status shard_below(struct arena *arena, struct db *db, int64_t parent, int *ret_shard, struct err *err)
{
	struct unit_path_rows path;
	TRY(unit_path(arena, db, &(struct unit_path_in){ .unit = { parent } }, &path, err));
	uint64_t commune = (uint64_t)parent;
	for (size_t i = 0; i < path.count; i++)
		if (str_is(path.at[i].kind, "xa"))
			commune = (uint64_t)path.at[i].id.n;
	*ret_shard = unit_shard_of((int64_t)commune);
	return OK;
}

static enum status check_name(struct str name, struct err *err)
{
	if (!name.len)
		return err_set(err, INVALID, "unit.name_missing", "name");
	if (text_letters(name) > NAME_LETTERS)
		return err_set(err, INVALID, "unit.name_long", "name");
	return OK;
}

static enum status check_new(
        struct arena *arena, struct db *db, const struct unit_new *unit, struct str name, struct err *err)
{
	bool cell = str_is(unit->kind, "chi_bo");
	if (unit_kind_order(unit->kind) < 0)
		return err_set(err, INVALID, "unit.kind", "kind");
	TRY(check_name(name, err));
	if (cell && !unit_cell_type(arena, unit->cell_type).len)
		return err_set(err, INVALID, "unit.cell_type", "cell_type");
	if (unit->code.len > CODE_BYTES)
		return err_set(err, INVALID, "unit.code_long", "code");
	if (unit->code.len) {
		struct unit_by_code_row row;
		bool found;
		TRY(unit_by_code(arena, db, &(struct unit_by_code_in){ .code = unit->code }, &row, &found, err));
		if (found) {
			enum status status = err_set(err, INVALID, "unit.code_taken", "code");
			err_arg(err, "code", unit->code);
			return status;
		}
	}
	struct unit parent;
	if (!unit->parent)
		return cell ? err_set(err, INVALID, "unit.parent_missing", "parent") : OK;
	TRY(unit_alive(arena, db, unit->parent, &parent, err));
	return str_is(parent.kind, "chi_bo") ? err_set(err, INVALID, "unit.parent_kind", "parent") : OK;
}

static enum status add_rows(struct arena *arena, struct db *db, const struct unit_new *unit, struct unit_id id,
        int shard, struct str name, struct str since, int64_t now, struct err *err)
{
	bool cell = str_is(unit->kind, "chi_bo");
	TRY(unit_add(arena, db,
	        &(struct unit_add_in){ .id = id.n,
	                .kind = unit->kind,
	                .cell_type = cell ? unit_cell_type(arena, unit->cell_type) : STR_NONE,
	                .shard = shard,
	                .admin_code = unit->admin_code,
	                .since = since,
	                .decision = unit->decision,
	                .at = now },
	        err));
	TRY(unit_name_add(arena, db,
	        &(struct unit_name_add_in){ .unit = id,
	                .since = since,
	                .name = name,
	                .short_name = text_line(arena, unit->short_name),
	                .fold = text_fold(arena, name),
	                .sort_key = text_title_key(arena, name),
	                .decision = unit->decision,
	                .at = now },
	        err));
	if (unit->code.len)
		TRY(unit_code_add(arena, db,
		        &(struct unit_code_add_in){ .unit = id, .since = since, .code = unit->code, .at = now }, err));
	TRY(unit_anc_self(arena, db, &(struct unit_anc_self_in){ .unit = id, .since = since }, err));
	if (!unit->parent)
		return OK;
	struct unit above;
	struct unit_id parent = { unit->parent };
	TRY(unit_load(arena, db, unit->parent, &above, err));
	since = str_compare(above.since, since) > 0 ? above.since : since;
	TRY(unit_edge_add(arena, db,
	        &(struct unit_edge_add_in){
	                .unit = id, .since = since, .parent = parent, .decision = unit->decision, .at = now },
	        err));
	return unit_anc_above(
	        arena, db, &(struct unit_anc_above_in){ .unit = id, .parent = parent, .since = since }, err);
}

enum status unit_create(
        struct arena *arena, struct db *db, const struct unit_new *unit, int64_t now, int64_t *ret_id, struct err *err)
{
	struct str name = text_line(arena, unit->name), since = unit->since.len ? unit->since : day_today(arena, now);
	int shard = 0;
	TRY(check_new(arena, db, unit, name, err));
	if (str_is(unit->kind, "chi_bo"))
		TRY(shard_below(arena, db, unit->parent, &shard, err));
	*ret_id = id_new(shard);
	TRY(add_rows(arena, db, unit, (struct unit_id){ *ret_id }, shard, name, since, now, err));
	return shard ? counter_touch_since(arena, db, *ret_id, shard, month_of_day(since), now, err) : OK;
}

enum status unit_rename(struct arena *arena, struct db *db, const struct unit *unit, struct str name,
        struct str short_name, struct str since, struct str decision, int64_t now, struct err *err)
{
	name = text_line(arena, name);
	short_name = text_line(arena, short_name);
	struct unit_id id = { unit->id };
	struct str fold = text_fold(arena, name), key = text_title_key(arena, name);
	TRY(check_name(name, err));
	if (str_compare(since, day_today(arena, now)) > 0)
		return err_set(err, INVALID, "unit.since_future", "since");
	if (str_compare(since, unit->name_since) < 0) {
		enum status status = err_set(err, INVALID, "unit.since_early", "since");
		err_arg(err, "day", date_show(arena, unit->name_since));
		return status;
	}
	if (str_eq(since, unit->name_since))
		return unit_name_correct(arena, db,
		        &(struct unit_name_correct_in){ .unit = id,
		                .name = name,
		                .short_name = short_name,
		                .fold = fold,
		                .sort_key = key,
		                .decision = decision,
		                .at = now },
		        err);
	TRY(unit_name_end(arena, db, &(struct unit_name_end_in){ .unit = id, .until = since }, err));
	return unit_name_add(arena, db,
	        &(struct unit_name_add_in){ .unit = id,
	                .since = since,
	                .name = name,
	                .short_name = short_name,
	                .fold = fold,
	                .sort_key = key,
	                .decision = decision,
	                .at = now },
	        err);
}

static enum status refuse_code(
        struct arena *arena, const char *why, const char *field, struct str code, struct str day, struct err *err)
{
	enum status status = err_set(err, INVALID, why, field);
	err_arg(err, "code", code);
	err_arg(err, "day", date_show(arena, day));
	return status;
}

enum status unit_recode(struct arena *arena, struct db *db, const struct unit *unit, struct str code, struct str since,
        int64_t now, struct err *err)
{
	struct unit_id id = { unit->id };
	struct unit_by_code_row taken;
	struct unit_code_open_row open;
	bool found, has;
	code = text_line(arena, code);
	if (!code.len || code.len > CODE_BYTES)
		return err_set(err, INVALID, code.len ? "unit.code_long" : "unit.code_missing", "code");
	TRY(unit_by_code(arena, db, &(struct unit_by_code_in){ .code = code }, &taken, &found, err));
	if (found)
		return refuse_code(arena, taken.unit.n == unit->id ? "unit.code_same" : "unit.code_taken", "code", code,
		        since, err);
	if (str_compare(since, day_today(arena, now)) > 0)
		return refuse_code(arena, "unit.code_future", "code_since", code, since, err);
	TRY(unit_code_open(arena, db, &(struct unit_code_open_in){ .unit = id }, &open, &has, err));
	struct str first = has ? open.since : unit->since;
	if (str_compare(since, first) < 0)
		return refuse_code(arena, "unit.code_early", "code_since", code, first, err);
	TRY(unit_code_drop(arena, db, &(struct unit_code_drop_in){ .unit = id, .day = since }, err));
	TRY(unit_code_end(arena, db, &(struct unit_code_end_in){ .unit = id, .day = since }, err));
	return unit_code_add(
	        arena, db, &(struct unit_code_add_in){ .unit = id, .since = since, .code = code, .at = now }, err);
}

const struct unit *request_unit(const struct request *request, const char *name)
{
	return request_object(request, name)->row;
}
