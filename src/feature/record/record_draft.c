/* Drafting: gathers what happened at a meeting, and the small sentences that minutes and resolution share. */
#include "feature/record/record_draft_private.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/unit/unit.h"

#include <string.h>

enum { SECTION_CEILING = 256 << 10, SECTIONS = 16 };

void draft_begin(struct draft *draft, struct str key, struct str title, const char *kind)
{
	if (draft->body.count == draft->room) {
		size_t room = draft->room ? draft->room * 2 : SECTIONS;
		draft->body.at = arena_grow(draft->arena, draft->body.at, draft->room * sizeof(*draft->body.at),
		        room * sizeof(*draft->body.at));
		check(draft->body.at);
		draft->room = room;
	}
	for (size_t i = 0; i < draft->body.count; i++)
		if (str_eq(draft->body.at[i].key, key))
			key = str_format(draft->arena, "%.*s-%zu", STR_ARG(key), draft->body.count);
	draft->now = &draft->body.at[draft->body.count++];
	*draft->now = (struct record_section){ .key = key, .title = title, .kind = str_of(kind), .drafted = true };
	draft->text = buf_open(draft->arena, SECTION_CEILING);
}

void draft_line(struct draft *draft, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct str line = str_vformat(draft->arena, format, args);
	va_end(args);
	if (draft->text.len)
		buf_char(&draft->text, '\n');
	buf_str(&draft->text, line);
}

void draft_text(struct draft *draft, struct str text)
{
	struct str rest = str_trim(text), line;
	while (str_split(&rest, '\n', &line)) {
		line = str_trim(line);
		if (line.len)
			draft_line(draft, "%.*s", STR_ARG(line));
	}
}

void draft_end(struct draft *draft)
{
	draft->now->text = buf_text(&draft->text);
}

struct str draft_roman(struct draft *draft, struct str title)
{
	static const char *const roman[] = { "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII" };
	size_t at = (size_t)draft->roman++;
	draft->number = 0;
	return str_format(draft->arena, "%s- %.*s", roman[at < LENGTH(roman) ? at : LENGTH(roman) - 1], STR_ARG(title));
}

struct str draft_number(struct draft *draft, struct str title)
{
	return str_format(draft->arena, "%d. %.*s", ++draft->number, STR_ARG(title));
}

void draft_row(struct draft *draft, const struct str *cells, size_t count)
{
	struct buf line = buf_open(draft->arena, SECTION_CEILING);
	for (size_t i = 0; i < count; i++) {
		struct str cell = text_line(draft->arena, cells[i]);
		if (i)
			buf_c(&line, " | ");
		if (!cell.len)
			buf_c(&line, DOTS);
		for (size_t c = 0; c < cell.len; c++)
			buf_char(&line, cell.ptr[c] == '|' ? '/' : cell.ptr[c]);
	}
	struct str text = buf_text(&line);
	draft_line(draft, "%.*s", STR_ARG(text));
}

struct str draft_name(struct arena *arena, struct str name, struct str label)
{
	if (!name.len)
		return STR(DOTS);
	return label.len ? str_format(arena, "%.*s (%.*s)", STR_ARG(name), STR_ARG(label)) : name;
}

struct str draft_post(struct str post)
{
	if (str_is(post, "bi_thu"))
		return STR("Bí thư chi bộ");
	if (str_is(post, "pho_bi_thu"))
		return STR("Phó Bí thư chi bộ");
	return str_is(post, "chi_uy_vien") ? STR("Chi ủy viên") : STR("");
}

struct str draft_day(struct arena *arena, struct str iso)
{
	return iso.len ? date_show(arena, iso) : STR(DOTS);
}

struct str draft_clock(struct arena *arena, int64_t instant)
{
	int minute = instant ? minute_of_instant(instant) : 0;
	if (!instant)
		return STR(DOTS " giờ " DOTS " phút");
	return str_format(arena, "%02d giờ %02d phút", minute / 60, minute % 60);
}

struct str draft_count(struct arena *arena, int64_t count)
{
	return str_format(arena, count ? "%02lld" : "%lld", (long long)count);
}

struct str draft_share(struct arena *arena, int64_t part, int64_t all)
{
	if (!all)
		return STR(DOTS "/" DOTS " đồng chí");
	return str_format(arena, "%02lld/%02lld đồng chí (%.*s)", (long long)part, (long long)all,
	        STR_ARG(permille_show(arena, (part * 1000 + all / 2) / all)));
}

struct str draft_vote_share(struct arena *arena, int64_t part, int64_t all)
{
	if (!all)
		return STR(DOTS "/" DOTS " đồng chí");
	return str_format(arena, "%02lld/%02lld đồng chí (đạt %.*s số đảng viên chính thức được tính)", (long long)part,
	        (long long)all, STR_ARG(permille_show(arena, (part * 1000 + all / 2) / all)));
}

struct str draft_sentence(struct arena *arena, struct str text)
{
	static const char *const ends[] = { ".", "!", "?", "…", ":", ";", "\"", "”" };
	text = str_trim(text);
	for (size_t i = 0; i < LENGTH(ends); i++)
		if (str_ends(text, str_of(ends[i])))
			return text;
	return text.len ? str_format(arena, "%.*s.", STR_ARG(text)) : text;
}

