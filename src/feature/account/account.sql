-- account_unit_of_code: the unit that has this code today
-- class: reference
-- in:  code text      maybe
-- out: unit unit_id, shard int, kind text, name text
SELECT u.id AS unit, u.shard AS shard, u.kind AS kind, n.name AS name FROM unit_code c JOIN unit u ON u.id = c.unit
JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31'
WHERE c.code = :code AND c.until = '9999-12-31';

-- account_members: everybody on a cell's roster today, with what tells people apart
-- in:  cell cell_id, shard int      many
-- out: person person_id, name text, label text?, card text?, birth day?, post text
SELECT s.person AS person, s.name AS name, s.label AS label, p.card AS card, p.birth AS birth, s.post AS post
FROM membership s LEFT JOIN person p ON p.id = s.person AND p.shard = s.shard
WHERE s.cell = :cell AND s.shard = :shard AND s.until = '9999-12-31' ORDER BY s.sort_key, s.id;

-- account_birth: for a PIN that should not be a birthday
-- class: report
-- in:  person person_id      maybe
-- out: birth day?
SELECT birth FROM person WHERE id = :person LIMIT 1;

-- account_find: one account
-- class: reference
-- in:  account account_id      maybe
-- out: person person_id?, login text?, name text, email text?, language text, pin_hash text?, tries int, locked_at optint, text_size int, theme text
SELECT person, login, name, email, language, pin_hash, pin_tries AS tries, pin_locked_at AS locked_at, text_size, theme
FROM account WHERE id = :account AND closed_at IS NULL;

-- account_of_login: who has this short word
-- class: reference
-- in:  login text      maybe
-- out: account account_id
SELECT id AS account FROM account WHERE login = :login AND closed_at IS NULL;

-- account_with_person: the account of a person, also a closed one
-- class: reference
-- in:  person person_id      maybe
-- out: account account_id, closed bool, name text, login text?, email text?, language text
SELECT id AS account, closed_at IS NOT NULL AS closed, name, login, email, language FROM account WHERE person = :person;

-- account_reopen: the person is back
-- class: reference
-- in:  account account_id      run
UPDATE account SET closed_at = NULL WHERE id = :account;

-- account_close: nobody enters by it any longer; its word is free for another
-- class: reference
-- in:  account account_id, at instant      run
UPDATE account SET closed_at = :at, login = NULL, pin_hash = NULL WHERE id = :account AND closed_at IS NULL;

-- account_roles_close: and it may do nothing from that day on
-- class: reference
-- in:  account account_id, day day      run
UPDATE account_role SET until = CASE WHEN since > :day THEN since ELSE :day END WHERE account = :account AND until > :day;

-- account_gone: accounts that held a role at a unit and hold none anywhere now
-- class: reference
-- in:  unit unit_id, day day      many
-- out: account account_id, name text, until day, devices int
SELECT a.id AS account, a.name AS name, max(r.until) AS until,
	(SELECT count(*) FROM device d WHERE d.account = a.id AND d.revoked_at IS NULL) AS devices
FROM account_role r JOIN account a ON a.id = r.account AND a.closed_at IS NULL
WHERE r.unit = :unit AND r.until <= :day AND r.until > r.since
	AND NOT EXISTS (SELECT 1 FROM account_role o WHERE o.account = a.id AND o.until > :day AND o.until > o.since)
GROUP BY a.id, a.name ORDER BY max(r.until) DESC, a.id;

-- account_add: a new account; the person enters by a link
-- class: reference
-- in:  id account_id, person person_id?, login text?, name text, email text?, at instant      run
INSERT INTO account (id, person, login, name, email, entered_at) VALUES (:id, :person, :login, :name, :email, :at);

-- account_login_put: the short word and address of an account that was there
-- class: reference
-- in:  account account_id, login text?, email text?      run
UPDATE account SET login = coalesce(:login, login), email = coalesce(:email, email) WHERE id = :account;

-- account_role_held: whether a role is held or will be
-- class: reference
-- in:  account account_id, unit unit_id, role text, day day      maybe
-- out: id int
SELECT id FROM account_role WHERE account = :account AND unit = :unit AND role = :role AND until > :day LIMIT 1;

