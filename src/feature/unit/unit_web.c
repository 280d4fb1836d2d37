/* The tree on screen, and what a cell chose. */
#include "feature/unit/unit_web.h"

#include "base/text.h"
#include "feature/score/rubric_json.h"
#include "gen/unit_page.h"
#include "gen/unit_sql.h"

#include <string.h>

enum { FOUND_MOST = 50 };

static const struct permission unit_read = { .name = "unit.read",
	.sentence = N_("Xem các tổ chức đảng bên dưới"),
	.own = R(OFFICER) | R(ADMIN),
	.below = R(OFFICER) | R(ADMIN) };
const struct permission unit_manage = { .name = "unit.manage",
	.sentence = N_("Thêm, đổi tên, chuyển, hợp nhất, tách tổ chức đảng"),
	.own = R(OFFICER) | R(ADMIN),
	.below = R(OFFICER) | R(ADMIN) };
static const struct permission unit_levels_name = {
	.name = "unit.levels", .sentence = N_("Đặt tên gọi các cấp tổ chức đảng"), .own = R(ADMIN)
};
static const struct permission unit_settings_edit = { .name = "cell.settings",
	.sentence = N_("Đặt cách làm của chi bộ"),
	.own = ROLES_LEADERS,
	.below = R(OFFICER) | R(ADMIN) };

static enum status load_unit(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct unit *unit = arena_new(request->arena, struct unit);
	TRY(unit_load(request->arena, request->db, id, unit, err));
	object->row = unit;
	object->unit = unit->id;
	object->shard = unit->shard;
	/* Nothing more is done in one that is no more, but for correcting the decision that ended it. */
	if (request->route->method == HTTP_POST && unit->until.len && request->route->handler != unit_do_undo) {
		struct err *shut = arena_new(request->arena, struct err);
		if (unit_alive(request->arena, request->db, id, unit, shut) != OK)
			object->shut = shut;
	}
	return OK;
}

static enum status load_cell(struct request *request, int64_t id, struct object *object, struct err *err)
{
	TRY(load_unit(request, id, object, err));
	const struct unit *unit = object->row;
	return str_is(unit->kind, "chi_bo") ? OK : err_set(err, NOT_FOUND, "unit.not_cell", NULL);
}

/* The superiors, those that this account may open as links. */
static enum status show_path(
        struct request *request, const struct unit *unit, struct unit_page_view *view, struct err *err)
{
	struct unit_path_rows rows;
	TRY(unit_path(request->arena, request->db, &(struct unit_path_in){ .unit = { unit->id } }, &rows, err));
	view->path.at = arena_array(request->arena, struct unit_page_path, rows.count + 1);
	for (size_t i = 0; i + 1 < rows.count; i++) {
		struct unit_page_path *step = &view->path.at[view->path.count++];
		*step = (struct unit_page_path){ .id = rows.at[i].id, .name = rows.at[i].name };
		TRY(request_can_at(request, &unit_read, step->id.n, &step->open, err));
	}
	return OK;
}

static enum status show_children(struct request *request, const struct unit *unit, const struct unit_levels *levels,
        struct unit_page_view *view, struct err *err)
{
	struct unit_children_rows rows;
	struct unit_members_rows members;
	TRY(unit_list_below(request, unit, &rows, err));
	TRY(unit_members(
	        request->arena, request->db, &(struct unit_members_in){ .unit = { unit->id } }, &members, err));
	view->children.at = arena_array(request->arena, struct unit_page_children, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		struct unit_page_children *child = &view->children.at[i];
		*child = (struct unit_page_children){ .id = rows.at[i].id,
			.name = rows.at[i].name,
			.level = unit_level_name(levels, rows.at[i].kind, request->today),
			.cell_type = rows.at[i].cell_type,
			.cell = str_is(rows.at[i].kind, "chi_bo"),
			.cells = rows.at[i].cells,
			.counted = true };
		for (size_t m = 0; m < members.count && child->cell; m++)
			if (members.at[m].cell.n == child->id.n)
				child->members = members.at[m].members;
		view->cells += child->cells;
		view->members += child->members;
	}
	view->children.count = rows.count;
	return OK;
}

