-- print_record: where the minutes or a resolution of a meeting stand
-- in:  meeting meeting_id, shard int, kind text, number optint      maybe
-- out: id record_id
SELECT id FROM record WHERE meeting = :meeting AND shard = :shard AND kind = :kind AND state <> 'void'
	AND (:number IS NULL OR number = :number OR ord = :number) ORDER BY CASE WHEN number = :number THEN 0 ELSE 1 END, ord, id LIMIT 1;

-- print_roll: the roll of a meeting, leaders first
-- in:  meeting meeting_id, shard int      many
-- out: name text, label text?, post text, status text, duty text, state text, reason text?
SELECT name, label, post, status, duty, state, reason FROM attendance WHERE meeting = :meeting AND shard = :shard
ORDER BY CASE post WHEN 'bi_thu' THEN 0 WHEN 'pho_bi_thu' THEN 1 WHEN 'chi_uy_vien' THEN 2 ELSE 3 END, sort_key, person;

-- print_members: who belongs to a body of a cell on a day, leaders first: for a meeting that was not called yet
-- in:  cell cell_id, shard int, day day, body text, cell_group group_id      many
-- out: name text, label text?, post text, status text, duty text
SELECT m.name AS name, m.label AS label, m.post AS post, m.status AS status,
	CASE WHEN m.kind = 'away' THEN 'away' WHEN count(CASE WHEN s.kind = 'exempt' THEN 1 END) > 0 THEN 'exempt' WHEN count(CASE WHEN s.kind = 'special_duty' THEN 1 END) > 0 THEN 'special_duty'
		ELSE 'due' END AS duty
FROM membership m LEFT JOIN member_state s ON s.cell = m.cell AND s.shard = m.shard AND s.person = m.person AND s.since <= :day AND s.until > :day
WHERE m.cell = :cell AND m.shard = :shard AND m.since <= :day AND m.until > :day AND m.kind <> 'temporary_here'
	AND (:body = 'cell' OR (:body = 'committee' AND m.post <> 'dang_vien') OR (:body = 'group' AND EXISTS (SELECT 1 FROM group_member t
		WHERE t.cell = m.cell AND t.shard = m.shard AND t.person = m.person AND t.cell_group = :cell_group AND t.since <= :day AND t.until > :day)))
GROUP BY m.id, m.name, m.label, m.post, m.status, m.kind, m.sort_key, m.person
ORDER BY CASE m.post WHEN 'bi_thu' THEN 0 WHEN 'pho_bi_thu' THEN 1 WHEN 'chi_uy_vien' THEN 2 ELSE 3 END, m.sort_key, m.person;

-- print_guests: who else is expected
-- in:  meeting meeting_id, shard int      many
-- out: name text, post text?, kind text
SELECT name, post, kind FROM guest WHERE meeting = :meeting AND shard = :shard
ORDER BY CASE kind WHEN 'superior' THEN 0 WHEN 'other' THEN 1 ELSE 2 END, id;

-- print_chair: the secretary, where nobody was named to chair
-- in:  cell cell_id, shard int, day day      maybe
-- out: name text, post text
SELECT name, post FROM membership
WHERE cell = :cell AND shard = :shard AND since <= :day AND until > :day AND post = 'bi_thu' ORDER BY sort_key LIMIT 1;

-- print_term: a term of the cell: that one, or the one of the day, or the last
-- in:  cell cell_id, shard int, term optint, day day      maybe
-- out: id term_id, name text, since day, until day
SELECT id, name, since, until FROM term WHERE cell = :cell AND shard = :shard AND (:term IS NULL OR id = :term)
ORDER BY since <= :day AND until >= :day DESC, since DESC LIMIT 1;

-- print_book: the resolutions of a term in the order of their numbers, with the void ones
-- in:  cell cell_id, shard int, term term_id      many
-- out: number optint, day day, kind text, month month, meeting meeting_id, title text, state text, votes_for optint, base optint, void_reason text?
SELECT r.number AS number, r.day AS day, m.kind AS kind, m.month AS month, r.meeting AS meeting, r.title AS title, r.state AS state,
	o.votes_for AS votes_for, o.base AS base, n.void_reason AS void_reason
FROM record r JOIN meeting m ON m.id = r.meeting AND m.shard = r.shard
LEFT JOIN motion o ON o.id = r.motion AND o.shard = r.shard
LEFT JOIN register_number n ON n.term = r.term AND n.type = 'NQ' AND n.number = r.number AND n.shard = r.shard
WHERE r.cell = :cell AND r.shard = :shard AND r.kind = 'resolution' AND r.term = :term AND r.number IS NOT NULL ORDER BY r.number, r.id;

-- print_tasks: the tasks that a meeting gave, with what came of them
-- in:  meeting meeting_id, shard int      many
-- out: title text, person_name text?, due day?, state text, result text?
SELECT title, person_name, due, state, result FROM task WHERE meeting = :meeting AND shard = :shard AND removed_at IS NULL ORDER BY ord, id;

-- print_agenda: what the meeting is about
-- in:  meeting meeting_id, shard int      many
-- out: step text?, title text
SELECT step, title FROM agenda_item WHERE meeting = :meeting AND shard = :shard ORDER BY ord, id;
