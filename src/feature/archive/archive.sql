-- archive_meetings: the sessions of a cell that were held or planned in some months, oldest first
-- in:  cell cell_id, shard int, from_month month, to_month month      many
-- out: id meeting_id, month month, day day, minute minute, body text, group_name text?, kind text, theme text?, state text, place text,
--      chair_name text?, clerk_name text?, present optint, base optint, records int, papers int
SELECT m.id AS id, m.month AS month, m.day AS day, m.minute AS minute, m.body AS body, m.group_name AS group_name, m.kind AS kind, m.theme AS theme,
	m.state AS state, m.place AS place,
	(SELECT a.name FROM attendance a WHERE a.meeting = m.id AND a.person = m.chair AND a.shard = m.shard) AS chair_name,
	(SELECT a.name FROM attendance a WHERE a.meeting = m.id AND a.person = m.clerk AND a.shard = m.shard) AS clerk_name,
	t.present AS present, t.base AS base,
	(SELECT count(*) FROM record r WHERE r.meeting = m.id AND r.shard = m.shard) AS records,
	(SELECT count(*) FROM paper p WHERE p.meeting = m.id AND p.shard = m.shard AND p.withdrawn_at IS NULL) AS papers
FROM meeting m LEFT JOIN meeting_total t ON t.meeting = m.id AND t.shard = m.shard
WHERE m.cell = :cell AND m.shard = :shard AND m.month BETWEEN :from_month AND :to_month ORDER BY m.day, m.minute, m.id;

-- archive_records: the minutes, resolutions and addenda of a meeting
-- in:  meeting meeting_id, shard int      many
-- out: id record_id, kind text, ord int, parent record_id?, title text, day text, state text, version int, number optint, clerk_name text?,
--      chair_name text?, signed_at optint, hash blob, body text
SELECT r.id AS id, r.kind AS kind, r.ord AS ord, r.parent AS parent, r.title AS title, r.day AS day, r.state AS state, r.version AS version,
	r.number AS number, r.clerk_name AS clerk_name, r.chair_name AS chair_name, r.signed_at AS signed_at, v.hash AS hash, v.body AS body
FROM record r JOIN record_version v ON v.record = r.id AND v.version = r.version AND v.shard = r.shard
WHERE r.meeting = :meeting AND r.shard = :shard ORDER BY r.kind, r.ord, r.id;

-- archive_photos: photographs of the signed pages of a meeting's records
-- in:  meeting meeting_id, shard int      many
-- out: record record_id, file_name text, type text, hash blob
SELECT p.record AS record, p.file_name AS file_name, p.type AS type, p.hash AS hash
FROM record r JOIN record_photo p ON p.record = r.id AND p.shard = r.shard WHERE r.meeting = :meeting AND r.shard = :shard ORDER BY p.id;

-- archive_papers: what was read before a meeting, without what was taken back
-- in:  meeting meeting_id, shard int      many
-- out: title text, file_name text, type text, size int, hash blob, posted_at instant
SELECT title, file_name, type, size, hash, posted_at FROM paper WHERE meeting = :meeting AND shard = :shard AND withdrawn_at IS NULL ORDER BY id;

-- archive_attendance_roll: the roll of a meeting
-- in:  meeting meeting_id, shard int      many
-- out: name text, label text?, post text, status text, duty text, state text, reason text?
SELECT name, label, post, status, duty, state, reason FROM attendance WHERE meeting = :meeting AND shard = :shard ORDER BY sort_key, person;

-- archive_guests: who else was there
-- in:  meeting meeting_id, shard int      many
-- out: name text, post text?, kind text, present int
SELECT name, post, kind, present FROM guest WHERE meeting = :meeting AND shard = :shard ORDER BY id;

-- archive_tasks: the tasks that a meeting gave
-- in:  meeting meeting_id, shard int      many
-- out: title text, person_name text?, due text?, state text, result text?
SELECT title, person_name, due, state, result FROM task WHERE meeting = :meeting AND shard = :shard AND removed_at IS NULL ORDER BY ord, id;

-- archive_has_score: whether a meeting was scored
-- in:  meeting meeting_id, shard int      one
-- out: scored bool
SELECT EXISTS (SELECT 1 FROM score_sheet WHERE meeting = :meeting AND shard = :shard) AS scored;

-- archive_members: everybody who belonged to the cell, with dates
-- class: report
-- in:  cell cell_id, shard int      many
-- out: name text, label text?, kind text, status text, post text, since text, until text, ended text?, ended_note text?, birth text?, joined text?,
--      official text?, card text?
SELECT m.name AS name, m.label AS label, m.kind AS kind, m.status AS status, m.post AS post, m.since AS since, m.until AS until, m.ended AS ended,
	m.ended_note AS ended_note, p.birth AS birth, p.joined AS joined, p.official AS official, p.card AS card
FROM membership m LEFT JOIN person p ON p.id = m.person WHERE m.cell = :cell AND m.shard = :shard ORDER BY m.sort_key, m.person, m.since, m.id;

-- archive_terms: the terms of the cell
-- in:  cell cell_id, shard int      many
-- out: id term_id, since day, until day
SELECT id, since, until FROM term WHERE cell = :cell AND shard = :shard ORDER BY since, id;

-- archive_heads: where the chains of the cell stand
-- in:  cell cell_id, shard int      many
-- out: kind text, seq int, hash blob
SELECT kind, seq, hash FROM chain WHERE cell = :cell AND shard = :shard ORDER BY kind;

-- archive_links: every link of the chains of contents, in their order
-- in:  cell cell_id, shard int      many
-- out: kind text, seq int, meeting int, object int, about text, part text, salt blob?, content blob, hash blob
SELECT kind, seq, meeting, object, about, part, salt, content, hash FROM chain_link WHERE cell = :cell AND shard = :shard ORDER BY kind, seq;

-- archive_audit: the whole chain of acts, oldest first
-- in:  cell cell_id, shard int      many
-- out: seq int, at instant, account int, act text, object int, request int, hash blob
SELECT seq, at, account, act, object, request, hash FROM audit WHERE cell = :cell AND shard = :shard ORDER BY seq;
