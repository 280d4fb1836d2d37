/* The quiz of a class: its questions, taken on a phone or typed in from paper, and what is shown of the right answers:
 * nothing before it is closed for the person. */
#include "feature/training/training_private.h"

#include "base/id.h"
#include "gen/training_page.h"

enum { ANSWERS_ROOM = 4000 };

enum status training_quiz_load(
        const struct call *call, struct training_id class, struct quiz *ret_quiz, struct err *err)
{
	struct training_question_many_rows questions;
	struct training_choice_many_rows choices;
	TRY(training_question_many(
	        call->arena, call->db, &(struct training_question_many_in){ class }, &questions, err));
	TRY(training_choice_many(call->arena, call->db, &(struct training_choice_many_in){ class }, &choices, err));
	*ret_quiz =
	        (struct quiz){ arena_array(call->arena, struct quiz_question, questions.count + 1), questions.count };
	for (size_t i = 0, at = 0; i < questions.count; i++) {
		struct quiz_question *to = &ret_quiz->at[i];
		*to = (struct quiz_question){
			.id = questions.at[i].id, .text = questions.at[i].text, .several = questions.at[i].rights > 1
		};
		for (; at < choices.count && choices.at[at].question.n == to->id.n; at++)
			if (to->count < TRAINING_CHOICES) {
				to->right |= choices.at[at].is_right ? 1u << to->count : 0;
				to->choice[to->count++] = (struct quiz_choice){ choices.at[at].ord, choices.at[at].text,
					choices.at[at].is_right > 0 };
			}
	}
	return OK;
}

static void put_questions(
        struct request *request, const struct quiz *quiz, struct training_questions_view *view, int64_t edit)
{
	view->questions.at = arena_array(request->arena, struct training_questions_questions, quiz->count + 1);
	view->choices.at = arena_array(request->arena, struct training_questions_choices, TRAINING_CHOICES);
	for (int64_t i = 1; i <= TRAINING_CHOICES; i++)
		view->choices.at[view->choices.count++] = (struct training_questions_choices){ .ord = i };
	for (size_t i = 0; i < quiz->count; i++) {
		const struct quiz_question *one = &quiz->at[i];
		struct training_questions_questions *to = &view->questions.at[view->questions.count++];
		*to = (struct training_questions_questions){ .id = one->id, .text = one->text };
		to->choices.at =
		        arena_array(request->arena, struct training_questions_questions_choices, TRAINING_CHOICES);
		for (size_t c = 0; c < one->count; c++)
			to->choices.at[to->choices.count++] =
			        (struct training_questions_questions_choices){ one->choice[c].text,
				        one->choice[c].right };
		if (one->id.n != edit)
			continue;
		view->edit = one->id;
		view->edit_text = one->text;
		for (size_t c = 0; c < one->count; c++) {
			view->choices.at[c].text = one->choice[c].text;
			view->choices.at[c].right = one->choice[c].right;
		}
	}
}

enum status show_class_questions(struct request *request, void *to, struct err *err)
{
	struct training_questions_view *view = to;
	const struct training *class = request_training(request);
	struct call call = training_call_of(request);
	struct quiz quiz;
	TRY(training_quiz_load(&call, class->id, &quiz, err));
	*view = (struct training_questions_view){ .class = class->id,
		.quiz = class->row.quiz,
		.pass = class->row.pass,
		.tries = class->row.tries,
		.needed = quiz.count ? training_needed((int64_t)quiz.count, class->row.pass) : 0,
		.called = str_is(class->row.state, "open"),
		.works = (str_is(class->row.quiz, "none") || str_is(class->row.quiz, "draft")) &&
		         (str_is(class->row.state, "draft") || str_is(class->row.state, "open")) };
	put_questions(request, &quiz, view, request_query_int(request, "edit", 0));
	training_crumb(request);
	return OK;
}

