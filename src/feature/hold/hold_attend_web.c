/* The roll on screen: everybody at once, one by one, guests; and the party fees of the month. */
#include "hold_private.h"

#include "base/id.h"
#include "base/time.h"

static bool roll_open(const struct meeting *meeting)
{
	return str_is(meeting->state, "called") || str_is(meeting->state, "open");
}

static enum status load_people(const struct hold *hold, struct hold_people_rows *ret_people, struct err *err)
{
	return hold_people(
	        hold->arena, hold->db, &(struct hold_people_in){ hold->id, hold->meeting->shard }, ret_people, err);
}

/* The row of a person as hold_person_line writes it. */
static struct hold_person_row as_person(const struct hold_people_row *row)
{
	return (struct hold_person_row){ .person = row->person,
		.state = row->state,
		.reason = row->reason,
		.excused_at = row->excused_at,
		.arrived = row->arrived,
		.gone = row->gone };
}

static void split_people(
        const struct hold *hold, const struct hold_people_rows *people, struct hold_attendance_view *view)
{
	view->due.at = arena_array(hold->arena, struct hold_attendance_due, people->count + 1);
	view->apart.at = arena_array(hold->arena, struct hold_attendance_apart, people->count + 1);
	for (size_t i = 0; i < people->count; i++) {
		const struct hold_people_row *row = &people->at[i];
		struct str name = hold_name(hold->arena, row->name, row->label),
		           post = hold_post(row->post, row->status);
		if (hold_counts(row->duty))
			view->due.at[view->due.count++] = (struct hold_attendance_due){ .person = row->person,
				.name = name,
				.post = post,
				.duty = row->duty,
				.state = row->state,
				.reason = row->reason,
				.arrived = row->arrived,
				.gone = row->gone };
		else
			view->apart.at[view->apart.count++] = (struct hold_attendance_apart){ .person = row->person,
				.name = name,
				.post = post,
				.duty = row->duty,
				.state = row->state };
		if (hold_counts(row->duty) && str_is(row->state, "unknown"))
			view->unknown++;
	}
}

void hold_attendance_ahead(struct request *request, const int64_t *ids)
{
	struct meeting_id meeting = { ids[0] };
	int shard = id_shard(ids[0]);
	meeting_ahead(request, ids[0]);
	hold_people_ahead(request->db, &(struct hold_people_in){ meeting, shard });
	hold_guests_ahead(request->db, &(struct hold_guests_in){ meeting, shard });
}

enum status hold_show_attendance(struct request *request, void *to, struct err *err)
{
	struct hold_attendance_view *view = to;
	struct hold hold = hold_of(request);
	struct hold_people_rows people;
	struct hold_guests_rows guests;
	struct meeting_counts counts;
	TRY(load_people(&hold, &people, err));
	TRY(hold_guests(hold.arena, hold.db, &(struct hold_guests_in){ hold.id, hold.meeting->shard }, &guests, err));
	TRY(meeting_shell_counted(request, hold.meeting, "attendance", &counts, err));
	split_people(&hold, &people, view);
	view->meeting = hold.id;
	view->can_edit = roll_open(hold.meeting) && request_can(request, "meeting.hold");
	view->locked = !roll_open(hold.meeting);
	view->guests = guests;
	view->base = counts.base;
	view->present = counts.present;
	view->excused = counts.excused;
	view->unexcused = counts.unexcused;
	view->extra = counts.extra;
	if (view->can_edit && people.count) {
		request->shell.cta = request_say(request, N_("Lưu điểm danh"));
		request->shell.cta_icon = STR("check");
		request->shell.cta_form = STR("roll");
	}
	return OK;
}

static const struct hold_people_row *find_person(const struct hold_people_rows *people, int64_t id)
{
	for (size_t i = 0; i < people->count; i++)
		if (people->at[i].person.n == id)
			return &people->at[i];
	return NULL;
}

/* What the form showed for that person when it was made: only what was changed on it is written, so two clerks don't
 * undo each other. */
static struct str shown(const struct request *request, struct str id)
{
	size_t at = 0;
	struct str rest, value;
	while (request_each(request, "was-", &at, &rest, &value))
		if (str_eq(rest, id))
			return value;
	return STR_NONE;
}

static enum status mark(const struct hold *hold, const struct hold_people_row *row, struct str state,
        struct buf *before, struct err *err)
{
	struct hold_person_row was = as_person(row);
	hold_person_line(before, &was);
	return hold_tap(hold->arena, hold->db,
	        &(struct hold_tap_in){ hold->id, row->person, hold->meeting->shard, state, hold->now }, err);
}