static enum status show_found(struct request *request, const struct unit *unit, const struct unit_levels *levels,
        struct unit_page_view *view, struct err *err)
{
	struct unit_search_rows rows;
	TRY(unit_find_below(request, unit, text_like(request->arena, text_fold(request->arena, view->q)),
	        FOUND_MOST + 1, &rows, err));
	view->more = rows.count > FOUND_MOST;
	view->children.count = view->more ? FOUND_MOST : rows.count;
	view->children.at = arena_array(request->arena, struct unit_page_children, rows.count + 1);
	for (size_t i = 0; i < view->children.count; i++)
		view->children.at[i] = (struct unit_page_children){ .id = rows.at[i].id,
			.name = rows.at[i].name,
			.level = unit_level_name(levels, rows.at[i].kind, request->today),
			.cell_type = rows.at[i].cell_type,
			.cell = str_is(rows.at[i].kind, "chi_bo"),
			.parent_name = rows.at[i].parent_name };
	return OK;
}

static enum status show_unit(struct request *request, void *to, struct err *err)
{
	struct unit_page_view *view = to;
	struct unit_levels levels;
	const struct unit *unit = request_unit(request, "unit");
	if (str_is(unit->kind, "chi_bo")) {
		request_go(request, "/cells/%lld", (long long)unit->id);
		return OK;
	}
	TRY(unit_levels(request->arena, request->db, &levels, err));
	view->unit.n = unit->id;
	view->name = unit->name;
	view->level = unit_level_name(&levels, unit->kind, request->today);
	view->code = unit->code;
	view->until = unit->until;
	view->manage = request_can(request, unit_manage.name) && !unit->until.len;
	view->roster = request_can(request, "roster.import");
	view->q = request_query(request, "q");
	TRY(show_path(request, unit, view, err));
	TRY(show_children(request, unit, &levels, view, err));
	return view->q.len ? show_found(request, unit, &levels, view, err) : OK;
}

enum { KINDS = 6 };

/* What may stand directly below a body, the likeliest first. */
static const char *kinds_below(struct str parent)
{
	static const struct {
		const char *parent, *kinds;
	} below[] = { { "centre", "tinh co_so" }, { "tinh", "xa co_so" }, { "xa", "chi_bo co_so" },
		{ "co_so", "chi_bo dang_bo_truc_thuoc_co_so" }, { "dang_bo_truc_thuoc_co_so", "chi_bo" } };
	for (size_t i = 0; i < LENGTH(below); i++)
		if (str_is(parent, below[i].parent))
			return below[i].kinds;
	return "";
}

