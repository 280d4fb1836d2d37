-- training_add: a class
-- class: reference
-- in:  id training_id, unit unit_id, title text, kind text, about text?, organiser text, place text, number text?, day text?, least int, paper int, account account_id, at instant      run
INSERT INTO training_class (id, unit, title, kind, about, organiser, place, number, day, least, paper, account, entered_at)
VALUES (:id, :unit, :title, :kind, COALESCE(CAST(:about AS TEXT), ''), :organiser, :place, COALESCE(CAST(:number AS TEXT), ''),
	COALESCE(CAST(:day AS TEXT), ''), :least, :paper, :account, :at);

-- training_edit: what is said of it
-- class: reference
-- in:  id training_id, title text, kind text, about text?, organiser text, place text, number text?, day text?, least int      run
UPDATE training_class SET title = :title, kind = :kind, about = COALESCE(CAST(:about AS TEXT), ''), organiser = :organiser, place = :place,
	number = COALESCE(CAST(:number AS TEXT), ''), day = COALESCE(CAST(:day AS TEXT), ''), least = :least, version = version + 1 WHERE id = :id;

-- training_one: a class
-- class: reference
-- in:  id training_id      maybe
-- out: unit unit_id, unit_name text, unit_kind text, title text, kind text, about text, organiser text, place text, number text, day day, least int, paper int, state text, cancel_reason text?, opened_at instant?, ended_day day?, listed_at instant?, quiz text, pass int, tries int, certificate_number text?, certificate_day day?, signer text?, signer_post text?, version int, lessons int
SELECT c.unit AS unit, n.name AS unit_name, u.kind AS unit_kind, c.title AS title, c.kind AS kind, c.about AS about, c.organiser AS organiser, c.place AS place,
	c.number AS number, c.day AS day, c.least AS least, c.paper AS paper, c.state AS state, c.cancel_reason AS cancel_reason, c.opened_at AS opened_at,
	c.ended_day AS ended_day, c.listed_at AS listed_at, c.quiz AS quiz, c.pass AS pass, c.tries AS tries, c.certificate_number AS certificate_number,
	c.certificate_day AS certificate_day, c.signer AS signer, c.signer_post AS signer_post, c.version AS version,
	(SELECT count(*) FROM training_lesson l WHERE l.class = c.id) AS lessons
FROM training_class c JOIN unit u ON u.id = c.unit JOIN unit_name n ON n.unit = c.unit AND n.until = '9999-12-31' WHERE c.id = :id;

-- training_open: it is called
-- class: reference
-- in:  id training_id, at instant      run
UPDATE training_class SET state = 'open', opened_at = :at, version = version + 1 WHERE id = :id;

-- training_end: it is over
-- class: reference
-- in:  id training_id, day day      run
UPDATE training_class SET state = 'ended', ended_day = :day, quiz = CASE WHEN quiz = 'open' THEN 'closed' ELSE quiz END, version = version + 1 WHERE id = :id;

-- training_cancel: it is not held
-- class: reference
-- in:  id training_id, reason text      run
UPDATE training_class SET state = 'cancelled', cancel_reason = :reason, version = version + 1 WHERE id = :id;

-- training_listed: who should come was drawn up
-- class: reference
-- in:  id training_id, at instant      run
UPDATE training_class SET listed_at = :at WHERE id = :id;

-- training_quiz_set: the quiz: its state and rules
-- class: reference
-- in:  id training_id, quiz text, pass int, tries int      run
UPDATE training_class SET quiz = :quiz, pass = :pass, tries = :tries WHERE id = :id;

-- training_decide: the decision by which certificates are given
-- class: reference
-- in:  id training_id, number text, day day, signer text, post text?      run
UPDATE training_class SET certificate_number = :number, certificate_day = :day, signer = :signer, signer_post = :post WHERE id = :id;

-- training_of_unit: the classes of a committee, a page of them, the latest first
-- class: report
-- in:  unit unit_id, most int, skip int      many
-- out: id training_id, title text, kind text, state text, first day?, last day?, lessons int, called int, certificates int
SELECT c.id AS id, c.title AS title, c.kind AS kind, c.state AS state, (SELECT min(l.day) FROM training_lesson l WHERE l.class = c.id) AS first,
	(SELECT max(l.day) FROM training_lesson l WHERE l.class = c.id) AS last, (SELECT count(*) FROM training_lesson l WHERE l.class = c.id) AS lessons,
	(SELECT count(*) FROM training_seat s WHERE s.class = c.id AND s.gone = 0) AS called,
	(SELECT count(*) FROM training_seat s WHERE s.class = c.id AND s.certificate > 0) AS certificates
FROM training_class c WHERE c.unit = :unit
ORDER BY CASE WHEN c.state = 'draft' OR c.state = 'open' THEN 0 ELSE 1 END, c.id DESC LIMIT :most OFFSET :skip;

