-- model_add: proposed by the cell, or marked by the committee
-- in:  id model_id, shard int, cell cell_id, meeting meeting_id, unit unit_id, purpose text, state text, by_cell int, since day, until day, account account_id, at instant      run
INSERT INTO model_meeting (id, shard, cell, meeting, unit, purpose, state, by_cell, since, until, made_by, entered_at)
VALUES (:id, :shard, :cell, :meeting, :unit, :purpose, :state, :by_cell, :since, :until, :account, :at);

-- model_one: a model meeting with its session
-- in:  id model_id, shard int      maybe
-- out: cell cell_id, meeting meeting_id, unit unit_id, unit_name text, unit_kind text, parent_name text?, purpose text, state text, by_cell bool, answer text?, since day, until day, number text?, day day?, conclusion text?, reach unit_id?, types text?, published_at instant?, version int, meeting_day day, meeting_minute int, meeting_place text, meeting_state text, meeting_month month
SELECT o.cell AS cell, o.meeting AS meeting, o.unit AS unit, n.name AS unit_name, u.kind AS unit_kind, p.name AS parent_name, o.purpose AS purpose,
	o.state AS state, o.by_cell AS by_cell, o.answer AS answer, o.since AS since, o.until AS until, o.number AS number, o.day AS day,
	o.conclusion AS conclusion, o.reach AS reach, o.types AS types, o.published_at AS published_at, o.version AS version, m.day AS meeting_day,
	m.minute AS meeting_minute, m.place AS meeting_place, m.state AS meeting_state, m.month AS meeting_month
FROM model_meeting o JOIN meeting m ON m.id = o.meeting AND m.shard = o.shard JOIN unit u ON u.id = o.unit
JOIN unit_name n ON n.unit = o.unit AND n.until = '9999-12-31' LEFT JOIN unit_edge e ON e.unit = o.unit AND e.until = '9999-12-31'
LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = '9999-12-31' WHERE o.id = :id AND o.shard = :shard;

-- model_taken: whether a session is marked or proposed already
-- in:  cell cell_id, shard int, meeting meeting_id      one
-- out: n int
SELECT count(*) AS n FROM model_meeting WHERE cell = :cell AND shard = :shard AND meeting = :meeting AND state <> 'refused' AND state <> 'cancelled';

-- model_session: a session, for what may be wrong with it
-- in:  meeting meeting_id, shard int      maybe
-- out: cell cell_id, month month, day day, body text, state text
SELECT cell, month, day, body, state FROM meeting WHERE id = :meeting AND shard = :shard;

-- model_session_on: the cell's own session of a day
-- in:  cell cell_id, shard int, month month, day day      many
-- out: id meeting_id
SELECT id FROM meeting WHERE cell = :cell AND shard = :shard AND month BETWEEN :month - 1 AND :month + 1 AND day = :day AND body = 'cell'
	AND state <> 'cancelled' AND state <> 'postponed' ORDER BY minute, id LIMIT 1;

-- model_sessions: what a cell may propose
-- in:  cell cell_id, shard int, since month, until month      many
-- out: id meeting_id, day day, kind text
SELECT id, day, kind FROM meeting WHERE cell = :cell AND shard = :shard AND month BETWEEN :since AND :until AND body = 'cell'
	AND state <> 'cancelled' AND state <> 'postponed' ORDER BY day, id LIMIT 30;

-- model_state: agreed, refused, cancelled
-- in:  id model_id, shard int, state text, answer text?      run
UPDATE model_meeting SET state = :state, answer = :answer, version = version + 1 WHERE id = :id AND shard = :shard;

-- model_window: when guests may look, and the number of the invitation
-- in:  id model_id, shard int, purpose text, since day, until day, number text?, day day?      run
UPDATE model_meeting SET purpose = :purpose, since = :since, until = :until, number = :number, day = :day, version = version + 1
WHERE id = :id AND shard = :shard;

-- model_publish: what was learned goes out
-- in:  id model_id, shard int, conclusion text?, reach unit_id, types text, at instant      run
UPDATE model_meeting SET state = 'published', conclusion = :conclusion, reach = :reach, types = :types, published_at = :at, version = version + 1
WHERE id = :id AND shard = :shard;

