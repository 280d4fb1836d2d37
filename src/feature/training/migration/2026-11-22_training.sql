-- needs: 2026-11-20_unit 2026-11-20_account 2026-11-20_person
-- A class that a committee holds: draft (nobody invited sees it), open (called), ended, cancelled. Reference class, with its lessons and its quiz.
CREATE TABLE training_class (
	id INTEGER PRIMARY KEY, unit INTEGER NOT NULL REFERENCES unit (id),
	title TEXT NOT NULL CONSTRAINT training__title CHECK (length(title) BETWEEN 1 AND 200),
	kind TEXT NOT NULL, about TEXT NOT NULL DEFAULT '', organiser TEXT NOT NULL, place TEXT NOT NULL,
	number TEXT NOT NULL DEFAULT '', day TEXT NOT NULL DEFAULT '', -- the decision or plan, where there is one
	least INTEGER NOT NULL CONSTRAINT training__least CHECK (least BETWEEN 1 AND 100), -- per cent of the lessons that somebody must attend
	paper INTEGER NOT NULL DEFAULT 0, -- held before it was entered
	state TEXT NOT NULL DEFAULT 'draft' CONSTRAINT training__state CHECK (state = 'draft' OR state = 'open' OR state = 'ended' OR state = 'cancelled'),
	cancel_reason TEXT, opened_at INTEGER, ended_day TEXT, listed_at INTEGER, -- listed: when who should come was last drawn up
	quiz TEXT NOT NULL DEFAULT 'none' CONSTRAINT training__quiz CHECK (quiz = 'none' OR quiz = 'draft' OR quiz = 'open' OR quiz = 'closed'),
	pass INTEGER NOT NULL DEFAULT 50, tries INTEGER NOT NULL DEFAULT 1, -- per cent of the questions; how often
	certificate_number TEXT, certificate_day TEXT, signer TEXT, signer_post TEXT,
	version INTEGER NOT NULL DEFAULT 1, account INTEGER NOT NULL, entered_at INTEGER NOT NULL) STRICT;
CREATE INDEX training_class_unit ON training_class (unit, state);
-- secret: what its changing codes are made of.
CREATE TABLE training_lesson (
	id INTEGER PRIMARY KEY, class INTEGER NOT NULL REFERENCES training_class (id), day TEXT NOT NULL, minute INTEGER NOT NULL,
	length INTEGER NOT NULL, -- minutes
	topic TEXT NOT NULL, place TEXT NOT NULL DEFAULT '', teacher TEXT NOT NULL DEFAULT '', secret BLOB NOT NULL) STRICT;
CREATE INDEX training_lesson_class ON training_lesson (class, day, minute);
-- Who should come: everybody of a kind at a unit and below it.
CREATE TABLE training_source (
	class INTEGER NOT NULL REFERENCES training_class (id), unit INTEGER NOT NULL REFERENCES unit (id), role TEXT NOT NULL,
	PRIMARY KEY (class, unit, role)) STRICT, WITHOUT ROWID;
CREATE TABLE training_question (
	id INTEGER PRIMARY KEY, class INTEGER NOT NULL REFERENCES training_class (id), ord INTEGER NOT NULL,
	text TEXT NOT NULL CONSTRAINT training__question CHECK (length(text) BETWEEN 1 AND 600)) STRICT;
CREATE INDEX training_question_class ON training_question (class, ord);
CREATE TABLE training_choice (
	question INTEGER NOT NULL REFERENCES training_question (id), ord INTEGER NOT NULL, text TEXT NOT NULL, is_right INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (question, ord)) STRICT, WITHOUT ROWID;