/* What the form holds: the choices that are written, with those that are right. */
static enum status read_question(struct request *request, struct quiz_question *ret_question, struct err *err)
{
	*ret_question = (struct quiz_question){ .id = { request_int(request, "question") },
		.text = request_text(request, "text") };
	if (!ret_question->text.len)
		return err_set(err, INVALID, N_("training.question"), "text");
	for (int i = 1; i <= TRAINING_CHOICES; i++) {
		struct str text =
		        request_text(request, str_c(request->arena, str_format(request->arena, "choice-%d", i)));
		bool right = request_int(request, str_c(request->arena, str_format(request->arena, "right-%d", i))) > 0;
		if (right && !text.len)
			return err_set(err, INVALID, N_("training.right_empty"),
			        str_c(request->arena, str_format(request->arena, "choice-%d", i)));
		if (!text.len)
			continue;
		ret_question->right += right;
		ret_question->choice[ret_question->count] =
		        (struct quiz_choice){ (int64_t)ret_question->count + 1, text, right };
		ret_question->count++;
	}
	if (ret_question->count < 2)
		return err_set(err, INVALID, N_("training.few_choices"), "choice-1");
	return ret_question->right ? OK : err_set(err, INVALID, N_("training.no_right"), "right-1");
}

static enum status keep_question(
        struct request *request, const struct quiz *quiz, const struct quiz_question *question, struct err *err)
{
	struct question_id id = question->id;
	bool known = false;
	for (size_t i = 0; i < quiz->count; i++)
		known |= quiz->at[i].id.n == id.n;
	if (id.n && !known)
		return err_set(err, NOT_FOUND, N_("training.question_gone"), NULL);
	if (known) {
		TRY(training_question_edit(
		        request->arena, request->db, &(struct training_question_edit_in){ id, question->text }, err));
		TRY(training_choice_drop(request->arena, request->db, &(struct training_choice_drop_in){ id }, err));
	} else {
		int64_t ord = (int64_t)quiz->count + 1;
		id.n = id_new(0);
		TRY(training_question_add(request->arena, request->db,
		        &(struct training_question_add_in){ id, request_training(request)->id, ord, question->text },
		        err));
	}
	for (size_t i = 0; i < question->count; i++)
		TRY(training_choice_put(request->arena, request->db,
		        &(struct training_choice_put_in){
		                id, (int64_t)i + 1, question->choice[i].text, question->choice[i].right },
		        err));
	return OK;
}

static enum status drop_question(
        struct request *request, const struct quiz *quiz, struct question_id id, struct err *err)
{
	for (size_t i = 0; i < quiz->count; i++)
		if (quiz->at[i].id.n == id.n) {
			TRY(training_choice_drop(
			        request->arena, request->db, &(struct training_choice_drop_in){ id }, err));
			return training_question_drop(
			        request->arena, request->db, &(struct training_question_drop_in){ id }, err);
		}
	return err_set(err, NOT_FOUND, "training.question_gone", NULL);
}

enum status put_class_question(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	struct call call = training_call_of(request);
	struct quiz quiz;
	struct quiz_question question;
	(void)view;
	TRY(training_need(class, "draft open", err));
	if (!str_is(class->row.quiz, "none") && !str_is(class->row.quiz, "draft"))
		return err_set(err, CONFLICT, N_("training.quiz_fixed"), NULL);
	TRY(training_quiz_load(&call, class->id, &quiz, err));
	if (request_int(request, "remove")) {
		TRY(drop_question(request, &quiz, (struct question_id){ request_int(request, "question") }, err));
		return training_back(request, N_("Đã bỏ câu hỏi."), "/questions");
	}
	TRY(read_question(request, &question, err));
	if (!question.id.n && quiz.count >= TRAINING_QUESTIONS)
		return err_set(err, CONFLICT, N_("training.questions_many"), NULL);
	TRY(keep_question(request, &quiz, &question, err));
	TRY(training_quiz_set(request->arena, request->db,
	        &(struct training_quiz_set_in){ class->id, STR("draft"), class->row.pass, class->row.tries }, err));
	return training_back(request, N_("Đã lưu câu hỏi."), "/questions");
}

