#!/usr/bin/python3
"""100,000 rows of a roster imported, beside only streaming through the same file, in one run: import.py BUILD [ROWS].

Writes invented people into an XLSX (shared strings, date serials, as Excel saves) and a CSV under BUILD, imports each into a new database,
and prints seconds of CPU and of the clock, and the ratio: of five rounds, in turn, the best of each. Whole processes both, the database
made before."""
import datetime
import os
import random
import resource
import subprocess
import sys
import time
import zipfile

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLE = "Văn Thị Đức Minh Ngọc Quang Hữu Xuân Thanh Kim".split()
GIVEN = "An Bình Cường Dung Đông Giang Hạnh Hải Hùng Khoa Lan Long Mai Nam Oanh Phúc Quý Sơn Tâm Thảo Tuấn Uyên Vinh Yến".split()
HEAD = ["STT", "Chi bộ", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Quê quán", "Nơi ở hiện nay", "Ngày vào Đảng", "Ngày chính thức", "Số thẻ đảng viên",
	"Chức vụ Đảng", "Nghề nghiệp", "Trình độ", "Số CCCD", "Điện thoại", "Ghi chú"]
ROUNDS = 5


def people(count):
	pick = random.Random(20261103)
	for n in range(count):
		name = f"{pick.choice(FAMILY)} {pick.choice(MIDDLE)} {pick.choice(MIDDLE)} {pick.choice(GIVEN)}"
		birth = datetime.date(1950, 1, 1) + datetime.timedelta(days=pick.randrange(365 * 50))
		joined = datetime.date(birth.year + 20, 1 + n % 12, 1 + n % 28)
		yield [n + 1, f"Chi bộ thôn {1 + n // 40}", name, birth, "Nam" if n % 2 else "Nữ", "Kinh", f"xã {1 + n % 300}, tỉnh Hà Nam", f"thôn {1 + n % 90}", joined,
			joined.replace(year=joined.year + 1), f"99{n:06d}", "Bí thư" if n % 40 == 0 else "", "Làm ruộng", "12/12", f"000{n:09d}", f"09{n:08d}", "Miễn sinh hoạt" if n % 25 == 0 else ""]


def write_csv(path, count):
	with open(path, "w", encoding="utf-8") as out:
		out.write(";".join(HEAD) + "\r\n")
		for row in people(count):
			out.write(";".join(c.strftime("%d/%m/%Y") if isinstance(c, datetime.date) else str(c).replace(";", ",") for c in row) + "\r\n")


def write_xlsx(path, count):
	strings, places = [], {}

	def cell(at, number, value):
		where = f"{chr(65 + at)}{number}"
		if value == "":
			return ""
		if isinstance(value, datetime.date):
			return f'<c r="{where}" s="1"><v>{(value - datetime.date(1899, 12, 30)).days}</v></c>'
		if isinstance(value, int):
			return f'<c r="{where}"><v>{value}</v></c>'
		if value not in places:
			places[value] = len(strings)
			strings.append(value)
		return f'<c r="{where}" t="s"><v>{places[value]}</v></c>'

	rows = [HEAD] + list(people(count))
	sheet = "".join(f'<row r="{n}">' + "".join(cell(at, n, v) for at, v in enumerate(row)) + "</row>" for n, row in enumerate(rows, 1))
	main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	package = "http://schemas.openxmlformats.org/package/2006"
	kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
	parts = {
		"[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
		f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
		f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
		"_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{link}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
		"xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{link}"><sheets><sheet name="Danh sách" sheetId="1" r:id="rId1"/></sheets></workbook>',
		"xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{link}/worksheet" Target="worksheets/sheet1.xml"/>'
		f'<Relationship Id="rId2" Type="{link}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{link}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
		"xl/styles.xml": f'<styleSheet xmlns="{main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
		'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
		"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
		"xl/sharedStrings.xml": f'<sst xmlns="{main}" count="{len(strings)}" uniqueCount="{len(strings)}">' + "".join(f"<si><t>{s}</t></si>" for s in strings) + "</sst>",
	}
	with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
		for name, text in parts.items():
			out.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)


def run(*words):
	"""Seconds of CPU and of the clock."""
	before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
	done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
	after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
	if done.returncode:
		sys.exit(f"{' '.join(words)}: {done.stdout.decode()[-400:]}")
	return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, ended - began, done.stdout.decode()


def main():
	build, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100000
	chibo, stream = os.path.join(build, "chibo"), os.path.join(build, "roster_stream")
	for name, write in (("roster.xlsx", write_xlsx), ("roster.csv", write_csv)):
		path, file = os.path.join(build, name), os.path.join(build, "roster.db")
		write(path, count)
		streamed, imported = [], []
		for _ in range(ROUNDS):
			for end in ("", "-wal", "-shm"):
				if os.path.exists(file + end):
					os.remove(file + end)
			db = f"sqlite:{file}"
			streamed.append(run(stream, path)[:2])
			run(chibo, "init", "--db", db)
			run(chibo, "import", "units", "examples/don-vi.csv", "--db", db)
			imported.append(run(chibo, "import", "members", path, "--db", db, "--commune", "01.046.000.000.000", "--create-cells", "--as-of", "2026-11-01")[:2])
		a, b = min(streamed), min(imported)
		print(f"{name}: {count} rows, {os.path.getsize(path) >> 10} KB; streaming {a[0]:.2f} s CPU, {a[1]:.2f} s; "
			f"import {b[0]:.2f} s CPU, {b[1]:.2f} s; {b[0] / a[0]:.1f} × CPU, {b[1] / a[1]:.1f} × the clock")
		os.remove(path)
		os.remove(file)


main()
