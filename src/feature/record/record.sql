-- record: one record, whole
-- in:  id record_id, shard int      maybe
-- out: id record_id, shard int, cell cell_id, meeting meeting_id, kind text, ord int, parent record_id?, title text, day text, state text,
--      version int, term term_id?, number optint, adopted_at optint, adopted_version optint, motion motion_id?, clerk person_id?,
--      clerk_name text?, clerk_at optint, chair person_id?, chair_name text?, chair_post text?, chair_at optint, signed_at optint,
--      entered_at instant
SELECT id, shard, cell, meeting, kind, ord, parent, title, day, state, version, term, number, adopted_at, adopted_version, motion, clerk,
	clerk_name, clerk_at, chair, chair_name, chair_post, chair_at, signed_at, entered_at
FROM record WHERE id = :id AND shard = :shard;

-- record_of_meeting: all records of a meeting: minutes, resolutions, addenda, void ones last
-- in:  meeting meeting_id, shard int      many
-- out: id record_id, kind text, ord int, parent record_id?, title text, state text, version int, number optint, clerk_at optint, chair_at optint,
--      signed_at optint
SELECT id, kind, ord, parent, title, state, version, number, clerk_at, chair_at, signed_at FROM record
WHERE meeting = :meeting AND shard = :shard
ORDER BY state = 'void', CASE kind WHEN 'minutes' THEN 0 WHEN 'resolution' THEN 1 ELSE 2 END, ord, id;

-- record_last_ord: how many records of a kind stand in a meeting, or how many addenda a record has
-- in:  meeting meeting_id, shard int, kind text, parent record_id?      one
-- out: last int
SELECT count(*) AS last FROM record
WHERE meeting = :meeting AND shard = :shard AND kind = :kind AND parent IS NOT DISTINCT FROM :parent AND state <> 'void';

-- record_add: a new record with its first version
-- in:  id record_id, shard int, cell cell_id, meeting meeting_id, kind text, ord int, parent record_id?, title text, day text, at instant      run
INSERT INTO record (id, shard, cell, meeting, kind, ord, parent, title, day, entered_at)
VALUES (:id, :shard, :cell, :meeting, :kind, :ord, :parent, :title, :day, :at);

-- record_version_add: an immutable version of the text
-- in:  record record_id, version int, shard int, hash blob, author account_id, at instant, body text      run
INSERT INTO record_version (record, version, shard, hash, author, at, body) VALUES (:record, :version, :shard, :hash, :author, :at, :body);

-- record_version_one: one version of the text
-- in:  record record_id, version int, shard int      maybe
-- out: body text, hash blob, at instant, author account_id
SELECT body, hash, at, author FROM record_version WHERE record = :record AND version = :version AND shard = :shard;

-- record_version_at: the version that stood at an instant; none when the text is younger
-- in:  record record_id, shard int, at instant      maybe
-- out: version int, hash blob
SELECT version, hash FROM record_version WHERE record = :record AND shard = :shard AND at <= :at ORDER BY version DESC LIMIT 1;

-- record_advance: the text moved on; who confirmed the text before must confirm again
-- in:  id record_id, shard int, version int      run
UPDATE record SET version = :version, clerk = NULL, clerk_name = NULL, clerk_at = NULL WHERE id = :id AND shard = :shard;

-- record_motions: carried votes that may adopt a record: of its meeting, or of a later one of the same body, used by no other record
-- in:  meeting meeting_id, cell cell_id, shard int, kind text, day text, body text, cell_group group_id      many
-- out: id motion_id, question text, votes_for int, base int, closed_at optint, day text, own bool
SELECT o.id, o.question, o.votes_for, o.base, o.closed_at, m.day, m.id = :meeting AS own
FROM meeting m JOIN motion o ON o.meeting = m.id AND o.shard = m.shard
WHERE m.cell = :cell AND m.shard = :shard AND m.month >= CAST(substr(:day, 1, 4) || substr(:day, 6, 2) AS INTEGER)
	AND (m.id = :meeting OR m.day > :day) AND m.body = :body AND coalesce(m.cell_group, 0) = coalesce(:cell_group, 0) AND o.kind = :kind AND o.state = 'closed' AND o.carried = 1
	AND NOT EXISTS (SELECT 1 FROM record r WHERE r.cell = m.cell AND r.shard = m.shard AND r.motion = o.id AND r.state <> 'void')
