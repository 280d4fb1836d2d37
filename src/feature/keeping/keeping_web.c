/* What is kept, what for and how long: and what went so far: for everybody who is signed in. */
#include "base/time.h"
#include "feature/keeping/keeping.h"
#include "gen/keeping_page.h"
#include "gen/keeping_sql.h"

static enum status show(struct request *request, void *to, struct err *err)
{
	struct keeping_show_view *view = to;
	struct keeping_rule *rule = arena_new(request->arena, struct keeping_rule);
	struct keeping_runs_rows runs;
	if (!keeping_rule_of(request->arena, request->today, rule))
		return err_set(err, NOT_FOUND, "keeping.no_rule", NULL);
	TRY(keeping_runs(request->arena, request->db, &runs, err));
	*view = (struct keeping_show_view){ .name = rule->name,
		.issuer = rule->issuer,
		.from = rule->from,
		.ours = !rule->official,
		.notes = rule->notes };
	view->kinds.at = arena_array(request->arena, struct keeping_show_kinds, rule->count + 1);
	for (size_t i = 0; i < rule->count; i++) {
		const struct keeping_kind *kind = &rule->at[i];
		struct keeping_show_kinds *row = &view->kinds.at[view->kinds.count++];
		*row = (struct keeping_show_kinds){
			.name = kind->name, .purpose = kind->purpose, .bounded = kind->days.set, .days = kind->days.n
		};
		for (size_t r = 0; r < runs.count; r++)
			if (str_eq(runs.at[r].kind, kind->kind)) {
				row->ran = true;
				row->at = runs.at[r].at;
				row->total = runs.at[r].total;
			}
	}
	return OK;
}

const struct feature keeping_feature = {
	.name = "keeping",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/keeping", &signed_in, show, .page = &keeping_show_page,
	                        .about = "What is kept, what for and how long" },
	                { 0 },
	        },
	.chores = (const struct chore[]){ { "keeping.sweep", 3600, keeping_chore }, { 0 } },
};