-- model_guest_add: one more guest
-- in:  id model_guest_id, shard int, model model_id, account account_id?, cell unit_id?, name text, place text, at instant      run
INSERT INTO model_guest (id, shard, model, account, guest_cell, name, place, entered_at)
VALUES (:id, :shard, :model, :account, :cell, :name, :place, :at);

-- model_guest_drop: is invited no more
-- in:  id model_guest_id, shard int, model model_id      run
DELETE FROM model_guest WHERE id = :id AND shard = :shard AND model = :model;

-- model_guest_came: how many came
-- in:  id model_guest_id, shard int, model model_id, came optint      run
UPDATE model_guest SET came = :came WHERE id = :id AND shard = :shard AND model = :model;

-- model_guests: the guests
-- in:  model model_id, shard int      many
-- out: id model_guest_id, account account_id?, cell unit_id?, name text, place text, came optint
SELECT id, account, guest_cell AS cell, name, place, came FROM model_guest WHERE model = :model AND shard = :shard ORDER BY entered_at, id;

-- model_guest_forget: the name goes
-- class: wide
-- in:  account account_id, name text      run
UPDATE model_guest SET name = :name, place = '' WHERE account = :account;

-- model_guest_export: where somebody was invited
-- class: report
-- json: yes
-- in:  account account_id      many
-- out: name text, place text, came optint, entered_at instant
SELECT name, place, came, entered_at FROM model_guest WHERE account = :account ORDER BY entered_at, id;

-- model_leaders: the accounts that speak for a cell
-- class: reference
-- in:  cell unit_id      many
-- out: account account_id
SELECT DISTINCT account FROM account_role WHERE unit = :cell AND until = '9999-12-31' AND (role = 'secretary' OR role = 'deputy' OR role = 'clerk' OR role = 'committee');

-- model_people: who has a role at a unit
-- class: reference
-- in:  unit unit_id      many
-- out: account account_id, name text
SELECT DISTINCT c.id AS account, c.name AS name FROM account_role r JOIN account c ON c.id = r.account AND c.closed_at IS NULL
WHERE r.unit = :unit AND r.until = '9999-12-31' ORDER BY c.name, c.id LIMIT 200;

-- model_person: an account that may be invited, with the unit of its first role and whether it has one at a cell
-- class: reference
-- in:  account account_id, cell unit_id      maybe
-- out: name text, place text?, inside int
SELECT c.name AS name,
	(SELECT min(n.name) FROM account_role r JOIN unit_name n ON n.unit = r.unit AND n.until = '9999-12-31' WHERE r.account = c.id AND r.until = '9999-12-31') AS place,
	(SELECT count(*) FROM account_role r WHERE r.account = c.id AND r.unit = :cell AND r.until = '9999-12-31') AS inside
FROM account c WHERE c.id = :account AND c.closed_at IS NULL;

-- model_below: whether a unit stands at or below another
-- class: reference
-- in:  unit unit_id, ancestor unit_id      one
-- out: n int
SELECT count(*) AS n FROM unit_anc WHERE node = :unit AND ancestor = :ancestor AND until = '9999-12-31';

-- model_reach: where what was learned may go: the committee, and what stands right below it
-- class: reference
-- in:  unit unit_id      many
-- out: id unit_id, name text
SELECT a.node AS id, n.name AS name FROM unit_anc a JOIN unit u ON u.id = a.node AND u.until = '9999-12-31' AND u.kind <> 'chi_bo'
JOIN unit_name n ON n.unit = a.node AND n.until = '9999-12-31' WHERE a.ancestor = :unit AND a.until = '9999-12-31' AND a.depth <= 1
ORDER BY a.depth, n.sort_key LIMIT 400;

-- model_note_put: what somebody noted of a step
-- in:  model model_id, account account_id, step text, shard int, side text, good text?, improve text?, at instant      run
INSERT INTO model_note (model, account, step, shard, side, good, improve, entered_at) VALUES (:model, :account, :step, :shard, :side, :good, :improve, :at)
ON CONFLICT (model, account, step, shard) DO UPDATE SET good = excluded.good, improve = excluded.improve, side = excluded.side;

-- model_notes: all that was noted
-- in:  model model_id, shard int      many
-- out: account account_id, step text, side text, good text?, improve text?
SELECT account, step, side, good, improve FROM model_note WHERE model = :model AND shard = :shard ORDER BY entered_at, account, step;

