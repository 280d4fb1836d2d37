-- start_roster: members of the cell on a day, with what frees them from coming
-- in:  cell unit_id, shard int, day day      many
-- out: person person_id, kind text, status text, post text, name text, sort_key blob, label text?, exempt bool, special bool, suspended bool, detained bool
SELECT m.person AS person, m.kind AS kind, m.status AS status, m.post AS post, m.name AS name, m.sort_key AS sort_key, m.label AS label,
	max(CASE WHEN s.kind = 'exempt' THEN 1 ELSE 0 END) AS exempt, max(CASE WHEN s.kind = 'special_duty' THEN 1 ELSE 0 END) AS special,
	max(CASE WHEN s.kind = 'suspended' THEN 1 ELSE 0 END) AS suspended, max(CASE WHEN s.kind = 'detained' THEN 1 ELSE 0 END) AS detained
FROM membership m LEFT JOIN member_state s ON s.cell = m.cell AND s.shard = m.shard AND s.person = m.person AND s.since <= :day AND s.until > :day
WHERE m.cell = :cell AND m.shard = :shard AND m.since <= :day AND m.until > :day AND m.kind <> 'temporary_here'
GROUP BY m.id, m.person, m.kind, m.status, m.post, m.name, m.sort_key, m.label
ORDER BY CASE m.post WHEN 'bi_thu' THEN 0 WHEN 'pho_bi_thu' THEN 1 WHEN 'chi_uy_vien' THEN 2 ELSE 3 END, m.sort_key, m.person;

-- start_term: the term of the cell
-- in:  cell unit_id, shard int      maybe
-- out: id term_id, name text, since day
SELECT id, name, since FROM term WHERE cell = :cell AND shard = :shard AND until = '9999-12-31' ORDER BY since DESC LIMIT 1;

-- start_term_add: its term
-- in:  id term_id, shard int, cell unit_id, name text, since day, at instant      run
INSERT INTO term (id, shard, cell, name, since, entered_at) VALUES (:id, :shard, :cell, :name, :since, :at);

-- start_term_put: written better
-- in:  id term_id, shard int, name text, since day      run
UPDATE term SET name = :name, since = :since WHERE id = :id AND shard = :shard;

-- start_registers: the last number used of each type, and the highest that a paper here bears
-- in:  term term_id, shard int      many
-- out: type text, last int, taken int
SELECT r.type AS type, r.last AS last,
	coalesce((SELECT max(n.number) FROM register_number n WHERE n.term = r.term AND n.type = r.type AND n.shard = r.shard), 0) AS taken
FROM register r WHERE r.term = :term AND r.shard = :shard;

-- start_register_put: the last number used
-- in:  term term_id, type text, shard int, last int      run
INSERT INTO register (term, type, shard, last) VALUES (:term, :type, :shard, :last)
ON CONFLICT (term, type, shard) DO UPDATE SET last = excluded.last;

-- start_number_of: who bears a number
-- in:  term term_id, type text, number int, shard int      maybe
-- out: day day
SELECT day FROM register_number WHERE term = :term AND type = :type AND number = :number AND shard = :shard;

-- start_number_add: a paper keeps the number that it bears
-- in:  term term_id, type text, number int, shard int, record record_id, day day      run
INSERT INTO register_number (term, type, number, shard, record, day) VALUES (:term, :type, :number, :shard, :record, :day);

-- start_tasks: what is still to be done
-- in:  cell unit_id, shard int      many
-- out: id task_id, title text, person_name text?, due day?, meeting meeting_id?
SELECT id, title, person_name, due, meeting FROM task
WHERE cell = :cell AND shard = :shard AND removed_at IS NULL AND state IN ('open', 'part', 'not_done') ORDER BY coalesce(due, '9999'), ord, id;

-- start_task_add: a task
-- in:  id task_id, shard int, cell unit_id, meeting meeting_id?, ord int, title text, person person_id?, person_name text?, due day?, at instant      run
INSERT INTO task (id, shard, cell, meeting, ord, title, person, person_name, due, entered_at)
VALUES (:id, :shard, :cell, :meeting, :ord, :title, :person, :person_name, :due, :at);

-- start_report_add: what was said of a task at the meeting
-- in:  task task_id, meeting meeting_id, shard int, state text, result text, at instant      run
INSERT INTO task_report (task, meeting, shard, state, result, at) VALUES (:task, :meeting, :shard, :state, :result, :at);

