#!/usr/bin/python3
"""The figures of a report on a period, reckoned once more from the rows that people left, by statements of its own: figures.py DATABASE REPORT.json...
A report is what `chibo report quarter --unit CODE --period 2026-Q3 --out REPORT.json` wrote. Says what differs, child by child, and ends with 1 then.

The roll is counted from attendance, speakers from speeches, points and grades from the sheets, records, tasks and votes from their own rows; the tree of a
month from the edges that held on its first day. Neither counters nor totals are read."""
import calendar
import json
import sqlite3
import sys

LAST = ["cells", "members", "full_members", "probationary", "exempt"]  # of the last month; all others add up


def months_of(code):
	year, _, part = code.partition("-")
	first, count = {"Q": (lambda n: (3 * n - 2, 3)), "H": (lambda n: (6 * n - 5, 6))}.get(part[:1], lambda n: (n, 1))(int(part.strip("QH") or 1))
	if not part:
		first, count = 1, 12
	return [int(year) * 100 + first + i for i in range(count)]


def days_of(month):
	year, number = divmod(month, 100)
	return f"{year}-{number:02}-01", f"{year}-{number:02}-{calendar.monthrange(year, number)[1]:02}"


class Tree:
	def __init__(self, db):
		self.since, self.cells, self.edges = {}, [], {}
		for unit, kind, since, until, shard in db.execute("SELECT id, kind, since, until, shard FROM unit"):
			self.since[unit] = since
			if kind == "chi_bo":
				self.cells.append((unit, since, until, shard))
		for unit, since, until, parent in db.execute("SELECT unit, since, until, parent FROM unit_edge"):
			self.edges.setdefault(unit, []).append((since, until, parent))

	def parent(self, unit, day):
		day = max(day, self.since[unit])
		return next((parent for since, until, parent in self.edges.get(unit, []) if since <= day < until), None)

	def below(self, top, month):
		"""Cells that are below a unit in a month, with what stands right below it."""
		first, last = days_of(month)
		for cell, since, until, shard in self.cells:
			if since > last or until <= first:
				continue
			child, above = cell, self.parent(cell, first)
			while above is not None and above != top:
				child, above = above, self.parent(above, first)
			if above == top:
				yield cell, shard, child


# Each gives: child, then named sums. `mine` has the cells of each month, `held` their sessions.
MEETINGS = """
	SELECT h.child, count(*) AS sessions, sum(h.kind IN ('thematic', 'both')) AS thematic, sum(h.kind = 'extraordinary') AS extra,
		sum((h.ended_at - h.opened_at) / 60000) AS minutes, sum(NOT h.paper) AS due FROM held h GROUP BY h.child;
	SELECT child, count(*) AS met FROM (SELECT DISTINCT child, cell, month FROM held WHERE kind IN ('regular', 'both')) GROUP BY child;
	SELECT h.child, sum(a.duty = 'due') AS base, sum(a.duty = 'due' AND a.state = 'present') AS present,
		sum(a.duty = 'due' AND a.state = 'excused') AS excused, sum(a.duty = 'due' AND a.state = 'unexcused') AS unexcused
		FROM held h JOIN attendance a ON a.meeting = h.meeting GROUP BY h.child;
	SELECT child, count(*) AS spoke FROM (SELECT DISTINCT h.child, h.meeting, s.person FROM held h JOIN speech s ON s.meeting = h.meeting) GROUP BY child;
	SELECT h.child, count(*) AS reported, sum(r.late_days = 0) AS on_time FROM held h JOIN report r ON r.meeting = h.meeting WHERE NOT h.paper GROUP BY h.child;
	SELECT h.child, sum(ifnull(s.superior_grade, s.grade) = 'good') AS good, sum(ifnull(s.superior_grade, s.grade) = 'fair') AS fair,
		sum(ifnull(s.superior_grade, s.grade) = 'average') AS average, sum(ifnull(s.superior_grade, s.grade) = 'poor') AS poor,
		sum(s.superior_grade IS NOT NULL) AS graded, sum(ifnull(s.superior_total < s.total, 0)) AS lowered, sum(s.total) AS self_sum,
		sum(s.total IS NOT NULL) AS self_count, sum(ifnull(s.superior_total, s.total)) AS final_sum,
		sum(ifnull(s.superior_total, s.total) IS NOT NULL) AS final_count, sum(NOT h.paper AND s.total > s.most) AS above
		FROM held h JOIN score_sheet s ON s.meeting = h.meeting AND s.rubric = h.rubric WHERE s.state IN ('voted', 'submitted', 'graded') GROUP BY h.child;
	SELECT h.child, sum(r.kind = 'minutes') AS confirmed, sum(r.kind = 'resolution') AS resolutions
		FROM held h JOIN record r ON r.meeting = h.meeting WHERE r.state = 'signed' GROUP BY h.child;
	SELECT h.child, count(*) AS tasks, sum(t.state = 'done') AS tasks_done FROM held h JOIN task_report t ON t.meeting = h.meeting GROUP BY h.child;
	SELECT h.child, count(*) AS given FROM held h JOIN task t ON t.meeting = h.meeting WHERE t.removed_at IS NULL GROUP BY h.child;
	SELECT h.child, sum(o.kind = 'admission') AS admitted, sum(o.kind = 'recognition') AS recognised
		FROM held h JOIN motion o ON o.meeting = h.meeting WHERE o.state = 'closed' AND o.carried GROUP BY h.child;
	SELECT child, count(*) AS cell_months FROM mine GROUP BY child"""
