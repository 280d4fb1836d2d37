-- hold_open: the meeting begins
-- in:  meeting meeting_id, shard int, at instant      run
UPDATE meeting SET state = 'open', opened_at = :at, version = version + 1 WHERE id = :meeting AND shard = :shard;

-- hold_end: the meeting is over
-- in:  meeting meeting_id, shard int, at instant      run
UPDATE meeting SET state = 'ended', ended_at = :at, version = version + 1 WHERE id = :meeting AND shard = :shard;

-- hold_clerk_set: another clerk; what the former one still sends is known by the epoch
-- in:  meeting meeting_id, shard int, person person_id      run
UPDATE meeting SET clerk = :person, clerk_epoch = clerk_epoch + 1, version = version + 1 WHERE id = :meeting AND shard = :shard;

-- hold_chair_set: another one in the chair
-- in:  meeting meeting_id, shard int, person person_id      run
UPDATE meeting SET chair = :person, version = version + 1 WHERE id = :meeting AND shard = :shard;

-- hold_role_add: for the minutes: who took over, and why
-- in:  id int, shard int, meeting meeting_id, role text, person_before person_id?, name_before text?, person person_id, name text, reason text, at instant      run
INSERT INTO role_change (id, shard, meeting, role, person_before, name_before, person, name, reason, at)
VALUES (:id, :shard, :meeting, :role, :person_before, :name_before, :person, :name, :reason, :at);

-- hold_role_changes: who took over during the meeting
-- in:  meeting meeting_id, shard int      many
-- out: role text, name_before text?, name text, reason text, at instant
SELECT role, name_before, name, reason, at FROM role_change WHERE meeting = :meeting AND shard = :shard ORDER BY at, id;

-- hold_people: everybody on the roster of the call, leaders first
-- ahead: yes
-- in:  meeting meeting_id, shard int      many
-- out: person person_id, status text, name text, label text?, post text, duty text, state text, reason text?, excused_at optint,
--      arrived optint, gone optint
SELECT person, status, name, label, post, duty, state, reason, excused_at, arrived, gone FROM attendance
WHERE meeting = :meeting AND shard = :shard
ORDER BY CASE post WHEN 'bi_thu' THEN 0 WHEN 'pho_bi_thu' THEN 1 WHEN 'chi_uy_vien' THEN 2 ELSE 3 END, sort_key, person;

-- hold_person: one of them
-- in:  meeting meeting_id, person person_id, shard int      maybe
-- out: person person_id, status text, name text, label text?, post text, duty text, state text, reason text?, excused_at optint,
--      arrived optint, gone optint
SELECT person, status, name, label, post, duty, state, reason, excused_at, arrived, gone FROM attendance
WHERE meeting = :meeting AND person = :person AND shard = :shard;

-- hold_tap: present or not, the rest stays
-- in:  meeting meeting_id, person person_id, shard int, state text, at instant      run
UPDATE attendance SET state = :state, arrived = CASE WHEN :state = 'present' THEN arrived END, gone = CASE WHEN :state = 'present' THEN gone END,
	source = 'clerk', changed_at = :at
WHERE meeting = :meeting AND person = :person AND shard = :shard;

-- hold_attend: all that the clerk notes of one person
-- in:  meeting meeting_id, person person_id, shard int, state text, reason text?, excused_at optint, arrived optint, gone optint, at instant      run
UPDATE attendance SET state = :state, reason = :reason, excused_at = :excused_at, arrived = :arrived, gone = :gone, source = 'clerk', changed_at = :at
WHERE meeting = :meeting AND person = :person AND shard = :shard;

-- hold_unknown: those who must come and were not asked yet
-- in:  meeting meeting_id, shard int      many
-- out: person person_id, name text, label text?
SELECT person, name, label FROM attendance WHERE meeting = :meeting AND shard = :shard AND duty NOT IN ('exempt', 'special_duty', 'away') AND state = 'unknown'
ORDER BY sort_key, person;

