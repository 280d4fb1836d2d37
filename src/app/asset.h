/* The files that pages load (style sheet, script, icons, mark, fonts): built into the program by tools/asset.mjs, found
   by an address that holds the hash of their bytes, so that a browser may keep them for ever. */
#ifndef APP_ASSET_H
#define APP_ASSET_H

#include "web/http.h"

struct asset {
	struct str name;    /* "app.css", as templates write it */
	struct str address; /* "/a/app.3f9c1d2e7a10.css" */
	struct str type;    /* content type */
	struct str bytes;
	struct str gzip; /* the same gzipped; no text where that saves nothing */
};

extern const struct asset asset_table[];
extern const size_t asset_count;

/* The asset of an address (with or without the leading "/a/"), or NULL. Answer it with "public, max-age=31536000,
 * immutable". */
const struct asset *asset_find(struct str name_with_hash);
/* The address of an asset by its plain name; a name that is not there ends the program: templates are checked at build.
 */
struct str asset_url(const char *name);
/* Answers a request for an asset; false when its path is none. */
bool asset_serve(struct http_request *http);

#endif
