/* A table of a workbook while it is being read. */
#ifndef ROSTER_TABLE_H
#define ROSTER_TABLE_H

#include "roster_read_private.h"

enum place { BEFORE_HEADER, UNDER_HEADER, IN_PEOPLE, IN_CELL_LIST };

/* A row kept until the header is known. */
struct held_row {
	int number;
	size_t count;
	struct sheet_cell *cells;
};

struct table {
	int index;
	struct str name;
	bool hidden;
	enum place place;
	struct held_row *held;
	size_t held_count;
	struct str top[COLUMNS], own[COLUMNS]; /* texts of the header being put together */
	int header_row, sub_headers;
	struct roster_columns *columns;
	struct str title_cell, section_cell, carried_cell;
	struct note_flags section;
	bool ended, ordinals; /* signatures seen; rows have running numbers */
	bool strong;          /* has what only a roster of members has: days, cards, identity numbers */
	size_t people;
};

struct file_reader {
	struct person_reader person;
	struct table *tables;
	int table_count, table_room;
	struct table *now;
};

/* After the last row: leaves out sheets that are no rosters, names the cell of who has none yet. */
void roster_finish_tables(struct file_reader *reader);

#endif
