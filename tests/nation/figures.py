#!/usr/bin/python3
"""Reports on the quarter of a small country are what statements written by hand make of its rows; a figure that is not so is seen.
figures.py NATION CHIBO"""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

NATION, CHIBO = sys.argv[1:]
RECKON = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../bench/figures.py")


def report(folder, url, code):
	path = f"{folder}/{code}.json"
	subprocess.run([CHIBO, "report", "quarter", "--period", "2026-Q3", "--unit", code, "--out", path, "--db", url], check=True, stdout=subprocess.DEVNULL)
	return path


with tempfile.TemporaryDirectory() as folder:
	url = f"sqlite:{folder}/nation.db"
	subprocess.run([NATION, "--db", url, "--cells", "200", "--months", "4", "--until", "202609", "--live", "60", "--reports", "0"], check=True)
	db = sqlite3.connect(f"{folder}/nation.db")
	codes = [code for code, in db.execute("""SELECT c.code FROM unit u JOIN unit_code c ON c.unit = u.id AND c.until = '9999-12-31'
		WHERE u.kind IN ('centre', 'xa') OR u.id IN (SELECT parent FROM unit_edge JOIN unit x ON x.id = unit_edge.unit WHERE x.kind = 'xa')""")]
	db.close()
	paths = [report(folder, url, code) for code in codes]
	assert len(paths) > 5, codes
	done = subprocess.run([sys.executable, RECKON, f"{folder}/nation.db", *paths], stdout=subprocess.PIPE, text=True)
	print(done.stdout)
	assert done.returncode == 0
	with open(paths[0], encoding="utf-8") as file:
		one = json.load(file)
	one["total"]["figures"]["present"] += 1
	with open(paths[0], "w", encoding="utf-8") as file:
		json.dump(one, file)
	assert subprocess.run([sys.executable, RECKON, f"{folder}/nation.db", paths[0]], stdout=subprocess.DEVNULL).returncode == 1
