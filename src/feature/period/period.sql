-- period_rows: the figures of what stands right below a unit, by the tree of each month
-- class: report
-- in:  unit unit_id, since month, until month, day day      many
-- out: unit unit_id, cell bool, shard int, kind text, name text, begun day, ended day, elsewhere bool, month month, state int,
--      cells int, members int, full_members int, probationary int, exempt int, met int, sessions int, thematic int, extra int, minutes int,
--      base int, present int, excused int, unexcused int, spoke int, due int, reported int, on_time int, good int, fair int, average int,
--      poor int, graded int, lowered int, self_sum int, self_count int, final_sum int, final_count int, above int, confirmed int, resolutions int,
--      tasks int, tasks_done int, given int, admitted int, recognised int
SELECT u.id AS unit, CASE WHEN u.kind = 'chi_bo' THEN 1 ELSE 0 END AS cell, u.shard AS shard, u.kind AS kind, n.name AS name, u.since AS begun,
	u.until AS ended, CASE WHEN u.until = '9999-12-31' AND NOT EXISTS (SELECT 1 FROM unit_anc a WHERE a.node = u.id AND a.ancestor = :unit
		AND a.until = '9999-12-31') THEN 1 ELSE 0 END AS elsewhere, k.month AS month, CASE WHEN sc.cell IS NOT NULL OR su.unit IS NOT NULL THEN 1 ELSE 0 END AS state,
	coalesce(sc.cells, su.cells, 0) AS cells, coalesce(sc.members, su.members, 0) AS members,
	coalesce(sc.full_members, su.full_members, 0) AS full_members, coalesce(sc.probationary, su.probationary, 0) AS probationary,
	coalesce(sc.exempt, su.exempt, 0) AS exempt,
	coalesce(mc.met, mu.met, 0) AS met, coalesce(mc.sessions, mu.sessions, 0) AS sessions, coalesce(mc.thematic, mu.thematic, 0) AS thematic,
	coalesce(mc.extra, mu.extra, 0) AS extra, coalesce(mc.minutes, mu.minutes, 0) AS minutes, coalesce(mc.base, mu.base, 0) AS base,
	coalesce(mc.present, mu.present, 0) AS present, coalesce(mc.excused, mu.excused, 0) AS excused,
	coalesce(mc.unexcused, mu.unexcused, 0) AS unexcused, coalesce(mc.spoke, mu.spoke, 0) AS spoke, coalesce(mc.due, mu.due, 0) - coalesce(sc.awaited, su.awaited, 0) AS due,
	coalesce(mc.reported, mu.reported, 0) AS reported, coalesce(mc.on_time, mu.on_time, 0) AS on_time, coalesce(mc.good, mu.good, 0) AS good,
	coalesce(mc.fair, mu.fair, 0) AS fair, coalesce(mc.average, mu.average, 0) AS average, coalesce(mc.poor, mu.poor, 0) AS poor,
	coalesce(mc.graded, mu.graded, 0) AS graded, coalesce(mc.lowered, mu.lowered, 0) AS lowered, coalesce(mc.self_sum, mu.self_sum, 0) AS self_sum,
	coalesce(mc.self_count, mu.self_count, 0) AS self_count, coalesce(mc.final_sum, mu.final_sum, 0) AS final_sum,
	coalesce(mc.final_count, mu.final_count, 0) AS final_count, coalesce(mc.above, mu.above, 0) AS above,
	coalesce(mc.confirmed, mu.confirmed, 0) AS confirmed, coalesce(mc.resolutions, mu.resolutions, 0) AS resolutions,
	coalesce(mc.tasks, mu.tasks, 0) AS tasks, coalesce(mc.tasks_done, mu.tasks_done, 0) AS tasks_done, coalesce(mc.given, mu.given, 0) AS given,
	coalesce(mc.admitted, mu.admitted, 0) AS admitted, coalesce(mc.recognised, mu.recognised, 0) AS recognised
