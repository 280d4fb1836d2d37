-- commitment_layout_of: the parts of the form for a unit: its own, or those of the nearest superior that has some
-- class: reference
-- in:  unit unit_id      many
-- out: unit unit_id, ord int, title text, hint text, unit_name text
SELECT l.unit AS unit, l.ord AS ord, l.title AS title, l.hint AS hint, n.name AS unit_name
FROM commitment_layout l JOIN unit_name n ON n.unit = l.unit AND n.until = '9999-12-31'
WHERE l.unit = (SELECT a.ancestor FROM unit_anc a WHERE a.node = :unit AND a.until = '9999-12-31'
	AND EXISTS (SELECT 1 FROM commitment_layout x WHERE x.unit = a.ancestor) ORDER BY a.depth LIMIT 1) ORDER BY l.ord;

-- commitment_layout_drop: the superior's count again, or new ones come
-- class: reference
-- in:  unit unit_id      run
DELETE FROM commitment_layout WHERE unit = :unit;

-- commitment_layout_put: one part
-- class: reference
-- in:  unit unit_id, ord int, title text, hint text?, account account_id, at instant      run
INSERT INTO commitment_layout (unit, ord, title, hint, account, entered_at)
VALUES (:unit, :ord, :title, COALESCE(CAST(:hint AS TEXT), ''), :account, :at);

-- commitment_year_one: whether the cell asked for a year
-- in:  cell cell_id, year int, shard int      maybe
-- out: due day, day day, month month
SELECT due, day, month FROM commitment_year WHERE cell = :cell AND year = :year AND shard = :shard;

-- commitment_year_put: it asks, or gives another last day
-- in:  cell cell_id, year int, shard int, due day, day day, month month, account account_id, at instant      run
INSERT INTO commitment_year (cell, year, shard, due, day, month, account, entered_at) VALUES (:cell, :year, :shard, :due, :day, :month, :account, :at)
ON CONFLICT (cell, year, shard) DO UPDATE SET due = excluded.due;

-- commitment_list: the members of a cell with their commitments of a year
-- in:  cell cell_id, shard int, year int, today day      many
-- out: person person_id, name text, label text?, post text, exempt int, id commitment_id?, state text?, sent_day day?, paper optint, checked_day day?, noted_day day?
SELECT s.person AS person, s.name AS name, s.label AS label, s.post AS post,
	(SELECT count(*) FROM member_state e WHERE e.cell = s.cell AND e.shard = s.shard AND e.person = s.person AND e.kind = 'exempt' AND e.since <= :today
		AND e.until > :today) AS exempt,
	c.id AS id, c.state AS state, c.sent_day AS sent_day, c.paper AS paper, c.checked_day AS checked_day, c.noted_day AS noted_day
FROM membership s LEFT JOIN commitment c ON c.cell = s.cell AND c.shard = s.shard AND c.year = :year AND c.person = s.person
WHERE s.cell = :cell AND s.shard = :shard AND s.until = '9999-12-31' AND s.kind <> 'temporary_here' ORDER BY s.sort_key, s.label, s.id;

-- commitment_gone: the commitments of those who are not in the cell any more
-- in:  cell cell_id, shard int, year int      many
-- out: id commitment_id, person person_id, name text, state text
SELECT c.id AS id, c.person AS person, c.name AS name, c.state AS state FROM commitment c
WHERE c.cell = :cell AND c.shard = :shard AND c.year = :year AND NOT EXISTS (SELECT 1 FROM membership s WHERE s.person = c.person AND s.cell = c.cell
	AND s.shard = c.shard AND s.until = '9999-12-31' AND s.kind <> 'temporary_here') ORDER BY c.name, c.id;

-- commitment_item_counts: how many items each commitment of a cell has, how many were said to be done
-- in:  cell cell_id, shard int, year int, today day      many
-- out: commitment commitment_id, items int, done int, late int
SELECT i.commitment AS commitment, count(*) AS items, sum(CASE WHEN d.item IS NOT NULL THEN 1 ELSE 0 END) AS done,
	sum(CASE WHEN d.item IS NULL AND i.due < :today THEN 1 ELSE 0 END) AS late