-- account_role_add: gives a role
-- class: reference
-- in:  id int, account account_id, unit unit_id, role text, since day, until day, granted_by int, at instant      run
INSERT INTO account_role (id, account, unit, role, since, until, granted_by, entered_at)
VALUES (:id, :account, :unit, :role, :since, :until, :granted_by, :at);

-- account_role_end: takes one role, from that day on
-- class: reference
-- in:  id int, account account_id, unit unit_id, day day      run
UPDATE account_role SET until = CASE WHEN since > :day THEN since ELSE :day END
WHERE id = :id AND account = :account AND unit = :unit AND until > :day;

-- account_roles_end: takes all roles that a person's account holds at a unit, from that day on
-- class: reference
-- in:  person person_id, unit unit_id, day day      run
UPDATE account_role SET until = CASE WHEN since > :day THEN since ELSE :day END
WHERE unit = :unit AND until > :day AND account = (SELECT id FROM account WHERE person = :person);

-- account_roles: the roles of an account with their dates, the open ones first
-- class: reference
-- in:  account account_id      many
-- out: id int, role text, unit unit_id, unit_name text, since day, until day
SELECT r.id AS id, r.role AS role, r.unit AS unit, n.name AS unit_name, r.since AS since, r.until AS until
FROM account_role r JOIN unit_name n ON n.unit = r.unit AND n.until = '9999-12-31'
WHERE r.account = :account AND r.until > r.since ORDER BY r.until DESC, r.since DESC, r.id;

-- account_all: every account with its roles of today, for the command line
-- class: reference
-- in:  day day      many
-- out: account account_id, login text?, name text, pin_set bool, locked bool, role text?, unit_code text?, unit_name text?, seen_day day?
SELECT a.id AS account, a.login AS login, a.name AS name, a.pin_hash IS NOT NULL AS pin_set, a.pin_locked_at IS NOT NULL AS locked,
	r.role AS role, c.code AS unit_code, n.name AS unit_name,
	(SELECT max(d.seen_day) FROM device d WHERE d.account = a.id) AS seen_day
FROM account a LEFT JOIN account_role r ON r.account = a.id AND r.since <= :day AND r.until > :day
LEFT JOIN unit_code c ON c.unit = r.unit AND c.until = '9999-12-31' LEFT JOIN unit_name n ON n.unit = r.unit AND n.until = '9999-12-31'
WHERE a.closed_at IS NULL ORDER BY a.id, r.id;

-- account_link_find: a sign-in link by the hash of its secret
-- class: reference
-- in:  token blob      maybe
-- out: account account_id, made_by int?, made_at instant, expires_at instant, used_at optint, by_owner bool, op text?, device int?, name text
SELECT l.account AS account, l.made_by AS made_by, l.made_at AS made_at, l.expires_at AS expires_at, l.used_at AS used_at,
	l.by_owner AS by_owner, l.op AS op, l.device AS device, a.name AS name
FROM sign_in_link l JOIN account a ON a.id = l.account AND a.closed_at IS NULL WHERE l.token_hash = :token;

-- account_link_use: it opened a door
-- class: reference
-- in:  token blob, at instant, op text?, device int      run
UPDATE sign_in_link SET used_at = :at, op = :op, device = :device WHERE token_hash = :token;

-- account_links_live: links of an account that still open
-- class: reference
-- in:  account account_id, now instant      one
-- out: count int
SELECT count(*) AS count FROM sign_in_link WHERE account = :account AND used_at IS NULL AND expires_at > :now;

-- account_links_drop: old links are forgotten after a month
-- class: reference
-- in:  account account_id, before instant      run
DELETE FROM sign_in_link WHERE account = :account AND made_at < :before;

-- account_notes: what the person was told, or is to be told
-- class: reference
-- in:  account account_id, unseen bool      many
-- out: code text, who text?, at instant, seen_at optint
SELECT code, who, at, seen_at FROM account_note WHERE account = :account AND (:unseen = 0 OR seen_at IS NULL) ORDER BY at DESC, id DESC LIMIT 20;

