/* Votes of an open meeting: put a question, freeze who counts, enter the result by totals or by name. */
#include "app/chain.h"
#include "app/feature.h"
#include "base/id.h"
#include "base/time.h"
#include "feature/meeting/meeting.h"
#include "feature/motion/ballot.h"
#include "feature/score/score.h"
#include "gen/motion_page.h"
#include "gen/motion_sql.h"

enum { SLOTS = 8 }; /* of the box of a secret vote: a multiple */

static const char kinds[] = "resolution minutes score admission recognition removal expulsion other";

/* What the cell alone votes on, neither its committee nor a group. */
static bool of_cell_alone(struct str kind)
{
	return !str_is(kind, "minutes") && !str_is(kind, "other");
}

static const struct field open_form[] = {
	{ "question", FIELD_TEXT, .required = true, .max = 600, .label = N_("Nội dung biểu quyết") },
	{ "kind", FIELD_CHOICE, .required = true, .choices = kinds, .label = N_("Loại việc") },
	{ "method", FIELD_CHOICE, .required = true, .choices = "hands names paper", .label = N_("Hình thức") },
	{ "person", FIELD_LINE, .max = 120, .label = N_("Họ và tên người được xét") },
	{ "papers", FIELD_TEXT, .max = 1000, .label = N_("Giấy tờ trình chi bộ") },
	{ 0 },
};

static const struct field close_form[] = {
	{ "for", FIELD_INT, .max = VOTE_ELECTORS, .label = N_("Tán thành") },
	{ "against", FIELD_INT, .max = VOTE_ELECTORS, .label = N_("Không") },
	{ "other", FIELD_INT, .max = VOTE_ELECTORS, .label = N_("Ý kiến khác") },
	{ "choice-*", FIELD_CHOICE, .choices = "for against other" },
	{ "counts-*", FIELD_CHOICE, .choices = "yes no" },
	{ 0 },
};

static const struct field void_form[] = { { 0 } };

/* Parts of a bar of 1,000, with a small gap between them. */
struct bar {
	int64_t width_for, x_against, width_against, x_other, width_other;
};

static struct bar make_bar(int64_t votes_for, int64_t against, int64_t other, int64_t base)
{
	int64_t all = base > votes_for + against + other ? base : votes_for + against + other;
	struct bar bar = { 0 };
	if (!all)
		return bar;
	bar.width_for = votes_for * 1000 / all;
	bar.x_against = bar.width_for + 4;
	bar.width_against = against * 1000 / all;
	bar.x_other = bar.x_against + bar.width_against + 4;
	bar.width_other = other * 1000 / all;
	return bar;
}

static enum status load_motion(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct motion_by_id_row *row = arena_new(request->arena, struct motion_by_id_row);
	const struct meeting *meeting = request_meeting(request);
	int shard = id_shard(id);
	TRY(motion_by_id(
	        request->arena, request->db, &(struct motion_by_id_in){ .id = { id }, .shard = shard }, row, err));
	if (row->meeting.n != meeting->id)
		return err_set(err, NOT_FOUND, "motion.not_found", NULL);
	*object = (struct object){ .id = id, .shard = shard, .unit = meeting->cell, .row = row };
	return OK;
}

/* Probationary members whose twelve months are over or near: recognition is due. */
static enum status fill_reminders(
        struct request *request, const struct meeting *meeting, struct votes_view *view, struct err *err)
{
	struct motion_probationers_rows rows;
	TRY(motion_probationers(request->arena, request->db,
	        &(struct motion_probationers_in){
	                .cell = { meeting->cell }, .shard = meeting->shard, .day = request->today },
	        &rows, err));
	view->reminders.at = arena_array(request->arena, struct votes_reminders, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		struct str ripe = motion_ripe_day(request->arena, rows.at[i].joined);
		struct date today, day;
		if (!ripe.len || !date_parse(ripe, &day) || !date_parse(request->today, &today) ||
		        date_number(day) - date_number(today) > MOTION_RIPE_SOON_DAYS)
			continue;
		view->reminders.at[view->reminders.count++] = (struct votes_reminders){ .name = rows.at[i].name,
			.joined = rows.at[i].joined,
			.ripe = ripe,
			.late = date_compare(day, today) <= 0 };
	}
	return OK;
}

