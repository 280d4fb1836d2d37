-- overview_year: what a unit's counters say, month by month; a cell has none
-- ahead: yes
-- class: reference
-- in:  unit unit_id, since month, until month      many
-- out: month month, cells int, members int, attention int, met int, base int, present int, due int, on_time int, good int, fair int, average int, poor int
SELECT s.month AS month, s.cells AS cells, s.members AS members, s.attention AS attention, coalesce(m.met, 0) AS met, coalesce(m.base, 0) AS base,
	coalesce(m.present, 0) AS present, coalesce(m.due, 0) - s.awaited AS due, coalesce(m.on_time, 0) AS on_time, coalesce(m.good, 0) AS good,
	coalesce(m.fair, 0) AS fair, coalesce(m.average, 0) AS average, coalesce(m.poor, 0) AS poor
FROM state_by_unit s LEFT JOIN meeting_by_unit m ON m.unit = s.unit AND m.month = s.month
WHERE s.unit = :unit AND s.month BETWEEN :since AND :until ORDER BY s.month;

-- overview_attention: how many cells below a unit need attention in a month, and for which reasons
-- ahead: yes
-- class: reference
-- in:  unit unit_id, month month      maybe
-- out: cells int, attention int, unplanned int, papers_late int, not_met int, too_short int, minutes_late int, low int, above int, same_text int,
--      thematic_missing int
SELECT cells, attention, unplanned, papers_late, not_met, too_short, minutes_late, low, above, same_text, thematic_missing
FROM state_by_unit WHERE unit = :unit AND month = :month;

-- overview_children: what stood right below a unit in a month (on its first day, or its own first day when it began later) with its figures;
--     units first, then cells, those with the most to look at first. here: it stands below the unit today too. The flags are of cells only.
-- ahead: yes
-- class: report
-- in:  unit unit_id, first day, last day, month month      many
-- out: id unit_id, kind text, cell_type text?, name text, here bool, cells int, members int, attention int, met int, base int, present int,
--      due int, on_time int, good int, fair int, average int, poor int, unplanned bool, papers_late bool, not_met bool, too_short bool,
--      minutes_late bool, low bool, above bool, same_text bool, thematic_missing bool
SELECT u.id AS id, u.kind AS kind, u.cell_type AS cell_type, n.name AS name,
	CASE WHEN e.until = '9999-12-31' THEN 1
		WHEN EXISTS (SELECT 1 FROM unit_edge o WHERE o.unit = u.id AND o.parent = e.parent AND o.until = '9999-12-31') THEN 1 ELSE 0 END AS here,
	coalesce(g.cells, s.cells, 0) AS cells, coalesce(g.members, s.members, 0) AS members, coalesce(g.attention, s.attention, 0) AS attention,
	coalesce(h.met, m.met, 0) AS met, coalesce(h.base, m.base, 0) AS base, coalesce(h.present, m.present, 0) AS present,
	coalesce(h.due, m.due, 0) - coalesce(g.awaited, s.awaited, 0) AS due, coalesce(h.on_time, m.on_time, 0) AS on_time, coalesce(h.good, m.good, 0) AS good,
	coalesce(h.fair, m.fair, 0) AS fair, coalesce(h.average, m.average, 0) AS average, coalesce(h.poor, m.poor, 0) AS poor,
	coalesce(s.unplanned, 0) AS unplanned, coalesce(s.papers_late, 0) AS papers_late, coalesce(s.not_met, 0) AS not_met,
	coalesce(s.too_short, 0) AS too_short, coalesce(s.minutes_late, 0) AS minutes_late, coalesce(s.low, 0) AS low, coalesce(s.above, 0) AS above,
	coalesce(s.same_text, 0) AS same_text, coalesce(s.thematic_missing, 0) AS thematic_missing
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.since <= :last AND u.until > :first
JOIN unit_name n ON n.unit = u.id AND n.until = (SELECT max(x.until) FROM unit_name x WHERE x.unit = u.id)
LEFT JOIN state_by_unit g ON g.unit = u.id AND g.month = :month
LEFT JOIN meeting_by_unit h ON h.unit = u.id AND h.month = :month
LEFT JOIN state_by_cell s ON s.cell = u.id AND s.shard = u.shard AND s.month = :month
LEFT JOIN meeting_by_cell m ON m.cell = u.id AND m.shard = u.shard AND m.month = :month
WHERE e.parent = :unit AND e.since <= CASE WHEN u.since > :first THEN u.since ELSE :first END
	AND e.until > CASE WHEN u.since > :first THEN u.since ELSE :first END
