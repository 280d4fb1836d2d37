/* A province of 34 communes with a year of meetings behind it (bench/nation), and a server on it whose clock stands where the story is. People are
   cookies: the leaders and one member of each cell, the officer of each commune, the officer of the province. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

import { path_to, root } from '../browser/lib.mjs';

const program = path_to('build/chibo'), PROVINCE = '01', COMMUNES = 34, AT_ONCE = 8;
export const pin = '482915';
const wait = ms => new Promise(done => setTimeout(done, ms));

/* TAP: one line a check. What is not so stops nothing, so that a run tells all. */
let count = 0, failed = 0;
export function ok(good, what, seen = '') {
	count++;
	failed += !good;
	console.log(`${good ? 'ok' : 'not ok'} ${count} - ${what}`);
	if (!good) console.log(`# ${String(typeof seen === 'string' ? seen : JSON.stringify(seen)).slice(0, 1200).replaceAll('\n', '\n# ')}`);
	return good;
}
export const is = (seen, wanted, what) => ok(seen === wanted, what, `${JSON.stringify(seen)} where ${JSON.stringify(wanted)} should be`);
export const finish = () => {
	console.log(`1..${count}`);
	return failed;
};

function free_port() {
	return new Promise(done => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const { port } = server.address();
			server.close(() => done(port));
		});
	});
}

/* The first province of the list with as many of its communes. */
function write_units(path) {
	const lines = readFileSync(path_to('bench/data/units.csv'), 'utf8').split(/\r?\n/);
	const communes = lines.filter(line => line.endsWith(`,${PROVINCE}`)).slice(0, COMMUNES);
	assert.equal(communes.length, COMMUNES);
	writeFileSync(path, [lines[0], lines.find(line => line.startsWith(`${PROVINCE},`)), ...communes, ''].join('\n'));
}

/* "2027-03-01 19:30" in Hà Nội. */
const instant = when => Date.parse(`${when.replace(' ', 'T')}:00+07:00`);

export class World {
	static async make({ cells, folder, db }) {
		const world = new World();
		mkdirSync(new URL('build/tmp/', root), { recursive: true });
		world.folder = mkdtempSync(path_to('build/tmp/year-'));
		world.kept = folder ?? world.folder;
		mkdirSync(world.kept, { recursive: true });
		world.db = db ?? `sqlite:${world.folder}/chibo.db`;
		write_units(`${world.folder}/units.csv`);
		execFileSync(path_to('build/nation'), ['--db', world.db, '--units', `${world.folder}/units.csv`, '--communes', `${COMMUNES}`, '--cells', `${cells}`, '--months',
			'12', '--until', '202612', '--live', '60', '--reports', '0', '--seed', '1', '--tokens', `${world.folder}/tokens`, '--sample', `${cells + 100}`]);
		world.read_tokens();
		world.port = await free_port();
		world.base = `http://127.0.0.1:${world.port}`;
		world.commands = 0;
		world.counts = { posts: 0, gets: 0, refused: 0 };
		return world;
	}

	read_tokens() {
		const cells = new Map(), communes = new Map();
		let cell;
		for (const line of readFileSync(`${this.folder}/tokens`, 'utf8').trim().split('\n').slice(1)) {
			const [role, id, meeting, token] = line.split('\t'), cookie = `chibo=${token}`;
			if (role !== 'officer') {
				cell = cells.get(id) ?? cells.set(id, { id, meeting }).get(id);
				cell[role] = { cookie, role, cell: id };
				continue;
			}
			const commune = communes.get(id) ?? communes.set(id, { id, officer: { cookie, role, unit: id }, cells: [] }).get(id);
			cell.commune = commune;
			if (!commune.cells.includes(cell)) commune.cells.push(cell);
		}
		this.cells = [...cells.values()];
		this.communes = [...communes.values()];
	}

