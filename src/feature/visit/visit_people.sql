-- visit_goer_team: all of the team go; who is on the list already stays as noted
-- class: wide
-- in:  visit visit_id, shard int, team team_id      run
INSERT INTO visit_goer (visit, account, shard, name, post, place, head)
SELECT :visit, m.account, :shard, m.name, m.post, m.place, m.head FROM visit_member m WHERE m.team = :team
ON CONFLICT (visit, account, shard) DO UPDATE SET name = excluded.name, post = excluded.post, place = excluded.place, head = excluded.head;

-- visit_goer_one: one of the team goes
-- class: wide
-- in:  visit visit_id, shard int, team team_id, account account_id      run
INSERT INTO visit_goer (visit, account, shard, name, post, place, head)
SELECT :visit, m.account, :shard, m.name, m.post, m.place, m.head FROM visit_member m WHERE m.team = :team AND m.account = :account
ON CONFLICT (visit, account, shard) DO UPDATE SET name = excluded.name, post = excluded.post, place = excluded.place, head = excluded.head;

-- visit_goer_clear: nobody, before the list is made anew
-- in:  visit visit_id, shard int      run
DELETE FROM visit_goer WHERE visit = :visit AND shard = :shard;

-- visit_goer_many: who goes, the head first
-- in:  visit visit_id, shard int      many
-- out: account account_id, name text, post text, place text, head int
SELECT account, name, post, place, head FROM visit_goer WHERE visit = :visit AND shard = :shard ORDER BY head DESC, name, account;

-- visit_goer_is: whether somebody acts for the visit: goes to it, or is head of the team; and is in the team still
-- in:  visit visit_id, shard int, team team_id, account account_id      one
-- out: n int
SELECT count(*) AS n FROM visit_member m WHERE m.team = :team AND m.account = :account
	AND (m.head = 1 OR EXISTS (SELECT 1 FROM visit_goer g WHERE g.visit = :visit AND g.shard = :shard AND g.account = m.account));

-- visit_goer_in: who goes and is in the team still
-- in:  visit visit_id, shard int, team team_id      many
-- out: account account_id
SELECT g.account AS account FROM visit_goer g JOIN visit_member m ON m.team = :team AND m.account = g.account WHERE g.visit = :visit AND g.shard = :shard;

-- visit_goer_drop: does not go
-- in:  visit visit_id, shard int, account account_id      run
DELETE FROM visit_goer WHERE visit = :visit AND shard = :shard AND account = :account;

-- visit_ahead: the visits of a team that are still to come, proposals too
-- class: report
-- in:  team team_id, today day      many
-- out: id visit_id, shard int, cell cell_id, day day, minute int, state text, part int
SELECT id, shard, cell, day, minute, state, part FROM visit
WHERE team = :team AND day >= :today AND (state = 'proposed' OR state = 'confirmed') ORDER BY day, id LIMIT 500;

-- visit_goer_forget: the name goes, the visit stays
-- class: wide
-- in:  account account_id, name text      run
UPDATE visit_goer SET name = :name, post = '', place = '' WHERE account = :account;

-- visit_goer_export: the visits that an account went to
-- class: report
-- json: yes
-- in:  account account_id      many
-- out: day day, cell text, name text, post text, place text
SELECT v.day AS day, n.name AS cell, g.name AS name, g.post AS post, g.place AS place FROM visit_goer g
LEFT JOIN visit v ON v.id = g.visit AND v.shard = g.shard LEFT JOIN unit_name n ON n.unit = v.cell AND n.until = '9999-12-31'
WHERE g.account = :account ORDER BY v.day, g.visit;

-- visit_part: whether those who go were chosen, or are the whole team
-- in:  id visit_id, shard int, part int      run
UPDATE visit SET part = :part, version = version + 1 WHERE id = :id AND shard = :shard;

-- visit_shift_add: something was changed after the cell had been told
-- in:  id int, shard int, visit visit_id, kind text, was text, became text?, reason text, account account_id, at instant      run
INSERT INTO visit_shift (id, shard, visit, kind, was, became, reason, account, entered_at)
VALUES (:id, :shard, :visit, :kind, :was, COALESCE(CAST(:became AS TEXT), ''), :reason, :account, :at);

-- visit_shift_many: what was changed, in order
-- in:  visit visit_id, shard int      many
-- out: kind text, was text, became text, reason text, entered_at instant
SELECT kind, was, became, reason, entered_at FROM visit_shift WHERE visit = :visit AND shard = :shard ORDER BY id LIMIT 50;

-- visit_account: what an account is called now
-- class: reference
-- in:  account account_id      maybe
-- out: name text
SELECT name FROM account WHERE id = :account;

-- visit_bar_put: somebody should not assess the cells at or below a unit
-- class: reference
-- in:  account account_id, unit unit_id, kind text, note text?, by account_id, at instant      run
INSERT INTO visit_bar (account, unit, kind, note, noted_by, entered_at) VALUES (:account, :unit, :kind, COALESCE(CAST(:note AS TEXT), ''), :by, :at)
ON CONFLICT (account, unit) DO UPDATE SET kind = excluded.kind, note = excluded.note, noted_by = excluded.noted_by, entered_at = excluded.entered_at;

