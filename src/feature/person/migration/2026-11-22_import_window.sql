-- needs: 2026-11-20_person
-- The least id that an import's rows may have: they are looked for from there on, whatever the clock did since.
ALTER TABLE roster_import ADD COLUMN first_id INTEGER NOT NULL DEFAULT 0;