FROM commitment c JOIN commitment_item i ON i.commitment = c.id AND i.shard = c.shard AND i.ended = 0
LEFT JOIN (SELECT DISTINCT p.item AS item, p.shard AS shard FROM commitment c JOIN commitment_progress p ON p.commitment = c.id AND p.shard = c.shard
	WHERE c.cell = :cell AND c.shard = :shard AND c.year = :year AND p.state = 'done') d ON d.item = i.id AND d.shard = i.shard
WHERE c.cell = :cell AND c.shard = :shard AND c.year = :year GROUP BY i.commitment;

-- commitment_member: whether somebody is a member of a cell, by what name
-- in:  cell cell_id, shard int, person person_id, today day      maybe
-- out: name text, label text?, exempt int
SELECT s.name AS name, s.label AS label, (SELECT count(*) FROM member_state e WHERE e.cell = s.cell AND e.shard = s.shard AND e.person = s.person
	AND e.kind = 'exempt' AND e.since <= :today AND e.until > :today) AS exempt
FROM membership s WHERE s.cell = :cell AND s.shard = :shard AND s.person = :person AND s.until = '9999-12-31' AND s.kind <> 'temporary_here'
ORDER BY s.since DESC LIMIT 1;

-- commitment_add: a new one
-- in:  id commitment_id, shard int, cell cell_id, person person_id, year int, name text, paper int, by account_id, at instant      run
INSERT INTO commitment (id, shard, cell, person, year, name, state, paper, made_by, entered_at)
VALUES (:id, :shard, :cell, :person, :year, :name, 'draft', :paper, :by, :at);

-- commitment_one: a commitment
-- in:  id commitment_id, shard int      maybe
-- out: cell cell_id, person person_id, year int, name text, state text, paper int, month optint, sent_day day?, word text?, decided_day day?, check_month optint, checked_day day?, check_words text?, note text?, noted_day day?, version int
SELECT cell, person, year, name, state, paper, month, sent_day, word, decided_day, check_month, checked_day, check_words, note, noted_day, version
FROM commitment WHERE id = :id AND shard = :shard;

-- commitment_of_year: the commitment of somebody in a cell for a year
-- in:  cell cell_id, shard int, year int, person person_id      maybe
-- out: id commitment_id, state text, word text?, checked_day day?
SELECT id, state, word, checked_day FROM commitment WHERE cell = :cell AND shard = :shard AND year = :year AND person = :person;

-- commitment_of_person: all commitments of somebody, wherever made
-- class: report
-- in:  person person_id      many
-- out: id commitment_id, cell unit_id, cell_name text, year int, state text
SELECT c.id AS id, c.cell AS cell, n.name AS cell_name, c.year AS year, c.state AS state FROM commitment c
JOIN unit_name n ON n.unit = c.cell AND n.until = '9999-12-31' WHERE c.person = :person ORDER BY c.year DESC, c.id DESC LIMIT 40;

-- commitment_set: as sent or kept
-- in:  id commitment_id, shard int, state text, month optint, sent_day day?, paper int      run
UPDATE commitment SET state = :state, month = COALESCE(month, :month), sent_day = COALESCE(:sent_day, sent_day), paper = :paper,
	version = version + 1 WHERE id = :id AND shard = :shard;

-- commitment_decide: agreed, or returned with a word
-- in:  id commitment_id, shard int, state text, word text?, day day, account account_id      run
UPDATE commitment SET state = :state, word = :word, decided_day = :day, decided_by = :account, version = version + 1 WHERE id = :id AND shard = :shard;

-- commitment_part_put: a part in words
-- in:  commitment commitment_id, ord int, shard int, title text, text text?      run
INSERT INTO commitment_part (commitment, ord, shard, title, text) VALUES (:commitment, :ord, :shard, :title, COALESCE(CAST(:text AS TEXT), ''))
ON CONFLICT (commitment, ord, shard) DO UPDATE SET text = excluded.text;

-- commitment_parts: the parts
-- in:  commitment commitment_id, shard int      many
-- out: ord int, title text, text text
SELECT ord, title, text FROM commitment_part WHERE commitment = :commitment AND shard = :shard ORDER BY ord;

-- commitment_item_put: what can be measured
-- in:  id item_id, shard int, commitment commitment_id, ord int, text text, measure text?, due day, addendum int      run
INSERT INTO commitment_item (id, shard, commitment, ord, text, measure, due, addendum)
VALUES (:id, :shard, :commitment, :ord, :text, COALESCE(CAST(:measure AS TEXT), ''), :due, :addendum);

