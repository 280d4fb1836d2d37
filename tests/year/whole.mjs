/* Nothing is left out: every page and file of the chapters (tests/scope/matrix.txt has all routes) was seen in a browser or opened. */
import { readFileSync } from 'node:fs';

import { path_to } from '../browser/lib.mjs';
import { ok } from './world.mjs';

const chapters = /\/(teams|visits|coverage|inspections|guidance|model-meetings|classes|training|certificates|commendations|commitments|annual|appeals?)(?=[/.]|$)/;

export function nothing_left(look, papers) {
	const routes = readFileSync(path_to('tests/scope/matrix.txt'), 'utf8').split('\n').filter(line => line.startsWith('GET ')).map(line => line.split(' ')[1]);
	const walked = [...look.paths, ...papers.paths];
	const left = routes.filter(route => chapters.test(route)).filter(route => {
		const like = new RegExp(`^${route.replaceAll('.', '\\.').replaceAll(/\{[a-z_]+\}/g, '[^/]+')}$`);
		return !walked.some(path => like.test(path));
	});
	ok(!left.length, 'every page and every file of the chapters was seen', left.join('\n'));
}