/* One act for all that were changed together. */
static enum status remember(const struct hold *hold, const char *kind, int64_t object, struct str about,
        struct buf *before, struct err *err)
{
	return before->len ? hold_act(hold, kind, object, about, buf_text(before), err) : OK;
}

enum status hold_save_attendance(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	struct hold_people_rows people;
	struct buf before = buf_open(hold.arena, 1 << 20);
	struct str rest, value, about = STR_NONE;
	size_t at = 0;
	(void)view;
	TRY(meeting_need(hold.meeting, "called open", N_("hold.roll_closed"), err));
	TRY(load_people(&hold, &people, err));
	while (request_each(request, "state-", &at, &rest, &value)) {
		int64_t id;
		const struct hold_people_row *row = str_int(rest, &id) ? find_person(&people, id) : NULL;
		if (!row)
			return err_set(err, NOT_FOUND, "hold.no_person", NULL);
		if (str_eq(value, shown(request, rest)) || str_eq(value, row->state))
			continue;
		if (!hold_counts(row->duty) && !str_is(value, "present") && !str_is(value, "unknown"))
			return err_set(err, INVALID, "hold.not_due", NULL);
		about = hold_name(hold.arena, row->name, row->label);
		TRY(mark(&hold, row, value, &before, err));
	}
	TRY(remember(&hold, "attendance", 0, about, &before, err));
	request_flash(request, N_("Đã lưu điểm danh."));
	request_go(request, "/meetings/%lld/attendance", (long long)hold.id.n);
	return OK;
}

enum status hold_save_all(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	struct hold_people_rows people;
	struct buf before = buf_open(hold.arena, 1 << 20);
	struct str about = STR_NONE;
	(void)view;
	TRY(meeting_need(hold.meeting, "called open", N_("hold.roll_closed"), err));
	TRY(load_people(&hold, &people, err));
	for (size_t i = 0; i < people.count; i++)
		if (str_is(people.at[i].duty, "due") && str_is(people.at[i].state, "unknown")) {
			about = hold_name(hold.arena, people.at[i].name, people.at[i].label);
			TRY(mark(&hold, &people.at[i], STR("present"), &before, err));
		}
	TRY(remember(&hold, "attendance", 0, about, &before, err));
	request_flash(request, N_("Đã ghi có mặt cho những đồng chí chưa hỏi. Sửa từng người vắng rồi lưu."));
	request_go(request, "/meetings/%lld/attendance", (long long)hold.id.n);
	return OK;
}

/* The fast way, one person a tap: the row, the act, the audit. */
enum status hold_save_tap(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	struct person_id person = { request_int(request, "person") };
	(void)view;
	TRY(hold_set_state(&hold, person, request_text(request, "state"), err));
	request_go(request, "/meetings/%lld/attendance#p-%lld", (long long)hold.id.n, (long long)person.n);
	return OK;
}

static enum status one_person(const struct hold *hold, int64_t person, struct hold_person_row *ret_row, struct err *err)
{
	bool found;
	TRY(hold_person(hold->arena, hold->db, &(struct hold_person_in){ hold->id, { person }, hold->meeting->shard },
	        ret_row, &found, err));
	return found ? OK : err_set(err, NOT_FOUND, "hold.no_person", NULL);
}

enum status hold_load_attendee(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct hold hold = hold_of(request);
	struct hold_person_row row;
	object->shard = hold.meeting->shard;
	object->unit = hold.meeting->cell;
	return one_person(&hold, id, &row, err);
}

static struct opt_int minute_of(struct opt_int instant)
{
	return instant.set ? OPT(minute_of_instant(instant.n)) : OPT_NONE;
}

enum status hold_show_person(struct request *request, void *to, struct err *err)
{
	struct hold_attendee_view *view = to;
	struct hold hold = hold_of(request);
	struct hold_person_row row;
	TRY(one_person(&hold, OBJECT_ID(request, "attendee"), &row, err));
	TRY(meeting_need(hold.meeting, "called open", N_("hold.roll_closed"), err));
	TRY(meeting_shell(request, hold.meeting, "attendance", err));
	*view = (struct hold_attendee_view){ .meeting = hold.id,
		.person = row.person,
		.name = hold_name(hold.arena, row.name, row.label),
		.post = hold_post(row.post, row.status),
		.duty = row.duty,
		.counts = hold_counts(row.duty),
		.state = row.state,
		.reason = row.reason,
		.late = minute_of(row.arrived),
		.left = minute_of(row.gone) };
	request->shell.cta = request_say(request, N_("Lưu điểm danh"));
	request->shell.cta_icon = STR("check");
	request->shell.cta_form = STR("attendee");
	return OK;
}