PEOPLE = """
	SELECT child, count(*) AS cells FROM mine WHERE month = :month GROUP BY child;
	SELECT m.child, count(*) AS members, sum(s.status = 'full') AS full_members, sum(s.status = 'probationary') AS probationary
		FROM mine m JOIN membership s ON s.cell = m.cell WHERE m.month = :month AND s.since <= :day AND s.until > :day AND s.kind <> 'temporary_here' GROUP BY m.child;
	SELECT child, count(*) AS exempt FROM (SELECT DISTINCT m.child, m.cell, e.person FROM mine m JOIN member_state e ON e.cell = m.cell AND e.kind = 'exempt'
		WHERE m.month = :month AND e.since <= :day AND e.until > :day) GROUP BY child"""


def reckon(db, tree, unit, months):
	db.executescript("DROP TABLE IF EXISTS mine; DROP TABLE IF EXISTS held; CREATE TEMP TABLE mine (cell, month, shard, child)")
	for month in months:
		db.executemany("INSERT INTO mine VALUES (?, ?, ?, ?)", ((cell, month, shard, child) for cell, shard, child in tree.below(unit, month)))
	db.execute("""CREATE TEMP TABLE held AS SELECT i.child, i.cell, i.month, m.id AS meeting, m.kind, m.paper_typed AS paper, m.opened_at, m.ended_at, m.rubric
		FROM mine i JOIN meeting m ON m.cell = i.cell AND m.shard = i.shard AND m.month = i.month WHERE m.body = 'cell' AND m.state = 'ended'""")
	found = {}
	values = {"month": months[-1], "day": days_of(months[-1])[1]}
	for statement in (MEETINGS + ";" + PEOPLE).split(";"):
		rows = db.execute(statement, values if ":month" in statement else {})
		names = [column[0] for column in rows.description]
		for row in rows:
			found.setdefault(row[0], {}).update({name: value or 0 for name, value in zip(names[1:], row[1:])})
	return found


def compare(report, found):
	wrong, figures = 0, 0
	total = {}
	for row in report["rows"]:
		mine = found.pop(int(row["unit"]), {})
		for name, value in (row["figures"] or {}).items():
			figures += 1
			total[name] = total.get(name, 0) + mine.get(name, 0)
			if value != mine.get(name, 0):
				wrong += 1
				print(f"{report['unit_name']}, {row['name']}: {name} is {value}, the rows give {mine.get(name, 0)}")
	for unit, mine in found.items():
		wrong += 1
		print(f"{report['unit_name']}: {unit} is not in the report, the rows give {mine}")
	for name, value in report["total"]["figures"].items():
		figures += 1
		if value != total.get(name, 0):
			wrong += 1
			print(f"{report['unit_name']}: the sum of {name} is {value}, the rows give {total.get(name, 0)}")
	return figures, wrong


def main():
	db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True, isolation_level=None)
	db.executescript("PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 1000000000")
	tree, ended = Tree(db), 0
	for path in sys.argv[2:]:
		with open(path, encoding="utf-8") as file:
			report = json.load(file)
		report["unit_name"] = report["name"]
		figures, wrong = compare(report, reckon(db, tree, int(report["unit"]), months_of(report["period"])))
		print(f"{report['name']}, {report['period']}: {figures} figures of {len(report['rows'])} lines, {wrong} differ")
		ended |= wrong > 0
	sys.exit(ended)


if __name__ == "__main__":
	main()