struct str draft_kind(struct arena *arena, const struct meeting *meeting)
{
	const char *kind = "sinh hoạt thường kỳ";
	if (str_is(meeting->body, "committee"))
		kind = "họp chi ủy";
	else if (str_is(meeting->body, "group"))
		kind = "họp tổ đảng";
	else if (str_is(meeting->kind, "thematic"))
		kind = "sinh hoạt chuyên đề";
	else if (str_is(meeting->kind, "both"))
		kind = "sinh hoạt thường kỳ kết hợp sinh hoạt chuyên đề";
	else if (str_is(meeting->kind, "extraordinary"))
		kind = "sinh hoạt bất thường";
	return str_format(
	        arena, "%s tháng %.*s năm %d", kind, STR_ARG(month_show(arena, meeting->month)), meeting->month / 100);
}

struct str draft_task_state(struct str state)
{
	static const struct {
		const char *state, *words;
	} known[] = { { "done", "Hoàn thành" }, { "part", "Hoàn thành một phần" }, { "not_done", "Chưa thực hiện" },
		{ "dropped", "Thôi thực hiện" } };
	for (size_t i = 0; i < LENGTH(known); i++)
		if (str_is(state, known[i].state))
			return str_of(known[i].words);
	return STR(DOTS);
}

bool draft_in_base(const struct record_roll_row *row)
{
	return !str_is(row->duty, "exempt") && !str_is(row->duty, "special_duty") && !str_is(row->duty, "away");
}

bool draft_is_present(const struct record_roll_row *row)
{
	return str_is(row->state, "present");
}

bool draft_is_excused(const struct record_roll_row *row)
{
	return draft_in_base(row) && str_is(row->state, "excused");
}

bool draft_is_unexcused(const struct record_roll_row *row)
{
	return draft_in_base(row) && str_is(row->state, "unexcused");
}

bool draft_is_exempt(const struct record_roll_row *row)
{
	return str_is(row->duty, "exempt");
}

bool draft_is_away(const struct record_roll_row *row)
{
	return str_is(row->duty, "away");
}

size_t draft_names(
        struct draft *draft, bool (*of)(const struct record_roll_row *row), bool reasons, struct str *ret_names)
{
	struct buf names = buf_open(draft->arena, SECTION_CEILING);
	size_t count = 0;
	for (size_t i = 0; i < draft->roll.count; i++) {
		const struct record_roll_row *row = &draft->roll.at[i];
		if (!of(row))
			continue;
		buf_c(&names, count++ ? (reasons ? "; " : ", ") : "");
		buf_str(&names, draft_name(draft->arena, row->name, row->label));
		if (reasons)
			buf_format(&names, " (%.*s)",
			        STR_ARG(row->reason.len ? text_line(draft->arena, row->reason) : STR(DOTS)));
	}
	*ret_names = buf_text(&names);
	return count;
}

/* Tasks that were due for a report, those reported first. */
void draft_last_tasks(struct draft *draft, struct str title)
{
	draft_begin(draft, STR("last_tasks"), title, "table");
	draft_row(draft,
	        (const struct str[]){
	                STR("TT"), STR("Nhiệm vụ"), STR("Người thực hiện"), STR("Tình trạng"), STR("Kết quả") },
	        5);
	int number = 0;
	for (size_t i = 0; i < draft->reports.count; i++) {
		const struct record_task_reports_row *row = &draft->reports.at[i];
		draft_row(draft,
		        (const struct str[]){ str_format(draft->arena, "%d", ++number), row->title, row->person_name,
		                draft_task_state(row->state), row->result },
		        5);
	}
	for (size_t i = 0; i < draft->open.count; i++) {
		const struct record_tasks_open_row *row = &draft->open.at[i];
		draft_row(draft,
		        (const struct str[]){ str_format(draft->arena, "%d", ++number), row->title, row->person_name,
		                STR(""), STR("") },
		        5);
	}
	if (!number) {
		draft->now->kind = STR("para");
		draft->text.len = 0;
		draft_line(draft, "Không có nhiệm vụ của nghị quyết trước phải báo cáo.");
	}
	draft_end(draft);
}

void draft_given_tasks(struct draft *draft, struct str title)
{
	draft_begin(draft, STR("tasks"), title, draft->given.count ? "table" : "para");
	if (!draft->given.count)
		draft_line(draft, DOTS);
	else
		draft_row(draft,
		        (const struct str[]){ STR("TT"), STR("Nội dung công việc"), STR("Người thực hiện"),
		                STR("Thời hạn"), STR("Báo cáo tại buổi họp") },
		        5);
	for (size_t i = 0; i < draft->given.count; i++) {
		const struct record_tasks_given_row *row = &draft->given.at[i];
		struct str month = row->report_month.set
		                           ? str_format(draft->arena, "Tháng %.*s/%d",
		                                     STR_ARG(month_show(draft->arena, row->report_month.n)),
		                                     (int)(row->report_month.n / 100))
		                           : STR("");
		draft_row(draft,
		        (const struct str[]){ str_format(draft->arena, "%zu", i + 1), row->title, row->person_name,
		                draft_day(draft->arena, row->due), month },
		        5);
	}
	draft_end(draft);
}