	/* Each command a moment later: beside a server on PostgreSQL it makes its ids by itself. */
	run(...words) {
		return execFileSync(program, [...words, '--db', this.db], { encoding: 'utf8', cwd: root, env: { ...this.env(), CHIBO_NOW: String(this.now + this.commands++) } });
	}

	env() {
		return { ...process.env, CHIBO_NOW: String(this.now), TZ: 'UTC' };
	}

	/* The clock goes on: the server begins anew there. */
	async at(when) {
		await this.stop();
		this.now = instant(when);
		this.today = when.slice(0, 10);
		this.server = spawn(program, ['serve', '--db', this.db, '--listen', `127.0.0.1:${this.port}`, ...(process.env.YEAR_LOG ? ['--log'] : [])], { stdio: process.env.YEAR_LOG ? 'inherit' : 'ignore', env: this.env() });
		for (let i = 0; i < 200; i++) {
			assert.equal(this.server.exitCode, null, 'the server ended by itself');
			try {
				if ((await fetch(`${this.base}/healthz`)).ok) return;
			} catch { /* not yet */ }
			await wait(25);
		}
		assert.fail('the server does not answer');
	}

	async stop() {
		if (!this.server || this.server.exitCode !== null) return;
		const ended = new Promise(done => this.server.once('exit', done));
		this.server.kill('SIGTERM');
		await ended;
	}

	async end() {
		await this.stop();
		rmSync(this.folder, { recursive: true, force: true });
	}

	/* Officers are signed out when they do nothing for a while: each comes in by a link again when the clock went on. */
	async enter(who) {
		if (!who?.login) return;
		if (who.entered !== this.now) Object.assign(who, { entered: this.now, entering: this.sign_in(who) });
		await who.entering;
	}

	async sign_in(who) {
		const link = this.run('user', 'link', '--login', who.login, '--base', this.base).match(/link=(\S+)/)[1];
		who.cookie = '';
		const answer = await this.send(null, 'POST', '/sign-in', { link, machine: 'own' });
		who.cookie = answer.headers.getSetCookie().find(each => each.startsWith('chibo=')).split(';')[0];
	}

	/* What units are called by their offices, where they stand, and who looks after them. */
	read_officers() {
		const units = this.units = JSON.parse(this.run('units', 'list', '--json')), accounts = JSON.parse(this.run('user', 'list', '--json'));
		const of = new Map(units.map(unit => [unit.id, unit])), by_code = new Map(units.map(unit => [unit.code, unit]));
		const officer_of = (login, unit) => {
			const { id, name } = accounts.find(each => each.login === login);
			return { login, name, unit, account: id, role: 'officer' };
		};
		for (const commune of this.communes) Object.assign(commune, { code: of.get(commune.id).code, name: of.get(commune.id).name });
		for (const commune of this.communes) Object.assign(commune.officer, officer_of(`cbx${commune.code.split('.')[1]}`, commune.id));
		for (const cell of this.cells) {
			const { code, name, parent } = of.get(cell.id);
			Object.assign(cell, { code, name, base: by_code.get(parent).id });
		}
		this.officer = officer_of(`cbt${PROVINCE}`, by_code.get(`${PROVINCE}.000.000.000.000`).id);
	}

	/* An officer for a committee that has none yet. */
	appoint(unit) {
		const { code } = this.units.find(each => each.id === unit), login = `cb${code.replaceAll('.', '')}`, name = 'Lê Thị Cán';
		this.run('user', 'add', '--login', login, '--name', name, '--role', 'officer', '--unit', code);
		return { login, name, unit, role: 'officer' };
	}

	/* A file with its form; gives where it leads. */
	async upload(who, path, fields, file) {
		await this.enter(who);
		const body = new FormData();
		for (const [name, value] of Object.entries({ op: randomUUID(), ...fields })) body.append(name, value);
		body.append('file', new Blob([readFileSync(path_to(file))]), file.split('/').pop());
		const answer = await fetch(this.base + path, { method: 'POST', headers: { Origin: this.base, Cookie: who.cookie }, body, redirect: 'manual' });
		this.counts.posts++;
		if (answer.status !== 303) ok(false, `POST ${path} with a file as ${who.role}: ${answer.status}`, said({ text: await answer.text() }));
	}

