-- roster_cells_below: the cells below a body of today
-- class: reference
-- in:  unit unit_id      many
-- out: id int, shard int, code text?, name text, parent_name text?
SELECT u.id AS id, u.shard AS shard, c.code AS code, n.name AS name, p.name AS parent_name
FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' AND u.until = '9999-12-31'
JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31'
LEFT JOIN unit_code c ON c.unit = u.id AND c.until = '9999-12-31'
LEFT JOIN unit_edge e ON e.unit = u.id AND e.until = '9999-12-31'
LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = '9999-12-31'
WHERE a.ancestor = :unit AND a.until = '9999-12-31' ORDER BY a.depth, c.code, u.id;

-- roster_cells: all cells of today
-- class: reference
-- in:  many
-- out: id int, shard int, code text?, name text, parent_name text?
SELECT u.id AS id, u.shard AS shard, c.code AS code, n.name AS name, p.name AS parent_name
FROM unit u JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31'
LEFT JOIN unit_code c ON c.unit = u.id AND c.until = '9999-12-31'
LEFT JOIN unit_edge e ON e.unit = u.id AND e.until = '9999-12-31'
LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = '9999-12-31'
WHERE u.kind = 'chi_bo' AND u.until = '9999-12-31' ORDER BY c.code, u.id;

-- roster_units_any: whether there is any unit at all
-- class: reference
-- in:  maybe
-- out: id int
SELECT id FROM unit LIMIT 1;

-- roster_codes_like: the codes of today and of old that begin so
-- class: reference
-- in:  first text, last text      many
-- out: code text
SELECT code FROM unit_code WHERE code >= :first AND code < :last;

-- roster_import_add: one import of a file
-- class: reference
-- in:  id int, unit unit_id, file_name text, file_hash blob, account optint, rows int, added int, changed int, at instant, first int      run
INSERT INTO roster_import (id, unit, file_name, file_hash, account, rows, added, changed, at, first_id)
VALUES (:id, :unit, :file_name, :file_hash, :account, :rows, :added, :changed, :at, :first);

-- roster_unit_keep: a cell that an import created
-- class: reference
-- in:  import int, unit unit_id      run
INSERT INTO roster_before (import, ord, kind, object, body)
VALUES (:import, (SELECT COALESCE(MAX(ord), 0) + 1 FROM roster_before WHERE import = :import), 'unit', :unit, '');

-- roster_import_row: one import
-- class: reference
-- in:  id import_id      maybe
-- out: unit unit_id, file_name text, account optint, rows int, added int, changed int, at instant, taken_back_at optint, first int
SELECT unit, file_name, account, rows, added, changed, at, taken_back_at, first_id AS first FROM roster_import WHERE id = :id;

-- roster_import_taken_back: it was taken back
-- class: reference
-- in:  id int, at instant      run
UPDATE roster_import SET taken_back_at = :at WHERE id = :id;

-- roster_upload_add: a file that waits for its confirmation
-- class: reference
-- in:  id int, unit unit_id, account account_id, file_name text, bytes blob, at instant      run
INSERT INTO roster_upload (id, unit, account, file_name, bytes, at) VALUES (:id, :unit, :account, :file_name, :bytes, :at);

-- roster_upload_row: what waits, without its bytes
-- class: reference
-- in:  id upload_id      maybe
-- out: unit unit_id, file_name text, at instant
SELECT unit, file_name, at FROM roster_upload WHERE id = :id;

-- roster_upload_bytes: the file itself
-- class: reference
-- in:  id int      one
-- out: bytes blob
SELECT bytes FROM roster_upload WHERE id = :id;

-- roster_uploads_of: the files that wait at a unit
-- class: reference
-- in:  unit unit_id      many
-- out: id int, file_name text, at instant
SELECT id, file_name, at FROM roster_upload WHERE unit = :unit ORDER BY id DESC LIMIT 5;

-- roster_upload_drop: it was confirmed
-- class: reference
-- in:  id int      run
DELETE FROM roster_upload WHERE id = :id;

-- roster_uploads_old: nobody confirmed them for a day
-- class: reference
-- in:  before instant      run
DELETE FROM roster_upload WHERE at < :before;

-- roster_imports_of: the imports at a unit, the newest first
-- class: reference
-- in:  unit unit_id      many
-- out: id int, file_name text, who text?, rows int, added int, changed int, at instant, taken_back_at optint
SELECT i.id AS id, i.file_name AS file_name, a.name AS who, i.rows AS rows, i.added AS added, i.changed AS changed, i.at AS at,
	i.taken_back_at AS taken_back_at