-- account_notes_all: all that an account was told
-- json: yes
-- class: reference
-- in:  account account_id      many
-- out: code text, who text?, at instant
SELECT code, who, at FROM account_note WHERE account = :account ORDER BY at, id;

-- account_notes_drop: nothing is told any more
-- class: reference
-- in:  account account_id      run
DELETE FROM account_note WHERE account = :account;

-- account_notes_seen: the person read them
-- class: reference
-- in:  account account_id, at instant      run
UPDATE account_note SET seen_at = :at WHERE account = :account AND seen_at IS NULL;

-- account_devices: the browsers that are signed in
-- class: reference
-- in:  account account_id      many
-- out: device int, name text, shared bool, since instant, seen_day day?, active_at instant
SELECT id AS device, name, shared, since, seen_day, active_at FROM device WHERE account = :account AND revoked_at IS NULL ORDER BY active_at DESC;

-- account_device_end: one browser of this account is signed out
-- class: reference
-- in:  account account_id, device int, at instant      run
UPDATE device SET revoked_at = :at WHERE id = :device AND account = :account AND revoked_at IS NULL;

-- account_devices_end: all browsers of this account but one (0: all)
-- class: reference
-- in:  account account_id, keep int, at instant      run
UPDATE device SET revoked_at = :at WHERE account = :account AND id <> :keep AND revoked_at IS NULL;

-- account_pin_put: a new PIN; the tries begin again
-- class: reference
-- in:  account account_id, hash text, at instant      run
UPDATE account SET pin_hash = :hash, pin_tries = 0, pin_locked_at = NULL, pin_set_at = :at WHERE id = :account;

-- account_pin_unlock: five tries more
-- class: reference
-- in:  account account_id      run
UPDATE account SET pin_tries = 0, pin_locked_at = NULL WHERE id = :account;

-- account_pin_drop: the PIN is forgotten; a new one is set at the next sign-in
-- class: reference
-- in:  account account_id      run
UPDATE account SET pin_hash = NULL, pin_tries = 0, pin_locked_at = NULL, pin_set_at = NULL WHERE id = :account;

-- account_pins_stale: no device holds a fresh PIN any longer
-- class: reference
-- in:  account account_id, keep int      run
UPDATE device SET pin_until = 0 WHERE account = :account AND id <> :keep;

-- account_look_put: how the pages look for this person
-- class: reference
-- in:  account account_id, language text, text_size int, theme text      run
UPDATE account SET language = :language, text_size = :text_size, theme = :theme WHERE id = :account;

-- account_looks: who saw personal data of a cell from outside it
-- in:  cell cell_id, shard int      many
-- out: day day, name text?, purpose text, first_at instant
SELECT l.day AS day, a.name AS name, l.purpose AS purpose, l.first_at AS first_at FROM look l LEFT JOIN account a ON a.id = l.account
WHERE l.cell = :cell AND l.shard = :shard ORDER BY l.day DESC, l.first_at DESC LIMIT 50;

-- account_at_unit: the accounts with a role at a unit, a row for each role of today or later
-- class: reference
-- in:  unit unit_id, day day      many
-- out: account account_id, person person_id?, name text, pin_set bool, locked bool, role_id int, role text, since day, until day, seen_day day?
SELECT a.id AS account, a.person AS person, a.name AS name, a.pin_hash IS NOT NULL AS pin_set, a.pin_locked_at IS NOT NULL AS locked,
	r.id AS role_id, r.role AS role, r.since AS since, r.until AS until,
	(SELECT max(d.seen_day) FROM device d WHERE d.account = a.id) AS seen_day
FROM account_role r JOIN account a ON a.id = r.account AND a.closed_at IS NULL
WHERE r.unit = :unit AND r.until > :day AND r.until > r.since ORDER BY a.id, r.id;

-- account_erase: what is left is a number without a name
-- class: reference
-- in:  person person_id, name text, at instant      run
UPDATE account SET name = :name, login = NULL, email = NULL, pin_hash = NULL, closed_at = coalesce(closed_at, :at) WHERE person = :person;