ORDER BY m.id = :meeting DESC, m.day, o.ord DESC;

-- record_vote: the figures of the vote that adopted a record
-- in:  id motion_id, shard int      maybe
-- out: votes_for int, votes_against int, votes_other int, base int, meeting meeting_id, day day
SELECT o.votes_for, o.votes_against, o.votes_other, o.base, o.meeting, m.day
FROM motion o JOIN meeting m ON m.id = o.meeting AND m.shard = o.shard WHERE o.id = :id AND o.shard = :shard;

-- record_adopt: adopted by the meeting
-- in:  id record_id, shard int, at instant, version int, hash blob, motion motion_id?      run
UPDATE record SET state = 'adopted', adopted_at = :at, adopted_version = :version, adopted_hash = :hash, motion = :motion
WHERE id = :id AND shard = :shard;

-- record_clerk_signs: the clerk confirms
-- in:  id record_id, shard int, person person_id, name text, at instant      run
UPDATE record SET clerk = :person, clerk_name = :name, clerk_at = :at WHERE id = :id AND shard = :shard;

-- record_chair_signs: the chair confirms, which closes the record and gives it its number
-- in:  id record_id, shard int, person person_id, name text, post text, at instant, term term_id?, number optint, hash blob      run
UPDATE record SET state = 'signed', chair = :person, chair_name = :name, chair_post = :post, chair_at = :at, signed_at = :at, term = :term,
	number = :number, hash = :hash
WHERE id = :id AND shard = :shard;

-- record_void: declared void; its number stays
-- in:  id record_id, shard int      run
UPDATE record SET state = 'void' WHERE id = :id AND shard = :shard;

-- record_number_void: why a number is void
-- in:  term term_id, type text, number int, shard int, reason text      run
UPDATE register_number SET void_reason = :reason WHERE term = :term AND type = :type AND number = :number AND shard = :shard;

-- record_number: what the register says of a number
-- in:  term term_id, type text, number int, shard int      maybe
-- out: void_reason text?
SELECT void_reason FROM register_number WHERE term = :term AND type = :type AND number = :number AND shard = :shard;

-- record_attendee: a person's name in a meeting, told apart where two bear it
-- in:  meeting meeting_id, person person_id, shard int      maybe
-- out: name text, label text?, post text
SELECT name, label, post FROM attendance WHERE meeting = :meeting AND person = :person AND shard = :shard;

-- record_member: a person's name in the cell
-- in:  cell cell_id, person person_id, shard int      maybe
-- out: name text
SELECT name FROM membership WHERE cell = :cell AND person = :person AND shard = :shard ORDER BY since DESC LIMIT 1;

-- record_gaps: what should be looked at before a record is confirmed
-- in:  meeting meeting_id, shard int      one
-- out: absent int, unknown int, nameless int, silent int, motions int, tasks int
SELECT (SELECT count(*) FROM attendance WHERE meeting = :meeting AND shard = :shard AND duty NOT IN ('exempt', 'special_duty', 'away')
		AND state IN ('excused', 'unexcused') AND coalesce(reason, '') = '') AS absent,
	(SELECT count(*) FROM attendance WHERE meeting = :meeting AND shard = :shard AND duty NOT IN ('exempt', 'special_duty', 'away')
		AND state = 'unknown') AS unknown,
	(SELECT count(*) FROM speech WHERE meeting = :meeting AND shard = :shard AND removed_at IS NULL AND trim(name) = '') AS nameless,
	(SELECT count(*) FROM speech WHERE meeting = :meeting AND shard = :shard AND removed_at IS NULL AND trim(text) = '') AS silent,
	(SELECT count(*) FROM motion WHERE meeting = :meeting AND shard = :shard AND state = 'open') AS motions,
	(SELECT count(*) FROM task WHERE meeting = :meeting AND shard = :shard AND removed_at IS NULL
		AND (person IS NULL OR coalesce(due, '') = '')) AS tasks;

