/* The yearly review of each cell that is played: everybody of oneself (on a phone, or typed from paper), the cell verifies and votes, the committee decides. */
import * as committee from './committee.mjs';
import { is, ok } from './world.mjs';

const YEAR = 2027, POINTS = { virtue: 14, critic: 9, duty: 34, body: 17, party: 17, study: 17, meetings: 17, build: 9, sudden: 8 };

/* A committee all of whose cells are played opens the year for them; elsewhere each cell does. */
export async function open(world) {
	await world.each(world.bases, async base => {
		if (!base.whole) {
			for (const cell of base.played) cell.review = await world.post(cell.secretary, `/cells/${cell.id}/annual`, { year: YEAR, self_by: '08/12/2027', day: '16/12/2027' });
			return;
		}
		const page = committee.page_of(base);
		await world.post(base.officer, page, { self_by: '08/12/2027', propose_by: '16/12/2027', decide_by: '31/12/2027', scope: 'cell' });
		const reviews = new Map((await world.json(base.officer, page)).cells.map(each => [each.id, each.review]));
		for (const cell of base.played) cell.review = `/annual/${reviews.get(cell.id)}`;
	});
}

export async function begin(world, look, papers) {
	await open(world);
	await committee.begin(world, look, papers);
	await world.each(world.played, async (cell, i) => {
		const page = await world.json(cell.secretary, cell.review), people = page.people.filter(each => !each.left_out);
		const names = new Map();
		for (const role of ['secretary', 'deputy', 'clerk', 'member'])
			for (const { id } of (await world.json(cell[role], `/cells/${cell.id}/annual`)).mine) names.set(id, cell[role]);
		if (!i) {
			await world.refused(world.played.at(-1).secretary, 'GET', cell.review, null, 403);
			await look.see(cell.secretary, cell.review, 'annual-open');
			await papers.keep(cell.secretary, `/annual/people/${people[1].id}/form`, 'annual-empty');
		}
		for (const person of people) await review_of_oneself(world, cell, person, names.get(person.id), i ? null : look);
		await world.post(cell.secretary, `${cell.review}/draft`, { sent: '10/12/2027' });
		if (page.asks_agency) await world.post(cell.secretary, `${cell.review}/agency`, { agency: 'none' });
	});
}

let seen = 0;
async function review_of_oneself(world, cell, person, self, look) {
	const who = person.cell ? cell.secretary : self ?? cell.clerk, path = `/annual/people/${person.id}/self`, page = await world.json(who, path);
	if (look && self && seen++ < 1) await look.see(who, path, 'annual-self');
	await world.post(who, path, { version: page.version, 'text-weak': 'Còn ít phát biểu', ...Object.fromEntries(page.lines.map(line => [`points-${line.id}`, POINTS[line.id]])), grade: 'good', remedied: 'none',
		...(self || person.cell ? {} : { paper: '1' }), send: '1' });
}

/* The evening of the review: members, then those who lead, then the cell. */
async function verify(world, cell, look) {
	const { people, base } = await world.json(cell.secretary, `${cell.review}/verify`);
	const vote = (person, fails = person.tasks > 2 * person.done) => ({ [`points-${person.id}`]: fails ? 45 : 82, [`grade-${person.id}`]: fails ? 'poor' : 'good', [`for-${person.id}`]: base - 1,
		[`reason-${person.id}`]: 'Chi bộ giao việc bằng lời', [`above-${person.id}`]: 1, [`remedied-${person.id}`]: 'yes', [`discipline-${person.id}`]: 'no', [`comment-${person.id}`]: 'Nên phát biểu nhiều hơn' });
	if (look) await look.see(cell.secretary, `${cell.review}/verify`, 'annual-verify');
	await world.refused(cell.secretary, 'POST', `${cell.review}/propose`, {}, 409);
	await world.post(cell.secretary, `${cell.review}/collective`, { held: '16/12/2027' });
	const some = list => Object.assign({ base, held: 'paper' }, ...list.map(person => vote(person)));
	await world.post(cell.secretary, `${cell.review}/verify`, some(people.filter(each => !each.cell)));
	await world.post(cell.secretary, `${cell.review}/verify`, some(people.filter(each => each.cell)));
	await world.post(cell.secretary, `${cell.review}/propose`, {});
	cell.good = people.filter(each => !each.cell && each.tasks <= 2 * each.done).length;
}

/* All cells vote; each committee decides what its cells proposed, and only then is reviewed itself; its commune decides of it. */
export async function decide(world, look, papers) {
	await world.each(world.played, (cell, i) => verify(world, cell, i ? null : look));
	let classified = 0;
	await world.each(world.bases, async (each, i) => {
		const { unit, officer, played } = each, page = committee.page_of(each);
		if (!i) await look.see(officer, page, 'annual-proposed');
		await committee.too_early(world, each, '16/12/2027');
		await world.post(officer, committee.page_of(each, '/decide'), { number: '45-QĐ/ĐU', day: '16/12/2027', ...Object.fromEntries(played.map(cell => [`pick-${cell.review.match(/\d+/)[0]}`, '1'])) });
		for (const cell of played) {
			const after = await world.json(cell.secretary, cell.review);
			is(after.state, 'decided', 'annual: the committee decided');
			is(after.people.filter(each => !each.left_out && !each.decided).length, 0, 'annual: everybody is classified');
			classified += after.people.filter(each => !each.cell && each.decided).length;
		}
		if (i) return;
		const [cell] = played, { people } = await world.json(cell.secretary, cell.review);
		await look.see(cell.secretary, cell.review, 'annual-decided');
		await look.see(officer, page, 'annual-unit');
		await look.see(cell.member, `/cells/${cell.id}/annual`, 'annual-mine');
		await papers.keep(cell.secretary, `${cell.review}/proposal`, 'annual-proposal');
		await papers.keep(cell.secretary, `/annual/people/${people[1].id}/form`, 'annual-form');
		await papers.keep(officer, `/units/${unit}/annual/decision`, 'annual-decision', `?year=${YEAR}&number=${encodeURIComponent('45-QĐ/ĐU')}`);
	});
	Object.assign(world, { classified, good: world.played.reduce((sum, cell) => sum + cell.good, 0) });
	ok(classified > 0, `annual: ${classified} members are classified`);
	const whole = world.tree.bases.find(each => each.whole);
	await world.each(world.tree.bases, each => committee.propose(world, each, '16/12/2027', each === whole ? look : null, papers));
	await world.each(world.tree.communes, each => committee.decide(world, each, '16/12/2027'));
}
