/* What a roster would change: each row beside the members that the database has. */
#include "roster_import.h"
#include "roster_map.h"
#include "roster_read_private.h"

#include "base/text.h"
#include "gen/roster_sql.h"

#include <string.h>

const char *const roster_field_names[ROSTER_FIELDS] = { "full_name", "birth", "sex", "ethnic", "home", "residence",
	"joined", "official", "card", "id_number", "phone", "email", "job", "education", "note", "place" };

enum { FIELD_PLACE = ROSTER_FIELDS - 1 };

/* A member whom the database has. */
struct known {
	struct member *member;
	int next; /* of the same name; -1: none */
};

struct planner {
	struct arena *arena;
	struct db *db;
	const struct roster_request *request;
	struct roster_plan *plan;
	struct str today;
	struct roster_cells_rows cells; /* of today, as far as the request reaches */
	struct known *known;
	size_t known_count;
	struct map by_card, by_id, by_name;
};

static enum status load_cells(struct planner *planner, struct err *err)
{
	struct roster_cells_below_rows below;
	if (!planner->plan->commune)
		return roster_cells(planner->arena, planner->db, &planner->cells, err);
	TRY(roster_cells_below(planner->arena, planner->db,
	        &(struct roster_cells_below_in){ .unit = { planner->plan->commune } }, &below, err));
	planner->cells.count = below.count;
	planner->cells.at = arena_array(planner->arena, struct roster_cells_row, below.count + 1);
	for (size_t i = 0; i < below.count; i++)
		planner->cells.at[i] = (struct roster_cells_row){ .id = below.at[i].id,
			.shard = below.at[i].shard,
			.code = below.at[i].code,
			.name = below.at[i].name,
			.parent_name = below.at[i].parent_name };
	return OK;
}

static enum status read_file(struct planner *planner, struct err *err)
{
	const struct roster_request *request = planner->request;
	struct roster_options options = { .as_of = request->as_of,
		.language = request->language,
		.isolated = request->isolated,
		.limits = request->limits };
	struct unit cell;
	size_t count = planner->cells.count;
	struct roster_unit *units = arena_array(planner->arena, struct roster_unit, count + 1);
	for (size_t i = 0; i < count; i++)
		units[i] = (struct roster_unit){ planner->cells.at[i].code, planner->cells.at[i].name,
			planner->cells.at[i].parent_name };
	if (request->cell) {
		TRY(unit_load(planner->arena, planner->db, request->cell, &cell, err));
		options.cell = cell.name;
	} else if (request->cell_name.len) {
		options.cell = request->cell_name;
		units[count++] = (struct roster_unit){ request->cell_name, request->cell_name, STR_NONE };
	}
	options.units = units;
	options.unit_count = count;
	return roster_read(planner->arena, request->bytes, &options, &planner->plan->roster, err);
}

static void drop_new_cell(struct roster *roster, struct str name)
{
	size_t kept = 0;
	for (size_t i = 0; i < roster->warnings.count; i++) {
		struct roster_problem *warning = &roster->warnings.list[i];
		if (strcmp(warning->kind, "new_cell") != 0 || !str_eq(warning->value, name))
			roster->warnings.list[kept++] = *warning;
	}
	roster->warnings.count = kept;
}

/* A file of one cell that nobody knows by that name, for a cell that was said: it is that cell. */
static void take_sole_cell(struct planner *planner, size_t at_cell)
{
	struct roster *roster = &planner->plan->roster;
	int sole = -1, used = 0;
	for (size_t i = 0; i < roster->cell_count; i++)
		if (roster->cells[i].people) {
			used++;
			sole = (int)i;
		}
	if (used != 1 || roster->cells[sole].unit >= 0)
		return;
	struct roster_cell *cell = &roster->cells[sole];
	const struct roster_cells_row *target = &planner->cells.at[at_cell];
	drop_new_cell(roster, cell->name);
	roster_problem_add(planner->arena, &roster->warnings, cell->sheet, cell->row, -1, "other_cell_name",
	        roster_say(planner->arena, roster, N_("Tệp ghi “{cell}”: sẽ ghi vào {target}"), "cell", cell->name,
	                "target", target->name, NULL))
	        ->value = cell->name;
	cell->unit = (int)at_cell;
	cell->code = target->code;
}

