"""The n-th allocation, statement, write, sync or message fails, for every n until an act goes through untouched: each answer and each row is right."""
import time

from lib import ok, operation, plain

RIGHT = (303, 500, 503, 0) # 0: the connection was cut


class Tally:
    def __init__(self):
        self.tries = self.fired = self.ended = self.late = 0
        self.answers, self.wrong = {}, []

    def words(self):
        answers = ", ".join(f"{n} x {'no answer' if status == 0 else status}" for status, n in sorted(self.answers.items()))
        return f"{self.fired} faults ({answers}; {self.late} after the commit, {self.ended} ended the program)"


def standing(act, op, effect):
    """Whether the operation stands there, each of its effects, and how many acts of its word the chains hold."""
    done = act.one(f"SELECT count(*) FROM operation WHERE op = '{op}'")
    return done, [act.one(sql) for sql in effect], act.one(f"SELECT count(*) FROM audit WHERE act = '{act.word}'")


def again(tally, act, op, path, fields, effect, acts):
    """The same request once more: the same answer, and nothing twice."""
    status, _, _ = act.who().post(path, op=op, **fields)
    done, effects, now = standing(act, op, effect)
    if status != 303 or done != 1 or any(each != 1 for each in effects) or now != acts:
        tally.wrong.append(f"sent again: {status}, {done} operation, effects {effects}, {now} acts for {acts}")


def strike(tally, act, kind, n, more, case):
    """One try with the n-th call of a kind failing. Whether the act is done, and whether the fault came at all."""
    op, path, fields, effect = case
    shim, server = act.server.shim, act.server
    before = standing(act, op, effect)[2]
    shim.arm(kind, n, more)
    status, _, text = act.who().post(path, op=op, **fields)
    fired = shim.disarm(kind)
    if server.process.stdout.closed or not server.alive() or (status == 0 and not settled(server)):
        server.process.wait(10)
        tally.ended += 1
        server.start()
    done, effects, now = standing(act, op, effect)
    tally.tries += 1
    tally.fired += fired > 0
    if fired:
        tally.answers[status] = tally.answers.get(status, 0) + 1
    right = status in RIGHT and (status != 303 or done) and all(each == done for each in effects) and now == before + done
    right = right and not (not fired and status != 303)
    if not right:
        tally.wrong.append(f"{kind} {n}{' and more' if more else ''}: {status}, {done} operation, effects {effects}, {now - before} acts, {plain(text)}")
    if done:
        tally.late += status != 303
        again(tally, act, op, path, fields, effect, now)
    return bool(done), fired > 0


def settled(server):
    """Whether the program lives on: one that is ending is waited for."""
    for _ in range(40):
        if not server.alive():
            return False
        time.sleep(0.005)
    return True


def every(act, kind, more=0, step=1, cold=False, most=100000):
    """n = 1, 1 + step, ... until nothing fired. cold: the program is started before each, so that nothing is prepared or kept."""
    tally, n, case, left = Tally(), 1, None, 3
    while left and n < most and len(tally.wrong) < 5:
        if not case:
            case = (operation(), *act.fresh())
        if cold:
            act.server.end()
            act.server.start()
        done, fired = strike(tally, act, kind, n, more, case)
        case = None if done else case
        if fired:
            n += step
        else:
            left = 0 if done else left - 1
    return tally


def faults(acts, kind, **how):
    """A line of TAP for each act; how many faults there were."""
    total = 0
    for act in acts:
        tally = every(act, kind, **how)
        total += tally.fired
        way = {0: "that one", 1: "and the next", -1: "and all after it"}[how.get("more", 0)] + (", just started" if how.get("cold") else "")
        ok(not tally.wrong and tally.fired, f"{act.db.name}: n-th {kind} fails, {way}: {act.name}: {tally.words()}", tally.wrong)
    return total