enum status set_class_quiz(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	struct call call = training_call_of(request);
	struct training_quiz_set_in in = { class->id, class->row.quiz, request_int(request, "pass"),
		request_int(request, "tries") };
	struct str to = request_text(request, "to");
	bool fixed = str_is(class->row.quiz, "open") || str_is(class->row.quiz, "closed");
	struct quiz quiz;
	(void)view;
	TRY(training_need(class, "draft open", err));
	if (fixed) { /* who answered did so by these */
		in.pass = class->row.pass;
		in.tries = class->row.tries;
	}
	if (str_is(to, "open")) {
		TRY(training_need(class, "open", err));
		if (fixed)
			return err_set(err, CONFLICT, "training.quiz_fixed", NULL);
		TRY(training_quiz_load(&call, class->id, &quiz, err));
		if (!quiz.count)
			return err_set(err, CONFLICT, N_("training.quiz_empty"), NULL);
		in.quiz = STR("open");
	} else if (str_is(to, "close")) {
		if (!str_is(class->row.quiz, "open"))
			return err_set(err, CONFLICT, N_("training.quiz_closed"), NULL);
		in.quiz = STR("closed");
	} else if (fixed) {
		return err_set(err, CONFLICT, "training.quiz_fixed", NULL);
	}
	TRY(training_quiz_set(request->arena, request->db, &in, err));
	return training_back(request,
	        str_is(to, "open")    ? N_("Đã mở bài kiểm tra cho người dự lớp.")
	        : str_is(to, "close") ? N_("Đã đóng bài kiểm tra.")
	                              : N_("Đã lưu."),
	        "/questions");
}

static enum status my_seat(const struct request *request, struct err *err)
{
	return request_seat(request)->mine ? OK : err_set(err, DENIED, N_("training.not_yours"), NULL);
}

/* The last answers as they were sent: "3:2 4:1,3" by places of questions and choices, from 1. */
static unsigned answer_of(struct str answers, size_t question)
{
	struct str rest = answers, one, head, choice;
	int64_t n;
	while (str_split(&rest, ' ', &one)) {
		if (!str_split(&one, ':', &head) || !str_int(head, &n) || n != (int64_t)question + 1)
			continue;
		unsigned bits = 0;
		while (str_split(&one, ',', &choice))
			if (str_int(choice, &n) && n >= 1 && n <= TRAINING_CHOICES)
				bits |= 1u << (n - 1);
		return bits;
	}
	return 0;
}

enum status show_class_quiz(struct request *request, void *to, struct err *err)
{
	struct training_quiz_view *view = to;
	const struct training *class = request_training(request);
	struct call call = training_call_of(request);
	struct training_measure_row did;
	struct quiz quiz;
	TRY(my_seat(request, err));
	TRY(training_measure(
	        request->arena, request->db, &(struct training_measure_in){ request_seat(request)->id }, &did, err));
	*view = (struct training_quiz_view){ .class = class->id,
		.seat = request_seat(request)->id,
		.title = class->row.title,
		.passed = did.passed > 0,
		.left = class->row.tries - did.tried,
		.takes = str_is(class->row.quiz, "open") && !did.passed && did.tried < class->row.tries };
	view->shows =
	        str_is(class->row.quiz, "closed") || (str_is(class->row.quiz, "open") && did.tried && !view->takes);
	TRY(training_try_many(
	        request->arena, request->db, &(struct training_try_many_in){ view->seat }, &view->tried, err));
	training_crumb(request);
	if (!view->takes && !view->shows)
		return OK;
	TRY(training_quiz_load(&call, class->id, &quiz, err));
	view->needed = quiz.count ? training_needed((int64_t)quiz.count, class->row.pass) : 0;
	view->questions.at = arena_array(request->arena, struct training_quiz_questions, quiz.count + 1);
	for (size_t i = 0; i < quiz.count; i++) {
		const struct quiz_question *one = &quiz.at[i];
		struct training_quiz_questions *row = &view->questions.at[view->questions.count++];
		unsigned mine = view->tried.count ? answer_of(view->tried.at[view->tried.count - 1].answers, i) : 0;
		*row = (struct training_quiz_questions){ .id = one->id,
			.text = one->text,
			.several = one->several,
			.good = training_answer_right(mine, one->right) };
		row->choices.at = arena_array(request->arena, struct training_quiz_questions_choices, TRAINING_CHOICES);
		for (size_t c = 0; c < one->count; c++)
			row->choices.at[row->choices.count++] =
			        (struct training_quiz_questions_choices){ (int64_t)c + 1, one->choice[c].text,
				        view->shows && one->choice[c].right, view->shows && mine >> c & 1 };
	}
	return OK;
}

