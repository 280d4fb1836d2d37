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
