/* Where who may come in does not follow from roles and tree alone, told once more in plain words. */
#include "tests/scope/scope.h"

#include "app/feature.h"

#include <string.h>

/* The motions of this world are voted on by hands: nobody finds slips. */
#define NO_SLIPS "sdkcmxpwg@a xpwu@b ypwu@c qwb@e ypwuv@v xpw@m"

/* Of an inspection its team reads all, the cell what was sent to it, officers above that it is there. */
#define NO_OUTSIDER "xpw@a xpw@b ypwu@c qwb@e ypwu@v xpw@m"
#define LEADERS_ONLY "mgxpw@a xpwu@b ypwu@c qwb@e ypwu@v xpw@m"

/* Where a page asks for more than its permission: who is left out at which unit. */
static const struct {
	const char *path, *out;
	bool get; /* its form is answered as the permission says */
} narrower[] = {
	{ "/backup", "sdkcmxypqwluvgbneft@site", false },             /* administrators */
	{ "/safe", "mgneft@site", false },                            /* whoever runs something */
	{ "/cells/{cell}/members/{member}", "mg@a u@b", false },      /* members read their own page only */
	{ "/units/{unit}/split", "xi@A1 yu@A2 p@A b@B1 wz@T", true }, /* a superior does it */
	{ "/units/{unit}/close", "xi@A1 yu@A2 p@A b@B1 wz@T", true },
	{ "/meetings/{meeting}/votes/{motion}/ballot", NO_SLIPS, true },
	{ "/meetings/{meeting}/votes/{motion}/slip.pdf", NO_SLIPS, true },
	{ "/meetings/{meeting}/votes/{motion}/tally.pdf", NO_SLIPS, true },
	{ "/meetings/{meeting}/votes/{motion}/tally.docx", NO_SLIPS, true },
	{ "/meetings/{meeting}/votes/{motion}/tally.html", NO_SLIPS, true },
	{ "/inspections/{inspection}/paper", LEADERS_ONLY, true },
	{ "/inspections/{inspection}/paper.pdf", LEADERS_ONLY, true },
	{ "/inspections/{inspection}/paper.docx", LEADERS_ONLY, true },
	{ "/inspections/{inspection}/paper.html", LEADERS_ONLY, true },
	{ "/inspections/{inspection}/findings/{finding}", LEADERS_ONLY, true },
	{ "/inspections/{inspection}/files/{dossier_file}", NO_OUTSIDER, true },
	{ "/units/{unit}/commendations/decide", "xpw@a", true }, /* a cell decides its own */
	{ "/units/{unit}/commitments", "xpw@a", true },          /* a cell has its own page */
	{ "/cells/{cell}/commitments/new", "u@b", true },        /* who is no member of the cell has none */
	{ "/commitments/{commitment}/edit", "dkc@a", true },     /* of others only what was typed from paper */
	{ "/units/{unit}/levels", "i@A1", true }, /* a level is named by an administrator of a province or above */
};

/* What its readers read by another way than a role at its unit: the own commitment, and what superiors publish. */
#define READERS "sdkcmg@a u@b v@v"
static const struct {
	const char *path, *in;
	bool get; /* read, not written */
} wider[] = {
	{ "/guidance/{guidance}", READERS, true },
	{ "/guidance/{guidance}/document.pdf", READERS, true },
	{ "/guidance/{guidance}/document.docx", READERS, true },
	{ "/guidance/{guidance}/papers/{guidance_paper}/file", READERS, true },
	{ "/commitments/{commitment}*", "g@m", false },
};

/* Whether "xpw@a u@b" names the account at that unit. */
static bool is_named(const char *list, const struct who *who, const char *code)
{
	struct str rest = str_of(list), one;
	while (str_split(&rest, ' ', &one)) {
		ptrdiff_t at = str_find(one, STR("@"));
		if (str_is(str_slice(one, (size_t)at + 1, one.len), code) && memchr(one.ptr, who->letter, (size_t)at))
			return true;
	}
	return false;
}

bool world_left_out(const struct route *route, const struct who *who, const char *code)
{
	for (size_t i = 0; i < LENGTH(narrower); i++)
		if (!strcmp(narrower[i].path, route->path) && !(narrower[i].get && route->method == HTTP_POST) &&
		        is_named(narrower[i].out, who, code))
			return true;
	return false;
}

bool world_let_in(const struct route *route, const struct who *who, const char *code)
{
	for (size_t i = 0; i < LENGTH(wider); i++) {
		struct str path = str_of(wider[i].path), asked_path = str_of(route->path);
		bool all = str_ends(path, STR("*"));
		path.len -= all;
		if ((all ? str_starts(asked_path, path) : str_eq(asked_path, path)) &&
		        !(wider[i].get && route->method == HTTP_POST) && is_named(wider[i].in, who, code))
			return true;
	}
	return false;
}
