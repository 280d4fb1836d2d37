/* The first page: what waits for this person today, gathered from all features; and the choice of language. */
#include "app/feature.h"
#include "app/session.h"
#include "gen/home_page.h"

static enum status show_home(struct request *request, void *to, struct err *err)
{
	struct home_view *view = to;
	struct due_list list = { 0 };
	TRY(due_gather(request, &list, err));
	view->today = request->today;
	view->name = request->account_name;
	view->due.at = arena_array(request->arena, struct home_due, list.count + 1);
	for (size_t i = 0; i < list.count; i++) {
		const struct due_item *item = &list.at[i];
		view->due.at[view->due.count++] = (struct home_due){ .title = item->title,
			.detail = item->detail,
			.href = item->href,
			.icon = item->icon,
			.late = item->urgency == DUE_LATE,
			.soon = item->urgency == DUE_SOON,
			.day = item->day };
	}
	return OK;
}

static enum status set_language(struct request *request, const char *language)
{
	request_cookie_set(request, "lang", str_of(language), YEAR_SECONDS);
	request_go(request, "/");
	return OK;
}

static enum status set_vietnamese(struct request *request, void *view, struct err *err)
{
	(void)view;
	(void)err;
	return set_language(request, "vi");
}

static enum status set_english(struct request *request, void *view, struct err *err)
{
	(void)view;
	(void)err;
	return set_language(request, "en");
}

static bool link_home(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)request;
	(void)ret_badge;
	*ret_href = STR("/");
	return true;
}

const struct feature home_feature = {
	.name = "home",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/", &signed_in, show_home, .page = &home_page,
	                        .about = "What waits for the person today" },
	                { HTTP_GET, "/language/vi", &anyone, set_vietnamese, .about = "Speak Vietnamese" },
	                { HTTP_GET, "/language/en", &anyone, set_english, .about = "Speak English" },
	                { 0 },
	        },
	.nav = (const struct nav_item[]){ { N_("Hôm nay"), "home", 0, link_home }, { 0 } },
};
