"""The acts of a month that the faults strike: each comes again and again on something fresh, and knows what stands in the database once it is done."""
import datetime

from lib import Person, plain


class Act:
    """fresh() gives a path, fields, and questions to the database, each 0 before and 1 after. After aim() an act is done whole or not at all."""
    kind, word = "clerk", ""

    def __init__(self, server, db, cells, officer):
        self.server, self.db, self.cells, self.officer, self.turn = server, db, cells, officer, 0
        self.people = {}
        self.aim()

    def aim(self):
        """To the next cell."""
        self.cell = self.cells[self.turn % len(self.cells)]
        self.turn += 1
        self.meeting = self.cell.meeting
        return self.cell

    def as_(self, kind):
        """Who sends: the same browser each time."""
        cookie = self.officer[0] if kind == "officer" else self.cell.cookie[kind]
        if cookie not in self.people:
            self.people[cookie] = Person(self.server, cookie)
        return self.people[cookie]

    def who(self):
        return self.as_(self.kind)

    def do(self, by, path, **fields):
        """A step that leads to the act: it must succeed."""
        status, to, text = self.as_(by).post(path, **fields)
        if status != 303:
            raise RuntimeError(f"{path} {fields}: {status} {plain(text)}")
        return to

    def one(self, sql):
        return self.db.ask(sql)[0][0]


class Attendance(Act):
    name, word = "roll call", "hold.attendance"
    seat = -1

    def fresh(self):
        self.seat += 1
        person = self.cell.persons[self.seat % len(self.cell.persons)]
        state = "excused" if self.seat // len(self.cell.persons) % 2 else "present"
        return f"/meetings/{self.meeting}/attendance/tap", {"person": person, "state": state}, [
            f"SELECT count(*) FROM attendance WHERE meeting = {self.meeting} AND person = {person} AND state = '{state}'"]


class Vote(Act):
    name, word = "vote", "motion.open"

    def fresh(self):
        self.turn += 1
        question = f"C%C3%A2u {self.turn}"
        like = f"meeting = {self.meeting} AND question LIKE '% {self.turn}'"
        return f"/meetings/{self.meeting}/votes", {"question": question.replace(" ", "+"), "kind": "other", "method": "hands"}, [
            f"SELECT count(*) FROM motion WHERE {like}",
            f"SELECT CASE WHEN count(*) = 0 THEN 0 WHEN count(*) = 25 THEN 1 ELSE -1 END FROM motion_elector WHERE motion IN (SELECT id FROM motion WHERE {like})"]


class Result(Vote):
    name, word = "result of a vote", "motion.close"

    def fresh(self):
        if self.one(f"SELECT count(*) FROM attendance WHERE meeting = {self.meeting} AND state = 'unknown'"):
            self.do("clerk", f"/meetings/{self.meeting}/attendance/all")
        path, fields, _ = super().fresh()
        at = self.do("clerk", path, **fields)
        motion = at.split("/")[-1]
        return at, {"for": 25, "against": 0, "other": 0}, [f"SELECT count(*) FROM motion WHERE id = {motion} AND state = 'closed'"]


class Call(Act):
    name, word, kind = "call", "meeting.call", "chair"
    DAY = datetime.date.today() + datetime.timedelta(days=40)

    def fresh(self):
        cell = self.one(f"SELECT cell FROM meeting WHERE id = {self.meeting}")
        Call.DAY += datetime.timedelta(days=1)
        at = self.do("chair", f"/cells/{cell}/meetings/new", kind="extraordinary", day=Call.DAY.strftime("%d/%m/%Y"), minute="19:30", place="Th%C3%B4n",
                     moved_reason="B%C3%A3o")
        self.do("chair", f"{at}/edit", version=1, day=Call.DAY.strftime("%d/%m/%Y"), minute="19:30", place="Th%C3%B4n", chair=self.cell.persons[0],
                clerk=self.cell.persons[1])
        meeting = at.split("/")[-1]
        return f"{at}/call", {}, [f"SELECT count(*) FROM meeting WHERE id = {meeting} AND state = 'called'",
                                  f"SELECT CASE WHEN count(*) = 0 THEN 0 WHEN count(*) = 25 THEN 1 ELSE -1 END FROM attendance WHERE meeting = {meeting}"]


