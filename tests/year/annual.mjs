/* The yearly review of each cell that is played: everybody of oneself (on a phone, or typed from paper), the cell verifies and votes, the committee decides. */
import { is, ok } from './world.mjs';

const YEAR = 2027, POINTS = { virtue: 14, critic: 9, duty: 34, body: 17, party: 17, study: 17, meetings: 17, build: 9, sudden: 8 };

export async function begin(world, look, papers) {
	for (const [i, cell] of world.played.entries()) {
		cell.review = await world.post(cell.secretary, `/cells/${cell.id}/annual`, { year: YEAR, self_by: '08/12/2027', day: '16/12/2027' });
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
	}
}

let seen = 0;
async function review_of_oneself(world, cell, person, self, look) {
	const who = person.cell ? cell.secretary : self ?? cell.clerk, path = `/annual/people/${person.id}/self`, page = await world.json(who, path);
	if (look && self && seen++ < 1) await look.see(who, path, 'annual-self');
	await world.post(who, path, { version: page.version, 'text-weak': 'Còn ít phát biểu', ...Object.fromEntries(page.lines.map(line => [`points-${line.id}`, POINTS[line.id]])), grade: 'good', remedied: 'none',
		...(self || person.cell ? {} : { paper: '1' }), send: '1' });
}

/* The evening of the review: members, then those who lead, then the cell; the committee decides the same week. */
export async function decide(world, look, papers) {
	let classified = 0, good = 0;
	for (const [i, cell] of world.played.entries()) {
		const { people, base } = await world.json(cell.secretary, `${cell.review}/verify`), { officer } = cell.commune;
		const vote = (person, fails = person.tasks > 2 * person.done) => ({ [`points-${person.id}`]: fails ? 45 : 82, [`grade-${person.id}`]: fails ? 'poor' : 'good', [`for-${person.id}`]: base - 1,
			[`reason-${person.id}`]: 'Chi bộ giao việc bằng lời', [`above-${person.id}`]: 1, [`remedied-${person.id}`]: 'yes', [`discipline-${person.id}`]: 'no', [`comment-${person.id}`]: 'Nên phát biểu nhiều hơn' });
		if (!i) await look.see(cell.secretary, `${cell.review}/verify`, 'annual-verify');
		await world.refused(cell.secretary, 'POST', `${cell.review}/propose`, {}, 409);
		await world.post(cell.secretary, `${cell.review}/collective`, { held: '16/12/2027' });
		const some = list => Object.assign({ base, held: 'paper' }, ...list.map(person => vote(person)));
		good += people.filter(each => !each.cell && each.tasks <= 2 * each.done).length;
		await world.post(cell.secretary, `${cell.review}/verify`, some(people.filter(each => !each.cell)));
		await world.post(cell.secretary, `${cell.review}/verify`, some(people.filter(each => each.cell)));
		await world.post(cell.secretary, `${cell.review}/propose`, {});
		const unit = `/units/${cell.base}/annual`;
		await world.post(officer, `${unit}/decide?year=${YEAR}`, { number: '45-QĐ/ĐU', day: '16/12/2027', [`pick-${cell.review.match(/\d+/)[0]}`]: '1' });
		const after = await world.json(cell.secretary, cell.review);
		is(after.state, 'decided', 'annual: the committee decided');
		is(after.people.filter(each => !each.left_out && !each.decided).length, 0, 'annual: everybody is classified');
		classified += after.people.filter(each => !each.cell && each.decided).length;
		if (i) continue;
		await look.see(cell.secretary, cell.review, 'annual-decided');
		await look.see(officer, `${unit}?year=${YEAR}`, 'annual-unit');
		await look.see(cell.member, `/cells/${cell.id}/annual`, 'annual-mine');
		await papers.keep(cell.secretary, `${cell.review}/proposal`, 'annual-proposal');
		await papers.keep(cell.secretary, `/annual/people/${people[1].id}/form`, 'annual-form');
		await papers.keep(officer, `${unit}/decision`, 'annual-decision', `?year=${YEAR}`);
	}
	Object.assign(world, { classified, good });
	ok(classified > 0, `annual: ${classified} members are classified`);
}