FROM counter_month k JOIN unit_edge e ON e.parent = :unit
JOIN unit u ON u.id = e.unit AND e.since <= CASE WHEN u.since > substr(CAST(k.month AS TEXT), 1, 4) || '-' || substr(CAST(k.month AS TEXT), 5, 2) || '-01' THEN u.since ELSE substr(CAST(k.month AS TEXT), 1, 4) || '-' || substr(CAST(k.month AS TEXT), 5, 2) || '-01' END
	AND e.until > CASE WHEN u.since > substr(CAST(k.month AS TEXT), 1, 4) || '-' || substr(CAST(k.month AS TEXT), 5, 2) || '-01' THEN u.since ELSE substr(CAST(k.month AS TEXT), 1, 4) || '-' || substr(CAST(k.month AS TEXT), 5, 2) || '-01' END
	AND substr(u.since, 1, 7) <= substr(substr(CAST(k.month AS TEXT), 1, 4) || '-' || substr(CAST(k.month AS TEXT), 5, 2) || '-01', 1, 7) AND u.until > substr(CAST(k.month AS TEXT), 1, 4) || '-' || substr(CAST(k.month AS TEXT), 5, 2) || '-01'
JOIN unit_name n ON n.unit = u.id AND n.since = (SELECT max(x.since) FROM unit_name x WHERE x.unit = u.id AND x.since <= :day)
LEFT JOIN meeting_by_cell mc ON mc.cell = u.id AND mc.month = k.month AND mc.shard = u.shard
LEFT JOIN meeting_by_unit mu ON mu.unit = u.id AND mu.month = k.month
LEFT JOIN state_by_cell sc ON sc.cell = u.id AND sc.month = k.month AND sc.shard = u.shard
LEFT JOIN state_by_unit su ON su.unit = u.id AND su.month = k.month
WHERE k.month BETWEEN :since AND :until
ORDER BY CASE WHEN u.kind = 'chi_bo' THEN 1 ELSE 0 END, n.sort_key, u.id, k.month;

-- period_rows_today: the same by today's tree: the cells below each child of today, and those that went on in them
-- class: report
-- in:  unit unit_id, since month, until month      many
-- out: unit unit_id, cell bool, shard int, kind text, name text, begun day, ended day, elsewhere bool, month month, state int,
--      cells int, members int, full_members int, probationary int, exempt int, met int, sessions int, thematic int, extra int, minutes int,
--      base int, present int, excused int, unexcused int, spoke int, due int, reported int, on_time int, good int, fair int, average int,
--      poor int, graded int, lowered int, self_sum int, self_count int, final_sum int, final_count int, above int, confirmed int, resolutions int,
--      tasks int, tasks_done int, given int, admitted int, recognised int
WITH RECURSIVE leaf (child, cell, shard) AS (
	SELECT e.unit, u.id, u.shard FROM unit_edge e JOIN unit_anc a ON a.ancestor = e.unit AND a.until = '9999-12-31'
	JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' WHERE e.parent = :unit AND e.until = '9999-12-31'
	UNION SELECT l.child, u.id, u.shard FROM leaf l JOIN unit_heir h ON h.heir = l.cell
		AND h.heir = (SELECT min(x.heir) FROM unit_heir x WHERE x.unit = h.unit)
	JOIN unit u ON u.id = h.unit AND u.kind = 'chi_bo' AND u.until <> '9999-12-31'),
	sums (child, month, state, cells, members, full_members, probationary, exempt,
	met, sessions, thematic, extra, minutes, base, present, excused, unexcused, spoke, due, reported, on_time, good, fair, average, poor, graded,
	lowered, self_sum, self_count, final_sum, final_count, above, confirmed, resolutions, tasks, tasks_done, given, admitted, recognised) AS (
	SELECT l.child, k.month, count(sc.cell),
	coalesce(sum(sc.cells), 0), coalesce(sum(sc.members), 0), coalesce(sum(sc.full_members), 0), coalesce(sum(sc.probationary), 0),
	coalesce(sum(sc.exempt), 0),
	coalesce(sum(mc.met), 0), coalesce(sum(mc.sessions), 0), coalesce(sum(mc.thematic), 0), coalesce(sum(mc.extra), 0), coalesce(sum(mc.minutes), 0),
	coalesce(sum(mc.base), 0), coalesce(sum(mc.present), 0), coalesce(sum(mc.excused), 0), coalesce(sum(mc.unexcused), 0), coalesce(sum(mc.spoke), 0),
	coalesce(sum(mc.due), 0) - coalesce(sum(sc.awaited), 0), coalesce(sum(mc.reported), 0), coalesce(sum(mc.on_time), 0), coalesce(sum(mc.good), 0), coalesce(sum(mc.fair), 0),
	coalesce(sum(mc.average), 0), coalesce(sum(mc.poor), 0), coalesce(sum(mc.graded), 0), coalesce(sum(mc.lowered), 0), coalesce(sum(mc.self_sum), 0),
	coalesce(sum(mc.self_count), 0), coalesce(sum(mc.final_sum), 0), coalesce(sum(mc.final_count), 0), coalesce(sum(mc.above), 0),
	coalesce(sum(mc.confirmed), 0), coalesce(sum(mc.resolutions), 0), coalesce(sum(mc.tasks), 0), coalesce(sum(mc.tasks_done), 0),
	coalesce(sum(mc.given), 0), coalesce(sum(mc.admitted), 0), coalesce(sum(mc.recognised), 0)
	FROM leaf l JOIN counter_month k ON k.month BETWEEN :since AND :until
	LEFT JOIN meeting_by_cell mc ON mc.cell = l.cell AND mc.month = k.month AND mc.shard = l.shard
	LEFT JOIN state_by_cell sc ON sc.cell = l.cell AND sc.month = k.month AND sc.shard = l.shard
	GROUP BY l.child, k.month)