static void fill_votes(struct request *request, const struct motion_of_meeting_rows *rows, struct votes_view *view)
{
	view->current.at = arena_array(request->arena, struct votes_current, rows->count + 1);
	view->closed.at = arena_array(request->arena, struct votes_closed, rows->count + 1);
	for (size_t i = 0; i < rows->count; i++) {
		const struct motion_of_meeting_row *row = &rows->at[i];
		if (str_is(row->state, "open")) {
			view->current.at[view->current.count++] = (struct votes_current){
				.id = row->id, .question = row->question, .method = row->method, .kind = row->kind
			};
			continue;
		}
		struct bar bar = make_bar(row->votes_for, row->votes_against, row->votes_other, row->base);
		view->closed.at[view->closed.count++] = (struct votes_closed){ .id = row->id,
			.question = row->question,
			.kind = row->kind,
			.state = row->state,
			.votes_for = row->votes_for,
			.votes_against = row->votes_against,
			.votes_other = row->votes_other,
			.base = row->base,
			.needs = row->needs,
			.carried = row->carried.set && row->carried.n == 1,
			.width_for = bar.width_for,
			.x_against = bar.x_against,
			.width_against = bar.width_against,
			.x_other = bar.x_other,
			.width_other = bar.width_other };
	}
}

static enum status show_votes(struct request *request, void *to, struct err *err)
{
	struct votes_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	struct motion_of_meeting_rows rows;
	struct str rest = str_of(kinds), kind;
	TRY(motion_of_meeting(request->arena, request->db,
	        &(struct motion_of_meeting_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &rows, err));
	TRY(meeting_shell(request, meeting, "votes", err));
	view->meeting.n = meeting->id;
	view->open_meeting = str_is(meeting->state, "open");
	view->may_hold = request_can(request, "meeting.hold");
	view->kinds.at = arena_array(request->arena, struct votes_kinds, 8);
	view->of_cell = meeting_is_cell(meeting);
	while (str_split(&rest, ' ', &kind))
		if (view->of_cell || !of_cell_alone(kind))
			view->kinds.at[view->kinds.count++].key = kind;
	view->wanted_kind = request_query(request, "kind");
	view->wanted_question = request_query(request, "question");
	fill_votes(request, &rows, view);
	return view->may_hold && view->of_cell ? fill_reminders(request, meeting, view, err) : OK;
}

static enum status open_motion(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	struct motion_last_ord_row last;
	TRY(meeting_need(meeting, "open", N_("motion.not_open"), err));
	if (of_cell_alone(request_text(request, "kind")) && !meeting_is_cell(meeting))
		return err_set(err, CONFLICT,
		        str_is(meeting->body, "group") ? "motion.cell_not_group" : "motion.cell_not_committee", "kind");
	struct motion_roll_rows roll;
	TRY(motion_roll(request->arena, request->db,
	        &(struct motion_roll_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &roll, err));
	struct motion_count count;
	TRY(motion_reckon_roll(request->arena, request_text(request, "kind"), request->today, &roll, &count, err));
	if (!count.result.base)
		return err_set(err, CONFLICT, "motion.no_base", "kind");
	TRY(motion_last_ord(request->arena, request->db,
	        &(struct motion_last_ord_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &last, err));
	struct motion_id id = { id_new(meeting->shard) };
	TRY(motion_add(request->arena, request->db,
	        &(struct motion_add_in){ .id = id,
	                .shard = meeting->shard,
	                .meeting = { meeting->id },
	                .ord = last.last + 1,
	                .kind = request_text(request, "kind"),
	                .question = request_text(request, "question"),
	                .method = request_text(request, "method"),
	                .person = request_text(request, "person"),
	                .papers = request_text(request, "papers"),
	                .base = count.result.base,
	                .needs = count.result.needs,
	                .present = count.result.may_vote,
	                .rule = count.rule.id,
	                .at = request->now },
	        err));
	for (size_t i = 0; i < roll.count; i++) {
		const struct motion_roll_row *row = &roll.at[i];
		struct str name = row->label.len ? str_format(request->arena, "%.*s (%.*s)", STR_ARG(row->name),
		                                           STR_ARG(row->label))
		                                 : row->name;
		TRY(motion_elector_add(request->arena, request->db,
		        &(struct motion_elector_add_in){ .motion = id,
		                .person = row->person,
		                .shard = meeting->shard,
		                .name = name,
		                .sort_key = row->sort_key,
		                .counts = count.in[i],
		                .may_vote = count.in[i] && row->present,
		                .why = str_of(vote_why_name(count.why[i])) },
		        err));
	}
	if (str_is(request_text(request, "method"), "paper")) {
		TRY(ballot_add(request->arena, request->db,
		        &(struct ballot_add_in){ .motion = id,
		                .shard = meeting->shard,
		                .slots = (int64_t)(roll.count / SLOTS + 1) * SLOTS },
		        err));
		request_go(request, "/meetings/%lld/votes/%lld/ballot", (long long)meeting->id, (long long)id.n);
		return OK;
	}
	request_go(request, "/meetings/%lld/votes/%lld", (long long)meeting->id, (long long)id.n);
	return OK;
}

/* The choices by name are for whoever takes them down, while that goes on. */
static void fill_electors(struct request *request, const struct motion_electors_rows *rows, struct vote_view *view)
{
	bool taken_down = view->may_hold && str_is(view->state, "open");
	view->decide.at = arena_array(request->arena, struct vote_decide, rows->count + 1);
	view->voters.at = arena_array(request->arena, struct vote_voters, rows->count + 1);
	view->others.at = arena_array(request->arena, struct vote_others, rows->count + 1);
	for (size_t i = 0; i < rows->count; i++) {
		const struct motion_electors_row *row = &rows->at[i];
		bool undecided = str_is(row->why, "undecided") || row->decided;
		if (undecided && taken_down)
			view->decide.at[view->decide.count++] = (struct vote_decide){
				.person = row->person, .name = row->name, .counts = row->counts, .decided = row->decided
			};
		if ((row->may_vote || undecided) && taken_down)
			view->voters.at[view->voters.count++] =
			        (struct vote_voters){ .person = row->person, .name = row->name, .choice = row->choice };
		view->may_vote += row->may_vote;
		if (!str_is(row->why, "member"))
			view->others.at[view->others.count++] = (struct vote_others){
				.name = row->name, .why = str_of(motion_why_label(row->why)), .counts = row->counts
			};
	}
}

static enum status show_vote(struct request *request, void *to, struct err *err)
{
	struct vote_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	const struct motion_by_id_row *motion = request_object(request, "motion")->row;
	struct motion_electors_rows electors;
	struct vote_rule rule;
	struct bar bar = make_bar(motion->votes_for, motion->votes_against, motion->votes_other, motion->base);
	TRY(motion_electors(request->arena, request->db,
	        &(struct motion_electors_in){ .motion = motion->id, .shard = meeting->shard }, &electors, err));
	TRY(vote_rule_find(request->arena, motion_rule_kind(motion->kind), day_today(request->arena, motion->opened_at),
	        &rule, err));
	TRY(meeting_shell(request, meeting, "votes", err));
	*view = (struct vote_view){ .meeting = { meeting->id },
		.id = motion->id,
		.question = motion->question,
		.kind = motion->kind,
		.method = motion->method,
		.person = motion->person,
		.papers = motion->papers,
		.state = motion->state,
		.votes_for = motion->votes_for,
		.votes_against = motion->votes_against,
		.votes_other = motion->votes_other,
		.base = motion->base,
		.needs = motion->needs,
		.present = motion->present,
		.carried = motion->carried.set && motion->carried.n == 1,
		.document = rule.document,
		.article = rule.article,
		.sure = rule.sure,
		.two_thirds = rule.denominator == 3,
		.may_hold = request_can(request, "meeting.hold"),
		.width_for = bar.width_for,
		.x_against = bar.x_against,
		.width_against = bar.width_against,
		.x_other = bar.x_other,
		.width_other = bar.width_other,
		.permille = motion->base ? motion->votes_for * 1000 / motion->base : 0 };
	fill_electors(request, &electors, view);
	if (str_is(motion->state, "open") && view->may_hold && !str_is(motion->method, "paper")) {
		request->shell.cta = request_say(request, N_("Chốt kết quả"));
		request->shell.cta_form = STR("close");
		request->shell.cta_icon = STR("check");
	}
	return OK;
}

/* The clerk's word on those who were sent elsewhere but came. */
enum status motion_take_decisions(
        struct request *request, const struct motion_by_id_row *motion, int shard, struct err *err)
{
	size_t at = 0;
	struct str person, value;
	int64_t id;
	while (request_each(request, "counts-", &at, &person, &value)) {
		bool in = str_is(value, "yes");
		if (!str_int(person, &id))
			return err_set(err, INVALID, "motion.elector", "counts");
		TRY(motion_decide(request->arena, request->db,
		        &(struct motion_decide_in){ .motion = motion->id,
		                .person = { id },
		                .shard = shard,
		                .counts = in,
		                .may_vote = in,
		                .why = in ? STR("clerk_in") : STR("clerk_out") },
		        err));
	}
	return OK;
}

static enum status take_choices(struct request *request, const struct motion_by_id_row *motion, int shard,
        struct motion_votes *votes, struct err *err)
{
	size_t at = 0;
	struct str person, value;
	int64_t id;
	if (!str_is(motion->method, "names")) {
		*votes = (struct motion_votes){ request_int(request, "for"), request_int(request, "against"),
			request_int(request, "other") };
		return OK;
	}
	while (request_each(request, "choice-", &at, &person, &value)) {
		if (!value.len)
			continue;
		if (!str_int(person, &id))
			return err_set(err, INVALID, "motion.elector", NULL);
		TRY(motion_choose(request->arena, request->db,
		        &(struct motion_choose_in){
		                .motion = motion->id, .person = { id }, .shard = shard, .choice = value },
		        err));
		votes->in_favour += str_is(value, "for");
		votes->against += str_is(value, "against");
		votes->other += str_is(value, "other");
	}
	return OK;
}

static enum status chain(struct request *request, const struct motion_by_id_row *motion, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	return chain_add(request->arena, request->db,
	        &(struct chain_place){
	                .cell = meeting->cell, .meeting = meeting->id, .shard = meeting->shard, .at = request->now },
	        motion->id.n, err);
}

enum status motion_finish(struct request *request, const struct motion_by_id_row *motion,
        const struct motion_votes *votes, struct err *err)
{
	const struct meeting *meeting = request_meeting(request);
	struct motion_electors_rows electors;
	struct motion_count count;
	TRY(motion_electors(request->arena, request->db,
	        &(struct motion_electors_in){ .motion = motion->id, .shard = meeting->shard }, &electors, err));
	TRY(motion_reckon_electors(request->arena, motion, &electors, votes, &count, err));
	TRY(motion_close(request->arena, request->db,
	        &(struct motion_close_in){ .id = motion->id,
	                .shard = meeting->shard,
	                .votes_for = votes->in_favour,
	                .votes_against = votes->against,
	                .votes_other = votes->other,
	                .base = count.result.base,
	                .needs = count.result.needs,
	                .present = count.result.may_vote,
	                .carried = count.result.carried,
	                .at = request->now },
	        err));
	TRY(chain(request, motion, err));
	if (str_is(motion->kind, "score"))
		TRY(score_settle(request->arena, request->db, meeting, request->now, err));
	request_flash(request, count.result.carried == 1 ? N_("Đã chốt: thông qua.") : N_("Đã chốt: không thông qua."));
	request_go(request, "/meetings/%lld/votes", (long long)meeting->id);
	return OK;
}

static enum status close_motion(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	const struct motion_by_id_row *motion = request_object(request, "motion")->row;
	struct motion_votes votes = { 0 };
	TRY(meeting_need(meeting, "open", N_("motion.not_open"), err));
	if (!str_is(motion->state, "open"))
		return err_set(err, CONFLICT, "motion.closed", NULL);
	if (str_is(motion->method, "paper"))
		return err_set(err, CONFLICT, "motion.by_ballot", NULL);
	TRY(motion_take_decisions(request, motion, meeting->shard, err));
	TRY(take_choices(request, motion, meeting->shard, &votes, err));
	return motion_finish(request, motion, &votes, err);
}

static enum status void_motion(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	const struct motion_by_id_row *motion = request_object(request, "motion")->row;
	TRY(meeting_need(meeting, "open", N_("motion.not_open"), err));
	TRY(motion_void(request->arena, request->db,
	        &(struct motion_void_in){ .id = motion->id, .shard = meeting->shard, .at = request->now }, err));
	TRY(chain(request, motion, err));
	request_flash(request, N_("Đã hủy lần biểu quyết."));
	request_go(request, "/meetings/%lld/votes", (long long)meeting->id);
	return OK;
}

const struct feature motion_feature = {
	.name = "motion",
	.yields = YIELDS_NEVER,
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/meetings/{meeting}/votes", &meeting_read, show_votes, .page = &votes_page,
	                        .about = "Votes of a meeting" },
	                { HTTP_POST, "/meetings/{meeting}/votes", &meeting_hold, open_motion, .form = open_form,
	                        .act = "motion.open", .about = "Put a question to the vote" },
	                { HTTP_GET, "/meetings/{meeting}/votes/{motion}", &meeting_read, show_vote, .page = &vote_page,
	                        .about = "One vote" },
	                { HTTP_POST, "/meetings/{meeting}/votes/{motion}", &meeting_hold, close_motion,
	                        .form = close_form, .act = "motion.close", .about = "Enter the result of a vote" },
	                { HTTP_GET, "/meetings/{meeting}/votes/{motion}/ballot", &meeting_read, ballot_show,
	                        .page = &ballot_page_page, .about = "A vote on slips" },
	                { HTTP_POST, "/meetings/{meeting}/votes/{motion}/ballot", &meeting_take_part, ballot_put_slip,
	                        .form = ballot_slip_form, .pin = true, .act = "-", .about = "Cast one's slip" },
	                { HTTP_POST, "/meetings/{meeting}/votes/{motion}/ballot/candidates", &meeting_hold,
	                        ballot_put_candidates, .form = ballot_candidates_form,
	                        .retry = "/meetings/{meeting}/votes/{motion}/ballot", .act = "motion.candidates",
	                        .about = "Who stands for election, and how many are elected" },
	                { HTTP_POST, "/meetings/{meeting}/votes/{motion}/ballot/paper", &meeting_hold, ballot_put_paper,
	                        .form = ballot_paper_form, .retry = "/meetings/{meeting}/votes/{motion}/ballot",
	                        .act = "motion.paper", .about = "Who takes a paper slip" },
	                { HTTP_POST, "/meetings/{meeting}/votes/{motion}/ballot/count", &meeting_hold, ballot_put_count,
	                        .form = ballot_count_form, .prepare = ballot_prepare_count,
	                        .retry = "/meetings/{meeting}/votes/{motion}/ballot", .act = "motion.count",
	                        .about = "Count both parts in one and close the vote" },
	                { HTTP_GET, "/meetings/{meeting}/votes/{motion}/slip.pdf", &meeting_read, ballot_slip_paper,
	                        .slow = true, .about = "The slip to print" },
	                { HTTP_GET, "/meetings/{meeting}/votes/{motion}/tally.pdf", &meeting_read, ballot_tally_paper,
	                        .slow = true, .about = "Minutes of the count as PDF" },
	                { HTTP_GET, "/meetings/{meeting}/votes/{motion}/tally.docx", &meeting_read, ballot_tally_paper,
	                        .slow = true, .about = "Minutes of the count as DOCX" },
	                { HTTP_GET, "/meetings/{meeting}/votes/{motion}/tally.html", &meeting_read, ballot_tally_paper,
	                        .slow = true, .about = "Minutes of the count as HTML" },
	                { HTTP_POST, "/meetings/{meeting}/votes/{motion}/void", &meeting_hold, void_motion,
	                        .form = void_form, .retry = "/meetings/{meeting}/votes/{motion}", .act = "motion.void",
	                        .about = "Declare a vote void" },
	                { 0 },
	        },
	.objects = (const struct object_kind[]){ { "motion", load_motion }, { 0 } },
	.chores = (const struct chore[]){ { "motion.keys", 30, ballot_keys_chore }, { 0 } },
	.export_person = motion_export_person,
	.commands =
	        (const struct command[]){
	                { "rule vote", "< QUESTION.json", "Reckon a vote: base, needs, carried (JSON in, JSON out)",
	                        "Input: kind (resolution, admission, recognition, removal, expulsion, other), members, "
	                        "for, against, other, day (today).\n"
	                        "A member: status (full or probationary), the flags exempt, away, temporary_stay, "
	                        "special_duty, suspended, detained, present\n"
	                        "(true where so), counts (true or false) where the clerk decided, name and id at "
	                        "will.\n"
	                        "Output: base, needs, carried (null: not known yet), may_vote, undecided, why, rule, "
	                        "electors.\n"
	                        "What makes no sense ends with exit status 2 and "
	                        "{\"error\":{\"code\",\"field\",\"message\"}}. No database.",
	                        "json", motion_rule_command, NEEDS_NOTHING, -1, 0, 0, false },
	                { 0 },
	        },
	.archive = motion_archive,
};
