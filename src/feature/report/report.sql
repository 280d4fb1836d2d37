-- report_cells: the cells below a unit in a month, each with its meetings of that month; a cell without one has a row without meeting.
--     The tree is that of the month's first day (of the cell's own first day, when it began later). above: its superior then.
-- class: report
-- in:  unit unit_id, first day, last day, month month      many
-- out: cell cell_id, name text, above unit_id?, above_name text?, members int, secretary text?, meeting meeting_id?, kind text?, day day?, state text?,
--      paper_typed bool, ended_at optint, base optint, present optint, late_days optint, seen_at optint, returned_at optint,
--      score_state text?, total optint, grade text?, superior_total optint, superior_grade text?, shortcomings text?, superior_reason text?,
--      groups int, groups_met int
SELECT u.id AS cell, n.name AS name, p.ancestor AS above, pn.name AS above_name,
	(SELECT count(*) FROM membership s WHERE s.cell = u.id AND s.shard = u.shard AND s.until = '9999-12-31')
		- (SELECT count(*) FROM membership s WHERE s.cell = u.id AND s.shard = u.shard AND s.until = '9999-12-31' AND s.kind = 'temporary_here') AS members,
	(SELECT min(s.name) FROM membership s WHERE s.cell = u.id AND s.shard = u.shard AND s.until = '9999-12-31' AND s.post = 'bi_thu') AS secretary,
	m.id AS meeting, m.kind AS kind, m.day AS day, m.state AS state, coalesce(m.paper_typed, 0) AS paper_typed, m.ended_at AS ended_at,
	t.base AS base, t.present AS present, r.late_days AS late_days, r.seen_at AS seen_at, r.returned_at AS returned_at,
	c.state AS score_state, c.total AS total, c.grade AS grade, c.superior_total AS superior_total, c.superior_grade AS superior_grade,
	c.shortcomings AS shortcomings, c.superior_reason AS superior_reason,
	(SELECT count(*) FROM cell_group g WHERE g.cell = u.id AND g.shard = u.shard AND g.until > :last AND g.since <= :last) AS "groups",
	(SELECT count(DISTINCT o.cell_group) FROM meeting o JOIN cell_group g ON g.id = o.cell_group AND g.shard = o.shard AND g.until > :last
		WHERE o.cell = u.id AND o.shard = u.shard AND o.month = :month AND o.body = 'group' AND o.state = 'ended') AS groups_met
FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' AND u.until > :first
JOIN unit_name n ON n.unit = u.id AND n.until = (SELECT max(x.until) FROM unit_name x WHERE x.unit = u.id)
LEFT JOIN unit_anc p ON p.node = u.id AND p.depth = 1 AND p.since <= CASE WHEN u.since > :first THEN u.since ELSE :first END
	AND p.until > CASE WHEN u.since > :first THEN u.since ELSE :first END
LEFT JOIN unit_name pn ON pn.unit = p.ancestor AND pn.until = '9999-12-31'
LEFT JOIN meeting m ON m.cell = u.id AND m.shard = u.shard AND m.month = :month AND m.body = 'cell'
LEFT JOIN meeting_total t ON t.meeting = m.id AND t.shard = m.shard
LEFT JOIN report r ON r.meeting = m.id AND r.shard = m.shard
LEFT JOIN score_sheet c ON c.meeting = m.id AND c.rubric = m.rubric AND c.shard = m.shard
WHERE a.ancestor = :unit AND a.since <= CASE WHEN u.since > :first THEN u.since ELSE :first END
	AND a.until > CASE WHEN u.since > :first THEN u.since ELSE :first END AND (u.since <= :last OR m.id IS NOT NULL)
ORDER BY pn.sort_key, n.sort_key, u.id, m.day, m.id;

