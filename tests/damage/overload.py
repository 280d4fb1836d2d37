"""Far more is asked than the machine can do: statistics are put off first, with 503 and a time to come again; roll calls and votes are all answered."""
import selectors
import socket
import threading
import time

import crowd
from lib import Person, Server, ok


class Officers:
    """Connections that ask for statistics as fast as they are answered; those that were put off come again at once, which is ruder than a browser."""

    def __init__(self, server, paths, cookie, count):
        self.server, self.paths, self.cookie, self.answers, self.told, self.stop = server, paths, cookie, {}, set(), False
        self.selector, self.lines, self.turn = selectors.DefaultSelector(), [], 0
        for _ in range(count):
            line = socket.create_connection(("127.0.0.1", server.port), 10)
            self.lines.append(line)
            self.selector.register(line, selectors.EVENT_READ, [b""])
            self.ask(line)
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def ask(self, line):
        path = self.paths[self.turn % len(self.paths)]
        self.turn += 1
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\nCookie: {self.cookie}\r\n\r\n".encode())

    def run(self):
        while not self.stop:
            for key, _ in self.selector.select(0.1):
                got = key.data
                more = key.fileobj.recv(1 << 20)
                if not more:
                    self.answers[0] = self.answers.get(0, 0) + 1
                    self.selector.unregister(key.fileobj)
                    continue
                got[0] += more
                head, end, rest = got[0].partition(b"\r\n\r\n")
                if not end or len(rest) < int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0] or 0):
                    continue
                status = int(head[9:12])
                self.answers[status] = self.answers.get(status, 0) + 1
                if status == 503:
                    self.told.add(head.partition(b"\r\nRetry-After: ")[2].partition(b"\r")[0])
                got[0] = b""
                self.ask(key.fileobj)

    def end(self):
        self.stop = True
        self.thread.join()
        for line in self.lines:
            line.close()


def overload(world):
    db = world.fresh()
    server = Server(world.tools.chibo, db.url)
    people, voter = crowd.Crowd(server, world.cells[:32]), world.cells[40]
    unit = world.officer[1]
    paths = [f"/units/{unit}/overview", f"/units/{unit}/attendance", f"/units/{unit}/periods", f"/units/{unit}/attention"]
    officers = Officers(server, paths, world.officer[0], 400)
    time.sleep(0.5)
    clerk, member, votes, pages = Person(server, voter.cookie["clerk"]), Person(server, world.cells[41].members[0]), [], []
    seconds, took = 12 if world.tools.full else 4, []

    def vote():
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            asked = time.monotonic()
            votes.append(clerk.post(f"/meetings/{voter.meeting}/votes", question=f"C%C3%A2u+{len(votes)}", kind="other", method="hands")[0])
            took.append(time.monotonic() - asked)
            pages.append(member.get(f"/meetings/{world.cells[41].meeting}")[0])

    voting = threading.Thread(target=vote)
    voting.start()
    people.run(seconds=seconds)
    voting.join()
    officers.end()
    people.rest()
    put_off, shown = officers.answers.get(503, 0), officers.answers.get(200, 0)
    ok(put_off > 100 and shown > 20 and set(officers.answers) == {200, 503} and officers.told == {b"2"},
       f"{db.name}: 400 connections ask for statistics without pause: {shown} shown, {put_off} put off with 503 and Retry-After", officers.answers)
    ok(set(people.answers) == {303} and set(votes) == {303} and set(pages) == {200},
       f"{db.name}: meanwhile {len(people.acked)} taps of the roll call, {len(votes)} votes and {len(pages)} other pages, none refused; "
       f"slowest tap {people.slowest * 1000:.0f} ms, vote {max(took) * 1000:.0f} ms", (people.answers, set(votes), set(pages)))
    ok(people.slowest < 2 and len(people.acked) >= 5 * len(people.clerks), f"{db.name}: and no clerk waited", (people.slowest, len(people.acked)))
    later = Person(server, world.officer[0]).get(paths[0])[0]
    ok(later == 200, f"{db.name}: when it is quiet again statistics are there", later)
    server.end()
    world.tools.holds(db, people, "overload")