-- A place in a class: somebody of a cell (person), or an account without one; 0 for none. All that follows is kept in shard 0, with the class.
-- source: role, name; gone: no longer called. month, present (0 never, 1 some lessons, 2 enough of them), done, certified: what the figures count, written
-- with them by a chore.
CREATE TABLE training_seat (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, class INTEGER NOT NULL, cell INTEGER NOT NULL, person INTEGER NOT NULL, account INTEGER NOT NULL,
	name TEXT NOT NULL, sort_key BLOB NOT NULL, label TEXT NOT NULL DEFAULT '', post TEXT NOT NULL, place TEXT NOT NULL, source TEXT NOT NULL,
	gone INTEGER NOT NULL DEFAULT 0, entered_at INTEGER NOT NULL,
	certificate INTEGER NOT NULL DEFAULT 0, year INTEGER NOT NULL DEFAULT 0, code TEXT NOT NULL DEFAULT '', certified_at INTEGER,
	month INTEGER NOT NULL DEFAULT 0, present INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0, certified INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX training_seat_who ON training_seat (class, person, account, shard);
CREATE INDEX training_seat_person ON training_seat (person, class);
CREATE INDEX training_seat_account ON training_seat (account, class);
CREATE INDEX training_seat_cell ON training_seat (cell, shard, month);
CREATE INDEX training_seat_code ON training_seat (code) WHERE code <> '';
-- Seats whose figures are to be reckoned again.
CREATE TABLE training_wait (
	seat INTEGER NOT NULL, shard INTEGER NOT NULL, PRIMARY KEY (seat, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE training_presence (
	seat INTEGER NOT NULL, lesson INTEGER NOT NULL, shard INTEGER NOT NULL,
	state TEXT NOT NULL CONSTRAINT training__presence CHECK (state = 'present' OR state = 'excused' OR state = 'absent'),
	how TEXT NOT NULL, -- code, list, paper
	account INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (seat, lesson, shard)) STRICT, WITHOUT ROWID;
-- What was put right in it.
CREATE TABLE training_change (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, seat INTEGER NOT NULL, lesson INTEGER NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
	reason TEXT NOT NULL, account INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX training_change_seat ON training_change (seat, shard);
-- Somebody's answers, counted when they were given; `total` questions. paper: typed in.
CREATE TABLE training_try (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, seat INTEGER NOT NULL, ord INTEGER NOT NULL,
	correct INTEGER NOT NULL CONSTRAINT training__correct CHECK (correct BETWEEN 0 AND total), total INTEGER NOT NULL,
	passed INTEGER NOT NULL, paper INTEGER NOT NULL DEFAULT 0, answers TEXT NOT NULL DEFAULT '', account INTEGER NOT NULL, at INTEGER NOT NULL,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX training_try_seat ON training_try (seat, ord, shard);
-- Papers for those who come.
CREATE TABLE training_material (
	id INTEGER NOT NULL, shard INTEGER NOT NULL, class INTEGER NOT NULL, title TEXT NOT NULL, file_name TEXT NOT NULL, type TEXT NOT NULL,
	size INTEGER NOT NULL, hash BLOB NOT NULL, at INTEGER NOT NULL, account INTEGER NOT NULL, withdrawn_at INTEGER, withdrawn_by INTEGER,
	PRIMARY KEY (id, shard)) STRICT, WITHOUT ROWID;
CREATE INDEX training_material_class ON training_material (class, shard);
CREATE INDEX training_material_hash ON training_material (hash, shard);
-- Figures. heads: 1 in the month of the last class that a secretary of the cell finished, so that its sum over months is the number of cells
-- whose secretary was trained in them.
CREATE TABLE training_by_cell (
	cell INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL, sent INTEGER NOT NULL DEFAULT 0, called INTEGER NOT NULL DEFAULT 0,
	attended INTEGER NOT NULL DEFAULT 0, certificates INTEGER NOT NULL DEFAULT 0, heads INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (cell, month, shard)) STRICT, WITHOUT ROWID;
CREATE TABLE training_by_unit (
	unit INTEGER NOT NULL, month INTEGER NOT NULL, sent INTEGER NOT NULL DEFAULT 0, called INTEGER NOT NULL DEFAULT 0,
	attended INTEGER NOT NULL DEFAULT 0, certificates INTEGER NOT NULL DEFAULT 0, heads INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (unit, month)) STRICT, WITHOUT ROWID;
