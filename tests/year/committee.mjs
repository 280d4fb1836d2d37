/* Committees are reviewed after all below them: the one above opens the year, each writes of itself, closes its year when its cells are decided, votes and
   proposes; the one above decides. */
import { is, ok } from './world.mjs';

const YEAR = 2027, POINTS = { virtue: 16, critic: 8, duty: 33, below: 17, build: 8 }, FIRST = 'Cấp dưới trước, cấp trên sau';
export const page_of = ({ unit }, act = '') => `/units/${unit}/annual${act}?year=${YEAR}`;

/* The province, its communes, the committees below them (some cells stand right below a commune): each with what is below it. */
export function tree_of(world) {
	const bases = world.bases.filter(base => base.unit !== base.commune.id), communes = world.communes.filter(commune => commune.cells.some(cell => cell.own));
	for (const commune of communes) Object.assign(commune, { unit: commune.id, below: bases.filter(base => base.commune === commune), whole: commune.cells.every(cell => cell.own) });
	const province = { unit: world.officer.unit, officer: world.officer, below: communes, whole: world.cells.every(cell => cell.own) };
	for (const above of [province, ...communes]) for (const each of above.below) each.above = above;
	return { province, communes, bases };
}

/* The year is opened from above; the officer of each committee writes for it. */
export async function begin(world, look, papers) {
	const { province, communes, bases } = world.tree = tree_of(world);
	for (const above of [province, ...communes]) {
		await world.post(above.officer, page_of(above), { self_by: '08/12/2027', propose_by: '16/12/2027', decide_by: '31/12/2027', scope: 'cell' });
		const reviews = new Map((await world.json(above.officer, page_of(above))).units.map(each => [each.id, each.review]));
		for (const each of above.below) each.review = `/annual/${reviews.get(each.unit)}`;
	}
	await world.each([...bases, ...communes], async (each, i) => {
		each.id = (await world.json(each.officer, each.review)).people[0].id;
		const path = `/annual/people/${each.id}/self`, page = await world.json(each.officer, path);
		if (!i) {
			await world.refused(each.played[0].secretary, 'GET', each.review, null, 403);
			await look.see(each.officer, path, 'committee-self');
			await papers.keep(each.officer, `/annual/people/${each.id}/form`, 'committee-empty');
		}
		await world.post(each.officer, path, { version: page.version, ...Object.fromEntries(page.parts.map(part => [`text-${part.id}`, part.text || 'Đã nêu trong báo cáo năm'])), ...Object.fromEntries(page.lines.map(line => [`points-${line.id}`, POINTS[line.id]])), grade: 'good', remedied: 'yes', send: '1' });
		await world.post(each.officer, `${each.review}/draft`, { sent: '10/12/2027' });
	});
}

export const close = (world, each, day) => world.post(each.officer, page_of(each, '/close'), { close_number: '12-BC/ĐU', close_day: day });
export const too_early = (world, each, day) => world.refused(each.officer, 'POST', page_of(each, '/close'), { close_number: '12-BC/ĐU', close_day: day }, 409, FIRST);

/* Its collective is reviewed; once all below it is decided it closes its year and proposes its own grade. */
export async function propose(world, each, day, look, papers) {
	const vote = { base: 11, held: 'paper', [`points-${each.id}`]: 82, [`grade-${each.id}`]: 'good', [`for-${each.id}`]: 10, [`against-${each.id}`]: 1, [`reason-${each.id}`]: 'Xong 9 trên 10 việc của chương trình năm' };
	const verify = `${each.review}/verify`;
	await world.post(each.officer, `${each.review}/collective`, { held: day });
	await world.post(each.officer, `${each.review}/agency`, { agency: 'none' });
	if (!each.whole) {
		await world.refused(each.officer, 'POST', verify, vote, 409, FIRST);
		return too_early(world, each, day);
	}
	await world.refused(each.officer, 'POST', verify, vote, 409, 'chưa khép lại năm');
	await close(world, each, day);
	if (look) await look.see(each.officer, verify, 'committee-verify');
	await world.post(each.officer, verify, vote);
	await world.post(each.officer, `${each.review}/propose`, {});
	await world.refused(each.officer, 'POST', `${each.review}/return`, { why: 'Việc của mình' }, 403);
	if (!look) return;
	await papers.keep(each.officer, `${each.review}/proposal`, 'committee-proposal');
	await papers.keep(each.officer, `/annual/people/${each.id}/form`, 'committee-form');
}

/* The one above hears its agencies and decides of all at once. */
export async function decide(world, above, day, look, papers) {
	const ready = above.below.filter(each => each.whole);
	await too_early(world, above, day);
	if (!ready.length) return;
	for (const each of ready) await world.post(above.officer, `${each.review}/opinion`, { agency: 'Ban Xây dựng Đảng', said: day, opinion: 'Đồng ý với đề nghị', view: 'good' });
	if (look) await look.see(above.officer, page_of(above), 'committee-proposed');
	await world.post(above.officer, page_of(above, '/decide'), { number: '52-QĐ/ĐU', day, ...Object.fromEntries(ready.map(each => [`pick-${each.review.match(/\d+/)[0]}`, '1'])) });
	for (const each of ready) is((await world.json(each.officer, each.review)).people.filter(one => one.decided).length, 1, 'annual: a committee is classified');
	if (!look) return;
	await look.see(above.officer, page_of(above), 'committee-decided');
	await look.see(ready[0].officer, ready[0].review, 'committee-review');
	await papers.keep(above.officer, `/units/${above.unit}/annual/decision`, 'committee-decision', `?year=${YEAR}&number=${encodeURIComponent('52-QĐ/ĐU')}`);
}

/* The end of the year: communes as the committees below them, then the province, which nobody here decides of. */
export async function end(world, look, papers) {
	const { province, communes, bases } = world.tree, day = '29/12/2027';
	await world.each(communes, each => propose(world, each, day));
	await decide(world, province, day, look, papers);
	if (province.whole) await close(world, province, day);
	world.graded = [...bases, ...communes].filter(each => each.whole).length;
	const shut = [province, ...communes, ...bases].filter(each => each.whole);
	await world.each(shut, async each => ok((await world.json(each.officer, page_of(each))).closed_day, 'annual: a committee closed its year'));
	await look.see(communes[0].officer, page_of(communes[0]), 'annual-commune');
	await look.see(world.officer, page_of(province), 'annual-province');
}
