/* A cell's pages of praise: its book, a new proposal beside the evidence of the year, what was given before the
 * program, one member's own page. */
#include "feature/commend/commend_private.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/commend_page.h"

enum { PICKS = 400, MEETING_MONTHS = 6 };

static void crumb(struct request *request, const struct unit *cell, const char *page)
{
	request->shell.crumb = cell->name;
	request->shell.crumb_href = str_format(request->arena, "/cells/%lld%s", (long long)cell->id, page);
}

static struct str form_name(
        const struct commend_rules *rules, struct str key, struct opt_int badge, struct arena *arena)
{
	const struct commend_form *form = commend_form_of(rules, key);
	struct str name = form ? form->name : key;
	return badge.set ? str_format(arena, "%.*s %lld năm tuổi Đảng", STR_ARG(name), (long long)badge.n) : name;
}

static void fill_book(struct request *request, const struct commend_book_rows *rows, struct commend_cell_view *view)
{
	const struct commend_rules *rules = commend_rules(request->arena);
	view->book.at = arena_array(request->arena, struct commend_cell_book, rows->count + 1);
	for (size_t i = 0; i < rows->count; i++) {
		const struct commend_book_row *row = &rows->at[i];
		view->book.at[view->book.count++] = (struct commend_cell_book){ .name = row->name,
			.person = row->person,
			.form = form_name(rules, row->form, row->badge, request->arena),
			.kind = row->kind,
			.year = row->year,
			.giver = row->giver_name,
			.title = row->title,
			.reason = row->reason,
			.number = row->number,
			.day = row->day,
			.revoked = str_is(row->state, "revoked"),
			.revoke_number = row->revoke_number,
			.revoke_day = row->revoke_day,
			.revoke_reason = row->revoke_reason,
			.typed = row->typed };
	}
}

static void fill_open(struct request *request, const struct commend_of_cell_rows *rows, struct commend_cell_view *view)
{
	const struct commend_rules *rules = commend_rules(request->arena);
	view->proposals.at = arena_array(request->arena, struct commend_cell_proposals, rows->count + 1);
	for (size_t i = 0; i < rows->count; i++) {
		const struct commend_of_cell_row *row = &rows->at[i];
		view->proposals.at[view->proposals.count++] = (struct commend_cell_proposals){ .id = row->id,
			.form = form_name(rules, row->form, OPT_NONE, request->arena),
			.kind = row->kind,
			.year = row->year,
			.title = row->title,
			.day = row->day,
			.people = row->people,
			.state = row->returned   ? STR("returned")
			         : row->proposed ? STR("proposed")
			         : row->agreed   ? STR("agreed")
			         : row->given    ? STR("given")
			                         : STR("withdrawn") };
		bool open = row->returned || row->proposed || row->agreed;
		view->proposals.at[view->proposals.count - 1].open = open;
		view->waiting += open;
		view->done += !open;
		view->own_ready |= row->agreed && row->giver.n == view->cell.n;
	}
}

enum status commend_show_cell(struct request *request, void *to, struct err *err)
{
	struct commend_cell_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct commend_book_rows book;
	struct commend_of_cell_rows proposals;
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->proposes = request_can(request, "commend.propose");
	view->leads = (request->object_roles_own & ROLES_LEADERS) != 0;
	view->year = month_of_day(request->today) / 100;
	TRY(commend_book(
	        request->arena, request->db, &(struct commend_book_in){ { cell->id }, cell->shard }, &book, err));
	fill_book(request, &book, view);
	if (view->proposes) {
		TRY(commend_of_cell(request->arena, request->db,
		        &(struct commend_of_cell_in){ { cell->id }, cell->shard }, &proposals, err));
		fill_open(request, &proposals, view);
	}
	crumb(request, cell, "");
	return OK;
}

/* "m17", "g18", "c": who is meant. */
static bool subject_read(struct str text, int64_t cell, enum commend_subject *ret_subject, int64_t *ret_id)
{
	if (str_is(text, "c")) {
		*ret_subject = COMMEND_CELL;
		*ret_id = cell;
		return true;
	}
	*ret_subject = str_starts(text, STR("g")) ? COMMEND_GROUP : COMMEND_MEMBER;
	return text.len > 1 && (text.ptr[0] == 'm' || text.ptr[0] == 'g') &&
	       str_int(str_slice(text, 1, text.len), ret_id);
}

