-- needs: 2026-11-22_annual
-- Committees are assessed as cells are: a review has a subject. `cell` is then the committee, in the first shard, with one assessed row, the collective; its
-- result is of kind 'committee'.
ALTER TABLE annual_review ADD COLUMN subject TEXT NOT NULL DEFAULT 'cell' CONSTRAINT annual__subject CHECK (subject = 'cell' OR subject = 'committee');
-- Figures of committees: the row of a committee stands beside those of cells and is added up by what is above it.
ALTER TABLE annual_by_cell ADD COLUMN committee_reviews INTEGER NOT NULL DEFAULT 0;
ALTER TABLE annual_by_cell ADD COLUMN committees INTEGER NOT NULL DEFAULT 0;
ALTER TABLE annual_by_cell ADD COLUMN committee_excellent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE annual_by_cell ADD COLUMN committee_good INTEGER NOT NULL DEFAULT 0;
ALTER TABLE annual_by_cell ADD COLUMN committee_fair INTEGER NOT NULL DEFAULT 0;
ALTER TABLE annual_by_cell ADD COLUMN committee_poor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE annual_by_unit ADD COLUMN committee_reviews INTEGER NOT NULL DEFAULT 0;
ALTER TABLE annual_by_unit ADD COLUMN committees INTEGER NOT NULL DEFAULT 0;
ALTER TABLE annual_by_unit ADD COLUMN committee_excellent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE annual_by_unit ADD COLUMN committee_good INTEGER NOT NULL DEFAULT 0;
ALTER TABLE annual_by_unit ADD COLUMN committee_fair INTEGER NOT NULL DEFAULT 0;
ALTER TABLE annual_by_unit ADD COLUMN committee_poor INTEGER NOT NULL DEFAULT 0;
-- What an agency of the committee above says of a review that was proposed: part of the verification.
CREATE TABLE annual_opinion (
	review INTEGER NOT NULL, n INTEGER NOT NULL, shard INTEGER NOT NULL, agency TEXT NOT NULL, day TEXT NOT NULL, text TEXT NOT NULL,
	grade TEXT CONSTRAINT annual__opinion CHECK (grade = 'excellent' OR grade = 'good' OR grade = 'fair' OR grade = 'poor'),
	account INTEGER NOT NULL, entered_at INTEGER NOT NULL,
	PRIMARY KEY (review, n, shard)) STRICT, WITHOUT ROWID;
