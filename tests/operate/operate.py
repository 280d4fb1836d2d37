"""What an administrator does, with the real program: operate.py CHIBO NATION [PART...]. Prints TAP. Settings, doctor, upgrade and its way back, metrics."""
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

chibo, nation = (os.path.abspath(path) for path in sys.argv[1:3])
tree = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../examples/don-vi.csv")
os.chdir(tempfile.mkdtemp(prefix="chibo-operate."))
os.umask(0o077)
for name in [name for name in os.environ if name.startswith("CHIBO_")]:
    del os.environ[name]
count = failed = 0


def ok(good, what, seen=""):
    global count, failed
    count += 1
    if not good:
        failed += 1
    print(f"{'ok' if good else 'not ok'} {count} - {what}" + ("" if good else f"\n# {str(seen)!r:.1500}"), flush=True)


def run(*words, **settings):
    return subprocess.run([chibo, *words], capture_output=True, text=True, env={**os.environ, **settings}, timeout=60)


def gives(status, has, what, *words, **settings):
    """The exit status, and texts that the output has (or lacks, with '!' before)."""
    done = run(*words, **settings)
    text = done.stdout + done.stderr
    good = done.returncode == status
    for each in [has] if isinstance(has, str) else has:
        good = good and ((each[1:] not in text) if each.startswith("!") else (each in text))
    ok(good, what, f"{done.returncode} {text}")
    return text


def make_older(file):
    """As if the migration of mail had never been made."""
    db = sqlite3.connect(file)
    db.executescript("DROP TABLE mail; DELETE FROM migration WHERE name = '2026-11-22_mail'")
    db.close()


class Server:
    def __init__(self, *words, **settings):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.process = subprocess.Popen([chibo, "serve", "--listen", f"127.0.0.1:{port}", *words], stdout=subprocess.PIPE, text=True,
                                        stderr=subprocess.DEVNULL, env={**os.environ, **settings})
        self.said = ""
        while "http://" not in self.said:
            line = self.process.stdout.readline()
            self.said += line
            if not line:
                break
        found = re.search(r"http://([0-9.]+:\d+)", self.said)
        self.at = found.group(1) if found else None

    def get(self, path, **headers):
        try:
            with urllib.request.urlopen(urllib.request.Request(f"http://{self.at}{path}", headers=headers), timeout=10) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


def settings():
    with open("conf", "w", encoding="utf-8") as conf:
        conf.write("# settings\nCHIBO_DB=sqlite:conf.db\n CHIBO_LANG = 'en'\nCHIBO_LISTENN=1\n\nOTHER=2\n")
    gives(0, ["conf, line 4", "CHIBO_LISTENN", "!OTHER"], "an unknown setting is said, and nothing else", "init", "--config", "conf")
    ok(os.path.exists("conf.db"), "the file of settings chooses the database")
    gives(0, "", "an option wins over the file", "init", "--config", "conf", "--db", "sqlite:other.db")
    ok(os.path.exists("other.db"), "and its database is made")
    gives(4, ["no-conf", "quyền đọc"], "a file of settings that is not there", "doctor", "--config", "no-conf")
    with open("bad", "w", encoding="utf-8") as conf:
        conf.write("CHIBO_DB=sqlite:x.db\nnonsense\n")
    gives(2, ["bad", "dòng 2"], "a line that is no setting", "doctor", "--config", "bad")
    gives(2, "db:x", "a wrong address of a database", "doctor", CHIBO_DB="db:x")