/* A clock time of the meeting's day. */
static struct opt_int instant_of(const struct hold *hold, struct opt_int minute)
{
	struct date day;
	return minute.set && date_parse(hold->meeting->day, &day) ? OPT(date_instant(day, (int)minute.n)) : OPT_NONE;
}

enum status hold_save_person(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	struct hold_person_row row;
	struct str state = request_text(request, "state");
	struct opt_int arrived = instant_of(&hold, request_optint(request, "arrived")),
	               gone = instant_of(&hold, request_optint(request, "gone"));
	struct buf before = buf_open(hold.arena, 4000);
	(void)view;
	TRY(meeting_need(hold.meeting, "called open", N_("hold.roll_closed"), err));
	TRY(one_person(&hold, OBJECT_ID(request, "attendee"), &row, err));
	if (!hold_counts(row.duty) && !str_is(state, "present") && !str_is(state, "unknown"))
		return err_set(err, INVALID, "hold.not_due", "state");
	if (!str_is(state, "present") && (arrived.set || gone.set))
		return err_set(err, INVALID, "hold.times_of_absent", arrived.set ? "arrived" : "gone");
	if (arrived.set && gone.set && gone.n <= arrived.n)
		return err_set(err, INVALID, "hold.gone_first", "gone");
	struct str reason = str_is(state, "excused") ? request_text(request, "reason") : STR_NONE;
	TRY(hold_attend(hold.arena, hold.db,
	        &(struct hold_attend_in){ .meeting = hold.id,
	                .person = row.person,
	                .shard = hold.meeting->shard,
	                .state = state,
	                .reason = reason.len ? reason : STR_NONE,
	                .excused_at = str_is(state, "excused") ? row.excused_at.set ? row.excused_at : OPT(hold.now)
	                                                       : OPT_NONE,
	                .arrived = arrived,
	                .gone = gone,
	                .at = hold.now },
	        err));
	hold_person_line(&before, &row);
	TRY(remember(&hold, "attendance", row.person.n, hold_name(hold.arena, row.name, row.label), &before, err));
	request_flash(request, N_("Đã lưu điểm danh."));
	request_go(request, "/meetings/%lld/attendance#p-%lld", (long long)hold.id.n, (long long)row.person.n);
	return OK;
}

enum status hold_save_guest(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	struct str name = request_text(request, "name"), post = request_text(request, "post");
	struct guest_id id = { id_new(hold.meeting->shard) };
	(void)view;
	TRY(meeting_need(hold.meeting, "called open", N_("hold.roll_closed"), err));
	TRY(hold_guest_add(hold.arena, hold.db,
	        &(struct hold_guest_add_in){ .id = id,
	                .shard = hold.meeting->shard,
	                .meeting = hold.id,
	                .name = name,
	                .post = post.len ? post : STR_NONE,
	                .kind = request_text(request, "kind"),
	                .at = hold.now },
	        err));
	TRY(hold_act(&hold, "guest", id.n, name, STR_NONE, err));
	request_flash(request, N_("Đã ghi khách có mặt."));
	request_go(request, "/meetings/%lld/attendance", (long long)hold.id.n);
	return OK;
}

enum status hold_save_guest_present(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	struct guest_id id = { request_int(request, "guest") };
	struct hold_guest_row row;
	bool found;
	(void)view;
	TRY(meeting_need(hold.meeting, "called open", N_("hold.roll_closed"), err));
	TRY(hold_guest(hold.arena, hold.db, &(struct hold_guest_in){ id, hold.meeting->shard }, &row, &found, err));
	if (!found || row.meeting.n != hold.id.n)
		return err_set(err, NOT_FOUND, "hold.no_person", NULL);
	bool here = request_int(request, "here") != 0;
	TRY(hold_guest_present(
	        hold.arena, hold.db, &(struct hold_guest_present_in){ id, hold.meeting->shard, here }, err));
	if (here != row.present)
		TRY(hold_act(&hold, "guest_set", id.n, row.name, row.present ? STR("1") : STR("0"), err));
	request_go(request, "/meetings/%lld/attendance#kh", (long long)hold.id.n);
	return OK;
}

static enum status load_fees(const struct hold *hold, struct hold_fees_rows *ret_fees, struct err *err)
{
	int month = hold->meeting->month;
	return hold_fees(hold->arena, hold->db,
	        &(struct hold_fees_in){
	                hold->id, hold->meeting->shard, month, month_add(month, -1), month_add(month, -2) },
	        ret_fees, err);
}

