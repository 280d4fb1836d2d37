-- commend_add: a proposal
-- in:  id commend_id, shard int, cell cell_id, giver unit_id, reviewer unit_id, form text, kind text, year int, title text, day day, meeting meeting_id?, votes_for optint, votes_all optint, paper int, by int, at instant      run
INSERT INTO commend (id, shard, cell, giver, reviewer, form, kind, year, title, day, meeting, votes_for, votes_all, paper, made_by, entered_at)
VALUES (:id, :shard, :cell, :giver, :reviewer, :form, :kind, :year, :title, :day, :meeting, :votes_for, :votes_all, :paper, :by, :at);

-- commend_one: a proposal
-- in:  id commend_id, shard int      maybe
-- out: cell cell_id, giver unit_id, reviewer unit_id, form text, kind text, year int, title text, day day, meeting meeting_id?, votes_for int?, votes_all int?, paper int
SELECT cell, giver, reviewer, form, kind, year, title, day, meeting, votes_for, votes_all, paper FROM commend WHERE id = :id AND shard = :shard;

-- commend_of_cell: the proposals of a cell, the last first, with how many stand where
-- in:  cell cell_id, shard int      many
-- out: id commend_id, giver unit_id, form text, kind text, year int, title text, day day, people int, proposed int, agreed int, returned int, given int
SELECT c.id AS id, c.giver AS giver, c.form AS form, c.kind AS kind, c.year AS year, c.title AS title, c.day AS day, count(i.id) AS people,
	COALESCE(sum(CASE WHEN i.state = 'proposed' THEN 1 ELSE 0 END), 0) AS proposed, COALESCE(sum(CASE WHEN i.state = 'agreed' THEN 1 ELSE 0 END), 0) AS agreed,
	COALESCE(sum(CASE WHEN i.state = 'returned' THEN 1 ELSE 0 END), 0) AS returned,
	COALESCE(sum(CASE WHEN i.state = 'given' OR i.state = 'revoked' THEN 1 ELSE 0 END), 0) AS given
FROM commend c LEFT JOIN commend_item i ON i.proposal = c.id AND i.shard = c.shard
WHERE c.cell = :cell AND c.shard = :shard GROUP BY c.id, c.giver, c.form, c.kind, c.year, c.title, c.day ORDER BY c.year DESC, c.id DESC LIMIT 60;

-- commend_item_add: somebody is proposed, or was praised on paper
-- in:  id item_id, shard int, proposal commend_id?, cell cell_id, subject text, person person_id?, party_group group_id?, name text, kind text, year int, form text, badge optint, giver unit_id?, giver_name text, reviewer unit_id?, title text, reason text, figures text, state text, number text?, day day?, typed int, by int, at instant      run
INSERT INTO commend_item (id, shard, proposal, cell, subject, person, party_group, name, kind, year, form, badge, giver, giver_name, reviewer, title, reason,
	figures, state, number, day, typed, made_by, entered_at)
VALUES (:id, :shard, :proposal, :cell, :subject, :person, :party_group, :name, :kind, :year, :form, :badge, :giver, :giver_name, :reviewer, :title, :reason,
	:figures, :state, :number, :day, :typed, :by, :at);

-- commend_item_one: one who is proposed or praised
-- in:  id item_id, shard int      maybe
-- out: proposal commend_id?, cell cell_id, subject text, person person_id?, party_group group_id?, name text, kind text, year int, form text, badge int?, giver unit_id?, giver_name text, title text, reason text, state text, decision award_id?, number text?, day day?, revoke_number text?, revoke_day day?, revoke_reason text?, typed int
SELECT proposal, cell, subject, person, party_group, name, kind, year, form, badge, giver, giver_name, title, reason, state, decision, number, day,
	revoke_number, revoke_day, revoke_reason, typed FROM commend_item WHERE id = :id AND shard = :shard;

-- commend_items_of: those of a proposal
-- in:  proposal commend_id, shard int      many
-- out: id item_id, subject text, person person_id?, party_group group_id?, name text, badge int?, reason text, figures text, state text, answer text?, decision award_id?, number text?, day day?
SELECT id, subject, person, party_group, name, badge, reason, figures, state, answer, decision, number, day FROM commend_item
WHERE proposal = :proposal AND shard = :shard ORDER BY CASE WHEN subject = 'member' THEN 1 ELSE 0 END, id;