static void find_targets(struct planner *planner)
{
	struct roster_plan *plan = planner->plan;
	struct roster *roster = &plan->roster;
	int64_t wanted = planner->request->cell;
	for (size_t i = 0; wanted && i < planner->cells.count; i++) {
		if (planner->cells.at[i].id != wanted)
			continue;
		struct str key = roster_cell_key(planner->arena, planner->cells.at[i].name);
		for (size_t c = 0; c < roster->cell_count;
		        c++) /* of several cells of one name, the one that was said */
			if (str_eq(roster_cell_key(planner->arena, roster->cells[c].name), key))
				roster->cells[c].unit = (int)i;
		take_sole_cell(planner, i);
	}
	plan->targets = arena_array(planner->arena, struct roster_target, roster->cell_count + 1);
	for (size_t i = 0; i < roster->cell_count; i++) {
		int unit = roster->cells[i].unit;
		if (unit >= 0 && (size_t)unit < planner->cells.count)
			plan->targets[i] = (struct roster_target){ .cell = planner->cells.at[unit].id,
				.shard = (int)planner->cells.at[unit].shard };
	}
}

static void index_member(struct planner *planner, struct member *member)
{
	struct known *known = &planner->known[planner->known_count];
	int at = (int)planner->known_count++;
	*known = (struct known){ member, -1 };
	if (member->data.card.len)
		map_at(&planner->by_card, member->data.card)[0] = (struct slot){ member->data.card, at };
	if (member->data.id_number.len)
		map_at(&planner->by_id, member->data.id_number)[0] = (struct slot){ member->data.id_number, at };
	struct str name = text_name_key(planner->arena, member->name);
	struct slot *slot = map_at(&planner->by_name, name);
	if (slot->key.ptr)
		known->next = (int)slot->value;
	*slot = (struct slot){ name, at };
}

/* All members of the commune, or, where none was named, of the cells of the file. */
static enum status load_members(struct planner *planner, struct err *err)
{
	struct arena *arena = planner->arena;
	struct members *lists = arena_array(arena, struct members, planner->cells.count + 1);
	bool *used = arena_array(arena, bool, planner->cells.count + 1);
	size_t total = 0;
	for (size_t i = 0; i < planner->plan->roster.cell_count; i++) {
		int unit = planner->plan->roster.cells[i].unit;
		if (unit >= 0 && (size_t)unit < planner->cells.count)
			used[unit] = true;
	}
	for (size_t i = 0; i < planner->cells.count; i++) {
		if (!used[i] && !planner->plan->commune)
			continue;
		TRY(person_members(arena, planner->db, planner->cells.at[i].id, (int)planner->cells.at[i].shard,
		        planner->today, &lists[i], err));
		total += lists[i].count;
	}
	planner->known = arena_array(arena, struct known, total + 1);
	planner->by_card = map_open(arena, total);
	planner->by_id = map_open(arena, total);
	planner->by_name = map_open(arena, total);
	for (size_t i = 0; i < planner->cells.count; i++)
		for (size_t m = 0; m < lists[i].count; m++)
			index_member(planner, &lists[i].at[m]);
	return OK;
}

static bool may_differ(struct str a, struct str b)
{
	return a.len && b.len && !str_eq(a, b);
}

/* A day of which less is known: 1985 and 1985-03-15. */
static bool days_agree(struct str a, struct str b)
{
	return !a.len || !b.len || str_starts(a, b) || str_starts(b, a);
}