ORDER BY CASE WHEN u.kind = 'chi_bo' THEN 1 ELSE 0 END, coalesce(g.attention, s.attention, 0) DESC,
	coalesce(s.unplanned + s.papers_late + s.not_met + s.too_short + s.minutes_late + s.low + s.above + s.same_text + s.thematic_missing, 0) DESC,
	n.sort_key, u.id;

-- overview_worst_below: what stood right below a unit in a month and has cells that need attention, the most first; a cell counts as one
-- class: report
-- in:  unit unit_id, first day, last day, month month, most int      many
-- out: id unit_id, cells int, attention int
SELECT u.id AS id, coalesce(g.cells, s.cells, 0) AS cells, coalesce(g.attention, s.attention, 0) AS attention
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.since <= :last AND u.until > :first
LEFT JOIN state_by_unit g ON g.unit = u.id AND g.month = :month
LEFT JOIN state_by_cell s ON s.cell = u.id AND s.shard = u.shard AND s.month = :month
WHERE e.parent = :unit AND e.since <= CASE WHEN u.since > :first THEN u.since ELSE :first END
	AND e.until > CASE WHEN u.since > :first THEN u.since ELSE :first END AND coalesce(g.attention, s.attention, 0) > 0
ORDER BY coalesce(g.attention, s.attention, 0) DESC, u.id LIMIT :most;

-- overview_worst: the cells below a unit in a month that need attention, the most reasons first, then those that have needed it the longest.
--     good: the last month before without any reason, 0: none; first: the first month known. reason, type: only those; none: all
-- class: report
-- in:  unit unit_id, first day, month month, reason text, type text, most int      many
-- out: cell cell_id, shard int, name text, above_name text?, here bool, members int, good int, first optint, unplanned bool, papers_late bool, not_met bool,
--      too_short bool, minutes_late bool, low bool, above bool, same_text bool, thematic_missing bool
SELECT w.cell AS cell, w.shard AS shard, n.name AS name, p.name AS above_name,
	CASE WHEN w.until = '9999-12-31' THEN 1
		WHEN EXISTS (SELECT 1 FROM unit_anc o WHERE o.node = w.cell AND o.ancestor = :unit AND o.until = '9999-12-31') THEN 1 ELSE 0 END AS here,
	w.members AS members, w.good AS good, (SELECT min(f.month) FROM state_by_cell f WHERE f.cell = w.cell AND f.shard = w.shard) AS first,
	w.unplanned AS unplanned, w.papers_late AS papers_late, w.not_met AS not_met, w.too_short AS too_short, w.minutes_late AS minutes_late,
	w.low AS low, w.above AS above, w.same_text AS same_text, w.thematic_missing AS thematic_missing
FROM (SELECT s.cell AS cell, s.shard AS shard, s.members AS members, a.until AS until, CASE WHEN u.since > :first THEN u.since ELSE :first END AS day,
		coalesce((SELECT max(b.month) FROM state_by_cell b WHERE b.cell = s.cell AND b.shard = s.shard AND b.month < :month AND b.attention = 0), 0) AS good,
		s.unplanned + s.papers_late + s.not_met + s.too_short + s.minutes_late + s.low + s.above + s.same_text + s.thematic_missing AS reasons,
		s.unplanned AS unplanned, s.papers_late AS papers_late, s.not_met AS not_met, s.too_short AS too_short, s.minutes_late AS minutes_late,
		s.low AS low, s.above AS above, s.same_text AS same_text, s.thematic_missing AS thematic_missing
	FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' AND u.until > :first
	JOIN state_by_cell s ON s.cell = u.id AND s.shard = u.shard AND s.month = :month AND s.attention = 1
	WHERE a.ancestor = :unit AND a.until > :first AND a.since <= CASE WHEN u.since > :first THEN u.since ELSE :first END
		AND a.until > CASE WHEN u.since > :first THEN u.since ELSE :first END AND (:type = '' OR u.cell_type = :type)
		AND CASE :reason WHEN '' THEN 1 WHEN 'unplanned' THEN s.unplanned WHEN 'papers_late' THEN s.papers_late WHEN 'not_met' THEN s.not_met
			WHEN 'too_short' THEN s.too_short WHEN 'minutes_late' THEN s.minutes_late WHEN 'low' THEN s.low WHEN 'above' THEN s.above
			WHEN 'same_text' THEN s.same_text WHEN 'thematic_missing' THEN s.thematic_missing ELSE 0 END = 1
	ORDER BY 7 DESC, 6, s.cell LIMIT :most) w