-- hold_items: the agenda as it stands
-- ahead: yes
-- in:  meeting meeting_id, shard int      many
-- out: id item_id, ord int, part int, step text?, title text, who text?, presenter text?, minutes int, began optint, ended optint, noted bool, version int
SELECT i.id AS id, i.ord AS ord, i.part AS part, i.step AS step, i.title AS title, i.who AS who, p.name AS presenter, i.minutes AS minutes,
	i.began AS began, i.ended AS ended, coalesce(i.content, '') <> '' OR coalesce(i.conclusion, '') <> '' AS noted, i.version AS version
FROM agenda_item i LEFT JOIN attendance p ON p.meeting = i.meeting AND p.person = i.presenter AND p.shard = i.shard
WHERE i.meeting = :meeting AND i.shard = :shard ORDER BY i.ord, i.id;

-- hold_item: one item with what was noted
-- in:  item item_id, shard int      maybe
-- out: meeting meeting_id, ord int, part int, title text, began optint, ended optint, content text?, conclusion text?, version int
SELECT meeting, ord, part, title, began, ended, content, conclusion, version FROM agenda_item WHERE id = :item AND shard = :shard;

-- hold_item_times: begins or ends an item
-- in:  item item_id, shard int, began optint, ended optint      run
UPDATE agenda_item SET began = :began, ended = :ended WHERE id = :item AND shard = :shard;

-- hold_item_note: content and conclusion, a new version
-- in:  item item_id, shard int, content text, conclusion text, version int      run
UPDATE agenda_item SET content = :content, conclusion = :conclusion, version = :version WHERE id = :item AND shard = :shard;

-- hold_item_order: another place on the agenda
-- in:  item item_id, shard int, ord int      run
UPDATE agenda_item SET ord = :ord WHERE id = :item AND shard = :shard;

-- hold_item_room: makes room behind a place
-- in:  meeting meeting_id, shard int, ord int      run
UPDATE agenda_item SET ord = ord + 1 WHERE meeting = :meeting AND shard = :shard AND ord > :ord;

-- hold_item_add: an item that nobody planned
-- in:  id item_id, shard int, meeting meeting_id, ord int, part int, title text, minutes int      run
INSERT INTO agenda_item (id, shard, meeting, ord, part, title, minutes) VALUES (:id, :shard, :meeting, :ord, :part, :title, :minutes);

-- hold_parts: the parts begin and end with their items
-- in:  meeting meeting_id, shard int      run
UPDATE meeting_part SET
	began = (SELECT min(i.began) FROM agenda_item i WHERE i.meeting = meeting_part.meeting AND i.shard = meeting_part.shard AND i.part = meeting_part.ord),
	ended = (SELECT CASE WHEN count(i.began) = count(i.ended) THEN max(i.ended) END FROM agenda_item i
		WHERE i.meeting = meeting_part.meeting AND i.shard = meeting_part.shard AND i.part = meeting_part.ord)
WHERE meeting = :meeting AND shard = :shard;

-- hold_version_add: keeps what was noted
-- in:  item item_id, version int, shard int, content text, conclusion text, author account_id, at instant      run
INSERT INTO item_version (item, version, shard, content, conclusion, author, at)
VALUES (:item, :version, :shard, :content, :conclusion, :author, :at);

-- hold_version: what was noted as of a version
-- in:  item item_id, version int, shard int      maybe
-- out: content text, conclusion text
SELECT content, conclusion FROM item_version WHERE item = :item AND version <= :version AND shard = :shard ORDER BY version DESC LIMIT 1;

-- hold_speeches: who spoke, in order
-- ahead: yes
-- in:  meeting meeting_id, shard int      many
-- out: id speech_id, item item_id, person person_id?, name text, label text?, text text, kind text, at instant
SELECT s.id AS id, s.item AS item, s.person AS person, s.name AS name, a.label AS label, s.text AS text, s.kind AS kind, s.at AS at
FROM speech s LEFT JOIN attendance a ON a.meeting = s.meeting AND a.person = s.person AND a.shard = s.shard
WHERE s.meeting = :meeting AND s.shard = :shard AND s.removed_at IS NULL ORDER BY s.ord, s.id;

