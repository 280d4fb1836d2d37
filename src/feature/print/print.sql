-- print_roll: the roster of a meeting for the list to sign
-- in:  meeting meeting_id, shard int      many
-- out: name text, label text?, status text, post text, duty text
SELECT name, label, status, post, duty FROM attendance WHERE meeting = :meeting AND shard = :shard ORDER BY sort_key, person;

-- print_book: signed resolutions of a cell in a term, oldest first
-- in:  cell unit_id, shard int, term int      many
-- out: number optint, day day, title text, kind text, votes_for optint, base optint, meeting meeting_id
SELECT r.number AS number, r.day AS day, r.title AS title, m.kind AS kind, v.votes_for AS votes_for, v.base AS base, r.meeting AS meeting
FROM record r JOIN meeting m ON m.id = r.meeting AND m.shard = r.shard LEFT JOIN motion v ON v.id = r.motion AND v.shard = r.shard
WHERE r.cell = :cell AND r.shard = :shard AND r.kind = 'resolution' AND r.state = 'signed' AND r.term = :term ORDER BY r.number, r.day;

-- print_term: the term that a day falls into
-- in:  cell unit_id, shard int, day day      maybe
-- out: id int, name text, since day, until day
SELECT id, name, since, until FROM term WHERE cell = :cell AND shard = :shard AND since <= :day AND until > :day ORDER BY since DESC LIMIT 1;

-- print_tasks: tasks that a meeting gave, with their results
-- in:  meeting meeting_id, shard int      many
-- out: title text, person_name text?, due day?, state text
SELECT title, person_name, due, state FROM task WHERE meeting = :meeting AND shard = :shard AND removed_at IS NULL ORDER BY ord, id;