-- model_note_export: what somebody noted at model meetings
-- class: report
-- json: yes
-- in:  account account_id      many
-- out: step text, side text, good text?, improve text?, entered_at instant
SELECT step, side, good, improve, entered_at FROM model_note WHERE account = :account ORDER BY entered_at, step;

-- model_lesson_put: what is published of a step
-- in:  model model_id, step text, shard int, text text      run
INSERT INTO model_lesson (model, step, shard, text) VALUES (:model, :step, :shard, :text) ON CONFLICT (model, step, shard) DO UPDATE SET text = excluded.text;

-- model_lessons: what is published
-- in:  model model_id, shard int      many
-- out: step text, text text
SELECT step, text FROM model_lesson WHERE model = :model AND shard = :shard;

-- model_unsent: what cells wait for
-- class: report
-- in:       many
-- out: id model_id, shard int, cell cell_id, cell_name text, day day, reach unit_id, types text, published_at instant, sent_to int
SELECT o.id AS id, o.shard AS shard, o.cell AS cell, n.name AS cell_name, m.day AS day, o.reach AS reach, o.types AS types, o.published_at AS published_at,
	o.sent_to AS sent_to
FROM model_meeting o JOIN meeting m ON m.id = o.meeting AND m.shard = o.shard
JOIN unit_name n ON n.unit = o.cell AND n.until = (SELECT max(x.until) FROM unit_name x WHERE x.unit = o.cell)
WHERE o.published_at IS NOT NULL AND o.sent_at IS NULL ORDER BY o.id LIMIT 20;

-- model_addressed: the cells that should read it, from one on, without the one that it was of
-- class: reference
-- in:  reach unit_id, cell cell_id, types text, after int      many
-- out: cell cell_id, shard int
SELECT u.id AS cell, u.shard AS shard FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' AND u.until = '9999-12-31'
WHERE a.ancestor = :reach AND a.until = '9999-12-31' AND a.node > :after AND u.id <> :cell
	AND (:types = '' OR :types LIKE '% ' || COALESCE(u.cell_type, '-') || ' %') ORDER BY u.id;

-- model_reader_add: a cell should read it
-- in:  cell cell_id, model model_id, shard int, month month, day day, cell_name text, at instant      run
INSERT INTO model_reader (cell, model, shard, month, day, cell_name, entered_at) VALUES (:cell, :model, :shard, :month, :day, :cell_name, :at)
ON CONFLICT (cell, model, shard) DO NOTHING;

-- model_reading_count: how many cells of a shard should read it, and did
-- in:  model model_id, shard int      run
INSERT INTO model_reading (model, shard, should, done)
SELECT :model, :shard, count(*), count(r.read_at) FROM model_reader r WHERE r.model = :model AND r.shard = :shard
ON CONFLICT (model, shard) DO UPDATE SET should = excluded.should, done = excluded.done;

-- model_sent: how far it went
-- in:  id model_id, shard int, sent_to int, at optint      run
UPDATE model_meeting SET sent_to = :sent_to, sent_at = :at WHERE id = :id AND shard = :shard;

-- model_reader_one: whether a cell should read it, and did
-- in:  cell cell_id, model model_id, shard int      maybe
-- out: month month, read_at instant?
SELECT month, read_at FROM model_reader WHERE cell = :cell AND model = :model AND shard = :shard;

-- model_read: a leader of the cell says that it was read
-- in:  cell cell_id, model model_id, shard int, account account_id, at instant      run
UPDATE model_reader SET read_at = :at, account = :account WHERE cell = :cell AND model = :model AND shard = :shard AND read_at IS NULL;

-- model_readers: the cells that should read it, a page from one on
-- class: report
-- in:  model model_id, after int, unread int      many
-- out: cell cell_id, name text, parent text?, read_at instant?
SELECT r.cell AS cell, n.name AS name, p.name AS parent, r.read_at AS read_at
FROM model_reader r JOIN unit_name n ON n.unit = r.cell AND n.until = (SELECT max(x.until) FROM unit_name x WHERE x.unit = r.cell)
LEFT JOIN unit_edge e ON e.unit = r.cell AND e.until = '9999-12-31' LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = '9999-12-31'
WHERE r.model = :model AND r.cell > :after AND (:unread = 0 OR r.read_at IS NULL) ORDER BY r.cell LIMIT 51;