/* By name: the same full day of birth anywhere, or one in the same cell of whom less is known. */
static const struct known *by_name(
        const struct planner *planner, struct map *names, const struct roster_person *person, int64_t cell)
{
	const struct slot *slot = map_at(names, person->name_key);
	const struct known *loose = NULL;
	size_t loosely = 0;
	for (int at = slot->key.ptr ? (int)slot->value : -1; at >= 0; at = planner->known[at].next) {
		const struct member *member = planner->known[at].member;
		if (may_differ(member->data.card, person->card) &&
		        may_differ(member->data.id_number, person->id_number))
			continue;
		if (person->birth.len == 10 && str_eq(person->birth, member->data.birth))
			return &planner->known[at];
		bool numbers = may_differ(member->data.card, person->card) ||
		               may_differ(member->data.id_number, person->id_number);
		if (member->cell == cell && !numbers && days_agree(member->data.birth, person->birth)) {
			loose = &planner->known[at];
			loosely++;
		}
	}
	return loosely == 1 ? loose : NULL;
}

static const struct known *find_known(struct planner *planner, struct map *numbers, struct str number)
{
	const struct slot *slot = number.len ? map_at(numbers, number) : NULL;
	return slot && slot->key.ptr ? &planner->known[slot->value] : NULL;
}

static struct str kind_of(const struct roster_person *person)
{
	if (person->temporary_stay)
		return STR("temporary_here");
	return person->away ? STR("away") : STR("official");
}

/* "Phó bí thư chi bộ" -> pho_bi_thu. Posts in the committees above are none of the cell. */
static struct str post_of(struct arena *arena, struct str text)
{
	struct str plain = roster_plain(arena, text);
	bool above = (roster_has(plain, "dang uy") || roster_has(plain, "dang bo") || roster_has(plain, "doan") ||
	                     roster_has(plain, "bch dang bo")) &&
	             !roster_has(plain, "chi bo") && !roster_has(plain, "chi uy");
	if (!text.len || above)
		return STR("dang_vien");
	if (roster_has(plain, "pho bi thu") || roster_has(plain, "pbt"))
		return STR("pho_bi_thu");
	if (roster_has(plain, "bi thu") || roster_has(plain, "bt"))
		return STR("bi_thu");
	if (roster_has(plain, "chi uy vien") || roster_has(plain, "chi uy") || roster_has(plain, "cuv") ||
	        roster_has(plain, "uy vien") || roster_has(plain, "cap uy vien"))
		return STR("chi_uy_vien");
	return STR("dang_vien");
}

static struct person_data data_of(const struct roster_person *person)
{
	return (struct person_data){ .full_name = person->full_name,
		.birth = person->birth,
		.sex = person->sex,
		.ethnic = person->ethnic,
		.home = person->home,
		.residence = person->residence,
		.joined = person->joined,
		.official = person->official,
		.card = person->card,
		.id_number = person->id_number,
		.phone = person->phone,
		.job = person->job,
		.education = person->education,
		.note = person->note };
}

/* What the file says of a member replaces what was there; where it says nothing or less, that stays. */
static void compare_data(struct planner *planner, struct roster_row *row, const struct roster_person *person)
{
	struct person_data said = data_of(person);
	struct str *to = (struct str *)&row->data;
	const struct str *from = (const struct str *)&said;
	person_tidy(planner->arena, &said);
	row->data = row->member->data;
	if (str_eq(text_name_key(planner->arena, said.full_name),
	            text_name_key(planner->arena, row->member->data.full_name)))
		said.full_name = STR_NONE;
	if (str_starts(row->member->data.birth, said.birth))
		said.birth = STR_NONE;
	for (unsigned i = 0; i < sizeof(said) / sizeof(struct str); i++)
		if (from[i].len && !str_eq(from[i], to[i])) {
			to[i] = from[i];
			row->fields |= 1u << i;
		}
}