static void judge(struct request *request, const struct commend_rules *rules, const struct commend_figures *figures,
        enum commend_subject subject, struct commend_new_people *row)
{
	struct buf missing = buf_open(request->arena, 1000), unknown = buf_open(request->arena, 1000);
	for (size_t i = 0; i < rules->condition_count; i++) {
		const struct commend_condition *condition = &rules->condition[i];
		if (!condition->of[subject])
			continue;
		enum commend_fits fits = commend_fits(condition, figures, subject);
		struct buf *buf = fits == COMMEND_UNKNOWN ? &unknown : &missing;
		row->all++;
		row->fits += fits == COMMEND_FITS;
		if (fits == COMMEND_FITS)
			continue;
		if (buf->len)
			buf_c(buf, "; ");
		buf_str(buf, condition->text);
	}
	row->missing = missing.len ? buf_text(&missing) : STR_NONE;
	row->unknown = unknown.len ? buf_text(&unknown) : STR_NONE;
	row->figures = commend_figures_text(request->arena, figures, subject);
	row->running = commend_running(figures->years, COMMEND_YEARS_LOOKED);
}

static struct str badge_text(struct arena *arena, const struct commend_person *person)
{
	if (!person->party_years.set)
		return STR("chưa ghi đủ ngày vào Đảng");
	return str_format(arena, "%lld năm tuổi Đảng, vào Đảng ngày %.*s", (long long)person->party_years.n,
	        STR_ARG(date_show(arena, person->member->data.joined)));
}

static void put_people(struct request *request, const struct commend_year *year, struct commend_new_view *view)
{
	const struct commend_rules *rules = commend_rules(request->arena);
	bool badge = str_is(view->kind, "badge");
	view->people.at = arena_array(request->arena, struct commend_new_people, year->count + 1);
	for (size_t i = 0; i < year->count; i++) {
		const struct commend_person *person = &year->people[i];
		const struct member *member = person->member;
		struct commend_new_people row = { .key = str_format(request->arena, "m%lld", (long long)member->person),
			.name = member->name,
			.label = member->label,
			.post = member->post,
			.barred = member->suspended || member->detained,
			.badge = person->badge };
		if (badge && !person->badge)
			continue;
		if (badge)
			row.figures = badge_text(request->arena, person);
		else
			judge(request, rules, &person->figures, COMMEND_MEMBER, &row);
		view->people.at[view->people.count++] = row;
	}
	/* Those whom nothing speaks against stand first; among them the order of names stays. */
	for (size_t i = 1; i < view->people.count; i++)
		for (size_t k = i; k && view->people.at[k].fits > view->people.at[k - 1].fits; k--) {
			struct commend_new_people row = view->people.at[k];
			view->people.at[k] = view->people.at[k - 1];
			view->people.at[k - 1] = row;
		}
}

static void put_bodies(struct request *request, const struct commend_year *year, struct commend_new_view *view)
{
	const struct commend_rules *rules = commend_rules(request->arena);
	view->bodies.at = arena_array(request->arena, struct commend_new_bodies, year->groups.count + 2);
	struct commend_new_people row = { .key = STR_NONE };
	judge(request, rules, &year->figures, COMMEND_CELL, &row);
	view->bodies.at[view->bodies.count++] = (struct commend_new_bodies){ STR("c"), year->cell->name, row.figures,
		row.fits, row.all, row.missing, row.unknown };
	for (size_t i = 0; i < year->groups.count; i++)
		view->bodies.at[view->bodies.count++] = (struct commend_new_bodies){
			.key = str_format(request->arena, "g%lld", (long long)year->groups.at[i].id),
			.name = year->groups.at[i].name
		};
}

