"""Clerks who call the roll as fast as they are answered, each on a connection and with seats of its own, and who remember what they were told; and
whether a database says the same."""
import json
import selectors
import socket
import subprocess
import time

import lib


class Seat:
    def __init__(self, meeting, person):
        self.meeting, self.person, self.acts, self.acked = meeting, person, [], 0 # acts: (op, state)


class Clerk:
    """One tap after another; the next only when the last was answered. What broke off is sent again, under the same operation."""

    def __init__(self, cookie, seats):
        self.cookie, self.seats, self.turn, self.line, self.waits = cookie, seats, 0, None, None
        self.got, self.since = b"", 0


class Crowd:
    def __init__(self, server, cells, each=1):
        """each: connections a cell."""
        self.server, self.clerks, self.acked, self.answers, self.slowest, self.retry = server, [], [], {}, 0.0, set()
        for cell in cells:
            for i in range(each):
                seats = [Seat(cell.meeting, person) for person in cell.persons[i::each]]
                self.clerks.append(Clerk(cell.cookie["clerk"], seats))
        self.selector = selectors.DefaultSelector()

    def join(self, clerk):
        try:
            clerk.line = socket.create_connection(("127.0.0.1", self.server.port), 10)
        except OSError:
            clerk.line = None
            return
        clerk.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.selector.register(clerk.line, selectors.EVENT_READ, clerk)
        self.ask(clerk)

    def drop(self, clerk):
        if clerk.line:
            self.selector.unregister(clerk.line)
            clerk.line.close()
        clerk.line, clerk.got, clerk.since = None, b"", 0

    def ask(self, clerk):
        if not clerk.waits:
            seat = clerk.seats[clerk.turn % len(clerk.seats)]
            state = "excused" if clerk.turn // len(clerk.seats) % 2 else "present"
            clerk.turn += 1
            clerk.waits = (seat, lib.operation(), state)
            seat.acts.append(clerk.waits[1:])
        seat, op, state = clerk.waits
        body = f"op={op}&person={seat.person}&state={state}"
        clerk.since = time.monotonic()
        try:
            clerk.line.sendall((f"POST /meetings/{seat.meeting}/attendance/tap HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\n"
                                f"Cookie: {clerk.cookie}\r\nContent-Type: {lib.FORM}\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode())
        except OSError:
            self.drop(clerk)

    def hear(self, clerk):
        try:
            more = clerk.line.recv(65536)
        except OSError:
            more = b""
        clerk.got += more
        head, end, rest = clerk.got.partition(b"\r\n\r\n")
        if not more:
            self.drop(clerk)
            return
        if not end:
            return
        size = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
        if len(rest) < size:
            return
        status = int(head[9:12])
        self.answers[status] = self.answers.get(status, 0) + 1
        self.slowest = max(self.slowest, time.monotonic() - clerk.since)
        clerk.got, clerk.since = b"", 0
        if status == 503:
            self.retry.add(head.partition(b"\r\nRetry-After: ")[2].partition(b"\r")[0])
        if status == 303:
            self.acked.append(clerk.waits[1])
            clerk.waits = None
        if b"\r\nConnection: close" in head:
            self.drop(clerk)
        elif not self.stopping:
            self.ask(clerk)

    stopping = False

    def run(self, seconds=None, acks=None, until=None):
        """Until a time is over, so many more were answered, or until() says so."""
        began, had = time.monotonic(), len(self.acked)
        for clerk in self.clerks:
            if not clerk.line:
                self.join(clerk)
            elif not clerk.since:
                self.ask(clerk)
        while not (seconds and time.monotonic() - began >= seconds) and not (acks and len(self.acked) - had >= acks) and not (until and until()):
            for key, _ in self.selector.select(0.05):
                self.hear(key.data)
            for clerk in self.clerks:
                if not clerk.line and self.server.alive():
                    self.join(clerk)
            if not self.server.alive() and not any(clerk.line for clerk in self.clerks):
                break
            if acks and time.monotonic() - began > 60:
                raise RuntimeError(f"{len(self.acked) - had} of {acks} writes in a minute, answers {self.answers}")
        return len(self.acked) - had

    def rest(self, seconds=5):
        """Hears what is still to be answered, sends nothing more."""
        self.stopping, end = True, time.monotonic() + seconds
        while any(clerk.line and clerk.since for clerk in self.clerks) and time.monotonic() < end:
            for key, _ in self.selector.select(0.05):
                self.hear(key.data)
        self.leave()

    def leave(self):
        self.stopping = False
        for clerk in self.clerks:
            self.drop(clerk)


def compare(crowd, db):
    """What is wrong: acknowledged taps that are gone, seats that are not as their last tap, acts without an audit row. The rows that stand there."""
    wrong, seats = [], [seat for clerk in crowd.clerks for seat in clerk.seats]
    kept = {row[0] for row in db.ask("SELECT op FROM operation")}
    lost = [op for op in crowd.acked if op not in kept]
    if lost:
        wrong.append(f"{len(lost)} lost, first {lost[0]}")
    states = {(row[0], row[1]): row[2] for row in db.ask("SELECT meeting, person, state FROM attendance")}
    for seat in seats:
        last = [state for op, state in seat.acts if op in kept]
        if last and states.get((seat.meeting, seat.person)) != last[-1]:
            wrong.append(f"seat {seat.person}: {states.get((seat.meeting, seat.person))}, but the last tap said {last[-1]}")
    meetings = {seat.meeting for seat in seats}
    acts = dict(db.ask("SELECT object, count(*) FROM audit WHERE act = 'hold.attendance' GROUP BY object"))
    done = {}
    for seat in seats:
        done[seat.meeting] = done.get(seat.meeting, 0) + sum(op in kept for op, _ in seat.acts)
    wrong += [f"meeting {one}: {acts.get(one, 0)} acts in the chain, {done[one]} operations" for one in meetings if acts.get(one, 0) != done[one]]
    return wrong, sum(done.values())


def whole(chibo, db):
    """Every chain, text and counter of the database, by the program itself; "" or what it says."""
    for words in (["rollup", "merge"], ["rollup", "check"], ["verify"], ["doctor", "--deep", "--json"]):
        done = subprocess.run([chibo, *words, "--db", db.url], capture_output=True, text=True, timeout=120)
        if words[0] == "doctor": # which also looks at this machine, and at its clock
            found = {each["check"]: each["level"] for each in json.loads(done.stdout or "[]")}
            if any(found.get(each) != "ok" for each in ("content", "schema")):
                return f"{words}: {done.returncode} {done.stdout} {done.stderr}"
        elif done.returncode:
            return f"{words}: {done.returncode} {done.stdout} {done.stderr}"
    return ""