-- commend_book: what a cell, its groups and its members were given, the last first
-- in:  cell cell_id, shard int      many
-- out: id item_id, subject text, person person_id?, name text, kind text, year int, form text, badge int?, giver_name text, title text, reason text, state text, decision award_id?, number text?, day day?, revoke_number text?, revoke_day day?, revoke_reason text?, typed int
SELECT id, subject, person, name, kind, year, form, badge, giver_name, title, reason, state, decision, number, day, revoke_number, revoke_day,
	revoke_reason, typed FROM commend_item
WHERE cell = :cell AND shard = :shard AND (state = 'given' OR state = 'revoked') ORDER BY year DESC, day DESC, id DESC LIMIT 500;

-- commend_live: what is proposed for a cell and those in it, or given, in one year
-- in:  cell cell_id, shard int, year int      many
-- out: subject text, person person_id?, party_group group_id?, name text, kind text, form text, giver unit_id?, title text, badge int?, state text
SELECT subject, person, party_group, name, kind, form, giver, title, badge, state FROM commend_item
WHERE cell = :cell AND shard = :shard AND year = :year AND (state = 'proposed' OR state = 'agreed' OR state = 'returned' OR state = 'given');

-- commend_years_people: the members of a cell and the years in which they were given a yearly praise, wherever that was
-- class: report
-- in:  cell cell_id, shard int, since int, until int      many
-- out: person person_id, year int
SELECT DISTINCT i.person AS person, i.year AS year FROM membership s JOIN commend_item i ON i.person = s.person
WHERE s.cell = :cell AND s.shard = :shard AND s.until = '9999-12-31' AND i.year BETWEEN :since AND :until AND i.state = 'given' AND i.kind = 'yearly'
	AND i.form <> 'bieu_duong';

-- commend_years_cell: the same of the cell itself
-- in:  cell cell_id, shard int, since int, until int      many
-- out: year int
SELECT DISTINCT year FROM commend_item WHERE cell = :cell AND shard = :shard AND year BETWEEN :since AND :until AND subject = 'cell' AND state = 'given'
	AND kind = 'yearly' AND form <> 'bieu_duong';

-- commend_grades_people: how the members of a cell were classified in each of some years, wherever that was
-- class: report
-- in:  cell cell_id, shard int, since int, until int      many
-- out: person person_id, year int, grade text
SELECT r.person AS person, r.year AS year, r.grade AS grade FROM membership s JOIN annual_result r ON r.person = s.person
WHERE s.cell = :cell AND s.shard = :shard AND s.until = '9999-12-31' AND r.year BETWEEN :since AND :until AND r.kind = 'member' AND r.revoked_day IS NULL;

-- commend_grades_cell: the same of the cell itself
-- in:  cell cell_id, shard int, since int, until int      many
-- out: year int, grade text
SELECT year, grade FROM annual_result WHERE cell = :cell AND shard = :shard AND year BETWEEN :since AND :until AND kind = 'cell' AND revoked_day IS NULL;

-- commend_grades_person: the same of one member
-- class: report
-- in:  person person_id      many
-- out: year int, grade text
SELECT year, grade FROM annual_result WHERE person = :person AND kind = 'member' AND revoked_day IS NULL;

-- commend_of_person: what somebody was given, wherever that was
-- class: report
-- in:  person person_id      many
-- out: id item_id, cell_name text, kind text, year int, form text, badge int?, giver unit_id?, giver_name text, title text, reason text, state text, number text?, day day?, typed int
SELECT i.id AS id, n.name AS cell_name, i.kind AS kind, i.year AS year, i.form AS form, i.badge AS badge, i.giver AS giver, i.giver_name AS giver_name,
	i.title AS title, i.reason AS reason, i.state AS state, i.number AS number, i.day AS day, i.typed AS typed
FROM commend_item i JOIN unit_name n ON n.unit = i.cell AND n.until = '9999-12-31' WHERE i.person = :person ORDER BY i.year DESC, i.day DESC, i.id DESC LIMIT 200;