JOIN unit_name n ON n.unit = w.cell AND n.until = (SELECT max(x.until) FROM unit_name x WHERE x.unit = w.cell)
LEFT JOIN unit_edge e ON e.unit = w.cell AND e.since <= w.day AND e.until > w.day
LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = (SELECT max(x.until) FROM unit_name x WHERE x.unit = e.parent)
ORDER BY w.reasons DESC, w.good, n.sort_key, w.cell;

-- overview_cells_months: ten cells month by month; 0 is no cell
-- class: report
-- in:  a cell_id, b cell_id, c cell_id, d cell_id, e cell_id, f cell_id, g cell_id, h cell_id, i cell_id, j cell_id, since month, until month      many
-- out: unit unit_id, month month, base int, present int, good int, fair int, average int, poor int
SELECT m.cell AS unit, m.month AS month, m.base AS base, m.present AS present, m.good AS good, m.fair AS fair, m.average AS average, m.poor AS poor
FROM meeting_by_cell m WHERE m.cell IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j) AND m.month BETWEEN :since AND :until ORDER BY m.cell, m.month;

-- overview_units_months: ten units month by month; 0 is no unit
-- class: reference
-- in:  a unit_id, b unit_id, c unit_id, d unit_id, e unit_id, f unit_id, g unit_id, h unit_id, i unit_id, j unit_id, since month, until month      many
-- out: unit unit_id, month month, base int, present int
SELECT m.unit AS unit, m.month AS month, m.base AS base, m.present AS present
FROM meeting_by_unit m WHERE m.unit IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j) AND m.month BETWEEN :since AND :until ORDER BY m.unit, m.month;

-- overview_sittings: the sessions of ten cells in a month; 0 is no cell
-- class: report
-- in:  a cell_id, b cell_id, c cell_id, d cell_id, e cell_id, f cell_id, g cell_id, h cell_id, i cell_id, j cell_id, month month      many
-- out: cell cell_id, meeting meeting_id, kind text, day day, state text, paper_typed bool, ended_at optint, base optint, present optint, late_days optint,
--      returned bool, confirmed bool, graded bool, grade text?, superior_grade text?
SELECT m.cell AS cell, m.id AS meeting, m.kind AS kind, m.day AS day, m.state AS state, m.paper_typed AS paper_typed, m.ended_at AS ended_at,
	t.base AS base, t.present AS present, r.late_days AS late_days, CASE WHEN r.returned_at IS NOT NULL THEN 1 ELSE 0 END AS returned,
	CASE WHEN EXISTS (SELECT 1 FROM record k WHERE k.meeting = m.id AND k.shard = m.shard AND k.kind = 'minutes' AND k.state = 'signed') THEN 1 ELSE 0 END AS confirmed,
	CASE WHEN c.state = 'graded' THEN 1 ELSE 0 END AS graded, c.grade AS grade, c.superior_grade AS superior_grade
FROM meeting m LEFT JOIN meeting_total t ON t.meeting = m.id AND t.shard = m.shard
LEFT JOIN report r ON r.meeting = m.id AND r.shard = m.shard
LEFT JOIN score_sheet c ON c.meeting = m.id AND c.rubric = m.rubric AND c.shard = m.shard AND c.state <> 'proposed'
WHERE m.cell IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j) AND m.month = :month AND m.body = 'cell' ORDER BY m.cell, m.day, m.id;

-- overview_groups: how many groups ten cells have at the end of a month, and how many of them met; 0 is no cell
-- class: report
-- in:  a cell_id, b cell_id, c cell_id, d cell_id, e cell_id, f cell_id, g cell_id, h cell_id, i cell_id, j cell_id, last day, month month      many
-- out: cell cell_id, groups int, met int
SELECT g.cell AS cell, count(*) AS "groups", sum(CASE WHEN EXISTS (SELECT 1 FROM meeting o WHERE o.cell = g.cell AND o.shard = g.shard AND o.month = :month
	AND o.cell_group = g.id AND o.body = 'group' AND o.state = 'ended') THEN 1 ELSE 0 END) AS met
