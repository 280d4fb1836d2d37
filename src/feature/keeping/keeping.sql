-- keeping_runs: what went so far
-- class: reference
-- in:            many
-- out: kind text, at instant, rows int, total int
SELECT kind, at, rows, total FROM keeping_run ORDER BY kind;

-- keeping_run_put: a run of today
-- class: reference
-- in:  kind text, at instant, rows int      run
INSERT INTO keeping_run (kind, at, rows, total) VALUES (:kind, :at, :rows, :rows)
ON CONFLICT (kind) DO UPDATE SET at = excluded.at, rows = excluded.rows, total = keeping_run.total + excluded.rows;

-- keeping_operations: marks of forms
-- class: wide
-- in:  before instant, most int      run
DELETE FROM operation WHERE (op, shard) IN (SELECT op, shard FROM operation WHERE at < :before LIMIT :most);

-- keeping_mails: mail that went
-- class: wide
-- in:  before instant, most int      run
DELETE FROM mail WHERE (id, shard) IN (SELECT id, shard FROM mail WHERE at < :before AND state <> 'waiting' LIMIT :most);

-- keeping_devices: browsers that were signed out
-- class: wide
-- in:  before instant, most int      run
DELETE FROM device WHERE id IN (SELECT id FROM device WHERE revoked_at < :before LIMIT :most);

-- keeping_notes: notes about the account that were read
-- class: wide
-- in:  before instant, most int      run
DELETE FROM account_note WHERE id IN (SELECT id FROM account_note WHERE seen_at < :before LIMIT :most);

-- keeping_pools: unnamed opinions of meetings long past
-- class: wide
-- in:  day day, most int      run
DELETE FROM opinion_pool WHERE (meeting, slot, shard) IN (SELECT p.meeting, p.slot, p.shard FROM opinion_pool p
	JOIN meeting m ON m.id = p.meeting AND m.shard = p.shard WHERE m.day < :day AND m.state NOT IN ('planned', 'called', 'open') LIMIT :most);

-- keeping_notices: who opened a notice
-- class: wide
-- in:  before instant, most int      run
DELETE FROM notice_view WHERE (meeting, account, shard) IN (SELECT meeting, account, shard FROM notice_view WHERE first_at < :before LIMIT :most);

-- keeping_papers: who opened a paper
-- class: wide
-- in:  before instant, most int      run
DELETE FROM paper_view WHERE (paper, person, shard) IN (SELECT paper, person, shard FROM paper_view WHERE first_at < :before LIMIT :most);

-- keeping_looks: who looked from outside
-- class: wide
-- in:  before instant, most int      run
DELETE FROM look WHERE (cell, day, account, purpose, shard) IN (SELECT cell, day, account, purpose, shard FROM look WHERE first_at < :before LIMIT :most);
