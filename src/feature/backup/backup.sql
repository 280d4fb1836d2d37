-- backup_erasures: who was forgotten
-- class: reference
-- in:   many
-- out: person person_id, decision text, at instant
SELECT person, decision, at FROM erasure ORDER BY at, person;

-- backup_erasure_add: forgotten once more, in a database that came back from before
-- class: reference
-- in:  person person_id, decision text, at instant   run
INSERT INTO erasure (person, decision, at) VALUES (:person, :decision, :at);