-- start_task_state: how the task stands then
-- in:  task task_id, shard int, state text, result text, meeting meeting_id?, at optint      run
UPDATE task SET state = :state, result = :result, closed_meeting = :meeting, closed_at = :at WHERE id = :task AND shard = :shard;

-- start_months: the meetings of a cell in some months with their totals and grades
-- in:  cell unit_id, shard int, since month, until month      many
-- out: id meeting_id, month month, day day, kind text, state text, paper_typed bool, base optint, present optint, total optint, grade text?,
--      superior_total optint, superior_grade text?, minutes bool
SELECT m.id AS id, m.month AS month, m.day AS day, m.kind AS kind, m.state AS state, m.paper_typed AS paper_typed, t.base AS base,
	t.present AS present, s.total AS total, s.grade AS grade, s.superior_total AS superior_total, s.superior_grade AS superior_grade,
	EXISTS (SELECT 1 FROM record r WHERE r.meeting = m.id AND r.shard = m.shard AND r.kind = 'minutes' AND r.state <> 'void') AS minutes
FROM meeting m LEFT JOIN meeting_total t ON t.meeting = m.id AND t.shard = m.shard
LEFT JOIN score_sheet s ON s.meeting = m.id AND s.rubric = m.rubric AND s.shard = m.shard
WHERE m.cell = :cell AND m.shard = :shard AND m.month BETWEEN :since AND :until AND m.body = 'cell' AND m.state NOT IN ('cancelled', 'postponed')
ORDER BY m.day, m.id;

-- start_meeting_add: a meeting that was held before the program, or on paper
-- in:  id meeting_id, shard int, cell unit_id, month month, day day, minute minute, place text, kind text, theme text?, chair person_id?,
--      clerk person_id?, rubric text, opened instant, ended instant, at instant      run
INSERT INTO meeting (id, shard, cell, month, day, minute, place, kind, theme, state, chair, clerk, set_day, rubric, paper_typed, opened_at, ended_at,
	entered_at)
VALUES (:id, :shard, :cell, :month, :day, :minute, :place, :kind, :theme, 'ended', :chair, :clerk, :day, :rubric, 1, :opened, :ended, :at);

-- start_meeting_take: a meeting that was planned or called here, and then held on paper
-- in:  id meeting_id, shard int, day day, minute minute, place text, kind text, theme text?, chair person_id?, clerk person_id?, rubric text,
--      opened instant, ended instant      run
UPDATE meeting SET state = 'ended', paper_typed = 1, day = :day, minute = :minute, place = :place, kind = :kind, theme = :theme, chair = :chair,
	clerk = :clerk, rubric = :rubric, opened_at = :opened, ended_at = :ended, version = version + 1
WHERE id = :id AND shard = :shard AND state IN ('planned', 'called');

-- start_items_drop: its agenda gives way to what was dealt with
-- in:  meeting meeting_id, shard int      run
DELETE FROM agenda_item WHERE meeting = :meeting AND shard = :shard;

-- start_parts_drop: and so do its parts
-- in:  meeting meeting_id, shard int      run
DELETE FROM meeting_part WHERE meeting = :meeting AND shard = :shard;

-- start_roll_drop: and the roster of the call
-- in:  meeting meeting_id, shard int      run
DELETE FROM attendance WHERE meeting = :meeting AND shard = :shard;

-- start_part_add: a part of it
-- in:  meeting meeting_id, shard int, ord int, kind text, theme text?, began optint, ended optint      run
INSERT INTO meeting_part (meeting, shard, ord, kind, theme, began, ended) VALUES (:meeting, :shard, :ord, :kind, :theme, :began, :ended);

-- start_total_add: its totals
-- in:  meeting meeting_id, shard int, members int, full_members int, base int, present int, excused int, unexcused int, exempt int, away int,
--      special int, extra int, spoke int, minutes int      run
INSERT INTO meeting_total (meeting, shard, members, full_members, base, present, excused, unexcused, exempt, away, special, extra, spoke, minutes)
VALUES (:meeting, :shard, :members, :full_members, :base, :present, :excused, :unexcused, :exempt, :away, :special, :extra, :spoke, :minutes);

-- start_score_add: points and grade as they stood on paper; the superior's too, where he decided
-- in:  id sheet_id, shard int, cell unit_id, meeting meeting_id, rubric text, rubric_version int, state text, total optint, grade text?,
--      superior_total optint, superior_grade text?, graded_at optint, at instant      run
INSERT INTO score_sheet (id, shard, cell, meeting, rubric, rubric_version, state, total, grade, superior_total, superior_grade, submitted_at, graded_at,
	entered_at)
