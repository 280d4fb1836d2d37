-- needs: 2026-11-20_meeting
-- Of a working team that comes to the meeting: two of one name are two.
ALTER TABLE guest ADD COLUMN account INTEGER;