-- record_photo_add: a photograph of the signed paper
-- in:  id photo_id, shard int, record record_id, file_name text, type text, size int, hash blob, at instant, by account_id      run
INSERT INTO record_photo (id, shard, record, file_name, type, size, hash, at, by)
VALUES (:id, :shard, :record, :file_name, :type, :size, :hash, :at, :by);

-- record_photos: the photographs of a record
-- in:  record record_id, shard int      many
-- out: id photo_id, file_name text, type text, size int, at instant
SELECT id, file_name, type, size, at FROM record_photo WHERE record = :record AND shard = :shard ORDER BY id;

-- record_photo: one photograph
-- in:  id photo_id, shard int      maybe
-- out: record record_id, file_name text, type text, hash blob
SELECT record, file_name, type, hash FROM record_photo WHERE id = :id AND shard = :shard;

-- record_term_at: the term that a day falls into, the youngest where several do
-- in:  cell cell_id, shard int, day text      maybe
-- out: id term_id, checked bool
SELECT id, checked FROM term WHERE cell = :cell AND shard = :shard AND since <= :day AND until >= :day ORDER BY since DESC, id DESC LIMIT 1;

-- record_terms: the terms of a cell, the youngest first
-- in:  cell cell_id, shard int      many
-- out: id term_id, name text, since day, until text, checked bool
SELECT id, name, since, until, checked FROM term WHERE cell = :cell AND shard = :shard ORDER BY since DESC, id DESC;

-- record_term_add: a new term
-- in:  id term_id, shard int, cell cell_id, name text, since text, until text, at instant, checked bool      run
INSERT INTO term (id, shard, cell, name, since, until, entered_at, checked) VALUES (:id, :shard, :cell, :name, :since, :until, :at, :checked);

-- record_term_change: a term corrected by a person
-- in:  id term_id, shard int, name text, since text, until text      run
UPDATE term SET name = :name, since = :since, until = :until, checked = 1 WHERE id = :id AND shard = :shard;

-- record_registers: last numbers used in a term, per type, and how many numbers were taken here
-- in:  term term_id, shard int      many
-- out: type text, last int, taken int
SELECT type, last, (SELECT count(*) FROM register_number n WHERE n.term = r.term AND n.type = r.type AND n.shard = r.shard) AS taken
FROM register r WHERE term = :term AND shard = :shard ORDER BY type;

-- record_register_set: the last number used, as a person says
-- in:  term term_id, type text, shard int, last int      run
INSERT INTO register (term, type, shard, last) VALUES (:term, :type, :shard, :last)
ON CONFLICT (term, type, shard) DO UPDATE SET last = excluded.last;

-- record_number_next: the number after the last one used and after all that were taken
-- in:  term term_id, type text, shard int      one
-- out: next int
SELECT coalesce(max(number), 0) + 1 AS next FROM (SELECT last AS number FROM register WHERE term = :term AND type = :type AND shard = :shard
	UNION ALL SELECT number FROM register_number WHERE term = :term AND type = :type AND shard = :shard) taken;

-- record_number_top: the highest number taken here
-- in:  term term_id, type text, shard int      one
-- out: top int
SELECT coalesce(max(number), 0) AS top FROM register_number WHERE term = :term AND type = :type AND shard = :shard;

-- record_number_take: a number is taken
-- in:  term term_id, type text, number int, shard int, record record_id, day text      run
INSERT INTO register_number (term, type, number, shard, record, day) VALUES (:term, :type, :number, :shard, :record, :day);

-- record_book: the resolutions of a term, in order of their numbers, void ones too
-- in:  cell cell_id, shard int, term term_id      many
-- out: id record_id, meeting meeting_id, number optint, day day, month month, title text, state text, votes_for optint, base optint,
--      tasks int, done int, void_reason text?
SELECT r.id, r.meeting, r.number, r.day, m.month, r.title, r.state, o.votes_for, o.base,
	(SELECT count(*) FROM task t WHERE t.meeting = r.meeting AND t.shard = r.shard AND t.removed_at IS NULL) AS tasks,
	(SELECT count(*) FROM task t WHERE t.meeting = r.meeting AND t.shard = r.shard AND t.removed_at IS NULL AND t.state = 'done') AS done,
	n.void_reason
