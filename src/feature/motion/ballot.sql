-- ballot_add: a vote on slips begins
-- in:  motion motion_id, shard int, slots int      run
INSERT INTO ballot (motion, shard, slots) VALUES (:motion, :shard, :slots);

-- ballot_of: the ballot of a motion
-- in:  motion motion_id, shard int      maybe
-- out: seats int, slots int, head_name text?, members text?, issued optint, returned optint, valid optint, invalid optint, electronic optint, result text?
SELECT seats, slots, head_name, members, issued, returned, valid, invalid, electronic, result FROM ballot WHERE motion = :motion AND shard = :shard;

-- ballot_seats: how many are elected
-- in:  motion motion_id, shard int, seats int      run
UPDATE ballot SET seats = :seats WHERE motion = :motion AND shard = :shard;

-- ballot_candidates: who stands, in the order of the slip
-- in:  motion motion_id, shard int      many
-- out: ord int, name text
SELECT ord, name FROM ballot_candidate WHERE motion = :motion AND shard = :shard ORDER BY ord;

-- ballot_candidate_add: one more
-- in:  motion motion_id, ord int, shard int, name text      run
INSERT INTO ballot_candidate (motion, ord, shard, name) VALUES (:motion, :ord, :shard, :name);

-- ballot_candidates_drop: the list is written anew
-- in:  motion motion_id, shard int      run
DELETE FROM ballot_candidate WHERE motion = :motion AND shard = :shard;

-- ballot_voters: who may vote, and how they did
-- in:  motion motion_id, shard int      many
-- out: person person_id, name text, voted bool, paper bool
SELECT e.person AS person, e.name AS name, CASE WHEN v.person IS NOT NULL THEN 1 ELSE 0 END AS voted, coalesce(v.paper, 0) AS paper
FROM motion_elector e LEFT JOIN ballot_voter v ON v.motion = e.motion AND v.person = e.person AND v.shard = e.shard
WHERE e.motion = :motion AND e.shard = :shard AND e.may_vote = 1 ORDER BY e.sort_key, e.person;

-- ballot_voter_add: has voted, or took a paper slip
-- in:  motion motion_id, person person_id, shard int, paper bool      run
INSERT INTO ballot_voter (motion, person, shard, paper) VALUES (:motion, :person, :shard, :paper);

-- ballot_paper_back: gave the paper slip back unused
-- in:  motion motion_id, person person_id, shard int      run
DELETE FROM ballot_voter WHERE motion = :motion AND person = :person AND shard = :shard AND paper = 1;

-- ballot_slots: the box
-- in:  motion motion_id, shard int      many
-- out: sealed blob
SELECT sealed FROM ballot_slot WHERE motion = :motion AND shard = :shard ORDER BY slot;

-- ballot_slot_put: one slot, sealed anew
-- in:  motion motion_id, slot int, shard int, sealed blob      run
INSERT INTO ballot_slot (motion, slot, shard, sealed) VALUES (:motion, :slot, :shard, :sealed)
ON CONFLICT (motion, slot, shard) DO UPDATE SET sealed = excluded.sealed;

-- ballot_slots_drop: the box is emptied
-- in:  motion motion_id, shard int      run
DELETE FROM ballot_slot WHERE motion = :motion AND shard = :shard;

-- ballot_count: the result
-- in:  motion motion_id, shard int, head person_id, head_name text, members text, issued int, returned int, valid int, invalid int, electronic int,
--      result text      run
UPDATE ballot SET head = :head, head_name = :head_name, members = :members, issued = :issued, returned = :returned, valid = :valid, invalid = :invalid,
	electronic = :electronic, result = :result WHERE motion = :motion AND shard = :shard;

-- ballot_state: whether a motion is still open
-- in:  motion motion_id, shard int      maybe
-- out: state text
SELECT state FROM motion WHERE id = :motion AND shard = :shard;