-- account_here: an account that holds a role at this unit, today or later; or held one and holds none anywhere now
-- class: reference
-- in:  account account_id, unit unit_id, day day      maybe
-- out: person person_id?, name text
SELECT a.person AS person, a.name AS name FROM account a
WHERE a.id = :account AND a.closed_at IS NULL
	AND EXISTS (SELECT 1 FROM account_role r WHERE r.account = a.id AND r.unit = :unit AND r.until > r.since AND (r.until > :day
		OR NOT EXISTS (SELECT 1 FROM account_role o WHERE o.account = a.id AND o.until > :day AND o.until > o.since)));

-- account_links_end: links that nobody used yet open nothing any longer
-- class: reference
-- in:  account account_id, now instant      run
UPDATE sign_in_link SET expires_at = :now WHERE account = :account AND used_at IS NULL AND expires_at > :now;

-- account_links_made_end: links that somebody made for others and nobody used yet open nothing any longer
-- class: reference
-- in:  account account_id      run
UPDATE sign_in_link SET expires_at = made_at WHERE made_by = :account AND account <> :account AND used_at IS NULL AND expires_at > made_at;

-- account_devices_unname: an erased person leaves no names of machines
-- class: reference
-- in:  account account_id      run
UPDATE device SET name = '' WHERE account = :account;

-- account_pin_state: to check a PIN
-- class: reference
-- in:  account account_id      one
-- out: pin_hash text?, tries int, locked_at optint
SELECT pin_hash, pin_tries AS tries, pin_locked_at AS locked_at FROM account WHERE id = :account;

-- account_note_put: something to tell the person
-- class: reference
-- in:  id int, account account_id, code text, who text?, at instant      run
INSERT INTO account_note (id, account, code, who, at) VALUES (:id, :account, :code, :who, :at);

-- account_person: a person by number, and at how many cells still a member
-- class: report
-- in:  person person_id, day day      maybe
-- out: name text, open int, erased bool
SELECT full_name AS name, (SELECT count(*) FROM membership s WHERE s.person = :person AND s.until > :day) AS open, erased_at IS NOT NULL AS erased
FROM person WHERE id = :person LIMIT 1;

-- account_erasure_add: who was forgotten, by which decision
-- class: reference
-- in:  person person_id, decision text, at instant      run
INSERT INTO erasure (person, decision, at) VALUES (:person, :decision, :at);

-- account_named: those with a role at a unit or below it whose name holds a text, among the ten thousand roles nearest to it, or begins with it, wherever
-- class: reference
-- in:  unit unit_id, pattern text, name text, after text      many
-- out: account account_id, name text, role text, place text
SELECT f.account AS account, f.name AS name, f.role AS role, n.name AS place
FROM (SELECT c.id AS account, c.name AS name, w.role AS role, w.unit AS unit, w.depth AS depth
		FROM (SELECT r.account AS account, r.role AS role, r.unit AS unit, a.depth AS depth FROM unit_anc a
			JOIN account_role r ON r.unit = a.node AND r.until = '9999-12-31'
			WHERE a.ancestor = :unit AND a.until = '9999-12-31' ORDER BY a.depth, a.node LIMIT 10000) w
		JOIN account c ON c.id = w.account AND c.closed_at IS NULL AND c.name LIKE :pattern ESCAPE '\'
	UNION SELECT k.id, k.name, r.role, r.unit, a.depth
		FROM (SELECT id, name FROM account WHERE name >= :name AND name < :after AND closed_at IS NULL ORDER BY name LIMIT 1000) k
		CROSS JOIN account_role r CROSS JOIN unit_anc a
		WHERE r.account = k.id AND r.until = '9999-12-31' AND a.node = r.unit AND a.ancestor = :unit AND a.until = '9999-12-31') f
JOIN unit_name n ON n.unit = f.unit AND n.until = '9999-12-31' ORDER BY f.name, f.account, f.depth, f.role LIMIT 30;
