/* The documents of a class as downloads: PDF and DOCX of the same words. */
#include "feature/training/training_private.h"

#include "document/docx.h"
#include "document/pdf.h"

static const char docx_type[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

static enum status send(
        struct request *request, const struct document *document, const char *name, bool docx, struct err *err)
{
	struct document_style style;
	struct str bytes;
	TRY(document_style_read(request->arena, document_template_default(), &style, err));
	if (docx)
		TRY(document_docx(request->arena, document, &style, &bytes, err));
	else
		TRY(document_pdf(request->arena, document, &style, &bytes, err));
	request_file(request, bytes, docx ? docx_type : "application/pdf",
	        str_format(request->arena, "%s.%s", name, docx ? "docx" : "pdf"), !docx);
	return OK;
}

typedef enum status paper_of(struct request *request, const struct training_paper_wish *wish,
        struct document **ret_document, struct err *err);

static enum status send_paper(struct request *request, paper_of *paper, const char *name, bool docx, struct err *err)
{
	struct training_paper_wish wish = { .class = request_training(request),
		.blank = request_query(request, "blank").len > 0,
		.answers = request_query(request, "answers").len > 0 };
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
	return send(request, document, name, docx, err);
}

enum status fetch_class_notice_pdf(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_paper(request, training_paper_notice, "Giấy triệu tập", false, err);
}

enum status fetch_class_notice_docx(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_paper(request, training_paper_notice, "Giấy triệu tập", true, err);
}

enum status fetch_class_list_pdf(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_paper(request, training_paper_list, "Danh sách điểm danh", false, err);
}

enum status fetch_class_list_docx(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_paper(request, training_paper_list, "Danh sách điểm danh", true, err);
}

enum status fetch_class_results_pdf(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_paper(request, training_paper_results, "Kết quả lớp", false, err);
}

enum status fetch_class_results_docx(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_paper(request, training_paper_results, "Kết quả lớp", true, err);
}

enum status fetch_class_quiz_pdf(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_paper(request, training_paper_quiz, "Bài kiểm tra", false, err);
}

enum status fetch_class_quiz_docx(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_paper(request, training_paper_quiz, "Bài kiểm tra", true, err);
}

/* One's own, or any of them for those who lead the class; there is none before it was given. */
static enum status send_certificate(struct request *request, bool docx, struct err *err)
{
	const struct seat *seat = request_seat(request);
	struct document *document;
	if (!seat->mine && !training_leads(request))
		return err_set(err, DENIED, "training.not_yours", NULL);
	if (!seat->row.certificate)
		return err_set(err, NOT_FOUND, N_("training.no_certificate"), NULL);
	TRY(training_paper_certificate(request, request_training(request), seat, &document, err));
	return send(request, document, "Giấy chứng nhận", docx, err);
}

enum status fetch_certificate_pdf(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_certificate(request, false, err);
}

enum status fetch_certificate_docx(struct request *request, void *view, struct err *err)
{
	(void)view;
	return send_certificate(request, true, err);
}