-- commend_item_answer: the committee agrees, or returns it with a reason; or the cell takes it back
-- in:  id item_id, shard int, state text, answer text?, account account_id, at instant      run
UPDATE commend_item SET state = :state, answer = :answer, answered_by = :account, answered_at = :at WHERE id = :id AND shard = :shard;

-- commend_item_again: sent again with other words
-- in:  id item_id, shard int, reason text      run
UPDATE commend_item SET state = 'proposed', reason = :reason WHERE id = :id AND shard = :shard;

-- commend_item_give: a decision gives it
-- in:  id item_id, shard int, decision award_id, number text, day day      run
UPDATE commend_item SET state = 'given', decision = :decision, number = :number, day = :day WHERE id = :id AND shard = :shard;

-- commend_item_revoke: a decision takes it away
-- in:  id item_id, shard int, number text, day day, reason text      run
UPDATE commend_item SET state = 'revoked', revoke_number = :number, revoke_day = :day, revoke_reason = :reason WHERE id = :id AND shard = :shard;

-- commend_decision_add: a decision
-- in:  id award_id, shard int, unit unit_id, form text, kind text, year int, title text, number text, day day, signer text?, post text?, paper int, account account_id, at instant      run
INSERT INTO commend_decision (id, shard, unit, form, kind, year, title, number, day, signer, signer_post, paper, account, entered_at)
VALUES (:id, :shard, :unit, :form, :kind, :year, :title, :number, :day, COALESCE(CAST(:signer AS TEXT), ''), COALESCE(CAST(:post AS TEXT), ''), :paper, :account, :at);

-- commend_decision_one: a decision
-- in:  id award_id, shard int      maybe
-- out: unit unit_id, form text, kind text, year int, title text, number text, day day, signer text, signer_post text, paper int
SELECT unit, form, kind, year, title, number, day, signer, signer_post, paper FROM commend_decision WHERE id = :id AND shard = :shard;

-- commend_decision_items: those whom a decision praises
-- class: report
-- in:  decision award_id      many
-- out: id item_id, subject text, person person_id?, name text, badge int?, reason text, state text, cell cell_id, cell_name text, proposal commend_id?, revoke_number text?, revoke_day day?, revoke_reason text?
SELECT i.id AS id, i.subject AS subject, i.person AS person, i.name AS name, i.badge AS badge, i.reason AS reason, i.state AS state, i.cell AS cell,
	n.name AS cell_name, i.proposal AS proposal, i.revoke_number AS revoke_number, i.revoke_day AS revoke_day, i.revoke_reason AS revoke_reason
FROM commend_item i JOIN unit_name n ON n.unit = i.cell AND n.until = '9999-12-31'
WHERE i.decision = :decision ORDER BY CASE WHEN i.subject = 'member' THEN 1 ELSE 0 END, n.sort_key, i.id;

-- commend_decision_many: the decisions of a unit in a year
-- in:  unit unit_id, shard int, year int      many
-- out: id award_id, form text, kind text, title text, number text, day day
SELECT id, form, kind, title, number, day FROM commend_decision WHERE unit = :unit AND shard = :shard AND year = :year ORDER BY day DESC, id DESC LIMIT 200;

-- commend_waiting: proposals that a committee has to look at
-- class: report
-- in:  unit unit_id      many
-- out: id commend_id, cell cell_id, cell_name text, form text, kind text, year int, title text, day day, giver unit_id, people int
SELECT c.id AS id, c.cell AS cell, n.name AS cell_name, c.form AS form, c.kind AS kind, c.year AS year, c.title AS title, c.day AS day, c.giver AS giver,
	count(*) AS people
FROM commend_item i JOIN commend c ON c.id = i.proposal AND c.shard = i.shard JOIN unit_name n ON n.unit = c.cell AND n.until = '9999-12-31'
WHERE i.reviewer = :unit AND i.state = 'proposed' GROUP BY c.id, c.cell, n.name, c.form, c.kind, c.year, c.title, c.day, c.giver
ORDER BY c.day, c.id LIMIT 200;

