/* Runs build/chibo for browser tests: a database of its own under build/tmp, a free port, stopped at the end. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';

import { path_to, root } from './lib.mjs';

const program = path_to('build/chibo');

function free_port() {
	return new Promise(done => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const { port } = server.address();
			server.close(() => done(port));
		});
	});
}

async function until_answers(base, server) {
	for (let i = 0; i < 100; i++) {
		assert.equal(server.exitCode, null, 'the server ended by itself');
		try {
			if ((await fetch(`${base}/healthz`)).ok) return;
		} catch { /* not yet */ }
		await new Promise(done => setTimeout(done, 50));
	}
	assert.fail('the server does not answer');
}

/* Makes a database, lets `fill(run)` put something into it, and serves it. run('user', 'add', …) is one command on that database and gives what
   it printed. nation: what `build/nation` is asked for, instead of an empty one; now: the clock stands still there. The answer has base, run and
   stop. */
export async function start_chibo(fill = () => {}, { nation, now } = {}) {
	mkdirSync(new URL('build/tmp/', root), { recursive: true });
	const folder = mkdtempSync(path_to('build/tmp/db-')), db = `sqlite:${folder}/chibo.db`;
	const env = now ? { ...process.env, CHIBO_NOW: String(now) } : process.env;
	const run = (...words) => execFileSync(program, [...words, '--db', db], { encoding: 'utf8', cwd: root, env });
	if (nation) execFileSync(path_to('build/nation'), ['--db', db, ...nation], { cwd: root, env, stdio: 'ignore' });
	else run('init');
	fill(run);
	const listen = `127.0.0.1:${await free_port()}`, base = `http://${listen}`;
	const server = spawn(program, ['serve', '--db', db, '--listen', listen], { stdio: 'ignore', env });
	const stop = async () => {
		const ended = new Promise(done => server.once('exit', done));
		if (server.exitCode === null) {
			server.kill('SIGTERM');
			await ended;
		}
		rmSync(folder, { recursive: true, force: true });
		return server.exitCode;
	};
	try {
		await until_answers(base, server);
	} catch (error) {
		await stop();
		throw error;
	}
	return { base, run, stop };
}