/* The choices taken: a-QUESTION=PLACE of one, a-QUESTION-PLACE=1 of several. */
static unsigned chosen(struct request *request, const struct quiz_question *question)
{
	unsigned bits = 0;
	int64_t place;
	struct str one = request_text(
	        request, str_c(request->arena, str_format(request->arena, "a-%lld", (long long)question->id.n)));
	if (str_int(one, &place) && place >= 1 && place <= (int64_t)question->count)
		bits |= 1u << (place - 1);
	for (size_t c = 1; c <= question->count; c++)
		if (request_text(request, str_c(request->arena, str_format(request->arena, "a-%lld-%zu",
		                                                        (long long)question->id.n, c)))
		                .len)
			bits |= 1u << (c - 1);
	return bits;
}

enum status send_class_quiz(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	const struct seat *seat = request_seat(request);
	struct call call = training_call_of(request);
	struct buf answers = buf_open(request->arena, ANSWERS_ROOM);
	struct training_measure_row did;
	struct quiz quiz;
	int64_t correct = 0;
	(void)view;
	TRY(my_seat(request, err));
	TRY(training_measure(request->arena, request->db, &(struct training_measure_in){ seat->id }, &did, err));
	if (!str_is(class->row.quiz, "open"))
		return err_set(err, CONFLICT, "training.quiz_closed", NULL);
	if (did.passed)
		return err_set(err, CONFLICT, N_("training.passed_already"), NULL);
	if (did.tried >= class->row.tries)
		return err_set(err, CONFLICT, N_("training.no_tries"), NULL);
	TRY(training_quiz_load(&call, class->id, &quiz, err));
	for (size_t i = 0; i < quiz.count; i++) {
		unsigned bits = chosen(request, &quiz.at[i]);
		if (!bits)
			return err_set(err, INVALID, N_("training.unanswered"),
			        str_c(request->arena,
			                str_format(request->arena, "a-%lld", (long long)quiz.at[i].id.n)));
		correct += training_answer_right(bits, quiz.at[i].right);
		buf_format(&answers, "%s%zu:", i ? " " : "", i + 1);
		for (unsigned c = 0, first = 1; c < TRAINING_CHOICES; c++)
			if (bits >> c & 1) {
				buf_format(&answers, first ? "%u" : ",%u", c + 1);
				first = 0;
			}
	}
	bool passed = correct >= training_needed((int64_t)quiz.count, class->row.pass);
	TRY(training_try_add(request->arena, request->db,
	        &(struct training_try_add_in){ .id = id_new(0),
	                .seat = seat->id,
	                .ord = did.tried + 1,
	                .correct = correct,
	                .total = (int64_t)quiz.count,
	                .passed = passed,
	                .answers = buf_text(&answers),
	                .account = request->account,
	                .at = request->now },
	        err));
	request_flash(request, passed ? N_("Đã nộp bài: đạt.") : N_("Đã nộp bài: chưa đạt."));
	request_go(request, "/classes/%lld/seats/%lld/quiz", (long long)class->id.n, (long long)seat->id.n);
	return OK;
}
