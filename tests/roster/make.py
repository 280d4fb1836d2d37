"""Writes the rosters beside this file: make.py [FOLDER]. All persons are invented.

The same twenty people stand in each fixture, laid out as different offices lay out theirs, so that a test may compare."""
import csv
import datetime
import io
import pathlib
import sys
import zipfile
from xml.sax.saxutils import escape, quoteattr

HOME = "xã Thư Lâm, thành phố Hà Nội"
# name, birth, sex, home, joined, official, card, party post, job, education, phone, note
PEOPLE = [
	("Ngô Đức Thuận", "1974-03-12", "Nam", "phường Đông Anh, thành phố Hà Nội", "1999-05-19", "2000-05-19", "99510201", "Bí thư", "Trưởng ban công tác mặt trận", "Đại học", "0900000101", ""),
	("Lê Thị Hoà", "1980-11-02", "Nữ", HOME, "2008-09-02", "2009-09-02", "99510202", "Phó Bí thư", "Chi hội trưởng Phụ nữ", "Cao đẳng", "0900000102", ""),
	("Trịnh Quốc Bảo", "1983-07-21", "Nam", HOME, "2010-02-03", "2011-02-03", "99510203", "Chi ủy viên", "Công an viên", "Trung cấp", "0900000103", ""),
	("Nguyễn Văn Sáng", "1949-01-30", "Nam", HOME, "1972-12-22", "1973-12-22", "99510204", "", "Nghỉ hưu", "10/10", "0900000104", "Được miễn SH từ 03/2019"),
	("Đặng Thị Mơ", "1951-08-15", "Nữ", "xã Phúc Thịnh, thành phố Hà Nội", "1979-04-30", "1980-04-30", "99510205", "", "Nghỉ hưu", "7/10", "", "Miễn sinh hoạt"),
	("Phùng Hữu Nghĩa", "1988-10-09", "Nam", HOME, "2014-06-25", "2015-06-25", "99510206", "", "Kinh doanh", "12/12", "0900000106", "Đi học, sinh hoạt tạm thời nơi khác"),
	("Trần Khánh Ly", "2001-05-04", "Nữ", HOME, "2026-03-26", "", "", "", "Sinh viên", "12/12", "0900000107", "Đảng viên dự bị"),
	("Nguyễn Văn Sáng", "1977-06-18", "Nam", HOME, "2004-07-27", "2005-07-27", "99510208", "", "Làm ruộng", "12/12", "0900000108", ""),
	("Bùi Thị Thu Hằng", "1985-12-25", "Nữ", "xã Sơn Đồng, thành phố Hà Nội", "2011-03-08", "2012-03-08", "99510209", "", "Giáo viên", "Đại học", "0900000109", "Mới nghỉ thai sản"),
	("Vũ Xuân Trường", "1969-02-28", "Nam", HOME, "1995-01-03", "1996-01-03", "99510210", "", "Y tế thôn", "Trung cấp", "", ""),
	("Đỗ Y", "1990-09-14", "Nữ", HOME, "2016-11-18", "2017-11-18", "99510211", "", "Kế toán", "Đại học", "0900000111", ""),
	("Hoàng Minh Quý", "1962-04-07", "Nam", HOME, "1986-05-19", "1987-05-19", "99510212", "", "Bộ đội nghỉ hưu", "Đại học", "0900000112", "Huy hiệu 30 năm"),
	("Lưu Thị Ngát", "1972-07-07", "Nữ", "xã Kim Anh, thành phố Hà Nội", "2001-02-03", "2002-02-03", "99510213", "", "Làm ruộng", "9/12", "0900000113", ""),
	("Phan Đình Kiên", "1994-01-16", "Nam", HOME, "2019-10-20", "2020-10-20", "99510214", "", "Công nhân", "Cao đẳng", "0900000114", "Đi làm ăn xa"),
	("Nguyễn Thị Ước", "1966-06-06", "Nữ", HOME, "1993-09-02", "1994-09-02", "99510215", "", "Làm ruộng", "7/10", "", ""),
	("Dương Tiến Lực", "1979-03-03", "Nam", HOME, "2005-12-22", "2006-12-22", "99510216", "", "Thợ xây", "12/12", "0900000116", ""),
	("Trần Thị Ẩn", "1957-10-10", "Nữ", HOME, "1984-07-27", "1985-07-27", "99510217", "", "Nghỉ hưu", "10/10", "0900000117", ""),
	("Lại Văn Đường", "1982-08-29", "Nam", "xã Thiên Lộc, thành phố Hà Nội", "2009-04-30", "2010-04-30", "99510218", "", "Lái xe", "12/12", "0900000118", ""),
	("Mai Phương Thảo", "1996-02-11", "Nữ", HOME, "2021-06-25", "2022-06-25", "99510219", "", "Dược sĩ", "Đại học", "0900000119", ""),
	("Nguyễn Hữu Nghị", "1960-05-05", "Nam", HOME, "1985-10-15", "1986-10-15", "99510220", "", "Cán bộ hưu trí", "Trung cấp", "0900000120", ""),
]
KEYS = "name birth sex home joined official card post job education phone note".split()


