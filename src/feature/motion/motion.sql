-- motion_add: a question put to the vote
-- in:  id motion_id, shard int, meeting meeting_id, item int?, ord int, kind text, question text, method text, person text?, papers text?,
--      base int, needs int, present int, rule text, at instant      run
INSERT INTO motion (id, shard, meeting, item, ord, kind, question, method, person, papers, base, needs, present, rule, opened_at)
VALUES (:id, :shard, :meeting, :item, :ord, :kind, :question, :method, :person, :papers, :base, :needs, :present, :rule, :at);

-- motion_elector_add: one member's place in the vote, frozen at its opening
-- in:  motion motion_id, person person_id, shard int, name text, sort_key blob, counts bool, may_vote bool, why text      run
INSERT INTO motion_elector (motion, person, shard, name, sort_key, counts, may_vote, why)
VALUES (:motion, :person, :shard, :name, :sort_key, :counts, :may_vote, :why);

-- motion_roll: everybody called, as they stand when the vote opens
-- in:  meeting meeting_id, shard int      many
-- out: person person_id, status text, name text, label text?, sort_key blob, duty text, present bool
SELECT person, status, name, label, sort_key, duty, state = 'present' AND gone IS NULL AS present FROM attendance
WHERE meeting = :meeting AND shard = :shard ORDER BY sort_key, person;

-- motion_of_meeting: all votes of a meeting, in their order
-- in:  meeting meeting_id, shard int      many
-- out: id motion_id, ord int, kind text, question text, method text, person text?, state text, votes_for int, votes_against int,
--      votes_other int, base int, needs int, present int, carried optint, opened_at instant, closed_at optint
SELECT id, ord, kind, question, method, person, state, votes_for, votes_against, votes_other, base, needs, present, carried, opened_at, closed_at
FROM motion WHERE meeting = :meeting AND shard = :shard ORDER BY ord;

-- motion_by_id: one vote
-- in:  id motion_id, shard int      one
-- out: id motion_id, meeting meeting_id, ord int, kind text, question text, method text, person text?, papers text?, state text, votes_for int,
--      votes_against int, votes_other int, base int, needs int, present int, carried optint, rule text, opened_at instant, closed_at optint
SELECT id, meeting, ord, kind, question, method, person, papers, state, votes_for, votes_against, votes_other, base, needs, present, carried, rule,
	opened_at, closed_at
FROM motion WHERE id = :id AND shard = :shard;

-- motion_electors: who stands how in a vote
-- in:  motion motion_id, shard int      many
-- out: person person_id, name text, counts bool, decided bool, may_vote bool, why text, choice text?
SELECT person, name, counts, decided, may_vote, why, choice FROM motion_elector WHERE motion = :motion AND shard = :shard ORDER BY sort_key, person;

-- motion_decide: the clerk decides whether one who was sent elsewhere but came counts
-- in:  motion motion_id, person person_id, shard int, counts bool, may_vote bool, why text      run
UPDATE motion_elector SET counts = :counts, may_vote = :may_vote, decided = 1, why = :why WHERE motion = :motion AND person = :person AND shard = :shard;

-- motion_choose: a vote by name
-- in:  motion motion_id, person person_id, shard int, choice text?      run
UPDATE motion_elector SET choice = :choice WHERE motion = :motion AND person = :person AND shard = :shard AND may_vote = 1;

-- motion_close: the result
-- in:  id motion_id, shard int, votes_for int, votes_against int, votes_other int, base int, needs int, present int, carried int, at instant      run
UPDATE motion SET state = 'closed', votes_for = :votes_for, votes_against = :votes_against, votes_other = :votes_other, base = :base, needs = :needs,
	present = :present, carried = :carried, closed_at = :at
WHERE id = :id AND shard = :shard AND state = 'open';

-- motion_void: put wrongly; kept, but counts for nothing
-- in:  id motion_id, shard int, at instant      run
UPDATE motion SET state = 'void', carried = NULL, closed_at = :at WHERE id = :id AND shard = :shard AND state <> 'void';

-- motion_last_ord: how many there are
-- in:  meeting meeting_id, shard int      one
-- out: last int
SELECT coalesce(max(ord), 0) AS last FROM motion WHERE meeting = :meeting AND shard = :shard;

-- motion_probationers: probationary members of a cell with the day they joined
-- in:  cell cell_id, shard int, day day      many
-- out: person person_id, name text, joined day?
SELECT m.person AS person, m.name AS name, p.joined AS joined FROM membership m JOIN person p ON p.id = m.person AND p.shard = m.shard
WHERE m.cell = :cell AND m.shard = :shard AND m.status = 'probationary' AND m.kind <> 'temporary_here' AND m.since <= :day AND m.until > :day
ORDER BY m.sort_key;

-- motion_export: how a person voted where it was by name
-- json: yes
-- class: report
-- in:  person person_id      many
-- out: day day, question text, choice text
SELECT m.day AS day, o.question AS question, e.choice AS choice FROM attendance a
JOIN meeting m ON m.id = a.meeting AND m.shard = a.shard JOIN motion o ON o.meeting = a.meeting AND o.shard = a.shard
JOIN motion_elector e ON e.motion = o.id AND e.person = a.person AND e.shard = o.shard AND e.choice IS NOT NULL
WHERE a.person = :person ORDER BY m.day, o.ord;

-- motion_archive_motions: all votes of a cell that were counted, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: id motion_id, meeting meeting_id, day day, kind text, question text, method text, person text?, state text, votes_for int,
--      votes_against int, votes_other int, base int, needs int, present int, carried optint, rule text
SELECT o.id AS id, m.id AS meeting, m.day AS day, o.kind AS kind, o.question AS question, o.method AS method, o.person AS person, o.state AS state, o.votes_for AS votes_for,
	o.votes_against AS votes_against, o.votes_other AS votes_other, o.base AS base, o.needs AS needs, o.present AS present, o.carried AS carried, o.rule AS rule
FROM meeting m JOIN motion o ON o.meeting = m.id AND o.shard = m.shard WHERE m.cell = :cell AND m.shard = :shard ORDER BY m.day, m.id, o.ord, o.id;

-- motion_archive_choices: how members voted by name, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: motion motion_id, name text, choice text
SELECT o.id AS motion, e.name AS name, e.choice AS choice FROM meeting m JOIN motion o ON o.meeting = m.id AND o.shard = m.shard
JOIN motion_elector e ON e.motion = o.id AND e.shard = o.shard AND e.choice IS NOT NULL WHERE m.cell = :cell AND m.shard = :shard
	AND o.method = 'names' ORDER BY m.day, o.id, e.sort_key, e.person;
