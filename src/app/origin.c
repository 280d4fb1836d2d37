/* Whether a request is meant for this program, and comes from a page of it. */
#include "app/app_private.h"

bool origin_host_allowed(const struct app *app, struct str host)
{
	struct str rest = app->settings.hosts, one;
	bool any = !rest.len;
	while (!any && str_split(&rest, ' ', &one))
		any = str_eq(one, host);
	return any;
}

/* Cross-site forms are refused by what the browser says of their origin; the cookie is SameSite=Lax besides. */
bool origin_same_site(const struct http_request *http)
{
	struct str site = http_header(http, "sec-fetch-site"), origin = http_header(http, "origin"),
	           host = http_header(http, "host");
	if (site.len)
		return str_is(site, "same-origin") || str_is(site, "none");
	if (!origin.len)
		return true;
	ptrdiff_t at = str_find(origin, STR("://"));
	return at > 0 && str_eq(str_slice(origin, (size_t)at + 3, origin.len), host);
}
