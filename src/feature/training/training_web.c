/* Training classes: who may do what, objects, forms, routes. */
#include "feature/training/training_private.h"

#include "app/export.h"
#include "feature/file/file.h"
#include "feature/meeting/meeting.h"
#include "gen/training_page.h"

const struct permission training_lead = {
	.name = "training.lead", .sentence = N_("Mở lớp tập huấn, điểm danh, cấp giấy chứng nhận"), .below = R(OFFICER)
};
const struct permission training_join = {
	.name = "training.join", .sentence = N_("Xem lớp tập huấn"), .own = R(VISITOR), .below = R(OFFICER)
};
const struct permission training_own = {
	.name = "training.own", .sentence = N_("Điểm danh ở lớp tập huấn"), .own = R(VISITOR)
};

static enum status load_class(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct training *class = arena_new(request->arena, struct training);
	struct training_seat_mine_row mine;
	bool found;
	class->id.n = id;
	TRY(training_one(
	        request->arena, request->db, &(struct training_one_in){ class->id }, &class->row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "training.not_found", NULL);
	object->unit = class->row.unit.n;
	object->row = class;
	TRY(training_seat_mine(request->arena, request->db,
	        &(struct training_seat_mine_in){ class->id, request->person, request->account }, &mine, &found, err));
	if (found && !str_is(class->row.state, "draft")) {
		class->seat = OPT(mine.id.n);
		object->roles = R(VISITOR);
	}
	return OK;
}

static enum status load_lesson(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct lesson *lesson = arena_new(request->arena, struct lesson);
	bool found;
	lesson->id.n = id;
	TRY(training_lesson_one(request->arena, request->db, &(struct training_lesson_one_in){ lesson->id },
	        &lesson->row, &found, err));
	if (!found || lesson->row.class.n != request_training(request)->id.n)
		return err_set(err, NOT_FOUND, "training.no_lesson_here", NULL);
	object->unit = request_training(request)->row.unit.n;
	object->row = lesson;
	return OK;
}

static enum status load_code(struct request *request, int64_t id, struct object *object, struct err *err)
{
	(void)id;
	(void)err;
	object->unit = request_training(request)->row.unit.n;
	return OK;
}

static enum status load_seat(struct request *request, int64_t id, struct object *object, struct err *err)
{
	const struct training *class = request_training(request);
	struct seat *seat = arena_new(request->arena, struct seat);
	bool found;
	seat->id.n = id;
	TRY(training_seat_one(
	        request->arena, request->db, &(struct training_seat_one_in){ seat->id }, &seat->row, &found, err));
	if (!found || seat->row.class.n != class->id.n)
		return err_set(err, NOT_FOUND, "training.no_seat", NULL);
	seat->mine = class->seat.set && class->seat.n == id;
	object->unit = class->row.unit.n;
	object->row = seat;
	return OK;
}

static enum status load_material(struct request *request, int64_t id, struct object *object, struct err *err)
{
	const struct training *class = request_training(request);
	struct training_material_one_row *row = arena_new(request->arena, struct training_material_one_row);
	bool found;
	TRY(training_material_one(
	        request->arena, request->db, &(struct training_material_one_in){ { id } }, row, &found, err));
	if (!found || row->class.n != class->id.n || row->withdrawn_at.set)
		return err_set(err, NOT_FOUND, "training.no_material", NULL);
	object->unit = class->row.unit.n;
	object->row = row;
	return OK;
}

static enum status export_of(struct arena *arena, struct db *db, struct person_id person, struct account_id account,
        struct buf *json, struct err *err)
{
	struct training_export_rows seats;
	struct training_export_presence_rows presence;
	struct training_export_changes_rows changes;
	struct training_export_tries_rows tries;
	TRY(training_export(arena, db, &(struct training_export_in){ person, account }, &seats, err));
	TRY(training_export_presence(
	        arena, db, &(struct training_export_presence_in){ person, account }, &presence, err));
	TRY(training_export_changes(arena, db, &(struct training_export_changes_in){ person, account }, &changes, err));
	TRY(training_export_tries(arena, db, &(struct training_export_tries_in){ person, account }, &tries, err));
	EXPORT_ROWS(json, person.n ? "training" : "training_of_account", training_export, seats);
	EXPORT_ROWS(json, person.n ? "training_lessons" : "training_lessons_of_account", training_export_presence,
	        presence);
	EXPORT_ROWS(
	        json, person.n ? "training_changes" : "training_changes_of_account", training_export_changes, changes);
	EXPORT_ROWS(json, person.n ? "training_quiz" : "training_quiz_of_account", training_export_tries, tries);
	return OK;
}

static enum status export_person_part(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	return export_of(arena, db, person, (struct account_id){ 0 }, json, err);
}

static enum status export_account_part(
        struct arena *arena, struct db *db, struct account_id account, struct buf *json, struct err *err)
{
	return export_of(arena, db, (struct person_id){ 0 }, account, json, err);
}

static enum status erase_person_part(
        struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err)
{
	(void)now;
	return training_forget(
	        arena, db, &(struct training_forget_in){ .person = person, .name = STR("(đã xóa tên)") }, err);
}

static enum status erase_account_part(
        struct arena *arena, struct db *db, struct account_id account, int64_t now, struct err *err)
{
	(void)now;
	return training_forget(
	        arena, db, &(struct training_forget_in){ .account = account, .name = STR("(đã xóa tên)") }, err);
}

static enum status archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct training_archive_rows rows;
	TRY(training_archive(arena, db, &(struct training_archive_in){ cell }, &rows, err));
	EXPORT_ROWS(json, "training", training_archive, rows);
	return OK;
}