-- model_read_count: how many should read it, and did
-- class: report
-- in:  model model_id      one
-- out: should int, done int
SELECT COALESCE(sum(should), 0) AS should, COALESCE(sum(done), 0) AS done FROM model_reading WHERE model = :model;

-- model_of_unit: the model meetings of a committee, the last first
-- class: report
-- in:  unit unit_id      many
-- out: id model_id, cell_name text, day day, state text, meeting_state text, by_cell bool, should int, done int
SELECT o.id AS id, n.name AS cell_name, m.day AS day, o.state AS state, m.state AS meeting_state, o.by_cell AS by_cell,
	(SELECT COALESCE(sum(r.should), 0) FROM model_reading r WHERE r.model = o.id) AS should,
	(SELECT COALESCE(sum(r.done), 0) FROM model_reading r WHERE r.model = o.id) AS done
FROM model_meeting o JOIN meeting m ON m.id = o.meeting AND m.shard = o.shard
JOIN unit_name n ON n.unit = o.cell AND n.until = (SELECT max(x.until) FROM unit_name x WHERE x.unit = o.cell)
WHERE o.unit = :unit ORDER BY o.entered_at DESC, o.id LIMIT 60;

-- model_of_cell: those of a cell, the last first
-- in:  cell cell_id, shard int      many
-- out: id model_id, day day, state text, meeting_state text
SELECT o.id AS id, m.day AS day, o.state AS state, m.state AS meeting_state FROM model_meeting o JOIN meeting m ON m.id = o.meeting AND m.shard = o.shard
WHERE o.cell = :cell AND o.shard = :shard ORDER BY m.day DESC, o.id LIMIT 60;

-- model_to_read: what a cell should read, what it did not first
-- in:  cell cell_id, shard int      many
-- out: model model_id, day day, cell_name text, done bool
SELECT model, day, cell_name, CASE WHEN read_at IS NULL THEN 0 ELSE 1 END AS done FROM model_reader WHERE cell = :cell AND shard = :shard
ORDER BY CASE WHEN read_at IS NULL THEN 0 ELSE 1 END, day DESC, model LIMIT 60;

-- model_invited: where somebody, or the cell, is invited from a day on
-- class: report
-- in:  account account_id, cell unit_id?, since day      many
-- out: id model_id, cell_name text, day day, minute int, place text, meeting_state text, noted bool
SELECT DISTINCT o.id AS id, n.name AS cell_name, m.day AS day, m.minute AS minute, m.place AS place, m.state AS meeting_state,
	CASE WHEN EXISTS (SELECT 1 FROM model_note x WHERE x.model = o.id AND x.shard = o.shard AND x.account = :account) THEN 1 ELSE 0 END AS noted
FROM model_guest g JOIN model_meeting o ON o.id = g.model AND o.shard = g.shard AND o.state = 'marked'
JOIN meeting m ON m.id = o.meeting AND m.shard = o.shard AND m.day >= :since
JOIN unit_name n ON n.unit = o.cell AND n.until = (SELECT max(x.until) FROM unit_name x WHERE x.unit = o.cell)
WHERE g.account = :account OR g.guest_cell = :cell ORDER BY m.day, o.id LIMIT 40;

-- model_count: a cell's month: what it held, who came, what it should read and did
-- in:  cell cell_id, shard int, month month      one
-- out: held int, guests int, published int, should int, done int
SELECT
	(SELECT count(*) FROM model_meeting o JOIN meeting m ON m.id = o.meeting AND m.shard = o.shard
		WHERE o.cell = :cell AND o.shard = :shard AND m.month = :month AND m.state = 'ended' AND (o.state = 'marked' OR o.state = 'published')) AS held,
	(SELECT COALESCE(sum(g.came), 0) FROM model_meeting o JOIN meeting m ON m.id = o.meeting AND m.shard = o.shard
		JOIN model_guest g ON g.model = o.id AND g.shard = o.shard
		WHERE o.cell = :cell AND o.shard = :shard AND m.month = :month AND m.state = 'ended' AND (o.state = 'marked' OR o.state = 'published')) AS guests,
	(SELECT count(*) FROM model_meeting o JOIN meeting m ON m.id = o.meeting AND m.shard = o.shard
		WHERE o.cell = :cell AND o.shard = :shard AND m.month = :month AND m.state = 'ended' AND o.state = 'published') AS published,
	(SELECT count(*) FROM model_reader r WHERE r.cell = :cell AND r.shard = :shard AND r.month = :month) AS should,
	(SELECT count(r.read_at) FROM model_reader r WHERE r.cell = :cell AND r.shard = :shard AND r.month = :month) AS done;