static void compare_place(struct planner *planner, struct roster_row *row, const struct roster_person *person)
{
	const struct member *member = row->member;
	struct person_place *place = &row->place;
	*place = (struct person_place){ member->cell, member->shard, member->kind, member->status, member->post,
		member->label };
	if (person->away || person->temporary_stay)
		place->kind = kind_of(person);
	if (person->probationary && !member->data.official.len)
		place->status = STR("probationary");
	else if (!person->probationary && person->official.len)
		place->status = STR("full");
	if (person->party_post.len)
		place->post = post_of(planner->arena, person->party_post);
	row->exempt = person->exempt && !member->exempt;
	if (row->exempt || !str_eq(place->kind, member->kind) || !str_eq(place->status, member->status) ||
	        !str_eq(place->post, member->post))
		row->fields |= 1u << FIELD_PLACE;
}

static struct roster_problem *complain(struct planner *planner, const struct roster_person *person, enum heading field,
        const char *kind, struct str text)
{
	return roster_problem_add(planner->arena, &planner->plan->roster.errors, person->sheet, person->row,
	        person->columns->at[field], kind, text);
}

static void set_elsewhere(
        struct planner *planner, struct roster_row *row, const struct roster_person *person, struct str where)
{
	enum heading field = person->card.len ? FIELD_CARD : FIELD_NAME;
	row->change = ROW_ELSEWHERE;
	complain(planner, person, field, "member_elsewhere",
	        roster_say(planner->arena, &planner->plan->roster,
	                N_("{name} đang sinh hoạt ở {cell}: chi bộ đó phải ghi chuyển đi trước, hoặc bỏ dòng này"),
	                "name", person->full_name, "cell", where, NULL));
}

static struct str cell_name(const struct planner *planner, int64_t cell)
{
	for (size_t i = 0; i < planner->cells.count; i++)
		if (planner->cells.at[i].id == cell)
			return planner->cells.at[i].name;
	return message_text(planner->plan->roster.language, T("chi bộ khác"));
}

static void set_new(struct planner *planner, struct roster_row *row, const struct roster_person *person)
{
	const struct roster_target *target = &planner->plan->targets[person->cell_at];
	row->change = ROW_NEW;
	row->data = data_of(person);
	row->exempt = person->exempt;
	row->place = (struct person_place){ .cell = target->cell,
		.shard = target->shard,
		.kind = kind_of(person),
		.status = person->probationary ? STR("probationary") : STR("full"),
		.post = post_of(planner->arena, person->party_post) };
}

/* Somebody whom no member list in reach holds: by number, anywhere. */
static enum status compare_far(
        struct planner *planner, struct roster_row *row, const struct roster_person *person, struct err *err)
{
	int64_t by_card, by_id, cell;
	struct str where;
	TRY(person_crowd_find(planner->arena, planner->db, &planner->plan->crowd, "card", person->card, &by_card, err));
	TRY(person_crowd_find(
	        planner->arena, planner->db, &planner->plan->crowd, "id_number", person->id_number, &by_id, err));
	set_new(planner, row, person);
	row->fresh = !by_card && !by_id;
	if (by_card && by_id && by_card != by_id) {
		row->change = ROW_WRONG;
		complain(planner, person, FIELD_ID_NUMBER, "two_people",
		        roster_say(planner->arena, &planner->plan->roster,
		                N_("Số thẻ và CCCD thuộc về hai người khác nhau"), NULL));
	} else if ((by_card || by_id) && !person->temporary_stay && !person->moved_out) {
		TRY(person_where(planner->arena, planner->db, by_card ? by_card : by_id, &cell, &where, err));
		if (cell)
			set_elsewhere(planner, row, person, where);
	} else if ((by_card || by_id) && person->moved_out) {
		row->change = ROW_SAME;
	}
	return OK;
}

