/* The papers of a model meeting: an invitation for each guest, what was learned, both also empty. Documents are
 * Vietnamese in every language; no central form of them was found: the layout is the program's own and says so. */
#include "feature/model/model_private.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/print/print.h"

#define DOTS STR("…………………………………………………………………………………………………")
/* Lines to write on: blanks that are not trimmed. */
#define ROOM "\342\200\207\n\342\200\207\n\342\200\207"

static void put_head(struct document *document, const struct model *model, struct str number, struct str day)
{
	struct arena *arena = document->arena;
	document_head(document, &(struct document_head){ .superior = text_upper(arena, model->row.parent_name),
	                                .issuer = text_upper(arena, unit_body_name(arena, model->row.unit_name)),
	                                .number = number,
	                                .party = STR("ĐẢNG CỘNG SẢN VIỆT NAM"),
	                                .place = unit_place_day(arena, model->row.unit_name, day) });
}

/* One sheet: to whom (no text: to be written in). */
static void put_invitation(struct document *document, const struct model *model, struct str to)
{
	const struct model_one_row *row = &model->row;
	struct arena *arena = document->arena;
	struct unit_committee committee = unit_committee_of(arena, row->unit_kind, row->unit_name, row->meeting_day);
	static const char *const days[] = { "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy",
		"Chủ nhật" };
	struct date date = { 0 };
	check(date_parse(row->meeting_day, &date));
	put_head(document, model,
	        row->number.len ? str_format(arena, "Số %.*s", STR_ARG(row->number))
	                        : str_format(arena, "Số ……-GM/%.*s", STR_ARG(committee.sign)),
	        row->day);
	document_title(document, STR("GIẤY MỜI"), STR("Dự sinh hoạt chi bộ mẫu"));
	document_format(document, 0, "Kính mời: \1%.*s\1", STR_ARG(to.len ? to : DOTS));
	document_format(document, 0, "Dự buổi sinh hoạt của %.*s.", STR_ARG(model->cell.name));
	document_format(document, 0, "Thời gian: %02lld giờ %02lld phút, %s, ngày %.*s.",
	        (long long)row->meeting_minute / 60, (long long)row->meeting_minute % 60, days[date_weekday(date) - 1],
	        STR_ARG(date_show(arena, row->meeting_day)));
	document_format(document, 0, "Địa điểm: %.*s.", STR_ARG(row->meeting_place.len ? row->meeting_place : DOTS));
	document_format(document, 0, "Mục đích: %.*s", STR_ARG(row->purpose));
	document_paragraph(document, 0,
	        STR("Đề nghị đồng chí theo dõi từng bước của buổi sinh hoạt và ghi góp ý để cùng rút kinh nghiệm. Nội "
	            "dung "
	            "buổi sinh hoạt là thông tin nội bộ."));
	print_own(document);
	document_sign(
	        document, &(struct document_sign){ .signer = { { str_format(arena, "T/M %.*s", STR_ARG(committee.name)),
	                                                   committee.head, STR_NONE } },
	                          .signer_count = 1 });
}

enum status model_fetch_invitation(struct request *request, void *view, struct err *err)
{
	const struct model *model = request_model(request);
	struct document *document = document_open(request->arena);
	struct model_guests_rows guests;
	int64_t one = request_query_int(request, "guest", 0);
	bool blank = request_query(request, "blank").len > 0, any = false;
	(void)view;
	if (!model_inside(request))
		return err_set(err, DENIED, "model.not_guest", NULL);
	TRY(model_guests(
	        request->arena, request->db, &(struct model_guests_in){ model->id, model->shard }, &guests, err));
	document->title = STR("Giấy mời dự sinh hoạt chi bộ mẫu");
	document->author = model->row.unit_name;
	document->created = request->now;
	for (size_t i = 0; i < guests.count && !blank; i++) {
		const struct model_guests_row *guest = &guests.at[i];
		if ((one && guest->id.n != one) || (!model_hosts(request) && !model_guest_own(request, guest)))
			continue;
		if (any)
			document_page_break(document);
		any = true;
		put_invitation(document, model,
		        guest->cell.n      ? str_format(request->arena, "Đại diện %.*s", STR_ARG(guest->name))
		        : guest->place.len ? str_format(request->arena, "Đồng chí %.*s, %.*s", STR_ARG(guest->name),
		                                     STR_ARG(guest->place))
		                           : str_format(request->arena, "Đồng chí %.*s", STR_ARG(guest->name)));
	}
	if (!any)
		put_invitation(document, model, STR_NONE);
	return print_send(request, document, STR("Giấy mời dự sinh hoạt mẫu"), err);
}