-- commitment_items_drop: before they are written anew
-- in:  commitment commitment_id, shard int      run
DELETE FROM commitment_item WHERE commitment = :commitment AND shard = :shard;

-- commitment_item_end: an addendum takes it out
-- in:  id item_id, shard int, addendum int      run
UPDATE commitment_item SET ended = :addendum WHERE id = :id AND shard = :shard;

-- commitment_items: all items, those that an addendum took out too, with what was said last
-- in:  commitment commitment_id, shard int      many
-- out: id item_id, ord int, text text, measure text, due day, addendum int, ended int, result text?, result_words text?, last text?
SELECT i.id AS id, i.ord AS ord, i.text AS text, i.measure AS measure, i.due AS due, i.addendum AS addendum, i.ended AS ended, i.result AS result,
	i.result_words AS result_words,
	(SELECT p.state FROM commitment_progress p WHERE p.commitment = i.commitment AND p.shard = i.shard AND p.item = i.id ORDER BY p.day DESC, p.id DESC LIMIT 1) AS last
FROM commitment_item i WHERE i.commitment = :commitment AND i.shard = :shard ORDER BY i.ord, i.id;

-- commitment_item_result: at the end of the year
-- in:  id item_id, shard int, result text, words text?      run
UPDATE commitment_item SET result = :result, result_words = :words WHERE id = :id AND shard = :shard;

-- commitment_check: the member looks back
-- in:  id commitment_id, shard int, month month, day day, words text?      run
UPDATE commitment SET check_month = COALESCE(check_month, :month), checked_day = :day, check_words = :words, version = version + 1
WHERE id = :id AND shard = :shard;

-- commitment_note: what the committee of the cell says of it
-- in:  id commitment_id, shard int, note text, day day, account account_id      run
UPDATE commitment SET note = :note, noted_day = :day, noted_by = :account, version = version + 1 WHERE id = :id AND shard = :shard;

-- commitment_progress_add: what was said of an item
-- in:  id int, shard int, commitment commitment_id, item item_id, day day, meeting meeting_id?, state text, words text, account account_id, at instant      run
INSERT INTO commitment_progress (id, shard, commitment, item, day, meeting, state, words, account, entered_at)
VALUES (:id, :shard, :commitment, :item, :day, :meeting, :state, :words, :account, :at);

-- commitment_progresses: all that was said, as it came
-- in:  commitment commitment_id, shard int      many
-- out: day day, meeting meeting_id?, meeting_day day?, state text, words text, ord int
SELECT p.day AS day, p.meeting AS meeting, m.day AS meeting_day, p.state AS state, p.words AS words, i.ord AS ord
FROM commitment_progress p JOIN commitment_item i ON i.id = p.item AND i.shard = p.shard LEFT JOIN meeting m ON m.id = p.meeting AND m.shard = p.shard
WHERE p.commitment = :commitment AND p.shard = :shard ORDER BY p.day, p.id LIMIT 200;

-- commitment_meetings: meetings at which something could be said
-- in:  cell cell_id, shard int, since month, until month, today day      many
-- out: id meeting_id, day day
SELECT id, day FROM meeting WHERE cell = :cell AND shard = :shard AND month BETWEEN :since AND :until AND day <= :today
	AND (state = 'open' OR state = 'ended') ORDER BY day DESC, id DESC LIMIT 24;

-- commitment_addendum_add: a change is asked for
-- in:  id int, shard int, commitment commitment_id, reason text, item optint, text text?, measure text?, due day?, day day, account account_id, at instant      run
INSERT INTO commitment_addendum (id, shard, commitment, reason, item, text, measure, due, state, sent_day, account, entered_at)
VALUES (:id, :shard, :commitment, :reason, COALESCE(CAST(:item AS BIGINT), 0), COALESCE(CAST(:text AS TEXT), ''), COALESCE(CAST(:measure AS TEXT), ''),
	COALESCE(CAST(:due AS TEXT), ''), 'sent', :day, :account, :at);

