-- session_by_token: the device behind a cookie and whose it is
-- class: reference
-- in:  token blob      maybe
-- out: device int, account account_id, shared bool, since instant, active_at instant, pin_until instant, person person_id?, name text, language text,
--      pin_set bool, text_size int, theme text
SELECT d.id AS device, d.account AS account, d.shared AS shared, d.since AS since, d.active_at AS active_at, d.pin_until AS pin_until, a.person AS person,
	a.name AS name, a.language AS language, a.pin_hash IS NOT NULL AS pin_set, a.text_size AS text_size, a.theme AS theme
FROM device d JOIN account a ON a.id = d.account
WHERE d.token_hash = :token AND d.revoked_at IS NULL AND a.closed_at IS NULL;

-- session_again: whether a device is still signed in, asked in the writer
-- class: reference
-- in:  device int, account account_id      maybe
-- out: pin_until instant, pin_set bool
SELECT d.pin_until AS pin_until, a.pin_hash IS NOT NULL AS pin_set FROM device d JOIN account a ON a.id = d.account
WHERE d.id = :device AND d.account = :account AND d.revoked_at IS NULL AND a.closed_at IS NULL;

-- session_account: whose account it is, unless it is closed
-- class: reference
-- in:  account account_id      maybe
-- out: person person_id?, name text, language text
SELECT person, name, language FROM account WHERE id = :account AND closed_at IS NULL;

-- roles_of_account: all roles of an account on a day
-- class: reference
-- in:  account account_id, day day      many
-- out: role text, unit unit_id
SELECT role, unit FROM account_role WHERE account = :account AND since <= :day AND until > :day ORDER BY id;

-- roles_at_unit: roles of an account at a unit (depth 0) or above it; by the few units above it, not by the many below a role: the plus says so
-- class: reference
-- in:  account account_id, unit unit_id, day day      many
-- out: role text, depth int
SELECT r.role AS role, a.depth AS depth FROM account_role r JOIN unit_anc a ON +a.ancestor = r.unit
WHERE r.account = :account AND r.since <= :day AND r.until > :day AND a.node = :unit AND a.since <= :day AND a.until > :day
UNION ALL SELECT 'visitor', 0 FROM visitor WHERE account = :account AND unit = :unit AND since <= :day AND until > :day;

-- visitor_put: may look into a cell from a day on, until another
-- class: reference
-- in:  account account_id, unit unit_id, object int, since day, until day      run
INSERT INTO visitor (account, unit, object, since, until) VALUES (:account, :unit, :object, :since, :until)
ON CONFLICT (account, unit, object) DO UPDATE SET since = excluded.since, until = excluded.until;

-- visitor_drop: what it came from is over or was changed
-- class: reference
-- in:  object int      run
DELETE FROM visitor WHERE object = :object;

-- device_touch: remembers that a device was used; of several pages that ask together, one writes
-- class: reference
-- in:  device int, at instant, day day      run
UPDATE device SET active_at = :at, seen_day = :day WHERE id = :device AND active_at < :at - 30000;

-- device_pin: the PIN was given right on this device
-- class: reference
-- in:  device int, until instant      run
UPDATE device SET pin_until = :until WHERE id = :device;

-- device_add: a browser proved itself
-- class: reference
-- in:  id int, account account_id, token blob, name text, shared bool, at instant, day day      run
INSERT INTO device (id, account, token_hash, name, shared, since, seen_day, active_at) VALUES (:id, :account, :token, :name, :shared, :at, :day, :at);

-- device_revoke: signed out, lost or stolen
-- class: reference
-- in:  device int, at instant      run
UPDATE device SET revoked_at = :at WHERE id = :device AND revoked_at IS NULL;

-- pin_of_account: to check a PIN
-- class: reference
-- in:  account account_id      one
-- out: pin_hash text?, tries int, locked_at optint
SELECT pin_hash, pin_tries AS tries, pin_locked_at AS locked_at FROM account WHERE id = :account;

