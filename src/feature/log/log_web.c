/* The audit of a cell as its members read it: by month, an act a sentence. */
#include "app/feature.h"
#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/log_page.h"
#include "gen/log_sql.h"

enum { ACTS_PAGE = 50 };

static const struct permission log_read = {
	.name = "log.read", .sentence = N_("Xem ai đã làm gì, ai đã xem dữ liệu của chi bộ"), .own = ROLES_CELL
};

static struct date first_of(int month)
{
	return (struct date){ month / 100, month % 100, 1 };
}

static struct str address(struct request *request, int month, int64_t before)
{
	struct str path =
	        str_format(request->arena, "/cells/%lld/log?month=%d", (long long)OBJECT_ID(request, "cell"), month);
	return before ? str_format(request->arena, "%.*s&before=%lld", STR_ARG(path), (long long)before) : path;
}

static struct str sentence_of(struct request *request, struct str act)
{
	struct str text, code = str_format(request->arena, "%s%.*s", N_("log."), STR_ARG(act));
	struct text_arg name = { .name = STR("act"), .value = act };
	return message_code(request->arena, request->language, code, NULL, &text)
	               ? text
	               : message_fill(request->arena, request->language, T("làm việc {act}"), &name, 1);
}

static void put_acts(struct request *request, struct log_page_view *view, int month, const struct log_acts_rows *rows)
{
	size_t shown = rows->count > ACTS_PAGE ? ACTS_PAGE : rows->count;
	view->acts.at = arena_array(request->arena, struct log_page_acts, shown + 1);
	for (size_t i = 0; i < shown; i++) {
		const struct log_acts_row *row = &rows->at[i];
		view->acts.at[view->acts.count++] = (struct log_page_acts){ .at = row->at,
			.name = row->name.len ? row->name : request_say(request, N_("Máy chủ")),
			.sentence = sentence_of(request, row->act),
			.subject = row->subject,
			.meeting = row->meeting,
			.month = row->month.n };
	}
	if (rows->count > shown)
		view->more_href = address(request, month, rows->at[shown - 1].seq);
}

/* What was seen, by the room of the program that showed it. */
static struct str seen_of(struct request *request, struct str purpose)
{
	struct str text, code = str_format(request->arena, "%s%.*s", N_("look."), STR_ARG(purpose));
	return message_code(request->arena, request->language, code, NULL, &text)
	               ? text
	               : request_say(request, N_("hồ sơ của chi bộ"));
}

/* One line a person and day. */
static void put_looks(struct request *request, struct log_page_view *view, const struct log_looks_rows *rows)
{
	view->looks.at = arena_array(request->arena, struct log_page_looks, rows->count + 1);
	for (size_t i = 0; i < rows->count; i++) {
		const struct log_looks_row *row = &rows->at[i];
		bool again = i && rows->at[i - 1].account.n == row->account.n && str_eq(rows->at[i - 1].day, row->day);
		struct str seen = seen_of(request, row->purpose);
		if (again) {
			struct log_page_looks *line = &view->looks.at[view->looks.count - 1];
			line->seen = str_format(request->arena, "%.*s; %.*s", STR_ARG(line->seen), STR_ARG(seen));
			continue;
		}
		view->looks.at[view->looks.count++] = (struct log_page_looks){
			.at = row->first_at, .name = row->name, .office = row->office, .seen = seen
		};
	}
}

static enum status show(struct request *request, void *to, struct err *err)
{
	struct log_page_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct cell_id id = { cell->id };
	int now = month_of_day(request->today);
	int month = (int)request_query_int(request, "month", now);
	int64_t before = request_query_int(request, "before", 0);
	struct log_acts_rows acts;
	struct log_looks_rows looks;
	struct log_opinions_row opinions;
	if (month < 200001 || month > now || month % 100 < 1 || month % 100 > 12)
		month = now;
	struct date since = first_of(month), until = first_of(month_add(month, 1));
	int64_t from = date_instant(since, 0), to_instant = date_instant(until, 0);
	bool leads = request->object_roles_own & ROLES_LEADERS;
	TRY(log_acts(request->arena, request->db,
	        &(struct log_acts_in){ .cell = id,
	                .shard = cell->shard,
	                .since = from,
	                .until = to_instant,
	                .before = before ? before : INT64_MAX,
	                .account = request->account,
	                .all = leads },
	        &acts, err));
	TRY(log_looks(request->arena, request->db,
	        &(struct log_looks_in){ .cell = id,
	                .shard = cell->shard,
	                .since = date_iso(request->arena, since),
	                .until = date_iso(request->arena, until) },
	        &looks, err));
	TRY(log_opinions(request->arena, request->db,
	        &(struct log_opinions_in){ .cell = id, .shard = cell->shard, .since = from, .until = to_instant },
	        &opinions, err));
	view->cell = id;
	view->cell_name = request->shell.head = cell->name;
	view->month = month;
	view->before_href = address(request, month_add(month, -1), 0);
	view->after_href = month < now ? address(request, month_add(month, 1), 0) : STR_NONE;
	view->first = !before;
	view->opinions = before ? 0 : opinions.count;
	put_looks(request, view, &looks);
	put_acts(request, view, month, &acts);
	return OK;
}

const struct feature log_feature = {
	.name = "log",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/cells/{cell}/log", &log_read, show, .page = &log_page_page,
	                        .about = "Who did what in a cell, by month; who looked from outside" },
	                { 0 },
	        },
};