-- training_of_cell: the classes that people of a cell are called to
-- in:  cell cell_id      many
-- out: id training_id, title text, state text, organiser text, first day?, last day?, seat seat_id, name text, label text, post text, present int, certificate int, year int
SELECT c.id AS id, c.title AS title, c.state AS state, c.organiser AS organiser, (SELECT min(l.day) FROM training_lesson l WHERE l.class = c.id) AS first,
	(SELECT max(l.day) FROM training_lesson l WHERE l.class = c.id) AS last, s.id AS seat, s.name AS name, s.label AS label, s.post AS post,
	(SELECT count(*) FROM training_presence p WHERE p.seat = s.id AND p.shard = 0 AND p.state = 'present') AS present,
	s.certificate AS certificate, s.year AS year
FROM training_seat s JOIN training_class c ON c.id = s.class AND c.state <> 'draft'
WHERE s.cell = :cell AND s.shard = 0 AND s.gone = 0 ORDER BY c.id DESC, s.sort_key, s.id LIMIT 300;

-- training_mine: the classes that somebody is called to and that are not over long
-- in:  person person_id, account account_id, since day      many
-- out: id training_id, title text, quiz text, tries int, seat seat_id, next day?, minute int?, place text?, passed int, tried int
SELECT c.id AS id, c.title AS title, c.quiz AS quiz, c.tries AS tries, s.id AS seat,
	(SELECT min(l.day) FROM training_lesson l WHERE l.class = c.id AND l.day >= :since) AS next,
	(SELECT l.minute FROM training_lesson l WHERE l.class = c.id AND l.day >= :since ORDER BY l.day, l.minute LIMIT 1) AS minute,
	c.place AS place,
	(SELECT COALESCE(max(t.passed), 0) FROM training_try t WHERE t.seat = s.id AND t.shard = 0) AS passed,
	(SELECT count(*) FROM training_try t WHERE t.seat = s.id AND t.shard = 0) AS tried
FROM training_seat s JOIN training_class c ON c.id = s.class AND c.state = 'open'
WHERE s.shard = 0 AND s.gone = 0 AND ((s.person = :person AND s.person <> 0) OR (s.account = :account AND s.account <> 0)) ORDER BY c.id LIMIT 50;

-- training_led: what waits at the classes of a committee: lessons that are over without a roll, the quiz
-- class: report
-- in:  unit unit_id, today day      many
-- out: id training_id, title text, quiz text, lesson lesson_id?, day day?
SELECT c.id AS id, c.title AS title, c.quiz AS quiz,
	(SELECT l.id FROM training_lesson l WHERE l.class = c.id AND l.day < :today
		AND NOT EXISTS (SELECT 1 FROM training_seat s JOIN training_presence p ON p.seat = s.id AND p.lesson = l.id WHERE s.class = c.id)
		ORDER BY l.day, l.minute LIMIT 1) AS lesson,
	(SELECT max(l.day) FROM training_lesson l WHERE l.class = c.id) AS day
FROM training_class c WHERE c.unit = :unit AND c.state = 'open' ORDER BY c.id LIMIT 30;

-- training_lesson_add: one more lesson
-- class: reference
-- in:  id lesson_id, class training_id, day day, minute int, length int, topic text, place text?, teacher text?, secret blob      run
INSERT INTO training_lesson (id, class, day, minute, length, topic, place, teacher, secret)
VALUES (:id, :class, :day, :minute, :length, :topic, COALESCE(CAST(:place AS TEXT), ''), COALESCE(CAST(:teacher AS TEXT), ''), :secret);

-- training_lesson_edit: another day, place or teacher
-- class: reference
-- in:  id lesson_id, class training_id, day day, minute int, length int, topic text, place text?, teacher text?      run
UPDATE training_lesson SET day = :day, minute = :minute, length = :length, topic = :topic, place = COALESCE(CAST(:place AS TEXT), ''),
	teacher = COALESCE(CAST(:teacher AS TEXT), '') WHERE id = :id AND class = :class;

-- training_lesson_drop: a lesson is not held
-- class: reference
-- in:  id lesson_id, class training_id      run
DELETE FROM training_lesson WHERE id = :id AND class = :class;

-- training_lesson_many: the lessons of a class
-- class: reference
-- in:  class training_id      many
-- out: id lesson_id, day day, minute int, length int, topic text, place text, teacher text
SELECT id, day, minute, length, topic, place, teacher FROM training_lesson WHERE class = :class ORDER BY day, minute, id LIMIT 60;

-- training_lesson_one: a lesson
-- class: reference
-- in:  id lesson_id      maybe
-- out: class training_id, day day, minute int, length int, topic text, place text, teacher text, secret blob
SELECT class, day, minute, length, topic, place, teacher, secret FROM training_lesson WHERE id = :id;

