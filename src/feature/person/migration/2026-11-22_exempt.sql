-- needs: 2026-11-20_person
-- An exemption: on what ground (age: old or ill, the cell decides; other: for less than a year, the base committee decides), by which signed resolution of the
-- cell, and when the member's report at its end came in.
ALTER TABLE member_state ADD COLUMN ground TEXT CONSTRAINT person__ground CHECK (ground = 'age' OR ground = 'other');
ALTER TABLE member_state ADD COLUMN record INTEGER;
ALTER TABLE member_state ADD COLUMN reported TEXT;
