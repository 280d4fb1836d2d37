/* What the program knows of a year: tasks, presence, words said, meeting grades. It fills forms and stands beside the
 * grades; what it cannot know is asked. */
#include "feature/annual/annual_private.h"

#include "base/text.h"
#include "base/time.h"

enum { TEXT_CEILING = 4000, TITLES = 12 };

/* What is said of people: of a cell, in the days of a year. */
static enum status read_people(const struct call *call, struct cell_id cell, int shard, int64_t year,
        struct annual_book *ret_book, struct err *err)
{
	int64_t first = year * 100 + 1, last = year * 100 + 12;
	struct str since = str_format(call->arena, "%lld-01-01", (long long)year),
	           until = str_format(call->arena, "%lld-01-01", (long long)year + 1);
	*ret_book = (struct annual_book){ .until = str_compare(call->today, until) < 0 ? call->today : until };
	TRY(annual_tasks(call->arena, call->db,
	        &(struct annual_tasks_in){ cell, shard, since, until, first, last,
	                date_instant((struct date){ (int)year, 1, 1 }, 0),
	                date_instant((struct date){ (int)year + 1, 1, 1 }, 0) },
	        &ret_book->tasks, err));
	TRY(annual_presence(call->arena, call->db, &(struct annual_presence_in){ cell, shard, first, last },
	        &ret_book->presence, err));
	return annual_praises(call->arena, call->db, &(struct annual_praises_in){ cell, shard, first, last },
	        &ret_book->praises, err);
}

/* Those who came in the year bring what they did where they were. */
static enum status read_before(
        const struct call *call, const struct review *review, struct annual_book *book, struct err *err)
{
	int64_t year = review->row.year;
	struct annual_came_rows cells;
	TRY(annual_came(call->arena, call->db,
	        &(struct annual_came_in){ .cell = { review->cell.id },
	                .shard = review->shard,
	                .since = str_format(call->arena, "%lld-01-01", (long long)year),
	                .until = str_format(call->arena, "%lld-01-01", (long long)year + 1) },
	        &cells, err));
	for (size_t i = 0; i < cells.count; i++) {
		book->before = arena_new(call->arena, struct annual_book);
		book = book->before;
		TRY(read_people(call, (struct cell_id){ cells.at[i].cell }, (int)cells.at[i].shard, year, book, err));
	}
	return OK;
}

enum status annual_evidence_read(
        const struct call *call, const struct review *review, struct annual_book *ret_book, struct err *err)
{
	int64_t year = review->row.year, first = year * 100 + 1, last = year * 100 + 12;
	struct cell_id cell = { review->cell.id };
	int shard = review->shard;
	struct annual_resolutions_row resolutions;
	*ret_book = (struct annual_book){ 0 };
	if (review->committee)
		return annual_committee_read(call, review, ret_book, err);
	TRY(read_people(call, cell, shard, year, ret_book, err));
	TRY(read_before(call, review, ret_book, err));
	TRY(annual_resolutions(
	        call->arena, call->db, &(struct annual_resolutions_in){ cell, shard, first, last }, &resolutions, err));
	ret_book->resolutions = resolutions.n;
	return annual_months(
	        call->arena, call->db, &(struct annual_months_in){ cell, shard, first, last }, &ret_book->months, err);
}

/* A task without a day, or whose day is still to come, is not judged while it is open. */
static bool is_coming(const struct annual_book *book, const struct annual_tasks_row *task)
{
	return !str_is(task->state, "done") && (!task->due.len || str_compare(task->due, book->until) >= 0);
}

static bool is_late(const struct annual_tasks_row *task)
{
	return task->unready || !str_is(task->state, "done");
}

static void add_tasks(struct annual_sum *sum, const struct annual_book *book, int64_t person)
{
	for (size_t i = 0; i < book->tasks.count; i++) {
		const struct annual_tasks_row *task = &book->tasks.at[i];
		if (person && task->person.n != person)
			continue;
		if (is_coming(book, task)) {
			sum->coming++;
			continue;
		}
		sum->tasks++;
		sum->done += str_is(task->state, "done");
		sum->late += is_late(task);
	}
}

static void add_presence(struct annual_sum *sum, const struct annual_book *book, int64_t person)
{
	for (size_t i = 0; i < book->presence.count; i++) {
		const struct annual_presence_row *row = &book->presence.at[i];
		if (person && row->person.n != person)
			continue;
		sum->due += row->due;
		sum->present += row->present;
		sum->excused += row->excused;
		sum->unexcused += row->unexcused;
		sum->spoke += row->spoke;
	}
}

/* Of a whole cell, nothing of other cells counts. */
static const struct annual_book *before_of(const struct annual_book *book, int64_t person)
{
	return person ? book->before : NULL;
}

struct annual_sum annual_evidence_of(const struct annual_book *book, int64_t person)
{
	struct annual_sum sum = { 0 };
	for (; book; book = before_of(book, person)) {
		add_tasks(&sum, book, person);
		add_presence(&sum, book, person);
	}
	sum.undone = sum.tasks - sum.done;
	return sum;
}