-- report_months: what the cells below a unit did, month by month, by the tree of each month
-- class: report
-- in:  unit unit_id, since month, until month      many
-- out: month month, met int, base int, present int, due int, on_time int, good int, fair int, average int, poor int
SELECT m.month AS month, count(DISTINCT m.cell) AS met, coalesce(sum(t.base), 0) AS base, coalesce(sum(t.present), 0) AS present,
	coalesce(sum(1 - m.paper_typed), 0) AS due, coalesce(sum(CASE WHEN r.late_days = 0 THEN 1 ELSE 0 END), 0) AS on_time,
	coalesce(sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'good' THEN 1 ELSE 0 END), 0) AS good,
	coalesce(sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'fair' THEN 1 ELSE 0 END), 0) AS fair,
	coalesce(sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'average' THEN 1 ELSE 0 END), 0) AS average,
	coalesce(sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'poor' THEN 1 ELSE 0 END), 0) AS poor
FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo'
JOIN meeting m ON m.cell = u.id AND m.shard = u.shard AND m.month BETWEEN :since AND :until AND m.body = 'cell' AND m.state = 'ended'
LEFT JOIN meeting_total t ON t.meeting = m.id AND t.shard = m.shard
LEFT JOIN report r ON r.meeting = m.id AND r.shard = m.shard
LEFT JOIN score_sheet c ON c.meeting = m.id AND c.rubric = m.rubric AND c.shard = m.shard
WHERE a.ancestor = :unit AND a.since <= CASE WHEN u.since > substr(m.day, 1, 7) || '-01' THEN u.since ELSE substr(m.day, 1, 7) || '-01' END
	AND a.until > CASE WHEN u.since > substr(m.day, 1, 7) || '-01' THEN u.since ELSE substr(m.day, 1, 7) || '-01' END
GROUP BY m.month ORDER BY m.month;

-- report_path: the superiors of a unit today, the highest first, without itself
-- class: reference
-- in:  unit unit_id      many
-- out: id unit_id, name text
SELECT a.ancestor AS id, n.name AS name FROM unit_anc a JOIN unit_name n ON n.unit = a.ancestor AND n.until = '9999-12-31'
WHERE a.node = :unit AND a.until = '9999-12-31' AND a.depth > 0 ORDER BY a.depth DESC;

-- report_roles: what this account leads or oversees today
-- class: reference
-- in:  account account_id, day day      many
-- out: role text, unit unit_id, shard int, kind text
SELECT r.role AS role, r.unit AS unit, u.shard AS shard, u.kind AS kind FROM account_role r JOIN unit u ON u.id = r.unit
WHERE r.account = :account AND r.since <= :day AND r.until > :day AND r.role <> 'member' ORDER BY r.id;

-- report_of_meeting: its report
-- in:  meeting meeting_id, shard int      maybe
-- out: first_sent_at instant, sent_at instant, sender text?, due_day day, seen_at optint, seer text?, returned_at optint, return_reason text?
SELECT r.first_sent_at AS first_sent_at, r.sent_at AS sent_at, s.name AS sender, r.due_day AS due_day, r.seen_at AS seen_at, v.name AS seer,
	r.returned_at AS returned_at, r.return_reason AS return_reason
FROM report r LEFT JOIN account s ON s.id = r.sent_by LEFT JOIN account v ON v.id = r.seen_by
WHERE r.meeting = :meeting AND r.shard = :shard;

-- report_handbook_of: the clerk's word about the e-handbook
-- in:  meeting meeting_id, shard int      maybe
-- out: at instant, who text?
SELECT h.at AS at, a.name AS who FROM report_handbook h LEFT JOIN account a ON a.id = h.by WHERE h.meeting = :meeting AND h.shard = :shard;

-- report_handbook_put: the papers stand in the e-handbook
-- in:  meeting meeting_id, shard int, at instant, account int      run
INSERT INTO report_handbook (meeting, shard, at, by) VALUES (:meeting, :shard, :at, :account) ON CONFLICT (meeting, shard) DO NOTHING;

-- report_handbook_drop: they do not, after all
-- in:  meeting meeting_id, shard int      run
DELETE FROM report_handbook WHERE meeting = :meeting AND shard = :shard;