class Clerk(Act):
    name, word, column = "clerk's signature", "record.sign_clerk", "clerk_at"
    left = ()

    def fresh(self):
        while not self.left:
            self.aim()
            self.left = [row[0] for row in self.db.ask(f"SELECT id FROM record WHERE meeting = {self.meeting} AND kind = 'resolution' AND state = 'adopted'"
                                                       " AND clerk_at IS NULL")]
        record = self.left.pop()
        self.before(record)
        return f"/meetings/{self.meeting}/record/{record}/sign/{self.kind}", {}, [
            f"SELECT count(*) FROM record WHERE id = {record} AND {self.column} IS NOT NULL", *self.more(record)]

    def before(self, record):
        pass

    def more(self, record):
        return []


class Chair(Clerk):
    name, word, column, kind = "chair's signature", "record.sign_chair", "signed_at", "chair"

    def before(self, record):
        if not self.one(f"SELECT count(*) FROM record WHERE id = {record} AND clerk_at IS NOT NULL"):
            self.do("clerk", f"/meetings/{self.meeting}/record/{record}/sign/clerk")

    def more(self, record):
        return [f"SELECT count(*) FROM register_number WHERE record = {record}"]


class Minutes(Act):
    name, word = "minutes", "record.draft"

    def fresh(self):
        self.aim()
        kind = "resolution" if self.one(f"SELECT count(*) FROM record WHERE meeting = {self.meeting} AND kind = 'minutes'") else "minutes"
        before = self.one(f"SELECT count(*) FROM record WHERE meeting = {self.meeting}")
        return f"/meetings/{self.meeting}/record", {"kind": kind, "heading": f"Chuy%C3%AAn+%C4%91%E1%BB%81+{self.turn}"}, [
            f"SELECT count(*) - {before} FROM record WHERE meeting = {self.meeting}",
            f"SELECT count(*) - {before} FROM record_version WHERE record IN (SELECT id FROM record WHERE meeting = {self.meeting})"]


class Score(Act):
    name, word = "score", "score.save"

    def fresh(self):
        version = self.db.ask(f"SELECT version FROM score_sheet WHERE meeting = {self.meeting}")
        version = version[0][0] if version else 0
        of = f"meeting = {self.meeting} AND version = {version + 1}"
        return f"/meetings/{self.meeting}/score", {"version": version, "points__preparation": version % 2 + 4}, [
            f"SELECT count(*) FROM score_sheet WHERE {of}",
            f"SELECT count(*) FROM score_line WHERE line = 'preparation' AND points = {version % 2 + 4} AND sheet IN (SELECT id FROM score_sheet WHERE {of})"]


class Report(Act):
    name, word, kind, ready = "report", "report.send", "chair", None

    def fresh(self):
        if self.ready is None:
            self.prepare()
        if self.one(f"SELECT count(*) FROM report WHERE meeting = {self.meeting}"):
            self.do("officer", f"/meetings/{self.meeting}/report/return", reason="Thi%E1%BA%BFu+%E1%BA%A3nh")
        return f"/meetings/{self.meeting}/report", {}, [f"SELECT count(*) FROM report WHERE meeting = {self.meeting} AND returned_at IS NULL"]

    def prepare(self):
        """The meeting ends with minutes that are signed."""
        at = f"/meetings/{self.meeting}"
        self.do("clerk", f"{at}/attendance/all")
        minutes = self.db.ask(f"SELECT id FROM record WHERE meeting = {self.meeting} AND kind = 'minutes'")
        minutes = f"{at}/record/{minutes[0][0]}" if minutes else self.do("clerk", f"{at}/record", kind="minutes")
        vote = self.do("clerk", f"{at}/votes", question="Bi%C3%AAn+b%E1%BA%A3n", kind="minutes", method="hands")
        self.do("clerk", vote, **{"for": 25, "against": 0, "other": 0})
        self.do("clerk", f"{minutes}/adopt")
        self.do("clerk", f"{at}/end", anyway=1)
        self.do("clerk", f"{minutes}/sign/clerk")
        self.do("chair", f"{minutes}/sign/chair")
        self.ready = True


ALL = [Attendance, Vote, Result, Minutes, Clerk, Chair, Score, Call, Report]