-- hold_speech: one speech
-- in:  speech speech_id, shard int      maybe
-- out: meeting meeting_id, item item_id, person person_id?, name text, text text, kind text, at instant, removed bool
SELECT meeting, item, person, name, text, kind, at, removed_at IS NOT NULL AS removed FROM speech WHERE id = :speech AND shard = :shard;

-- hold_speech_add: somebody has the floor
-- in:  id speech_id, shard int, meeting meeting_id, item item_id, person person_id?, name text, text text, kind text, at instant      run
INSERT INTO speech (id, shard, meeting, item, ord, person, name, text, kind, at)
SELECT :id, :shard, :meeting, :item, coalesce(max(ord), 0) + 1, :person, :name, :text, :kind, :at FROM speech
WHERE meeting = :meeting AND shard = :shard;

-- hold_speech_set: what was said
-- in:  speech speech_id, shard int, text text, kind text      run
UPDATE speech SET text = :text, kind = :kind WHERE id = :speech AND shard = :shard;

-- hold_speech_remove: taken off the list, or put back
-- in:  speech speech_id, shard int, at optint      run
UPDATE speech SET removed_at = :at WHERE id = :speech AND shard = :shard;

-- hold_speakers: those who are here, the last speakers first
-- in:  meeting meeting_id, shard int      many
-- out: person person_id, name text, label text?, post text, status text, times int
SELECT a.person AS person, a.name AS name, a.label AS label, a.post AS post, a.status AS status,
	(SELECT count(*) FROM speech s WHERE s.meeting = a.meeting AND s.shard = a.shard AND s.person = a.person AND s.removed_at IS NULL) AS times
FROM attendance a WHERE a.meeting = :meeting AND a.shard = :shard AND a.state = 'present'
ORDER BY coalesce((SELECT max(s.ord) FROM speech s WHERE s.meeting = a.meeting AND s.shard = a.shard AND s.person = a.person AND s.removed_at IS NULL), 0) DESC,
	CASE a.post WHEN 'bi_thu' THEN 0 WHEN 'pho_bi_thu' THEN 1 WHEN 'chi_uy_vien' THEN 2 ELSE 3 END, a.sort_key, a.person;

-- hold_opinions: signed opinions that were sent ahead and still wait
-- ahead: yes
-- in:  meeting meeting_id, shard int      many
-- out: name text, text text
SELECT name, text FROM opinion WHERE meeting = :meeting AND shard = :shard AND taken = 0 ORDER BY entered_at LIMIT 3;

-- hold_praises: who was praised, reminded, criticised
-- in:  meeting meeting_id, shard int      many
-- out: id praise_id, person person_id, name text, label text?, kind text, text text
SELECT p.id AS id, p.person AS person, p.name AS name, a.label AS label, p.kind AS kind, p.text AS text
FROM praise p LEFT JOIN attendance a ON a.meeting = p.meeting AND a.person = p.person AND a.shard = p.shard
WHERE p.meeting = :meeting AND p.shard = :shard AND p.removed_at IS NULL ORDER BY p.entered_at, p.id;

-- hold_praise: one of them
-- in:  praise praise_id, shard int      maybe
-- out: meeting meeting_id, name text, kind text, removed bool
SELECT meeting, name, kind, removed_at IS NOT NULL AS removed FROM praise WHERE id = :praise AND shard = :shard;

-- hold_praise_add: a praise, a reminder or a criticism
-- in:  id praise_id, shard int, meeting meeting_id, person person_id, name text, kind text, text text, at instant      run
INSERT INTO praise (id, shard, meeting, person, name, kind, text, entered_at)
VALUES (:id, :shard, :meeting, :person, :name, :kind, :text, :at);

-- hold_praise_remove: taken off the list, or put back
-- in:  praise praise_id, shard int, at optint      run
UPDATE praise SET removed_at = :at WHERE id = :praise AND shard = :shard;

