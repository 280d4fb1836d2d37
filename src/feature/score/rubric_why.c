/* The reasons of the rubric calculator in words, with the figures they rest on. */
#include "base/text.h"
#include "rubric_json.h"

static const struct {
	const char *name, *label, *no; /* no: of a flag, that it is not so */
} measures[] = {
	[RUBRIC_SIZE] = { "size", "số đảng viên của chi bộ" },
	[RUBRIC_BASE] = { "base", "số phải dự" },
	[RUBRIC_PRESENT] = { "present", "số dự" },
	[RUBRIC_UNEXCUSED] = { "unexcused", "vắng không lý do" },
	[RUBRIC_EXCUSED_STREAK] = { "excused_streak", "số lần vắng có lý do liên tiếp nhiều nhất" },
	[RUBRIC_MINUTES] = { "minutes", "số phút sinh hoạt" },
	[RUBRIC_COMBINED] = { "combined", "thường kỳ kết hợp chuyên đề", "không kết hợp chuyên đề" },
	[RUBRIC_THEMATIC] = { "thematic", "có sinh hoạt chuyên đề", "không có sinh hoạt chuyên đề" },
	[RUBRIC_PREMEETING] = { "premeeting", "họp chi ủy trước kỳ, có biên bản",
	        "không có biên bản họp chi ủy trước kỳ" },
	[RUBRIC_SOLO_SECRETARY] = { "solo_secretary", "chi bộ chỉ có bí thư", "chi bộ có chi ủy" },
	[RUBRIC_RIGHT_DAY] = { "right_day", "đúng ngày sinh hoạt", "không đúng ngày sinh hoạt" },
	[RUBRIC_NOTICE] = { "notice", "đã thông báo", "chưa thông báo" },
	[RUBRIC_DRAFT] = { "draft", "có dự thảo kết luận, nghị quyết", "chưa có dự thảo kết luận, nghị quyết" },
	[RUBRIC_PAPERS_DAYS] = { "papers_days", "số ngày đăng tài liệu trước" },
	[RUBRIC_STEPS_DONE] = { "steps_done", "số bước đã làm" },
	[RUBRIC_STEPS_ALL] = { "steps_all", "số bước của quy trình" },
	[RUBRIC_SPOKE] = { "spoke", "số người phát biểu" },
	[RUBRIC_SPIRIT_MINUTES] = { "spirit_minutes", "số phút đánh giá tư tưởng, phê bình" },
	[RUBRIC_PRAISE] = { "praise", "số lượt biểu dương, nhắc nhở" },
	[RUBRIC_TASKS_DUE] = { "tasks_due", "số chỉ tiêu đến hạn" },
	[RUBRIC_TASKS_DONE] = { "tasks_done", "số chỉ tiêu hoàn thành" },
	[RUBRIC_TASKS_SET] = { "tasks_set", "số nhiệm vụ đã phân công" },
	[RUBRIC_MINUTES_ADOPTED] = { "minutes_adopted", "biên bản đã thông qua", "biên bản chưa thông qua" },
	[RUBRIC_RESOLUTION_ADOPTED] = { "resolution_adopted", "kết luận, nghị quyết đã thông qua",
	        "kết luận, nghị quyết chưa thông qua" },
	[RUBRIC_REPORT_DAYS] = { "report_days", "số ngày đăng tài liệu hoàn thiện sau buổi họp" },
};

int32_t rubric_measure_of(struct str name)
{
	for (int32_t i = 0; i < RUBRIC_MEASURE__COUNT; i++)
		if (str_is(name, measures[i].name))
			return i;
	return RUBRIC_NONE;
}

const char *rubric_measure_name(int32_t measure)
{
	return measures[measure].name;
}

const char *rubric_measure_label(int32_t measure)
{
	return measures[measure].label;
}

const char *rubric_phase_name(int32_t phase)
{
	static const char *const names[] = { "before", "meeting", "after" };
	return names[phase];
}

