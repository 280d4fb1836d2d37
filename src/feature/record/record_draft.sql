-- record_roll: the roll of a meeting, leaders first
-- in:  meeting meeting_id, shard int      many
-- out: person person_id, status text, name text, label text?, post text, duty text, state text, reason text?, arrived optint, gone optint
SELECT person, status, name, label, post, duty, state, reason, arrived, gone FROM attendance
WHERE meeting = :meeting AND shard = :shard
ORDER BY CASE post WHEN 'bi_thu' THEN 0 WHEN 'pho_bi_thu' THEN 1 WHEN 'chi_uy_vien' THEN 2 ELSE 3 END, sort_key, person;

-- record_guests: who came from elsewhere, superiors first
-- in:  meeting meeting_id, shard int      many
-- out: name text, post text?, kind text, present bool
SELECT name, post, kind, present FROM guest WHERE meeting = :meeting AND shard = :shard
ORDER BY CASE kind WHEN 'superior' THEN 0 WHEN 'other' THEN 1 ELSE 2 END, id;

-- record_changes: who took over the chair or the pen
-- in:  meeting meeting_id, shard int      many
-- out: role text, name_before text?, name text, reason text, at instant
SELECT role, name_before, name, reason, at FROM role_change WHERE meeting = :meeting AND shard = :shard ORDER BY at, id;

-- record_items: the agenda with what was noted
-- in:  meeting meeting_id, shard int      many
-- out: id item_id, part int, step text?, title text, presenter_name text?, presenter_post text?, began optint, content text?, conclusion text?
SELECT i.id AS id, i.part AS part, i.step AS step, i.title AS title, a.name AS presenter_name, a.post AS presenter_post, i.began AS began,
	i.content AS content, i.conclusion AS conclusion
FROM agenda_item i LEFT JOIN attendance a ON a.meeting = i.meeting AND a.person = i.presenter AND a.shard = i.shard
WHERE i.meeting = :meeting AND i.shard = :shard ORDER BY i.ord, i.id;

-- record_parts: regular and thematic parts
-- in:  meeting meeting_id, shard int      many
-- out: ord int, kind text, theme text?
SELECT ord, kind, theme FROM meeting_part WHERE meeting = :meeting AND shard = :shard ORDER BY ord;

-- record_speeches: who said what, in order
-- in:  meeting meeting_id, shard int      many
-- out: item item_id, name text, label text?, text text, kind text
SELECT s.item AS item, s.name AS name, a.label AS label, s.text AS text, s.kind AS kind
FROM speech s LEFT JOIN attendance a ON a.meeting = s.meeting AND a.person = s.person AND a.shard = s.shard
WHERE s.meeting = :meeting AND s.shard = :shard AND s.removed_at IS NULL ORDER BY s.ord, s.id;

-- record_praises: praise, reminders, criticism
-- in:  meeting meeting_id, shard int      many
-- out: kind text, name text, label text?, text text
SELECT p.kind AS kind, p.name AS name, a.label AS label, p.text AS text
FROM praise p LEFT JOIN attendance a ON a.meeting = p.meeting AND a.person = p.person AND a.shard = p.shard
WHERE p.meeting = :meeting AND p.shard = :shard AND p.removed_at IS NULL ORDER BY p.kind, p.id;

-- record_fees: party fees of the roster for the meeting's month
-- in:  meeting meeting_id, shard int, month month      many
-- out: name text, label text?, state text
SELECT a.name AS name, a.label AS label, f.state AS state
FROM attendance a JOIN fee f ON f.person = a.person AND f.month = :month AND f.shard = a.shard
WHERE a.meeting = :meeting AND a.shard = :shard ORDER BY a.sort_key, a.person;

-- record_task_reports: last month's tasks as reported here
-- in:  meeting meeting_id, shard int      many
-- out: title text, person_name text?, due day?, state text, result text
SELECT t.title AS title, t.person_name AS person_name, t.due AS due, r.state AS state, r.result AS result
FROM task_report r JOIN task t ON t.id = r.task AND t.shard = r.shard
WHERE r.meeting = :meeting AND r.shard = :shard AND t.removed_at IS NULL ORDER BY coalesce(t.meeting, 0), t.ord, t.id;

-- record_tasks_open: tasks of a cell that were open before a meeting and that nobody reported there
-- in:  meeting meeting_id, cell cell_id, shard int, day day      many
-- out: title text, person_name text?, due day?
SELECT t.title AS title, t.person_name AS person_name, t.due AS due FROM task t
WHERE t.cell = :cell AND t.shard = :shard AND t.state IN ('open', 'part', 'not_done') AND t.removed_at IS NULL AND t.meeting IS DISTINCT FROM :meeting
	AND (t.meeting IS NULL OR EXISTS (SELECT 1 FROM meeting m WHERE m.id = t.meeting AND m.shard = t.shard AND m.day < :day))
	AND NOT EXISTS (SELECT 1 FROM task_report r WHERE r.task = t.id AND r.meeting = :meeting AND r.shard = t.shard)
ORDER BY coalesce(t.meeting, 0), t.ord, t.id;

-- record_tasks_given: tasks given at a meeting
-- in:  meeting meeting_id, shard int      many
-- out: title text, person_name text?, due day?, report_month optint
SELECT title, person_name, due, report_month FROM task WHERE meeting = :meeting AND shard = :shard AND removed_at IS NULL ORDER BY ord, id;

-- record_votes: what was voted on
-- in:  meeting meeting_id, shard int      many
-- out: kind text, question text, method text, person text?, votes_for int, votes_against int, votes_other int, base int, present int, carried optint
SELECT kind, question, method, person, votes_for, votes_against, votes_other, base, present, carried FROM motion
WHERE meeting = :meeting AND shard = :shard AND state = 'closed' ORDER BY ord, id;

-- record_points: points of the score sheet, line by line
-- in:  meeting meeting_id, shard int      many
-- out: line text, points optint
SELECT l.line AS line, l.points AS points FROM score_sheet s JOIN score_line l ON l.sheet = s.id AND l.shard = s.shard
WHERE s.meeting = :meeting AND s.shard = :shard;

-- record_total: the totals typed in for a meeting held on paper
-- in:  meeting meeting_id, shard int      maybe
-- out: members int, full_members int, base int, present int, excused int, unexcused int, exempt int, away int
SELECT members, full_members, base, present, excused, unexcused, exempt, away FROM meeting_total WHERE meeting = :meeting AND shard = :shard;

-- record_text: a record with its text as it stands: that one, or of its kind the one that bears the number or stands at that place, or the first
-- in:  meeting meeting_id, shard int, kind text, record record_id?, number optint      maybe
-- out: id record_id, kind text, ord int, title text, day day, state text, number optint, clerk_name text?, chair_name text?, chair_post text?,
--      body text
SELECT r.id AS id, r.kind AS kind, r.ord AS ord, r.title AS title, r.day AS day, r.state AS state, r.number AS number, r.clerk_name AS clerk_name,
	r.chair_name AS chair_name, r.chair_post AS chair_post, v.body AS body
FROM record r JOIN record_version v ON v.record = r.id AND v.version = r.version AND v.shard = r.shard
WHERE r.meeting = :meeting AND r.shard = :shard AND (r.id = :record OR (:record IS NULL AND r.kind = :kind AND r.state <> 'void'
	AND (:number IS NULL OR r.number = :number OR r.ord = :number)))
ORDER BY CASE WHEN r.number = :number THEN 0 ELSE 1 END, r.ord, r.id LIMIT 1;