FROM record r JOIN meeting m ON m.id = r.meeting AND m.shard = r.shard
LEFT JOIN motion o ON o.id = r.motion AND o.shard = r.shard
LEFT JOIN register_number n ON n.term = r.term AND n.type = 'NQ' AND n.number = r.number AND n.shard = r.shard
WHERE r.cell = :cell AND r.shard = :shard AND r.kind = 'resolution' AND r.term = :term ORDER BY r.number;

-- record_measures: what the score may know of a meeting's records
-- in:  meeting meeting_id, shard int      one
-- out: minutes bool, resolution bool, draft bool
SELECT EXISTS (SELECT 1 FROM record WHERE meeting = :meeting AND shard = :shard AND kind = 'minutes' AND state IN ('adopted', 'signed')) AS minutes,
	EXISTS (SELECT 1 FROM record WHERE meeting = :meeting AND shard = :shard AND kind = 'resolution' AND state IN ('adopted', 'signed'))
		AS resolution,
	EXISTS (SELECT 1 FROM record r JOIN meeting m ON m.id = r.meeting AND m.shard = r.shard
		WHERE r.meeting = :meeting AND r.shard = :shard AND r.kind = 'resolution' AND r.entered_at < coalesce(m.ended_at, r.entered_at + 1))
	OR EXISTS (SELECT 1 FROM paper WHERE meeting = :meeting AND shard = :shard AND withdrawn_at IS NULL
		AND (title LIKE '%nghị quyết%' OR title LIKE '%Nghị quyết%' OR title LIKE '%ự thảo%' OR title LIKE '%ết luận%')) AS draft;

-- record_waiting: meetings that ended and whose minutes are not confirmed
-- in:  cell cell_id, shard int, since month      many
-- out: meeting meeting_id, month month, body text, group_name text?, day day, ended_at optint, chair person_id?, record record_id?, clerk_at optint
SELECT m.id AS meeting, m.month, m.body, m.group_name, m.day, m.ended_at, m.chair, r.id AS record, r.clerk_at
FROM meeting m LEFT JOIN record r ON r.meeting = m.id AND r.shard = m.shard AND r.kind = 'minutes' AND r.state <> 'void'
WHERE m.cell = :cell AND m.shard = :shard AND m.month >= :since AND m.state = 'ended' AND m.paper_typed = 0
	AND (r.state IS NULL OR r.state <> 'signed')
ORDER BY m.day;

-- record_for_chair: records that wait for the chair's confirmation
-- in:  cell cell_id, shard int, chair person_id, since text      many
-- out: record record_id, meeting meeting_id, title text, day day
SELECT r.id AS record, r.meeting, r.title, r.day FROM record r JOIN meeting m ON m.id = r.meeting AND m.shard = r.shard
WHERE r.cell = :cell AND r.shard = :shard AND r.day >= :since AND r.kind IN ('minutes', 'resolution', 'addendum')
	AND r.state IN ('draft', 'adopted') AND r.clerk_at IS NOT NULL AND m.chair = :chair
ORDER BY r.day;

-- record_author: the name of an account
-- class: reference
-- in:  account account_id      maybe
-- out: name text
SELECT name FROM account WHERE id = :account;

-- record_term_end: a term ends where the next one begins
-- in:  id term_id, shard int, until text      run
UPDATE term SET until = :until WHERE id = :id AND shard = :shard;

-- record_archive_list: all records of a cell, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: id record_id, meeting meeting_id, kind text, title text, day day, state text, version int, number optint, signed_at optint
SELECT id, meeting, kind, title, day, state, version, number, signed_at FROM record WHERE cell = :cell AND shard = :shard ORDER BY day, id;

-- record_archive_numbers: every number that was taken, void ones too, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: term text, type text, number int, day text, void_reason text?
SELECT t.name AS term, n.type AS type, n.number AS number, n.day AS day, n.void_reason AS void_reason
FROM term t JOIN register_number n ON n.term = t.id AND n.shard = t.shard WHERE t.cell = :cell AND t.shard = :shard ORDER BY t.since, t.id, n.type, n.number;

-- record_keeps: whether a photograph stands on these bytes
-- in:  hash blob, shard int      one
-- out: keeps bool
SELECT EXISTS (SELECT 1 FROM record_photo WHERE hash = :hash AND shard = :shard) AS keeps;