-- commend_waiting_count: how many of them
-- class: report
-- in:  unit unit_id      one
-- out: n int, first day?
SELECT count(DISTINCT i.proposal) AS n, min(c.day) AS first FROM commend_item i JOIN commend c ON c.id = i.proposal AND c.shard = i.shard
WHERE i.reviewer = :unit AND i.state = 'proposed';

-- commend_ready: those who are agreed on and wait for the decision of a unit
-- class: report
-- in:  unit unit_id      many
-- out: id item_id, shard int, cell cell_id, cell_name text, subject text, person person_id?, party_group group_id?, name text, form text, kind text, year int, title text, badge int?, reason text, figures text, proposal commend_id?
SELECT i.id AS id, i.shard AS shard, i.cell AS cell, n.name AS cell_name, i.subject AS subject, i.person AS person, i.party_group AS party_group, i.name AS name,
	i.form AS form, i.kind AS kind, i.year AS year, i.title AS title, i.badge AS badge, i.reason AS reason, i.figures AS figures, i.proposal AS proposal
FROM commend_item i JOIN unit_name n ON n.unit = i.cell AND n.until = '9999-12-31'
WHERE i.giver = :unit AND i.state = 'agreed' ORDER BY i.year DESC, i.form, i.kind, i.title, CASE WHEN i.subject = 'member' THEN 1 ELSE 0 END, n.sort_key, i.id
LIMIT 400;

-- commend_given_count: how many of a limit are used
-- class: report
-- in:  unit unit_id, year int, form text, subject text      one
-- out: n int
SELECT count(*) AS n FROM commend_item WHERE giver = :unit AND year = :year AND form = :form AND subject = :subject AND kind = 'yearly' AND state = 'given';

-- commend_quota_put: a committee's own limit
-- class: reference
-- in:  unit unit_id, year int, form text, subject text, most int, source text, day day, account account_id, at instant      run
INSERT INTO commend_quota (unit, year, form, subject, most, source, day, account, entered_at)
VALUES (:unit, :year, :form, :subject, :most, :source, :day, :account, :at)
ON CONFLICT (unit, year, form, subject) DO UPDATE SET most = excluded.most, source = excluded.source, day = excluded.day, account = excluded.account,
	entered_at = excluded.entered_at;

-- commend_quota_many: the limits of a committee in a year
-- class: reference
-- in:  unit unit_id, year int      many
-- out: form text, subject text, most int, source text, day day
SELECT form, subject, most, source, day FROM commend_quota WHERE unit = :unit AND year = :year ORDER BY form, subject;

-- commend_cells_year: the cells right below a committee, with the figures of some months
-- class: report
-- in:  unit unit_id, year int, since month, until month, skip int      many
-- out: id unit_id, shard int, name text, grade text?, met int, good int, poor int, base int, present int, tasks int, tasks_done int, due int, on_time int
SELECT u.id AS id, u.shard AS shard, n.name AS name,
	(SELECT min(r.grade) FROM annual_result r WHERE r.cell = u.id AND r.shard = u.shard AND r.year = :year AND r.kind = 'cell' AND r.revoked_day IS NULL) AS grade,
	COALESCE(sum(f.met), 0) AS met, COALESCE(sum(f.good), 0) AS good, COALESCE(sum(f.poor), 0) AS poor,
	COALESCE(sum(f.base), 0) AS base, COALESCE(sum(f.present), 0) AS present, COALESCE(sum(f.tasks), 0) AS tasks, COALESCE(sum(f.tasks_done), 0) AS tasks_done,
	COALESCE(sum(f.due), 0) AS due, COALESCE(sum(f.on_time), 0) AS on_time
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.kind = 'chi_bo' AND u.until = '9999-12-31'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31'
LEFT JOIN meeting_by_cell f ON f.cell = u.id AND f.shard = u.shard AND f.month BETWEEN :since AND :until
WHERE e.parent = :unit AND e.until = '9999-12-31' GROUP BY u.id, u.shard, n.name, n.sort_key ORDER BY n.sort_key, u.id LIMIT 51 OFFSET :skip;

