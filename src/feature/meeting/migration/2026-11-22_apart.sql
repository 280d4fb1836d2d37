-- needs: 2026-11-20_meeting
-- Of temporary stay: two of one name are two.
ALTER TABLE guest ADD COLUMN person INTEGER;
-- What stays of a paper taken back: title, hash, who and when; no bytes.
ALTER TABLE paper ADD COLUMN withdrawn_by INTEGER;
CREATE INDEX paper_hash ON paper (hash, shard);
