-- meeting_row: one meeting with the names of its day, also after people and units moved on
-- ahead: yes
-- in:  id meeting_id, shard int      maybe
-- out: id meeting_id, cell unit_id, cell_name text, superior_name text?, month month, day day, set_day day, minute minute, place text, body text,
--      kind text, theme text?, state text, note text?, moved_reason text?, cancel_reason text?, rubric text, chair person_id?, clerk person_id?,
--      observer person_id?, chair_name text?, clerk_name text?, observer_name text?, chair_post text?, called_at optint, opened_at optint,
--      ended_at optint, notice_at optint, version int, clerk_epoch int, paper_typed bool, cell_group group_id?, group_name text?, chair_leads bool
SELECT m.id AS id, m.cell AS cell,
	coalesce((SELECT n.name FROM unit_name n WHERE n.unit = m.cell AND n.since <= m.day ORDER BY n.since DESC LIMIT 1),
		(SELECT n.name FROM unit_name n WHERE n.unit = m.cell ORDER BY n.since LIMIT 1)) AS cell_name,
	coalesce((SELECT n.name FROM unit_edge e JOIN unit_name n ON n.unit = e.parent AND n.since <= m.day AND n.until > m.day
			WHERE e.unit = m.cell AND e.since <= m.day AND e.until > m.day LIMIT 1),
		(SELECT n.name FROM unit_edge e JOIN unit_name n ON n.unit = e.parent WHERE e.unit = m.cell ORDER BY e.since, n.since LIMIT 1))
		AS superior_name,
	m.month AS month, m.day AS day, m.set_day AS set_day,
	m.minute AS minute, m.place AS place, m.body AS body, m.kind AS kind, m.theme AS theme, m.state AS state, m.note AS note,
	m.moved_reason AS moved_reason, m.cancel_reason AS cancel_reason, m.rubric AS rubric, m.chair AS chair, m.clerk AS clerk,
	m.observer AS observer,
	coalesce((SELECT a.name FROM attendance a WHERE a.meeting = m.id AND a.shard = m.shard AND a.person = m.chair),
		(SELECT p.name FROM membership p WHERE p.person = m.chair AND p.cell = m.cell AND p.shard = m.shard ORDER BY p.since DESC LIMIT 1)) AS chair_name,
	coalesce((SELECT a.name FROM attendance a WHERE a.meeting = m.id AND a.shard = m.shard AND a.person = m.clerk),
		(SELECT p.name FROM membership p WHERE p.person = m.clerk AND p.cell = m.cell AND p.shard = m.shard ORDER BY p.since DESC LIMIT 1)) AS clerk_name,
	coalesce((SELECT a.name FROM attendance a WHERE a.meeting = m.id AND a.shard = m.shard AND a.person = m.observer),
		(SELECT p.name FROM membership p WHERE p.person = m.observer AND p.cell = m.cell AND p.shard = m.shard ORDER BY p.since DESC LIMIT 1)) AS observer_name,
	coalesce((SELECT a.post FROM attendance a WHERE a.meeting = m.id AND a.shard = m.shard AND a.person = m.chair),
		(SELECT p.post FROM membership p WHERE p.person = m.chair AND p.cell = m.cell AND p.shard = m.shard ORDER BY p.since DESC LIMIT 1)) AS chair_post,
	m.called_at AS called_at, m.opened_at AS opened_at, m.ended_at AS ended_at, m.notice_at AS notice_at, m.version AS version,
	m.clerk_epoch AS clerk_epoch, m.paper_typed AS paper_typed, m.cell_group AS cell_group, m.group_name AS group_name,
	EXISTS (SELECT 1 FROM group_member t WHERE t.cell = m.cell AND t.shard = m.shard AND t.person = m.chair AND t.cell_group = m.cell_group AND t.leads = 1
		AND t.since <= m.day AND t.until > m.day) AS chair_leads
FROM meeting m WHERE m.id = :id AND m.shard = :shard;