-- commend_cell_year: the same of one cell
-- in:  cell cell_id, shard int, since month, until month      one
-- out: met int, good int, poor int, base int, present int, tasks int, tasks_done int, due int, on_time int
SELECT COALESCE(sum(met), 0) AS met, COALESCE(sum(good), 0) AS good, COALESCE(sum(poor), 0) AS poor, COALESCE(sum(base), 0) AS base,
	COALESCE(sum(present), 0) AS present, COALESCE(sum(tasks), 0) AS tasks, COALESCE(sum(tasks_done), 0) AS tasks_done, COALESCE(sum(due), 0) AS due,
	COALESCE(sum(on_time), 0) AS on_time
FROM meeting_by_cell WHERE cell = :cell AND shard = :shard AND month BETWEEN :since AND :until;

-- commend_units_year: what stands right below a committee above cells, and what was given there in some months
-- class: reference
-- in:  unit unit_id, since month, until month      many
-- out: id unit_id, name text, cells int, praised int, certified int, honoured int, badges int
SELECT e.unit AS id, n.name AS name, COALESCE(sum(f.cells), 0) AS cells, COALESCE(sum(f.praised), 0) AS praised,
	COALESCE(sum(f.certified), 0) AS certified, COALESCE(sum(f.honoured), 0) AS honoured, COALESCE(sum(f.badges), 0) AS badges
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31' AND u.kind <> 'chi_bo'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31' LEFT JOIN commend_by_unit f ON f.unit = e.unit AND f.month BETWEEN :since AND :until
WHERE e.parent = :unit AND e.until = '9999-12-31' GROUP BY e.unit, n.name, n.sort_key ORDER BY n.sort_key;

-- commend_attended: how often each had to come to the cell's meetings, and came
-- in:  cell cell_id, shard int, since month, until month      many
-- out: person person_id, due int, present int
SELECT a.person AS person, count(*) AS due, COALESCE(sum(CASE WHEN a.state = 'present' THEN 1 ELSE 0 END), 0) AS present
FROM meeting m JOIN attendance a ON a.meeting = m.id AND a.shard = m.shard
WHERE m.cell = :cell AND m.shard = :shard AND m.month BETWEEN :since AND :until AND m.body = 'cell' AND m.state = 'ended' AND a.duty = 'due'
GROUP BY a.person;

-- commend_tasked: how many tasks each had that were due, and did
-- in:  cell cell_id, shard int, since day, until day      many
-- out: person person_id?, tasks int, done int
SELECT person, count(*) AS tasks, COALESCE(sum(CASE WHEN state = 'done' THEN 1 ELSE 0 END), 0) AS done FROM task
WHERE cell = :cell AND shard = :shard AND due BETWEEN :since AND :until AND removed_at IS NULL AND state <> 'dropped' AND person IS NOT NULL GROUP BY person;

-- commend_praised: how often each was praised at a meeting of the cell
-- in:  cell cell_id, shard int, since month, until month      many
-- out: person person_id, times int
SELECT p.person AS person, count(*) AS times FROM meeting m JOIN praise p ON p.meeting = m.id AND p.shard = m.shard AND p.kind = 'praise' AND p.removed_at IS NULL
WHERE m.cell = :cell AND m.shard = :shard AND m.month BETWEEN :since AND :until AND m.body = 'cell' GROUP BY p.person;

-- commend_meetings: the cell's last meetings, one of which voted
-- in:  cell cell_id, shard int, since month      many
-- out: id meeting_id, day day, kind text
SELECT id, day, kind FROM meeting WHERE cell = :cell AND shard = :shard AND month >= :since AND body = 'cell' AND (state = 'ended' OR state = 'open')
ORDER BY day DESC, id DESC LIMIT 14;

-- commend_meeting_of: whether a meeting is that cell's own
-- in:  id meeting_id, shard int      maybe
-- out: cell cell_id, day day, body text
SELECT cell, day, body FROM meeting WHERE id = :id AND shard = :shard;

-- commend_secretary: who signs for a cell
-- in:  cell cell_id, shard int      many
-- out: name text
SELECT name FROM membership WHERE cell = :cell AND shard = :shard AND post = 'bi_thu' AND until = '9999-12-31' ORDER BY name LIMIT 1;

-- commend_returned: what came back to a cell
-- in:  cell cell_id, shard int, since int      many
-- out: proposal commend_id?, name text, answer text?
SELECT proposal, name, answer FROM commend_item WHERE cell = :cell AND shard = :shard AND year >= :since AND state = 'returned' ORDER BY id LIMIT 10;

