-- needs: 2026-11-20_meeting 2026-11-22_person_group
-- Whose session it is, when it is a group's: the group, and its name as it was when called.
ALTER TABLE meeting ADD COLUMN cell_group INTEGER;
ALTER TABLE meeting ADD COLUMN group_name TEXT;
