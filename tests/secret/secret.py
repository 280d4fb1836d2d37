"""What an administrator finds who has everything that is stored: secret.py CHIBO [PEOPLE...]. Prints TAP. Members send opinions without a name and
vote in secret on a real server that ships its outbox; after each, the file with its log and free pages, the outbox, a backup and the server's own words are
kept. Then he has the backups' key, every row and every byte of each moment, and looks for who wrote what, by every order and time there is."""
import ctypes
import hashlib
import http.client
import os
import random
import re
import shutil
import signal
import sqlite3
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import urllib.parse
import uuid

chibo = os.path.abspath(sys.argv[1])
units = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "don-vi.csv")
sodium = ctypes.CDLL("libsodium.so.23")
CELL, PIN, SLOT, FEW = "01.046.000.000.005", "482915", 24 + 16 + 8192, 20
count = failed = 0


def ok(good, what, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {what}" + ("" if good else f"\n# {str(seen)!r:.1500}"), flush=True)


def run(*words):
    done = subprocess.run([chibo, *words], capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise SystemExit(f"{words}: {done.stdout}{done.stderr}")
    return done.stdout


class World:
    """A cell of so many people, its server, and what was kept of each moment."""

    def __init__(self, people):
        self.db, self.moments = "secret.db", []
        run("init", "--db", "sqlite:" + self.db)
        run("import", "units", units, "--db", "sqlite:" + self.db)
        names = [f"Nguyễn Thị {chr(65 + n // 20)}{chr(97 + n % 20)}" for n in range(people)]
        with open("members.csv", "w", encoding="utf-8") as file:
            file.write("Họ và tên;Ngày sinh;Ngày vào Đảng;Ngày chính thức;Chức vụ Đảng\n")
            file.writelines(f"{name};{1950 + n};03/02/1990;03/02/1991;{['Bí thư', 'Chi ủy viên'][n] if n < 2 else ''}\n" for n, name in enumerate(names))
        run("import", "members", "members.csv", "--cell", CELL, "--db", "sqlite:" + self.db)
        for n, name in enumerate(names):
            for role in ["member", "secretary"] if n == 0 else ["member", "clerk"] if n == 1 else ["member"]:
                run("user", "add", "--name", name, "--login", f"m{n}", "--role", role, "--unit", CELL, "--db", "sqlite:" + self.db)
        self.links = [re.search(r"link=(\S+)", run("user", "link", "--login", f"m{n}", "--db", "sqlite:" + self.db)).group(1) for n in range(people)]
        self.public = re.search(r"chibo\S*pub\S*|[A-Za-z0-9_/+=-]{40,}", run("key", "new", "backup.key")).group(0)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = open("server.log", "w", encoding="utf-8")
        self.server = subprocess.Popen([chibo, "serve", "--db", "sqlite:" + self.db, "--listen", f"127.0.0.1:{self.port}", "--log"], stdout=subprocess.PIPE,
                                       stderr=self.log, text=True, env={**os.environ, "CHIBO_BACKUP_DIR": "copies", "CHIBO_BACKUP_KEY": self.public})
        while "http://" not in self.server.stdout.readline():
            pass
        self.cookies = [self.sign_in(link) for link in self.links]
        with sqlite3.connect(self.db) as db:
            self.cell = db.execute("SELECT unit FROM unit_code WHERE code = ?", (CELL,)).fetchone()[0]

    def ask(self, verb, path, cookie=None, **fields):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/x-www-form-urlencoded"}
        if cookie:
            headers["Cookie"] = cookie
        body = urllib.parse.urlencode({"op": str(uuid.uuid4()), **fields}) if verb == "POST" else None
        connection.request(verb, path, body, headers)
        reply = connection.getresponse()
        return reply.status, dict(reply.getheaders()), reply.read().decode("utf-8", "replace")

    def must(self, cookie, path, **fields):
        status, headers, text = self.ask("POST", path, cookie, **fields)
        if status != 303:
            raise SystemExit(f"{path} {fields}: {status} {re.sub('<[^>]*>', ' ', text)[:600]}")
        return headers["Location"]

    def sign_in(self, link):
        status, headers, text = self.ask("POST", "/sign-in", link=link, machine="own")
        if status != 303:
            raise SystemExit(f"sign-in: {status} {text[:300]}")
        cookie = headers["Set-Cookie"].split(";")[0]
        self.must(cookie, "/account/pin", new_pin=PIN, again_pin=PIN)
        return cookie

    def meeting(self, day):
        path = self.must(self.cookies[0], f"/cells/{self.cell}/meetings/new", kind="extraordinary", day=day, minute="19:30", place="Nhà văn hóa")
        path = re.search(r"/meetings/\d+", path).group(0)
        self.must(self.cookies[0], path + "/call")
        return path

    def keep(self, backup=False):
        """What stands on the disk now: the file with its log, the outbox, a backup, rows by name of table."""
        folder = f"moment{len(self.moments)}"
        os.mkdir(folder)
        for end in ["", "-wal"]:
            if os.path.exists(self.db + end):
                shutil.copy(self.db + end, folder + "/file.db" + end)
        if backup:
            run("backup", "by-hand", "--key", self.public, "--db", "sqlite:" + self.db)
        db = sqlite3.connect(f"{folder}/file.db")
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]
        rows = {table: set(db.execute(f'SELECT * FROM "{table}"')) for table in tables}
        db.close()
        self.moments.append({"rows": rows, "folder": folder})
        return self.moments[-1]

    def end(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(30)
        self.log.close()


def unseal(sealed, key):
    plain = ctypes.create_string_buffer(len(sealed) - 40)
    bad = sodium.crypto_secretbox_open_easy(plain, sealed[24:], ctypes.c_ulonglong(len(sealed) - 24), sealed[:24], key)
    return None if bad else plain.raw[4:4 + struct.unpack("<I", plain.raw[:4])[0]].decode("utf-8", "replace")


def keys_of(rows, meeting):
    """All keys that rows give away: each blob of 32 bytes, as it is and as the one that one of the meeting is derived from."""
    found = {value for table in rows.values() for row in table for value in row if isinstance(value, bytes) and len(value) == 32}
    derived = {hashlib.blake2b(b"", digest_size=32, key=key, salt=struct.pack("<QQ", meeting, 0), person=b"opinions".ljust(16, b"\0")).digest() for key in found}
    return found | derived


def opened(rows, meeting):
    """What can be read of the pool of a meeting with all keys that the rows give away, in the order of its slots."""
    texts = []
    for row in sorted(rows["opinion_pool"], key=lambda row: row[2]):
        if row[0] == meeting:
            texts += [text for text in (unseal(row[3], key) for key in keys_of(rows, meeting)) if text]
    return texts


def changed(before, after):
    """The tables of which a row differs, but for the program's own work by the clock, whoever writes what."""
    by_the_clock = re.compile(r"counter_|.*_by_unit$|keeping_run$|remind")
    def rows(moment, table):
        return {row for row in moment["rows"].get(table, ()) if not (table == "site" and row[0] == "unit.check")}  # the tree's proof of the hour

    return {table for table in after["rows"] if not by_the_clock.match(table) and rows(after, table) != rows(before, table)}


def bytes_of(folder):
    for base, _, files in os.walk(folder):
        for name in files:
            with open(os.path.join(base, name), "rb") as file:
                yield os.path.join(base, name), file.read()


def anonymous(world, people):
    meeting = world.meeting("2027-01-05")
    number = int(meeting.split("/")[-1])
    writers = list(range(people))
    random.shuffle(writers)
    texts = {n: f"riêng-{uuid.uuid4()}" + " dài" * (n * 17) for n in writers}
    world.keep(backup=True)
    sizes = []
    for at, n in enumerate(writers):
        world.ask("GET", meeting + "/opinions", world.cookies[n])
        before = world.keep()
        world.must(world.cookies[n], meeting + "/opinions/unnamed", secret_text=texts[n])
        after = world.keep(backup=at in (0, people // 2))
        sizes.append((changed(before, after), len(after["rows"]["opinion_pool"]), {len(row[3]) for row in after["rows"]["opinion_pool"]},
                      len(before["rows"]["opinion_pool"] & after["rows"]["opinion_pool"]), len(after["rows"]["audit"]) - len(before["rows"]["audit"]),
                      len(after["rows"]["operation"]) - len(before["rows"]["operation"])))
    # site: the first opinion of a site makes the key under which pools are released
    tables = set().union(*(s[0] for s in sizes)) - {"opinion_pool", "device", "site", "outbox_mark", "outbox"}
    ok(not tables, "an opinion changes no table but the pool (and when the browser was last used)", tables)
    ok(all(s[1] == sizes[0][1] and s[2] == {SLOT} for s in sizes), "as many slots of one size, however many and long the opinions are", [s[1:3] for s in sizes])
    ok(all(s[3] == 0 for s in sizes[1:]), "every slot is another one after each", [s[3] for s in sizes])
    ok(all(s[4] == 0 and s[5] == 0 for s in sizes), "no act, no operation", [s[4:] for s in sizes])
    read = [text for moment in world.moments for text in opened(moment["rows"], number)]
    ok(not read, "no key in any of the files opens a slot before the meeting does", read)
    for n in range(people):
        world.ask("GET", meeting + "/opinions", world.cookies[n])
    return meeting, number, writers, texts


def at_the_opening(world, people, meeting, number, writers, texts):
    seals = set(os.listdir(world.db + ".keys"))
    world.must(world.cookies[0], meeting + "/open")
    last = world.keep(backup=True)
    order = opened(last["rows"], number)
    ok(sorted(order) == sorted(texts.values()), "at the opening all are read", len(order))
    page = world.ask("GET", meeting + "/opinions", world.cookies[2])[2]
    ok(all(text.split()[0] in page for text in texts.values()), "by the members too")
    read = [text for moment in world.moments[:-1] for text in opened({**moment["rows"], "site": last["rows"]["site"]}, number)]
    ok(not read, "but the states before are not, with the key of afterwards either", len(read))
    return seals


def restored(world, number, texts):
    """Every backup and the outbox up to each of its ends, opened with the administrator's key."""
    seen, states = 0, 0
    for folder in ["by-hand", "copies"]:
        if not os.path.isdir(folder):
            continue
        for name in sorted(os.listdir(folder)):
            if not re.fullmatch(r"\d{8}T\d{6}Z", name):
                continue
            alone = tempfile.mkdtemp(dir=".")
            shutil.copytree(os.path.join(folder, name), os.path.join(alone, name))
            run("restore", alone, "--key", "backup.key", "--db", f"sqlite:{alone}/back.db", *(["--without-outbox"]))
            db = sqlite3.connect(f"{alone}/back.db")
            rows = {table: set(db.execute(f"SELECT * FROM {table}")) for table in ["opinion_pool", "site", "meeting"]}
            is_open = db.execute("SELECT opened_at FROM meeting WHERE id = ?", (number,)).fetchone()
            db.close()
            states += 1
            if not (is_open and is_open[0]):
                seen += len(opened(rows, number))
    ok(states >= 3 and not seen, f"{states} backups, some made between two opinions, open none before its hour", (states, seen))


def plain_bytes(world, texts):
    found = [(name, n) for n, text in texts.items() for folder in [m["folder"] for m in world.moments] + ["copies", "by-hand"]
             for name, data in bytes_of(folder) if text.split()[0].encode() in data]
    ok(not found, "no byte of an opinion stands anywhere as it was written: file, log, free pages, outbox, backups", found[:3])
    with open("server.log", encoding="utf-8") as log:
        words = log.read()
    ok(not any(text.split()[0] in words for text in texts.values()), "nor in the server's log")
    lines = [line for line in words.splitlines() if "unnamed" in line]
    ok(not any(re.search(r"m\d+\b|Nguyễn|account|127\.0\.0\.1", line.split("unnamed")[0]) for line in lines), "whose lines name nobody", lines[:2])


def ballots(world, people):
    """A secret vote: each casts a slip on the own device; what stands on the disk is kept before and after each, and after the count."""
    path = world.meeting("2027-01-06")
    world.must(world.cookies[0], path + "/open")
    world.must(world.cookies[1], path + "/attendance/all")
    ballot = world.must(world.cookies[1], path + "/votes", question="Bầu bổ sung", kind="other", method="paper")
    motion = int(re.findall(r"\d+", ballot)[1])
    names = [f"Ứng viên {chr(65 + n)}" for n in range(4)]
    world.must(world.cookies[1], ballot + "/candidates", names="\n".join(names), seats="2")
    steps, moments = [], []
    for n in random.sample(range(people), people):
        world.ask("GET", ballot, world.cookies[n])
        before = world.keep()
        world.must(world.cookies[n], ballot, pin=PIN, **{f"pick-{n % 2}": "1", "pick-2": "1"})
        after = world.keep(backup=n == 0)
        moments.append(after)
        steps.append((changed(before, after), len(after["rows"]["ballot_slot"]), {len(row[3]) for row in after["rows"]["ballot_slot"]},
                      len(before["rows"]["ballot_slot"] & after["rows"]["ballot_slot"]), len(after["rows"]["audit"]) - len(before["rows"]["audit"]),
                      len(after["rows"]["operation"]) - len(before["rows"]["operation"])))
    tables = set().union(*(s[0] for s in steps)) - {"ballot_slot", "ballot_voter", "device", "outbox_mark", "outbox"}
    ok(not tables, "a slip changes no table but the box and the list of who voted (and when the browser was last used)", tables)
    ok(all(s[1] == steps[0][1] and len(s[2]) == 1 and s[2] == steps[0][2] and s[3] == 0 for s in steps), "the box has one size and is another one each time", steps[0])
    ok(all(s[4] == 0 and s[5] == 0 for s in steps), "no act, no operation", [s[4:] for s in steps])
    ok(all(len(row) == 4 for row in moments[-1]["rows"]["ballot_voter"]), "who voted is kept without a time")
    db = sqlite3.connect(f"file:{world.db}?mode=ro", uri=True)
    head = db.execute("SELECT a.person FROM account a WHERE a.login = 'm0'").fetchone()[0]
    db.close()
    world.must(world.cookies[1], ballot + "/count", head=str(head), members="Ủy viên", head_pin=PIN)
    last = world.keep(backup=True)
    page = world.ask("GET", ballot, world.cookies[2])[2]
    ok(f"{people} phiếu" in page and "Trúng cử" in page, "the count is what was voted", re.sub("<[^>]*>", " ", page)[-600:])
    ok(not any(row[0] == motion for row in last["rows"]["ballot_slot"]), "the box is empty afterwards")
    sealed = {row[3] for moment in moments for row in moment["rows"]["ballot_slot"]}
    keys = set().union(*(keys_of(moment["rows"], motion) for moment in moments + [last]))
    ok(not any(unseal(one, key) is not None for one in sealed for key in keys), "no key in any of the files, before or after, opens a slip", len(sealed))


def correlation(one, other):
    mean, size = (len(one) - 1) / 2, len(one)
    return sum((a - mean) * (b - mean) for a, b in zip(one, other)) / (size * (size * size - 1) / 12)


def orders(world, rounds, people):
    """Over many meetings: the order of slots after the opening, and every other order, beside the order of writing."""
    by = {"slots": [], "pages of the file": [], "sealed bytes": []}
    for round_ in range(rounds):
        meeting = world.meeting(f"2027-02-{1 + round_ % 28:02}")
        number = int(meeting.split("/")[-1])
        writers = random.sample(range(len(world.cookies)), people)
        for at, n in enumerate(writers):
            world.must(world.cookies[n], meeting + "/opinions/unnamed", secret_text=f"lượt {at} của {round_}")
        world.must(world.cookies[0], meeting + "/open")
        db = sqlite3.connect(f"file:{world.db}?mode=ro", uri=True)
        rows = {"opinion_pool": set(db.execute("SELECT * FROM opinion_pool WHERE meeting = ?", (number,))), "site": set(db.execute("SELECT * FROM site"))}
        keys = keys_of(rows, number)
        slots = [(row[2], row[3], next((t for t in (unseal(row[3], key) for key in keys) if t), None)) for row in rows["opinion_pool"]]
        db.close()
        written = [(int(text.split()[1]), slot, sealed) for slot, sealed, text in slots if text]
        written.sort(key=lambda one: one[1])
        by["slots"].append([one[0] for one in written])
        with open(world.db, "rb") as file, open(world.db + "-wal", "rb") as log:
            data = file.read() + log.read()
        by["pages of the file"].append([one[0] for one in sorted(written, key=lambda one: data.rfind(one[2][:64]))])
        by["sealed bytes"].append([one[0] for one in sorted(written, key=lambda one: one[2])])
    for name, lists in by.items():
        values = [correlation(order, range(people)) for order in lists]
        deviation = 1 / (people - 1) ** 0.5 / rounds ** 0.5  # of the mean of rank correlations of chance
        first = sum(order[0] == 0 for order in lists)
        ok(abs(statistics.mean(values)) < 5 * deviation and first < rounds * 0.7, f"{people} people, {rounds} meetings: the order of {name} is chance",
           (statistics.mean(values), deviation, first))


def main():
    people = [int(word) for word in sys.argv[2:]] or [20, 6]
    for number in people:
        folder = tempfile.mkdtemp(prefix="chibo-secret.")
        home = os.getcwd()
        os.chdir(folder)
        world = World(number)
        try:
            print(f"# {number} people")
            meeting, id_, writers, texts = anonymous(world, number)
            seals = at_the_opening(world, number, meeting, id_, writers, texts)
            ok(len(seals) == 1, "one key for the meeting, outside the database", seals)
            plain_bytes(world, texts)
            ballots(world, number)
            orders(world, FEW, 6)
        finally:
            world.end()
        restored(world, id_, texts)
        os.chdir(home)
        shutil.rmtree(folder)
    print(f"1..{count}")
    sys.exit(1 if failed else 0)


main()