-- model_scan: the same for all cells, for the check of counters
-- class: report
-- text: yes
-- in:       many
-- out: cell int, month int, shard int, held int, guests int, published int, should int, done int
SELECT x.cell AS cell, x.month AS month, x.shard AS shard, sum(x.held) AS held, sum(x.guests) AS guests, sum(x.published) AS published,
	sum(x.should) AS should, sum(x.done) AS done
FROM (SELECT o.cell AS cell, m.month AS month, o.shard AS shard, 1 AS held,
		(SELECT COALESCE(sum(g.came), 0) FROM model_guest g WHERE g.model = o.id AND g.shard = o.shard) AS guests,
		CASE WHEN o.state = 'published' THEN 1 ELSE 0 END AS published, 0 AS should, 0 AS done
	FROM model_meeting o JOIN meeting m ON m.id = o.meeting AND m.shard = o.shard
	WHERE m.state = 'ended' AND (o.state = 'marked' OR o.state = 'published')
	UNION ALL
	SELECT r.cell AS cell, r.month AS month, r.shard AS shard, 0 AS held, 0 AS guests, 0 AS published, 1 AS should,
		CASE WHEN r.read_at IS NULL THEN 0 ELSE 1 END AS done
	FROM model_reader r) x
GROUP BY x.cell, x.month, x.shard;

-- model_figures: what stands below a unit, in some months
-- class: reference
-- in:  unit unit_id, since month, until month      one
-- out: held int, guests int, should int, done int
SELECT COALESCE(sum(held), 0) AS held, COALESCE(sum(guests), 0) AS guests, COALESCE(sum(should), 0) AS should, COALESCE(sum(done), 0) AS done
FROM model_by_unit WHERE unit = :unit AND month BETWEEN :since AND :until;

-- model_units: the same of each unit right below
-- class: reference
-- in:  unit unit_id, since month, until month      many
-- out: id unit_id, name text, held int, guests int, should int, done int
SELECT e.unit AS id, n.name AS name, COALESCE(sum(f.held), 0) AS held, COALESCE(sum(f.guests), 0) AS guests, COALESCE(sum(f.should), 0) AS should,
	COALESCE(sum(f.done), 0) AS done
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31' AND u.kind <> 'chi_bo'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31' LEFT JOIN model_by_unit f ON f.unit = e.unit AND f.month BETWEEN :since AND :until
WHERE e.parent = :unit AND e.until = '9999-12-31' GROUP BY e.unit, n.name, n.sort_key ORDER BY n.sort_key;

-- model_asked: proposals that wait for a committee
-- class: report
-- in:  unit unit_id      many
-- out: id model_id, cell_name text, day day
SELECT o.id AS id, n.name AS cell_name, m.day AS day FROM model_meeting o JOIN meeting m ON m.id = o.meeting AND m.shard = o.shard
JOIN unit_name n ON n.unit = o.cell AND n.until = (SELECT max(x.until) FROM unit_name x WHERE x.unit = o.cell)
WHERE o.unit = :unit AND o.state = 'proposed' ORDER BY m.day, o.id LIMIT 20;

-- model_archive_meetings: a cell's model meetings
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: id model_id, meeting meeting_id, purpose text, state text, answer text?, number text?, conclusion text?
SELECT id, meeting, purpose, state, answer, number, conclusion FROM model_meeting WHERE cell = :cell AND shard = :shard ORDER BY id;

-- model_archive_lessons: what was learned there
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: model model_id, step text, text text
SELECT l.model AS model, l.step AS step, l.text AS text FROM model_meeting o JOIN model_lesson l ON l.model = o.id AND l.shard = o.shard
WHERE o.cell = :cell AND o.shard = :shard ORDER BY l.model, l.step;

-- model_archive_readings: what a cell should read and when it did
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: model model_id, day day, cell_name text, read_at instant?
SELECT model, day, cell_name, read_at FROM model_reader WHERE cell = :cell AND shard = :shard ORDER BY day, model;