SELECT p.id AS unit, CASE WHEN p.kind = 'chi_bo' THEN 1 ELSE 0 END AS cell, p.shard AS shard, p.kind AS kind, n.name AS name, p.since AS begun,
	p.until AS ended, 0 AS elsewhere, s.month AS month, CASE WHEN s.state > 0 THEN 1 ELSE 0 END AS state,
	s.cells AS cells, s.members AS members, s.full_members AS full_members, s.probationary AS probationary, s.exempt AS exempt, s.met AS met,
	s.sessions AS sessions, s.thematic AS thematic, s.extra AS extra, s.minutes AS minutes, s.base AS base, s.present AS present, s.excused AS excused,
	s.unexcused AS unexcused, s.spoke AS spoke, s.due AS due, s.reported AS reported, s.on_time AS on_time, s.good AS good, s.fair AS fair,
	s.average AS average, s.poor AS poor, s.graded AS graded, s.lowered AS lowered, s.self_sum AS self_sum, s.self_count AS self_count,
	s.final_sum AS final_sum, s.final_count AS final_count, s.above AS above, s.confirmed AS confirmed, s.resolutions AS resolutions, s.tasks AS tasks,
	s.tasks_done AS tasks_done, s.given AS given, s.admitted AS admitted, s.recognised AS recognised
FROM sums s JOIN unit p ON p.id = s.child JOIN unit_name n ON n.unit = p.id AND n.until = '9999-12-31'
ORDER BY CASE WHEN p.kind = 'chi_bo' THEN 1 ELSE 0 END, n.sort_key, p.id, s.month;

-- period_sittings: the sessions of the cells right below a unit, by the tree of each month
-- class: report
-- in:  unit unit_id, since month, until month      many
-- out: cell unit_id, month month, day day, kind text, state text, total optint, grade text?, superior_total optint, superior_grade text?,
--      shortcomings text?, superior_reason text?, late_days optint
SELECT u.id AS cell, m.month AS month, m.day AS day, m.kind AS kind, m.state AS state, c.total AS total, c.grade AS grade,
	c.superior_total AS superior_total, c.superior_grade AS superior_grade, c.shortcomings AS shortcomings, c.superior_reason AS superior_reason,
	r.late_days AS late_days
FROM counter_month k JOIN unit_edge e ON e.parent = :unit
JOIN unit u ON u.id = e.unit AND u.kind = 'chi_bo' AND e.since <= CASE WHEN u.since > substr(CAST(k.month AS TEXT), 1, 4) || '-' || substr(CAST(k.month AS TEXT), 5, 2) || '-01' THEN u.since ELSE substr(CAST(k.month AS TEXT), 1, 4) || '-' || substr(CAST(k.month AS TEXT), 5, 2) || '-01' END
	AND e.until > CASE WHEN u.since > substr(CAST(k.month AS TEXT), 1, 4) || '-' || substr(CAST(k.month AS TEXT), 5, 2) || '-01' THEN u.since ELSE substr(CAST(k.month AS TEXT), 1, 4) || '-' || substr(CAST(k.month AS TEXT), 5, 2) || '-01' END
JOIN meeting m ON m.cell = u.id AND m.shard = u.shard AND m.month = k.month AND m.body = 'cell' AND m.state <> 'cancelled' AND m.state <> 'postponed'
LEFT JOIN score_sheet c ON c.meeting = m.id AND c.rubric = m.rubric AND c.shard = m.shard AND c.state <> 'proposed'
LEFT JOIN report r ON r.meeting = m.id AND r.shard = m.shard
WHERE k.month BETWEEN :since AND :until ORDER BY u.id, m.month, m.day, m.id;

