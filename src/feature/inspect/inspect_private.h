/* What the files of this room share. */
#ifndef INSPECT_PRIVATE_H
#define INSPECT_PRIVATE_H

#include "feature/inspect/inspect_rule.h"
#include "feature/unit/unit.h"
#include "gen/inspect_sql.h"

extern const struct permission
        inspect_lead; /* officers: programme, opening, teams; of a dossier they see that it is there */
extern const struct permission inspect_see;    /* the team, the cell, officers: each sees another part (enum sight) */
extern const struct permission inspect_work;   /* the team */
extern const struct permission inspect_answer; /* the cell: proof */

/* What of a dossier somebody may see. */
enum sight {
	SIGHT_NONE,
	SIGHT_OUTLINE,    /* officers above who are not in the team: kind, cell, state, deadline */
	SIGHT_CONCLUSION, /* members of the cell, after it was announced */
	SIGHT_SENT,       /* leaders of the cell: what was sent to them, findings that they were told of */
	SIGHT_ALL,        /* the team */
};
struct dossier {
	struct dossier_id id;
	int shard;
	struct inspect_one_row row;
	struct unit cell, unit; /* inspected; who inspects */
	const struct inspect_rule *rule;
	bool member; /* who asks is in the team */
};
struct finding {
	struct finding_id id;
	struct inspect_finding_one_row row;
};
const struct dossier *request_dossier(const struct request *request);
const struct finding *request_finding(const struct request *request);
/* By the roles at the object; before those are known (in loaders) only the team counts. */
enum sight inspect_sight(const struct request *request, const struct dossier *dossier);
/* At least that; else DENIED inspect.not_member, or NOT_FOUND for a cell that was not told yet. */
enum status inspect_must_see(const struct request *request, enum sight least, struct err *err);
/* In the team, and the dossier is neither closed nor cancelled: DENIED inspect.not_member, CONFLICT inspect.over. */
enum status inspect_must_work(const struct request *request, struct err *err);
/* Notes, after the page, that who asks saw a part of the dossier; n: the paper, or 0. */
void inspect_note(struct request *request, const struct dossier *dossier, const char *part, int64_t n);

/* What is done about a paper, beside what the rule says of it. */
struct paper_state {
	struct str state, title, number, day, signer, reason; /* state: none drafted signed unneeded */
	bool sent;
	int64_t version, files;
};
struct papers {
	struct paper_state at[INSPECT_PAPERS]; /* as rule->paper */
};
enum status inspect_papers_load(
        struct arena *arena, struct db *db, const struct dossier *dossier, struct papers *ret_papers, struct err *err);
/* Its own title, else that of the rule. */
struct str inspect_paper_name(const struct inspect_paper_rule *rule, const struct paper_state *state);

/* What the form of a paper says. */
struct paper_given {
	const struct inspect_paper_rule *rule;
	const struct paper_state *before;
	struct str state, number, day, reason, late_reason, announced, title;
	bool send;
};
/* The rules of one paper before it is kept: INVALID and CONFLICT codes of vi.po. heads: how many lead the team. */
enum status inspect_paper_check(struct arena *arena, const struct dossier *dossier, const struct papers *papers,
        const struct paper_given *given, int64_t heads, struct str today, struct err *err);
/* How the dossier goes on after it. */
enum status inspect_paper_moves(struct arena *arena, struct db *db, const struct dossier *dossier,
        const struct paper_given *given, int64_t now, struct err *err);
/* Why a dossier cannot be closed yet: CONFLICT inspect.close_state, close_papers, close_findings. */
enum status inspect_close_check(struct arena *arena, const struct dossier *dossier, const struct papers *papers,
        const struct inspect_findings_rows *findings, struct err *err);
enum status inspect_touch(struct arena *arena, struct db *db, const struct dossier *dossier, struct str day,
        int64_t now, struct err *err);
extern const struct counter_family inspect_families[];

/* "quý I", "tháng 2", "cả năm". */
struct str inspect_when(struct arena *arena, int64_t since_month, int64_t until_month);
struct str inspect_kind_name(struct str kind); /* "Kiểm tra chuyên đề" */

enum status inspect_due(struct request *request, struct due_list *list, struct err *err);

/* Handlers by file. */
enum status show_programme(struct request *request, void *view, struct err *err);
enum status add_item(struct request *request, void *view, struct err *err);
enum status drop_item(struct request *request, void *view, struct err *err);
enum status approve_programme(struct request *request, void *view, struct err *err);
enum status print_programme(struct request *request, void *view, struct err *err);
enum status show_inspections(struct request *request, void *view, struct err *err);
enum status open_dossier(struct request *request, void *view, struct err *err);
enum status print_empty(struct request *request, void *view, struct err *err);
enum status show_cell_inspections(struct request *request, void *view, struct err *err);
enum status show_dossier(struct request *request, void *view, struct err *err);
enum status put_team_member(struct request *request, void *view, struct err *err);
enum status cancel_dossier(struct request *request, void *view, struct err *err);
enum status close_dossier(struct request *request, void *view, struct err *err);
enum status show_paper(struct request *request, void *view, struct err *err);
enum status save_paper(struct request *request, void *view, struct err *err);
enum status print_paper(struct request *request, void *view, struct err *err);
enum status add_file(struct request *request, void *view, struct err *err);
enum status drop_file(struct request *request, void *view, struct err *err);
enum status fetch_file(struct request *request, void *view, struct err *err);
enum status add_finding(struct request *request, void *view, struct err *err);
enum status show_finding(struct request *request, void *view, struct err *err);
enum status save_finding(struct request *request, void *view, struct err *err);
enum status drop_finding(struct request *request, void *view, struct err *err);
enum status save_proof(struct request *request, void *view, struct err *err);
enum status save_recheck(struct request *request, void *view, struct err *err);

#endif
