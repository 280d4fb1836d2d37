-- score_appeal_rule_near: the days set by the body above a cell that is nearest
-- class: reference
-- in:  unit unit_id      maybe
-- out: ask_days int, answer_days int, unit unit_id, name text
SELECT r.ask_days AS ask_days, r.answer_days AS answer_days, r.unit AS unit, n.name AS name FROM unit_anc a JOIN score_appeal_rule r ON r.unit = a.ancestor
JOIN unit_name n ON n.unit = r.unit AND n.until = '9999-12-31' WHERE a.node = :unit AND a.until = '9999-12-31' ORDER BY a.depth LIMIT 1;

-- score_appeal_rule_put: what a committee sets
-- class: reference
-- in:  unit unit_id, ask_days int, answer_days int, account account_id, at instant      run
INSERT INTO score_appeal_rule (unit, ask_days, answer_days, account, entered_at) VALUES (:unit, :ask_days, :answer_days, :account, :at)
ON CONFLICT (unit) DO UPDATE SET ask_days = excluded.ask_days, answer_days = excluded.answer_days, account = excluded.account, entered_at = excluded.entered_at;

-- score_appeal_add: a cell asks
-- in:  id appeal_id, shard int, cell cell_id, meeting meeting_id, visit visit_id?, day day, reason text, evidence text, before_total int?, before_grade text, due day, account account_id, at instant      run
INSERT INTO score_appeal (id, shard, cell, meeting, visit, state, day, reason, evidence, before_total, before_grade, due, asked_by, asked_at)
VALUES (:id, :shard, :cell, :meeting, :visit, 'asked', :day, :reason, :evidence, :before_total, :before_grade, :due, :account, :at);

-- score_appeal_many: what was asked about a meeting, the last first
-- in:  meeting meeting_id, shard int      many
-- out: id appeal_id, visit visit_id?, state text, day day, reason text, evidence text, before_total int?, before_grade text, due day, asked_by account_id, asked_at instant, answer text?, after_total int?, after_grade text?, answered_by account_id?, answered_at instant?, version int
SELECT id, visit, state, day, reason, evidence, before_total, before_grade, due, asked_by, asked_at, answer, after_total, after_grade, answered_by,
	answered_at, version FROM score_appeal WHERE meeting = :meeting AND shard = :shard ORDER BY id DESC LIMIT 50;

-- score_appeal_answered: the committee keeps or changes, or the cell takes it back
-- in:  id appeal_id, shard int, state text, answer text?, after_total int?, after_grade text?, account account_id?, at instant, today day      run
UPDATE score_appeal SET state = :state, answer = :answer, after_total = :after_total, after_grade = :after_grade, answered_by = :account,
	answered_at = :at, late = CASE WHEN due < :today THEN 1 ELSE late END, version = version + 1
WHERE id = :id AND shard = :shard;

-- score_appeal_who: what an account is called now
-- class: reference
-- in:  account account_id      maybe
-- out: name text
SELECT name FROM account WHERE id = :account;

-- score_appeal_visits: working teams' scores of the meeting of a day
-- in:  cell cell_id, shard int, day day      many
-- out: id visit_id, team int, total int?, grade text?, noted_at instant
SELECT id, team, total, grade, noted_at FROM visit WHERE cell = :cell AND shard = :shard AND day = :day AND noted_at IS NOT NULL AND state <> 'cancelled' ORDER BY id;

-- score_appeal_team: a working team's name
-- class: reference
-- in:  team int      maybe
-- out: name text
SELECT name FROM visit_team WHERE id = :team;

-- score_appeal_below: what the cells below a unit asked, what waits first
-- class: report
-- in:  unit unit_id      many
-- out: id appeal_id, meeting meeting_id, name text, visit visit_id?, state text, day day, due day, before_grade text, after_grade text?, answered_at instant?
SELECT s.id AS id, s.meeting AS meeting, n.name AS name, s.visit AS visit, s.state AS state, s.day AS day, s.due AS due, s.before_grade AS before_grade,
	s.after_grade AS after_grade, s.answered_at AS answered_at
FROM unit_anc a JOIN score_appeal s ON s.cell = a.node JOIN unit_name n ON n.unit = s.cell AND n.until = '9999-12-31'
WHERE a.ancestor = :unit AND a.until = '9999-12-31' AND a.depth > 0
ORDER BY CASE WHEN s.state = 'asked' THEN 0 ELSE 1 END, s.due, s.id DESC LIMIT 200;

-- score_appeal_waiting: how many wait below a unit, and until when
-- class: report
-- in:  unit unit_id      one
-- out: waiting int, due day?
SELECT count(*) AS waiting, min(s.due) AS due FROM unit_anc a JOIN score_appeal s ON s.cell = a.node AND s.state = 'asked'
WHERE a.ancestor = :unit AND a.until = '9999-12-31' AND a.depth > 0;

-- score_appeal_news: what a cell was answered since
-- in:  cell int, shard int, since instant      many
-- out: meeting meeting_id, state text, due day, answered_at instant?
SELECT meeting, state, due, answered_at FROM score_appeal
WHERE cell = :cell AND shard = :shard AND (state = 'kept' OR state = 'changed') AND answered_at >= :since ORDER BY id DESC LIMIT 3;

-- score_appeal_archive: what a cell asked and was answered, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: id appeal_id, meeting meeting_id, visit visit_id?, state text, day day, reason text, evidence text, before_total int?, before_grade text, answer text?, after_total int?, after_grade text?
SELECT id, meeting, visit, state, day, reason, evidence, before_total, before_grade, answer, after_total, after_grade FROM score_appeal
WHERE cell = :cell AND shard = :shard ORDER BY meeting, id;

-- score_appeal_overdue: what should have been answered by now and was not noted as late
-- class: report
-- in:  today day      many
-- out: id appeal_id, shard int, cell cell_id, day day
SELECT id, shard, cell, day FROM score_appeal WHERE state = 'asked' AND late = 0 AND due < :today ORDER BY due, id LIMIT 1000;

-- score_appeal_late: the day went by
-- in:  id appeal_id, shard int      run
UPDATE score_appeal SET late = 1 WHERE id = :id AND shard = :shard AND state = 'asked';

-- score_appeal_figures: what a cell asked in a month, and what came of it
-- in:  cell cell_id, shard int, since day, until day      one
-- out: asked int, answered int, changed int, late int
SELECT count(*) AS asked, count(after_grade) AS answered, COALESCE(sum(CASE WHEN state = 'changed' THEN 1 ELSE 0 END), 0) AS changed,
	COALESCE(sum(late), 0) AS late
FROM score_appeal WHERE cell = :cell AND shard = :shard AND day >= :since AND day < :until AND state <> 'withdrawn';

-- score_appeal_scan: the same for all cells, for the check of counters
-- class: report
-- text: yes
-- in:       many
-- out: cell int, month int, shard int, asked int, answered int, changed int, late int
SELECT s.cell AS cell, CAST(substr(s.day, 1, 4) AS INTEGER) * 100 + CAST(substr(s.day, 6, 2) AS INTEGER) AS month, s.shard AS shard, count(*) AS asked,
	count(s.after_grade) AS answered, sum(CASE WHEN s.state = 'changed' THEN 1 ELSE 0 END) AS changed, sum(s.late) AS late
FROM score_appeal s WHERE s.state <> 'withdrawn'
GROUP BY s.cell, s.shard, CAST(substr(s.day, 1, 4) AS INTEGER) * 100 + CAST(substr(s.day, 6, 2) AS INTEGER);
