/* A vote on slips: one's own slip, who takes a paper one, the count by the board. */
#include "feature/motion/ballot.h"

#include "feature/account/account.h"
#include "feature/meeting/meeting.h"
#include "gen/motion_page.h"

const struct field ballot_slip_form[] = {
	{ "choice", FIELD_CHOICE, .choices = "for against other", .label = N_("Lựa chọn") },
	{ "pick-*", FIELD_FLAG },
	{ 0 },
};
const struct field ballot_candidates_form[] = {
	{ "names", FIELD_TEXT, .required = true, .max = 4000, .label = N_("Danh sách bầu cử") },
	{ "seats", FIELD_INT, .required = true, .min = 1, .max = BALLOT_CANDIDATES, .label = N_("Số lượng được bầu") },
	{ 0 },
};
const struct field ballot_paper_form[] = {
	{ "was-*", FIELD_FLAG },
	{ "paper-*", FIELD_FLAG },
	{ 0 },
};
const struct field ballot_count_form[] = {
	{ "counts-*", FIELD_CHOICE, .choices = "yes no" },
	{ "returned", FIELD_INT, .max = VOTE_ELECTORS, .label = N_("Số phiếu thu về") },
	{ "valid", FIELD_INT, .max = VOTE_ELECTORS, .label = N_("Số phiếu hợp lệ") },
	{ "votes-*", FIELD_INT, .max = VOTE_ELECTORS },
	{ "head", FIELD_ID, .required = true, .label = N_("Trưởng ban kiểm phiếu") },
	{ "members", FIELD_TEXT, .required = true, .max = 600, .label = N_("Các ủy viên ban kiểm phiếu") },
	{ "head_pin", FIELD_PIN, .required = true, .label = N_("Mã PIN của trưởng ban kiểm phiếu") },
	{ 0 },
};

struct ballot {
	const struct meeting *meeting;
	const struct motion_by_id_row *motion;
	struct ballot_of_row row;
	struct ballot_candidates_rows candidates;
	struct ballot_voters_rows voters;
	int64_t electronic, paper;
	const struct ballot_voters_row *me; /* NULL: may not vote */
};