-- hold_guests: those who are not of the cell
-- ahead: yes
-- in:  meeting meeting_id, shard int      many
-- out: id guest_id, name text, post text?, kind text, present bool
SELECT id, name, post, kind, present FROM guest WHERE meeting = :meeting AND shard = :shard
ORDER BY CASE kind WHEN 'superior' THEN 0 WHEN 'temporary_stay' THEN 1 ELSE 2 END, entered_at, id;

-- hold_guest: one of them
-- in:  guest guest_id, shard int      maybe
-- out: meeting meeting_id, name text, kind text, present bool
SELECT meeting, name, kind, present FROM guest WHERE id = :guest AND shard = :shard;

-- hold_guest_add: somebody came who was not expected
-- in:  id guest_id, shard int, meeting meeting_id, name text, post text?, kind text, at instant      run
INSERT INTO guest (id, shard, meeting, name, post, kind, present, entered_at) VALUES (:id, :shard, :meeting, :name, :post, :kind, 1, :at);

-- hold_guest_present: here or not
-- in:  guest guest_id, shard int, present bool      run
UPDATE guest SET present = :present WHERE id = :guest AND shard = :shard;

-- hold_guest_remove: noted by mistake
-- in:  guest guest_id, shard int      run
DELETE FROM guest WHERE id = :guest AND shard = :shard;

-- hold_fees: party fees of the roster for a month, and how many of the three months to it are unpaid
-- in:  meeting meeting_id, shard int, month month, before month, earliest month      many
-- out: person person_id, name text, label text?, post text, status text, duty text, state text?, unpaid int
SELECT a.person AS person, a.name AS name, a.label AS label, a.post AS post, a.status AS status, a.duty AS duty,
	(SELECT f.state FROM fee f WHERE f.person = a.person AND f.month = :month AND f.shard = a.shard) AS state,
	(SELECT count(*) FROM fee f WHERE f.person = a.person AND f.month IN (:month, :before, :earliest) AND f.shard = a.shard AND f.state = 'unpaid') AS unpaid
FROM attendance a WHERE a.meeting = :meeting AND a.shard = :shard
ORDER BY CASE a.post WHEN 'bi_thu' THEN 0 WHEN 'pho_bi_thu' THEN 1 WHEN 'chi_uy_vien' THEN 2 ELSE 3 END, a.sort_key, a.person;

-- hold_fee_set: paid, unpaid or free
-- in:  person person_id, month month, shard int, cell cell_id, state text, at instant      run
INSERT INTO fee (person, month, shard, cell, state, entered_at) VALUES (:person, :month, :shard, :cell, :state, :at)
ON CONFLICT (person, month, shard) DO UPDATE SET state = excluded.state, entered_at = excluded.entered_at;

-- hold_fee_clear: not known again
-- in:  person person_id, month month, shard int      run
DELETE FROM fee WHERE person = :person AND month = :month AND shard = :shard;

-- hold_act_add: remembers an act and what stood before it
-- in:  meeting meeting_id, shard int, kind text, object int, about text, before text, account account_id, at instant      run
INSERT INTO act (meeting, shard, ord, kind, object, about, before, account, at)
SELECT :meeting, :shard, coalesce(max(ord), 0) + 1, :kind, :object, :about, :before, :account, :at FROM act WHERE meeting = :meeting AND shard = :shard;

-- hold_act_last: the last act that was not taken back
-- ahead: yes
-- in:  meeting meeting_id, shard int      maybe
-- out: ord int, kind text, object int, about text, before text, account account_id, at instant
SELECT ord, kind, object, about, before, account, at FROM act
WHERE meeting = :meeting AND shard = :shard AND undone_at IS NULL ORDER BY ord DESC LIMIT 1;

-- hold_act_undone: it was taken back
-- in:  meeting meeting_id, shard int, ord int, at instant      run
UPDATE act SET undone_at = :at WHERE meeting = :meeting AND shard = :shard AND ord = :ord;

-- hold_account_name: who did the last act
-- class: reference
-- in:  account account_id      maybe
-- out: name text
SELECT name FROM account WHERE id = :account;