static enum status compare_row(
        struct planner *planner, struct roster_row *row, const struct roster_person *person, struct err *err)
{
	if (person->wrong) {
		row->change = ROW_WRONG;
		return OK;
	}
	if (person->cell_at < 0) {
		row->change = ROW_NO_CELL;
		return OK;
	}
	const struct roster_target *target = &planner->plan->targets[person->cell_at];
	if (planner->request->only_cell && target->cell != planner->request->cell) {
		row->change = ROW_NO_CELL;
		complain(planner, person, FIELD_CELL, "other_cell",
		        roster_say(planner->arena, &planner->plan->roster,
		                N_("Dòng này của {cell}, không phải của chi bộ này"), "cell", person->cell, NULL));
		return OK;
	}
	const struct known *card = find_known(planner, &planner->by_card, person->card);
	const struct known *id = find_known(planner, &planner->by_id, person->id_number);
	const struct known *known = card ? card : id;
	if (card && id && card->member->person != id->member->person) {
		row->change = ROW_WRONG;
		complain(planner, person, FIELD_ID_NUMBER, "two_people",
		        roster_say(planner->arena, &planner->plan->roster,
		                N_("Số thẻ và CCCD thuộc về hai người khác nhau"), NULL));
		return OK;
	}
	if (!known)
		known = by_name(planner, &planner->by_name, person, target->cell);
	if (!known)
		return compare_far(planner, row, person, err);
	if (known->member->cell != target->cell && (person->temporary_stay || person->moved_out)) {
		set_new(planner, row, person);
		if (person->moved_out)
			row->change = ROW_SAME;
		return OK;
	}
	if (known->member->cell != target->cell) {
		set_elsewhere(planner, row, person, cell_name(planner, known->member->cell));
		return OK;
	}
	row->member = known->member;
	row->change = ROW_SAME;
	if (person->moved_out) {
		roster_problem_add(planner->arena, &planner->plan->roster.warnings, person->sheet, person->row, -1,
		        "moved_out_here",
		        roster_say(planner->arena, &planner->plan->roster,
		                N_("{name} ghi là đã chuyển đi nhưng còn trong danh sách: hãy ghi chuyển đi ở trang "
		                   "của đồng chí ấy"),
		                "name", person->full_name, NULL));
		return OK;
	}
	compare_data(planner, row, person);
	compare_place(planner, row, person);
	row->change = row->fields ? ROW_CHANGED : ROW_SAME;
	return OK;
}

static void count_row(struct roster_plan *plan, const struct roster_row *row, const struct roster_person *person)
{
	plan->added += row->change == ROW_NEW;
	plan->changed += row->change == ROW_CHANGED;
	plan->same += row->change == ROW_SAME;
	plan->elsewhere += row->change == ROW_ELSEWHERE;
	plan->wrong += row->change == ROW_WRONG || row->change == ROW_NO_CELL;
	if (row->change == ROW_NEW && !plan->targets[person->cell_at].new_rows++)
		plan->missing += !plan->targets[person->cell_at].cell;
}

/* The body that new cells stand below. */
static enum status find_commune(struct planner *planner, struct err *err)
{
	struct roster_plan *plan = planner->plan;
	struct unit cell;
	plan->commune = planner->request->commune;
	if (!plan->commune && planner->request->cell) {
		TRY(unit_load(planner->arena, planner->db, planner->request->cell, &cell, err));
		plan->commune = cell.parent;
	}
	return plan->commune ? unit_load(planner->arena, planner->db, plan->commune, &plan->commune_unit, err) : OK;
}

enum status roster_plan(struct arena *arena, struct db *db, const struct roster_request *request, int64_t now,
        struct roster_plan *ret_plan, struct err *err)
{
	struct planner planner = { .arena = arena, .db = db, .request = request, .plan = ret_plan };
	*ret_plan = (struct roster_plan){ 0 };
	planner.today = day_today(arena, now);
	TRY(find_commune(&planner, err));
	TRY(load_cells(&planner, err));
	TRY(read_file(&planner, err));
	find_targets(&planner);
	TRY(load_members(&planner, err));
	TRY(person_crowd_open(arena, db, &ret_plan->crowd, err));
	ret_plan->rows = arena_array(arena, struct roster_row, ret_plan->roster.count + 1);
	for (size_t i = 0; i < ret_plan->roster.count; i++) {
		TRY(compare_row(&planner, &ret_plan->rows[i], &ret_plan->roster.people[i], err));
		count_row(ret_plan, &ret_plan->rows[i], &ret_plan->roster.people[i]);
	}
	return OK;
}