def people():
	out = []
	for at, values in enumerate(PEOPLE):
		one = dict(zip(KEYS, values), id="0009510" + "%05d" % (20100 + at * 7), ethnic="Kinh", residence=HOME, cell="Chi bộ thôn Đông" if at < 12 else "Chi bộ thôn Đoài", no=str(at + 1))
		out.append(one)
	return out


def serial(day, from_1904=False):
	return (datetime.date.fromisoformat(day) - datetime.date(1899, 12, 30)).days - (1462 if from_1904 else 0)


def typed(day):
	return "/".join(reversed(day.split("-")))


def dotted(card):
	return card[:2] + "." + card[2:5] + "." + card[5:] if card else ""


class Day(str):
	"""Stands in the sheet as a serial with a date format."""


class Number(str):
	"""Stands as a number."""


class Formula(str):
	"""=text, with the saved value behind a bar."""


def column(at):
	return (chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26)


FORMATS = {"day": 1, "year": 2, "month": 3, "vn": 4, "vn_capitals": 5, "zeros": 6}
STYLES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="4"><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/><numFmt numFmtId="165" formatCode="yyyy"/><numFmt numFmtId="166" formatCode="mm/yyyy"/><numFmt numFmtId="167" formatCode="000000000000"/></numFmts>
<fonts count="3"><font><sz val="13"/><name val="Times New Roman"/></font><font><sz val="13"/><name val=".VnTime"/></font><font><b/><sz val="13"/><name val=".VnTimeH"/></font></fonts>
<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="7"><xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="0"/><xf numFmtId="165" fontId="0"/><xf numFmtId="166" fontId="0"/><xf numFmtId="0" fontId="1"/><xf numFmtId="0" fontId="2"/><xf numFmtId="167" fontId="0"/></cellXfs></styleSheet>"""


class Workbook:
	def __init__(self, from_1904=False, shared=False, style=None):
		self.sheets, self.strings, self.from_1904, self.shared, self.style = [], [], from_1904, shared, style

	def sheet(self, name, rows, merges=(), hidden=False):
		"""rows: {number: {column letter: text}}; a (text, format) pair names the format."""
		self.sheets.append((name, rows, merges, hidden))

	def cell(self, ref, value):
		style = self.style
		if isinstance(value, tuple):
			value, style = value
		mark = ' s="%d"' % FORMATS[style] if style else ""
		if isinstance(value, Day):
			return '<c r="%s" s="%d"><v>%d</v></c>' % (ref, FORMATS[style or "day"], serial(value, self.from_1904))
		if isinstance(value, Number):
			return '<c r="%s"%s t="n"><v>%s</v></c>' % (ref, mark, value)
		if isinstance(value, Formula):
			text, saved = value.split("|")
			return '<c r="%s" s="1"><f>%s</f><v>%s</v></c>' % (ref, escape(text), saved)
		if self.shared:
			self.strings.append(value)
			return '<c r="%s"%s t="s"><v>%d</v></c>' % (ref, mark, len(self.strings) - 1)
		return '<c r="%s"%s t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % (ref, mark, escape(value))

	def save(self, path):
		head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
		main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
		office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
		package = "http://schemas.openxmlformats.org/package/2006/"
		parts, sheets, relations, types = {}, "", "", ""
		for at, (name, rows, merges, hidden) in enumerate(self.sheets, 1):
			body = "".join('<row r="%d">%s</row>' % (number, "".join(self.cell(letter + str(number), value) for letter, value in sorted(cells.items(), key=lambda item: (len(item[0]), item[0])) if value)) for number, cells in sorted(rows.items()))
			merged = '<mergeCells count="%d">%s</mergeCells>' % (len(merges), "".join('<mergeCell ref="%s"/>' % ref for ref in merges)) if merges else ""
			parts["xl/worksheets/sheet%d.xml" % at] = head + '<worksheet xmlns="%s"><sheetData>%s</sheetData>%s</worksheet>' % (main, body, merged)
			sheets += '<sheet name=%s sheetId="%d"%s r:id="rId%d"/>' % (quoteattr(name), at, ' state="hidden"' if hidden else "", at)
			relations += '<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>' % (at, office, at)
			types += '<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' % at
		relations += '<Relationship Id="rIdStyles" Type="%s/styles" Target="styles.xml"/>' % office
		if self.shared:
			relations += '<Relationship Id="rIdStrings" Type="%s/sharedStrings" Target="/xl/sharedStrings.xml"/>' % office
			types += '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
			parts["xl/sharedStrings.xml"] = head + '<sst xmlns="%s">%s</sst>' % (main, "".join('<si>%s</si>' % (self.rich(text) if at % 5 == 4 else '<t xml:space="preserve">%s</t>' % escape(text)) for at, text in enumerate(self.strings)))
		parts["xl/styles.xml"] = STYLES
		parts["xl/workbook.xml"] = head + '<workbook xmlns="%s" xmlns:r="%s"><workbookPr%s/><sheets>%s</sheets></workbook>' % (main, office, ' date1904="1"' if self.from_1904 else "", sheets)
		parts["xl/_rels/workbook.xml.rels"] = head + '<Relationships xmlns="%srelationships">%s</Relationships>' % (package, relations)
		parts["_rels/.rels"] = head + '<Relationships xmlns="%srelationships"><Relationship Id="rId1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>' % (package, office)
		parts["[Content_Types].xml"] = head + '<Types xmlns="%scontent-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>%s</Types>' % (package, types)
		with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
			for name in sorted(parts):
				info = zipfile.ZipInfo(name, (2026, 11, 1, 8, 0, 0))
				info.compress_type = zipfile.ZIP_DEFLATED
				archive.writestr(info, parts[name])

	def rich(self, text):
		half = len(text) // 2
		return '<r><t xml:space="preserve">%s</t></r><r><rPr><b/></rPr><t xml:space="preserve">%s</t></r><rPh sb="0" eb="1"><t>phiên âm</t></rPh>' % (escape(text[:half]), escape(text[half:]))


def put(rows, number, values):
	rows[number] = {column(at): value for at, value in enumerate(values) if value}


HEADER = ["TT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Quê quán", "Nơi ở hiện nay", "Ngày vào Đảng", "Ngày chính thức", "Số thẻ đảng viên", "Chức vụ Đảng", "Chức vụ chính quyền", "Trình độ", "Số CCCD", "Điện thoại", "Ghi chú"]


def plain(one, day=Day):
	return [Number(one["no"]), one["name"], day(one["birth"]), one["sex"], one["ethnic"], one["home"], one["residence"], day(one["joined"]), day(one["official"]) if one["official"] else "", dotted(one["card"]), one["post"], one["job"], one["education"], one["id"], one["phone"], one["note"]]


def plain_list(path):
	"""As most offices have it: titles above, a signature below."""
	rows, book = {}, Workbook()
	rows[1] = {"A": "ĐẢNG BỘ XÃ THƯ LÂM", "I": "ĐẢNG CỘNG SẢN VIỆT NAM"}
	rows[2] = {"A": "CHI BỘ THÔN ĐÔNG", "I": "Thư Lâm, ngày 01 tháng 11 năm 2026"}
	rows[3] = {"A": "*"}
	rows[4] = {"A": "DANH SÁCH ĐẢNG VIÊN"}
	rows[5] = {"A": "(Tính đến ngày 01/11/2026)"}
	put(rows, 7, HEADER)
	for at, one in enumerate(people()):
		put(rows, 8 + at, plain(one))
	rows[29] = {"A": "Danh sách gồm 20 đảng viên."}
	rows[30] = {"J": "T/M CHI BỘ"}
	rows[31] = {"J": "BÍ THƯ"}
	rows[33] = {"J": "(đã ký)"}
	rows[34] = {"J": "Ngô Đức Thuận"}
	book.sheet("DSDV", rows, ["A1:H1", "I1:P1", "A2:H2", "I2:P2", "A4:P4", "A5:P5", "A29:I29", "J30:P30", "J31:P31", "J33:P33", "J34:P34"])
	book.save(path)


def american(path):
	"""Typed with American settings: up to the 12th day and month change places, later days stay text."""
	def day(text):
		year, month, number = text.split("-")
		return typed(text) if int(number) > 12 else Day("-".join((year, number, month)))
	rows, book = {}, Workbook()
	rows[1] = {"A": "CHI BỘ THÔN ĐÔNG"}
	put(rows, 2, HEADER)
	for at, one in enumerate(people()):
		put(rows, 3 + at, plain(one, day))
	book.sheet("DSDV", rows)
	book.save(path)


def two_headers(path):
	"""Columns in another order, groups over them, numbers below, schooling apart; strings shared and rich."""
	rows, book = {}, Workbook(shared=True)
	rows[2] = {"A": "DANH SÁCH ĐẢNG VIÊN CHI BỘ THÔN ĐÔNG NĂM 2026"}
	rows[4] = {"A": "Số TT", "B": "Số thẻ", "C": "Họ và tên", "E": "Giới tính", "G": "Ngày, tháng,\nnăm sinh", "H": "Ngày vào Đảng", "J": "Chức vụ", "L": "Trình độ", "O": "CMND/CCCD", "Q": "Địa chỉ thường trú", "R": "Quê quán", "S": "Ghi chú", "T": "Số ĐT", "U": "Dân tộc"}
	rows[5] = {"C": "Họ đệm", "D": "Tên", "E": "Nam", "F": "Nữ", "H": "Dự bị", "I": "Chính thức", "J": "Đảng", "K": "Chính quyền", "L": "Văn hóa", "M": "Chuyên môn", "N": "LLCT", "O": "Số", "P": "Ngày cấp"}
	rows[6] = {column(at): "(%d)" % (at + 1) for at in range(21)}
	for at, one in enumerate(people()):
		family, given = one["name"].rsplit(" ", 1)
		school = "/" in one["education"]
		rows[7 + at] = {"A": Number(one["no"]), "B": one["card"], "C": family, "D": given, "E" if one["sex"] == "Nam" else "F": "x", "G": typed(one["birth"]), "H": typed(one["joined"]).replace("/", "."), "I": typed(one["official"]) if one["official"] else "", "J": one["post"], "K": one["job"], "L": one["education"] if school else "12/12", "M": "" if school else one["education"], "N": "Sơ cấp", "O": one["id"], "P": "01/01/2022", "Q": one["residence"], "R": one["home"], "S": one["note"], "T": one["phone"][:4] + " " + one["phone"][4:7] + " " + one["phone"][7:], "U": "Kinh"}
	book.sheet("Sheet1", rows, ["E4:F4", "H4:I4"])
	book.save(path)


def sections(path):
	"""Rows across for the cells, days of birth under Nam and Nữ, the header again, totals, blank rows."""
	rows, book, at = {}, Workbook(), 6
	top = {"A": "STT", "B": "Họ và tên", "D": "Ngày sinh", "F": "Quê quán", "G": "Nơi cư trú", "H": "Ngày kết nạp", "I": "Ngày công nhận chính thức", "J": "Số thẻ ĐV", "K": "Chức vụ trong Đảng", "L": "Nghề nghiệp", "M": "Trình độ chuyên môn", "N": "Số định danh cá nhân", "O": "SĐT", "P": "Dân tộc", "Q": "Ghi chú"}
	rows[1] = {"A": "ĐẢNG BỘ XÃ THƯ LÂM"}
	rows[3] = {"A": "DANH SÁCH ĐẢNG VIÊN CÁC CHI BỘ"}
	rows[4], rows[5] = dict(top), {"D": "Nam", "E": "Nữ"}
	for title, part in (("I. CHI BỘ THÔN ĐÔNG (12 đảng viên)", people()[:12]), ("II. CHI BỘ THÔN ĐOÀI", people()[12:])):
		rows[at] = {"A": title}
		at += 1
		for number, one in enumerate(part, 1):
			if one["name"] == "Lại Văn Đường":
				rows[at], rows[at + 1] = dict(top), {"D": "Nam", "E": "Nữ"}
				at += 2
			family, given = one["name"].rsplit(" ", 1)
			rows[at] = {"A": Number(number), "B": family, "C": given, "D" if one["sex"] == "Nam" else "E": typed(one["birth"]), "F": one["home"], "G": one["residence"], "H": Day(one["joined"]), "I": Day(one["official"]) if one["official"] else "Dự bị", "J": Number(one["card"]) if one["card"] else "", "K": one["post"], "L": one["job"], "M": one["education"], "N": (Number(str(int(one["id"]))), "zeros"), "O": Number(str(int(one["phone"]))) if one["phone"] else "", "P": one["ethnic"], "Q": one["note"]}
			at += 1
		rows[at] = {"A": "Cộng: %d đảng viên" % len(part), "D": Number("7"), "E": Number("5")}
		at += 2
	rows[at] = {"B": "NGƯỜI LẬP BIỂU", "J": "T/M ĐẢNG ỦY"}
	rows[at + 3] = {"B": "Nguyễn Thị Lập", "J": "Trần Văn Ký"}
	book.sheet("Trang tính1", rows, ["B4:C5", "D4:E4"])
	book.save(path)


def sheets(path):
	"""A sheet for each cell, named so; a list of the cells in front, an old hidden copy behind."""
	book, listed = Workbook(from_1904=True), {}
	put(listed, 1, ["DANH SÁCH CHI BỘ TRỰC THUỘC"])
	put(listed, 3, ["TT", "Mã chi bộ", "Tên chi bộ", "Bí thư", "Điện thoại"])
	put(listed, 4, [Number("1"), "01.046.000.000.005", "Chi bộ thôn Đông", "Ngô Đức Thuận", "0900000101"])
	put(listed, 5, [Number("2"), "01.046.000.000.006", "Chi bộ thôn Đoài", "Lưu Thị Ngát", "0900000113"])
	book.sheet("Danh sách chi bộ", listed)
	for name, part in (("Thôn Đông", people()[:12]), ("Thôn Đoài", people()[12:])):
		rows = {1: {"A": "ĐẢNG BỘ XÃ THƯ LÂM"}, 2: {"A": "DANH SÁCH ĐẢNG VIÊN"}}
		put(rows, 4, HEADER)
		for at, one in enumerate(part):
			put(rows, 5 + at, plain(one))
		book.sheet(name, rows)
	book.sheet("Cũ 2024", rows, hidden=True)
	book.save(path)


def vn_font(path):
	"""Typed in .VnTime: what is stored are other letters."""
	rows, book = {}, Workbook(shared=True, style="vn")
	rows[1] = {"A": (tcvn3("chi bộ thôn đông"), "vn_capitals")}
	put(rows, 3, [tcvn3(word) for word in HEADER])
	for at, one in enumerate(people()):
		put(rows, 4 + at, [value if isinstance(value, (Day, Number)) else tcvn3(value) for value in plain(one)])
	book.sheet("DS", rows)
	book.save(path)


def categories(path):
	"""Groups of members in rows across, a merged column for the cell, a column for the standing, bare years and months."""
	rows, book, at = {}, Workbook(), 4
	put(rows, 3, ["STT", "Chi bộ", "Họ tên đảng viên", "Năm sinh", "Phái", "Kết nạp", "Chính thức", "Ghi chú"])
	people_now = people()
	groups = (("A. ĐẢNG VIÊN CHÍNH THỨC", [one for one in people_now if one["official"] and "iễn" not in one["note"] or "sản" in one["note"]]), ("B. ĐẢNG VIÊN DỰ BỊ", [one for one in people_now if not one["official"]]), ("C. ĐẢNG VIÊN MIỄN SINH HOẠT", [one for one in people_now if "iễn" in one["note"] and "sản" not in one["note"]]))
	for title, part in groups:
		rows[at] = {"A": title}
		at += 1
		last = ""
		for one in part:
			rows[at] = {"A": Number(one["no"]), "B": one["cell"] if one["cell"] != last else "", "C": one["name"].upper() if at % 2 else one["name"], "D": (Day(one["birth"]), "year") if at % 3 else Number(one["birth"][:4]), "E": one["sex"], "F": (Day(one["joined"]), "month"), "G": "tháng %d năm %s" % (int(one["official"][5:7]), one["official"][:4]) if one["official"] else "", "H": one["note"] if "tạm thời" in one["note"] else ""}
			last = one["cell"]
			at += 1
	book.sheet("Sheet1", rows)
	book.save(path)


def mistakes(path):
	"""One mistake a row, and rows that look odd and are right."""
	rows, book = {}, Workbook()
	put(rows, 1, ["STT", "Chi bộ"] + HEADER[1:])
	for at, one in enumerate(people()):
		put(rows, 2 + at, [Number(one["no"]), "Chi bộ thôn Đông" if at < 12 else "Chi bộ thôn Đoài"] + plain(one)[1:])
	rows[3]["D"] = "30/02/1980"
	rows[4]["J"] = Day("2009-02-03")
	rows[5]["I"] = Day("1966-12-22")
	rows[6]["C"] = ""
	rows[7]["B"] = "Chi bộ thôn Tây"
	rows[8]["Q"] = "Có nhiều thành tích. " * 100
	rows[9]["J"] = Formula("EDATE(I9,12)|38560")
	rows[10]["K"] = dotted("99510201")
	rows[11]["K"] = "99.51O.210"
	rows[12]["O"] = "00095102017"
	rows[14].update({"C": "Lê Thị Hòa", "O": "", "K": ""})
	rows[15].update({"C": "LÊ THỊ HOÀ", "D": Day("1972-07-07")})
	rows[17]["P"] = "0900 00O 12"
	rows[18]["I"] = Day("2027-05-01")
	rows[19]["E"] = "Nan"
	rows[20]["O"] = rows[2]["O"]
	rows[21]["D"] = "chiều thứ hai"
	book.sheet("Danh sách", rows)
	book.save(path)


TCVN = {}


def tcvn3(text):
	"""The Windows-1252 letters that show as this text in a .Vn font."""
	if not TCVN:
		letters = "ĂÂÊÔƠƯĐăâêôơưđ"
		for at, letter in enumerate(letters):
			TCVN[letter] = chr(0xa1 + at)
		for start, run in ((0xb5, "àảãáạ"), (0xbb, "ằẳẵắ"), (0xc6, "ặầẩẫấậè"), (0xce, "ẻẽéẹềểễếệìỉ"), (0xdc, "ĩíịò"), (0xe1, "ỏõóọồổỗốộờởỡớợù"), (0xf1, "ủũúụừửữứựỳỷỹýỵ")):
			for at, letter in enumerate(run):
				TCVN[letter] = chr(start + at)
	return "".join(TCVN.get(letter, TCVN.get(letter.lower(), letter)) for letter in text)


def table(delimiter):
	out = io.StringIO()
	writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
	writer.writerow(["STT", "Chi bộ"] + HEADER[1:])
	for one in people():
		writer.writerow([one["no"], one["cell"]] + [str(value) for value in plain(one, typed)][1:])
	return out.getvalue()


def cp1258(text):
	"""Windows-1258 has the tone behind its vowel, and some vowels ready with it."""
	import unicodedata
	out = bytearray()
	for letter in unicodedata.normalize("NFC", text):
		try:
			out += letter.encode("cp1258")
		except UnicodeEncodeError:
			base, tone = unicodedata.normalize("NFD", letter), ""
			for mark in "\u0300\u0301\u0303\u0309\u0323":
				if mark in base:
					base, tone = base.replace(mark, ""), mark
			out += unicodedata.normalize("NFC", base).encode("cp1258") + tone.encode("cp1258")
	return bytes(out)


def main():
	out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
	for make in (plain_list, american, two_headers, sections, sheets, vn_font, categories, mistakes):
		make(out / (make.__name__ + ".xlsx"))
	(out / "utf16le.csv").write_bytes(b"\xff\xfe" + table("\t").encode("utf-16-le"))
	(out / "utf16be_bare.csv").write_bytes(table(",").encode("utf-16-be"))
	(out / "cp1258.csv").write_bytes(cp1258(table(";")))
	(out / "tcvn3.csv").write_bytes(tcvn3(table(",")).encode("latin-1"))
	(out / "sep.csv").write_bytes(("sep=|\r\n" + table("|").replace("Trưởng ban công tác mặt trận", '"Trưởng ban\ncông tác mặt trận"')).encode())


main()
