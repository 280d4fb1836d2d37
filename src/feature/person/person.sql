-- person_put: a person in a shard
-- in:  id int, shard int, full_name text, text_version int, birth day?, sex text?, ethnic text?, home text?, residence text?, joined day?, official day?, card text?, id_number text?, phone text?, email text?, job text?, education text?, note text?, import optint, at instant      run
INSERT INTO person (id, shard, full_name, text_version, birth, sex, ethnic, home, residence, joined, official, card,
	id_number, phone, email, job, education, note, import, entered_at)
VALUES (:id, :shard, :full_name, :text_version, :birth, :sex, :ethnic, :home, :residence, :joined, :official, :card,
	:id_number, :phone, :email, :job, :education, :note, :import, :at);

-- person_set: what is known of a person now
-- in:  id int, shard int, full_name text, text_version int, birth day?, sex text?, ethnic text?, home text?, residence text?, joined day?, official day?, card text?, id_number text?, phone text?, email text?, job text?, education text?, note text?      run
UPDATE person SET full_name = :full_name, text_version = :text_version, birth = :birth, sex = :sex,
	ethnic = :ethnic, home = :home, residence = :residence, joined = :joined, official = :official, card = :card, id_number = :id_number,
	phone = :phone, email = :email, job = :job, education = :education, note = :note
WHERE id = :id AND shard = :shard;

-- person_entered: the newest word on a person stands in this shard
-- in:  id int, shard int, at instant      run
UPDATE person SET entered_at = :at WHERE id = :id AND shard = :shard;

-- person_data_of: what is known of a person, from any shard that holds it
-- class: report
-- in:  person person_id      maybe
-- out: shard int, full_name text, birth day?, sex text?, ethnic text?, home text?, residence text?, joined day?, official day?, card text?,
--      id_number text?, phone text?, email text?, job text?, education text?, note text?
SELECT shard, full_name, birth, sex, ethnic, home, residence, joined, official, card, id_number, phone, email, job, education, note
FROM person WHERE id = :person AND erased_at IS NULL ORDER BY entered_at DESC, shard LIMIT 1;

-- person_in_shard: whether the shard holds the person
-- in:  person person_id, shard int      maybe
-- out: id int
SELECT id FROM person WHERE id = :person AND shard = :shard;

-- person_key_find: who has this card or identity number
-- class: reference
-- in:  kind text, hash blob      maybe
-- out: person person_id
SELECT person FROM person_key WHERE kind = :kind AND hash = :hash;

-- person_key_add: a card or identity number, as a keyed hash
-- class: reference
-- in:  kind text, hash blob, person person_id      run
INSERT INTO person_key (kind, hash, person) VALUES (:kind, :hash, :person);

-- person_key_drop: no longer a number of this person
-- class: reference
-- in:  kind text, hash blob, person person_id      run
DELETE FROM person_key WHERE kind = :kind AND hash = :hash AND person = :person;

-- person_numbers: the numbers that a person has or had, in any shard
-- class: report
-- in:  person person_id      many
-- out: card text?, id_number text?
SELECT card, id_number FROM person WHERE id = :person;

-- person_site: a secret of this installation
-- class: reference
-- in:  name text      maybe
-- out: value blob
SELECT value FROM site WHERE name = :name;

