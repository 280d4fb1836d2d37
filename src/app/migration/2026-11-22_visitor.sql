-- Who may look into a cell for a time because of something else: a visit, an inspection, an invitation. A visitor reads the cell's meetings and
-- is noted for it like everybody from outside. object: what it comes from, whose feature puts and takes the row.
CREATE TABLE visitor (
	account INTEGER NOT NULL REFERENCES account (id), unit INTEGER NOT NULL REFERENCES unit (id), object INTEGER NOT NULL,
	since TEXT NOT NULL, until TEXT NOT NULL, PRIMARY KEY (account, unit, object)) STRICT, WITHOUT ROWID;
CREATE INDEX visitor_object ON visitor (object);