-- training_source_put: who should come
-- class: reference
-- in:  class training_id, unit unit_id, role text      run
INSERT INTO training_source (class, unit, role) VALUES (:class, :unit, :role) ON CONFLICT (class, unit, role) DO NOTHING;

-- training_source_drop: no more
-- class: reference
-- in:  class training_id, unit unit_id, role text      run
DELETE FROM training_source WHERE class = :class AND unit = :unit AND role = :role;

-- training_source_many: who should come
-- class: reference
-- in:  class training_id      many
-- out: unit unit_id, role text, name text, code text?
SELECT s.unit AS unit, s.role AS role, n.name AS name, k.code AS code FROM training_source s JOIN unit_name n ON n.unit = s.unit AND n.until = '9999-12-31'
LEFT JOIN unit_code k ON k.unit = s.unit AND k.until = '9999-12-31' WHERE s.class = :class ORDER BY n.sort_key, s.role;

-- training_below: whether a unit stands at or below another
-- class: reference
-- in:  unit unit_id, ancestor unit_id      one
-- out: n int
SELECT count(*) AS n FROM unit_anc WHERE node = :unit AND ancestor = :ancestor AND until = '9999-12-31';

-- training_choices: right below the committee
-- class: reference
-- in:  unit unit_id      many
-- out: id unit_id, name text
SELECT e.unit AS id, n.name AS name FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31' WHERE e.parent = :unit AND e.until = '9999-12-31' ORDER BY n.sort_key LIMIT 400;

-- training_candidates: everybody whom the sources of a class call, as of today
-- class: report
-- in:  class training_id, most int      many
-- out: person person_id, cell cell_id, name text, sort_key blob, label text?, post text, status text, place text
SELECT DISTINCT m.person AS person, m.cell AS cell, m.name AS name, m.sort_key AS sort_key, m.label AS label, m.post AS post, m.status AS status, n.name AS place
FROM (SELECT DISTINCT a.node AS cell, w.role AS role FROM training_source w JOIN unit_anc a ON a.ancestor = w.unit AND a.until = '9999-12-31' WHERE w.class = :class) s
JOIN unit u ON u.id = s.cell AND u.kind = 'chi_bo' AND u.until = '9999-12-31' JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31'
JOIN membership m ON m.cell = u.id AND m.shard = u.shard AND m.until = '9999-12-31' AND m.kind <> 'temporary_here'
WHERE (s.role = 'all' OR (s.role = 'secretary' AND m.post = 'bi_thu') OR (s.role = 'deputy' AND m.post = 'pho_bi_thu')
	OR (s.role = 'committee' AND m.post <> 'dang_vien') OR (s.role = 'new' AND m.status = 'probationary')
	OR (s.role = 'clerk' AND EXISTS (SELECT 1 FROM account_role r JOIN account c ON c.id = r.account AND c.closed_at IS NULL
		WHERE r.unit = u.id AND r.role = 'clerk' AND r.until = '9999-12-31' AND c.person = m.person)))
ORDER BY m.person, m.cell LIMIT :most;

-- training_find: the members of a cell
-- class: report
-- in:  cell cell_id      many
-- out: person person_id, name text, label text?, post text
SELECT m.person AS person, m.name AS name, m.label AS label, m.post AS post FROM unit u
JOIN membership m ON m.cell = u.id AND m.shard = u.shard AND m.until = '9999-12-31' WHERE u.id = :cell ORDER BY m.sort_key, m.id LIMIT 400;

-- training_member: somebody of a cell
-- class: report
-- in:  cell cell_id, person person_id      maybe
-- out: name text, sort_key blob, label text?, post text, place text
SELECT m.name AS name, m.sort_key AS sort_key, m.label AS label, m.post AS post, n.name AS place FROM unit u
JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31'
JOIN membership m ON m.cell = u.id AND m.shard = u.shard AND m.until = '9999-12-31' AND m.person = :person WHERE u.id = :cell;

-- training_staff: accounts at a committee that belong to no cell's member
-- class: reference
-- in:  unit unit_id      many
-- out: account account_id, name text, role text, place text
SELECT DISTINCT c.id AS account, c.name AS name, r.role AS role, n.name AS place FROM account_role r JOIN account c ON c.id = r.account AND c.closed_at IS NULL
	AND c.person IS NULL JOIN unit_name n ON n.unit = r.unit AND n.until = '9999-12-31'
WHERE r.unit = :unit AND r.until = '9999-12-31' ORDER BY c.name, c.id LIMIT 100;

-- training_seat_keys: all places of a class, those given up too
-- in:  class training_id      many
-- out: id seat_id, person person_id, account account_id, cell cell_id, source text, gone int, present int
SELECT s.id AS id, s.person AS person, s.account AS account, s.cell AS cell, s.source AS source, s.gone AS gone,
	(SELECT count(*) FROM training_presence p WHERE p.seat = s.id AND p.shard = 0 AND p.state = 'present') AS present