static void put_tasks(struct buf *buf, const struct annual_book *book, int64_t person, bool whole)
{
	struct annual_sum sum = annual_evidence_of(book, whole ? 0 : person);
	size_t named = 0;
	if (!sum.tasks && !sum.coming)
		return;
	buf_format(buf,
	        "Trong năm có %lld nhiệm vụ đến hạn: hoàn thành %lld, trong đó %lld đúng hạn; chưa hoàn thành %lld.",
	        (long long)sum.tasks, (long long)sum.done, (long long)(sum.done - (sum.late - sum.undone)),
	        (long long)sum.undone);
	for (; book; book = whole ? NULL : book->before)
		for (size_t i = 0; i < book->tasks.count && named < TITLES; i++) {
			const struct annual_tasks_row *task = &book->tasks.at[i];
			if ((!whole && task->person.n != person) || is_coming(book, task))
				continue;
			buf_format(buf, "\n%.*s: %s", STR_ARG(task->title),
			        !str_is(task->state, "done") ? "chưa hoàn thành"
			        : is_late(task)              ? "hoàn thành, chậm hạn"
			                                     : "hoàn thành đúng hạn");
			named++;
		}
}

static void put_meetings(
        struct arena *arena, struct buf *buf, const struct annual_book *book, int64_t person, bool whole)
{
	struct annual_sum sum = annual_evidence_of(book, whole ? 0 : person);
	if (!whole) {
		if (sum.due)
			buf_format(buf,
			        "Dự %lld trên %lld buổi sinh hoạt chi bộ (vắng có lý do %lld, không lý do %lld); phát "
			        "biểu ở %lld buổi.",
			        (long long)sum.present, (long long)sum.due, (long long)sum.excused,
			        (long long)sum.unexcused, (long long)sum.spoke);
		for (; book; book = book->before)
			for (size_t i = 0; i < book->praises.count; i++)
				if (book->praises.at[i].person.n == person &&
				        str_is(book->praises.at[i].kind, "praise"))
					buf_format(buf, "\nĐược biểu dương tại buổi họp ngày %.*s. %.*s",
					        STR_ARG(date_show(arena, book->praises.at[i].day)),
					        STR_ARG(book->praises.at[i].text));
		return;
	}
	int64_t base = 0, present = 0;
	for (size_t i = 0; i < book->months.count; i++) {
		base += book->months.at[i].base.set ? book->months.at[i].base.n : 0;
		present += book->months.at[i].present.set ? book->months.at[i].present.n : 0;
	}
	if (book->months.count)
		buf_format(buf, "Trong năm chi bộ họp %zu buổi.", book->months.count);
	if (book->resolutions)
		buf_format(buf, " Ban hành %lld nghị quyết.", (long long)book->resolutions);
	if (base)
		buf_format(buf, " Tỷ lệ dự họp bình quân %.*s.", STR_ARG(permille_show(arena, present * 1000 / base)));
}

enum status annual_evidence_pledge(
        const struct call *call, const struct assessed *assessed, struct annual_book *book, struct err *err)
{
	if (!assessed->row.person.n)
		return OK;
	return annual_pledge(call->arena, call->db,
	        &(struct annual_pledge_in){ assessed->row.person, assessed->row.year }, &book->pledge, err);
}

static void put_pledge(struct buf *buf, const struct annual_book *book)
{
	for (size_t i = 0; i < book->pledge.count; i++) {
		const struct annual_pledge_row *row = &book->pledge.at[i];
		buf_format(buf, "%s%.*s: %s", i ? "\n" : "", STR_ARG(row->text),
		        str_is(row->result, "done")   ? "đã làm"
		        : str_is(row->result, "part") ? "làm được một phần"
		        : str_is(row->result, "not")  ? "chưa làm được"
		                                      : "chưa tự kiểm tra cuối năm");
		if (row->result_words.len)
			buf_format(buf, " (%.*s)", STR_ARG(row->result_words));
	}
}

struct str annual_evidence_text(
        struct arena *arena, const struct annual_book *book, int64_t person, bool whole, struct str fill)
{
	struct buf buf = buf_open(arena, TEXT_CEILING);
	if (book->committee)
		annual_committee_text(arena, &buf, book, fill);
	else if (str_is(fill, "tasks"))
		put_tasks(&buf, book, person, whole);
	else if (str_is(fill, "meetings"))
		put_meetings(arena, &buf, book, person, whole);
	else if (str_is(fill, "pledge"))
		put_pledge(&buf, book);
	return buf.len ? str_trim(buf_text(&buf)) : STR_NONE;
}

struct annual_facts annual_evidence_facts(const struct annual_sum *sum, struct opt_int points, struct opt_int above,
        struct str remedied, struct opt_int discipline, struct opt_int degraded)
{
	return (struct annual_facts){ sum->tasks, sum->done, sum->late, above, points, remedied, discipline, degraded };
}