static struct str lesson_of(const struct model_lessons_rows *lessons, int step)
{
	for (size_t i = 0; i < lessons->count; i++)
		if (model_step_of(lessons->at[i].step) == step)
			return lessons->at[i].text;
	return STR_NONE;
}

/* The sheet on which a guest writes. */
static void put_blank(struct document *document, const struct model *model)
{
	const struct document_column columns[] = { { 22, DOCUMENT_LEFT, STR("Bước") },
		{ 39, DOCUMENT_LEFT, STR("Làm tốt") }, { 39, DOCUMENT_LEFT, STR("Cần rút kinh nghiệm") } };
	document_title(document, STR("PHIẾU GÓP Ý SINH HOẠT CHI BỘ MẪU"),
	        str_format(document->arena, "%.*s, ngày %.*s", STR_ARG(model->cell.name),
	                STR_ARG(date_show(document->arena, model->row.meeting_day))));
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (int s = 0; s < MODEL_STEPS; s++)
		document_row(table, (const struct str[]){ str_of(model_step_words[s]), STR(ROOM), STR("") }, 0);
	document_space(document, 6);
	print_own(document);
	document_sign(document,
	        &(struct document_sign){ .signer = { { STR("NGƯỜI GÓP Ý"), STR_NONE, STR_NONE } }, .signer_count = 1 });
}

static void put_lessons(
        struct document *document, const struct model *model, const struct model_lessons_rows *lessons, int64_t came)
{
	const struct model_one_row *row = &model->row;
	struct arena *arena = document->arena;
	struct unit_committee committee = unit_committee_of(arena, row->unit_kind, row->unit_name, row->meeting_day);
	document_title(document, STR("BÁO CÁO"),
	        str_format(arena, "Rút kinh nghiệm buổi sinh hoạt mẫu của %.*s", STR_ARG(model->cell.name)));
	document_format(document, 0, "Ngày sinh hoạt: %.*s. Số khách dự: %lld.",
	        STR_ARG(date_show(arena, row->meeting_day)), (long long)came);
	document_format(document, 0, "Mục đích: %.*s", STR_ARG(row->purpose));
	for (int s = 0; s < MODEL_STEPS; s++) {
		struct str text = lesson_of(lessons, s), line;
		if (!text.len)
			continue;
		document_section(document, 2, 0, str_of(model_step_words[s]));
		while (str_split(&text, '\n', &line))
			if (str_trim(line).len)
				document_paragraph(document, 0, str_trim(line));
	}
	if (row->conclusion.len) {
		document_section(document, 2, 0, STR("Kết luận chung"));
		document_paragraph(document, 0, row->conclusion);
	}
	print_own(document);
	document_sign(
	        document, &(struct document_sign){ .signer = { { str_format(arena, "T/M %.*s", STR_ARG(committee.name)),
	                                                   committee.head, STR_NONE } },
	                          .signer_count = 1 });
}

enum status model_fetch_lessons(struct request *request, void *view, struct err *err)
{
	const struct model *model = request_model(request);
	struct document *document = document_open(request->arena);
	bool blank = request_query(request, "blank").len > 0;
	struct model_lessons_rows lessons;
	struct model_guests_rows guests;
	int64_t came = 0;
	(void)view;
	if (!blank && !str_is(model->row.state, "published"))
		return err_set(err, NOT_FOUND, "model.not_published", NULL);
	TRY(model_lessons(
	        request->arena, request->db, &(struct model_lessons_in){ model->id, model->shard }, &lessons, err));
	TRY(model_guests(
	        request->arena, request->db, &(struct model_guests_in){ model->id, model->shard }, &guests, err));
	for (size_t i = 0; i < guests.count; i++)
		came += guests.at[i].came.set ? guests.at[i].came.n : 0;
	document->title = STR("Rút kinh nghiệm sinh hoạt chi bộ mẫu");
	document->author = model->row.unit_name;
	document->created = request->now;
	struct unit_committee committee =
	        unit_committee_of(request->arena, model->row.unit_kind, model->row.unit_name, model->row.meeting_day);
	put_head(document, model,
	        blank ? STR_NONE : str_format(request->arena, "Số ……-BC/%.*s", STR_ARG(committee.sign)),
	        blank ? STR_NONE : day_today(request->arena, model->row.published_at.n));
	if (blank)
		put_blank(document, model);
	else
		put_lessons(document, model, &lessons, came);
	return print_send(request, document, STR("Rút kinh nghiệm sinh hoạt mẫu"), err);
}
