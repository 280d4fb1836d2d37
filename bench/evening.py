#!/usr/bin/python3
"""The evening of a country on both engines in one run: evening.py BUILD [--scale 1] [--cells 2000] [--seconds 60] [--engines sqlite,postgresql]
[--only start,kinds,evening,step,idle,pin] [--gzip] [--priority N].

Makes a database of open meetings for each engine (SQLite: a file; PostgreSQL: a private server on a socket, fsync on), starts `chibo serve`
on it, and runs BUILD/evening beside it on the same cores: the start to the first answer, each kind of request as fast as it goes, the
evening by schedule, clients in lock step, idle connections. Prints each line as it comes and a table at the end, with the machine's load."""
import argparse
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = ["home", "meeting", "console", "roll", "notice", "overview", "pages", "tap", "sign clerk", "sign chair"]
WRITES, PAGES = 2300, 3000


def load():
	return "load %.1f" % os.getloadavg()[0]


def free_port():
	with socket.socket() as one:
		one.bind(("127.0.0.1", 0))
		return one.getsockname()[1]


class Server:
	"""chibo serve on a database, and how long it took to its first answer."""

	def __init__(self, build, url, log):
		self.port = free_port()
		began = time.monotonic()
		self.process = subprocess.Popen([f"{build}/chibo", "serve", "--db", url, "--listen", f"127.0.0.1:{self.port}"], stdout=log, stderr=log)
		while not self.answers():
			if self.process.poll() is not None or time.monotonic() - began > 60:
				sys.exit("the server did not start")
			time.sleep(0.001)
		self.started = (time.monotonic() - began) * 1000

	def answers(self):
		try:
			with socket.create_connection(("127.0.0.1", self.port)) as one:
				one.sendall(f"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n\r\n".encode())
				return one.recv(100).startswith(b"HTTP/1.1 200")
		except OSError:
			return False

	def memory(self):
		with open(f"/proc/{self.process.pid}/smaps_rollup") as rows:
			return next(int(row.split()[1]) / 1024 for row in rows if row.startswith("Rss:"))

	def stop(self):
		self.process.send_signal(signal.SIGTERM)
		self.process.wait(30)


