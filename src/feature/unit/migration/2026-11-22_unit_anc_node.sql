-- needs: 2026-11-20_unit
-- Whether one unit stands below another, from the lower one up: without it SQLite goes through all that stands below the upper one.
CREATE INDEX unit_anc_node ON unit_anc (node, ancestor, until);
