-- needs: 2026-11-22_figure
-- Reports that may still come in time: they are not counted among those that are due.
ALTER TABLE state_by_cell ADD COLUMN awaited INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state_by_unit ADD COLUMN awaited INTEGER NOT NULL DEFAULT 0;