#define ROLES_CALLED "secretary deputy committee clerk new all"
static const struct field class_form[] = {
	{ "title", FIELD_LINE, true, .max = 200, .label = N_("Tên lớp") },
	{ "kind", FIELD_CHOICE, true, .choices = ROLES_CALLED " mixed", .label = N_("Đối tượng") },
	{ "about", FIELD_TEXT, .max = 4000, .label = N_("Nội dung") },
	{ "organiser", FIELD_LINE, true, .max = 200, .label = N_("Đơn vị tổ chức") },
	{ "place", FIELD_LINE, true, .max = 200, .label = N_("Địa điểm") },
	{ "number", FIELD_LINE, .max = 60, .label = N_("Số kế hoạch hoặc quyết định") },
	{ "day", FIELD_DAY, .label = N_("Ngày kế hoạch hoặc quyết định") },
	{ "least", FIELD_INT, true, .min = 1, .max = 100, .label = N_("Phải dự ít nhất") },
	{ "paper", FIELD_FLAG },
	{ 0 },
};
static const struct field lesson_form[] = {
	{ "lesson", FIELD_ID },
	{ "remove", FIELD_FLAG },
	{ "lesson_day", FIELD_DAY, .label = N_("Ngày học") },
	{ "minute", FIELD_CLOCK, .label = N_("Giờ bắt đầu") },
	{ "length", FIELD_INT, .min = 15, .max = 720, .label = N_("Số phút") },
	{ "topic", FIELD_LINE, .max = 200, .label = N_("Chuyên đề") },
	{ "lesson_place", FIELD_LINE, .max = 200, .label = N_("Địa điểm của buổi") },
	{ "teacher", FIELD_LINE, .max = 120, .label = N_("Giảng viên, báo cáo viên") },
	{ 0 },
};
static const struct field cancel_form[] = { { "why", FIELD_TEXT, true, .max = 500, .label = N_("Lý do hủy lớp") },
	{ 0 } };