/* What may be asked for: each form of each unit above, and of the cell itself. */
static void put_awards(struct request *request, const struct commend_line *line, struct commend_new_view *view)
{
	const struct commend_rules *rules = commend_rules(request->arena);
	bool badge = str_is(view->kind, "badge"), yearly = str_is(view->kind, "yearly"), chosen = false;
	view->awards.at = arena_array(request->arena, struct commend_new_awards, COMMEND_ABOVE * COMMEND_FORMS);
	for (size_t u = 0; u < line->count; u++)
		for (size_t f = 0; f < rules->form_count; f++) {
			const struct commend_form *form = &rules->form[f];
			bool may = false;
			for (int s = 0; s < COMMEND_SUBJECT__COUNT; s++)
				may |= commend_may(rules, commend_level_of(line, u), form->key, (enum commend_subject)s,
				               request->today) == COMMEND_MAY;
			if (!may || form->badge != badge)
				continue;
			view->awards.at[view->awards.count++] =
			        (struct commend_new_awards){ str_format(request->arena, "%lld.%.*s",
				                                     (long long)line->unit[u].id, STR_ARG(form->key)),
				        str_format(request->arena, "%.*s – %.*s", STR_ARG(form->name),
				                STR_ARG(unit_body_name(request->arena, line->unit[u].name))),
				        !chosen && yearly && !str_is(form->key, "bieu_duong") };
			chosen |= view->awards.at[view->awards.count - 1].on;
		}
}

static void put_conditions(struct request *request, struct commend_new_view *view)
{
	const struct commend_rules *rules = commend_rules(request->arena);
	view->conditions.at = arena_array(request->arena, struct commend_new_conditions, rules->condition_count + 1);
	for (size_t i = 0; i < rules->condition_count; i++)
		view->conditions.at[view->conditions.count++] =
		        (struct commend_new_conditions){ rules->condition[i].text, rules->condition[i].source,
			        rules->condition[i].sure };
	view->source = commend_source(request->arena, rules, request->today, &view->sure);
	view->yearly_source = rules->yearly_source;
	view->badge_source = rules->badge_source;
	view->badge_sure = rules->badge_sure;
}

static struct str kind_of(struct str kind)
{
	return str_is(kind, "adhoc") || str_is(kind, "thematic") || str_is(kind, "badge") ? kind : STR("yearly");
}

enum status commend_show_new(struct request *request, void *to, struct err *err)
{
	struct commend_new_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct commend_call call = commend_call_of(request);
	struct commend_line line;
	struct commend_year year;
	int now = month_of_day(request->today) / 100;
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->year = request_query_int(request, "year", now);
	if (view->year < now - COMMEND_YEARS_LOOKED || view->year > now)
		view->year = now;
	view->kind = kind_of(request_query(request, "kind"));
	view->today = request->today;
	view->officer = !(request->object_roles_own & ROLES_LEADERS);
	TRY(commend_year_of(&call, cell, (int)view->year, &year, err));
	TRY(commend_line_of(&call, cell, &line, err));
	put_people(request, &year, view);
	if (!str_is(view->kind, "badge"))
		put_bodies(request, &year, view);
	put_awards(request, &line, view);
	put_conditions(request, view);
	TRY(commend_meetings(request->arena, request->db,
	        &(struct commend_meetings_in){
	                { cell->id }, cell->shard, month_add(month_of_day(request->today), -MEETING_MONTHS) },
	        &view->meetings, err));
	crumb(request, cell, "/commendations");
	return OK;
}

static void read_picks(struct request *request, int64_t cell, struct commend_new *new)
{
	struct str rest, value;
	size_t at = 0;
	new->pick = arena_take(request->arena, sizeof(*new->pick) * PICKS);
	while (new->count < PICKS && request_each(request, "pick-", &at, &rest, &value)) {
		if (!str_is(value, "1") ||
		        !subject_read(rest, cell, &new->pick[new->count].subject, &new->pick[new->count].id))
			continue;
		new->pick[new->count].reason = request_text(
		        request, str_c(request->arena, str_format(request->arena, "reason-%.*s", STR_ARG(rest))));
		new->count++;
	}
}

