/* Classes: objects of paths, who is called, what a certificate asks. */
#include "feature/training/training_private.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"

#include <stdlib.h>

const struct training *request_training(const struct request *request)
{
	return request_object(request, "class")->row;
}

const struct lesson *request_lesson(const struct request *request)
{
	return request_object(request, "lesson")->row;
}

const struct seat *request_seat(const struct request *request)
{
	return request_object(request, "seat")->row;
}

struct call training_call_of(const struct request *request)
{
	return (struct call){ request->arena, request->db, request->now };
}

bool training_leads(const struct request *request)
{
	return request_can(request, training_lead.name);
}

void training_crumb(struct request *request)
{
	const struct training *class = request_training(request);
	request->shell.crumb = class->row.title;
	request->shell.crumb_href = str_format(request->arena, "/classes/%lld", (long long)class->id.n);
}

enum status training_back(struct request *request, const char *flash, const char *ending)
{
	request_flash(request, flash);
	request_go(request, "/classes/%lld%s", (long long)request_training(request)->id.n, ending);
	return OK;
}

enum status training_need(const struct training *class, const char *states, struct err *err)
{
	struct str rest = str_of(states), one;
	while (str_split(&rest, ' ', &one))
		if (str_eq(one, class->row.state))
			return OK;
	return err_set(err, CONFLICT, N_("training.state"), NULL);
}

int64_t training_page(struct request *request)
{
	int64_t page = request_query_int(request, "page", 1);
	return page < 1 ? 1 : page > 100000 ? 100000 : page;
}

void training_pages(struct request *request, const char *base, int64_t page, bool more, struct str *ret_before,
        struct str *ret_after)
{
	*ret_before = page > 1 ? str_format(request->arena, "%spage=%lld", base, (long long)page - 1) : STR_NONE;
	*ret_after = more ? str_format(request->arena, "%spage=%lld", base, (long long)page + 1) : STR_NONE;
}

int64_t training_lesson_begins(struct str day, int64_t minute)
{
	struct date date;
	return date_parse(day, &date) ? date_instant(date, (int)minute) : 0;
}

static int by_person(const void *a, const void *b)
{
	const struct training_seat_keys_row *x = a, *y = b;
	return (x->person.n > y->person.n) - (x->person.n < y->person.n);
}

static struct training_seat_keys_row *find_seat(struct training_seat_keys_rows *seats, int64_t person)
{
	struct training_seat_keys_row key = { .person = { person } };
	return seats->count ? bsearch(&key, seats->at, seats->count, sizeof(key), by_person) : NULL;
}

static enum status seat_new(const struct call *call, struct training_id class, const struct training_guest *guest,
        bool role, struct err *err)
{
	return training_seat_add(call->arena, call->db,
	        &(struct training_seat_add_in){ .id = { id_new(0) },
	                .class = class,
	                .cell = { guest->cell },
	                .person = { guest->person },
	                .account = { guest->account },
	                .name = guest->name,
	                .sort_key = guest->sort_key,
	                .label = guest->label,
	                .post = guest->post,
	                .place = guest->place,
	                .source = role ? STR("role") : STR("name"),
	                .at = call->now },
	        err);
}

static enum status set_gone(const struct call *call, const struct training_seat_keys_row *seat, bool gone,
        const char *source, struct err *err)
{
	return training_seat_gone(call->arena, call->db,
	        &(struct training_seat_gone_in){ .id = seat->id, .gone = gone, .source = str_of(source) }, err);
}

/* Those who hold a role that the class calls; *wanted marks the places that stay. */
static enum status take_in(const struct call *call, struct training_id class, struct training_seat_keys_rows *seats,
        const struct training_candidates_rows *people, int64_t *ret_added, struct err *err)
{
	for (size_t i = 0; i < people->count; i++) {
		const struct training_candidates_row *one = &people->at[i];
		struct training_seat_keys_row *seat = find_seat(seats, one->person.n);
		if (i && people->at[i - 1].person.n == one->person.n)
			continue;
		if (!seat) {
			++*ret_added;
			TRY(seat_new(call, class,
			        &(struct training_guest){ one->cell.n, one->person.n, 0, one->name, one->sort_key,
			                one->label, one->post, one->place },
			        true, err));
			continue;
		}
		if (seat->gone) {
			++*ret_added;
			TRY(set_gone(call, seat, false, "role", err));
		}
		seat->source = STR("stays");
	}
	return OK;
}

enum status training_call(
        const struct call *call, struct training_id class, int64_t *ret_added, int64_t *ret_gone, struct err *err)
{
	struct training_seat_keys_rows seats;
	struct training_candidates_rows people;
	*ret_added = *ret_gone = 0;
	TRY(training_seat_keys(call->arena, call->db, &(struct training_seat_keys_in){ class }, &seats, err));
	TRY(training_candidates(
	        call->arena, call->db, &(struct training_candidates_in){ class, TRAINING_PEOPLE + 1 }, &people, err));
	if (people.count > TRAINING_PEOPLE) {
		err_set(err, INVALID, N_("training.many"), NULL);
		err_arg(err, "most", number_show(call->arena, TRAINING_PEOPLE));
		return INVALID;
	}
	if (seats.count)
		qsort(seats.at, seats.count, sizeof(*seats.at), by_person);
	TRY(take_in(call, class, &seats, &people, ret_added, err));
	for (size_t i = 0; i < seats.count; i++)
		if (str_is(seats.at[i].source, "role") && !seats.at[i].gone && !seats.at[i].present) {
			++*ret_gone;
			TRY(set_gone(call, &seats.at[i], true, "role", err));
		}
	return training_listed(call->arena, call->db, &(struct training_listed_in){ class, call->now }, err);
}

enum status training_invite(
        const struct call *call, struct training_id class, const struct training_guest *guest, struct err *err)
{
	struct training_seat_keys_rows seats;
	TRY(training_seat_keys(call->arena, call->db, &(struct training_seat_keys_in){ class }, &seats, err));
	for (size_t i = 0; i < seats.count; i++)
		if (seats.at[i].person.n == guest->person && seats.at[i].account.n == guest->account)
			return set_gone(call, &seats.at[i], false, "name", err);
	return seat_new(call, class, guest, false, err);
}

struct training_did training_did(const struct training_one_row *class, int64_t present, int64_t passed)
{
	return (struct training_did){ .lessons = class->lessons,
		.present = present,
		.least = class->least,
		.quiz = str_is(class->quiz, "open") || str_is(class->quiz, "closed"),
		.passed = passed > 0 };
}

enum status training_refuse_certificate(
        const struct training_did *did, const char *code, struct str name, struct err *err)
{
	err_set(err, CONFLICT, code, NULL);
	err_arg(err, "who", name);
	err_arg_int(err, "present", did->present);
	err_arg_int(err, "lessons", did->lessons);
	err_arg_int(err, "needed", training_needed(did->lessons, did->least));
	err_arg_int(err, "least", did->least);
	return CONFLICT;
}