-- commend_count: a cell's praise of a month, by the day of the decision
-- in:  cell cell_id, shard int, since day, until day      one
-- out: n int, cells int, party_groups int, praised int, certified int, honoured int, badges int
SELECT count(*) AS n, COALESCE(sum(CASE WHEN subject = 'cell' THEN 1 ELSE 0 END), 0) AS cells,
	COALESCE(sum(CASE WHEN subject = 'party_group' THEN 1 ELSE 0 END), 0) AS party_groups,
	COALESCE(sum(CASE WHEN subject = 'member' AND form = 'bieu_duong' THEN 1 ELSE 0 END), 0) AS praised,
	COALESCE(sum(CASE WHEN subject = 'member' AND form = 'giay_khen' THEN 1 ELSE 0 END), 0) AS certified,
	COALESCE(sum(CASE WHEN subject = 'member' AND form = 'bang_khen' THEN 1 ELSE 0 END), 0) AS honoured,
	COALESCE(sum(CASE WHEN subject = 'member' AND form = 'huy_hieu' THEN 1 ELSE 0 END), 0) AS badges
FROM commend_item WHERE cell = :cell AND shard = :shard AND day >= :since AND day < :until AND state = 'given' AND typed = 0;

-- commend_scan: the same for all cells, for the check of counters
-- class: report
-- text: yes
-- in:       many
-- out: cell int, month int, shard int, cells int, party_groups int, praised int, certified int, honoured int, badges int
SELECT cell, CAST(substr(day, 1, 4) AS INTEGER) * 100 + CAST(substr(day, 6, 2) AS INTEGER) AS month, shard,
	COALESCE(sum(CASE WHEN subject = 'cell' THEN 1 ELSE 0 END), 0) AS cells,
	COALESCE(sum(CASE WHEN subject = 'party_group' THEN 1 ELSE 0 END), 0) AS party_groups,
	COALESCE(sum(CASE WHEN subject = 'member' AND form = 'bieu_duong' THEN 1 ELSE 0 END), 0) AS praised,
	COALESCE(sum(CASE WHEN subject = 'member' AND form = 'giay_khen' THEN 1 ELSE 0 END), 0) AS certified,
	COALESCE(sum(CASE WHEN subject = 'member' AND form = 'bang_khen' THEN 1 ELSE 0 END), 0) AS honoured,
	COALESCE(sum(CASE WHEN subject = 'member' AND form = 'huy_hieu' THEN 1 ELSE 0 END), 0) AS badges
FROM commend_item WHERE state = 'given' AND typed = 0
GROUP BY cell, shard, CAST(substr(day, 1, 4) AS INTEGER) * 100 + CAST(substr(day, 6, 2) AS INTEGER);

-- commend_everything: what is kept of somebody
-- class: report
-- json: yes
-- in:  person person_id      many
-- out: name text, kind text, year int, form text, badge int?, giver_name text, title text, reason text, figures text, state text, answer text?, number text?, day day?, revoke_number text?, revoke_day day?, revoke_reason text?, typed int, entered_at instant
SELECT name, kind, year, form, badge, giver_name, title, reason, figures, state, answer, number, day, revoke_number, revoke_day, revoke_reason, typed, entered_at
FROM commend_item WHERE person = :person ORDER BY entered_at, id;

-- commend_forget: the name and what was written of the person go
-- class: wide
-- in:  person person_id, name text      run
UPDATE commend_item SET name = :name, reason = '', title = '', figures = '', answer = NULL, revoke_reason = NULL WHERE person = :person;

-- commend_archive_rows: the book of a cell, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: id item_id, subject text, person person_id?, name text, kind text, year int, form text, badge int?, giver_name text, title text, reason text, figures text, state text, answer text?, number text?, day day?, revoke_number text?, revoke_day day?, revoke_reason text?, typed int
SELECT id, subject, person, name, kind, year, form, badge, giver_name, title, reason, figures, state, answer, number, day, revoke_number, revoke_day, revoke_reason, typed
FROM commend_item WHERE cell = :cell AND shard = :shard ORDER BY year, id;
