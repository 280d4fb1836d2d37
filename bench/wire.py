#!/usr/bin/python3
"""What a first visit brings over the wire: wire.py BUILD. Makes the example database as ./run does, signs in a member, a secretary and an officer by
link, and adds the gzip bytes (headers too) of the page and of everything that it names, once each: styles, scripts, icons, fonts. A reference
to another host is an error. A font counts whole where
the page asks for it (data-face), though a browser takes it only on a wide screen and only if it shows its letters."""
import gzip
import http.client
import os
import re
import subprocess
import sys
import time
import urllib.parse

HOST, PORT, CELL = "127.0.0.1", 8137, "01.046.000.000.005"
COMMUNE = "01.046.000.000.000"


class Browser:
	def __init__(self):
		self.cookies = {}

	def send(self, method, path, form=None):
		line = http.client.HTTPConnection(HOST, PORT, timeout=20)
		head = {"Accept-Encoding": "gzip", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
		body = None
		if form is not None:
			body, head["Content-Type"] = urllib.parse.urlencode(form), "application/x-www-form-urlencoded"
		line.request(method, path, body, head)
		reply = line.getresponse()
		raw = reply.read()
		for cookie in reply.headers.get_all("Set-Cookie") or []:
			name, value = cookie.split(";")[0].split("=", 1)
			self.cookies[name] = value
		text = gzip.decompress(raw) if reply.headers.get("Content-Encoding") == "gzip" else raw
		size = len(raw) + sum(len(k) + len(v) + 4 for k, v in reply.headers.items()) + 19
		return reply.status, reply.headers.get("Location"), size, text

	def visit(self, path):
		seen, todo, sizes, font = set(), [path], {}, False
		while todo:
			at = todo.pop().split("#")[0]
			if at in seen:
				continue
			seen.add(at)
			status, location, size, text = self.send("GET", at)
			if status in (302, 303):
				todo.append(location)
				continue
			if status != 200:
				sys.exit(f"{at}: {status}")
			kind = at.rsplit(".", 1)[-1] if at.startswith("/a/") else "page"
			sizes[kind] = sizes.get(kind, 0) + size
			words = text.decode("utf-8", "replace")
			if re.search(r"""(?:src|href)=["']?(?:https?:)?//|url\(["']?(?:https?:)?//""", words) and kind != "svg":
				sys.exit(f"{at} names another host")
			if kind in ("page", "css"):
				todo += re.findall(r"""/a/[A-Za-z0-9_.-]+\.(?:css|js|svg|png|webmanifest)""", words)
			font |= kind == "page" and 'data-face="web"' in words
			if kind == "css" and font:
				todo += re.findall(r"""/a/[A-Za-z0-9_.-]+\.woff2""", words)
		return sizes


def command(chibo, database, *words):
	return subprocess.run([chibo, *words, "--db", database], check=True, capture_output=True, text=True).stdout


def main():
	chibo, file = os.path.join(sys.argv[1], "chibo"), os.path.join(sys.argv[1], "wire.db")
	for end in ("", "-wal", "-shm", ".lock"):
		if os.path.exists(file + end):
			os.remove(file + end)
	database = "sqlite:" + file
	command(chibo, database, "init")
	command(chibo, database, "import", "units", "examples/don-vi.csv")
	command(chibo, database, "import", "members", "examples/danh-sach-thon-dong.xlsx", "--cell", CELL)
	links = {}
	for login, name, role, unit in (("bithu", "Ngô Đức Thuận", "secretary", CELL), ("dangvien", "Vũ Xuân Trường", "member", CELL), ("canbo", "Trần Ngọc Ánh", "officer", COMMUNE)):
		command(chibo, database, "user", "add", "--login", login, "--name", name, "--role", role, "--unit", unit)
		links[login] = re.search(r"link=([^\s&]+)", command(chibo, database, "user", "link", "--login", login, "--base", f"http://{HOST}:{PORT}"))[1]
	units = command(chibo, database, "units", "list", "--json")
	ids = {code: re.search(r'"code":"' + re.escape(code) + r'","id":"(\d+)"', units)[1] for code in (CELL, COMMUNE)}
	server = subprocess.Popen([chibo, "serve", "--db", database, "--listen", f"{HOST}:{PORT}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
	try:
		time.sleep(1.5)
		month = time.strftime("%Y%m")
		for login, what, most, paths in (("dangvien", "member's first page", 20, ["/"]), ("bithu", "console", 40, None), ("canbo", "officer's page", 80, [f"/units/{ids[COMMUNE]}/overview?month={month}"])):
			browser = Browser()
			status, _, _, _ = browser.send("POST", "/sign-in", {"link": links[login], "machine": "own"})
			if status != 303:
				sys.exit(f"{login}: signing in gave {status}")
			if paths is None:
				day = time.strftime("%d/%m/%Y")
				_, meeting, _, _ = browser.send("POST", f"/cells/{ids[CELL]}/meetings/new", {"kind": "regular", "day": day, "minute": "19:30", "place": "Hội trường", "moved_reason": "Đo"})
				for act in ("call", "open"):
					browser.send("POST", f"{meeting}/{act}", {})
				paths = [f"{meeting}/hold"]
			for path in paths:
				sizes = browser.visit(path)
				whole = sum(sizes.values())
				print(f"{what}: {whole / 1024:.1f} KB of {most} ({', '.join(f'{k} {v / 1024:.1f}' for k, v in sorted(sizes.items()))}), without fonts {(whole - sizes.get('woff2', 0)) / 1024:.1f} KB")
	finally:
		server.terminate()
		server.wait()
	for end in ("", "-wal", "-shm", ".lock"):
		if os.path.exists(file + end):
			os.remove(file + end)


main()
