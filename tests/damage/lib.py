"""What the tests of damage share: the program with a machine that breaks under it (shim.c), people who send requests, and what a database must hold
whatever happened to it."""
import http.client
import mmap
import os
import re
import resource
import selectors
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
FORM = "application/x-www-form-urlencoded"
KINDS = ["allocation", "statement", "write", "sync", "send", "receive"]
count = failed = 0
lock = threading.Lock()


def ok(good, what, seen=""):
    """One line of TAP."""
    global count, failed
    with lock:
        count += 1
        failed += not good
        print(f"{'ok' if good else 'not ok'} {count} - {what}" + ("" if good else f"\n# {str(seen)!r:.1500}"), flush=True)
    return good


def plain(page):
    """What is wrong, of a page that says so."""
    text = page.decode(errors="replace")
    found = re.search(r'<div class="errors".*?</div>', text, re.S)
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", found.group(0) if found else text[-1500:])).strip()


class Shim:
    """The page that shim.c reads."""
    PLACES = {"left": 0, "fired": 6, "seen": 12, "more": 18, "room": 19, "read_only": 20, "clock_ms": 21, "keep": 22}

    def __init__(self, library):
        self.library = library
        self.path = f"{tempfile.mkdtemp(prefix='page.', dir='.')}/page"
        with open(self.path, "wb") as file:
            file.write(bytes(4096))
        with open(self.path, "r+b") as file:
            self.page = mmap.mmap(file.fileno(), 4096)
        self.set("room", -1)

    def set(self, name, value, kind=0):
        struct.pack_into("q", self.page, 8 * (self.PLACES[name] + kind), value)

    def get(self, name, kind=0):
        return struct.unpack_from("q", self.page, 8 * (self.PLACES[name] + kind))[0]

    def arm(self, kind, n, more=0):
        """The n-th call from now fails, and so many more after it; -1: all."""
        kind = KINDS.index(kind)
        self.set("more", more)
        self.set("fired", 0, kind)
        self.set("left", n, kind)

    def disarm(self, kind):
        """How many failed since arm()."""
        kind = KINDS.index(kind)
        self.set("left", 0, kind)
        self.set("more", 0)
        return self.get("fired", kind)

    def environment(self):
        return {"LD_PRELOAD": self.library, "DAMAGE": os.path.abspath(self.path)}


class Server:
    """chibo serve; the same port again after a restart."""
    all = []

    def __init__(self, program, url, shim=None, limits=(), words=(), out=subprocess.DEVNULL):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.program, self.url, self.shim, self.limits, self.words, self.out = program, url, shim, limits, words, out
        self.starts = 0
        Server.all.append(self)
        self.start()

    def start(self):
        environment = {**os.environ, **(self.shim.environment() if self.shim else {})}

        def limit():
            for what, most in self.limits:
                resource.setrlimit(what, (most, most))

        self.process = subprocess.Popen([self.program, "serve", "--db", self.url, "--listen", f"127.0.0.1:{self.port}", *self.words], text=True,
                                        stdout=subprocess.PIPE, stderr=self.out, env=environment, preexec_fn=limit if self.limits else None)
        self.starts += 1
        line = "x"
        while line and "http://" not in line:
            line = self.process.stdout.readline()
        return bool(line)

    @classmethod
    def end_all(cls):
        """What a part that broke off left running."""
        for each in cls.all:
            if each.alive():
                each.process.kill()
                each.process.wait(20)

    def alive(self):
        return self.process.poll() is None

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)
        self.process.stdout.close()

    def end(self):
        """The exit status, and the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(20)
        self.process.stdout.close()
        return status, time.monotonic() - began

    def files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))


def cut_power(file, chance):
    """The disk after a power cut: of what was written since the last sync each write is there, in part, or not at all."""
    for path in (file, file + "-wal"):
        if not os.path.exists(path + ".covered") or not os.path.exists(path):
            continue
        with open(path + ".covered", "rb") as covered, open(path, "r+b") as disk:
            writes = []
            while len(head := covered.read(24)) == 24:
                at, size, before = struct.unpack("3q", head)
                writes.append([at, covered.read(size), before, b"", 0])
            for each in reversed(writes):
                at, old, before = each[:3]
                disk.seek(at)
                each[3], each[4] = disk.read(len(old)), os.fstat(disk.fileno()).st_size
                disk.seek(at)
                disk.write(old)
                disk.flush()
                disk.truncate(before)
            for at, old, before, new, after in writes:
                kept = chance.choice([0, len(new), len(new) // 512 // 2 * 512])
                if kept and after < before:
                    disk.truncate(after)
                elif kept:
                    disk.seek(at)
                    disk.write(new[:kept])
                    disk.flush()
    if os.path.exists(file + "-shm"):
        os.remove(file + "-shm")


def operation():
    """Of version 7, as the pages make them."""
    ms = time.time_ns() // 1000000
    text = uuid.uuid4().hex
    return f"{ms >> 16 & 0xffffffff:08x}-{ms & 0xffff:04x}-7{text[:3]}-8{text[3:6]}-{text[6:18]}"


class Person:
    """A browser that is signed in: one connection, made again when it is gone."""

    def __init__(self, server, cookie, timeout=20):
        self.server, self.cookie, self.timeout, self.line, self.of = server, cookie, timeout, None, 0

    def send(self, method, path, body=None, **headers):
        """Status, Location or Retry-After, body; 0 when the connection broke before an answer. Never sent twice."""
        try:
            if self.of != self.server.starts:
                self.leave()
            if not self.line:
                self.line, self.of = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=self.timeout), self.server.starts
            head = {"Cookie": self.cookie, **headers}
            if body is not None:
                head.setdefault("Content-Type", FORM)
            self.line.request(method, path, body, head)
            reply = self.line.getresponse()
            text = reply.read()
            if reply.will_close:
                self.leave()
            return reply.status, reply.headers.get("Location") or reply.headers.get("Retry-After"), text
        except (OSError, http.client.HTTPException):
            self.leave()
            return 0, None, b""

    def leave(self):
        if self.line:
            self.line.close()
        self.line = None

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, op=None, **fields):
        text = "&".join(f"{name.replace('__', '-')}={value}" for name, value in {"op": op or operation(), **fields}.items())
        return self.send("POST", path, text.encode())


class Cell:
    """Of the database that evening_seed makes: its open meeting and those who have devices."""

    def __init__(self):
        self.cookie, self.members = {}, []


def cells(tokens):
    """The cells, and the officer's cookie and unit."""
    found, officer = {}, None
    for line in open(tokens, encoding="utf-8"):
        kind, cookie, at, persons, records = line.rstrip("\n").split("\t")
        if kind == "officer":
            officer = (cookie, int(at))
            continue
        cell = found.setdefault(int(at), Cell())
        cell.meeting = int(at)
        cell.persons = [int(n) for n in persons.split(",")]
        if kind == "member":
            cell.members.append(cookie)
        else:
            cell.cookie[kind] = cookie
            cell.records = [int(n) for n in records.split(",")] if records else []
    return list(found.values()), officer