VALUES (:id, :shard, :cell, :meeting, :rubric, :rubric_version, :state, :total, :grade, :superior_total, :superior_grade, :at, :graded_at, :at);

-- start_rubric: the version of a rubric
-- class: reference
-- in:  rubric text      maybe
-- out: version int
SELECT version FROM rubric WHERE id = :rubric ORDER BY version DESC LIMIT 1;

-- start_attendance_add: who came
-- in:  meeting meeting_id, person person_id, shard int, status text, name text, label text?, sort_key blob, post text, duty text, state text,
--      reason text?, at instant      run
INSERT INTO attendance (meeting, person, shard, status, name, label, sort_key, post, duty, state, reason, source, changed_at)
VALUES (:meeting, :person, :shard, :status, :name, :label, :sort_key, :post, :duty, :state, :reason, 'paper', :at);

-- start_fee_put: paid or not
-- in:  person person_id, month month, shard int, cell unit_id, state text, at instant      run
INSERT INTO fee (person, month, shard, cell, state, entered_at) VALUES (:person, :month, :shard, :cell, :state, :at)
ON CONFLICT (person, month, shard) DO UPDATE SET state = excluded.state, entered_at = excluded.entered_at;

-- start_item_add: what the meeting dealt with
-- in:  id item_id, shard int, meeting meeting_id, ord int, part int, title text, minutes int, began instant, ended instant, content text?,
--      conclusion text?      run
INSERT INTO agenda_item (id, shard, meeting, ord, part, title, minutes, began, ended, content, conclusion)
VALUES (:id, :shard, :meeting, :ord, :part, :title, :minutes, :began, :ended, :content, :conclusion);

-- start_speech_add: who spoke
-- in:  id speech_id, shard int, meeting meeting_id, item item_id, ord int, person person_id?, name text, text text, at instant      run
INSERT INTO speech (id, shard, meeting, item, ord, person, name, text, at) VALUES (:id, :shard, :meeting, :item, :ord, :person, :name, :text, :at);

-- start_motion_add: a vote with its result
-- in:  id motion_id, shard int, meeting meeting_id, ord int, kind text, question text, votes_for int, votes_against int, votes_other int, base int,
--      needs int, present int, carried int, rule text, at instant      run
INSERT INTO motion (id, shard, meeting, ord, kind, question, state, votes_for, votes_against, votes_other, base, needs, present, carried, rule, opened_at,
	closed_at)
VALUES (:id, :shard, :meeting, :ord, :kind, :question, 'closed', :votes_for, :votes_against, :votes_other, :base, :needs, :present, :carried, :rule, :at,
	:at);

-- start_elector_add: one member's place in the vote
-- in:  motion motion_id, person person_id, shard int, name text, sort_key blob, counts bool, may_vote bool, why text      run
INSERT INTO motion_elector (motion, person, shard, name, sort_key, counts, may_vote, why)
VALUES (:motion, :person, :shard, :name, :sort_key, :counts, :may_vote, :why);

-- start_record_add: minutes or a resolution as typed from paper: a draft that clerk and chair confirm, under the number it bears
-- in:  id record_id, shard int, cell unit_id, meeting meeting_id, kind text, title text, day day, term term_id?, number optint, at instant      run
INSERT INTO record (id, shard, cell, meeting, kind, title, day, term, number, entered_at)
VALUES (:id, :shard, :cell, :meeting, :kind, :title, :day, :term, :number, :at);

-- start_version_add: its text
-- in:  record record_id, shard int, hash blob, author int, at instant, body text      run
INSERT INTO record_version (record, version, shard, hash, author, at, body) VALUES (:record, 1, :shard, :hash, :author, :at, :body);

-- start_waiting: cells that this account leads whose papers have no term yet
-- class: report
-- in:  account account_id, day day      many
-- out: cell cell_id
SELECT DISTINCT r.unit AS cell FROM account_role r JOIN unit u ON u.id = r.unit AND u.kind = 'chi_bo'
WHERE r.account = :account AND r.since <= :day AND r.until > :day AND r.role IN ('secretary', 'deputy', 'clerk')
	AND NOT EXISTS (SELECT 1 FROM term t WHERE t.cell = u.id AND t.shard = u.shard);