-- pin_count: a wrong PIN, or the reset after a right one
-- class: reference
-- in:  account account_id, tries int, locked_at optint      run
UPDATE account SET pin_tries = :tries, pin_locked_at = :locked_at WHERE id = :account;

-- link_add: a link for one sign-in
-- class: reference
-- in:  token blob, account account_id, made_by int, made_at instant, expires_at instant, by_owner bool      run
INSERT INTO sign_in_link (token_hash, account, made_by, made_at, expires_at, by_owner) VALUES (:token, :account, :made_by, :made_at, :expires_at, :by_owner);

-- account_note_add: something to tell the person at the next page
-- class: reference
-- in:  id int, account account_id, code text, who text?, at instant      run
INSERT INTO account_note (id, account, code, who, at) VALUES (:id, :account, :code, :who, :at);

-- clerk_busy: whether the person is clerk of an open meeting, who is never signed out for being idle
-- class: report
-- in:  person person_id, from_month month      maybe
-- out: meeting int
SELECT m.id AS meeting FROM membership s JOIN meeting m ON m.cell = s.cell AND m.shard = s.shard AND m.month >= :from_month
WHERE s.person = :person AND s.until = '9999-12-31' AND m.state = 'open' AND m.clerk = :person LIMIT 1;

-- chain_head: where a chain stands
-- in:  cell int, kind text, shard int      maybe
-- out: seq int, hash blob
SELECT seq, hash FROM chain WHERE cell = :cell AND kind = :kind AND shard = :shard;

-- chain_put: moves the head on
-- in:  cell int, kind text, shard int, seq int, hash blob      run
INSERT INTO chain (cell, kind, shard, seq, hash) VALUES (:cell, :kind, :shard, :seq, :hash)
ON CONFLICT (cell, kind, shard) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;

-- audit_put: one act
-- in:  cell int, seq int, shard int, at instant, account int, act text, object int, request int, hash blob      run
INSERT INTO audit (cell, seq, shard, at, account, act, object, request, hash)
VALUES (:cell, :seq, :shard, :at, :account, :act, :object, :request, :hash);

-- audit_of_cell: the whole chain, oldest first
-- in:  cell int, shard int      many
-- out: seq int, at instant, account int, act text, object int, request int, hash blob
SELECT seq, at, account, act, object, request, hash FROM audit WHERE cell = :cell AND shard = :shard ORDER BY seq;

-- look_put: personal data were seen from outside
-- in:  cell int, shard int, day day, account account_id, purpose text, at instant      run
INSERT INTO look (cell, shard, day, account, purpose, first_at) VALUES (:cell, :shard, :day, :account, :purpose, :at)
ON CONFLICT (cell, day, account, purpose, shard) DO NOTHING;

-- operation_find: an operation that was already done
-- in:  op text, shard int      maybe
-- out: account int, body_hash blob, status int, location text?
SELECT account, body_hash, status, location FROM operation WHERE op = :op AND shard = :shard;

-- operation_put: the answer of an operation
-- in:  op text, shard int, account int, body_hash blob, status int, location text?, at instant      run
INSERT INTO operation (op, shard, account, body_hash, status, location, at) VALUES (:op, :shard, :account, :body_hash, :status, :location, :at);

-- shell_unit: the name of a unit and of the one above it, for the head of pages
-- class: reference
-- in:  unit int, day day      maybe
-- out: name text, above text?
SELECT n.name AS name, p.name AS above FROM unit_name n LEFT JOIN unit_edge e ON e.unit = n.unit AND e.since <= :day AND e.until > :day
LEFT JOIN unit_name p ON p.unit = e.parent AND p.since <= :day AND p.until > :day
WHERE n.unit = :unit AND n.since <= :day AND n.until > :day;

-- written_since: whether anything was done after an instant
-- class: report
-- in:  at instant      one
-- out: acts int, operations int
SELECT (SELECT count(*) FROM (SELECT 1 AS one FROM audit WHERE at > :at LIMIT 1) AS a) AS acts,
	(SELECT count(*) FROM (SELECT 1 AS one FROM operation WHERE at > :at LIMIT 1) AS o) AS operations;

