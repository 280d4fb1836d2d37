-- signal_mark_put: what a month is judged by changed
-- in:  cell cell_id, month month, shard int      run
INSERT INTO signal_mark (cell, month, shard, n) VALUES (:cell, :month, :shard, 1)
ON CONFLICT (cell, month, shard) DO UPDATE SET n = signal_mark.n + 1;

-- signal_mark_since: every month since one that has confirmed minutes, or was judged, is to be judged again
-- class: wide
-- in:  since month      run
INSERT INTO signal_mark (cell, month, shard, n)
SELECT m.cell, m.month, m.shard, 1 FROM meeting m WHERE m.month >= :since AND m.body = 'cell' AND m.state = 'ended'
	AND EXISTS (SELECT 1 FROM record r WHERE r.meeting = m.id AND r.shard = m.shard AND r.kind = 'minutes' AND r.state = 'signed')
UNION SELECT j.cell, j.month, j.shard, 1 FROM signal_judged j WHERE j.month >= :since
ON CONFLICT (cell, month, shard) DO UPDATE SET n = signal_mark.n + 1;

-- signal_marks: the months that wait, of the whole place, after one of them
-- class: report
-- in:  cell cell_id, month month      many
-- out: cell cell_id, month month, shard int, n int
SELECT cell, month, shard, n FROM signal_mark WHERE cell > :cell OR (cell = :cell AND month > :month) ORDER BY cell, month LIMIT 500;

-- signal_mark_done: judged, unless marked again meanwhile
-- in:  cell cell_id, month month, shard int, n int      run
DELETE FROM signal_mark WHERE cell = :cell AND month = :month AND shard = :shard AND n = :n;

-- signal_sittings: a cell's own ended sessions of some months, with what their signs are read from
-- in:  cell cell_id, shard int, since month, until month      many
-- out: id meeting_id, month month, kind text, paper_typed bool, minutes optint, members optint, spoke optint, theme_minutes optint, resolution bool,
--      record record_id?, version optint, total optint, most optint
SELECT m.id AS id, m.month AS month, m.kind AS kind, m.paper_typed AS paper_typed, t.minutes AS minutes, t.members AS members, t.spoke AS spoke,
	(SELECT max((p.ended - p.began) / 60000) FROM meeting_part p WHERE p.meeting = m.id AND p.shard = m.shard AND p.kind = 'thematic') AS theme_minutes,
	CASE WHEN EXISTS (SELECT 1 FROM record k WHERE k.meeting = m.id AND k.shard = m.shard AND k.kind = 'resolution' AND k.state = 'signed') THEN 1 ELSE 0 END AS resolution,
	r.id AS record, r.version AS version, c.total AS total, c.most AS most
FROM meeting m LEFT JOIN meeting_total t ON t.meeting = m.id AND t.shard = m.shard
LEFT JOIN record r ON r.meeting = m.id AND r.shard = m.shard AND r.kind = 'minutes' AND r.state = 'signed'
LEFT JOIN score_sheet c ON c.meeting = m.id AND c.rubric = m.rubric AND c.shard = m.shard AND c.state <> 'proposed'
WHERE m.cell = :cell AND m.shard = :shard AND m.month BETWEEN :since AND :until AND m.body = 'cell' AND m.state = 'ended' ORDER BY m.day, m.id;

-- signal_text: a text as it was confirmed
-- in:  record record_id, version int, shard int      one
-- out: body text
SELECT body FROM record_version WHERE record = :record AND version = :version AND shard = :shard;

-- signal_tasks: the tasks that a meeting gave, and what they lack
-- in:  meeting meeting_id, shard int      one
-- out: tasks int, no_person int, no_date int
SELECT count(*) AS tasks, count(CASE WHEN person IS NULL AND coalesce(person_name, '') = '' THEN 1 END) AS no_person,
	count(CASE WHEN coalesce(due, '') = '' THEN 1 END) AS no_date
FROM task WHERE meeting = :meeting AND shard = :shard AND removed_at IS NULL;

-- signal_speakers: who spoke at a meeting; reports and the superior aside
-- in:  meeting meeting_id, shard int      many
-- out: person person_id
SELECT DISTINCT person FROM speech WHERE meeting = :meeting AND shard = :shard AND removed_at IS NULL AND person IS NOT NULL
	AND (kind = 'opinion' OR kind = 'ahead') ORDER BY person;