FROM training_seat s WHERE s.class = :class AND s.shard = 0 ORDER BY s.person, s.account;

-- training_seat_add: a place
-- in:  id seat_id, shard int, class training_id, cell cell_id, person person_id, account account_id, name text, sort_key blob, label text?, post text, place text, source text, at instant      run
INSERT INTO training_seat (id, shard, class, cell, person, account, name, sort_key, label, post, place, source, entered_at)
VALUES (:id, :shard, :class, COALESCE(CAST(:cell AS BIGINT), 0), COALESCE(CAST(:person AS BIGINT), 0),
	COALESCE(CAST(:account AS BIGINT), 0), :name, :sort_key, COALESCE(CAST(:label AS TEXT), ''), :post, :place, :source, :at);

-- training_seat_gone: called no more, or again
-- in:  id seat_id, shard int, gone int, source text      run
UPDATE training_seat SET gone = :gone, source = :source WHERE id = :id AND shard = :shard;

-- training_seat_one: a place
-- in:  id seat_id      maybe
-- out: class training_id, cell cell_id, person person_id, account account_id, name text, label text, post text, place text, gone int, certificate int, year int, code text, certified_at instant?, month int
SELECT class, cell, person, account, name, label, post, place, gone, certificate, year, code, certified_at, month FROM training_seat WHERE id = :id AND shard = 0;

-- training_seat_mine: the place of who asks
-- in:  class training_id, person person_id, account account_id      maybe
-- out: id seat_id
SELECT id FROM training_seat WHERE class = :class AND shard = 0 AND gone = 0
	AND ((person = :person AND person <> 0) OR (account = :account AND account <> 0)) ORDER BY id LIMIT 1;

-- training_results: the places of a class, with what everybody did, a page of them
-- in:  class training_id, most int, skip int      many
-- out: id seat_id, name text, label text, post text, place text, source text, present int, excused int, tried int, correct int, total int, passed int, certificate int, year int, code text
SELECT s.id AS id, s.name AS name, s.label AS label, s.post AS post, s.place AS place, s.source AS source,
	(SELECT count(*) FROM training_presence p WHERE p.seat = s.id AND p.shard = 0 AND p.state = 'present') AS present,
	(SELECT count(*) FROM training_presence p WHERE p.seat = s.id AND p.shard = 0 AND p.state = 'excused') AS excused,
	(SELECT count(*) FROM training_try t WHERE t.seat = s.id AND t.shard = 0) AS tried,
	(SELECT COALESCE(max(t.correct), 0) FROM training_try t WHERE t.seat = s.id AND t.shard = 0) AS correct,
	(SELECT COALESCE(max(t.total), 0) FROM training_try t WHERE t.seat = s.id AND t.shard = 0) AS total,
	(SELECT COALESCE(max(t.passed), 0) FROM training_try t WHERE t.seat = s.id AND t.shard = 0) AS passed,
	s.certificate AS certificate, s.year AS year, s.code AS code
FROM training_seat s WHERE s.class = :class AND s.shard = 0 AND s.gone = 0 ORDER BY s.place, s.sort_key, s.id LIMIT :most OFFSET :skip;

-- training_measure: what somebody did in a class
-- in:  id seat_id      one
-- out: present int, tried int, passed int
SELECT (SELECT count(*) FROM training_presence p WHERE p.seat = s.id AND p.shard = 0 AND p.state = 'present') AS present,
	(SELECT count(*) FROM training_try t WHERE t.seat = s.id AND t.shard = 0) AS tried,
	(SELECT COALESCE(max(t.passed), 0) FROM training_try t WHERE t.seat = s.id AND t.shard = 0) AS passed
FROM training_seat s WHERE s.id = :id AND s.shard = 0;

-- training_totals: how many are called to a class, and what they did
-- in:  class training_id      one
-- out: called int, cells int, tried int, passed int, certificates int
SELECT count(*) AS called, count(DISTINCT CASE WHEN s.cell <> 0 THEN s.cell END) AS cells,
	COALESCE(sum(CASE WHEN c.quiz <> 'none' AND EXISTS (SELECT 1 FROM training_try t WHERE t.seat = s.id AND t.shard = 0) THEN 1 ELSE 0 END), 0) AS tried,
	COALESCE(sum(CASE WHEN c.quiz <> 'none' AND EXISTS (SELECT 1 FROM training_try t WHERE t.seat = s.id AND t.shard = 0 AND t.passed = 1) THEN 1 ELSE 0 END), 0) AS passed,
	COALESCE(sum(CASE WHEN s.certificate > 0 THEN 1 ELSE 0 END), 0) AS certificates
FROM training_class c JOIN training_seat s ON s.class = c.id AND s.shard = 0 AND s.gone = 0 WHERE c.id = :class;