static bool has_word(const char *words, struct str word)
{
	struct str rest = str_of(words), one;
	while (str_split(&rest, ' ', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

static enum status show_add(struct request *request, void *to, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	if (str_is(unit->kind, "chi_bo"))
		return err_set(err, CONFLICT, "unit.parent_kind", NULL);
	struct unit_add_page_view *view = to;
	struct str rest = str_of(kinds_below(unit->kind)), kind;
	struct unit_levels levels;
	TRY(unit_levels(request->arena, request->db, &levels, err));
	*view = (struct unit_add_page_view){ .unit = { unit->id }, .name = unit->name, .today = request->today };
	view->kinds.at = arena_array(request->arena, struct unit_add_page_kinds, KINDS);
	while (view->kinds.count < KINDS && str_split(&rest, ' ', &kind))
		view->kinds.at[view->kinds.count++] =
		        (struct unit_add_page_kinds){ kind, unit_level_name(&levels, kind, request->today) };
	return OK;
}

static enum status do_add(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	int64_t id;
	struct unit_new new = { .kind = request_text(request, "kind"),
		.cell_type = request_text(request, "cell_type"),
		.name = request_text(request, "name"),
		.short_name = request_text(request, "short_name"),
		.code = request_text(request, "code"),
		.since = request_day(request, "since"),
		.decision = request_text(request, "decision"),
		.parent = unit->id };
	(void)view;
	if (str_compare(new.since, request->today) > 0)
		return err_set(err, INVALID, "unit.born_future", "since");
	if (!has_word(kinds_below(unit->kind), new.kind))
		return err_set(err, INVALID, "unit.kind_below", "kind");
	TRY(unit_create(request->arena, request->db, &new, request->now, &id, err));
	request_flash(request, N_("Đã thêm tổ chức đảng."));
	request_go(request, "/units/%lld", (long long)unit->id);
	return OK;
}

static enum status show_rename(struct request *request, void *to, struct err *err)
{
	struct unit_rename_page_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct unit_names_rows rows;
	struct unit_codes_rows codes;
	TRY(unit_codes(request->arena, request->db, &(struct unit_codes_in){ .unit = { unit->id } }, &codes, err));
	TRY(unit_names(request->arena, request->db, &(struct unit_names_in){ .unit = { unit->id } }, &rows, err));
	*view = (struct unit_rename_page_view){
		.unit = { unit->id }, .name = unit->name, .short_name = unit->short_name, .today = request->today
	};
	view->names.at = arena_array(request->arena, struct unit_rename_page_names, rows.count + 1);
	view->names.count = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		view->names.at[i] = (struct unit_rename_page_names){ .name = rows.at[i].name,
			.since = rows.at[i].since,
			.until = rows.at[i].until,
			.ongoing = str_is(rows.at[i].until, "9999-12-31"),
			.decision = rows.at[i].decision };
	view->code = unit->code;
	view->codes.at = arena_array(request->arena, struct unit_rename_page_codes, codes.count + 1);
	view->codes.count = codes.count;
	for (size_t i = 0; i < codes.count; i++)
		view->codes.at[i] = (struct unit_rename_page_codes){ .code = codes.at[i].code,
			.since = codes.at[i].since,
			.until = codes.at[i].until,
			.ongoing = str_is(codes.at[i].until, UNIT_OPEN) };
	return OK;
}

static enum status do_recode(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	(void)view;
	TRY(unit_recode(request->arena, request->db, unit, request_text(request, "code"),
	        request_day(request, "code_since"), request->now, err));
	request_flash(request, N_("Đã đổi mã."));
	request_go(request, "/units/%lld", (long long)unit->id);
	return OK;
}

static enum status do_rename(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	(void)view;
	TRY(unit_rename(request->arena, request->db, unit, request_text(request, "name"),
	        request_text(request, "short_name"), request_day(request, "since"), request_text(request, "decision"),
	        request->now, err));
	request_flash(request, N_("Đã đổi tên."));
	request_go(request, "/units/%lld", (long long)unit->id);
	return OK;
}

/* Settings of the form that are kept as they were typed, with what counts where nobody chose. */
static const struct {
	const char *name, *otherwise;
} plain_settings[] = {
	{ "place", "" },
	{ "follower", "" },
	{ "rubric", UNIT_RUBRIC },
	{ "signed_for", "cell" },
	{ "minutes_number", "0" },
	{ "plain_month", "as_is" },
	{ "spelling", "ủy" },
	{ "regular_day", "3" },
};

static enum status show_rubrics(struct request *request, struct unit_settings_page_view *view, struct err *err)
{
	size_t count = 0;
	while (rubric_id_at(request->arena, count).len)
		count++;
	view->rubrics.at = arena_array(request->arena, struct unit_settings_page_rubrics, count + 1);
	view->rubrics.count = count;
	for (size_t i = 0; i < count; i++) {
		struct rubric_data *data;
		TRY(rubric_find(request->arena, rubric_id_at(request->arena, i), &data, err));
		view->rubrics.at[i] = (struct unit_settings_page_rubrics){
			.id = data->id, .name = data->name, .issuer = data->issuer
		};
	}
	return OK;
}

static enum status show_settings(struct request *request, void *to, struct err *err)
{
	struct unit_settings_page_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct str *texts[] = { &view->place, &view->follower, &view->rubric, &view->signed_for, &view->minutes_number,
		&view->plain_month, &view->spelling, &view->regular_day },
	           minute;
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->manage = request_can(request, unit_manage.name);
	for (size_t i = 0; i < LENGTH(texts); i++)
		TRY(unit_setting(request->arena, request->db, cell->id, plain_settings[i].name,
		        plain_settings[i].otherwise, texts[i], err));
	TRY(unit_setting(request->arena, request->db, cell->id, "minute", "", &minute, err));
	view->minute.set = str_int(minute, &view->minute.n);
	return show_rubrics(request, view, err);
}

static enum status do_settings(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct rubric_data *data;
	struct str rubric = request_text(request, "rubric"), minute = STR_NONE, now_chosen;
	(void)view;
	if (rubric_find(request->arena, rubric, &data, err) != OK)
		return err_set(err, INVALID, "unit.rubric", "rubric");
	for (size_t i = 0; i < LENGTH(plain_settings); i++) {
		const char *name = plain_settings[i].name;
		struct str value = request_text(request, name);
		if (str_is(str_of(name), "minutes_number"))
			value = request_int(request, name) ? STR("1") : STR("0");
		/* What is as the superior chose stays the superior's choice. */
		TRY(unit_setting(request->arena, request->db, cell->id, name, "", &now_chosen, err));
		if (!str_eq(value, now_chosen))
			TRY(unit_set(request->arena, request->db, cell->id, name, value, request->now, err));
	}
	if (request_text(request, "minute").len)
		minute = str_format(request->arena, "%lld", (long long)request_int(request, "minute"));
	TRY(unit_set(request->arena, request->db, cell->id, "minute", minute, request->now, err));
	request_flash(request, N_("Đã lưu cách làm của chi bộ."));
	request_go(request, "/cells/%lld/settings", (long long)cell->id);
	return OK;
}

enum status unit_home_load(struct request *request, struct unit *ret_unit, struct err *err)
{
	for (size_t i = 0; i < request->object_count && !request->home_row; i++)
		if (request->object[i].id == request->home_unit &&
		        (!strcmp(request->object[i].name, "unit") || !strcmp(request->object[i].name, "cell")))
			request->home_row = request->object[i].row;
	if (!request->home_row) {
		struct unit *unit = arena_new(request->arena, struct unit);
		TRY(unit_load(request->arena, request->db, request->home_unit, unit, err));
		request->home_row = unit;
	}
	*ret_unit = *(const struct unit *)request->home_row;
	return OK;
}

bool unit_home(struct request *request, unsigned roles, bool cell, struct unit *ret_unit)
{
	struct err err;
	return request->roles & roles && unit_home_load(request, ret_unit, &err) == OK &&
	       str_is(ret_unit->kind, "chi_bo") == cell;
}

bool unit_home_link(struct request *request, const char *cell_page, const char *unit_page, struct str *ret_href)
{
	struct unit home;
	if (cell_page && unit_home(request, ROLES_CELL, true, &home))
		*ret_href = str_format(request->arena, "/cells/%lld/%s", (long long)home.id, cell_page);
	else if (unit_page && unit_home(request, R(OFFICER), false, &home))
		*ret_href = str_format(request->arena, "/units/%lld/%s", (long long)home.id, unit_page);
	else
		return false;
	return true;
}

static bool link_units(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	struct unit unit;
	(void)ret_badge;
	if (!unit_home(request, R(OFFICER) | R(ADMIN), false, &unit))
		return false;
	*ret_href = str_format(request->arena, "/units/%lld", (long long)unit.id);
	return true;
}

static const struct field add_form[] = {
	{ "kind", FIELD_CHOICE, true, .choices = "chi_bo dang_bo_truc_thuoc_co_so co_so xa tinh",
	        .label = N_("Loại tổ chức") },
	{ "cell_type", FIELD_CHOICE, .choices = "thon hanh_chinh dnnn dntn hoc_sinh llvt",
	        .label = N_("Loại hình chi bộ") },
	{ "name", FIELD_LINE, true, .max = 200, .label = N_("Tên đầy đủ") },
	{ "short_name", FIELD_LINE, .max = 100, .label = N_("Tên gọn") },
	{ "code", FIELD_LINE, .max = 60, .label = N_("Mã") },
	{ "since", FIELD_DAY, true, .label = N_("Thành lập từ ngày") },
	{ "decision", FIELD_LINE, .max = 100, .label = N_("Số quyết định") },
	{ 0 },
};
static const struct field rename_form[] = {
	{ "name", FIELD_LINE, true, .max = 200, .label = N_("Tên mới") },
	{ "short_name", FIELD_LINE, .max = 100, .label = N_("Tên gọn") },
	{ "since", FIELD_DAY, true, .label = N_("Dùng từ ngày") },
	{ "decision", FIELD_LINE, .max = 100, .label = N_("Số quyết định") },
	{ 0 },
};
static const struct field recode_form[] = {
	{ "code", FIELD_LINE, true, .max = 60, .label = N_("Mã mới") },
	{ "code_since", FIELD_DAY, true, .label = N_("Dùng từ ngày") },
	{ 0 },
};
static const struct field settings_form[] = {
	{ "regular_day", FIELD_INT, true, .min = 1, .max = 28, .label = N_("Ngày ấn định hằng tháng") },
	{ "minute", FIELD_CLOCK, .label = N_("Giờ họp") },
	{ "place", FIELD_LINE, .label = N_("Địa điểm") },
	{ "follower", FIELD_LINE, .max = 120, .label = N_("Cấp ủy viên cấp trên theo dõi chi bộ") },
	{ "rubric", FIELD_LINE, true, .label = N_("Khung tiêu chí") },
	{ "signed_for", FIELD_CHOICE, true, .choices = "cell committee", .label = N_("Người ký thay mặt") },
	{ "minutes_number", FIELD_FLAG, .label = N_("Biên bản in số") },
	{ "plain_month", FIELD_CHOICE, true, .choices = "as_is rescale",
	        .label = N_("Tháng không có sinh hoạt chuyên đề") },
	{ "spelling", FIELD_CHOICE, true, .choices = "ủy uỷ", .label = N_("Cách viết") },
	{ 0 },
};

#define DECISION                                                                     \
	{ "day", FIELD_DAY, true, .label = N_("Từ ngày") },                          \
	{                                                                            \
		"number", FIELD_LINE, true, .max = 100, .label = N_("Số quyết định") \
	}
#define WITH_PIN                                        \
	{                                               \
		"pin", FIELD_PIN, .label = N_("Mã PIN") \
	}
static const struct field move_form[] = { { "pick-*", FIELD_FLAG },
	{ "target", FIELD_ID, true, .label = N_("Cấp trên mới") }, DECISION, WITH_PIN, { 0 } };
static const struct field merge_form[] = { { "pick-*", FIELD_FLAG },
	{ "how", FIELD_CHOICE, true, .choices = "into new up", .label = N_("Cách làm") },
	{ "into", FIELD_ID, .label = N_("Tổ chức còn lại") },
	{ "name", FIELD_LINE, .max = 200, .label = N_("Tên tổ chức mới") },
	{ "short_name", FIELD_LINE, .max = 100, .label = N_("Tên gọn") },
	{ "code", FIELD_LINE, .max = 60, .label = N_("Mã") },
	{ "cell_type", FIELD_CHOICE, .choices = "thon hanh_chinh dnnn dntn hoc_sinh llvt",
	        .label = N_("Loại hình chi bộ") },
	DECISION, WITH_PIN, { 0 } };
static const struct field split_form[] = { { "name-*", FIELD_LINE, .max = 200, .label = N_("Tên đầy đủ") },
	{ "short-*", FIELD_LINE, .max = 100, .label = N_("Tên gọn") },
	{ "code-*", FIELD_LINE, .max = 60, .label = N_("Mã") }, { "share-*", FIELD_INT, .max = 5 }, DECISION, WITH_PIN,
	{ 0 } };
static const struct field close_form[] = { DECISION, WITH_PIN, { 0 } };
static const struct field levels_form[] = {
	{ "kind", FIELD_CHOICE, true, .choices = "centre tinh xa co_so dang_bo_truc_thuoc_co_so chi_bo",
	        .label = N_("Cấp") },
	{ "name", FIELD_LINE, true, .max = 100, .label = N_("Tên mới") },
	{ "short_name", FIELD_LINE, .max = 40, .label = N_("Tên gọn") },
	{ "since", FIELD_DAY, true, .label = N_("Dùng từ ngày") },
	{ "document", FIELD_LINE, true, .max = 200, .label = N_("Văn bản") },
	{ 0 },
};
enum { LIST_BODY = 6 << 20, LIST_BYTES = 4 << 20 };
static const struct field file_form[] = {
	{ "file", FIELD_FILE, true, .max = LIST_BYTES, .label = N_("Tệp danh sách tổ chức") },
	DECISION,
	{ 0 },
};
static const struct field list_form[] = {
	{ "list", FIELD_TEXT, true, .max = LIST_BYTES, .label = N_("Tệp danh sách tổ chức") },
	DECISION,
	WITH_PIN,
	{ 0 },
};
static const struct field undo_form[] = {
	{ "number", FIELD_LINE, true, .max = 100, .label = N_("Số quyết định, văn bản đính chính") }, WITH_PIN, { 0 }
};

#define CHANGE(word, what)                                                                                      \
	{ HTTP_GET, "/units/{unit}/" #word, &unit_manage, unit_show_##word, .page = &unit_##word##_page_page,   \
		.about = "The form to " what },                                                                 \
	        { HTTP_POST, "/units/{unit}/" #word "/preview", &unit_manage, unit_preview_##word,              \
		        .page = &unit_preview_page_page, .form = word##_form, .retry = "/units/{unit}/" #word,  \
		        .wide = true, .act = "-", .about = "What it would touch to " what "; writes nothing" }, \
	{                                                                                                       \
		HTTP_POST, "/units/{unit}/" #word, &unit_manage, unit_do_##word,                                \
		        .form = word##_form, .wide = true, .pin = true, .act = "unit." #word,                   \
		        .about = "By a decision, from a day on: " what                                          \
	}

const struct feature unit_feature = {
	.name = "unit",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/units/{unit}", &unit_read, show_unit, .page = &unit_page_page,
	                        .about = "A unit: its superiors, what is right below, search below" },
	                { HTTP_GET, "/units/{unit}/add", &unit_manage, show_add, .page = &unit_add_page_page,
	                        .about = "The form for a new unit" },
	                { HTTP_POST, "/units/{unit}/add", &unit_manage, do_add, .form = add_form, .wide = true,
	                        .act = "unit.add", .about = "Create a unit or a cell below" },
	                { HTTP_GET, "/units/{unit}/rename", &unit_manage, show_rename, .page = &unit_rename_page_page,
	                        .about = "The form for a new name" },
	                { HTTP_POST, "/units/{unit}/rename", &unit_manage, do_rename, .form = rename_form,
	                        .act = "unit.rename", .about = "Another name from a day on" },
	                { HTTP_POST, "/units/{unit}/code", &unit_manage, do_recode, .form = recode_form,
	                        .retry = "/units/{unit}/rename", .act = "unit.recode",
	                        .about = "Another code from a day on" },
	                CHANGE(move, "move units below another superior"),
	                CHANGE(merge, "merge units, or close an intermediate level"),
	                CHANGE(split, "split a unit"),
	                CHANGE(close, "close a unit"),
	                { HTTP_GET, "/units/{unit}/list", &unit_manage, unit_show_list, .page = &unit_list_page_page,
	                        .about = "The form for a list of units" },
	                { HTTP_POST, "/units/{unit}/list/preview", &unit_manage, unit_preview_list,
	                        .page = &unit_list_preview_page_page, .form = file_form, .retry = "/units/{unit}/list",
	                        .prepare = unit_prepare_list, .wide = true, .body = LIST_BODY, .act = "-",
	                        .about = "What a list of units would change; writes nothing" },
	                { HTTP_POST, "/units/{unit}/list", &unit_manage, unit_do_list, .form = list_form,
	                        .prepare = unit_prepare_list, .wide = true, .pin = true, .body = LIST_BODY,
	                        .act = "unit.list", .about = "Write a list of units by a decision" },
	                { HTTP_GET, "/units/{unit}/levels", &unit_levels_name, unit_show_levels,
	                        .page = &unit_levels_page_page,
	                        .about = "What the levels are called, by day and document" },
	                { HTTP_POST, "/units/{unit}/levels", &unit_levels_name, unit_do_levels, .form = levels_form,
	                        .act = "unit.levels", .about = "Another name of a level from a day on" },
	                { HTTP_GET, "/units/{unit}/history", &unit_read, unit_show_history,
	                        .page = &unit_history_page_page,
	                        .about = "What became of a unit, and by which decisions" },
	                { HTTP_GET, "/units/{unit}/history/{change}", &unit_read, unit_show_decision,
	                        .page = &unit_decision_page_page, .about = "What a decision changed" },
	                { HTTP_POST, "/units/{unit}/history/{change}", &unit_manage, unit_do_undo, .form = undo_form,
	                        .wide = true, .pin = true, .act = "unit.undo",
	                        .about = "Correct a wrong decision as if it had never been" },
	                { HTTP_GET, "/cells/{cell}/settings", &unit_settings_edit, show_settings,
	                        .page = &unit_settings_page_page, .about = "What the cell chose" },
	                { HTTP_POST, "/cells/{cell}/settings", &unit_settings_edit, do_settings, .form = settings_form,
	                        .about = "Choose day, place, rubric and forms of the cell" },
	                { 0 },
	        },
	.objects = (const struct object_kind[]){ { "unit", load_unit }, { "cell", load_cell },
	        { "change", unit_load_change }, { 0 } },
	.nav = (const struct nav_item[]){ { N_("Tổ chức đảng"), "tree", 15, link_units }, { 0 } },
	.commands = unit_commands,
	.chores = (const struct chore[]){ { "unit.check", 3600, unit_check_chore }, { 0 } },
	.health = unit_health_say,
};