-- visit_bar_drop: may again
-- class: reference
-- in:  account account_id, unit unit_id      run
DELETE FROM visit_bar WHERE account = :account AND unit = :unit;

-- visit_bar_many: what those in a team declared; account: of one of them alone
-- class: reference
-- in:  team team_id, account account_id?      many
-- out: account account_id, name text, unit unit_id, unit_name text, kind text, note text, entered_at instant
SELECT m.account AS account, m.name AS name, b.unit AS unit, n.name AS unit_name, b.kind AS kind, b.note AS note, b.entered_at AS entered_at
FROM visit_member m JOIN visit_bar b ON b.account = m.account JOIN unit_name n ON n.unit = b.unit AND n.until = '9999-12-31'
WHERE m.team = :team AND (CAST(:account AS BIGINT) IS NULL OR m.account = CAST(:account AS BIGINT)) ORDER BY m.name, m.account, n.sort_key;

-- visit_bar_export: what an account declared
-- class: reference
-- json: yes
-- in:  account account_id      many
-- out: unit text, kind text, note text, entered_at instant
SELECT n.name AS unit, b.kind AS kind, b.note AS note, b.entered_at AS entered_at
FROM visit_bar b LEFT JOIN unit_name n ON n.unit = b.unit AND n.until = '9999-12-31' WHERE b.account = :account ORDER BY b.entered_at, b.unit;

-- visit_bar_forget: all of it goes
-- class: reference
-- in:  account account_id      run
DELETE FROM visit_bar WHERE account = :account;

-- visit_against: who of those that go should not assess the cell: is in it, was in it, declared it
-- class: report
-- in:  visit visit_id, shard int, cell unit_id, former day      many
-- out: kind text, account account_id, name text, day day
SELECT 'inside' AS kind, g.account AS account, g.name AS name, '9999-12-31' AS day
FROM visit_goer g JOIN account_role r ON r.account = g.account AND r.unit = :cell AND r.until = '9999-12-31' WHERE g.visit = :visit AND g.shard = :shard
UNION ALL SELECT 'former', g.account, g.name, r.until
FROM visit_goer g JOIN account_role r ON r.account = g.account AND r.unit = :cell AND r.until > :former AND r.until < '9999-12-31'
WHERE g.visit = :visit AND g.shard = :shard
UNION ALL SELECT CASE WHEN s.until < '9999-12-31' THEN 'former' ELSE 'inside' END, g.account, g.name, s.until
FROM visit_goer g JOIN account c ON c.id = g.account JOIN membership s ON s.person = c.person AND s.cell = :cell AND s.shard = :shard AND s.until > :former
WHERE g.visit = :visit AND g.shard = :shard
UNION ALL SELECT 'declared', g.account, g.name, '9999-12-31'
FROM visit_goer g JOIN visit_bar b ON b.account = g.account JOIN unit_anc a ON a.node = :cell AND a.ancestor = b.unit AND a.until = '9999-12-31'
WHERE g.visit = :visit AND g.shard = :shard
ORDER BY 4 DESC, 1 DESC, 3;

-- visit_clash: what those who go do on a day already
-- class: report
-- in:  visit visit_id, shard int, cell cell_id, parent unit_id, day day      many
-- out: cell_name text, commune unit_id, own unit_id, minute int, name text
SELECT n.name AS cell_name,
	COALESCE((SELECT x.ancestor FROM unit_anc x JOIN unit k ON k.id = x.ancestor AND k.kind = 'xa' WHERE x.node = v.cell AND x.until = '9999-12-31'), e.parent) AS commune,
	COALESCE((SELECT x.ancestor FROM unit_anc x JOIN unit k ON k.id = x.ancestor AND k.kind = 'xa' WHERE x.node = :cell AND x.until = '9999-12-31'), :parent) AS own,
	v.minute AS minute, o.name AS name
FROM visit_goer m JOIN visit_goer o ON o.account = m.account AND o.visit <> m.visit
JOIN visit v ON v.id = o.visit AND v.shard = o.shard AND v.day = :day AND v.state <> 'cancelled'
JOIN unit_name n ON n.unit = v.cell AND n.until = '9999-12-31' JOIN unit_edge e ON e.unit = v.cell AND e.until = '9999-12-31'
WHERE m.visit = :visit AND m.shard = :shard ORDER BY v.minute, v.id, o.name;

-- visit_taken: another visit of the cell in the quarter
-- in:  visit visit_id, cell cell_id, shard int, since day, until day      many
-- out: team team_id, day day
SELECT team, day FROM visit WHERE cell = :cell AND shard = :shard AND day >= :since AND day < :until AND id <> :visit AND state <> 'cancelled' ORDER BY day LIMIT 1;