-- last_use: when somebody last used a browser, and when the site itself was last written of
-- class: report
-- in:            one
-- out: device optint, act optint
SELECT (SELECT max(active_at) FROM device) AS device,
	(SELECT at FROM audit WHERE cell = 0 AND shard = 0 ORDER BY seq DESC LIMIT 1) AS act;

-- chain_count: how many chains there are
-- class: report
-- in:            one
-- out: n int
SELECT count(*) AS n FROM chain;

-- counter_mark_put: figures of a cell or a unit changed in a month
-- in:  unit unit_id, month month, shard int      run
INSERT INTO counter_mark (unit, month, shard) VALUES (:unit, :month, :shard) ON CONFLICT (unit, month, shard) DO NOTHING;

-- counter_mark_since: a unit stands elsewhere from a month on
-- class: wide
-- in:  unit unit_id, since month      run
INSERT INTO counter_mark (unit, month, shard) SELECT :unit, c.month, 0 FROM counter_month c WHERE c.month >= :since
ON CONFLICT (unit, month, shard) DO NOTHING;

-- counter_month_put: a month that has figures
-- class: reference
-- in:  month month      run
INSERT INTO counter_month (month) VALUES (:month) ON CONFLICT (month) DO NOTHING;

-- counter_month_swept: what falls due in it was judged
-- class: reference
-- in:  month month, day day      run
UPDATE counter_month SET swept_day = :day WHERE month = :month;

-- counter_months: the months that have figures
-- class: reference
-- in:  many
-- out: month month, swept_day text
SELECT month, swept_day FROM counter_month ORDER BY month;

-- counter_marks: how many wait
-- class: report
-- in:  one
-- out: n int
SELECT count(*) AS n FROM counter_mark;

-- counter_cells: the cells of a shard
-- class: reference
-- in:  shard int      many
-- out: cell int
SELECT id AS cell FROM unit WHERE shard = :shard AND kind = 'chi_bo' ORDER BY id;

-- counter_shards: the shards that have cells
-- class: reference
-- in:  many
-- out: shard int
SELECT DISTINCT shard FROM unit WHERE kind = 'chi_bo' ORDER BY shard;

-- counter_work_take: the oldest marks
-- class: wide
-- in:  most int      run
INSERT INTO counter_work (unit, month, day, level)
SELECT DISTINCT m.unit, m.month, substr(CAST(m.month AS TEXT), 1, 4) || '-' || substr(CAST(m.month AS TEXT), 5, 2) || '-01', 0
FROM (SELECT unit, month FROM counter_mark ORDER BY unit, month LIMIT :most) m;

-- counter_work_taken: they wait no longer
-- class: wide
-- in:  run
DELETE FROM counter_mark WHERE EXISTS (SELECT 1 FROM counter_work w WHERE w.unit = counter_mark.unit AND w.month = counter_mark.month);

-- counter_work_up: the superiors, by the tree of the month, of what was put at a level; what stands higher by another way goes there
-- class: reference
-- in:  level int, above int      run
INSERT INTO counter_work (unit, month, day, level)
SELECT DISTINCT e.parent, w.month, w.day, CAST(:above AS INTEGER) FROM counter_work w JOIN unit u ON u.id = w.unit
JOIN unit_edge e ON e.unit = u.id AND e.since <= CASE WHEN u.since > w.day THEN u.since ELSE w.day END
	AND e.until > CASE WHEN u.since > w.day THEN u.since ELSE w.day END
WHERE w.level = :level
ON CONFLICT (unit, month) DO UPDATE SET level = excluded.level;

-- counter_work_done: the merger is through
-- class: reference
-- in:  run
DELETE FROM counter_work;

-- export_account_of: the account of a person, closed or not
-- class: reference
-- in:  person person_id      maybe
-- out: account account_id
SELECT id AS account FROM account WHERE person = :person;