-- training_roll: who is called to a lesson and whether they came, a page of them
-- in:  class training_id, lesson lesson_id, most int, skip int      many
-- out: id seat_id, name text, label text, post text, place text, state text?, how text?, at instant?
SELECT s.id AS id, s.name AS name, s.label AS label, s.post AS post, s.place AS place, p.state AS state, p.how AS how, p.at AS at
FROM training_seat s LEFT JOIN training_presence p ON p.seat = s.id AND p.lesson = :lesson AND p.shard = 0
WHERE s.class = :class AND s.shard = 0 AND s.gone = 0 ORDER BY s.place, s.sort_key, s.id LIMIT :most OFFSET :skip;

-- training_rolled: how many came to each lesson
-- in:  class training_id      many
-- out: lesson lesson_id, present int, marked int
SELECT p.lesson AS lesson, sum(CASE WHEN p.state = 'present' THEN 1 ELSE 0 END) AS present, count(*) AS marked
FROM training_seat s JOIN training_presence p ON p.seat = s.id AND p.shard = 0 WHERE s.class = :class AND s.shard = 0 AND s.gone = 0 GROUP BY p.lesson;

-- training_presence_one: whether somebody came
-- in:  seat seat_id, lesson lesson_id      maybe
-- out: state text, how text, at instant
SELECT state, how, at FROM training_presence WHERE seat = :seat AND lesson = :lesson AND shard = 0;

-- training_presence_put: somebody came, or not
-- in:  seat seat_id, lesson lesson_id, shard int, state text, how text, account account_id, at instant      run
INSERT INTO training_presence (seat, lesson, shard, state, how, account, at) VALUES (:seat, :lesson, :shard, :state, :how, :account, :at)
ON CONFLICT (seat, lesson, shard) DO UPDATE SET state = excluded.state, how = excluded.how, account = excluded.account, at = excluded.at;

-- training_change_add: something in the roll was put right
-- in:  id int, shard int, seat seat_id, lesson lesson_id, before text, after text, reason text, account account_id, at instant      run
INSERT INTO training_change (id, shard, seat, lesson, before, after, reason, account, at) VALUES (:id, :shard, :seat, :lesson, :before, :after, :reason, :account, :at);

-- training_change_many: what was put right in the roll of a lesson
-- in:  class training_id, lesson lesson_id      many
-- out: name text, before text, after text, reason text, who text?, at instant
SELECT s.name AS name, h.before AS before, h.after AS after, h.reason AS reason, c.name AS who, h.at AS at
FROM training_seat s JOIN training_change h ON h.seat = s.id AND h.shard = 0 AND h.lesson = :lesson LEFT JOIN account c ON c.id = h.account
WHERE s.class = :class AND s.shard = 0 ORDER BY h.at DESC, h.id DESC LIMIT 60;

-- training_question_add: a question
-- class: reference
-- in:  id question_id, class training_id, ord int, text text      run
INSERT INTO training_question (id, class, ord, text) VALUES (:id, :class, :ord, :text);

-- training_question_edit: its words
-- class: reference
-- in:  id question_id, text text      run
UPDATE training_question SET text = :text WHERE id = :id;

-- training_question_drop: not asked
-- class: reference
-- in:  id question_id      run
DELETE FROM training_question WHERE id = :id;

-- training_question_many: the questions of a class
-- class: reference
-- in:  class training_id      many
-- out: id question_id, ord int, text text, rights int
SELECT q.id AS id, q.ord AS ord, q.text AS text, (SELECT count(*) FROM training_choice c WHERE c.question = q.id AND c.is_right = 1) AS rights
FROM training_question q WHERE q.class = :class ORDER BY q.ord, q.id LIMIT 60;

-- training_choice_put: one of its choices
-- class: reference
-- in:  question question_id, ord int, text text, is_right int      run
INSERT INTO training_choice (question, ord, text, is_right) VALUES (:question, :ord, :text, :is_right);

-- training_choice_drop: its choices
-- class: reference
-- in:  question question_id      run
DELETE FROM training_choice WHERE question = :question;

-- training_choice_many: the choices of all questions of a class
-- class: reference
-- in:  class training_id      many
-- out: question question_id, ord int, text text, is_right int
SELECT c.question AS question, c.ord AS ord, c.text AS text, c.is_right AS is_right FROM training_question q JOIN training_choice c ON c.question = q.id
WHERE q.class = :class ORDER BY q.ord, q.id, c.ord;

-- training_try_add: somebody's answers
-- in:  id int, shard int, seat seat_id, ord int, correct int, total int, passed int, paper int, answers text?, account account_id, at instant      run
INSERT INTO training_try (id, shard, seat, ord, correct, total, passed, paper, answers, account, at)
VALUES (:id, :shard, :seat, :ord, :correct, :total, :passed, :paper, COALESCE(CAST(:answers AS TEXT), ''), :account, :at);