static const struct field source_form[] = {
	{ "role", FIELD_CHOICE, true, .choices = ROLES_CALLED, .label = N_("Đối tượng") },
	{ "unit", FIELD_ID, .label = N_("Đơn vị") },
	{ "code", FIELD_LINE, .max = 60, .label = N_("Mã đơn vị") },
	{ "remove", FIELD_FLAG },
	{ 0 },
};
static const struct field person_form[] = {
	{ "cell", FIELD_ID, .label = N_("Chi bộ") },
	{ "person", FIELD_ID, .label = N_("Đảng viên") },
	{ "account", FIELD_ID, .label = N_("Cán bộ của cấp ủy") },
	{ "seat", FIELD_ID },
	{ "remove", FIELD_FLAG },
	{ 0 },
};
static const struct field roll_form[] = {
	{ "state-*", FIELD_CHOICE, .choices = "present excused absent", .label = N_("Điểm danh") },
	{ "reason", FIELD_LINE, .max = 300, .label = N_("Lý do sửa") },
	{ "paper", FIELD_FLAG },
	{ 0 },
};
static const struct field here_form[] = {
	{ "code", FIELD_LINE, .max = 20, .label = N_("Mã điểm danh") },
	{ "pass", FIELD_LINE, .max = 64, .label = N_("Mã điểm danh") },
	{ 0 },
};
static const struct field question_form[] = {
	{ "question", FIELD_ID },
	{ "remove", FIELD_FLAG },
	{ "text", FIELD_TEXT, .max = 600, .label = N_("Câu hỏi") },
	{ "choice-*", FIELD_LINE, .max = 300, .label = N_("Phương án") },
	{ "right-*", FIELD_FLAG },
	{ 0 },
};
static const struct field quiz_form[] = {
	{ "pass", FIELD_INT, true, .min = 1, .max = 100, .label = N_("Đạt từ") },
	{ "tries", FIELD_INT, true, .min = 1, .max = 5, .label = N_("Số lần được làm") },
	{ "to", FIELD_CHOICE, true, .choices = "save open close", .label = N_("Bài kiểm tra") },
	{ 0 },
};
static const struct field answer_form[] = { { "a-*", FIELD_LINE, .max = 20, .label = N_("Câu trả lời") }, { 0 } };
static const struct field typed_form[] = { { "correct-*", FIELD_INT, .max = 60, .label = N_("Số câu đúng") }, { 0 } };
static const struct field decide_form[] = {
	{ "number", FIELD_LINE, true, .max = 60, .label = N_("Số quyết định") },
	{ "day", FIELD_DAY, true, .label = N_("Ngày quyết định") },
	{ "signer", FIELD_LINE, true, .max = 120, .label = N_("Người ký") },
	{ "signer_post", FIELD_LINE, .max = 120, .label = N_("Chức vụ người ký") },
	{ 0 },
};
static const struct field material_form[] = {
	{ "title", FIELD_LINE, true, .max = 200, .label = N_("Tên tài liệu") },
	{ "file", FIELD_FILE, true, .max = FILE_MAX, .label = N_("Tệp") },
	{ "not_secret", FIELD_FLAG },
	{ 0 },
};

static const struct field no_form[] = { { 0 } };

