#!/usr/bin/python3
"""A stranger's look at a cell's archive: check.py SCENARIO [STORY]. Runs the story, opens the ZIP that its command wrote with another
reader, follows every link of index.html, and reckons the chains again as HOW-TO-VERIFY.txt says."""
import hashlib
import html.parser
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import urllib.parse
import zipfile

bad = 0


def need(good, what):
    global bad
    if not good:
        print("not so:", what)
        bad += 1


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.outside = [], []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "href":
                self.found.append(urllib.parse.unquote(value.removeprefix("./")))
            if name in ("src", "srcset", "action") or tag in ("script", "link", "iframe"):
                self.outside.append(f"{tag} {name}={value}")


def blake(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def number(n):
    return struct.pack(">q", n)


def text(data):
    data = data.encode() if isinstance(data, str) else data
    return number(len(data)) + data


def chains(book, zip_file):
    cell, heads = int(book["cell"]), {h["kind"]: h for h in book["heads"]}
    for kind in ("audit", "minutes", "resolution", "vote", "score", "grade"):
        head = b""
        for at, link in enumerate(book[kind]["links"], 1):
            need(link["seq"] == at, f"{kind} {at}: in order")
            if kind == "audit":
                head = blake(number(1) + text(head) + number(cell) + number(at) + number(link["at"]) + number(int(link["account"]))
                             + text(link["act"]) + number(int(link["object"])) + number(int(link["request"])))
            else:
                if link["content"] is not None:
                    covered = blake((link["salt"] + "\n" + link["content"]).encode())
                    need(covered.hex() == link["content_hash"], f"{kind} {at}: the hash of its content")
                head = blake(number(1) + text(head) + number(cell) + number(at) + text(kind) + text(bytes.fromhex(link["content_hash"])))
            need(head.hex() == link["hash"], f"{kind} {at}: its hash")
        need(book[kind]["whole"], f"{kind}: whole")
        if book[kind]["links"]:
            need(heads[kind]["hash"] == head.hex() and heads[kind]["seq"] == len(book[kind]["links"]), f"{kind}: the head")
    texts = {}
    for name in zip_file.namelist():
        if re.search(r"/(bien-ban|nghi-quyet|bo-sung)[^/]*\.json$", name):
            raw = zip_file.read(name).decode()
            record = json.loads(raw)
            sections = raw[raw.index('"sections":') + 11:raw.rindex("}")]
            need(blake(sections.encode()).hex() == record["text_hash"], f"{name}: the hash of its text")
            texts[record["id"]] = record["text_hash"]
    for link in book["minutes"]["links"] + book["resolution"]["links"]:
        need(link["content"] is not None, f"record {link['object']}: its content")
        head, row = link["content"].split("\n")
        signed, record = json.loads(row)[-1], head.split("|")[2]
        # other months' records are in the chain, not among the files
        need(texts.get(record, signed) == signed, f"record {record}: the text that was signed")


def look(path):
    archive = zipfile.ZipFile(path)
    need(archive.testzip() is None, "every file is whole")
    names = archive.namelist()
    need(len(names) == len(set(names)), "no name twice")
    need(all(not n.startswith("/") and ".." not in n.split("/") for n in names), "names stay inside")
    need(all(info.date_time[0] >= 1980 for info in archive.infolist()), "dates")
    page = Links()
    page.feed(archive.read("index.html").decode())
    need(not page.outside, f"index.html stands alone: {page.outside}")
    for href in page.found:
        need(href in names, f"{href} of index.html is there")
    listed = set(page.found)
    for name in names:
        if name.endswith((".pdf", ".docx", ".csv", ".png", ".jpg")):
            need(name in listed, f"{name} is listed")
        if name.endswith(".pdf"):
            data = archive.read(name)
            need(data.startswith(b"%PDF"), f"{name}: a PDF")
        if name.endswith(".json"):
            json.loads(archive.read(name))
        if name.endswith(".csv"):
            need(archive.read(name).startswith(b"\xef\xbb\xbf"), f"{name}: says that it is UTF-8")
    chains(json.loads(archive.read("chains.json")), archive)
    return archive


def main():
    story = sys.argv[2] if len(sys.argv) > 2 else "src/feature/archive/archive.scenario"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], story], check=True, stdout=subprocess.DEVNULL, env=dict(os.environ, CHIBO_STORY_OUT=folder))
        one, again = (open(f"{folder}/{name}.zip", "rb").read() for name in ("archive", "again"))
        need(one == again, "the same rows give the same bytes")
        archive = look(f"{folder}/archive.zip")
        names = archive.namelist()
        for ending in ("pdf", "docx", "html", "json"):
            need(f"2026-12-03/bien-ban.{ending}" in names, f"minutes as {ending}")
            need(f"2026-12-03/nghi-quyet-01.{ending}" in names, f"resolution as {ending}")
        need(archive.read("2026-12-03/tai-lieu/01-plain.pdf") == open("tests/paper/plain.pdf", "rb").read(), "a paper as it came")
        members = json.loads(archive.read("members.json"))
        need(len(members) == 6 and all(m["since"] for m in members), "members with dates")
        data = archive.read("data.json").decode()
        need("Nên họp đúng giờ hơn" in data and "Đề nghị sửa đường liên thôn" in data, "opinions")
        need("Nhất trí sửa 420 m đường" in data and "Thông qua kế hoạch sửa 420 m đường" in data, "speeches and votes")
        look(f"{folder}/empty.zip")
        look(f"{folder}/none.zip")
    sys.exit(1 if bad else 0)


main()