-- meeting_figures: what the roll call says of each who is called; added up in meeting.c, which costs a tenth of a dozen sums here
-- ahead: yes
-- in:  meeting meeting_id, shard int      many
-- out: status text, duty text, state text
SELECT status, duty, state FROM attendance WHERE meeting = :meeting AND shard = :shard;

-- meeting_minutes_closed: whether clerk and chair have confirmed the minutes
-- in:  meeting meeting_id, shard int      one
-- out: closed bool
SELECT EXISTS (SELECT 1 FROM record WHERE meeting = :meeting AND shard = :shard AND kind = 'minutes' AND state = 'signed') AS closed;

-- meeting_guests_present: guests who came
-- ahead: yes
-- in:  meeting meeting_id, shard int      one
-- out: count int
SELECT count(*) AS count FROM guest WHERE meeting = :meeting AND shard = :shard AND present = 1;

-- meeting_opinions_new: opinions sent ahead that the meeting has not taken up
-- ahead: yes
-- in:  meeting meeting_id, shard int      one
-- out: count int
SELECT count(*) AS count FROM opinion WHERE meeting = :meeting AND shard = :shard AND taken = 0;

-- meeting_add: a planned meeting
-- in:  id meeting_id, shard int, cell unit_id, month month, day day, minute minute, place text, body text, kind text, theme text?, chair person_id?,
--      clerk person_id?, set_day day, moved_reason text?, rubric text, cell_group group_id?, group_name text?, at instant      run
INSERT INTO meeting (id, shard, cell, month, day, minute, place, body, kind, theme, chair, clerk, set_day, moved_reason, rubric, cell_group,
	group_name, entered_at)
VALUES (:id, :shard, :cell, :month, :day, :minute, :place, :body, :kind, :theme, :chair, :clerk, :set_day, :moved_reason, :rubric, :cell_group,
	:group_name, :at);

-- meeting_part_add: a regular, thematic or extraordinary part
-- in:  meeting meeting_id, shard int, ord int, kind text, theme text?      run
INSERT INTO meeting_part (meeting, shard, ord, kind, theme) VALUES (:meeting, :shard, :ord, :kind, :theme);

-- meeting_parts_drop: before the parts are written anew
-- in:  meeting meeting_id, shard int      run
DELETE FROM meeting_part WHERE meeting = :meeting AND shard = :shard;

-- meeting_item_add: an item of the agenda
-- in:  id item_id, shard int, meeting meeting_id, ord int, part int, step text?, title text, who text?, presenter person_id?, minutes int      run
INSERT INTO agenda_item (id, shard, meeting, ord, part, step, title, who, presenter, minutes)
VALUES (:id, :shard, :meeting, :ord, :part, :step, :title, :who, :presenter, :minutes);

-- meeting_items: the agenda in its order
-- in:  meeting meeting_id, shard int      many
-- out: id item_id, ord int, part int, step text?, title text, who text?, presenter person_id?, minutes int, began optint, ended optint
SELECT id, ord, part, step, title, who, presenter, minutes, began, ended FROM agenda_item WHERE meeting = :meeting AND shard = :shard ORDER BY ord, id;

-- meeting_item_put: an item as edited
-- in:  id item_id, shard int, meeting meeting_id, ord int, title text, who text?, presenter person_id?, minutes int      run
UPDATE agenda_item SET ord = :ord, title = :title, who = :who, presenter = :presenter, minutes = :minutes, version = version + 1
WHERE id = :id AND shard = :shard AND meeting = :meeting;

-- meeting_item_drop: an item leaves the agenda before it began
-- in:  id item_id, shard int, meeting meeting_id      run
DELETE FROM agenda_item WHERE id = :id AND shard = :shard AND meeting = :meeting AND began IS NULL;