class Sqlite:
    """A database in a file, and a look at it from outside."""
    name = "SQLite"

    def __init__(self, file):
        self.file, self.url, self.look = file, f"sqlite:{file}", None

    def ask(self, sql):
        """Rows. The connection stays until leave(): while it is there, a server that dies is not the last one."""
        if not self.look:
            self.look = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=10, isolation_level=None)
        return self.look.execute(sql).fetchall()

    def leave(self):
        if self.look:
            self.look.close()
        self.look = None

    def end(self):
        self.leave()


class Postgres:
    """A private server of the tests on a socket, and a psql that asks it."""
    name, database = "PostgreSQL", "damage"

    def __init__(self, folder, *settings):
        self.folder, self.url, self.psql = os.path.abspath(folder), f"postgresql://chibo@/damage?host={os.path.abspath(folder)}", None
        subprocess.run([f"{HERE}/../postgres/server", "start", self.folder, *settings], check=True, timeout=60)
        self.words = ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-h", self.folder, "-U", "chibo", "-d"]
        subprocess.run([*self.words, "postgres", "-c", "CREATE DATABASE damage"], check=True, timeout=60)

    def ask(self, sql):
        if not self.psql:
            self.psql = subprocess.Popen([*self.words, self.database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.psql.stdin.write(sql + ";\n\\echo .\n")
        self.psql.stdin.flush()
        rows = []
        while (line := self.psql.stdout.readline().rstrip("\n")) != ".":
            if not line and self.psql.poll() is not None:
                raise RuntimeError("psql ended")
            rows.append(tuple(int(word) if re.fullmatch("-?[0-9]+", word) else word for word in line.split("\t")))
        return rows

    def control(self, *words):
        """pg_ctl, as the owner of the server."""
        tool = ["/usr/lib/postgresql/15/bin/pg_ctl", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", "-w", *words]
        subprocess.run(["runuser", "-u", "postgres", "--", *tool] if os.getuid() == 0 else tool, check=True, timeout=60, cwd="/", stdout=subprocess.DEVNULL)

    def leave(self):
        if self.psql:
            self.psql.stdin.close()
            self.psql.wait(20)
            self.psql.stdout.close()
        self.psql = None

    def another(self, name):
        """A copy of the database as it was made."""
        subprocess.run([*self.words, "postgres", "-c", f"CREATE DATABASE {name} TEMPLATE damage"], check=True, timeout=60)
        other = object.__new__(Postgres)
        other.folder, other.words, other.psql, other.database = self.folder, self.words, None, name
        other.url = f"postgresql://chibo@/{name}?host={self.folder}"
        return other

    def end(self):
        self.leave()
        subprocess.run([f"{HERE}/../postgres/server", "stop", self.folder], check=False, timeout=60)
