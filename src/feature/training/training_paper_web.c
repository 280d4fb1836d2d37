/* The documents of a class as downloads: PDF and DOCX of the same words. */
#include "feature/training/training_private.h"

#include "feature/print/print.h"

typedef enum status paper_of(struct request *request, const struct training_paper_wish *wish,
        struct document **ret_document, struct err *err);

static enum status send_paper(struct request *request, paper_of *paper, const char *name, struct err *err)
{
	struct training_paper_wish wish = { .class = request_training(request),
		.blank = request_query(request, "blank").len > 0,
		.answers = request_query(request, "answers").len > 0,
		.part = request_query_int(request, "part", 1) };
	struct lesson lesson = { .id = { request_query_int(request, "lesson", 0) } };
	struct document *document;
	bool found = false;
	if (lesson.id.n)
		TRY(training_lesson_one(request->arena, request->db, &(struct training_lesson_one_in){ lesson.id },
		        &lesson.row, &found, err));
	if (found && lesson.row.class.n == wish.class->id.n)
		wish.lesson = &lesson;
	else if (lesson.id.n)
		return err_set(err, NOT_FOUND, "training.no_lesson_here", NULL);
	TRY(paper(request, &wish, &document, err));
	return print_send(request, document, str_of(name), err);
}

enum status fetch_class_notice(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_paper(request, training_paper_notice, "Giấy triệu tập", err);
}

enum status fetch_class_list(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_paper(request, training_paper_list, "Danh sách điểm danh", err);
}

enum status fetch_class_results(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_paper(request, training_paper_results, "Kết quả lớp", err);
}

enum status fetch_class_quiz(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_paper(request, training_paper_quiz, "Bài kiểm tra", err);
}

/* One's own, or any of them for those who lead the class; there is none before it was given. */
static enum status send_certificate(struct request *request, struct err *err)
{
	const struct seat *seat = request_seat(request);
	struct document *document;
	if (!seat->mine && !training_leads(request))
		return err_set(err, DENIED, "training.not_yours", NULL);
	if (!seat->row.certificate)
		return err_set(err, NOT_FOUND, N_("training.no_certificate"), NULL);
	TRY(training_paper_certificate(request, request_training(request), seat, &document, err));
	return print_send(request, document, STR("Giấy chứng nhận"), err);
}

enum status fetch_certificate(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_certificate(request, err);
}