-- meeting_of_year: the meetings of a cell in some months
-- in:  cell unit_id, shard int, from_month month, to_month month      many
-- out: id meeting_id, month month, day day, minute minute, kind text, theme text?, state text, place text, set_day day
SELECT id, month, day, minute, kind, theme, state, place, set_day FROM meeting
WHERE cell = :cell AND shard = :shard AND month BETWEEN :from_month AND :to_month AND body = 'cell' ORDER BY day, id;

-- meeting_sessions: the same with the sessions of the committee and the groups; mine: this person is called or belongs to the group; runs: chairs or writes
-- in:  cell unit_id, shard int, from_month month, to_month month, person person_id      many
-- out: id meeting_id, month month, day day, minute minute, kind text, theme text?, state text, place text, body text, group_name text?, mine bool,
--      runs bool
SELECT m.id AS id, m.month AS month, m.day AS day, m.minute AS minute, m.kind AS kind, m.theme AS theme, m.state AS state, m.place AS place,
	m.body AS body, m.group_name AS group_name,
	EXISTS (SELECT 1 FROM attendance a WHERE a.meeting = m.id AND a.shard = m.shard AND a.person = :person)
		OR EXISTS (SELECT 1 FROM group_member t WHERE t.cell = m.cell AND t.shard = m.shard AND t.until = '9999-12-31' AND t.person = :person
			AND t.cell_group = m.cell_group) AS mine,
	CASE WHEN m.chair = :person OR m.clerk = :person THEN 1 ELSE 0 END AS runs
FROM meeting m WHERE m.cell = :cell AND m.shard = :shard AND m.month BETWEEN :from_month AND :to_month ORDER BY m.day, m.minute, m.id;

-- meeting_there: whether that body has a meeting of that kind on that day
-- in:  cell unit_id, shard int, month month, day day, kind text, body text, cell_group group_id      maybe
-- out: id meeting_id
SELECT id FROM meeting WHERE cell = :cell AND shard = :shard AND month = :month AND day = :day AND kind = :kind AND body = :body
	AND coalesce(cell_group, 0) = coalesce(:cell_group, 0) AND state NOT IN ('cancelled', 'postponed') LIMIT 1;

-- meeting_calls_person: whether somebody is on the roster of the call, or belongs to the group whose session it is, or leads it
-- in:  meeting meeting_id, shard int, person person_id      one
-- out: called bool, belongs bool, leads bool
SELECT EXISTS (SELECT 1 FROM attendance a WHERE a.meeting = :meeting AND a.shard = :shard AND a.person = :person) AS called,
	EXISTS (SELECT 1 FROM meeting m JOIN group_member t ON t.cell = m.cell AND t.shard = m.shard AND t.until = '9999-12-31'
		WHERE m.id = :meeting AND m.shard = :shard AND t.person = :person AND t.cell_group = m.cell_group) AS belongs,
	EXISTS (SELECT 1 FROM meeting m JOIN group_member t ON t.cell = m.cell AND t.shard = m.shard AND t.until = '9999-12-31'
		WHERE m.id = :meeting AND m.shard = :shard AND t.person = :person AND t.cell_group = m.cell_group AND t.leads = 1) AS leads;

-- meeting_last: the newest meeting of a body of the cell that was held or planned before a day
-- in:  cell unit_id, shard int, day day, body text, cell_group group_id      maybe
-- out: id meeting_id, place text, minute minute, kind text, chair person_id?, clerk person_id?
SELECT id, place, minute, kind, chair, clerk FROM meeting
WHERE cell = :cell AND shard = :shard AND day < :day AND body = :body AND coalesce(cell_group, 0) = coalesce(:cell_group, 0)
	AND state NOT IN ('cancelled', 'postponed') ORDER BY day DESC, id DESC LIMIT 1;

-- meeting_put: as edited; the version guards against a second editor
-- in:  id meeting_id, shard int, version int, month month, day day, set_day day, minute minute, place text, kind text, theme text?, chair person_id?,
--      clerk person_id?, observer person_id?, note text?, moved_reason text?      run
UPDATE meeting SET month = :month, day = :day, set_day = :set_day, minute = :minute, place = :place, kind = :kind, theme = :theme, chair = :chair, clerk = :clerk,
	observer = :observer, note = :note, moved_reason = :moved_reason, version = version + 1
