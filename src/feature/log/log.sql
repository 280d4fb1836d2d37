-- log_acts: what was done in a cell in some time, the newest first; opinions are not among it, so that nothing leads to an author
-- in:  cell cell_id, shard int, since instant, until instant, before int, account account_id, all bool      many
-- out: seq int, at instant, account optint, act text, name text?, subject text?, meeting optint, month optint
SELECT a.seq AS seq, a.at AS at, a.account AS account, a.act AS act, w.name AS name,
	coalesce((SELECT o.name FROM account o WHERE o.id = a.object),
		(SELECT s.name FROM membership s WHERE s.person = a.object AND s.cell = :cell AND s.shard = :shard ORDER BY s.since DESC LIMIT 1)) AS subject,
	m.id AS meeting, m.month AS month
FROM audit a LEFT JOIN account w ON w.id = a.account LEFT JOIN meeting m ON m.shard = :shard AND m.id = coalesce(
	(SELECT r.meeting FROM record r WHERE r.id = a.object AND r.shard = :shard), (SELECT v.meeting FROM motion v WHERE v.id = a.object AND v.shard = :shard),
	(SELECT p.meeting FROM paper p WHERE p.id = a.object AND p.shard = :shard), (SELECT i.meeting FROM agenda_item i WHERE i.id = a.object AND i.shard = :shard),
	(SELECT t.meeting FROM task t WHERE t.id = a.object AND t.shard = :shard), a.object)
WHERE a.cell = :cell AND a.shard = :shard AND a.seq < :before AND a.at >= :since AND a.at < :until AND a.act <> 'call.opinion'
	AND (:all = 1 OR a.act <> 'call.open_paper' OR a.account = :account)
ORDER BY a.seq DESC LIMIT 51;

-- log_opinions: how many opinions were sent; of nobody
-- in:  cell cell_id, shard int, since instant, until instant      one
-- out: count int
SELECT count(*) AS count FROM audit WHERE cell = :cell AND shard = :shard AND at >= :since AND at < :until AND act = 'call.opinion';

-- log_looks: who saw personal data of a cell from outside it: the office held there or above on that day, and what was seen
-- in:  cell cell_id, shard int, since day, until day      many
-- out: day day, account account_id, first_at instant, purpose text, name text?, office text?
SELECT l.day AS day, l.account AS account, l.first_at AS first_at, l.purpose AS purpose, a.name AS name,
	(SELECT n.name FROM unit_anc x JOIN account_role r ON +r.unit = x.ancestor AND r.account = l.account AND r.since <= l.day AND r.until > l.day
		JOIN unit_name n ON n.unit = x.ancestor AND n.since <= l.day AND n.until > l.day
		WHERE x.node = :cell AND x.since <= l.day AND x.until > l.day ORDER BY x.depth LIMIT 1) AS office
FROM look l LEFT JOIN account a ON a.id = l.account
WHERE l.cell = :cell AND l.shard = :shard AND l.day >= :since AND l.day < :until ORDER BY l.day DESC, l.account, l.first_at LIMIT 300;