-- period_missing: the cells below a unit, however deep, that held no regular meeting in a month, by the tree of that month
-- class: report
-- in:  unit unit_id, since month, until month, day day      many
-- out: cell unit_id, name text, elsewhere bool, month month
SELECT u.id AS cell, n.name AS name, CASE WHEN u.until = '9999-12-31' AND NOT EXISTS (SELECT 1 FROM unit_anc b WHERE b.node = u.id
	AND b.ancestor = :unit AND b.until = '9999-12-31') THEN 1 ELSE 0 END AS elsewhere, k.month AS month
FROM counter_month k JOIN unit_anc a ON a.ancestor = :unit
JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' AND a.since <= CASE WHEN u.since > substr(CAST(k.month AS TEXT), 1, 4) || '-' || substr(CAST(k.month AS TEXT), 5, 2) || '-01' THEN u.since ELSE substr(CAST(k.month AS TEXT), 1, 4) || '-' || substr(CAST(k.month AS TEXT), 5, 2) || '-01' END
	AND a.until > CASE WHEN u.since > substr(CAST(k.month AS TEXT), 1, 4) || '-' || substr(CAST(k.month AS TEXT), 5, 2) || '-01' THEN u.since ELSE substr(CAST(k.month AS TEXT), 1, 4) || '-' || substr(CAST(k.month AS TEXT), 5, 2) || '-01' END
JOIN unit_name n ON n.unit = u.id AND n.since = (SELECT max(x.since) FROM unit_name x WHERE x.unit = u.id AND x.since <= :day)
JOIN state_by_cell s ON s.cell = u.id AND s.month = k.month AND s.shard = u.shard AND s.cells = 1
LEFT JOIN meeting_by_cell m ON m.cell = u.id AND m.month = k.month AND m.shard = u.shard
WHERE k.month BETWEEN :since AND :until AND coalesce(m.met, 0) = 0 ORDER BY n.sort_key, u.id, k.month;

-- period_cells_seen: how many cells there were below a unit in some month of it
-- class: report
-- in:  unit unit_id, since month, until month      one
-- out: n int
SELECT count(DISTINCT u.id) AS n FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo'
JOIN state_by_cell s ON s.cell = u.id AND s.shard = u.shard AND s.month BETWEEN :since AND :until AND s.cells = 1
WHERE a.ancestor = :unit AND a.since <= substr(CAST(s.month AS TEXT), 1, 4) || '-' || substr(CAST(s.month AS TEXT), 5, 2) || '-31'
	AND a.until > substr(CAST(s.month AS TEXT), 1, 4) || '-' || substr(CAST(s.month AS TEXT), 5, 2) || '-01';

-- period_states_below: where the reports of the committees right below stand
-- class: reference
-- in:  unit unit_id, period text      many
-- out: unit unit_id, state text, since instant
SELECT unit, state, since FROM period_state WHERE superior = :unit AND period = :period;

-- period_waiting: reports that were sent up and wait, by period
-- class: reference
-- in:  unit unit_id      many
-- out: period text, n int, oldest instant
SELECT period, count(*) AS n, min(since) AS oldest FROM period_state WHERE superior = :unit AND state = 'submitted' GROUP BY period ORDER BY period;

-- period_state_of: where a report stands
-- class: reference
-- in:  unit unit_id, period text      maybe
-- out: state text, since instant, reason text?, superior int
SELECT state, since, reason, superior FROM period_state WHERE unit = :unit AND period = :period;

-- period_states_of: where the reports of a unit stand
-- class: reference
-- in:  unit unit_id, since month      many
-- out: period text, state text, since instant, superior int, superior_name text?
SELECT s.period AS period, s.state AS state, s.since AS since, s.superior AS superior, n.name AS superior_name
FROM period_state s LEFT JOIN unit_name n ON n.unit = s.superior AND n.until = '9999-12-31' WHERE s.unit = :unit AND s.last_month >= :since;

-- period_state_put: a report goes on
-- class: reference
-- in:  unit unit_id, period text, superior int, last_month month, state text, at instant, reason text?      run
INSERT INTO period_state (unit, period, superior, last_month, state, since, reason)
VALUES (:unit, :period, :superior, :last_month, :state, :at, :reason)
ON CONFLICT (unit, period) DO UPDATE SET superior = excluded.superior, state = excluded.state, since = excluded.since, reason = excluded.reason;