WHERE id = :id AND shard = :shard AND version = :version;

-- meeting_notice_again: what was seen has changed, so nobody has seen it
-- in:  meeting meeting_id, shard int      run
DELETE FROM notice_view WHERE meeting = :meeting AND shard = :shard;

-- meeting_stop: cancelled or postponed, with the reason
-- in:  id meeting_id, shard int, state text, reason text      run
UPDATE meeting SET state = :state, cancel_reason = :reason, version = version + 1 WHERE id = :id AND shard = :shard;

-- meeting_stop_all: what a cell had planned or called is cancelled, with the reason
-- in:  cell cell_id, shard int, reason text      run
UPDATE meeting SET state = 'cancelled', cancel_reason = :reason, version = version + 1
WHERE cell = :cell AND shard = :shard AND (state = 'planned' OR state = 'called');

-- meeting_set_called: the roster is frozen and the notice is out
-- in:  id meeting_id, shard int, at instant      run
UPDATE meeting SET state = 'called', called_at = coalesce(called_at, :at), notice_at = coalesce(notice_at, :at), version = version + 1,
	group_name = coalesce((SELECT g.name FROM cell_group g WHERE g.id = meeting.cell_group AND g.shard = meeting.shard), group_name)
WHERE id = :id AND shard = :shard AND state IN ('planned', 'called');

-- meeting_roster: members of the cell on a day, with what frees them from coming
-- in:  cell unit_id, shard int, day day      many
-- out: person person_id, kind text, status text, post text, name text, sort_key blob, label text?, exempt bool, special bool, suspended bool,
--      detained bool, cell_group group_id?, leads bool
SELECT m.person AS person, m.kind AS kind, m.status AS status, m.post AS post, m.name AS name, m.sort_key AS sort_key, m.label AS label,
	max(CASE WHEN s.kind = 'exempt' THEN 1 ELSE 0 END) AS exempt, max(CASE WHEN s.kind = 'special_duty' THEN 1 ELSE 0 END) AS special,
	max(CASE WHEN s.kind = 'suspended' THEN 1 ELSE 0 END) AS suspended, max(CASE WHEN s.kind = 'detained' THEN 1 ELSE 0 END) AS detained,
	max(t.cell_group) AS cell_group, max(coalesce(t.leads, 0)) AS leads
FROM membership m LEFT JOIN member_state s ON s.cell = m.cell AND s.shard = m.shard AND s.person = m.person AND s.since <= :day AND s.until > :day
LEFT JOIN group_member t ON t.cell = m.cell AND t.shard = m.shard AND t.person = m.person AND t.since <= :day AND t.until > :day
WHERE m.cell = :cell AND m.shard = :shard AND m.since <= :day AND m.until > :day
GROUP BY m.id, m.person, m.kind, m.status, m.post, m.name, m.sort_key, m.label ORDER BY m.sort_key, m.person;

-- meeting_attendance_add: one member of the frozen roster; again: only what the roster says now
-- in:  meeting meeting_id, person person_id, shard int, status text, name text, label text?, sort_key blob, post text, duty text      run
INSERT INTO attendance (meeting, person, shard, status, name, label, sort_key, post, duty)
VALUES (:meeting, :person, :shard, :status, :name, :label, :sort_key, :post, :duty)
ON CONFLICT (meeting, person, shard) DO UPDATE SET status = excluded.status, name = excluded.name, label = excluded.label,
	sort_key = excluded.sort_key, post = excluded.post, duty = excluded.duty;

-- meeting_attendance_drop: one who is no longer on the roster and was not asked yet
-- in:  meeting meeting_id, person person_id, shard int      run
DELETE FROM attendance WHERE meeting = :meeting AND person = :person AND shard = :shard AND state = 'unknown';

