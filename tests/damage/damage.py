"""The machine breaks under the program: damage.py CHIBO CHIBO_STATEMENT SHIM SEED [sqlite|postgresql] [PART...]. Prints TAP, each kind of damage with
its count. CHIBO_DAMAGE=full does all of it (README.md)."""
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback

import acts
import clients
import crowd
import fault
import overload
from lib import Person, Postgres, Server, Shim, Sqlite, cells, cut_power, ok

CHIBO, STATEMENT, SHIM, SEED = (os.path.abspath(path) for path in sys.argv[1:5])
FULL = os.environ.get("CHIBO_DAMAGE") == "full"
CELLS, CONNECTIONS = 64, 64
engine = sys.argv[5] if len(sys.argv) > 5 else "sqlite"


class World:
    """A database of open meetings: for SQLite each part has a copy of its own."""

    def __init__(self):
        self.number = 0
        self.folder = tempfile.mkdtemp(prefix="chibo-damage.", dir="/dev/shm" if engine == "none" else None)
        os.chdir(self.folder)
        os.chmod(self.folder, 0o755)
        self.server = Postgres(f"{self.folder}/pg", "fsync=on") if engine == "postgresql" else None
        url = self.server.url if self.server else "sqlite:seed.db"
        subprocess.run([SEED, "--db", url, "--tokens", "tokens", "--cells", str(CELLS), "--records", "8"], check=True, timeout=120)
        self.cells, self.officer = cells("tokens")

    def fresh(self):
        self.number += 1
        if self.server:
            return self.server.another(f"copy_{self.number}")
        shutil.copyfile("seed.db", f"{self.number}.db")
        os.chmod(f"{self.number}.db", 0o600)
        return Sqlite(f"{self.number}.db")

    def end(self):
        os.chdir("/")
        if self.server:
            self.server.end()
        shutil.rmtree(self.folder, ignore_errors=True)


def holds(db, people, what):
    """The last line of a part: nothing that was said is lost, nothing is half done, every chain is whole."""
    wrong, done = crowd.compare(people, db)
    db.leave()
    said = crowd.whole(CHIBO, db)
    ok(not wrong and not said, f"{db.name}: {what}: {len(people.acked)} acknowledged writes, {done} done, "
       f"{'0 lost' if not wrong else 'some wrong'}, chains {'whole' if not said else 'broken'}", wrong[:5] + [said])


def kills(world):
    """kill -9 under load, and the start after it."""
    db, chance = world.fresh(), random.Random(1)
    few = 40 if db.name == "SQLite" else 8
    times = 220 if FULL else few
    server = Server(CHIBO, db.url)
    people = crowd.Crowd(server, world.cells)
    for _ in range(times):
        people.run(acks=chance.randrange(200, 800))
        server.kill()
        people.leave()
        if not server.start():
            raise RuntimeError("the program does not start again")
    people.run(acks=200)
    people.rest()
    status, _ = server.end()
    ok(status == 0, f"{db.name}: ends well after {times} kills", status)
    holds(db, people, f"kill -9 under load: {times} kills")


def cuts(world):
    """Power cuts: of what was written since the last sync anything may be missing."""
    db, chance, shim = world.fresh(), random.Random(2), Shim(SHIM)
    times = 220 if FULL else 40
    shim.set("keep", 1)
    server = Server(CHIBO, db.url, shim)
    people = crowd.Crowd(server, world.cells)
    for _ in range(times):
        people.run(acks=chance.randrange(200, 800))
        server.kill()
        people.leave()
        cut_power(db.file, chance)
        if not server.start():
            raise RuntimeError("the program does not start again")
    people.run(acks=200)
    people.rest()
    server.end()
    holds(db, people, f"power cut under load: {times} cuts")


