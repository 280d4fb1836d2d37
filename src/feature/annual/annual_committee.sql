-- annual_committee_year: what the counters tell of a committee's year, in one row; of those of the state of cells the last month
-- class: reference
-- in:  unit unit_id, since month, until month      one
-- out: cells int, members int, met int, sessions int, thematic int, base int, present int, good int, fair int, average int, poor int, resolutions int, given int, admitted int, visits int, inspections int, concluded int, findings int, settled int, themes int, trained int, praised int
SELECT COALESCE((SELECT s.cells FROM state_by_unit s WHERE s.unit = :unit AND s.month BETWEEN :since AND :until ORDER BY s.month DESC LIMIT 1), 0) AS cells,
	COALESCE((SELECT s.members FROM state_by_unit s WHERE s.unit = :unit AND s.month BETWEEN :since AND :until ORDER BY s.month DESC LIMIT 1), 0) AS members,
	COALESCE(sum(m.met), 0) AS met, COALESCE(sum(m.sessions), 0) AS sessions, COALESCE(sum(m.thematic), 0) AS thematic, COALESCE(sum(m.base), 0) AS base,
	COALESCE(sum(m.present), 0) AS present, COALESCE(sum(m.good), 0) AS good, COALESCE(sum(m.fair), 0) AS fair, COALESCE(sum(m.average), 0) AS average,
	COALESCE(sum(m.poor), 0) AS poor, COALESCE(sum(m.resolutions), 0) AS resolutions, COALESCE(sum(m.given), 0) AS given, COALESCE(sum(m.admitted), 0) AS admitted,
	COALESCE((SELECT sum(v.visits) FROM visit_by_unit v WHERE v.unit = :unit AND v.month BETWEEN :since AND :until), 0) AS visits,
	COALESCE((SELECT sum(i.opened) FROM inspect_by_unit i WHERE i.unit = :unit AND i.month BETWEEN :since AND :until), 0) AS inspections,
	COALESCE((SELECT sum(i.concluded) FROM inspect_by_unit i WHERE i.unit = :unit AND i.month BETWEEN :since AND :until), 0) AS concluded,
	COALESCE((SELECT sum(i.findings) FROM inspect_by_unit i WHERE i.unit = :unit AND i.month BETWEEN :since AND :until), 0) AS findings,
	COALESCE((SELECT sum(i.closed) FROM inspect_by_unit i WHERE i.unit = :unit AND i.month BETWEEN :since AND :until), 0) AS settled,
	COALESCE((SELECT sum(g.held) FROM guidance_by_unit g WHERE g.unit = :unit AND g.month BETWEEN :since AND :until), 0) AS themes,
	COALESCE((SELECT sum(t.attended) FROM training_by_unit t WHERE t.unit = :unit AND t.month BETWEEN :since AND :until), 0) AS trained,
	COALESCE((SELECT sum(c.praised + c.certified + c.honoured) FROM commend_by_unit c WHERE c.unit = :unit AND c.month BETWEEN :since AND :until), 0) AS praised
FROM meeting_by_unit m WHERE m.unit = :unit AND m.month BETWEEN :since AND :until;

-- annual_opinion_add: an agency says something of a committee's proposal
-- in:  review annual_id, shard int, agency text, day day, text text, grade text?, account account_id, at instant      run
INSERT INTO annual_opinion (review, n, shard, agency, day, text, grade, account, entered_at)
SELECT :review, COALESCE(max(o.n), 0) + 1, :shard, :agency, :day, :text, :grade, :account, :at FROM annual_opinion o WHERE o.review = :review AND o.shard = :shard;

-- annual_opinion_many: what agencies said of a committee's proposal
-- in:  review annual_id, shard int      many
-- out: agency text, day day, text text, grade text?
SELECT agency, day, text, grade FROM annual_opinion WHERE review = :review AND shard = :shard ORDER BY n;

-- annual_own: the open reviews of a committee itself
-- in:  unit unit_id, shard int, since int      many
-- out: id annual_id, assessed assessed_id, year int, self_by day, day day, sent_at instant?
SELECT r.id AS id, a.id AS assessed, r.year AS year, r.self_by AS self_by, r.day AS day, a.sent_at AS sent_at
FROM annual_review r JOIN annual_assessed a ON a.review = r.id AND a.shard = r.shard
WHERE r.cell = :unit AND r.shard = :shard AND r.year >= :since AND r.state = 'open' ORDER BY r.year;