-- meeting_attendance: the frozen roster
-- in:  meeting meeting_id, shard int      many
-- out: person person_id, name text, label text?, duty text, state text, reason text?
SELECT person, name, label, duty, state, reason FROM attendance WHERE meeting = :meeting AND shard = :shard ORDER BY sort_key, person;

-- meeting_guest_add: somebody of temporary stay
-- in:  id guest_id, shard int, meeting meeting_id, name text, person person_id, at instant      run
INSERT INTO guest (id, shard, meeting, name, kind, person, entered_at) VALUES (:id, :shard, :meeting, :name, 'temporary_stay', :person, :at);

-- meeting_guest_of: that person's row among the guests
-- in:  meeting meeting_id, shard int, person person_id      maybe
-- out: id guest_id, name text
SELECT id, name FROM guest WHERE meeting = :meeting AND shard = :shard AND person = :person LIMIT 1;

-- meeting_guest_name: the name as it tells people apart now
-- in:  id guest_id, shard int, name text      run
UPDATE guest SET name = :name WHERE id = :id AND shard = :shard;

-- meeting_visitors: who of working teams comes to the cell on a day
-- in:  cell cell_id, shard int, day day      many
-- out: account account_id, name text, post text, place text
SELECT g.account AS account, g.name AS name, g.post AS post, g.place AS place FROM visit v JOIN visit_goer g ON g.visit = v.id AND g.shard = v.shard
WHERE v.cell = :cell AND v.shard = :shard AND v.day = :day AND v.state <> 'proposed' AND v.state <> 'cancelled' ORDER BY g.head DESC, g.name, g.account;

-- meeting_visitors_noted: those of them who stand among the guests
-- in:  meeting meeting_id, shard int      many
-- out: id guest_id, account account_id, present bool
SELECT id, account, present FROM guest WHERE meeting = :meeting AND shard = :shard AND account IS NOT NULL;

-- meeting_visitor_add: one more of them
-- in:  id guest_id, shard int, meeting meeting_id, name text, post text, account account_id, at instant      run
INSERT INTO guest (id, shard, meeting, name, post, kind, account, entered_at) VALUES (:id, :shard, :meeting, :name, :post, 'superior', :account, :at);

-- meeting_visitor_drop: does not come any more
-- in:  id guest_id, shard int      run
DELETE FROM guest WHERE id = :id AND shard = :shard AND present = 0;

-- meeting_premeeting: the record of the cell committee's meeting before
-- in:  meeting meeting_id, shard int      maybe
-- out: day day, minute minute, place text, present text, absent text, chair text, clerk text, content text
SELECT day, minute, place, present, absent, chair, clerk, content FROM premeeting WHERE meeting = :meeting AND shard = :shard;

-- meeting_premeeting_put: writes it
-- in:  meeting meeting_id, shard int, day day, minute minute, place text, present text, absent text, chair text, clerk text, content text, at instant      run
INSERT INTO premeeting (meeting, shard, day, minute, place, present, absent, chair, clerk, content, entered_at)
VALUES (:meeting, :shard, :day, :minute, :place, :present, :absent, :chair, :clerk, :content, :at)
ON CONFLICT (meeting, shard) DO UPDATE SET day = excluded.day, minute = excluded.minute, place = excluded.place, present = excluded.present,
	absent = excluded.absent, chair = excluded.chair, clerk = excluded.clerk, content = excluded.content;

-- meeting_list_all: for the command line, newest first
-- class: report
-- in:  cell unit_id?      many
-- out: id meeting_id, cell unit_id, name text, month month, day day, minute minute, body text, kind text, state text, place text
SELECT m.id AS id, m.cell AS cell, n.name AS name, m.month AS month, m.day AS day, m.minute AS minute, m.body AS body, m.kind AS kind, m.state AS state,
	m.place AS place