def upgrade():
    run("init", "--db", "sqlite:up.db")
    run("import", "units", tree, "--db", "sqlite:up.db")
    gives(0, "không có gì phải làm", "nothing to upgrade", "upgrade", "--db", "sqlite:up.db")
    gives(4, "none.db", "no database to upgrade", "upgrade", "--db", "sqlite:none.db")
    ok(not os.path.exists("none.db"), "and none is made")
    make_older("up.db")
    gives(5, "chibo upgrade", "a server refuses an older database", "serve", "--db", "sqlite:up.db", "--listen", "127.0.0.1:0")
    gives(5, "chibo upgrade", "so does a command", "user", "add", "--db", "sqlite:up.db", "--login", "a", "--name", "A", "--role", "admin",
          "--unit", "01.046.000.000.000")
    gives(0, ["2026-11-22_mail", "không thay đổi"], "a trial", "upgrade", "--dry-run", "--db", "sqlite:up.db")
    ok(sorted(name for name in os.listdir() if name.startswith("up.db")) == ["up.db", "up.db.keys", "up.db.lock"], "leaves nothing", os.listdir())
    gives(5, "chibo upgrade", "and the database older", "init", "--db", "sqlite:up.db")
    said = gives(0, ["2026-11-22_mail: 0", "up.db.before-"], "the upgrade keeps a copy", "upgrade", "--db", "sqlite:up.db")
    copy = re.search(r"up\.db\.before-[0-9.]+[0-9]", said).group(0)
    ok(os.stat(copy).st_mode & 0o777 == 0o600, "for its owner only")
    gives(0, "up.db.after-", "the way back", "upgrade", "--back", "--db", "sqlite:up.db")
    gives(4, "cạnh tệp dữ liệu", "there is one way back only", "upgrade", "--back", "--db", "sqlite:up.db")
    gives(5, "chibo upgrade", "the older one is in place again", "init", "--db", "sqlite:up.db")
    server = Server("--db", "sqlite:up.db", "--upgrade")
    ok("up.db.before-" in server.said and server.at, "a server that was told to upgrades first", server.said)
    gives(5, "đang dùng", "no upgrade beside a server", "upgrade", "--db", "sqlite:up.db")
    ok(server.end() == 0, "the server ends")
    time.sleep(0.01)
    run("user", "add", "--db", "sqlite:up.db", "--login", "a", "--name", "A", "--role", "admin", "--unit", "01.046.000.000.000")
    gives(5, "sau lần nâng cấp", "no way back over what was written", "upgrade", "--back", "--db", "sqlite:up.db")
    db = sqlite3.connect("up.db")
    db.execute("INSERT INTO migration VALUES ('2099-01-01_later', 'x', 1)")
    db.commit()
    db.close()
    gives(5, "2099-01-01_later", "a newer database is refused", "upgrade", "--db", "sqlite:up.db")


def doctor():
    os.umask(0o022)
    gives(4, ["lỗi", "doc.db"], "no database", "doctor", "--db", "sqlite:doc.db")
    ok(not os.path.exists("doc.db"), "and none is made")
    run("init", "--db", "sqlite:doc.db")
    os.chmod("doc.db", 0o644)
    gives(0, ["chmod 600 doc.db", "chú ý", "không có máy chủ", "Lược đồ: đúng", "!lỗi"], "others may read it", "doctor", "--db", "sqlite:doc.db")
    os.chmod("doc.db", 0o600)
    for ending in ["-wal", "-shm"]:
        if os.path.exists("doc.db" + ending):
            os.chmod("doc.db" + ending, 0o600)
    gives(0, ["!chmod", "không có trang hỏng", "libpq 1", "chưa có bản sao nào"], "the whole file", "doctor", "--db", "sqlite:doc.db", "--deep")
    gives(0, ["Schema: that", "!Lược"], "in English", "doctor", "--db", "sqlite:doc.db", "--lang", "en")
    found = json.loads(run("doctor", "--db", "sqlite:doc.db", "--json").stdout)
    checks = {each["check"]: each["level"] for each in found}
    ok(checks.get("schema") == "ok" and checks.get("clock") == "ok" and checks.get("mail") == "ok", "as JSON", found)
    gives(1, ["chạy lùi", "lỗi"], "a clock that stands before what was written", "doctor", "--db", "sqlite:doc.db", CHIBO_NOW="1000000000000")
    with open("conf-open", "w", encoding="utf-8") as conf:
        conf.write("CHIBO_DB=sqlite:doc.db\nCHIBO_BACKUP_DIR=no-folder\n")
    gives(1, ["chmod 640 conf-open", "no-folder"], "settings that others read, a folder that is not there", "doctor", "--config", "conf-open")
    server = Server("--db", "sqlite:doc.db")
    gives(0, "đang chạy", "beside a server", "doctor", "--db", "sqlite:doc.db")
    gives(1, "cổng này đang", "a port in use", "serve", "--db", "sqlite:doc2.db", "--listen", server.at)
    server.end()
    make_older("doc.db")
    gives(5, "chibo upgrade", "an older one", "doctor", "--db", "sqlite:doc.db")
    with open("doc.db", "r+b") as file:
        file.seek(4096)
        file.write(b"x" * 65536)
    ok(run("doctor", "--db", "sqlite:doc.db", "--deep").returncode != 0, "a damaged file is found")
    if os.getuid() != 0:
        os.chmod("doc2.db", 0)
        gives(4, "doc2.db", "a file without the right to read it", "doctor", "--db", "sqlite:doc2.db")
    os.umask(0o077)