const char *rubric_why_name(int32_t why)
{
	static const char *const names[] = {
		[RUBRIC_BY_ROW] = "row",
		[RUBRIC_BY_NEEDS] = "needs",
		[RUBRIC_BY_FAILURE] = "failure",
		[RUBRIC_BY_PERSON] = "person",
		[RUBRIC_BY_EXCEPTION] = "exception",
		[RUBRIC_BY_PROMISE] = "promise",
		[RUBRIC_NOT_APPLIED] = "not_applied",
		[RUBRIC_OPEN_GAP] = "gap",
		[RUBRIC_OPEN_UNKNOWN] = "unknown",
		[RUBRIC_OPEN_NO_BASE] = "no_base",
		[RUBRIC_OPEN_MISSING] = "missing",
		[RUBRIC_OPEN_DISPUTED] = "disputed",
		[RUBRIC_OPEN_JUDGEMENT] = "judgement",
	};
	return names[why];
}

int32_t rubric_line_of(const struct rubric_data *data, struct str id)
{
	for (int32_t i = 0; i < data->rubric.line_count; i++)
		if (str_eq(data->line[i].id, id))
			return i;
	return RUBRIC_NONE;
}

/* The measure that `measure` is a share of in this line, or RUBRIC_NONE. */
static int32_t share_of(const struct rubric *rubric, const struct rubric_line *line, int32_t measure)
{
	for (int32_t i = line->row; i < line->row + line->row_count; i++)
		for (int32_t j = 0; j < rubric->row[i].test_count; j++) {
			const struct rubric_test *test = &rubric->test[rubric->row[i].test + j];
			if (test->measure == measure && test->per != RUBRIC_NONE)
				return test->per;
		}
	return RUBRIC_NONE;
}

static void put_figure(struct buf *buf, const struct rubric *rubric, const struct rubric_line *line,
        const struct rubric_input *input, int32_t measure)
{
	int32_t value = input->measure[measure], per = share_of(rubric, line, measure);
	if (rubric_measure_flag(measure)) {
		buf_c(buf, value ? measures[measure].label : measures[measure].no);
	} else {
		buf_format(buf, "%s ", measures[measure].label);
		buf_int(buf, value);
		if (per != RUBRIC_NONE && input->measure[per] > 0) {
			int64_t permille = (int64_t)value * 1000 / input->measure[per];
			buf_format(buf, "/%d (", input->measure[per]);
			buf_str(buf, permille_show(buf->arena, permille));
			buf_char(buf, ')');
		}
	}
}

/* ". Số liệu đã ghi: số dự 18/20 (90%), vắng không lý do 0": the known ones of the set; nothing when none is. */
static void put_figures(
        struct buf *buf, const struct rubric_data *data, const struct rubric_input *input, int32_t at, uint32_t set)
{
	const struct rubric *rubric = &data->rubric;
	const struct rubric_line *line = &rubric->line[at];
	uint32_t known = 0;
	for (int32_t i = 0; i < RUBRIC_MEASURE__COUNT; i++)
		if (set & 1u << i && input->measure[i] != RUBRIC_UNKNOWN)
			known |= 1u << i;
	for (int32_t i = 0; i < RUBRIC_MEASURE__COUNT; i++) {
		int32_t per = share_of(rubric, line, i);
		if (known & 1u << i && per != RUBRIC_NONE && input->measure[per] > 0)
			known &= ~(1u << per);
	}
	const char *before = ". Số liệu đã ghi: ";
	for (int32_t i = 0; i < RUBRIC_MEASURE__COUNT; i++)
		if (known & 1u << i) {
			buf_c(buf, before);
			put_figure(buf, rubric, line, input, i);
			before = ", ";
		}
}

static uint32_t row_uses(const struct rubric *rubric, const struct rubric_row *row)
{
	uint32_t set = 0;
	for (int32_t i = 0; i < row->test_count; i++) {
		const struct rubric_test *test = &rubric->test[row->test + i];
		set |= 1u << test->measure;
		if (test->per != RUBRIC_NONE)
			set |= 1u << test->per;
	}
	return set;
}