-- hold_pending: what stands against the end: minutes not adopted, votes still open, items not reached
-- in:  meeting meeting_id, shard int      one
-- out: adopted bool, motions int, waiting int
SELECT EXISTS (SELECT 1 FROM record r WHERE r.meeting = :meeting AND r.shard = :shard AND r.kind = 'minutes' AND r.state IN ('adopted', 'signed')) AS adopted,
	(SELECT count(*) FROM motion m WHERE m.meeting = :meeting AND m.shard = :shard AND m.state = 'open') AS motions,
	(SELECT count(*) FROM agenda_item i WHERE i.meeting = :meeting AND i.shard = :shard AND i.began IS NULL) AS waiting;

-- hold_total_put: the totals that reports read
-- in:  meeting meeting_id, shard int, members int, full_members int, base int, present int, excused int, unexcused int, exempt int, away int,
--      special int, extra int, spoke int, minutes int      run
INSERT INTO meeting_total (meeting, shard, members, full_members, base, present, excused, unexcused, exempt, away, special, extra, spoke, minutes)
VALUES (:meeting, :shard, :members, :full_members, :base, :present, :excused, :unexcused, :exempt, :away, :special, :extra, :spoke, :minutes)
ON CONFLICT (meeting, shard) DO UPDATE SET members = excluded.members, full_members = excluded.full_members, base = excluded.base,
	present = excluded.present, excused = excluded.excused, unexcused = excluded.unexcused, exempt = excluded.exempt, away = excluded.away,
	special = excluded.special, extra = excluded.extra, spoke = excluded.spoke, minutes = excluded.minutes;

-- hold_measures: what the noting tells about the meeting. While it runs, the steps that follow the scoring are not asked for
-- in:  meeting meeting_id, shard int, open bool, now instant      one
-- out: steps_all int, steps_done int, spirit_items int, spirit_ms int, spoke int, praise int
SELECT (SELECT count(*) FROM agenda_item i WHERE i.meeting = :meeting AND i.shard = :shard AND i.step IS NOT NULL
		AND NOT (:open = 1 AND i.step IN ('score', 'read_back', 'read_minutes'))) AS steps_all,
	(SELECT count(*) FROM agenda_item i WHERE i.meeting = :meeting AND i.shard = :shard AND i.step IS NOT NULL AND i.began IS NOT NULL
		AND NOT (:open = 1 AND i.step IN ('score', 'read_back', 'read_minutes'))) AS steps_done,
	(SELECT count(*) FROM agenda_item i WHERE i.meeting = :meeting AND i.shard = :shard AND i.step IN ('ideology', 'news')) AS spirit_items,
	(SELECT coalesce(sum(coalesce(i.ended, :now) - i.began), 0) FROM agenda_item i WHERE i.meeting = :meeting AND i.shard = :shard
		AND i.step IN ('ideology', 'news') AND i.began IS NOT NULL) AS spirit_ms,
	(SELECT count(DISTINCT s.person) FROM speech s JOIN attendance a ON a.meeting = s.meeting AND a.person = s.person AND a.shard = s.shard
		WHERE s.meeting = :meeting AND s.shard = :shard AND s.removed_at IS NULL AND a.state = 'present') AS spoke,
	(SELECT count(*) FROM praise p WHERE p.meeting = :meeting AND p.shard = :shard AND p.removed_at IS NULL) AS praise;

-- hold_absences: how the members who must come did in the meetings of the year, one after another
-- in:  cell cell_id, shard int, first month, last month      many
-- out: person person_id, state text
SELECT a.person AS person, a.state AS state FROM meeting m JOIN attendance a ON a.meeting = m.id AND a.shard = m.shard
WHERE m.cell = :cell AND m.shard = :shard AND m.month BETWEEN :first AND :last AND m.state IN ('open', 'ended') AND m.body = 'cell' AND a.duty = 'due'
ORDER BY a.person, m.month, m.day, m.id;