FROM cell_group g WHERE g.cell IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j) AND g.until > :last AND g.since <= :last GROUP BY g.cell ORDER BY g.cell;

-- overview_secretaries: who is secretary of ten cells today; 0 is no cell
-- class: report
-- in:  a cell_id, b cell_id, c cell_id, d cell_id, e cell_id, f cell_id, g cell_id, h cell_id, i cell_id, j cell_id      many
-- out: cell cell_id, shard int, name text
SELECT s.cell AS cell, s.shard AS shard, min(s.name) AS name FROM membership s
WHERE s.cell IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j) AND s.until = '9999-12-31' AND s.post = 'bi_thu' GROUP BY s.cell, s.shard ORDER BY s.cell;

-- overview_cells: the cells below a unit in a month, those that did not meet too, by superior and name
-- class: report
-- in:  unit unit_id, first day, last day, month month      many
-- out: cell cell_id, name text, above_name text?, members int, unplanned bool, papers_late bool, not_met bool, too_short bool, minutes_late bool, low bool,
--      above bool, same_text bool, thematic_missing bool
SELECT u.id AS cell, n.name AS name, p.name AS above_name, coalesce(s.members, 0) AS members, coalesce(s.unplanned, 0) AS unplanned,
	coalesce(s.papers_late, 0) AS papers_late, coalesce(s.not_met, 0) AS not_met, coalesce(s.too_short, 0) AS too_short,
	coalesce(s.minutes_late, 0) AS minutes_late, coalesce(s.low, 0) AS low, coalesce(s.above, 0) AS above, coalesce(s.same_text, 0) AS same_text,
	coalesce(s.thematic_missing, 0) AS thematic_missing
FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' AND u.since <= :last AND u.until > :first
JOIN unit_name n ON n.unit = u.id AND n.until = (SELECT max(x.until) FROM unit_name x WHERE x.unit = u.id)
LEFT JOIN state_by_cell s ON s.cell = u.id AND s.shard = u.shard AND s.month = :month
LEFT JOIN unit_edge e ON e.unit = u.id AND e.since <= CASE WHEN u.since > :first THEN u.since ELSE :first END
	AND e.until > CASE WHEN u.since > :first THEN u.since ELSE :first END
LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = (SELECT max(x.until) FROM unit_name x WHERE x.unit = e.parent)
WHERE a.ancestor = :unit AND a.until > :first AND a.since <= CASE WHEN u.since > :first THEN u.since ELSE :first END
	AND a.until > CASE WHEN u.since > :first THEN u.since ELSE :first END
ORDER BY p.sort_key, n.sort_key, u.id;

-- overview_scores: points and remarks of the sessions of ten cells in a month; 0 is no cell
-- class: report
-- in:  a cell_id, b cell_id, c cell_id, d cell_id, e cell_id, f cell_id, g cell_id, h cell_id, i cell_id, j cell_id, month month      many
-- out: meeting meeting_id, points optint, shortcomings text?, superior_reason text?
SELECT m.id AS meeting, coalesce(c.superior_total, c.total) AS points, c.shortcomings AS shortcomings, c.superior_reason AS superior_reason
FROM meeting m JOIN score_sheet c ON c.meeting = m.id AND c.rubric = m.rubric AND c.shard = m.shard AND c.state <> 'proposed'
WHERE m.cell IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j) AND m.month = :month AND m.body = 'cell' ORDER BY m.id;

-- overview_path: the superiors of a unit today, the highest first, without itself
-- ahead: yes
-- class: reference
-- in:  unit unit_id      many
-- out: id unit_id, name text
SELECT a.ancestor AS id, n.name AS name FROM unit_anc a JOIN unit_name n ON n.unit = a.ancestor AND n.until = '9999-12-31'
WHERE a.node = :unit AND a.until = '9999-12-31' AND a.depth > 0 ORDER BY a.depth DESC;

-- overview_offices: where this account oversees today, in the order in which it was given
-- class: reference
-- in:  account account_id, day day      many
-- out: unit unit_id, kind text
SELECT r.unit AS unit, u.kind AS kind FROM account_role r JOIN unit u ON u.id = r.unit
WHERE r.account = :account AND r.since <= :day AND r.until > :day AND (r.role = 'officer' OR r.role = 'admin') ORDER BY r.id;