def faults(world):
    """The n-th call of each kind fails."""
    db, shim = world.fresh(), Shim(SHIM)
    server = Server(STATEMENT, db.url, shim)
    all_ = [act(server, db, world.cells, world.officer) for act in acts.ALL]
    for i, act in enumerate(all_):
        act.turn = i * 7
        act.aim()
    if db.name == "PostgreSQL":
        fault.faults(all_, "receive")
        fault.faults(all_, "send", step=1 if FULL else 4)
    else:
        fault.faults(all_, "statement")
        fault.faults(all_, "statement", more=1)
        fault.faults(all_, "statement", more=-1)
        for kind in ("write", "sync"):
            fault.faults(all_, kind)
            fault.faults(all_, kind, more=-1)
        fault.faults(all_, "allocation", step=1 if FULL else 3)
        fault.faults(all_, "allocation", cold=True, step=13 if FULL else 307)
    db.leave()
    ok(server.end()[0] == 0, f"{db.name}: ends well after all of these")
    said = crowd.whole(CHIBO, db)
    ok(not said, f"{db.name}: every chain, text and counter is whole after all of these", said)


def log_faults(world):
    """Each write and each sync of a longer load fails once: the log, the checkpoints that run beside it, and the last one."""
    db, shim = world.fresh(), Shim(SHIM)
    server = Server(CHIBO, db.url, shim)
    people = crowd.Crowd(server, world.cells[:8])
    struck = 0
    for kind in ("write", "sync"):
        for n in range(1, 250 if FULL else 70):
            shim.arm(kind, n)
            people.run(seconds=5, until=lambda kind=kind: shim.get("fired", ["allocation", "statement", "write", "sync"].index(kind)))
            struck += shim.disarm(kind) > 0
    people.run(acks=100)
    people.rest()
    ok(set(people.answers) <= {303, 500, 503} and struck > 100, f"{db.name}: each n-th write or sync under load: {struck} faults, answers {people.answers}")
    ok(server.end()[0] == 0, f"{db.name}: ends well after failed writes and syncs")
    holds(db, people, "failed writes and syncs under load")


def disk(world):
    """The disk is full, again and again, and has room again; takes no writes; a file may not grow."""
    db, shim, chance = world.fresh(), Shim(SHIM), random.Random(3)
    server = Server(CHIBO, db.url, shim)
    people, reader = crowd.Crowd(server, world.cells), Person(server, world.cells[0].members[0])
    refused = pages = 0
    times = 60 if FULL else 12
    for turn in range(times):
        people.run(acks=300)
        shim.set(*("read_only", 1) if turn % 3 == 2 else ("room", chance.randrange(0, 300000)))
        before = people.answers.get(503, 0)
        people.run(seconds=3, until=lambda before=before: people.answers.get(503, 0) > before + 50)
        refused += people.answers.get(503, 0) - before
        pages += reader.get(f"/meetings/{world.cells[0].meeting}")[0] == 200
        shim.set("room", -1)
        shim.set("read_only", 0)
    before = len(people.acked)
    people.run(acks=500)
    more = len(people.acked) - before
    people.rest()
    ok(refused >= 50 * times and pages == times and more >= 500 and set(people.answers) == {303, 503},
       f"{db.name}: disk full or read-only {times} times: {refused} writes refused with 503, pages went on, {more} writes at once when there was room",
       (people.answers, pages, people.retry))
    ok(people.retry == {b"2"}, f"{db.name}: each refused write was told when to come again", people.retry)
    shim.set("read_only", 1)
    server.end()
    started = server.start()
    ok(not started and server.process.wait(10) != 0, f"{db.name}: on a disk that takes no writes the program says so and ends", started)
    shim.set("read_only", 0)
    ok(server.start(), f"{db.name}: and starts when it takes them again")
    server.end()
    holds(db, people, "disk full and read-only")


def growth(world):
    """RLIMIT_FSIZE: the kernel itself refuses, with a signal besides."""
    import resource
    db = world.fresh()
    server = Server(CHIBO, db.url, limits=[(resource.RLIMIT_FSIZE, os.path.getsize(db.file) + (1 << 19))])
    people = crowd.Crowd(server, world.cells)
    people.run(seconds=5, until=lambda: people.answers.get(503, 0) > 200)
    people.rest()
    ok(server.alive() and people.answers.get(503, 0) > 200, f"{db.name}: a file that may not grow: {people.answers}", server.process.poll())
    server.end()
    server = Server(CHIBO, db.url)
    people.server = server
    people.run(acks=500)
    people.rest()
    server.end()
    holds(db, people, "a file that may not grow")