	async send(who, method, path, fields, json = false) {
		await this.enter(who);
		const headers = { Origin: this.base, ...(who ? { Cookie: who.cookie } : {}), ...(json ? { Accept: 'application/json' } : {}) };
		let body;
		if (method === 'POST') {
			const form = new URLSearchParams({ op: randomUUID() });
			for (const [name, value] of Object.entries(fields ?? {})) if (value !== undefined) form.append(name, value);
			headers['Content-Type'] = 'application/x-www-form-urlencoded';
			body = form.toString();
		}
		const answer = await fetch(this.base + path, { method, headers, body, redirect: 'manual' });
		const bytes = Buffer.from(await answer.arrayBuffer());
		return { status: answer.status, headers: answer.headers, bytes, text: bytes.toString('utf8'), location: (answer.headers.get('location') ?? '').replace(this.base, '') };
	}

	/* A page that must come. */
	async get(who, path) {
		const answer = await this.send(who, 'GET', path);
		this.counts.gets++;
		if (answer.status !== 200) ok(false, `GET ${path} as ${who?.role}: ${answer.status}`, said(answer));
		return answer.text;
	}

	async json(who, path) {
		const answer = await this.send(who, 'GET', path, null, true);
		this.counts.gets++;
		if (answer.status === 200) return JSON.parse(answer.text.replaceAll(/([:[,])(\d{16,})(?=[,}\]])/g, '$1"$2"')); /* ids are larger than numbers */
		ok(false, `GET ${path} (JSON) as ${who?.role}: ${answer.status}`, said(answer));
		return {};
	}

	/* A form that must be taken; gives where it leads. */
	async post(who, path, fields) {
		const answer = await this.send(who, 'POST', path, fields);
		this.counts.posts++;
		if (answer.status !== 303) {
			ok(false, `POST ${path} as ${who.role}: ${answer.status}`, said(answer) + JSON.stringify(fields));
			return '';
		}
		return answer.location;
	}

	/* A form or page that must be refused, with a word of why. */
	async refused(who, method, path, fields, status, word = '') {
		const answer = await this.send(who, method, path, fields);
		this.counts.refused++;
		ok(answer.status === status && answer.text.includes(word), `refused: ${method} ${path.replaceAll(/\d{6,}/g, 'N')} ${word}`, `${answer.status} ${said(answer)}`);
	}

	/* Something for each of many, some of them at once: what each cell does is its own story. */
	async each(list, play) {
		const waiting = [...list.entries()];
		const hand = async () => {
			for (let next; (next = waiting.shift());) await play(next[1], next[0]);
		};
		await Promise.all(Array.from({ length: AT_ONCE }, hand));
	}

	/* What a page says at last, when figures have rolled up. */
	async until(who, path, good) {
		let page;
		for (let i = 0; i < 60; i++) {
			page = await this.json(who, path);
			if (good(page)) break;
			await wait(250);
		}
		return page;
	}
}

/* What an error page says. */
const said = answer => (answer.text.match(/class="errors"[^]*?<\/div>/)?.[0] ?? answer.text.match(/<main[^]*?<\/main>/)?.[0] ?? answer.text)
	.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ').slice(0, 400);

/* The last of what stands behind a text in a page: value_after(page, 'name="version" value="'). */
export const after = (page, text) => page.includes(text) ? page.slice(page.indexOf(text) + text.length).match(/^[^"'\s<&]*/)[0] : '';
export const all_after = (page, text) => page.split(text).slice(1).map(rest => rest.match(/^[^"'\s<&]*/)[0]);
/* 2027-03-01 as a form has it. */
export const typed = day => day.split('-').reverse().join('/');