-- period_event_add: what was done with a report
-- class: reference
-- in:  unit unit_id, period text, act text, at instant, account account_id, reason text?      run
INSERT INTO period_event (unit, period, ord, act, at, account, reason)
SELECT :unit, :period, coalesce(max(e.ord), 0) + 1, :act, :at, :account, :reason FROM period_event e WHERE e.unit = :unit AND e.period = :period;

-- period_events: what was done with a report, the newest first
-- class: report
-- in:  unit unit_id, period text      many
-- out: act text, at instant, who text?, reason text?
SELECT e.act AS act, e.at AS at, a.name AS who, e.reason AS reason FROM period_event e LEFT JOIN account a ON a.id = e.account
WHERE e.unit = :unit AND e.period = :period ORDER BY e.ord DESC;

-- period_frozen: the frozen copy
-- class: reference
-- in:  unit unit_id, period text      maybe
-- out: payload text, hash blob, at instant
SELECT payload, hash, at FROM period_report WHERE unit = :unit AND period = :period ORDER BY version DESC LIMIT 1;

-- period_frozen_of: the newest frozen reports of one kind of a unit, before a month
-- class: reference
-- in:  unit unit_id, kind text, before month, most int      many
-- out: period text, last_month month
SELECT DISTINCT period, last_month FROM period_report WHERE unit = :unit AND kind = :kind AND last_month < :before ORDER BY last_month DESC LIMIT :most;

-- period_freeze_add: the copy
-- class: reference
-- in:  unit unit_id, period text, kind text, last_month month, payload text, hash blob, at instant, account account_id      run
INSERT INTO period_report (unit, period, version, kind, last_month, payload, hash, at, account)
VALUES (:unit, :period, 1, :kind, :last_month, :payload, :hash, :at, :account);

-- period_changes_of: reasons given for frozen figures that are others today
-- class: reference
-- in:  unit unit_id, period text      many
-- out: child unit_id, figures text, reason text, told text
SELECT child, figures, reason, told FROM period_change WHERE unit = :unit AND period = :period ORDER BY child, at;

-- period_change_put: why
-- class: reference
-- in:  unit unit_id, period text, child unit_id, figures text, reason text, at instant, account account_id      run
INSERT INTO period_change (unit, period, child, figures, reason, at, account) VALUES (:unit, :period, :child, :figures, :reason, :at, :account)
ON CONFLICT (unit, period, child, figures) DO UPDATE SET reason = excluded.reason, at = excluded.at, account = excluded.account;

-- period_change_told: they are told in the report of a later period
-- class: reference
-- in:  unit unit_id, told text      run
UPDATE period_change SET told = :told WHERE unit = :unit AND told = '';

-- period_rule_near: the rule that the unit chose, or its nearest superior that chose, by a day
-- class: reference
-- in:  unit unit_id, kind text, day day      maybe
-- out: unit unit_id, since day, rule text, body text?, decision text, name text
SELECT r.unit AS unit, r.since AS since, r.rule AS rule, r.body AS body, r.decision AS decision, n.name AS name
FROM unit_anc a JOIN period_rule r ON r.unit = a.ancestor AND r.kind = :kind AND r.since <= :day
JOIN unit_name n ON n.unit = r.unit AND n.until = '9999-12-31'
WHERE a.node = :unit AND a.until = '9999-12-31' ORDER BY a.depth, r.since DESC LIMIT 1;

-- period_rules_of: what a unit chose, the newest first
-- class: reference
-- in:  unit unit_id      many
-- out: kind text, since day, rule text, body text?, decision text
SELECT kind, since, rule, body, decision FROM period_rule WHERE unit = :unit ORDER BY since DESC, kind;

-- period_rule_put: a rule from a day on
-- class: reference
-- in:  unit unit_id, kind text, since day, rule text, body text?, decision text, at instant, account account_id      run
INSERT INTO period_rule (unit, kind, since, rule, body, decision, at, account) VALUES (:unit, :kind, :since, :rule, :body, :decision, :at, :account)
ON CONFLICT (unit, kind, since) DO UPDATE SET rule = excluded.rule, body = excluded.body, decision = excluded.decision, at = excluded.at, account = excluded.account;