-- signal_silent: how many came to all regular sessions of some months and spoke at none
-- in:  cell cell_id, shard int, since month, until month, sessions int      one
-- out: n int
SELECT count(*) AS n FROM (SELECT a.person AS person FROM meeting m JOIN attendance a ON a.meeting = m.id AND a.shard = m.shard
	WHERE m.cell = :cell AND m.shard = :shard AND m.month BETWEEN :since AND :until AND m.body = 'cell' AND m.state = 'ended'
		AND (m.kind = 'regular' OR m.kind = 'both') AND a.state = 'present'
		AND NOT EXISTS (SELECT 1 FROM meeting k JOIN speech s ON s.meeting = k.id AND s.shard = k.shard
			WHERE k.cell = :cell AND k.shard = :shard AND k.month BETWEEN :since AND :until AND k.body = 'cell'
				AND s.person = a.person AND s.removed_at IS NULL)
	GROUP BY a.person HAVING count(*) = :sessions) q;

-- signal_of_month: what was found in a month
-- in:  cell cell_id, month month, shard int      many
-- out: kind text, meeting meeting_id, value int, detail text
SELECT kind, meeting, value, detail FROM signal WHERE cell = :cell AND month = :month AND shard = :shard ORDER BY kind, meeting;

-- signal_put: a sign; one that was there keeps the time when it was first seen
-- in:  cell cell_id, month month, kind text, meeting meeting_id, shard int, value int, detail text, at instant      run
INSERT INTO signal (cell, month, kind, meeting, shard, value, detail, at) VALUES (:cell, :month, :kind, :meeting, :shard, :value, :detail, :at)
ON CONFLICT (cell, month, kind, meeting, shard) DO UPDATE SET value = excluded.value, detail = excluded.detail;

-- signal_drop: a sign that is no more
-- in:  cell cell_id, month month, kind text, meeting meeting_id, shard int      run
DELETE FROM signal WHERE cell = :cell AND month = :month AND kind = :kind AND meeting = :meeting AND shard = :shard;

-- signal_judged_put: a month was judged
-- in:  cell cell_id, month month, shard int, at instant      run
INSERT INTO signal_judged (cell, month, shard, at) VALUES (:cell, :month, :shard, :at)
ON CONFLICT (cell, month, shard) DO UPDATE SET at = excluded.at;

-- signal_judged_drop: its minutes are confirmed no more
-- in:  cell cell_id, month month, shard int      run
DELETE FROM signal_judged WHERE cell = :cell AND month = :month AND shard = :shard;

-- signal_judged_at: when the newest month of a cell was judged
-- in:  cell cell_id, shard int      one
-- out: at optint, months int
SELECT max(at) AS at, count(*) AS months FROM signal_judged WHERE cell = :cell AND shard = :shard;

-- signal_of_cell: what was found in a cell since a month, the newest first
-- in:  cell cell_id, shard int, since month      many
-- out: month month, kind text, meeting meeting_id, value int, detail text, day day
SELECT s.month AS month, s.kind AS kind, s.meeting AS meeting, s.value AS value, s.detail AS detail, m.day AS day
FROM signal s JOIN meeting m ON m.id = s.meeting AND m.shard = s.shard
WHERE s.cell = :cell AND s.shard = :shard AND s.month >= :since ORDER BY s.month DESC, m.day DESC, s.kind;

-- signal_minutes: the confirmed minutes of a meeting, and its day
-- in:  meeting meeting_id, shard int      maybe
-- out: record record_id, version int, day day
SELECT r.id AS record, r.version AS version, m.day AS day FROM record r JOIN meeting m ON m.id = r.meeting AND m.shard = r.shard
WHERE r.meeting = :meeting AND r.shard = :shard AND r.kind = 'minutes' AND r.state = 'signed';

-- signal_new: how many signs of a cell a leader has not looked at
-- in:  cell cell_id, account account_id, shard int      one
-- out: n int
SELECT count(*) AS n FROM signal s WHERE s.cell = :cell AND s.shard = :shard
	AND s.at > coalesce((SELECT e.at FROM signal_seen e WHERE e.cell = :cell AND e.account = :account AND e.shard = :shard), 0);