-- person_site_put: made at first need
-- class: reference
-- in:  name text, value blob      run
INSERT INTO site (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING;

-- person_cell_of: the cell where a person is a member today
-- class: report
-- in:  person person_id      maybe
-- out: cell cell_id, name text
SELECT s.cell AS cell, n.name AS name FROM membership s JOIN unit_name n ON n.unit = s.cell AND n.until = '9999-12-31'
WHERE s.person = :person AND s.until = '9999-12-31' AND s.kind <> 'temporary_here' LIMIT 1;

-- person_membership_add: a member of a cell from a day on
-- in:  id int, shard int, cell cell_id, person person_id, since day, kind text, status text, post text, name text, sort_key blob, label text?, import optint, at instant      run
INSERT INTO membership (id, shard, cell, person, since, kind, status, post, name, sort_key, label, import, entered_at)
VALUES (:id, :shard, :cell, :person, :since, :kind, :status, :post, :name, :sort_key, :label, :import, :at);

-- person_membership_end: no longer so from a day on
-- in:  id int, shard int, until day, ended text, note text?      run
UPDATE membership SET until = :until, ended = :ended, ended_note = :note WHERE id = :id AND shard = :shard;

-- person_membership_set: corrects a row of the day it began
-- in:  id int, shard int, kind text, status text, post text      run
UPDATE membership SET kind = :kind, status = :status, post = :post WHERE id = :id AND shard = :shard;

-- person_membership_label: what tells this member from others of the same name
-- in:  id int, shard int, label text?      run
UPDATE membership SET label = :label WHERE id = :id AND shard = :shard;

-- person_membership_rename: the name that the open memberships of a cell carry
-- in:  cell cell_id, shard int, person person_id, name text, sort_key blob      run
UPDATE membership SET name = :name, sort_key = :sort_key
WHERE cell = :cell AND shard = :shard AND until = '9999-12-31' AND person = :person;

-- person_membership_row: one row, to keep it before a change
-- in:  id int, shard int      one
-- out: until day, kind text, status text, post text, name text, label text?, ended text?
SELECT until, kind, status, post, name, label, ended FROM membership WHERE id = :id AND shard = :shard;

-- person_membership_restore: a row as it was before an import
-- in:  id int, shard int, until day, kind text, status text, post text, name text, sort_key blob, label text?, ended text?      run
UPDATE membership SET until = :until, kind = :kind, status = :status, post = :post, name = :name, sort_key = :sort_key, label = :label,
	ended = :ended, ended_note = NULL WHERE id = :id AND shard = :shard;

-- person_namesakes: the members of a cell who bear one name
-- in:  cell cell_id, shard int, sort_key blob      many
-- out: id int, person person_id, label text?, birth day?, residence text?
SELECT s.id AS id, s.person AS person, s.label AS label, p.birth AS birth, p.residence AS residence
FROM membership s LEFT JOIN person p ON p.id = s.person AND p.shard = s.shard
WHERE s.cell = :cell AND s.shard = :shard AND s.until = '9999-12-31' AND s.sort_key = :sort_key ORDER BY s.id;

-- person_of_cell: the members of a cell, in the order of names, with their data
-- in:  cell cell_id, shard int      many
-- out: person person_id, membership int, since day, kind text, status text, post text, name text, label text?, full_name text?, birth day?,
--      sex text?, ethnic text?, home text?, residence text?, joined day?, official day?, card text?, id_number text?, phone text?,
--      email text?, job text?, education text?, note text?
SELECT s.person AS person, s.id AS membership, s.since AS since, s.kind AS kind, s.status AS status, s.post AS post, s.name AS name,
	s.label AS label, p.full_name AS full_name, p.birth AS birth, p.sex AS sex, p.ethnic AS ethnic, p.home AS home,
	p.residence AS residence, p.joined AS joined, p.official AS official, p.card AS card, p.id_number AS id_number, p.phone AS phone,
	p.email AS email, p.job AS job, p.education AS education, p.note AS note
FROM membership s LEFT JOIN person p ON p.id = s.person AND p.shard = s.shard
WHERE s.cell = :cell AND s.shard = :shard AND s.until = '9999-12-31' ORDER BY s.sort_key, s.label, s.id;

-- person_of_cell_on: those who were its members on a day, as far as it is known now
-- in:  cell cell_id, shard int, day day      many
-- out: person person_id, membership int, since day, kind text, status text, post text, name text, label text?, full_name text?, birth day?,
--      sex text?, ethnic text?, home text?, residence text?, joined day?, official day?, card text?, id_number text?, phone text?,
--      email text?, job text?, education text?, note text?
SELECT s.person AS person, s.id AS membership, s.since AS since, s.kind AS kind, s.status AS status, s.post AS post, s.name AS name,
	s.label AS label, p.full_name AS full_name, p.birth AS birth, p.sex AS sex, p.ethnic AS ethnic, p.home AS home,
	p.residence AS residence, p.joined AS joined, p.official AS official, p.card AS card, p.id_number AS id_number, p.phone AS phone,
	p.email AS email, p.job AS job, p.education AS education, p.note AS note
FROM membership s LEFT JOIN person p ON p.id = s.person AND p.shard = s.shard
WHERE s.cell = :cell AND s.shard = :shard AND s.until > :day AND s.since <= :day ORDER BY s.sort_key, s.label, s.id;

-- person_going: members whom another cell was asked to take in, without an answer yet
-- in:  cell cell_id, shard int      many
-- out: person person_id, transfer transfer_id
SELECT person, id AS transfer FROM transfer WHERE cell = :cell AND shard = :shard AND side = 'out' AND state = 'proposed';

-- person_states_of_cell: what changes the duties of its members on a day
-- in:  cell cell_id, shard int, day day      many
-- out: person person_id, kind text
SELECT person, kind FROM member_state WHERE cell = :cell AND shard = :shard AND until > :day AND since <= :day;

-- person_in_cell: one member as last known in a cell
-- in:  cell cell_id, shard int, person person_id      maybe
-- out: membership int, since day, until day, ended text?, kind text, status text, post text, name text, label text?, full_name text?, birth day?,
--      sex text?, ethnic text?, home text?, residence text?, joined day?, official day?, card text?, id_number text?, phone text?,
--      email text?, job text?, education text?, note text?
SELECT s.id AS membership, s.since AS since, s.until AS until, s.ended AS ended, s.kind AS kind, s.status AS status, s.post AS post,
	s.name AS name, s.label AS label, p.full_name AS full_name, p.birth AS birth, p.sex AS sex, p.ethnic AS ethnic, p.home AS home,
	p.residence AS residence, p.joined AS joined, p.official AS official, p.card AS card, p.id_number AS id_number, p.phone AS phone,
	p.email AS email, p.job AS job, p.education AS education, p.note AS note
FROM membership s LEFT JOIN person p ON p.id = s.person AND p.shard = s.shard
WHERE s.person = :person AND s.cell = :cell AND s.shard = :shard ORDER BY s.until DESC, s.since DESC LIMIT 1;

-- person_history: the rows of a member in a cell, the newest first
-- in:  cell cell_id, shard int, person person_id      many
-- out: since day, until day, kind text, status text, post text, ended text?, note text?
SELECT since, until, kind, status, post, ended, ended_note AS note FROM membership
WHERE person = :person AND cell = :cell AND shard = :shard ORDER BY since DESC, id DESC;

-- person_states: all dated facts of a member in a cell, the newest first
-- in:  cell cell_id, shard int, person person_id      many
-- out: id int, kind text, since day, until day, reason text?, decision text?, ground text?, record optint, meeting optint, reported day?
SELECT s.id AS id, s.kind AS kind, s.since AS since, s.until AS until, s.reason AS reason, s.decision AS decision, s.ground AS ground, s.record AS record,
	(SELECT r.meeting FROM record r WHERE r.id = s.record AND r.shard = s.shard) AS meeting, s.reported AS reported
FROM member_state s WHERE s.cell = :cell AND s.shard = :shard AND s.person = :person ORDER BY s.since DESC, s.id DESC;

-- person_state_add: a dated fact
-- in:  id int, shard int, cell cell_id, person person_id, kind text, since day, until day, reason text?, decision text?, ground text?, record optint, import optint, at instant      run
INSERT INTO member_state (id, shard, cell, person, kind, since, until, reason, decision, ground, record, import, entered_at)
VALUES (:id, :shard, :cell, :person, :kind, :since, :until, :reason, :decision, :ground, :record, :import, :at);

-- person_state_reported: the member's report at the end of an exemption came in
-- in:  id int, shard int, cell cell_id, person person_id, day day      run
UPDATE member_state SET reported = :day WHERE id = :id AND shard = :shard AND cell = :cell AND person = :person AND ground = 'other';

-- person_exempt_ends: exemptions for a time that end, or ended, between two days, without the member's report
-- in:  cell cell_id, shard int, since day, until day      many
-- out: person person_id, name text?, until day
SELECT m.person AS person, (SELECT max(s.name) FROM membership s WHERE s.person = m.person AND s.cell = m.cell AND s.shard = m.shard AND s.until = '9999-12-31') AS name,
	m.until AS until FROM member_state m
WHERE m.cell = :cell AND m.shard = :shard AND m.until >= :since AND m.until <= :until AND m.kind = 'exempt' AND m.ground = 'other' AND m.reported IS NULL
	AND m.until > m.since ORDER BY m.until, m.id;

-- person_resolutions: signed resolutions of a cell, the newest first
-- in:  cell cell_id, shard int, since day      many
-- out: id record_id, title text, day day, number optint
SELECT id, title, day, number FROM record WHERE cell = :cell AND shard = :shard AND kind = 'resolution' AND day >= :since AND state = 'signed'
ORDER BY day DESC, id DESC LIMIT 40;

-- person_state_until: it ended
-- in:  id int, shard int, until day      run
UPDATE member_state SET until = :until WHERE id = :id AND shard = :shard;


-- person_before_last: how much was kept for an import
-- class: reference
-- in:  import int      maybe
-- out: ord int
SELECT ord FROM roster_before WHERE import = :import ORDER BY ord DESC LIMIT 1;

-- person_before_add: what a row was before an import changed it
-- class: reference
-- in:  import int, ord int, kind text, object int, body text      run
INSERT INTO roster_before (import, ord, kind, object, body) VALUES (:import, :ord, :kind, :object, :body);

-- person_before: what to put back, the last change first
-- class: reference
-- in:  import int      many
-- out: kind text, object int, body text
SELECT kind, object, body FROM roster_before WHERE import = :import ORDER BY ord DESC;

-- person_before_drop: it was put back
-- class: reference
-- in:  import int      run
DELETE FROM roster_before WHERE import = :import;

-- person_import_states: takes the dated facts of an import away
-- class: wide
-- in:  import int, first int      run
DELETE FROM member_state WHERE id >= :first AND import = :import;

-- person_import_memberships: takes the memberships of an import away
-- class: wide
-- in:  import int, first int      run
DELETE FROM membership WHERE id >= :first AND import = :import;

-- person_import_people: the people of an import, with their numbers
-- class: wide
-- in:  import int, first int      many
-- out: id int, shard int, card text?, id_number text?
SELECT p.id AS id, p.shard AS shard, p.card AS card, p.id_number AS id_number
FROM membership m JOIN person p ON p.id = m.person AND p.shard = m.shard
WHERE m.id >= :first AND m.import = :import AND p.import = :import;

-- person_drop: takes a person of an import away
-- in:  id int, shard int      run
DELETE FROM person WHERE id = :id AND shard = :shard;

-- person_everywhere: all memberships of a person
-- class: report
-- in:  person person_id      many
-- out: id int, shard int, cell cell_id, cell_name text?, since day, until day, kind text, status text, post text, ended text?
SELECT s.id AS id, s.shard AS shard, s.cell AS cell, n.name AS cell_name, s.since AS since, s.until AS until, s.kind AS kind,
	s.status AS status, s.post AS post, s.ended AS ended
FROM membership s LEFT JOIN unit_name n ON n.unit = s.cell AND n.until = '9999-12-31' WHERE s.person = :person ORDER BY s.since, s.id;

-- person_groups_of: the groups (tổ đảng) that a person belongs or belonged to
-- json: yes
-- class: report
-- in:  person person_id      many
-- out: group_name text, leads bool, since text, until text
SELECT g.name AS group_name, m.leads AS leads, m.since AS since, m.until AS until
FROM (SELECT DISTINCT cell, shard FROM membership WHERE person = :person) c
JOIN group_member m ON m.cell = c.cell AND m.shard = c.shard AND m.person = :person
JOIN cell_group g ON g.id = m.cell_group AND g.shard = m.shard ORDER BY m.since, m.id;

-- person_erase: the person is not known any more
-- class: wide
-- in:  person person_id, name text, at instant      run
UPDATE person SET full_name = :name, birth = NULL, sex = NULL, ethnic = NULL, home = NULL,
	residence = NULL, joined = NULL, official = NULL, card = NULL, id_number = NULL, phone = NULL, email = NULL, job = NULL,
	education = NULL, note = NULL, erased_at = :at WHERE id = :person;

-- person_erase_memberships: nor the name that memberships carry
-- class: wide
-- in:  person person_id, name text, sort_key blob      run
UPDATE membership SET name = :name, sort_key = :sort_key, label = NULL, ended_note = NULL WHERE person = :person;

-- person_erase_states: nor why duties were changed
-- in:  cell cell_id, shard int, person person_id      run
UPDATE member_state SET reason = NULL, decision = NULL WHERE cell = :cell AND shard = :shard AND person = :person;

-- person_key_any: whether anybody's number is known
-- class: reference
-- in:  maybe
-- out: person person_id
SELECT person FROM person_key LIMIT 1;

-- person_names_twice: the names that several members of a cell bear
-- in:  cell cell_id, shard int      many
-- out: sort_key blob
SELECT sort_key FROM membership WHERE cell = :cell AND shard = :shard AND until = '9999-12-31'
GROUP BY sort_key HAVING COUNT(*) > 1;

-- person_archive_states: dated facts that change duties, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: name text?, kind text, since text, until text, reason text?, decision text?
SELECT (SELECT max(n.name) FROM membership n WHERE n.person = s.person AND n.cell = s.cell AND n.shard = s.shard) AS name, s.kind AS kind, s.since AS since,
	s.until AS until, s.reason AS reason, s.decision AS decision FROM member_state s WHERE s.cell = :cell AND s.shard = :shard ORDER BY s.since, s.id;

-- person_archive_groups: who belonged to which group, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: group_name text, name text?, leads int, since text, until text
SELECT g.name AS group_name, (SELECT max(n.name) FROM membership n WHERE n.person = t.person AND n.cell = t.cell AND n.shard = t.shard) AS name, t.leads AS leads,
	t.since AS since, t.until AS until FROM cell_group g JOIN group_member t ON t.cell = g.cell AND t.shard = g.shard AND t.cell_group = g.id
WHERE g.cell = :cell AND g.shard = :shard ORDER BY g.name, g.id, t.since, t.id;
