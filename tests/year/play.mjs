/* A year of a province, played: node tests/year/play.mjs [--cells N] [--played N] [--shots FOLDER] [--db URL]. Prints TAP. See README.md. */
import { mkdirSync } from 'node:fs';

import * as annual from './annual.mjs';
import * as annual_kept from './annual_kept.mjs';
import * as appeal from './appeal.mjs';
import * as commend from './commend.mjs';
import * as commitment from './commitment.mjs';
import * as committee from './committee.mjs';
import * as empty from './empty.mjs';
import * as figures from './figures.mjs';
import * as guidance from './guidance.mjs';
import * as inspect from './inspect.mjs';
import { Look } from './look.mjs';
import * as meeting from './meeting.mjs';
import * as model from './model.mjs';
import { Papers } from './paper.mjs';
import * as training from './training.mjs';
import * as transfer from './transfer.mjs';
import * as visit from './visit.mjs';
import { nothing_left } from './whole.mjs';
import { World, finish, is, ok } from './world.mjs';

const word = (name, otherwise) => process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : otherwise;
const cells = Number(word('--cells', '340')), played = Math.max(2, Number(word('--played', '6'))), folder = word('--shots', ''), db = word('--db');
const began = Date.now(), seconds = () => Math.round((Date.now() - began) / 1000);
if (folder) mkdirSync(folder, { recursive: true });

/* What is played after another: the clock, then who does something. */
const year = [
	['2027-01-12 08:00', empty.see, visit.set_up, visit.propose, commitment.begin],
	['2027-04-02 08:00', visit.hold, visit.propose, guidance.publish, meeting.plan, guidance.choose, training.call, inspect.plan],
	['2027-04-06 08:00', inspect.work],
	['2027-04-20 08:10', training.hold, training.certify, inspect.conclude],
	['2027-05-12 08:00', model.invite],
	['2027-05-20 19:30', meeting.hold, model.learn, guidance.report, inspect.settle],
	['2027-05-24 08:00', appeal.ask],
	['2027-05-26 08:00', appeal.answer],
	['2027-07-02 08:00', visit.hold, visit.propose, transfer.move, commitment.go_on],
	['2027-10-02 08:00', visit.hold, visit.propose],
	['2027-12-10 08:00', commend.propose, commitment.close, annual.begin, transfer.follow],
	['2027-12-16 19:30', annual.decide, annual_kept.see, transfer.end],
	['2027-12-29 08:00', visit.hold, visit.end, committee.end, figures.compare, figures.nothing_due],
];

/* The first cell of each commune, then the second of each, …: each with the people behind its accounts; and the committees right above them. */
async function choose(world) {
	const most = Math.max(...world.communes.map(commune => commune.cells.length));
	world.played = Array.from({ length: most }, (_, i) => world.communes.map(commune => commune.cells[i])).flat().filter(Boolean).slice(0, played);
	await world.each(world.played, async (cell, i) => {
		cell.own = {};
		for (const role of ['secretary', 'deputy', 'clerk', 'member'])
			cell.own[role] = (await world.json(cell[role], `/cells/${cell.id}/commitments`)).person;
		ok(Object.values(cell.own).every(Boolean), `the people of cell ${i + 1} come in`, cell.own);
	});
	const bases = new Map(world.cells.map(cell => [cell.base, { unit: cell.base, commune: cell.commune, cells: [] }]));
	for (const cell of world.cells) bases.get(cell.base).cells.push(cell);
	for (const base of bases.values()) base.played = base.cells.filter(cell => cell.own);
	for (const base of bases.values()) base.whole = base.played.length === base.cells.length;
	world.bases = world.played.map(cell => bases.get(cell.base)).filter((base, i, all) => all.indexOf(base) === i);
	for (const base of world.bases) base.officer = base.unit === base.commune.id ? base.commune.officer : world.appoint(base.unit);
}

const world = await World.make({ cells, folder: folder || undefined, db }), look = new Look(world, folder), papers = new Papers(world);
try {
	await world.at('2027-01-04 08:00');
	world.read_officers();
	is(world.communes.length, 34, 'a province of 34 communes');
	await choose(world);
	await look.open();
	for (const [when, ...parts] of year) {
		await world.at(when);
		for (const play of parts) {
			const from = Date.now();
			await play(world, look, papers);
			console.log(`# ${when} ${play.name}: ${Date.now() - from} ms`);
		}
	}
	nothing_left(look, papers);
	papers.open();
	await world.stop();
	world.run('verify'); /* ends with a status of its own when anything is wrong */
	ok(true, 'chibo verify: every chain of the year is whole');
} catch (error) {
	ok(false, 'the year is played to its end', error.stack);
} finally {
	await look.close();
	await world.end();
}
const failed = finish();
console.log(`# ${world.cells.length} cells, ${world.played?.length} played; ${world.counts.posts} forms, ${world.counts.refused} refusals, ${look.kinds.size} kinds of pages, ${papers.made.length} documents; ${seconds()} s`);
process.exitCode = failed ? 1 : 0;