FROM roster_import i LEFT JOIN account a ON a.id = i.account WHERE i.unit = :unit ORDER BY i.id DESC LIMIT 20;

-- roster_built_on: what already stands on an import, so that it can't be taken back: the word of a message
-- class: wide
-- in:  import int, first int, at instant      maybe
-- out: what text
SELECT 'account' AS what FROM membership m JOIN person p ON p.id = m.person AND p.shard = m.shard AND p.import = :import
	JOIN account a ON a.person = p.id WHERE m.id >= :first AND m.import = :import
UNION ALL SELECT 'meeting' FROM membership m JOIN attendance a ON a.person = m.person AND a.shard = m.shard WHERE m.id >= :first AND m.import = :import
UNION ALL SELECT 'meeting' FROM membership m JOIN fee f ON f.person = m.person AND f.shard = m.shard WHERE m.id >= :first AND m.import = :import
UNION ALL SELECT 'task' FROM membership m JOIN task t ON t.cell = m.cell AND t.shard = m.shard AND t.person = m.person
	WHERE m.id >= :first AND m.import = :import
UNION ALL SELECT 'change' FROM membership m JOIN membership n ON n.person = m.person AND n.entered_at >= :at
	AND (n.import IS NULL OR n.import <> :import) WHERE m.id >= :first AND m.import = :import
UNION ALL SELECT 'change' FROM membership m JOIN member_state s ON s.cell = m.cell AND s.shard = m.shard AND s.person = m.person
	AND (s.import IS NULL OR s.import <> :import) AND s.entered_at >= :at WHERE m.id >= :first AND m.import = :import
UNION ALL SELECT 'change' FROM roster_before b JOIN roster_before c ON c.object = b.object AND c.import > b.import
	WHERE b.import = :import AND b.kind <> 'unit'
UNION ALL SELECT 'cell' FROM roster_before b JOIN membership m ON m.cell = b.object AND (m.import IS NULL OR m.import <> :import)
	WHERE b.import = :import AND b.kind = 'unit'
UNION ALL SELECT 'cell' FROM roster_before b JOIN meeting m ON m.cell = b.object WHERE b.import = :import AND b.kind = 'unit'
UNION ALL SELECT 'cell' FROM roster_before b JOIN account_role r ON r.unit = b.object WHERE b.import = :import AND b.kind = 'unit'
LIMIT 1;

-- roster_touched: the cells whose members an import entered or changed
-- class: report
-- in:  import int, first int      many
-- out: cell int, shard int, since day
SELECT t.cell AS cell, t.shard AS shard, min(t.since) AS since FROM (
	SELECT cell, shard, since FROM membership WHERE id >= :first AND import = :import
	UNION ALL SELECT m.cell, m.shard, m.since FROM roster_before b JOIN membership m ON m.id = b.object WHERE b.import = :import
	UNION ALL SELECT m.cell, m.shard, m.since FROM roster_before b JOIN member_state m ON m.id = b.object WHERE b.import = :import) t
GROUP BY t.cell, t.shard;

-- roster_parent: where a cell stands
-- class: reference
-- in:  unit unit_id      maybe
-- out: parent int, since day
SELECT parent, since FROM unit_edge WHERE unit = :unit AND until = '9999-12-31';

-- roster_units_kept: the cells that an import created
-- class: reference
-- in:  import int      many
-- out: unit unit_id
SELECT object AS unit FROM roster_before WHERE import = :import AND kind = 'unit';

-- roster_units_forget: they are taken away by hand
-- class: reference
-- in:  import int      run
DELETE FROM roster_before WHERE import = :import AND kind = 'unit';

-- roster_cell_drop_anc: a cell that is taken back, out of the closure
-- class: reference
-- in:  unit unit_id      run
DELETE FROM unit_anc WHERE node = :unit;

-- roster_cell_drop_edge: its superior
-- class: reference
-- in:  unit unit_id      run
DELETE FROM unit_edge WHERE unit = :unit;

-- roster_cell_drop_code: its code
-- class: reference
-- in:  unit unit_id      run
DELETE FROM unit_code WHERE unit = :unit;

-- roster_cell_drop_name: its name
-- class: reference
-- in:  unit unit_id      run
DELETE FROM unit_name WHERE unit = :unit;

-- roster_cell_drop_settings: what it chose
-- class: reference
-- in:  unit unit_id      run
DELETE FROM unit_setting WHERE unit = :unit;

-- roster_cell_drop: itself
-- class: reference
-- in:  unit unit_id      run
DELETE FROM unit WHERE id = :unit;