-- training_try_many: all that somebody answered
-- in:  seat seat_id      many
-- out: ord int, correct int, total int, passed int, paper int, answers text, at instant
SELECT ord, correct, total, passed, paper, answers, at FROM training_try WHERE seat = :seat AND shard = 0 ORDER BY ord;

-- training_certificate_last: the last number that a committee gave in a year
-- in:  unit unit_id, year int      one
-- out: n int
SELECT COALESCE(max(s.certificate), 0) AS n FROM training_class c JOIN training_seat s ON s.class = c.id AND s.shard = 0 AND s.year = :year WHERE c.unit = :unit;

-- training_certify: a certificate
-- in:  id seat_id, shard int, number int, year int, code text, at instant      run
UPDATE training_seat SET certificate = :number, year = :year, code = :code, certified_at = :at WHERE id = :id AND shard = :shard;

-- training_certificate_check: the certificate of a code
-- in:  code text      maybe
-- out: name text, place text, certificate int, year int, title text, organiser text, unit_name text, number text?, day day?
SELECT s.name AS name, s.place AS place, s.certificate AS certificate, s.year AS year, c.title AS title, c.organiser AS organiser, n.name AS unit_name,
	c.certificate_number AS number, c.certificate_day AS day
FROM training_seat s JOIN training_class c ON c.id = s.class JOIN unit_name n ON n.unit = c.unit AND n.until = '9999-12-31'
WHERE s.code = :code AND s.code <> '' AND s.shard = 0;

-- training_material_add: a paper
-- in:  id material_id, shard int, class training_id, title text, file_name text, type text, size int, hash blob, at instant, account account_id      run
INSERT INTO training_material (id, shard, class, title, file_name, type, size, hash, at, account)
VALUES (:id, :shard, :class, :title, :file_name, :type, :size, :hash, :at, :account);

-- training_material_many: the papers of a class
-- in:  class training_id      many
-- out: id material_id, title text, file_name text, size int, at instant
SELECT id, title, file_name, size, at FROM training_material WHERE class = :class AND shard = 0 AND withdrawn_at IS NULL ORDER BY id LIMIT 60;

-- training_material_one: a paper
-- in:  id material_id      maybe
-- out: class training_id, title text, file_name text, type text, size int, hash blob, withdrawn_at instant?
SELECT class, title, file_name, type, size, hash, withdrawn_at FROM training_material WHERE id = :id AND shard = 0;

-- training_material_withdraw: taken back
-- in:  id material_id, shard int, account account_id, at instant      run
UPDATE training_material SET withdrawn_at = :at, withdrawn_by = :account WHERE id = :id AND shard = :shard;

-- training_wait_put: figures of a place are to be reckoned again
-- in:  seat seat_id, shard int      run
INSERT INTO training_wait (seat, shard) SELECT id, shard FROM training_seat WHERE id = :seat AND shard = :shard AND cell <> 0 ON CONFLICT (seat, shard) DO NOTHING;

-- training_wait_class: the same for all of a class
-- in:  class training_id, shard int      run
INSERT INTO training_wait (seat, shard) SELECT id, shard FROM training_seat WHERE class = :class AND shard = :shard AND cell <> 0 ON CONFLICT (seat, shard) DO NOTHING;

-- training_wait_many: what waits, cell by cell
-- in:  most int      many
-- out: cell cell_id, cell_shard int
SELECT DISTINCT x.cell AS cell, u.shard AS cell_shard
FROM (SELECT (SELECT s.cell FROM training_seat s WHERE s.id = w.seat AND s.shard = 0) AS cell FROM training_wait w WHERE w.shard = 0) x
JOIN unit u ON u.id = x.cell ORDER BY x.cell LIMIT :most;

-- training_wait_cell: what waits of a cell
-- in:  cell cell_id      many
-- out: seat seat_id, class training_id, month int, gone int, certificate int
SELECT s.id AS seat, s.class AS class, s.month AS month, s.gone AS gone, s.certificate AS certificate
FROM training_seat s JOIN training_wait w ON w.seat = s.id AND w.shard = 0 WHERE s.cell = :cell AND s.shard = 0 ORDER BY s.id LIMIT 500;

-- training_wait_drop: it was reckoned
-- in:  seat seat_id, shard int      run
DELETE FROM training_wait WHERE seat = :seat AND shard = :shard;

-- training_publish: what the figures count of a place
-- in:  id seat_id, shard int, month int, present int, done int, certified int      run
UPDATE training_seat SET month = :month, present = :present, done = :done, certified = :certified WHERE id = :id AND shard = :shard;

-- training_heads: the months in which a secretary of the cell finished a class
-- in:  cell cell_id      many
-- out: month month
SELECT DISTINCT month FROM training_seat WHERE cell = :cell AND shard = 0 AND month > 0 AND post = 'bi_thu' AND done = 1 ORDER BY month;

