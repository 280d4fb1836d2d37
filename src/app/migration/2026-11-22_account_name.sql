-- needs: 2026-11-20_account
-- Somebody by the beginning of the full name.
CREATE INDEX account_name ON account (name);