enum status commend_save_new(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct commend_call call = commend_call_of(request);
	struct str award = request_text(request, "award"), giver;
	struct commend_id id;
	struct commend_new new = { .cell = cell,
		.kind = request_text(request, "kind"),
		.title = request_text(request, "title"),
		.day = request_day(request, "day"),
		.proof = request_text(request, "proof"),
		.year = (int)request_int(request, "year"),
		.meeting = { request_int(request, "meeting") },
		.votes_for = request_optint(request, "votes_for"),
		.votes_all = request_optint(request, "votes_all"),
		.paper = request_int(request, "paper") };
	(void)view;
	if (!str_split(&award, '.', &giver) || !str_int(giver, &new.giver))
		return err_set(err, INVALID, "commend.giver", "award");
	new.form = award;
	if (str_is(new.kind, "yearly") || str_is(new.kind, "badge"))
		new.title = STR_NONE;
	read_picks(request, cell->id, &new);
	TRY(commend_write(&call, &new, &id, err));
	request_flash(request, new.giver == cell->id ? N_("Đã ghi. Bước tiếp: ra quyết định biểu dương của chi bộ.")
	                                             : N_("Đã gửi đề nghị khen thưởng lên cấp trên."));
	request_go(request, "/commendations/%lld", (long long)id.n);
	return OK;
}

enum status commend_show_earlier(struct request *request, void *to, struct err *err)
{
	struct commend_earlier_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	const struct commend_rules *rules = commend_rules(request->arena);
	struct members members;
	struct person_groups groups;
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->until = month_of_day(request->today) / 100;
	TRY(person_members(request->arena, request->db, cell->id, cell->shard, request->today, &members, err));
	TRY(person_groups(request->arena, request->db, cell->id, cell->shard, &groups, err));
	view->people.at = arena_array(request->arena, struct commend_earlier_people, members.count + groups.count + 1);
	for (size_t i = 0; i < members.count; i++)
		if (!str_is(members.at[i].kind, "temporary_here"))
			view->people.at[view->people.count++] = (struct commend_earlier_people){
				str_format(request->arena, "m%lld", (long long)members.at[i].person),
				members.at[i].name, members.at[i].label
			};
	for (size_t i = 0; i < groups.count; i++)
		view->people.at[view->people.count++] = (struct commend_earlier_people){
			str_format(request->arena, "g%lld", (long long)groups.at[i].id), groups.at[i].name, STR_NONE
		};
	view->forms.at = arena_array(request->arena, struct commend_earlier_forms, rules->form_count + 1);
	for (size_t i = 0; i < rules->form_count; i++)
		view->forms.at[view->forms.count++] =
		        (struct commend_earlier_forms){ rules->form[i].key, rules->form[i].name };
	crumb(request, cell, "/commendations");
	return OK;
}

static enum status name_of(struct request *request, const struct unit *cell, enum commend_subject subject, int64_t id,
        struct str *ret_name, struct err *err)
{
	struct member member;
	struct person_groups groups;
	*ret_name = cell->name;
	if (subject == COMMEND_MEMBER) {
		TRY(person_member(
		        request->arena, request->db, cell->id, cell->shard, id, request->today, &member, err));
		*ret_name = member.name;
	}
	if (subject != COMMEND_GROUP)
		return OK;
	TRY(person_groups(request->arena, request->db, cell->id, cell->shard, &groups, err));
	for (size_t i = 0; i < groups.count; i++)
		if (groups.at[i].id == id) {
			*ret_name = groups.at[i].name;
			return OK;
		}
	return err_set(err, INVALID, "commend.left", "who");
}