class Bench:
	def __init__(self, args, engine, folder):
		self.args, self.engine, self.folder, self.rows = args, engine, folder, []
		self.tokens, self.postmaster = f"{folder}/{engine}.tokens", 0
		if engine == "sqlite":
			self.url = f"sqlite:{folder}/evening.db"
		else:
			self.cluster = f"{folder}/pg"
			subprocess.run([f"{HERE}/../tests/postgres/server", "start", self.cluster, "fsync=on", "shared_buffers=256MB", "max_wal_size=2GB"], check=True)
			self.url = f"postgresql://chibo@/postgres?host={self.cluster}"
			with open(f"{self.cluster}/data/postmaster.pid") as pid:
				self.postmaster = int(pid.readline())

	def close(self):
		if self.postmaster:
			subprocess.run([f"{HERE}/../tests/postgres/server", "stop", self.cluster], check=True)

	def say(self, name, text):
		print(f"{self.engine}: {name}: {text} ({load()})", flush=True)
		self.rows.append((name, text))

	def seed(self):
		began = time.monotonic()
		subprocess.run([f"{self.args.build}/evening_seed", "--db", self.url, "--tokens", self.tokens, "--cells", str(self.args.cells)], check=True)
		self.say("seed", f"{self.args.cells} cells in {time.monotonic() - began:.1f} s")

	def prioritise(self):
		"""Each backend of PostgreSQL is a session of its own."""
		with open(f"/proc/{self.postmaster}/task/{self.postmaster}/children") as children:
			for pid in [self.postmaster, *children.read().split()]:
				with open(f"/proc/{pid}/autogroup", "w") as group:
					group.write(str(self.args.priority))

	def generate(self, server, *words):
		if self.postmaster and self.args.priority:
			self.prioritise()
		done = subprocess.run([f"{self.args.build}/evening", "--url", f"http://127.0.0.1:{server.port}", "--tokens", self.tokens, "--pid", str(server.process.pid),
			"--database", str(self.postmaster), *(["--gzip"] if self.args.gzip else []), *map(str, words)], stdout=subprocess.PIPE, text=True)
		return done.stdout

	def start(self, log):
		for _ in range(3):
			server = Server(self.args.build, self.url, log)
			time.sleep(2)
			self.say("start", f"{server.started:.0f} ms to the first answer, {server.memory():.1f} MB resident")
			server.stop()

	def kinds(self, server):
		for kind in KINDS:
			out = self.generate(server, "--closed", kind, "--connections", 16, "--seconds", 2, "--warm", 0 if kind.startswith("sign") else 0.5)
			rate = re.search(r"^(?:writes|pages): \d+, (\d+)/s.*?(p50 \S+).*?(p99 \S+)", out, re.M)
			cpu = re.search(r"^cpu: server (\d+) %, database (\d+) %.*; (\S+) us", out, re.M)
			self.say(kind, f"{rate[1]}/s, {rate[2]} {rate[3]} ms, {cpu[3]} us CPU each (server {cpu[1]} %, database {cpu[2]} %)" if rate and cpu else "none")

	def disk(self):
		"""What carrying 16 KB to the disk takes in this minute."""
		file, took = os.open(f"{self.folder}/disk", os.O_RDWR | os.O_CREAT), []
		for i in range(400):
			os.pwrite(file, os.urandom(16384), i % 100 * 16384)
			began = time.monotonic()
			os.fdatasync(file)
			took.append((time.monotonic() - began) * 1000)
		os.close(file)
		took.sort()
		self.say("disk", f"fdatasync of 16 KB: p50 {took[200]:.2f} p90 {took[360]:.2f} p99 {took[396]:.2f} ms")

	def evening(self, server):
		self.disk()
		out = self.generate(server, "--writes", WRITES * self.args.scale, "--pages", PAGES * self.args.scale, "--seconds", self.args.seconds, "--warm", 3)
		for row in out.splitlines():
			self.say("evening", row)

	def step(self, server):
		for clients in (128, 256):
			for row in self.generate(server, "--step", clients, "--seconds", 2).splitlines():
				if not row.startswith("sent late"):
					self.say(f"step {clients}", row)

	def idle(self, server):
		for row in self.generate(server, "--idle", 10000, "--seconds", 1).splitlines():
			self.say("idle", row)

	def pin(self, server):
		"""Pages alone, and with 50 people a second who give their PIN, in turn: argon2 must not delay a page."""
		rounds, seconds, late = 3, 10, {False: [], True: []}
		for at in range(rounds):
			for beside in (False, True):
				out = self.generate(server, "--pages", PAGES / 2 * self.args.scale, "--seconds", seconds, "--warm", 1,
					*(["--pins", 50, "--skip", at * 60 * (seconds + 1)] if beside else []))
				late[beside].append(float(re.search(r"^pages: .* p99 (\S+)", out, re.M)[1]))
				for row in out.splitlines():
					self.say("with PINs" if beside else "alone", row)
		median = {beside: sorted(of)[rounds // 2] for beside, of in late.items()}
		self.say("pages p99", f"{median[True]:.2f} ms with 50 PINs a second, {median[False]:.2f} alone: {median[True] / median[False]:.2f} x")

	def run(self, parts):
		self.seed()
		with open(f"{self.folder}/{self.engine}.log", "wb") as log:
			if "start" in parts:
				self.start(log)
			for part in parts:
				if part != "start":
					server = Server(self.args.build, self.url, log)
					getattr(self, part)(server)
					server.stop()


def main():
	words = argparse.ArgumentParser(description=__doc__)
	words.add_argument("build")
	words.add_argument("--scale", type=float, default=1)
	words.add_argument("--cells", type=int, default=2000)
	words.add_argument("--seconds", type=int, default=60)
	words.add_argument("--engines", default="sqlite,postgresql")
	words.add_argument("--only", default="start,kinds,evening,step,idle")
	words.add_argument("--gzip", action="store_true")
	words.add_argument("--priority", type=int, default=0, help="of this session among those of the machine (Linux autogroup), to measure beside others")
	args = words.parse_args()
	if args.priority:
		if os.getsid(0) != os.getpid():
			os.setsid()
		with open("/proc/self/autogroup", "w") as group:
			group.write(str(args.priority))
	results = {}
	with tempfile.TemporaryDirectory(prefix="chibo-evening-") as folder:
		os.chmod(folder, 0o755)
		for engine in args.engines.split(","):
			bench = Bench(args, engine, folder)
			try:
				bench.run(args.only.split(","))
			finally:
				bench.close()
			results[engine] = bench.rows
	print("\n| what | " + " | ".join(results) + " |\n|---" * (len(results) + 1) + "|")
	for at in range(max(map(len, results.values()))):
		rows = [rows[at] if at < len(rows) else ("", "") for rows in results.values()]
		print(f"| {rows[0][0]} | " + " | ".join(text for _, text in rows) + " |")


if __name__ == "__main__":
	main()