def metrics():
    server = Server("--db", "sqlite:met.db", CHIBO_METRICS_TOKEN="a-token-of-the-test")
    server.get("/sign-in")
    server.get("/nowhere")
    status, text = server.get("/metrics")
    ok(status == 200 and re.search(r'chibo_requests_total\{class="other",status="4xx"\} 1\n', text), "requests are counted", text)
    ok(re.search(r'_bucket\{class="page",le="\+Inf"\} ([1-9])', text), "in buckets", text)
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    ok(all(re.fullmatch(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.]+', line) for line in lines), "every line is of the form", text)
    names = {re.match("[a-z_]+", line).group(0) for line in lines}
    typed = set(re.findall(r"^# TYPE ([a-z_]+) ", text, re.M))
    ok({re.sub("_(bucket|sum|count)$", "", name) for name in names} <= typed, "every name has its type", names - typed)
    ok({"chibo_writer_jobs_total", "chibo_writer_waiting", "chibo_connections", "chibo_slow_waiting", "chibo_database_bytes",
        "chibo_mail_waiting", "chibo_build_info", "chibo_uptime_seconds", "process_open_fds"} <= names, "all are there", names)
    ok(server.get("/metrics", **{"X-Forwarded-For": "192.0.2.1"})[0] == 404, "not for whom a proxy asks")
    ok(server.get("/metrics", **{"X-Forwarded-For": "192.0.2.1", "Authorization": "Bearer a-token-of-the-test"})[0] == 200, "but with the token")
    ok(server.get("/metrics", **{"X-Forwarded-For": "192.0.2.1", "Authorization": "Bearer a-token-of-the-tesT"})[0] == 404, "the right one")
    server.end()
    server = Server("--db", "sqlite:met.db", "--behind-proxy", "--host", "chibo.example")
    ok(server.get("/metrics", Host="chibo.example")[0] == 404, "behind a proxy nobody is local")
    server.end()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind("notify")
    listener.settimeout(10)
    server = Server("--db", "sqlite:met.db", NOTIFY_SOCKET=os.path.abspath("notify"), WATCHDOG_USEC="300000")
    ok(listener.recv(99) == b"READY=1", "the service manager hears when it is ready")
    ok(listener.recv(99) == b"WATCHDOG=1", "and that it is alive")
    server.end()
    last = b""
    while last != b"STOPPING=1":
        last = listener.recv(99)
    ok(True, "and that it stops")


def verify():
    run("init", "--db", "sqlite:proof.db")
    run("import", "units", os.path.join(os.path.dirname(chibo), "..", "examples", "don-vi.csv"), "--db", "sqlite:proof.db")
    for n in range(4):
        run("user", "add", "--name", f"Nguyễn Văn {n}", "--role", "officer", "--unit", "01.046.000.000.000", "--db", "sqlite:proof.db")
    heads = run("heads", "--db", "sqlite:proof.db").stdout
    ok(re.fullmatch(r"- audit 4 [0-9a-f]{64}\n", heads), "heads of a site with four acts", heads)
    with open("heads", "w", encoding="utf-8") as file:
        file.write("# kept on paper\n" + heads)
    gives(0, ["1 chuỗi", "đều nguyên vẹn"], "nothing was altered", "verify", "--db", "sqlite:proof.db")
    gives(0, "1 mã giữ ở nơi khác", "nor against the paper", "verify", "--db", "sqlite:proof.db", "--heads", "heads", "--threads", "3")
    gives(4, "Không có đơn vị", "no such unit", "verify", "--db", "sqlite:proof.db", "--unit", "X")
    gives(2, "1 đến 16", "too many threads", "verify", "--db", "sqlite:proof.db", "--threads", "99")
    with open("bad", "w", encoding="utf-8") as file:
        file.write("- audit 4 12\n")
    gives(2, "Dòng 1", "a head too short to say anything", "verify", "--db", "sqlite:proof.db", "--heads", "bad")
    with open("paper", "w", encoding="utf-8") as file:
        file.write("01.046.000.000.005 BB 1 0a17 04f3 31b1 4cd0\n")
    gives(5, ["Biên bản, số 1", "đã bị cắt"], "minutes on paper that no chain knows", "verify", "--db", "sqlite:proof.db", "--heads", "paper")
    db = sqlite3.connect("proof.db")
    db.executescript("DELETE FROM audit WHERE seq = 4; UPDATE chain SET seq = 3, hash = (SELECT hash FROM audit WHERE seq = 3)")
    db.close()
    gives(0, "đều nguyên vẹn", "a tail cut well shows nowhere in the file", "verify", "--db", "sqlite:proof.db")
    gives(5, ["Toàn hệ thống – Nhật ký, số 4", "đã bị cắt"], "but against the paper", "verify", "--db", "sqlite:proof.db", "--heads", "heads")
    with open("heads.json", "w", encoding="utf-8") as file:
        json.dump({"rows": [{"heads": heads}]}, file)
    gives(5, "đã bị cắt", "and against a report", "verify", "--db", "sqlite:proof.db", "--heads", "heads.json")
    db = sqlite3.connect("proof.db")
    db.executescript("UPDATE audit SET act = 'x' WHERE seq = 2")
    db.close()
    found = json.loads(run("verify", "--db", "sqlite:proof.db", "--json").stdout)
    ok(found["wrong"] == 1 and found["findings"][0]["what"] == "changed" and found["findings"][0]["seq"] == 2, "a changed act", found)


def links():
    """A database from before there were links: what stands in it enters the chains, and is held to them from then on."""
    subprocess.run([nation, "--db", "sqlite:old.db", "--cells", "6", "--months", "2", "--seed", "7"], check=True, timeout=60, stdout=subprocess.DEVNULL)
    objects = "SELECT DISTINCT cell, meeting, object, kind FROM chain_link"
    db = sqlite3.connect("old.db")
    before = set(db.execute(objects))
    db.executescript("DROP TABLE chain_link; DROP TABLE chain_known; DELETE FROM migration WHERE name = '2026-11-22_chain_link'")
    db.close()
    gives(5, "chibo upgrade", "an older database is not judged", "verify", "--db", "sqlite:old.db")
    gives(0, "2026-11-22_chain_link", "it is upgraded", "upgrade", "--db", "sqlite:old.db")
    db = sqlite3.connect("old.db")
    after = set(db.execute(objects))
    kinds = {row[3] for row in after}
    ok(after == before and {"minutes", "resolution", "score", "vote"} <= kinds, f"its {len(after)} minutes, resolutions, scores and votes have links", kinds)
    gives(0, "đều nguyên vẹn", "and every chain holds", "verify", "--db", "sqlite:old.db")
    db.executescript("UPDATE score_sheet SET total = total - 1 WHERE id = (SELECT max(id) FROM score_sheet WHERE state <> 'proposed')")
    db.close()
    gives(5, "đã bị sửa", "a score changed afterwards is found", "verify", "--db", "sqlite:old.db")


def postgres():
    pattern = os.environ.get("CHIBO_TEST_DB")
    if not pattern:
        return
    folder = pattern.split("host=")[1]
    name = f"operate_{os.getpid()}"

    def sql(text, database="postgres"):
        subprocess.run(["psql", "-q", "-h", folder, "-U", "chibo", "-d", database, "-c", text], check=True, timeout=60)

    sql(f"CREATE DATABASE {name}")
    url = pattern % name
    run("init", "--db", url)
    gives(0, ["PostgreSQL 15", "Lược đồ: đúng", "!lỗi"], "doctor", "doctor", "--db", url, "--deep")
    sql("DROP TABLE mail; DELETE FROM migration WHERE name = '2026-11-22_mail'", name)
    gives(0, ["2026-11-22_mail: 0", "không thay đổi"], "a trial", "upgrade", "--db", url, "--dry-run")
    gives(5, "--no-copy", "a copy comes first", "upgrade", "--db", url)
    gives(5, "chưa thay đổi gì", "a copy that fails", "upgrade", "--db", url, "--backup", "/dev/null/x")
    gives(5, "chibo upgrade", "nothing was changed", "doctor", "--db", url)
    gives(0, "Đã nâng cấp", "the upgrade", "upgrade", "--db", url, "--no-copy")
    gives(2, "chibo restore", "the way back is a backup", "upgrade", "--back", "--db", url)
    server = Server("--db", url)
    text = server.get("/metrics")[1]
    ok('engine="PostgreSQL 15' in text and "chibo_database_bytes" in text, "metrics", text)
    server.end()
    sql(f"DROP DATABASE {name}")


def main():
    for part in sys.argv[3:] or ["settings", "upgrade", "doctor", "metrics", "verify", "links", "postgres"]:
        globals()[part]()
    print(f"1..{count}")
    sys.exit(1 if failed else 0)


main()
