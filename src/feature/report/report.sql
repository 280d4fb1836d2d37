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

-- report_unread: reports of the cells right below a unit that nobody there has read
-- class: report
-- in:  unit unit_id, since month      maybe
-- out: n int
SELECT count(*) AS n FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.kind = 'chi_bo'
JOIN meeting m ON m.cell = u.id AND m.shard = u.shard AND m.month >= :since
JOIN report r ON r.meeting = m.id AND r.shard = m.shard AND r.seen_at IS NULL AND r.returned_at IS NULL
WHERE e.parent = :unit AND e.until = '9999-12-31';

-- report_when: for the measure report_days
-- in:  meeting meeting_id, shard int      maybe
-- out: day day, ended_at optint, first_sent_at instant
SELECT m.day AS day, m.ended_at AS ended_at, r.first_sent_at AS first_sent_at FROM report r JOIN meeting m ON m.id = r.meeting AND m.shard = r.shard
WHERE r.meeting = :meeting AND r.shard = :shard;

-- report_of_cell: all reports of a cell, for its archive
-- in:  cell cell_id, shard int      many
-- out: meeting meeting_id, first_sent_at instant, sent_at instant, due_day day, seen_at optint, returned_at optint, return_reason text?
SELECT meeting, first_sent_at, sent_at, due_day, seen_at, returned_at, return_reason FROM report WHERE cell = :cell AND shard = :shard ORDER BY meeting;