static bool fees_open(const struct meeting *meeting)
{
	return roll_open(meeting) || str_is(meeting->state, "ended");
}

enum status hold_show_fees(struct request *request, void *to, struct err *err)
{
	struct hold_fees_view *view = to;
	struct hold hold = hold_of(request);
	struct hold_fees_rows fees;
	TRY(load_fees(&hold, &fees, err));
	TRY(meeting_shell(request, hold.meeting, "agenda", err));
	view->meeting = hold.id;
	view->month = hold.meeting->month;
	view->can_edit = fees_open(hold.meeting);
	view->people.at = arena_array(hold.arena, struct hold_fees_people, fees.count + 1);
	view->warned.at = arena_array(hold.arena, struct hold_fees_warned, fees.count + 1);
	for (size_t i = 0; i < fees.count; i++) {
		const struct hold_fees_row *row = &fees.at[i];
		struct str name = hold_name(hold.arena, row->name, row->label);
		int64_t *count = str_is(row->state, "paid")     ? &view->paid
		                 : str_is(row->state, "unpaid") ? &view->unpaid
		                 : str_is(row->state, "free")   ? &view->free
		                                                : &view->unknown;
		++*count;
		if (row->unpaid == 3)
			view->warned.at[view->warned.count++] = (struct hold_fees_warned){ name };
		view->people.at[view->people.count++] = (struct hold_fees_people){ row->person, name,
			hold_post(row->post, row->status), row->state, row->unpaid };
	}
	if (view->can_edit && fees.count) {
		request->shell.cta = request_say(request, N_("Lưu đảng phí"));
		request->shell.cta_icon = STR("check");
		request->shell.cta_form = STR("fees");
	}
	return OK;
}

static enum status set_fee(
        const struct hold *hold, const struct hold_fees_row *row, struct str state, struct buf *before, struct err *err)
{
	buf_format(before, "%lld %.*s\n", (long long)row->person.n, STR_ARG(row->state.len ? row->state : STR("-")));
	return hold_fee_set(hold->arena, hold->db,
	        &(struct hold_fee_set_in){ row->person, hold->meeting->month, hold->meeting->shard,
	                { hold->meeting->cell }, state, hold->now },
	        err);
}

enum status hold_save_fees(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	struct hold_fees_rows fees;
	struct buf before = buf_open(hold.arena, 1 << 20);
	struct str rest, value, about = STR_NONE;
	size_t at = 0;
	(void)view;
	TRY(meeting_need(hold.meeting, "called open ended", N_("hold.fees_closed"), err));
	TRY(load_fees(&hold, &fees, err));
	while (request_each(request, "fee-", &at, &rest, &value)) {
		const struct hold_fees_row *row = NULL;
		int64_t id;
		for (size_t i = 0; i < fees.count && str_int(rest, &id); i++)
			if (fees.at[i].person.n == id)
				row = &fees.at[i];
		if (!row)
			return err_set(err, NOT_FOUND, "hold.no_person", NULL);
		if (str_eq(value, shown(request, rest)) || str_eq(value, row->state))
			continue;
		about = hold_name(hold.arena, row->name, row->label);
		TRY(set_fee(&hold, row, value, &before, err));
	}
	TRY(remember(&hold, "fee", hold.meeting->month, about, &before, err));
	request_flash(request, N_("Đã lưu đảng phí."));
	request_go(request, "/meetings/%lld/fees", (long long)hold.id.n);
	return OK;
}

enum status hold_save_fees_all(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	struct hold_fees_rows fees;
	struct buf before = buf_open(hold.arena, 1 << 20);
	struct str about = STR_NONE;
	(void)view;
	TRY(meeting_need(hold.meeting, "called open ended", N_("hold.fees_closed"), err));
	TRY(load_fees(&hold, &fees, err));
	for (size_t i = 0; i < fees.count; i++)
		if (!fees.at[i].state.len) {
			about = hold_name(hold.arena, fees.at[i].name, fees.at[i].label);
			TRY(set_fee(&hold, &fees.at[i], STR("paid"), &before, err));
		}
	TRY(remember(&hold, "fee", hold.meeting->month, about, &before, err));
	request_flash(request, N_("Đã ghi đã nộp cho những đồng chí chưa ghi. Sửa trường hợp khác rồi lưu."));
	request_go(request, "/meetings/%lld/fees", (long long)hold.id.n);
	return OK;
}