def clock(world):
    """The calendar's clock jumps both ways, also over a restart."""
    db, shim = world.fresh(), Shim(SHIM)
    server = Server(CHIBO, db.url, shim)
    people = crowd.Crowd(server, world.cells)
    jumps = [3600, -3600, 40 * 86400, -40 * 86400, 40 * 86400, 0]
    for turn, seconds in enumerate(jumps):
        shim.set("clock_ms", seconds * 1000)
        if turn >= 3:
            server.kill()
            people.leave()
            server.start()
        people.run(acks=500)
    people.rest()
    ok(set(people.answers) == {303}, f"{db.name}: the clock jumps {len(jumps)} times by an hour to 80 days, both ways: {people.answers}")
    ok(server.end()[0] == 0, f"{db.name}: ends well in another time")
    shim.set("clock_ms", 0)
    holds(db, people, "clock jumps")


def term(world):
    """SIGTERM under load: what was accepted is finished and answered."""
    db = world.fresh()
    server = Server(CHIBO, db.url)
    people = crowd.Crowd(server, world.cells)
    statuses, slowest, late, times = set(), 0, 0, 10 if FULL else 4
    for _ in range(times):
        people.run(acks=1500)
        ending = threading.Thread(target=lambda: took.append(server.end()))
        took = []
        ending.start()
        people.run(seconds=20, until=lambda: not ending.is_alive())
        ending.join()
        people.rest(1)
        statuses.add(took[0][0])
        slowest = max(slowest, took[0][1])
        server.start()
        kept = {row[0] for row in db.ask("SELECT op FROM operation")}
        late += len(kept - set(people.acked))
        db.leave()
    server.end()
    ok(statuses == {0} and slowest < 1, f"{db.name}: SIGTERM under load {times} times: exit 0 after {slowest:.2f} s at the most", (statuses, slowest))
    ok(late == 0, f"{db.name}: and of what was done, {late} were not answered")
    holds(db, people, "SIGTERM under load")


def server_dies(world):
    """PostgreSQL: backends killed, the server restarted and crashed under load; the program stays."""
    db = world.fresh()
    server = Server(CHIBO, db.url)
    people = crowd.Crowd(server, world.cells)
    backends, restarts, crashes = (60, 6, 6) if FULL else (8, 1, 1)
    for _ in range(backends):
        people.run(acks=200)
        db.ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'chibo'")
    db.leave()
    for turn in range(restarts + crashes):
        people.run(acks=200)
        control = threading.Thread(target=lambda: db.control("-m", "fast" if turn < restarts else "immediate", "restart"))
        control.start()
        people.run(seconds=20, until=lambda: not control.is_alive())
    before = len(people.acked)
    people.run(seconds=10, until=lambda: len(people.acked) > before + 500)
    people.rest()
    ok(server.alive() and len(people.acked) > before + 500 and set(people.answers) <= {303, 503},
       f"{db.name}: every backend killed {backends} times, restarted {restarts} and crashed {crashes} times under load: {people.answers}")
    pages = Person(server, world.cells[0].members[0]).get(f"/meetings/{world.cells[0].meeting}")[0]
    ok(pages == 200, f"{db.name}: pages are there again", pages)
    server.end()
    holds(db, people, "PostgreSQL dies under load")


PARTS = {
    "sqlite": [faults, log_faults, kills, cuts, disk, growth, clock, term, clients.gone, clients.descriptors, clients.memory, overload.overload],
    "postgresql": [faults, kills, server_dies, term, clients.gone, overload.overload],
}


def main():
    import lib
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    world, wanted = World(), sys.argv[6:]
    world.tools = type("Tools", (), {"chibo": CHIBO, "shim": SHIM, "full": FULL, "holds": staticmethod(holds)})
    slow = threading.Thread(target=clients.slow, args=(world,)) if engine == "sqlite" and (not wanted or "slow" in wanted) else None
    try:
        if slow:
            slow.start()
        for part in PARTS[engine]:
            if not wanted or part.__name__ in wanted:
                began = time.monotonic()
                try:
                    part(world)
                except Exception as error: # a part that cannot go on is a failure, and the next ones are tried
                    ok(False, f"{part.__name__}: broke off", "".join(traceback.format_exception(error)[-3:]))
                print(f"# {part.__name__}: {time.monotonic() - began:.1f} s", flush=True)
    finally:
        if slow:
            slow.join()
        lib.Server.end_all()
        world.end()
    print(f"1..{lib.count}")
    sys.exit(1 if lib.failed else 0)


main()