-- hold_export_meetings: the meetings that a person was called to, with what was noted
-- json: yes
-- class: report
-- in:  person person_id      many
-- out: day day, kind text, duty text, state text, reason text?
SELECT m.day AS day, m.kind AS kind, a.duty AS duty, a.state AS state, a.reason AS reason FROM attendance a
JOIN meeting m ON m.id = a.meeting AND m.shard = a.shard WHERE a.person = :person ORDER BY m.day, m.id;

-- hold_export_fees: a person's membership fees
-- class: report
-- in:  person person_id      many
-- out: month month, state text
SELECT month, state FROM fee WHERE person = :person ORDER BY month;

-- hold_export_words: what a person said at meetings, and praise and reminders
-- json: yes
-- class: report
-- in:  person person_id      many
-- out: day day, kind text, text text
SELECT m.day AS day, s.kind AS kind, s.text AS text FROM attendance a JOIN meeting m ON m.id = a.meeting AND m.shard = a.shard
JOIN speech s ON s.meeting = a.meeting AND s.shard = a.shard AND s.person = a.person AND s.removed_at IS NULL WHERE a.person = :person
UNION ALL SELECT m.day AS day, p.kind AS kind, p.text AS text FROM attendance a JOIN meeting m ON m.id = a.meeting AND m.shard = a.shard
JOIN praise p ON p.meeting = a.meeting AND p.shard = a.shard AND p.person = a.person AND p.removed_at IS NULL WHERE a.person = :person
ORDER BY 1;

-- hold_export_guest: the meetings at which a person in temporary stay was noted as a guest
-- json: yes
-- class: report
-- in:  person person_id      many
-- out: day text, post text?, present bool
SELECT m.day AS day, g.post AS post, g.present AS present FROM (SELECT DISTINCT cell, shard FROM membership WHERE person = :person) c
JOIN meeting m ON m.cell = c.cell AND m.shard = c.shard JOIN guest g ON g.meeting = m.id AND g.shard = m.shard AND g.person = :person ORDER BY m.day, g.id;

-- hold_archive_items: what stood under each item of the agenda, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: meeting meeting_id, day day, ord int, title text, content text?, conclusion text?
SELECT m.id AS meeting, m.day AS day, i.ord AS ord, i.title AS title, i.content AS content, i.conclusion AS conclusion
FROM meeting m JOIN agenda_item i ON i.meeting = m.id AND i.shard = m.shard WHERE m.cell = :cell AND m.shard = :shard ORDER BY m.day, m.id, i.ord, i.id;

-- hold_archive_speeches: what was said, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: meeting meeting_id, day day, kind text, name text, text text
SELECT m.id AS meeting, m.day AS day, s.kind AS kind, s.name AS name, s.text AS text
FROM meeting m JOIN speech s ON s.meeting = m.id AND s.shard = m.shard AND s.removed_at IS NULL WHERE m.cell = :cell AND m.shard = :shard
ORDER BY m.day, m.id, s.ord, s.id;

-- hold_archive_praise: praise, reminders and criticism, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: meeting meeting_id, day day, kind text, name text, text text
SELECT m.id AS meeting, m.day AS day, p.kind AS kind, p.name AS name, p.text AS text
FROM meeting m JOIN praise p ON p.meeting = m.id AND p.shard = m.shard AND p.removed_at IS NULL WHERE m.cell = :cell AND m.shard = :shard
ORDER BY m.day, m.id, p.id;

-- hold_archive_roles: who took the place of the clerk or the chair, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: meeting meeting_id, day day, role text, name_before text?, name text, reason text
SELECT m.id AS meeting, m.day AS day, c.role AS role, c.name_before AS name_before, c.name AS name, c.reason AS reason
FROM meeting m JOIN role_change c ON c.meeting = m.id AND c.shard = m.shard WHERE m.cell = :cell AND m.shard = :shard ORDER BY m.day, m.id, c.id;

-- hold_archive_fees: membership fees by month, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: month month, name text?, state text
SELECT f.month AS month, (SELECT max(n.name) FROM membership n WHERE n.person = f.person AND n.cell = f.cell AND n.shard = f.shard) AS name, f.state AS state
FROM fee f WHERE f.cell = :cell AND f.shard = :shard ORDER BY f.month, name, f.person;