-- commitment_addenda: the changes of one, as asked for
-- in:  commitment commitment_id, shard int      many
-- out: id int, reason text, item int, text text, measure text, due text, state text, sent_day day, word text?, decided_day day?
SELECT id, reason, item, text, measure, due, state, sent_day, word, decided_day FROM commitment_addendum
WHERE commitment = :commitment AND shard = :shard ORDER BY id LIMIT 40;

-- commitment_addendum_decide: agreed, or returned with a word
-- in:  id int, shard int, state text, word text?, day day, account account_id      run
UPDATE commitment_addendum SET state = :state, word = :word, decided_day = :day, decided_by = :account WHERE id = :id AND shard = :shard;

-- commitment_waiting: what waits for the committee of a cell
-- in:  cell cell_id, shard int, year int      one
-- out: sent int, addenda int, checked int
SELECT COALESCE(sum(CASE WHEN c.state = 'sent' THEN 1 ELSE 0 END), 0) AS sent,
	COALESCE(sum((SELECT count(*) FROM commitment_addendum a WHERE a.commitment = c.id AND a.shard = c.shard AND a.state = 'sent')), 0) AS addenda,
	COALESCE(sum(CASE WHEN c.checked_day IS NOT NULL AND c.noted_day IS NULL THEN 1 ELSE 0 END), 0) AS checked
FROM commitment c WHERE c.cell = :cell AND c.shard = :shard AND c.year = :year;

-- commitment_leaders: who else may agree in a cell
-- class: reference
-- in:  cell unit_id, account account_id      one
-- out: others int
SELECT count(DISTINCT account) AS others FROM account_role WHERE unit = :cell AND until = '9999-12-31' AND account <> :account
	AND (role = 'secretary' OR role = 'deputy' OR role = 'clerk' OR role = 'committee');

-- commitment_figures: a cell's month
-- in:  cell cell_id, shard int, month month      one
-- out: cells int, members int, committed int, agreed int, checked int, noted int
SELECT (SELECT count(*) FROM commitment_year y WHERE y.cell = :cell AND y.shard = :shard AND y.month = :month) AS cells,
	(SELECT count(*) FROM commitment_year y JOIN membership s ON s.cell = y.cell AND s.shard = y.shard AND s.since <= y.day AND s.until > y.day
		AND s.kind <> 'temporary_here' WHERE y.cell = :cell AND y.shard = :shard AND y.month = :month) AS members,
	(SELECT count(*) FROM commitment c WHERE c.cell = :cell AND c.shard = :shard AND c.month = :month) AS committed,
	(SELECT count(*) FROM commitment c WHERE c.cell = :cell AND c.shard = :shard AND c.month = :month AND c.state = 'agreed') AS agreed,
	(SELECT count(*) FROM commitment c WHERE c.cell = :cell AND c.shard = :shard AND c.check_month = :month) AS checked,
	(SELECT count(*) FROM commitment c WHERE c.cell = :cell AND c.shard = :shard AND c.check_month = :month AND c.noted_day IS NOT NULL) AS noted;

-- commitment_scan: the same for all cells, for the check of counters
-- class: report
-- text: yes
-- in:       many
-- out: cell int, month int, shard int, cells int, members int, committed int, agreed int, checked int, noted int
SELECT x.cell AS cell, x.month AS month, x.shard AS shard, CAST(sum(x.cells) AS BIGINT) AS cells, CAST(sum(x.members) AS BIGINT) AS members,
	CAST(sum(x.committed) AS BIGINT) AS committed, CAST(sum(x.agreed) AS BIGINT) AS agreed, CAST(sum(x.checked) AS BIGINT) AS checked,
	CAST(sum(x.noted) AS BIGINT) AS noted
FROM (SELECT y.cell AS cell, y.month AS month, y.shard AS shard, 1 AS cells, (SELECT count(*) FROM membership s WHERE s.cell = y.cell AND s.shard = y.shard
		AND s.since <= y.day AND s.until > y.day AND s.kind <> 'temporary_here') AS members, 0 AS committed, 0 AS agreed, 0 AS checked, 0 AS noted
	FROM commitment_year y
	UNION ALL SELECT cell, month, shard, 0, 0, 1, CASE WHEN state = 'agreed' THEN 1 ELSE 0 END, 0, 0 FROM commitment WHERE month IS NOT NULL
	UNION ALL SELECT cell, check_month, shard, 0, 0, 0, 0, 1, CASE WHEN noted_day IS NOT NULL THEN 1 ELSE 0 END FROM commitment WHERE check_month IS NOT NULL) x