-- training_figures: a cell's figures of a month
-- in:  cell cell_id, month int      one
-- out: sent int, called int, attended int, certificates int, heads int
SELECT count(DISTINCT CASE WHEN present > 0 THEN class END) AS sent, count(*) AS called, COALESCE(sum(CASE WHEN present = 2 THEN 1 ELSE 0 END), 0) AS attended,
	COALESCE(sum(certified), 0) AS certificates,
	CASE WHEN COALESCE(sum(CASE WHEN post = 'bi_thu' AND done = 1 THEN 1 ELSE 0 END), 0) > 0 AND NOT EXISTS (SELECT 1 FROM training_seat o
		WHERE o.cell = :cell AND o.shard = 0 AND o.month > :month AND o.post = 'bi_thu' AND o.done = 1) THEN 1 ELSE 0 END AS heads
FROM training_seat WHERE cell = :cell AND shard = 0 AND month = :month;

-- training_scan: the same for all cells, for the check of counters
-- class: report
-- text: yes
-- in:       many
-- out: cell int, month int, shard int, sent int, called int, attended int, certificates int, heads int
SELECT s.cell AS cell, s.month AS month, u.shard AS shard, count(DISTINCT CASE WHEN s.present > 0 THEN s.class END) AS sent, count(*) AS called,
	sum(CASE WHEN s.present = 2 THEN 1 ELSE 0 END) AS attended, sum(s.certified) AS certificates,
	CASE WHEN sum(CASE WHEN s.post = 'bi_thu' AND s.done = 1 THEN 1 ELSE 0 END) > 0 AND s.month = (SELECT max(o.month) FROM training_seat o
		WHERE o.cell = s.cell AND o.month > 0 AND o.post = 'bi_thu' AND o.done = 1) THEN 1 ELSE 0 END AS heads
FROM training_seat s JOIN unit u ON u.id = s.cell WHERE s.month > 0 AND s.cell <> 0 GROUP BY s.cell, s.month, u.shard;

-- training_cover_units: what stands right below a committee, and what its figures say of some months
-- class: report
-- in:  unit unit_id, since month, month month, most int, skip int      many
-- out: id unit_id, name text, heads int, called int, attended int, certificates int, cells int
SELECT e.unit AS id, n.name AS name, COALESCE(sum(f.heads), 0) AS heads, COALESCE(sum(f.called), 0) AS called, COALESCE(sum(f.attended), 0) AS attended,
	COALESCE(sum(f.certificates), 0) AS certificates,
	(SELECT COALESCE(max(s.cells), 0) FROM state_by_unit s WHERE s.unit = e.unit AND s.month = :month) AS cells
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31' AND u.kind <> 'chi_bo'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31'
LEFT JOIN training_by_unit f ON f.unit = e.unit AND f.month BETWEEN :since AND :month
WHERE e.parent = :unit AND e.until = '9999-12-31' GROUP BY e.unit, n.name, n.sort_key ORDER BY n.sort_key LIMIT :most OFFSET :skip;

-- training_cover_whole: the figures of the committee itself
-- class: report
-- in:  unit unit_id, since month, month month      one
-- out: heads int, called int, attended int, certificates int, cells int
SELECT COALESCE(sum(f.heads), 0) AS heads, COALESCE(sum(f.called), 0) AS called, COALESCE(sum(f.attended), 0) AS attended,
	COALESCE(sum(f.certificates), 0) AS certificates,
	(SELECT COALESCE(max(s.cells), 0) FROM state_by_unit s WHERE s.unit = :unit AND s.month = :month) AS cells
FROM training_by_unit f WHERE f.unit = :unit AND f.month BETWEEN :since AND :month;

-- training_cover_cells: the cells right below a committee and the last class that each present secretary finished, a page of them
-- class: report
-- in:  unit unit_id, most int, skip int      many
-- out: id cell_id, shard int, name text, secretary text?, month int
SELECT u.id AS id, u.shard AS shard, n.name AS name, m.name AS secretary,
	(SELECT COALESCE(max(s.month), 0) FROM training_seat s WHERE s.person = m.person AND s.done = 1) AS month
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31' AND u.kind = 'chi_bo'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31'
LEFT JOIN membership m ON m.cell = u.id AND m.shard = u.shard AND m.post = 'bi_thu' AND m.until = '9999-12-31'
WHERE e.parent = :unit AND e.until = '9999-12-31' ORDER BY n.sort_key, u.id LIMIT :most OFFSET :skip;

-- training_missing: the present secretaries below a committee who finished no class since a month, a page of them
-- class: report
-- in:  unit unit_id, since month, most int, skip int      many
-- out: id cell_id, shard int, name text, secretary text, label text?, month int, called int
SELECT u.id AS id, u.shard AS shard, n.name AS name, m.name AS secretary, m.label AS label,
	(SELECT COALESCE(max(s.month), 0) FROM training_seat s WHERE s.person = m.person AND s.done = 1) AS month,
	(SELECT count(*) FROM training_seat s JOIN training_class c ON c.id = s.class AND c.state = 'open' WHERE s.person = m.person AND s.gone = 0) AS called
FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' AND u.until = '9999-12-31' JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31'
JOIN membership m ON m.cell = u.id AND m.shard = u.shard AND m.post = 'bi_thu' AND m.until = '9999-12-31'
WHERE a.ancestor = :unit AND a.until = '9999-12-31'
	AND NOT EXISTS (SELECT 1 FROM training_seat s WHERE s.person = m.person AND s.done = 1 AND s.month >= :since)
ORDER BY n.sort_key, u.id LIMIT :most OFFSET :skip;

-- training_offices: where somebody holds an office today
-- class: reference
-- in:  account account_id      many
-- out: unit unit_id, kind text
SELECT r.unit AS unit, u.kind AS kind FROM account_role r JOIN unit u ON u.id = r.unit
WHERE r.account = :account AND r.role = 'officer' AND r.until = '9999-12-31';

-- training_forget: the name goes
-- class: wide
-- in:  person person_id, account account_id, name text      run
UPDATE training_seat SET name = :name, label = '' WHERE (person = :person AND person <> 0) OR (account = :account AND account <> 0);

-- training_export: the classes of somebody
-- class: report
-- json: yes
-- in:  person person_id, account account_id      many
-- out: class text, organiser text, name text, label text, post text, place text, source text, called_at instant, certificate int, year int, code text, certified_at instant?
SELECT c.title AS class, c.organiser AS organiser, s.name AS name, s.label AS label, s.post AS post, s.place AS place, s.source AS source,
	s.entered_at AS called_at, s.certificate AS certificate, s.year AS year, s.code AS code, s.certified_at AS certified_at
FROM training_seat s LEFT JOIN training_class c ON c.id = s.class
WHERE (s.person = :person AND s.person <> 0) OR (s.account = :account AND s.account <> 0) ORDER BY s.entered_at, s.id;

-- training_export_presence: when they were there
-- class: report
-- json: yes
-- in:  person person_id, account account_id      many
-- out: lesson text, day day, state text, how text, at instant
SELECT l.topic AS lesson, l.day AS day, p.state AS state, p.how AS how, p.at AS at
FROM training_seat s JOIN training_presence p ON p.seat = s.id AND p.shard = s.shard LEFT JOIN training_lesson l ON l.id = p.lesson
WHERE (s.person = :person AND s.person <> 0) OR (s.account = :account AND s.account <> 0) ORDER BY p.at, p.lesson;

-- training_export_changes: what was put right in that
-- class: report
-- json: yes
-- in:  person person_id, account account_id      many
-- out: day day, before text, after text, reason text, at instant
SELECT l.day AS day, h.before AS before, h.after AS after, h.reason AS reason, h.at AS at
FROM training_seat s JOIN training_change h ON h.seat = s.id AND h.shard = s.shard LEFT JOIN training_lesson l ON l.id = h.lesson
WHERE (s.person = :person AND s.person <> 0) OR (s.account = :account AND s.account <> 0) ORDER BY h.at, h.id;

-- training_export_tries: what they answered
-- class: report
-- json: yes
-- in:  person person_id, account account_id      many
-- out: ord int, correct int, total int, passed int, paper int, answers text, at instant
SELECT t.ord AS ord, t.correct AS correct, t.total AS total, t.passed AS passed, t.paper AS paper, t.answers AS answers, t.at AS at
FROM training_seat s JOIN training_try t ON t.seat = s.id AND t.shard = s.shard
WHERE (s.person = :person AND s.person <> 0) OR (s.account = :account AND s.account <> 0) ORDER BY t.at, t.id;

-- training_archive: the classes that people of a cell went to
-- json: yes
-- in:  cell cell_id      many
-- out: class text, organiser text, name text, post text, present int, certificate int, year int, code text
SELECT c.title AS class, c.organiser AS organiser, s.name AS name, s.post AS post,
	(SELECT count(*) FROM training_presence p WHERE p.seat = s.id AND p.shard = 0 AND p.state = 'present') AS present,
	s.certificate AS certificate, s.year AS year, s.code AS code
FROM training_seat s JOIN training_class c ON c.id = s.class AND c.state <> 'draft' WHERE s.cell = :cell AND s.shard = 0 AND s.gone = 0 ORDER BY c.id, s.sort_key, s.id;

-- training_keeps: whether a material that was not taken back stands on these bytes
-- in:  hash blob, shard int      one
-- out: keeps bool
SELECT EXISTS (SELECT 1 FROM training_material WHERE hash = :hash AND shard = :shard AND withdrawn_at IS NULL) AS keeps;