-- period_lines: what was typed, or carried up, of the units right below one
-- class: report
-- in:  unit unit_id, period text      many
-- out: unit unit_id, name text, number optint, text text?, carried bool
SELECT l.unit AS unit, l.name AS name, l.number AS number, l.text AS text, l.carried AS carried
FROM unit_edge e JOIN unit u ON u.id = e.unit JOIN period_line l ON l.unit = u.id AND l.shard = u.shard AND l.period = :period
WHERE e.parent = :unit;

-- period_lines_own: what a unit typed for its own line
-- in:  unit unit_id, shard int, period text      many
-- out: name text, number optint, text text?, carried bool
SELECT name, number, text, carried FROM period_line WHERE unit = :unit AND shard = :shard AND period = :period;

-- period_line_put: a value of a line
-- in:  unit unit_id, shard int, period text, name text, number optint, text text?, carried bool, at instant, account account_id      run
INSERT INTO period_line (unit, period, name, shard, number, text, carried, at, account)
VALUES (:unit, :period, :name, :shard, CAST(:number AS INTEGER), :text, :carried, :at, :account)
ON CONFLICT (unit, period, name, shard) DO UPDATE SET number = excluded.number, text = excluded.text, carried = excluded.carried, at = excluded.at,
	account = excluded.account;

-- period_line_drop: nothing there any more
-- in:  unit unit_id, shard int, period text, name text      run
DELETE FROM period_line WHERE unit = :unit AND shard = :shard AND period = :period AND name = :name;

-- period_heads: where the chains of the cells right below stand
-- class: report
-- in:  unit unit_id, day day      many
-- out: cell unit_id, code text, kind text, seq int, hash blob
SELECT c.cell AS cell, k.code AS code, c.kind AS kind, c.seq AS seq, c.hash AS hash
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.kind = 'chi_bo' JOIN chain c ON c.cell = u.id AND c.shard = u.shard
JOIN unit_code k ON k.unit = u.id AND k.since <= :day AND k.until > :day
WHERE e.parent = :unit AND e.since <= :day AND e.until > :day ORDER BY c.cell, c.kind;

-- period_copies: the frozen reports of the committees right below
-- class: reference
-- in:  unit unit_id, period text, day day      many
-- out: unit unit_id, code text, hash blob
SELECT r.unit AS unit, k.code AS code, r.hash AS hash
FROM unit_edge e JOIN period_report r ON r.unit = e.unit AND r.period = :period JOIN unit_code k ON k.unit = r.unit AND k.since <= :day AND k.until > :day
WHERE e.parent = :unit AND e.since <= :day AND e.until > :day ORDER BY r.unit, r.version;

-- period_grades: what the committee decided for the cells right below
-- class: report
-- in:  unit unit_id, period text      many
-- out: cell unit_id, grade text, reason text
SELECT g.cell AS cell, g.grade AS grade, g.reason AS reason
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.kind = 'chi_bo' JOIN period_grade g ON g.cell = u.id AND g.shard = u.shard AND g.period = :period
WHERE e.parent = :unit;

-- period_grade_put: a grade decided by a person
-- in:  cell unit_id, shard int, period text, grade text, reason text, unit unit_id, at instant, account account_id      run
INSERT INTO period_grade (cell, period, shard, grade, reason, unit, at, account) VALUES (:cell, :period, :shard, :grade, :reason, :unit, :at, :account)
ON CONFLICT (cell, period, shard) DO UPDATE SET grade = excluded.grade, reason = excluded.reason, unit = excluded.unit, at = excluded.at,
	account = excluded.account;

-- period_grade_drop: the rule decides again
-- in:  cell unit_id, shard int, period text      run
DELETE FROM period_grade WHERE cell = :cell AND shard = :shard AND period = :period;

-- period_month_newest: the newest month with figures up to one
-- class: reference
-- in:  until month      maybe
-- out: month month
SELECT month FROM counter_month WHERE month <= :until ORDER BY month DESC LIMIT 1;

-- period_month_oldest: since when there are figures
-- class: reference
-- in:  many
-- out: month month
SELECT month FROM counter_month ORDER BY month LIMIT 1;

-- period_offices: the units at which an account is officer or administrator
-- class: reference
-- in:  account account_id, day day      many
-- out: unit unit_id
SELECT DISTINCT unit FROM account_role WHERE account = :account AND since <= :day AND until > :day AND (role = 'officer' OR role = 'admin') ORDER BY unit;