#define CLASS "/classes/{class}"
#define LESSON CLASS "/lessons/{lesson}"
#define SEAT CLASS "/seats/{seat}"
static const struct route routes[] = {
	{ HTTP_GET, "/units/{unit}/classes", &training_lead, show_classes, .page = &training_classes_page,
	        .about = "The training classes of a committee" },
	{ HTTP_POST, "/units/{unit}/classes", &training_lead, add_class, .form = class_form, .wide = true,
	        .act = "training.add", .about = "Begin a class, as a draft" },
	{ HTTP_GET, "/units/{unit}/training", &training_lead, show_trained, .page = &training_coverage_page,
	        .about = "How many secretaries were trained, by unit" },
	{ HTTP_GET, "/units/{unit}/training/missing", &training_lead, show_untrained,
	        .page = &training_missing_page_page, .about = "Secretaries who finished no class in some months" },
	{ HTTP_GET, "/cells/{cell}/classes", &meeting_read, show_cell_classes, .page = &training_cell_page,
	        .about = "The classes that people of a cell are called to" },
	{ HTTP_GET, "/certificates", &signed_in, show_certificate_check, .page = &training_check_page,
	        .about = "Whose certificate a code is on" },
	{ HTTP_GET, CLASS, &training_join, show_class, .page = &training_show_page, .about = "One class" },
	{ HTTP_GET, CLASS "/edit", &training_lead, show_class_edit, .page = &training_edit_page_page,
	        .about = "What is said of a class" },
	{ HTTP_POST, CLASS "/edit", &training_lead, edit_class, .form = class_form, .wide = true,
	        .act = "training.edit", .about = "Change what is said of a class" },
	{ HTTP_POST, CLASS "/lessons", &training_lead, put_class_lesson, .form = lesson_form, .wide = true,
	        .retry = CLASS, .act = "training.lesson", .about = "Add, change or take out a lesson" },
	{ HTTP_POST, CLASS "/open", &training_lead, open_class, .form = no_form, .wide = true, .retry = CLASS,
	        .act = "training.open", .about = "Draw up who should come and call them" },
	{ HTTP_POST, CLASS "/end", &training_lead, end_class, .form = no_form, .wide = true, .retry = CLASS,
	        .act = "training.end", .about = "The class is over" },
	{ HTTP_POST, CLASS "/cancel", &training_lead, cancel_class, .form = cancel_form, .wide = true, .retry = CLASS,
	        .act = "training.cancel", .about = "The class is not held" },
	{ HTTP_GET, CLASS "/calendar.ics", &training_join, fetch_training_calendar,
	        .about = "The lessons as a calendar" },
	{ HTTP_GET, CLASS "/people", &training_lead, show_class_people, .page = &training_people_page,
	        .about = "Who is called to a class" },
	{ HTTP_POST, CLASS "/sources", &training_lead, put_class_source, .form = source_form, .wide = true,
	        .retry = CLASS "/people", .act = "training.source", .about = "Call a kind of people, or no more" },
	{ HTTP_POST, CLASS "/people", &training_lead, put_class_person, .form = person_form, .wide = true,
	        .act = "training.person", .about = "Call somebody by name, or no more" },
	{ HTTP_POST, CLASS "/people/again", &training_lead, call_class_again, .form = no_form, .wide = true,
	        .retry = CLASS "/people", .act = "training.again", .about = "Draw the list up anew" },
	{ HTTP_GET, LESSON, &training_lead, show_lesson_roll, .page = &training_roll_page_page,
	        .about = "The roll of a lesson" },
	{ HTTP_POST, LESSON, &training_lead, save_lesson_roll, .form = roll_form, .wide = true, .act = "training.roll",
	        .about = "Save the roll, from the hall or from paper" },
	{ HTTP_GET, LESSON "/screen", &training_lead, show_lesson_screen, .page = &training_screen_page,
	        .about = "The changing code on the organiser's screen" },
	{ HTTP_GET, LESSON "/here", &training_own, show_lesson_here, .page = &training_here_page,
	        .about = "Type the code of the screen" },
	{ HTTP_GET, LESSON "/here/{lesson_code}", &training_own, show_lesson_code, .page = &training_here_page,
	        .about = "What the QR code of the screen leads to" },
	{ HTTP_POST, LESSON "/here", &training_own, mark_lesson_here, .form = here_form, .act = "training.here",
	        .about = "I am here" },
	{ HTTP_GET, CLASS "/questions", &training_lead, show_class_questions, .page = &training_questions_page,
	        .about = "The quiz of a class, with its right answers" },
	{ HTTP_POST, CLASS "/questions", &training_lead, put_class_question, .form = question_form, .wide = true,
	        .act = "training.question", .about = "Add, change or take out a question" },
	{ HTTP_POST, CLASS "/questions/rules", &training_lead, set_class_quiz, .form = quiz_form, .wide = true,
	        .retry = CLASS "/questions", .act = "training.quiz", .about = "Pass mark and tries; open or close it" },
	{ HTTP_GET, SEAT "/quiz", &training_own, show_class_quiz, .page = &training_quiz_page,
	        .about = "Take the quiz" },
	{ HTTP_POST, SEAT "/quiz", &training_own, send_class_quiz, .form = answer_form, .act = "training.answer",
	        .about = "Send the answers" },
	{ HTTP_GET, CLASS "/results", &training_lead, show_class_results, .page = &training_results_page_page,
	        .about = "What everybody did, and certificates" },
	{ HTTP_POST, CLASS "/results", &training_lead, type_class_results, .form = typed_form, .wide = true,
	        .act = "training.typed", .about = "Type in the results of a quiz on paper" },
	{ HTTP_POST, CLASS "/certificates", &training_lead, decide_certificates, .form = decide_form, .wide = true,
	        .retry = CLASS "/results", .act = "training.certify",
	        .about = "Certificates by a decision for all who meet the conditions" },
	{ HTTP_POST, SEAT "/certificate", &training_lead, certify_seat, .form = no_form, .wide = true,
	        .retry = CLASS "/results", .act = "training.certify_one", .about = "A certificate for one person" },
	{ HTTP_GET, CLASS "/materials", &training_join, show_class_materials, .page = &training_materials_page,
	        .about = "The papers of a class" },
	{ HTTP_POST, CLASS "/materials", &training_lead, post_class_material, .form = material_form,
	        .prepare = file_prepare_paper, .body = FILE_MAX + (64 << 10), .act = "training.material",
	        .about = "Post a paper" },
	{ HTTP_GET, CLASS "/materials/{material}/file", &training_join, fetch_class_material, .slow = true,
	        .about = "The paper itself" },
	{ HTTP_POST, CLASS "/materials/{material}/withdraw", &training_lead, withdraw_class_material, .form = no_form,
	        .retry = CLASS "/materials", .act = "training.withdraw", .about = "Take a paper back" },
	{ HTTP_GET, CLASS "/notice.pdf", &training_join, fetch_class_notice, .slow = true,
	        .about = "The call, on paper" },
	{ HTTP_GET, CLASS "/notice.docx", &training_join, fetch_class_notice, .slow = true,
	        .about = "The call, as a text file" },
	{ HTTP_GET, CLASS "/list.pdf", &training_lead, fetch_class_list, .slow = true,
	        .about = "The attendance list; blank=1: to be signed by hand" },
	{ HTTP_GET, CLASS "/list.docx", &training_lead, fetch_class_list, .slow = true,
	        .about = "The attendance list as a text file" },
	{ HTTP_GET, CLASS "/results.pdf", &training_lead, fetch_class_results, .slow = true,
	        .about = "The results on paper" },
	{ HTTP_GET, CLASS "/results.docx", &training_lead, fetch_class_results, .slow = true,
	        .about = "The results as a text file" },
	{ HTTP_GET, CLASS "/quiz.pdf", &training_lead, fetch_class_quiz, .slow = true,
	        .about = "The quiz on paper; answers=1: with the right ones" },
	{ HTTP_GET, CLASS "/quiz.docx", &training_lead, fetch_class_quiz, .slow = true,
	        .about = "The quiz as a text file" },
	{ HTTP_GET, SEAT "/certificate.pdf", &training_join, fetch_certificate, .slow = true,
	        .about = "A certificate" },
	{ HTTP_GET, SEAT "/certificate.docx", &training_join, fetch_certificate, .slow = true,
	        .about = "A certificate as a text file" },
	{ 0 },
};

static bool link_home(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	return unit_home_link(request, "classes", "classes", ret_href);
}

static enum status keeps(
        struct arena *arena, struct db *db, int shard, struct str hash, bool *ret_keeps, struct err *err)
{
	struct training_keeps_row row;
	TRY(training_keeps(arena, db, &(struct training_keeps_in){ .hash = hash, .shard = shard }, &row, err));
	*ret_keeps = row.keeps;
	return OK;
}

const struct feature training_feature = {
	.name = "training",
	.routes = routes,
	.objects = (const struct object_kind[]){ { "class", load_class }, { "lesson", load_lesson },
	        { "lesson_code", load_code }, { "seat", load_seat }, { "material", load_material }, { 0 } },
	.nav = (const struct nav_item[]){ { N_("Tập huấn"), "book", 140, link_home }, { 0 } },
	.counters = training_families,
	.chores = training_chores,
	.due = training_due,
	.export_person = export_person_part,
	.erase_person = erase_person_part,
	.export_account = export_account_part,
	.erase_account = erase_account_part,
	.archive = archive,
	.keeps = keeps,
};
