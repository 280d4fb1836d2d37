/* Answers the addresses of assets: their names hold their hash, so browsers keep them for a year. */
#include "app/asset.h"

bool asset_serve(struct http_request *http)
{
	struct http_response *response = &http->response;
	if (!str_starts(http->path, STR("/a/")))
		return false;
	const struct asset *asset = asset_find(http->path);
	if (!asset)
		return false;
	response->status = 200;
	response->type = asset->type;
	response->body = asset->bytes;
	response->gzip = asset->gzip;
	response->plain = !asset->gzip.len;
	http_reply_header(http, "Cache-Control", STR("public, max-age=31536000, immutable"));
	http_reply_header(http, "X-Content-Type-Options", STR("nosniff"));
	http_reply_header(http, "Content-Security-Policy", STR("default-src 'none'; style-src 'unsafe-inline'"));
	return true;
}