static void put_failed(struct buf *buf, const struct rubric_line_text *words, uint32_t failed)
{
	const char *before = "";
	for (int32_t i = 0; i < RUBRIC_NEEDS; i++)
		if (failed & 1u << i) {
			buf_c(buf, before);
			buf_str(buf, words->need[i]);
			before = "; ";
		}
}

static void put_unknown(struct buf *buf, uint32_t unknown)
{
	const char *before = "";
	for (int32_t i = 0; i < RUBRIC_MEASURE__COUNT; i++)
		if (unknown & 1u << i) {
			buf_c(buf, before);
			buf_c(buf, measures[i].label);
			before = "; ";
		}
}

static void put_decided(struct buf *buf, const struct rubric_data *data, const struct rubric_input *input, int32_t at,
        const struct rubric_line_result *line)
{
	const struct rubric_line_text *words = &data->line[at];
	uint32_t shown = words->uses;
	switch (line->why) {
	case RUBRIC_BY_ROW:
		buf_str(buf, data->row_text[line->row]);
		shown = row_uses(&data->rubric, &data->rubric.row[line->row]);
		break;
	case RUBRIC_BY_NEEDS:
		buf_c(buf, "Đủ căn cứ");
		break;
	case RUBRIC_BY_FAILURE:
		buf_c(buf, "Không đạt: ");
		put_failed(buf, words, line->failed);
		break;
	case RUBRIC_BY_PERSON:
		buf_c(buf, "Có người xác nhận");
		break;
	case RUBRIC_BY_EXCEPTION:
		buf_c(buf, "Tính điểm tối đa: ");
		buf_str(buf, words->full);
		shown = 0;
		break;
	case RUBRIC_BY_PROMISE:
		buf_c(buf, "Cam kết việc làm sau buổi sinh hoạt, kiểm lại khi thẩm định: ");
		buf_str(buf, words->text);
		break;
	default:
		buf_c(buf, "Không tính cho buổi này: ");
		buf_str(buf, words->applies);
		shown = 0;
	}
	put_figures(buf, data, input, at, shown);
}

static void put_open(struct buf *buf, const struct rubric_data *data, const struct rubric_input *input, int32_t at,
        const struct rubric_line_result *line)
{
	const struct rubric_line_text *words = &data->line[at];
	switch (line->why) {
	case RUBRIC_OPEN_GAP:
		buf_c(buf, "Biểu không nêu trường hợp này");
		break;
	case RUBRIC_OPEN_UNKNOWN:
		buf_c(buf, "Chưa có số liệu: ");
		put_unknown(buf, line->unknown);
		break;
	case RUBRIC_OPEN_NO_BASE:
		buf_c(buf, "Không có gì để tính tỉ lệ");
		break;
	case RUBRIC_OPEN_MISSING:
		buf_c(buf, "Còn thiếu: ");
		put_failed(buf, words, line->failed);
		break;
	case RUBRIC_OPEN_DISPUTED:
		buf_c(buf, "Có người xác nhận nhưng số liệu chưa đạt: ");
		put_failed(buf, words, line->failed);
		break;
	default:
		buf_c(buf, "Cần người xác nhận: ");
		buf_str(buf, words->judged.ptr ? words->judged : words->text);
	}
	put_figures(buf, data, input, at, words->uses);
	buf_c(buf, ". Người chấm quyết định");
}

struct str rubric_why(struct arena *arena, const struct rubric_data *data, const struct rubric_input *input,
        const struct rubric_result *result, int32_t line)
{
	struct buf buf = buf_open(arena, 16384);
	if (result->line[line].points == RUBRIC_OPEN)
		put_open(&buf, data, input, line, &result->line[line]);
	else
		put_decided(&buf, data, input, line, &result->line[line]);
	if (result->line[line].points == RUBRIC_OPEN && input->confirmed[line] && data->rubric.line[line].stepped)
		buf_c(&buf, " (dòng tính theo số liệu, xác nhận không thay được)");
	buf_char(&buf, '.');
	return buf_text(&buf);
}