static enum status load(struct request *request, struct ballot *ret_ballot, struct err *err)
{
	struct ballot *ballot = ret_ballot;
	bool found;
	*ballot = (struct ballot){ .meeting = request_meeting(request),
		.motion = request_object(request, "motion")->row };
	struct motion_id id = ballot->motion->id;
	int shard = ballot->meeting->shard;
	TRY(ballot_of(request->arena, request->db, &(struct ballot_of_in){ .motion = id, .shard = shard }, &ballot->row,
	        &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "motion.no_ballot", NULL);
	TRY(ballot_candidates(request->arena, request->db,
	        &(struct ballot_candidates_in){ .motion = id, .shard = shard }, &ballot->candidates, err));
	TRY(ballot_voters(request->arena, request->db, &(struct ballot_voters_in){ .motion = id, .shard = shard },
	        &ballot->voters, err));
	for (size_t i = 0; i < ballot->voters.count; i++) {
		const struct ballot_voters_row *row = &ballot->voters.at[i];
		ballot->electronic += row->voted && !row->paper;
		ballot->paper += row->paper;
		if (request->person.n && row->person.n == request->person.n)
			ballot->me = row;
	}
	return OK;
}

static size_t choices_of(const struct ballot *ballot)
{
	return ballot->candidates.count ? ballot->candidates.count : 3;
}

static struct str choice_name(struct request *request, const struct ballot *ballot, size_t at)
{
	static const char *const answers[] = { N_("Tán thành"), N_("Không tán thành"), N_("Ý kiến khác") };
	return ballot->candidates.count ? ballot->candidates.at[at].name : request_say(request, answers[at]);
}

static enum status fill_decide(
        struct request *request, const struct ballot *ballot, struct ballot_page_view *view, struct err *err)
{
	struct motion_electors_rows electors;
	TRY(motion_electors(request->arena, request->db,
	        &(struct motion_electors_in){ .motion = ballot->motion->id, .shard = ballot->meeting->shard },
	        &electors, err));
	view->decide.at = arena_array(request->arena, struct ballot_page_decide, electors.count + 1);
	for (size_t i = 0; i < electors.count; i++)
		if (str_is(electors.at[i].why, "undecided"))
			view->decide.at[view->decide.count++] =
			        (struct ballot_page_decide){ electors.at[i].person, electors.at[i].name };
	return OK;
}

static void fill_lists(struct request *request, const struct ballot *ballot, struct ballot_page_view *view)
{
	struct arena *arena = request->arena;
	struct ballot_lines *lines = arena_new(arena, struct ballot_lines);
	view->choices.at = arena_array(arena, struct ballot_page_choices, choices_of(ballot));
	for (size_t i = 0; i < choices_of(ballot); i++)
		view->choices.at[view->choices.count++] =
		        (struct ballot_page_choices){ (int64_t)i, choice_name(request, ballot, i) };
	view->voters.at = arena_array(arena, struct ballot_page_voters, ballot->voters.count + 1);
	for (size_t i = 0; i < ballot->voters.count; i++) {
		const struct ballot_voters_row *row = &ballot->voters.at[i];
		view->voters.at[view->voters.count++] = (struct ballot_page_voters){ .person = row->person,
			.name = row->name,
			.electronic = row->voted && !row->paper,
			.paper = row->paper };
	}
	ballot_result_read(ballot->row.result, lines);
	view->lines.at = arena_array(arena, struct ballot_page_lines, lines->count + 1);
	for (size_t i = 0; i < lines->count; i++)
		view->lines.at[view->lines.count++] = (struct ballot_page_lines){ .name = lines->at[i].name,
			.votes = lines->at[i].votes,
			.permille = ballot->motion->base ? lines->at[i].votes * 1000 / ballot->motion->base : 0,
			.elected = lines->at[i].elected };
}

enum status ballot_show(struct request *request, void *to, struct err *err)
{
	struct ballot_page_view *view = to;
	struct ballot ballot;
	TRY(load(request, &ballot, err));
	TRY(meeting_shell(request, ballot.meeting, "votes", err));
	bool open = str_is(ballot.motion->state, "open") && str_is(ballot.meeting->state, "open");
	*view = (struct ballot_page_view){ .meeting = { ballot.meeting->id },
		.id = ballot.motion->id,
		.question = ballot.motion->question,
		.open = open,
		.closed = str_is(ballot.motion->state, "closed"),
		.carried = ballot.motion->carried.set && ballot.motion->carried.n == 1,
		.may_hold = request_can(request, "meeting.hold"),
		.seats = ballot.row.seats,
		.may_vote = open && ballot.me != NULL,
		.voted = ballot.me && ballot.me->voted && !ballot.me->paper,
		.paper_taken = ballot.me && ballot.me->paper,
		.electronic = ballot.electronic,
		.paper = ballot.paper,
		.all = (int64_t)ballot.voters.count,
		.few = ballot.voters.count < BALLOT_FEW ||
		       (ballot.paper && ballot.electronic && ballot.electronic < BALLOT_FEW),
		.base = ballot.motion->base,
		.needs = ballot.motion->needs,
		.board = ballot.row.head_name,
		.members = ballot.row.members,
		.issued = ballot.row.issued.n,
		.returned = ballot.row.returned.n,
		.valid = ballot.row.valid.n,
		.invalid = ballot.row.invalid.n,
		.pin_fresh = request->pin_fresh };
	fill_lists(request, &ballot, view);
	return open && view->may_hold ? fill_decide(request, &ballot, view, err) : OK;
}

static enum status need_open(const struct ballot *ballot, struct err *err)
{
	TRY(meeting_need(ballot->meeting, "open", N_("motion.not_open"), err));
	return str_is(ballot->motion->state, "open") ? OK : err_set(err, CONFLICT, "motion.closed", NULL);
}

/* The bits of what the slip chooses. */
static enum status read_slip(struct request *request, const struct ballot *ballot, uint64_t *ret_slip, struct err *err)
{
	struct str choice = request_text(request, "choice"), one, value;
	size_t at = 0, picked = 0;
	int64_t n;
	*ret_slip = str_is(choice, "for") ? BALLOT_FOR : str_is(choice, "against") ? BALLOT_AGAINST : BALLOT_OTHER;
	if (!ballot->candidates.count)
		return choice.len ? OK : err_set(err, INVALID, "motion.ballot_choose", "choice");
	*ret_slip = 0;
	while (request_each(request, "pick-", &at, &one, &value)) {
		if (!str_is(value, "1"))
			continue;
		if (!str_int(one, &n) || n < 0 || n >= (int64_t)ballot->candidates.count)
			return err_set(err, INVALID, "motion.ballot_choose", "choice");
		*ret_slip |= UINT64_C(1) << n;
		picked++;
	}
	if (!picked || (int64_t)picked > ballot->row.seats) {
		enum status status = err_set(err, INVALID, "motion.ballot_seats", "choice");
		err_arg_int(err, "n", ballot->row.seats);
		return status;
	}
	return OK;
}

enum status ballot_put_slip(struct request *request, void *view, struct err *err)
{
	struct ballot ballot;
	uint64_t slip;
	(void)view;
	TRY(load(request, &ballot, err));
	TRY(need_open(&ballot, err));
	if (!ballot.me)
		return err_set(err, DENIED, "motion.ballot_not_yours", NULL);
	if (ballot.me->voted)
		return err_set(err, CONFLICT, "motion.ballot_voted", NULL);
	TRY(read_slip(request, &ballot, &slip, err));
	request->answers_again = true; /* a row of operations would name the account and the hour */
	TRY(ballot_voter_add(request->arena, request->db,
	        &(struct ballot_voter_add_in){
	                .motion = ballot.motion->id, .person = request->person, .shard = ballot.meeting->shard },
	        err));
	TRY(ballot_cast(
	        request->arena, request->db, ballot.motion->id, ballot.meeting->shard, ballot.row.slots, slip, err));
	request_flash(request, N_("Phiếu của đồng chí đã vào hòm phiếu. Không ai thấy đồng chí chọn gì."));
	request_go(request, "/meetings/%lld/votes/%lld/ballot", (long long)ballot.meeting->id,
	        (long long)ballot.motion->id.n);
	return OK;
}

enum status ballot_put_candidates(struct request *request, void *view, struct err *err)
{
	struct ballot ballot;
	struct str rest = request_text(request, "names"), name;
	int64_t ord = 0, seats = request_int(request, "seats");
	(void)view;
	TRY(load(request, &ballot, err));
	TRY(need_open(&ballot, err));
	struct motion_id id = ballot.motion->id;
	int shard = ballot.meeting->shard;
	if (!str_is(motion_rule_kind(ballot.motion->kind), "other"))
		return err_set(err, CONFLICT, "motion.ballot_kind", NULL);
	if (ballot.electronic || ballot.paper)
		return err_set(err, CONFLICT, "motion.ballot_begun", "names");
	TRY(ballot_candidates_drop(
	        request->arena, request->db, &(struct ballot_candidates_drop_in){ .motion = id, .shard = shard }, err));
	while (str_split(&rest, '\n', &name)) {
		name = str_trim(name);
		if (!name.len)
			continue;
		if (ord == BALLOT_CANDIDATES || str_find(name, STR("|")) >= 0 || name.len > 200)
			return err_set(err, INVALID, "motion.ballot_names", "names");
		TRY(ballot_candidate_add(request->arena, request->db,
		        &(struct ballot_candidate_add_in){ .motion = id, .ord = ord, .shard = shard, .name = name },
		        err));
		ord++;
	}
	if (!ord || seats > ord)
		return err_set(err, INVALID, "motion.ballot_names", "seats");
	TRY(ballot_seats(request->arena, request->db,
	        &(struct ballot_seats_in){ .motion = id, .shard = shard, .seats = seats }, err));
	request_go(request, "/meetings/%lld/votes/%lld/ballot", (long long)ballot.meeting->id, (long long)id.n);
	return OK;
}

/* Who takes a paper slip votes on no device, and the other way round. */
enum status ballot_put_paper(struct request *request, void *view, struct err *err)
{
	struct ballot ballot;
	(void)view;
	TRY(load(request, &ballot, err));
	TRY(need_open(&ballot, err));
	for (size_t i = 0; i < ballot.voters.count; i++) {
		const struct ballot_voters_row *row = &ballot.voters.at[i];
		const char *id = str_c(request->arena, str_format(request->arena, "%lld", (long long)row->person.n));
		bool shown = request_int(request, str_c(request->arena, str_format(request->arena, "was-%s", id))) == 1;
		bool wanted =
		        request_int(request, str_c(request->arena, str_format(request->arena, "paper-%s", id))) == 1;
		if (!shown || wanted == row->paper)
			continue;
		if (row->voted && !row->paper)
			return err_set(err, CONFLICT, "motion.ballot_voted", NULL);
		if (wanted)
			TRY(ballot_voter_add(request->arena, request->db,
			        &(struct ballot_voter_add_in){ .motion = ballot.motion->id,
			                .person = row->person,
			                .shard = ballot.meeting->shard,
			                .paper = true },
			        err));
		else
			TRY(ballot_paper_back(request->arena, request->db,
			        &(struct ballot_paper_back_in){ .motion = ballot.motion->id,
			                .person = row->person,
			                .shard = ballot.meeting->shard },
			        err));
	}
	request_go(request, "/meetings/%lld/votes/%lld/ballot", (long long)ballot.meeting->id,
	        (long long)ballot.motion->id.n);
	return OK;
}

/* The head of the board signs the sheet with the own PIN, on the clerk's machine. */
struct head_pin {
	struct account_id account;
	bool found, right;
};

enum status ballot_prepare_count(struct request *request, struct err *err)
{
	struct head_pin *pin = arena_new(request->arena, struct head_pin);
	request->prepared = pin;
	TRY(account_of_person(request->arena, request->db, (struct person_id){ request_int(request, "head") },
	        &pin->account, &pin->found, err));
	return pin->found ? account_pin_verify_prepare(request, pin->account, "head_pin", &pin->right, err) : OK;
}

/* The paper slips as the board counted them. */
static enum status read_paper(
        struct request *request, const struct ballot *ballot, struct ballot_sum *sum, struct err *err)
{
	int64_t cast = 0, most = ballot->candidates.count ? ballot->row.seats : 1;
	*sum = (struct ballot_sum){ .issued = ballot->paper,
		.returned = request_int(request, "returned"),
		.valid = request_int(request, "valid") };
	sum->invalid = sum->returned - sum->valid;
	for (size_t i = 0; i < choices_of(ballot); i++) {
		sum->votes[i] = request_int(request, str_c(request->arena, str_format(request->arena, "votes-%zu", i)));
		cast += sum->votes[i];
		if (sum->votes[i] > sum->valid)
			return err_set(err, INVALID, "motion.ballot_sum", "valid");
	}
	bool whole = ballot->candidates.count ? cast >= sum->valid && cast <= sum->valid * most : cast == sum->valid;
	if (sum->returned > sum->issued || sum->invalid < 0 || !whole)
		return err_set(err, INVALID, "motion.ballot_sum", "valid");
	return OK;
}

static struct str name_of(const struct ballot *ballot, int64_t person)
{
	for (size_t i = 0; i < ballot->voters.count; i++)
		if (ballot->voters.at[i].person.n == person)
			return ballot->voters.at[i].name;
	return STR_NONE;
}

/* Both parts in one: no trace of which votes came from where. */
static enum status put_result(struct request *request, const struct ballot *ballot, const struct ballot_sum *paper,
        struct str head, struct motion_votes *ret_votes, struct err *err)
{
	struct ballot_sum box;
	struct ballot_lines *lines = arena_new(request->arena, struct ballot_lines);
	int64_t elected = 0;
	TRY(ballot_empty(request->arena, request->db, ballot->motion->id, ballot->meeting->shard, ballot->electronic,
	        choices_of(ballot), &box, err));
	for (; lines->count < choices_of(ballot); lines->count++)
		lines->at[lines->count] =
		        (struct ballot_line){ .votes = box.votes[lines->count] + paper->votes[lines->count],
			        .name = choice_name(request, ballot, lines->count) };
	if (ballot->candidates.count)
		ballot_elect(lines, ballot->row.seats, ballot->motion->needs);
	for (size_t i = 0; i < lines->count; i++)
		elected += lines->at[i].elected;
	*ret_votes = (struct motion_votes){ lines->at[0].votes, lines->count > 1 ? lines->at[1].votes : 0,
		lines->count > 2 ? lines->at[2].votes + paper->invalid : paper->invalid };
	if (ballot->candidates.count) /* of an election: those who voted validly; who is elected stands in the result */
		*ret_votes = (struct motion_votes){ elected ? box.valid + paper->valid : 0,
			elected ? 0 : box.valid + paper->valid, paper->invalid };
	return ballot_count(request->arena, request->db,
	        &(struct ballot_count_in){ .motion = ballot->motion->id,
	                .shard = ballot->meeting->shard,
	                .head = { request_int(request, "head") },
	                .head_name = head,
	                .members = request_text(request, "members"),
	                .issued = box.issued + paper->issued,
	                .returned = box.returned + paper->returned,
	                .valid = box.valid + paper->valid,
	                .invalid = paper->invalid,
	                .electronic = ballot->electronic,
	                .result = ballot_result_text(request->arena, lines) },
	        err);
}

enum status ballot_put_count(struct request *request, void *view, struct err *err)
{
	const struct head_pin *pin = request->prepared;
	struct ballot ballot;
	struct ballot_sum paper;
	struct motion_votes votes;
	bool go_on;
	(void)view;
	TRY(load(request, &ballot, err));
	TRY(need_open(&ballot, err));
	struct str head = name_of(&ballot, request_int(request, "head"));
	if (!head.len || !pin->found)
		return err_set(err, INVALID, "motion.ballot_head", "head");
	TRY(account_pin_note(request, pin->account, "head_pin", pin->right, &go_on, err));
	if (!go_on)
		return OK;
	if (!ballot.electronic && !ballot.paper)
		return err_set(err, CONFLICT, "motion.ballot_nobody", NULL);
	TRY(motion_take_decisions(request, ballot.motion, ballot.meeting->shard, err));
	TRY(read_paper(request, &ballot, &paper, err));
	TRY(put_result(request, &ballot, &paper, head, &votes, err));
	TRY(motion_finish(request, ballot.motion, &votes, err));
	request_go(request, "/meetings/%lld/votes/%lld/ballot", (long long)ballot.meeting->id,
	        (long long)ballot.motion->id.n);
	return OK;
}
