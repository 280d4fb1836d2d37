-- needs: 2026-11-20_person
-- Who leads each cell, and who takes part without being a member: few rows each, asked for by the hundred on the officer's page.
CREATE INDEX membership_secretary ON membership (cell, shard, name) WHERE post = 'bi_thu' AND until = '9999-12-31';
CREATE INDEX membership_temporary ON membership (cell, shard) WHERE kind = 'temporary_here' AND until = '9999-12-31';