GROUP BY x.cell, x.month, x.shard;

-- commitment_below: what stands right below a committee, with the counts of a year; all_cells, all_members: as many as there are
-- class: report
-- in:  unit unit_id, since month, until month, month month      many
-- out: id unit_id, kind text, name text, cells int, committed int, agreed int, checked int, noted int, all_cells int, all_members int
SELECT e.unit AS id, u.kind AS kind, n.name AS name, COALESCE(sum(f.cells), 0) AS cells, COALESCE(sum(f.committed), 0) AS committed,
	COALESCE(sum(f.agreed), 0) AS agreed, COALESCE(sum(f.checked), 0) AS checked, COALESCE(sum(f.noted), 0) AS noted,
	(SELECT COALESCE(max(s.cells), 0) FROM state_by_unit s WHERE s.unit = e.unit AND s.month = :month) AS all_cells,
	(SELECT COALESCE(max(s.members), 0) FROM state_by_unit s WHERE s.unit = e.unit AND s.month = :month) AS all_members
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31' AND u.kind <> 'chi_bo'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31'
LEFT JOIN commitment_by_unit f ON f.unit = e.unit AND f.month BETWEEN :since AND :until
WHERE e.parent = :unit AND e.until = '9999-12-31' GROUP BY e.unit, u.kind, n.name, n.sort_key ORDER BY n.sort_key LIMIT 400;

-- commitment_below_cells: the same of the cells right below it
-- class: report
-- in:  unit unit_id, since month, until month, month month, offset int, most int      many
-- out: id unit_id, name text, cells int, committed int, agreed int, checked int, noted int, all_members int
SELECT e.unit AS id, n.name AS name, COALESCE(sum(f.cells), 0) AS cells, COALESCE(sum(f.committed), 0) AS committed,
	COALESCE(sum(f.agreed), 0) AS agreed, COALESCE(sum(f.checked), 0) AS checked, COALESCE(sum(f.noted), 0) AS noted,
	(SELECT COALESCE(max(s.members), 0) FROM state_by_cell s WHERE s.cell = e.unit AND s.shard = u.shard AND s.month = :month) AS all_members
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31' AND u.kind = 'chi_bo'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31'
LEFT JOIN commitment_by_cell f ON f.cell = e.unit AND f.shard = u.shard AND f.month BETWEEN :since AND :until
WHERE e.parent = :unit AND e.until = '9999-12-31' GROUP BY e.unit, u.shard, n.name, n.sort_key ORDER BY n.sort_key LIMIT :most OFFSET :offset;

-- commitment_unit_sum: the figures of a committee
-- class: report
-- in:  unit unit_id, since month, until month, month month      one
-- out: cells int, committed int, agreed int, checked int, noted int, all_cells int, all_members int
SELECT COALESCE(sum(f.cells), 0) AS cells, COALESCE(sum(f.committed), 0) AS committed, COALESCE(sum(f.agreed), 0) AS agreed,
	COALESCE(sum(f.checked), 0) AS checked, COALESCE(sum(f.noted), 0) AS noted,
	(SELECT COALESCE(max(s.cells), 0) FROM state_by_unit s WHERE s.unit = :unit AND s.month = :month) AS all_cells,
	(SELECT COALESCE(max(s.members), 0) FROM state_by_unit s WHERE s.unit = :unit AND s.month = :month) AS all_members
FROM commitment_by_unit f WHERE f.unit = :unit AND f.month BETWEEN :since AND :until;

-- commitment_export: what somebody committed to
-- class: report
-- json: yes
-- in:  person person_id      many
-- out: id commitment_id, year int, name text, state text, paper int, sent_day day?, word text?, decided_day day?, checked_day day?, check_words text?, note text?, noted_day day?, entered_at instant
SELECT id, year, name, state, paper, sent_day, word, decided_day, checked_day, check_words, note, noted_day, entered_at FROM commitment
WHERE person = :person ORDER BY year, id;

-- commitment_export_parts: in words
-- class: report
-- json: yes
-- in:  person person_id      many
-- out: commitment commitment_id, title text, text text
SELECT p.commitment AS commitment, p.title AS title, p.text AS text FROM commitment c JOIN commitment_part p ON p.commitment = c.id AND p.shard = c.shard
WHERE c.person = :person ORDER BY c.id, p.ord;