-- signal_look: a leader looked
-- in:  cell cell_id, account account_id, shard int, at instant      run
INSERT INTO signal_seen (cell, account, shard, at) VALUES (:cell, :account, :shard, :at)
ON CONFLICT (cell, account, shard) DO UPDATE SET at = excluded.at;

-- signal_count: a cell's month as figures
-- in:  cell cell_id, shard int, month month      one
-- out: cells int, same_text int, no_task int, no_person int, no_date int, merged int, same_speakers int, above int
SELECT count(DISTINCT j.cell) AS cells, count(DISTINCT CASE WHEN s.kind = 'same_text' THEN 1 END) AS same_text, count(DISTINCT CASE WHEN s.kind = 'no_task' THEN 1 END) AS no_task,
	count(DISTINCT CASE WHEN s.kind = 'no_person' THEN 1 END) AS no_person, count(DISTINCT CASE WHEN s.kind = 'no_date' THEN 1 END) AS no_date,
	count(DISTINCT CASE WHEN s.kind = 'merged' THEN 1 END) AS merged, count(DISTINCT CASE WHEN s.kind = 'same_speakers' THEN 1 END) AS same_speakers,
	count(DISTINCT CASE WHEN s.kind = 'above' THEN 1 END) AS above
FROM signal_judged j LEFT JOIN signal s ON s.cell = j.cell AND s.month = j.month AND s.shard = j.shard
WHERE j.cell = :cell AND j.shard = :shard AND j.month = :month;

-- signal_scan: the same for all at once
-- class: report
-- text: yes
-- in:  many
-- out: cell int, month int, shard int, cells int, same_text int, no_task int, no_person int, no_date int, merged int, same_speakers int, above int
SELECT j.cell AS cell, j.month AS month, j.shard AS shard, 1 AS cells,
	max(CASE WHEN s.kind = 'same_text' THEN 1 ELSE 0 END) AS same_text, max(CASE WHEN s.kind = 'no_task' THEN 1 ELSE 0 END) AS no_task,
	max(CASE WHEN s.kind = 'no_person' THEN 1 ELSE 0 END) AS no_person, max(CASE WHEN s.kind = 'no_date' THEN 1 ELSE 0 END) AS no_date,
	max(CASE WHEN s.kind = 'merged' THEN 1 ELSE 0 END) AS merged, max(CASE WHEN s.kind = 'same_speakers' THEN 1 ELSE 0 END) AS same_speakers,
	max(CASE WHEN s.kind = 'above' THEN 1 ELSE 0 END) AS above
FROM signal_judged j LEFT JOIN signal s ON s.cell = j.cell AND s.month = j.month AND s.shard = j.shard GROUP BY j.cell, j.month, j.shard;

-- signal_trend: a unit's figures by month
-- class: reference
-- in:  unit unit_id, since month, until month      many
-- out: month month, cells int, same_text int, no_task int, no_person int, no_date int, merged int, same_speakers int, above int
SELECT month, cells, same_text, no_task, no_person, no_date, merged, same_speakers, above FROM signal_by_unit
WHERE unit = :unit AND month BETWEEN :since AND :until ORDER BY month;

-- signal_archive_list: all signs of a cell, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: month month, kind text, meeting meeting_id, value int
SELECT month, kind, meeting, value FROM signal WHERE cell = :cell AND shard = :shard ORDER BY month, kind, meeting;

-- signal_seen_by: when an account looked at the signs of the cells that it led
-- class: report
-- in:  account account_id      many
-- out: cell cell_id, shard int, name text?, at instant
SELECT e.cell AS cell, e.shard AS shard, n.name AS name, e.at AS at FROM (SELECT DISTINCT unit FROM account_role WHERE account = :account) r
JOIN unit u ON u.id = r.unit JOIN signal_seen e ON e.cell = u.id AND e.account = :account AND e.shard = u.shard
LEFT JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31' ORDER BY e.cell;

-- signal_forget: it looked at nothing
-- in:  cell cell_id, account account_id, shard int      run
DELETE FROM signal_seen WHERE cell = :cell AND account = :account AND shard = :shard;