FROM meeting m JOIN unit_name n ON n.unit = m.cell AND n.until = '9999-12-31'
WHERE m.cell = coalesce(CAST(:cell AS INTEGER), m.cell) ORDER BY m.day DESC, m.id DESC LIMIT 1000;

-- meeting_progress: how far the records of a meeting are, for its overview
-- in:  meeting meeting_id, shard int      one
-- out: papers int, first_paper optint, minutes_state text?, resolution_state text?, score_state text?, score_total optint, sent_at optint,
--      premeeting bool, committee meeting_id?
SELECT (SELECT count(*) FROM paper p WHERE p.meeting = m.id AND p.shard = m.shard AND p.withdrawn_at IS NULL) AS papers,
	(SELECT min(p.posted_at) FROM paper p WHERE p.meeting = m.id AND p.shard = m.shard AND p.withdrawn_at IS NULL) AS first_paper,
	(SELECT r.state FROM record r WHERE r.meeting = m.id AND r.shard = m.shard AND r.kind = 'minutes' AND r.state <> 'void' LIMIT 1) AS minutes_state,
	(SELECT r.state FROM record r WHERE r.meeting = m.id AND r.shard = m.shard AND r.kind = 'resolution' AND r.state <> 'void' LIMIT 1)
		AS resolution_state,
	(SELECT s.state FROM score_sheet s WHERE s.meeting = m.id AND s.shard = m.shard LIMIT 1) AS score_state,
	(SELECT s.total FROM score_sheet s WHERE s.meeting = m.id AND s.shard = m.shard LIMIT 1) AS score_total,
	(SELECT t.sent_at FROM report t WHERE t.meeting = m.id AND t.shard = m.shard AND t.returned_at IS NULL) AS sent_at,
	EXISTS (SELECT 1 FROM premeeting b WHERE b.meeting = m.id AND b.shard = m.shard) AS premeeting,
	(SELECT max(b.id) FROM meeting b WHERE b.cell = m.cell AND b.shard = m.shard AND b.month <= m.month AND b.day <= m.day AND b.body = 'committee'
		AND b.state = 'ended' AND b.day > coalesce((SELECT max(l.day) FROM meeting l WHERE l.cell = m.cell AND l.shard = m.shard
			AND l.body = 'cell' AND l.state = 'ended' AND l.day < m.day), '')) AS committee
FROM meeting m WHERE m.id = :meeting AND m.shard = :shard;

-- meeting_archive_sessions: all sessions of a cell with their totals, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: id meeting_id, month month, day day, minute minute, body text, group_name text?, kind text, theme text?, state text, place text,
--      set_day day, moved_reason text?, cancel_reason text?, note text?, rubric text, opened_at optint, ended_at optint,
--      members optint, base optint, present optint, excused optint, unexcused optint
SELECT m.id AS id, m.month AS month, m.day AS day, m.minute AS minute, m.body AS body, m.group_name AS group_name, m.kind AS kind, m.theme AS theme, m.state AS state,
	m.place AS place, m.set_day AS set_day, m.moved_reason AS moved_reason, m.cancel_reason AS cancel_reason, m.note AS note, m.rubric AS rubric,
	m.opened_at AS opened_at, m.ended_at AS ended_at, t.members AS members, t.base AS base, t.present AS present, t.excused AS excused, t.unexcused AS unexcused
FROM meeting m LEFT JOIN meeting_total t ON t.meeting = m.id AND t.shard = m.shard
WHERE m.cell = :cell AND m.shard = :shard ORDER BY m.day, m.id;

-- meeting_archive_before: the records of the committee before its meetings, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: meeting meeting_id, day day, place text, present text, absent text, chair text, clerk text, content text
SELECT p.meeting AS meeting, p.day AS day, p.place AS place, p.present AS present, p.absent AS absent, p.chair AS chair, p.clerk AS clerk, p.content AS content
FROM meeting m JOIN premeeting p ON p.meeting = m.id AND p.shard = m.shard WHERE m.cell = :cell AND m.shard = :shard ORDER BY m.day, m.id;