-- commitment_export_items: what can be measured
-- class: report
-- json: yes
-- in:  person person_id      many
-- out: commitment commitment_id, id item_id, text text, measure text, due day, result text?, result_words text?
SELECT i.commitment AS commitment, i.id AS id, i.text AS text, i.measure AS measure, i.due AS due, i.result AS result, i.result_words AS result_words
FROM commitment c JOIN commitment_item i ON i.commitment = c.id AND i.shard = c.shard WHERE c.person = :person ORDER BY c.id, i.ord, i.id;

-- commitment_export_progress: what was said of it
-- class: report
-- json: yes
-- in:  person person_id      many
-- out: commitment commitment_id, item item_id, day day, meeting meeting_id?, state text, words text, entered_at instant
SELECT p.commitment AS commitment, p.item AS item, p.day AS day, p.meeting AS meeting, p.state AS state, p.words AS words, p.entered_at AS entered_at
FROM commitment c JOIN commitment_progress p ON p.commitment = c.id AND p.shard = c.shard WHERE c.person = :person ORDER BY c.id, p.day, p.id;

-- commitment_export_addenda: changes
-- class: report
-- json: yes
-- in:  person person_id      many
-- out: commitment commitment_id, reason text, text text, measure text, due text, state text, sent_day day, word text?, decided_day day?, entered_at instant
SELECT a.commitment AS commitment, a.reason AS reason, a.text AS text, a.measure AS measure, a.due AS due, a.state AS state, a.sent_day AS sent_day,
	a.word AS word, a.decided_day AS decided_day, a.entered_at AS entered_at
FROM commitment c JOIN commitment_addendum a ON a.commitment = c.id AND a.shard = c.shard WHERE c.person = :person ORDER BY c.id, a.id;

-- commitment_forget: the words go, the count stays
-- class: wide
-- in:  person person_id, name text      run
UPDATE commitment SET name = :name, word = NULL, check_words = NULL, note = CASE WHEN note IS NULL THEN NULL ELSE '' END WHERE person = :person;

-- commitment_forget_parts: the same
-- class: wide
-- in:  person person_id      run
DELETE FROM commitment_part WHERE commitment IN (SELECT id FROM commitment WHERE person = :person);

-- commitment_forget_items: the same
-- class: wide
-- in:  person person_id      run
DELETE FROM commitment_item WHERE commitment IN (SELECT id FROM commitment WHERE person = :person);

-- commitment_forget_progress: the same
-- class: wide
-- in:  person person_id      run
DELETE FROM commitment_progress WHERE commitment IN (SELECT id FROM commitment WHERE person = :person);

-- commitment_forget_addenda: the same
-- class: wide
-- in:  person person_id      run
DELETE FROM commitment_addendum WHERE commitment IN (SELECT id FROM commitment WHERE person = :person);

-- commitment_archive_rows: the commitments of a cell
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: id commitment_id, person person_id, year int, name text, state text, paper int, sent_day day?, word text?, decided_day day?, checked_day day?, check_words text?, note text?, noted_day day?
SELECT id, person, year, name, state, paper, sent_day, word, decided_day, checked_day, check_words, note, noted_day FROM commitment
WHERE cell = :cell AND shard = :shard AND state <> 'draft' ORDER BY year, name, id;

-- commitment_archive_parts: their words
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: commitment commitment_id, title text, text text
SELECT p.commitment AS commitment, p.title AS title, p.text AS text FROM commitment c JOIN commitment_part p ON p.commitment = c.id AND p.shard = c.shard
WHERE c.cell = :cell AND c.shard = :shard AND c.state <> 'draft' ORDER BY c.id, p.ord;

-- commitment_archive_items: their items
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: commitment commitment_id, id item_id, text text, measure text, due day, result text?, result_words text?
SELECT i.commitment AS commitment, i.id AS id, i.text AS text, i.measure AS measure, i.due AS due, i.result AS result, i.result_words AS result_words
FROM commitment c JOIN commitment_item i ON i.commitment = c.id AND i.shard = c.shard
WHERE c.cell = :cell AND c.shard = :shard AND c.state <> 'draft' ORDER BY c.id, i.ord, i.id;