/* The same paper is not typed in twice. */
static enum status check_typed(struct request *request, const struct commend_item_add_in *in, struct err *err)
{
	struct commend_live_rows rows;
	TRY(commend_live(request->arena, request->db,
	        &(struct commend_live_in){ in->cell, in->shard, (int64_t)in->year }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct commend_live_row *row = &rows.at[i];
		if (!str_eq(row->subject, in->subject) || row->person.n != in->person.n ||
		        row->party_group.n != in->party_group.n || !str_eq(row->form, in->form) ||
		        !str_eq(row->kind, in->kind) || !str_is(row->state, "given") ||
		        !str_eq(text_fold(request->arena, row->title), text_fold(request->arena, in->title)))
			continue;
		err_set(err, CONFLICT, "commend.twice", "who");
		err_arg(err, "who", in->name);
		err_arg(err, "form", commend_form_of(commend_rules(request->arena), in->form)->name);
		err_arg_int(err, "n", in->year);
		return CONFLICT;
	}
	return OK;
}

enum status commend_save_earlier(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	const struct commend_form *form = commend_form_of(commend_rules(request->arena), request_text(request, "form"));
	struct opt_int badge = request_optint(request, "badge");
	enum commend_subject subject;
	int64_t id, year = request_int(request, "year");
	struct str title = request_text(request, "title"), reason = request_text(request, "reason");
	struct commend_item_add_in in = { .id = { id_new(cell->shard) }, .shard = cell->shard, .cell = { cell->id } };
	(void)view;
	if (!subject_read(request_text(request, "who"), cell->id, &subject, &id))
		return err_set(err, INVALID, "commend.left", "who");
	if (!form)
		return err_set(err, INVALID, "commend.no_form", "form");
	if (form->badge != badge.set)
		return err_set(err, INVALID, N_("commend.badge_years"), "badge");
	if (year > month_of_day(request->today) / 100 || str_compare(request_day(request, "day"), request->today) > 0)
		return err_set(err, INVALID, "commend.year", "year");
	in.person.n = subject == COMMEND_MEMBER ? id : 0;
	in.party_group.n = subject == COMMEND_GROUP ? id : 0;
	in.subject = str_of(commend_subject_name(subject));
	TRY(name_of(request, cell, subject, id, &in.name, err));
	in.kind = form->badge ? STR("badge") : request_text(request, "kind");
	in.year = year;
	in.form = form->key;
	in.badge = badge;
	in.giver_name = request_text(request, "giver");
	in.title = title.len ? title : STR("");
	in.reason = reason.len ? reason : STR("");
	in.figures = STR("");
	in.state = STR("given");
	in.number = request_text(request, "number");
	in.day = request_day(request, "day");
	in.typed = 1;
	in.by = request->account.n;
	in.at = request->now;
	TRY(check_typed(request, &in, err));
	TRY(commend_item_add(request->arena, request->db, &in, err));
	request_flash(request, N_("Đã ghi vào sổ khen thưởng. Nhập tiếp quyết định khác nếu còn."));
	request_go(request, "/cells/%lld/commendations/earlier", (long long)cell->id);
	return OK;
}

enum status commend_show_member(struct request *request, void *to, struct err *err)
{
	struct commend_member_view *view = to;
	const struct member *member = request_member(request);
	const struct commend_rules *rules = commend_rules(request->arena);
	const struct unit *cell = request_unit(request, "cell");
	struct commend_of_person_rows rows;
	struct commend_grades_person_rows grades;
	bool years[COMMEND_YEARS_LOOKED] = { false };
	int now = month_of_day(request->today) / 100;
	view->cell.n = member->cell;
	view->name = member->name;
	view->years = commend_years_between(member->data.joined, request->today);
	TRY(commend_of_person(
	        request->arena, request->db, &(struct commend_of_person_in){ { member->person } }, &rows, err));
	TRY(commend_grades_person(
	        request->arena, request->db, &(struct commend_grades_person_in){ { member->person } }, &grades, err));
	view->items.at = arena_array(request->arena, struct commend_member_items, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct commend_of_person_row *row = &rows.at[i];
		bool given = str_is(row->state, "given");
		if (!given && !str_is(row->state, "revoked"))
			continue;
		view->given += given;
		if (given && str_is(row->kind, "yearly") && !str_is(row->form, "bieu_duong") && now - row->year >= 0 &&
		        now - row->year < COMMEND_YEARS_LOOKED)
			years[now - row->year] = true;
		view->items.at[view->items.count++] =
		        (struct commend_member_items){ form_name(rules, row->form, row->badge, request->arena),
			        row->kind, row->year, row->giver_name, row->title, row->reason, row->number, row->day,
			        row->cell_name, !given, row->typed };
	}
	for (size_t i = 0; i < grades.count; i++)
		if (str_is(grades.at[i].grade, "excellent") && now - grades.at[i].year >= 0 &&
		        now - grades.at[i].year < COMMEND_YEARS_LOOKED)
			years[now - grades.at[i].year] = true;
	/* This year's may still come. */
	view->running = years[0] ? commend_running(years, COMMEND_YEARS_LOOKED)
	                         : commend_running(years + 1, COMMEND_YEARS_LOOKED - 1);
	crumb(request, cell, "/commendations");
	return OK;
}
