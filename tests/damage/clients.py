"""Bad clients and tight limits: clients that leave, that send and read slowly; few descriptors, little memory."""
import http.client
import os
import resource
import socket
import struct
import threading
import time

import crowd
from lib import FORM, Person, Server, Shim, Sqlite, ok, operation


def request(server, cell, op, person, state):
    body = f"op={op}&person={person}&state={state}"
    return (f"POST /meetings/{cell.meeting}/attendance/tap HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cell.cookie['clerk']}\r\n"
            f"Content-Type: {FORM}\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode()


def connect(server, small=False):
    line = socket.socket()
    if small:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(40)
    line.connect(("127.0.0.1", server.port))
    return line


def gone(world):
    """Clients that send a tap and leave, half of them with a reset: it is done once or not at all, and costs nobody else anything."""
    db = world.fresh()
    server = Server(world.tools.chibo, db.url)
    people = crowd.Crowd(server, world.cells[32:])
    people.run(acks=200)
    files, sent, times = server.files(), [], 6000 if world.tools.full else 1500
    for n in range(times):
        cell = world.cells[n % 32]
        sent.append((cell, operation(), cell.persons[n // 32 % len(cell.persons)], "excused" if n % 3 else "present"))
        line = connect(server)
        if n % 2:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.sendall(request(server, *sent[-1]))
        line.close()
        if n % 50 == 49:
            people.run(acks=20)
    end = time.monotonic() + 10
    while server.files() > files and time.monotonic() < end:
        people.run(acks=10)
    done = {row[0] for row in db.ask("SELECT op FROM operation")}
    at_once = sum(op in done for _, op, _, _ in sent)
    left = server.files()
    answers = [Person(server, cell.cookie["clerk"]).post(f"/meetings/{cell.meeting}/attendance/tap", op=op, person=person, state=state)[0]
               for cell, op, person, state in sent[-200:]]
    people.rest()
    ok(set(people.answers) == {303} and left <= files, f"{db.name}: {times} clients send and leave: {at_once} of their writes done, no descriptor left open, "
       f"{len(people.acked)} others answered", (people.answers, files, left))
    ok(set(answers) == {303}, f"{db.name}: they ask again, and are answered", answers)
    acted = dict(db.ask("SELECT object, count(*) FROM audit WHERE act = 'hold.attendance' GROUP BY object"))
    kept = {row[0] for row in db.ask("SELECT op FROM operation")}
    twice = [cell.meeting for cell in world.cells[:32] if acted.get(cell.meeting, 0) != sum(op in kept and of is cell for of, op, _, _ in sent)]
    ok(not twice, f"{db.name}: each of their writes was done once or not at all", twice)
    server.end()
    world.tools.holds(db, people, "clients that leave")


def descriptors(world):
    """Few descriptors: some are turned away with 503, nobody is left hanging, and all is well when they have gone."""
    db = world.fresh()
    server = Server(world.tools.chibo, db.url, limits=[(resource.RLIMIT_NOFILE, 128)])
    lines = [connect(server) for _ in range(300)]
    words = {}
    for n, line in enumerate(lines):
        cell = world.cells[n % len(world.cells)]
        if len(words.get(b"timeout", [])) == 3: # it will not become better
            break
        try:
            line.sendall(request(server, cell, operation(), cell.persons[0], "present"))
            line.settimeout(5)
            words.setdefault(line.recv(4096)[:12] or b"closed", []).append(line)
        except OSError as error:
            words.setdefault(b"timeout" if isinstance(error, TimeoutError) else b"closed", []).append(line)
    taken = len(words.get(b"HTTP/1.1 303", []))
    known = {b"HTTP/1.1 303", b"HTTP/1.1 503", b"closed"}
    ok(taken >= 40 and set(words) <= known, f"{db.name}: 128 descriptors, 300 clients: {taken} served, {len(lines) - taken} turned away",
       {word: len(them) for word, them in words.items()})
    again = [Person(server, world.cells[0].members[0]).get("/account")[0] for _ in range(3)] # turned away while they stay
    for line in lines:
        line.close()
    end = time.monotonic() + 10
    while Person(server, world.cells[0].members[0]).get("/account")[0] != 200 and time.monotonic() < end:
        time.sleep(0.05)
    people = crowd.Crowd(server, world.cells[:20])
    people.run(acks=500)
    document = Person(server, world.cells[0].cookie["clerk"]).get(f"/meetings/{world.cells[0].meeting}/attendance-list.pdf")
    people.rest()
    ok(set(people.answers) == {303} and document[0] == 200, f"{db.name}: when they have gone, everybody is served and documents are written",
       (people.answers, again, document[0]))
    server.end()


def memory(world):
    """Little memory: large bodies are refused, the roll call goes on."""
    db = world.fresh()
    server = Server(world.tools.chibo, db.url, limits=[(resource.RLIMIT_AS, 1 << 30)])
    cell, size, lines = world.cells[0], 20 << 20, []
    for _ in range(120):
        line = connect(server)
        line.sendall((f"POST /meetings/{cell.meeting}/papers HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cell.cookie['chair']}\r\n"
                      f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {size}\r\n\r\n").encode() + b"x" * 1000)
        lines.append(line)
    people = crowd.Crowd(server, world.cells[1:33])
    people.run(acks=2000)
    pages = [Person(server, each.members[0]).get(f"/meetings/{each.meeting}")[0] for each in world.cells[1:20]]
    alive = server.alive()
    for line in lines:
        line.settimeout(0.001)
    refused = 0
    for line in lines:
        try: # the rest of the body, so that the answer comes
            line.setblocking(False)
            refused += b" 503 " in line.recv(100)
        except OSError:
            pass
        line.close()
    document = 0
    end = time.monotonic() + 10
    while document != 200 and time.monotonic() < end:
        document = Person(server, cell.cookie["clerk"]).get(f"/meetings/{cell.meeting}/attendance-list.pdf")[0]
    people.rest()
    ok(alive and set(people.answers) == {303} and set(pages) == {200}, f"{db.name}: 1 GB of addresses and 120 bodies of 20 MB at once: "
       f"{len(people.acked)} taps and {len(pages)} pages served meanwhile", (alive, people.answers, pages))
    ok(document == 200 and server.alive(), f"{db.name}: a document is written when they have gone", document)
    server.end()
    world.tools.holds(db, people, "little memory")


def cut_after(line, feed, most):
    """Seconds until the server closes a line that is fed a byte now and then."""
    began = time.monotonic()
    line.settimeout(0.5)
    while time.monotonic() - began < most:
        try:
            if feed is not None:
                line.send(feed)
            if feed is not None and not line.recv(4096):
                break
            if feed is None:
                time.sleep(0.25)
                if line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) or closed(line):
                    break
        except TimeoutError:
            pass
        except OSError:
            break
    return time.monotonic() - began


def closed(line):
    """Whether the other side has ended, by the kernel's book: what waits to be read is not touched."""
    return line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1) not in (b"\x01",)


def slow(world):
    """Beside the other parts, on a server of its own whose clock jumps: slow heads, bodies and readers are cut off in time, taps go on."""
    db, shim = Sqlite(os.path.abspath("slow.db")), Shim(world.tools.shim)
    with open("seed.db", "rb") as seed, open("slow.db", "wb") as file:
        file.write(seed.read())
    server = Server(world.tools.chibo, db.url, shim)
    cell, took, threads = world.cells[0], {}, []
    head = f"Host: 127.0.0.1:{server.port}\r\nCookie: {cell.cookie['clerk']}\r\n"
    page = f"GET /a/{asset(server)} HTTP/1.1\r\n{head}\r\n".encode()
    kinds = {"silent": (b"", None, 10), "head": (b"GET / HTTP/1.1\r\n", b"X", 10),
             "body": (f"POST /meetings/{cell.meeting}/attendance/tap HTTP/1.1\r\n{head}Content-Type: {FORM}\r\nContent-Length: 500\r\n\r\n".encode(), b"x", 20),
             "reader": (page * 400, None, 30)}

    def one(kind, first, feed, most):
        line = connect(server, small=kind == "reader")
        line.sendall(first)
        took.setdefault(kind, []).append(cut_after(line, feed, most + 15))
        line.close()

    shim.set("clock_ms", 3600000)
    time.sleep(0.6)
    shim.set("clock_ms", -3600000)
    for kind, (first, feed, most) in kinds.items():
        for _ in range(25):
            threads.append(threading.Thread(target=one, args=(kind, first, feed, most)))
            threads[-1].start()
    clerk, slowest, taps, broken = Person(server, cell.cookie["clerk"]), 0.0, 0, 0
    while any(thread.is_alive() for thread in threads):
        began = time.monotonic()
        broken += clerk.post(f"/meetings/{cell.meeting}/attendance/tap", person=cell.persons[taps % 25], state="present")[0] != 303
        slowest, taps = max(slowest, time.monotonic() - began), taps + 1
        time.sleep(0.1)
    for kind, (_, _, most) in kinds.items():
        least, longest = min(took[kind]), max(took[kind])
        ok(most - 1 <= least and longest <= most + 6, f"SQLite: {len(took[kind])} slow clients ({kind}), while the clock jumps by two hours: cut off after "
           f"{least:.0f} to {longest:.0f} s", took[kind])
    ok(not broken, f"SQLite: {taps} taps beside them were answered, the slowest after {slowest * 1000:.0f} ms", broken)
    server.end()


def asset(server):
    """The style sheet, which is the longest."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    line.request("GET", "/sign-in")
    text = line.getresponse().read().decode()
    line.close()
    return text.split('rel="stylesheet" href="/a/')[1].split('"')[0]