-- report_send: sends the report, or sends it again
-- in:  meeting meeting_id, shard int, cell int, at instant, account int, due_day day, late_days int      run
INSERT INTO report (meeting, shard, cell, first_sent_at, sent_at, sent_by, due_day, late_days)
VALUES (:meeting, :shard, :cell, :at, :at, :account, :due_day, :late_days)
ON CONFLICT (meeting, shard) DO UPDATE SET sent_at = excluded.sent_at, sent_by = excluded.sent_by, seen_at = NULL, seen_by = NULL,
	returned_at = NULL, returned_by = NULL, return_reason = NULL;

-- report_see: the officer has read it
-- in:  meeting meeting_id, shard int, at instant, account int      run
UPDATE report SET seen_at = :at, seen_by = :account WHERE meeting = :meeting AND shard = :shard AND seen_at IS NULL;

-- report_return: the officer sends it back
-- in:  meeting meeting_id, shard int, at instant, account int, reason text      run
UPDATE report SET returned_at = :at, returned_by = :account, return_reason = :reason WHERE meeting = :meeting AND shard = :shard;

-- report_records: minutes and resolutions of a meeting as they stand
-- in:  meeting meeting_id, shard int      many
-- out: record record_id, kind text, title text, state text, number optint, signed_at optint
SELECT id AS record, kind, title, state, number, signed_at FROM record
WHERE meeting = :meeting AND shard = :shard AND kind IN ('minutes', 'resolution') AND state <> 'void' ORDER BY kind, ord;

-- report_total: the totals of a meeting
-- in:  meeting meeting_id, shard int      maybe
-- out: base int, present int
SELECT base, present FROM meeting_total WHERE meeting = :meeting AND shard = :shard;

-- report_items: what the meeting dealt with
-- in:  meeting meeting_id, shard int      many
-- out: title text, conclusion text?
SELECT title, conclusion FROM agenda_item WHERE meeting = :meeting AND shard = :shard ORDER BY ord;

-- report_tasks: the tasks given at the meeting
-- in:  meeting meeting_id, shard int      maybe
-- out: n int
SELECT count(*) AS n FROM task WHERE meeting = :meeting AND shard = :shard AND removed_at IS NULL;

-- report_waiting: ended meetings of a cell whose report was not sent, or came back
-- in:  cell cell_id, shard int, since month      many
-- out: meeting meeting_id, kind text, month month, day day, ended_at optint, return_reason text?
SELECT m.id AS meeting, m.kind AS kind, m.month AS month, m.day AS day, m.ended_at AS ended_at, r.return_reason AS return_reason
FROM meeting m LEFT JOIN report r ON r.meeting = m.id AND r.shard = m.shard
WHERE m.cell = :cell AND m.shard = :shard AND m.month >= :since AND m.state = 'ended' AND m.body = 'cell' AND m.paper_typed = 0
	AND (r.meeting IS NULL OR r.returned_at IS NOT NULL)
ORDER BY m.day, m.id;

-- report_unread: reports below a unit that nobody there has read
-- class: report
-- in:  unit unit_id, since month      maybe
-- out: n int
SELECT count(*) AS n FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo'
JOIN meeting m ON m.cell = u.id AND m.shard = u.shard AND m.month >= :since
JOIN report r ON r.meeting = m.id AND r.shard = m.shard AND r.seen_at IS NULL AND r.returned_at IS NULL
WHERE a.ancestor = :unit AND a.until = '9999-12-31';

-- report_when: for the measure report_days
-- in:  meeting meeting_id, shard int      maybe
-- out: day day, ended_at optint, first_sent_at instant
SELECT m.day AS day, m.ended_at AS ended_at, r.first_sent_at AS first_sent_at FROM report r JOIN meeting m ON m.id = r.meeting AND m.shard = r.shard
WHERE r.meeting = :meeting AND r.shard = :shard;

-- report_of_cell: all reports of a cell, for its archive
-- in:  cell cell_id, shard int      many
-- out: meeting meeting_id, first_sent_at instant, sent_at instant, due_day day, seen_at optint, returned_at optint, return_reason text?
SELECT meeting, first_sent_at, sent_at, due_day, seen_at, returned_at, return_reason FROM report WHERE cell = :cell AND shard = :shard ORDER BY meeting;