static enum status gather_work(struct draft *draft, struct meeting_id id, int shard, struct err *err)
{
	const struct meeting *meeting = draft->meeting;
	TRY(record_praises(draft->arena, draft->db, &(struct record_praises_in){ id, shard }, &draft->praises, err));
	TRY(record_fees(
	        draft->arena, draft->db, &(struct record_fees_in){ id, shard, meeting->month }, &draft->fees, err));
	TRY(record_task_reports(
	        draft->arena, draft->db, &(struct record_task_reports_in){ id, shard }, &draft->reports, err));
	/* What is still to be done is asked of all by the cell; a group or the committee says what it heard. */
	if (meeting_is_cell(meeting))
		TRY(record_tasks_open(draft->arena, draft->db,
		        &(struct record_tasks_open_in){
		                .meeting = id, .cell = { meeting->cell }, .shard = shard, .day = meeting->day },
		        &draft->open, err));
	TRY(record_tasks_given(
	        draft->arena, draft->db, &(struct record_tasks_given_in){ id, shard }, &draft->given, err));
	TRY(record_votes(draft->arena, draft->db, &(struct record_votes_in){ id, shard }, &draft->votes, err));
	TRY(record_points(draft->arena, draft->db, &(struct record_points_in){ id, shard }, &draft->points, err));
	return meeting_is_cell(meeting) ? score_of_meeting(draft->arena, draft->db, meeting, &draft->score, err) : OK;
}

static enum status gather(struct draft *draft, struct err *err)
{
	struct meeting_id id = { draft->meeting->id };
	int shard = draft->meeting->shard;
	TRY(record_roll(draft->arena, draft->db, &(struct record_roll_in){ id, shard }, &draft->roll, err));
	TRY(record_guests(draft->arena, draft->db, &(struct record_guests_in){ id, shard }, &draft->guests, err));
	TRY(record_changes(draft->arena, draft->db, &(struct record_changes_in){ id, shard }, &draft->changes, err));
	TRY(record_items(draft->arena, draft->db, &(struct record_items_in){ id, shard }, &draft->items, err));
	TRY(record_parts(draft->arena, draft->db, &(struct record_parts_in){ id, shard }, &draft->parts, err));
	TRY(record_speeches(draft->arena, draft->db, &(struct record_speeches_in){ id, shard }, &draft->speeches, err));
	TRY(record_total(
	        draft->arena, draft->db, &(struct record_total_in){ id, shard }, &draft->total, &draft->typed, err));
	draft->typed = draft->typed && !draft->roll.count;
	return gather_work(draft, id, shard, err);
}

enum status record_draft(struct arena *arena, struct db *db, const struct meeting *meeting, const char *kind,
        struct motion_id adopted, struct record_body *ret_body, struct err *err)
{
	struct draft draft = { .arena = arena, .db = db, .meeting = meeting };
	TRY(gather(&draft, err));
	if (adopted.n)
		TRY(record_vote(arena, db, &(struct record_vote_in){ .id = adopted, .shard = meeting->shard },
		        &draft.adoption, &draft.adopted, err));
	if (!strcmp(kind, "minutes"))
		draft_minutes(&draft);
	else if (!strcmp(kind, "further"))
		draft_further(&draft);
	else
		draft_resolution(&draft);
	*ret_body = draft.body;
	return OK;
}

static const struct record_section *section_of(const struct record_body *body, struct str key)
{
	for (size_t i = 0; i < body->count; i++)
		if (str_eq(body->at[i].key, key))
			return &body->at[i];
	return NULL;
}

/* What people wrote in sections that are no longer drafted stays behind the section it followed. */
static void keep_orphans(
        const struct record_body *now, const struct record_body *fresh, size_t from, struct record_body *body)
{
	for (size_t i = from; i < now->count && !section_of(fresh, now->at[i].key); i++)
		if (!now->at[i].drafted)
			body->at[body->count++] = now->at[i];
}

bool record_body_refresh(struct arena *arena, const struct record_body *now, const struct record_body *fresh,
        struct record_body *ret_body)
{
	bool common = false;
	*ret_body = (struct record_body){ arena_array(arena, struct record_section, now->count + fresh->count + 1), 0 };
	keep_orphans(now, fresh, 0, ret_body);
	for (size_t i = 0; i < fresh->count; i++) {
		const struct record_section *old = section_of(now, fresh->at[i].key);
		struct record_section *section = &ret_body->at[ret_body->count++];
		*section = fresh->at[i];
		common = common || old;
		if (old && !old->drafted) {
			section->kind = old->kind;
			section->text = old->text;
			section->drafted = false;
		}
		if (old)
			keep_orphans(now, fresh, (size_t)(old - now->at) + 1, ret_body);
	}
	if (!common)
		*ret_body = *now;
	return common && !str_eq(record_body_json(arena, now), record_body_json(arena, ret_body));
}
