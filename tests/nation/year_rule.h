/* What the features of a year's work refuse is not there, and what they keep together stands together: a statement
   each, and what it gives at least and at most, on a country of YEAR_CELLS cells. */
#ifndef NATION_YEAR_RULE_H
#define NATION_YEAR_RULE_H

#include <stdint.h>

enum { YEAR_CELLS = 100 };

#define LIVE "v.state <> 'cancelled'"
#define ON(day, s) s ".since <= " day " AND " s ".until > " day

static const struct year_rule {
	const char *sql;
	int64_t least, most;
} year_rules[] = {
	/* Working teams. */
	{ "SELECT count(DISTINCT state) FROM visit", 6, 6 },
	{ "SELECT count(*) FROM visit v JOIN visit_goer g ON g.visit = v.id JOIN visit_goer h ON h.account = "
	  "g.account AND h.visit <> v.id JOIN visit w ON w.id = h.visit AND w.day = v.day WHERE " LIVE
	  " AND w.state <> 'cancelled'",
	        0, 0 },
	{ "SELECT count(*) FROM visit v JOIN visit w ON w.cell = v.cell AND w.id > v.id AND w.state <> "
	  "'cancelled' WHERE " LIVE " AND substr(v.day, 1, 4) = substr(w.day, 1, 4) AND (CAST(substr(v.day, 6, "
	  "2) AS INTEGER) + 2) / 3 = (CAST(substr(w.day, 6, 2) AS INTEGER) + 2) / 3",
	        0, 0 },
	{ "SELECT count(*) FROM visit v JOIN visit_goer g ON g.visit = v.id JOIN account_role r ON r.account = "
	  "g.account AND r.unit = v.cell",
	        0, 0 },
	{ "SELECT count(*) FROM visit v JOIN visit_goer g ON g.visit = v.id JOIN account c ON c.id = g.account "
	  "JOIN membership s ON s.person = c.person AND s.cell = v.cell",
	        0, 0 },
	{ "SELECT count(*) FROM visit v JOIN visit_team t ON t.id = v.team WHERE v.day < t.since OR v.day >= "
	  "t.until OR NOT EXISTS (SELECT 1 FROM unit_anc a WHERE a.node = v.cell AND a.ancestor = t.unit AND "
	  "" ON("v.day", "a") ")",
	        0, 0 },
	{ "SELECT count(*) FROM visit v WHERE NOT EXISTS (SELECT 1 FROM visit_goer g WHERE g.visit = v.id)", 0, 0 },
	{ "SELECT count(*) FROM visit v LEFT JOIN meeting m ON m.id = v.meeting WHERE v.noted_at IS NOT NULL AND "
	  "(m.id IS NULL OR m.day <> v.day OR m.cell <> v.cell OR m.minute <> v.minute)",
	        0, 0 },
	{ "SELECT count(*) FROM visit v WHERE v.noted_at IS NOT NULL AND v.total <> (SELECT sum(l.points) FROM "
	  "visit_line l WHERE l.visit = v.id)",
	        0, 0 },
	{ "SELECT count(*) FROM visit WHERE (noted_at IS NULL) <> (state IN ('proposed', 'confirmed', "
	  "'cancelled')) OR (replied_at IS NULL) <> (state NOT IN ('replied', 'closed')) OR (closed_at IS NULL) "
	  "<> (state <> 'closed')",
	        0, 0 },
	{ "SELECT count(*) FROM visit WHERE entered_at >= noted_at OR noted_at >= replied_at OR replied_at >= "
	  "closed_at OR closed_at >= 1798736400000",
	        0, 0 },
	{ "SELECT count(*) FROM visit_goer g JOIN visit v ON v.id = g.visit WHERE (v.state IN ('proposed', "
	  "'cancelled')) = EXISTS (SELECT 1 FROM visitor x WHERE x.object = v.id AND x.account = g.account AND "
	  "x.unit = v.cell)",
	        0, 0 },
	{ "SELECT count(*) FROM visit v WHERE (v.moved_from IS NOT NULL) <> EXISTS (SELECT 1 FROM visit_shift s "
	  "WHERE s.visit = v.id AND s.kind = 'day' AND s.became = v.day AND s.was = v.moved_from)",
	        0, 0 },
	/* Themes. */
	{ "SELECT count(*) FROM guidance_cell", 5 * YEAR_CELLS - 5, 5 * YEAR_CELLS + 5 },
	{ "SELECT count(*) FROM guidance_cell WHERE theme IS NOT NULL", 2 * YEAR_CELLS, 4 * YEAR_CELLS },
	{ "SELECT count(*) FROM guidance_cell c JOIN guidance_theme t ON t.id = c.theme JOIN guidance g ON g.id = "
	  "t.guidance JOIN unit u ON u.id = c.cell WHERE g.quarter <> c.quarter OR (t.types <> '' AND t.types "
	  "NOT LIKE '% ' || u.cell_type || ' %') OR NOT EXISTS (SELECT 1 FROM unit_anc a WHERE a.node = c.cell "
	  "AND a.ancestor = g.unit AND " ON("g.day", "a") ")",
	        0, 0 },
	{ "SELECT count(*) FROM guidance_cell c LEFT JOIN meeting m ON m.id = c.meeting WHERE c.plan_month NOT "
	  "BETWEEN c.quarter AND c.quarter + 2 OR (c.meeting IS NOT NULL AND (m.id IS NULL OR m.cell <> c.cell "
	  "OR m.kind <> 'both' OR m.month <> c.plan_month)) OR (c.result IS NOT NULL AND m.id IS NULL)",
	        0, 0 },
	{ "SELECT count(*) FROM guidance_cell WHERE (own IS NOT NULL AND (theme IS NOT NULL OR why IS NULL)) OR "
	  "(plan_month IS NOT NULL AND theme IS NULL AND own IS NULL)",
	        0, 0 },
	/* Commitments. */
	{ "SELECT count(DISTINCT state) FROM commitment", 4, 4 },
	{ "SELECT count(*) FROM commitment c WHERE NOT EXISTS (SELECT 1 FROM membership s WHERE s.cell = c.cell "
	  "AND s.person = c.person AND " ON("'2026-01-10'", "s") ")",
	        0, 0 },
	{ "SELECT count(*) FROM commitment WHERE (month IS NULL) <> (state = 'draft') OR (decided_day IS NULL) <> "
	  "(state IN ('draft', 'sent')) OR (checked_day IS NOT NULL AND state <> 'agreed') OR (noted_day IS NOT "
	  "NULL AND checked_day IS NULL) OR decided_day < sent_day",
	        0, 0 },
	{ "SELECT count(*) FROM commitment_item i JOIN commitment c ON c.id = i.commitment WHERE (i.result IS "
	  "NULL) <> (c.checked_day IS NULL) OR substr(i.due, 1, 4) <> '2026'",
	        0, 0 },
	{ "SELECT count(*) FROM commitment c WHERE NOT EXISTS (SELECT 1 FROM commitment_item i WHERE i.commitment "
	  "= c.id)",
	        0, 0 },
	/* The yearly review. */
	{ "SELECT count(DISTINCT state) FROM annual_review", 2, 3 },
	{ "SELECT count(*) FROM annual_review r JOIN unit_edge e ON e.unit = r.cell AND e.until = '9999-12-31' "
	  "WHERE e.parent <> r.unit",
	        0, 0 },
	{ "SELECT count(*) FROM membership s JOIN annual_review r ON r.cell = s.cell WHERE "
	  "" ON("'2026-12-02'",
	          "s") " AND s.kind <> 'temporary_here' AND NOT EXISTS (SELECT 1 FROM "
	               "annual_assessed a WHERE a.review = r.id AND a.person = s.person AND a.post = s.post AND "
	               "a.status = "
	               "s.status AND (a.left_out IS NOT NULL) = EXISTS (SELECT 1 FROM member_state e WHERE e.person = "
	               "s.person AND e.cell = s.cell AND e.kind = 'exempt'))",
	        0, 0 },
	{ "SELECT count(*) FROM annual_assessed a WHERE a.kind = 'member' AND NOT EXISTS (SELECT 1 FROM "
	  "membership s WHERE s.cell = a.cell AND s.person = a.person AND " ON("'2026-12-02'", "s") ")",
	        0, 0 },
	{ "SELECT count(*) FROM annual_assessed a JOIN annual_review r ON r.id = a.review WHERE a.verified_at IS "
	  "NOT NULL AND (2 * a.votes_for <= r.base OR a.votes_for + a.votes_against + a.votes_other > r.base OR "
	  "a.sent_at >= a.verified_at OR r.state = 'open')",
	        0, 0 },
	{ "SELECT count(*) FROM annual_assessed a WHERE a.sent_at IS NOT NULL AND a.own_points <> (SELECT "
	  "sum(l.own) FROM annual_line l WHERE l.assessed = a.id)",
	        0, 0 },
	{ "SELECT count(*) FROM annual_assessed WHERE points < CASE grade WHEN 'excellent' THEN 90 WHEN 'good' "
	  "THEN 70 WHEN 'fair' THEN 50 ELSE 0 END",
	        0, 0 },
	{ "SELECT count(*) FROM annual_assessed a JOIN annual_review r ON r.id = a.review WHERE a.left_out IS NULL "
	  "AND (r.state = 'decided') <> EXISTS (SELECT 1 FROM annual_result s WHERE s.assessed = a.id AND "
	  "s.revoked_day IS NULL)",
	        0, 0 },
	{ "SELECT count(*) FROM annual_result WHERE grade = 'excellent'", YEAR_CELLS, 10 * YEAR_CELLS },
	{ "SELECT count(*) FROM (SELECT 1 FROM annual_assessed a JOIN annual_review r ON r.id = a.review WHERE "
	  "a.grade IS NOT NULL GROUP BY r.unit, a.grp, CASE WHEN a.kind = 'member' AND a.post = 'dang_vien' "
	  "THEN r.cell ELSE 0 END HAVING 5 * count(CASE WHEN a.grade = 'excellent' THEN 1 END) > count(CASE "
	  "WHEN a.grade = 'good' THEN 1 END)) x",
	        0, 0 },
	{ "SELECT count(*) FROM annual_round r WHERE r.closed_day IS NOT NULL AND EXISTS (SELECT 1 FROM "
	  "annual_review a WHERE a.unit = r.unit AND a.state <> 'decided')",
	        0, 0 },
	/* Praise. */
	{ "SELECT count(DISTINCT state) FROM commend_item", 4, 4 },
	{ "SELECT count(*) FROM commend_item i WHERE i.form = 'giay_khen' AND NOT EXISTS (SELECT 1 FROM annual_result "
	  "r "
	  "WHERE r.person = i.person AND r.cell = i.cell AND r.grade = 'excellent' AND r.unit = i.giver AND r.day <= "
	  "(SELECT c.day FROM commend c WHERE c.id = i.proposal))",
	        0, 0 },
	{ "SELECT count(*) FROM commend_item i LEFT JOIN commend_decision d ON d.id = i.decision LEFT JOIN commend c "
	  "ON "
	  "c.id = i.proposal WHERE c.id IS NULL OR c.form <> i.form OR c.kind <> i.kind OR (i.state = 'given') <> "
	  "(d.id "
	  "IS NOT NULL) OR d.unit <> i.giver OR d.form <> i.form OR d.number <> i.number OR d.day <> i.day OR (i.state "
	  "IN "
	  "('agreed', 'returned')) > (i.answered_at IS NOT NULL)",
	        0, 0 },
	{ "SELECT count(*) FROM commend_decision d WHERE NOT EXISTS (SELECT 1 FROM commend_item i WHERE i.decision = "
	  "d.id)",
	        0, 0 },
	/* Classes. */
	{ "SELECT count(*) FROM training_seat s WHERE NOT EXISTS (SELECT 1 FROM membership m WHERE m.person = s.person "
	  "AND m.cell = s.cell AND m.post = s.post) OR NOT EXISTS (SELECT 1 FROM training_source x JOIN unit_anc a ON "
	  "a.ancestor = x.unit AND a.node = s.cell AND a.until = '9999-12-31' WHERE x.class = s.class)",
	        0, 0 },
	{ "SELECT count(*) FROM training_seat s JOIN training_class c ON c.id = s.class WHERE c.state = 'ended' AND "
	  "(SELECT count(*) FROM training_presence p WHERE p.seat = s.id) <> (SELECT count(*) FROM training_lesson l "
	  "WHERE "
	  "l.class = c.id)",
	        0, 0 },
	{ "SELECT count(*) FROM training_seat s JOIN training_class c ON c.id = s.class WHERE (s.certificate > 0) <> "
	  "(c.state = 'ended' AND c.quiz = 'closed' AND s.present = 2 AND EXISTS (SELECT 1 FROM training_try t WHERE "
	  "t.seat "
	  "= s.id AND t.passed = 1)) OR s.certified <> CASE WHEN s.code = '' THEN 0 ELSE 1 END OR (c.state = 'open' "
	  "AND "
	  "(s.month > 0 OR s.done = 1))",
	        0, 0 },
	{ "SELECT count(*) FROM training_try t JOIN training_try o ON o.seat = t.seat AND o.ord < t.ord AND o.passed = "
	  "1",
	        0, 0 },
	{ "SELECT max(n) FROM (SELECT count(*) AS n FROM training_seat GROUP BY class) x", YEAR_CELLS / 4, 2000 },
	{ "SELECT sum(certificates) FROM training_by_cell", YEAR_CELLS / 2, YEAR_CELLS },
	/* Inspections. */
	{ "SELECT count(*) FROM inspect_member m JOIN inspect_dossier d ON d.id = m.dossier JOIN account_role r ON "
	  "r.account "
	  "= m.account AND r.unit = d.cell",
	        0, 0 },
	{ "SELECT count(*) FROM inspect_item i JOIN inspect_programme p ON p.id = i.programme LEFT JOIN "
	  "inspect_dossier d ON "
	  "d.id = i.dossier WHERE (i.dossier IS NOT NULL) <> (d.id IS NOT NULL) OR d.item <> i.id OR d.cell <> i.cell "
	  "OR "
	  "d.kind <> i.kind OR d.unit <> p.unit OR NOT EXISTS (SELECT 1 FROM unit_anc a WHERE a.node = i.cell AND "
	  "a.ancestor = p.unit AND a.until = '9999-12-31')",
	        0, 0 },
	{ "SELECT count(*) FROM inspect_dossier WHERE started_on > start_by OR started_on < planned_on OR (planned_on "
	  "IS "
	  "NULL) <> (state = 'draft') OR (concluded_on IS NOT NULL) <> (state IN ('concluded', 'closed')) OR "
	  "(closed_on IS "
	  "NOT NULL) <> (state = 'closed')",
	        0, 0 },
	{ "SELECT count(*) FROM inspect_dossier d WHERE d.state = 'closed' AND ((SELECT count(*) FROM inspect_paper p "
	  "WHERE "
	  "p.dossier = d.id AND p.state <> 'drafted') <> 12 OR EXISTS (SELECT 1 FROM inspect_finding f WHERE f.dossier "
	  "= "
	  "d.id AND f.state <> 'closed'))",
	        0, 0 },
	{ "SELECT count(*) FROM inspect_finding f WHERE (f.state <> 'open' AND f.told_on IS NULL) OR (f.state = "
	  "'closed') <> "
	  "EXISTS (SELECT 1 FROM inspect_step s WHERE s.finding = f.id AND s.kind = 'done') OR NOT EXISTS (SELECT 1 "
	  "FROM "
	  "membership m WHERE m.person = f.person AND m.cell = f.cell)",
	        0, 0 },
	/* Model meetings. */
	{ "SELECT count(*) FROM model_meeting o LEFT JOIN meeting m ON m.id = o.meeting WHERE m.id IS NULL OR m.cell "
	  "<> "
	  "o.cell OR o.since > m.day OR o.until <= m.day OR (o.published_at IS NOT NULL) <> (o.state = 'published')",
	        0, 0 },
	{ "SELECT count(*) FROM model_meeting o WHERE o.state = 'published' AND (SELECT count(*) FROM model_reader r "
	  "WHERE "
	  "r.model = o.id) <> (SELECT count(*) FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' AND "
	  "u.until "
	  "= '9999-12-31' WHERE a.ancestor = o.reach AND a.until = '9999-12-31' AND u.id <> o.cell)",
	        0, 0 },
	{ "SELECT count(*) FROM (SELECT model, shard, count(*) AS should, count(read_at) AS done FROM model_reader "
	  "GROUP BY "
	  "model, shard) x LEFT JOIN model_reading r ON r.model = x.model AND r.shard = x.shard WHERE r.should IS "
	  "DISTINCT FROM "
	  "x.should OR r.done IS DISTINCT FROM x.done",
	        0, 0 },
	{ "SELECT count(*) FROM model_guest g JOIN model_meeting o ON o.id = g.model WHERE g.guest_cell = o.cell OR "
	  "(o.state "
	  "= 'cancelled') = EXISTS (SELECT 1 FROM visitor v WHERE v.object = o.id)",
	        0, 0 },
	/* Figures count what is there. */
	{ "SELECT sum(visits) - (SELECT count(*) FROM visit WHERE noted_at IS NOT NULL) FROM visit_by_cell", 0, 0 },
	{ "SELECT sum(agreed) - (SELECT count(*) FROM commitment WHERE state = 'agreed') FROM "
	  "commitment_by_cell",
	        0, 0 },
	{ "SELECT sum(classified) - (SELECT count(*) FROM annual_result WHERE revoked_day IS NULL AND person IS "
	  "NOT NULL) FROM annual_by_cell",
	        0, 0 },
	{ "SELECT sum(held) FROM guidance_by_cell", YEAR_CELLS, 4 * YEAR_CELLS },
};

#undef LIVE
#undef ON

#endif
