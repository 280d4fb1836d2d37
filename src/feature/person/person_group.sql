-- person_groups_open: the groups of a cell that are not closed, with their leaders
-- in:  cell cell_id, shard int      many
-- out: id group_id, name text, since day, leader person_id?, leader_name text?, members int
SELECT g.id AS id, g.name AS name, g.since AS since, max(CASE WHEN t.leads = 1 THEN t.person END) AS leader,
	max(CASE WHEN t.leads = 1 THEN s.name END) AS leader_name, count(s.id) AS members
FROM cell_group g
LEFT JOIN group_member t ON t.cell = g.cell AND t.shard = g.shard AND t.until = '9999-12-31' AND t.cell_group = g.id
LEFT JOIN membership s ON s.cell = t.cell AND s.shard = t.shard AND s.until = '9999-12-31' AND s.person = t.person
WHERE g.cell = :cell AND g.shard = :shard AND g.until = '9999-12-31' GROUP BY g.id, g.name, g.since ORDER BY g.since, g.id;

-- person_group_row: one group
-- in:  id group_id, shard int      maybe
-- out: cell cell_id, name text, since day, until day
SELECT cell, name, since, until FROM cell_group WHERE id = :id AND shard = :shard;

-- person_group_add: a group of a cell from a day on
-- in:  id group_id, shard int, cell cell_id, name text, since day, at instant      run
INSERT INTO cell_group (id, shard, cell, name, since, entered_at) VALUES (:id, :shard, :cell, :name, :since, :at);

-- person_group_rename: its name
-- in:  id group_id, shard int, name text      run
UPDATE cell_group SET name = :name WHERE id = :id AND shard = :shard;

-- person_group_end: closed from a day on
-- in:  id group_id, shard int, until day      run
UPDATE cell_group SET until = :until WHERE id = :id AND shard = :shard;

-- person_group_people: who takes part in the cell, each with the group and since when
-- in:  cell cell_id, shard int      many
-- out: person person_id, name text, label text?, kind text, row optint, cell_group group_id?, group_name text?, leads bool, since day?
SELECT s.person AS person, s.name AS name, s.label AS label, s.kind AS kind, t.id AS "row", t.cell_group AS cell_group, g.name AS group_name,
	coalesce(t.leads, 0) AS leads, t.since AS since
FROM membership s
LEFT JOIN group_member t ON t.cell = s.cell AND t.shard = s.shard AND t.until = '9999-12-31' AND t.person = s.person
LEFT JOIN cell_group g ON g.id = t.cell_group AND g.shard = t.shard
WHERE s.cell = :cell AND s.shard = :shard AND s.until = '9999-12-31' ORDER BY s.sort_key, s.label, s.id;

-- person_group_join: belongs to a group from a day on
-- in:  id int, shard int, cell cell_id, cell_group group_id, person person_id, leads bool, since day, at instant      run
INSERT INTO group_member (id, shard, cell, cell_group, person, leads, since, entered_at)
VALUES (:id, :shard, :cell, :cell_group, :person, :leads, :since, :at);

-- person_group_part: no longer so from a day on
-- in:  id int, shard int, until day      run
UPDATE group_member SET until = :until WHERE id = :id AND shard = :shard;

-- person_group_leave: who leaves the cell leaves the group
-- in:  cell cell_id, shard int, person person_id, until day      run
UPDATE group_member SET until = CASE WHEN since > :until THEN since ELSE :until END
WHERE cell = :cell AND shard = :shard AND until = '9999-12-31' AND person = :person;
