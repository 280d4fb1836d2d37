/* Praise: each cell that is played proposes a member and itself for a deed of the year; the committee agrees and decides on all its cells at once; certificates
   are printed. */
import { is } from './world.mjs';

const YEAR = 2027;

/* Gives what was proposed. */
async function propose_of(world, cell, look, papers) {
	const page = `/cells/${cell.id}/commendations/new`, { awards: offered } = await world.json(cell.secretary, `${page}?kind=adhoc`);
	const award = offered.find(each => each.value.endsWith('.giay_khen'))?.value;
	await world.refused(cell.member, 'POST', page, { award, kind: 'adhoc', year: YEAR }, 403);
	if (look) {
		await look.see(cell.secretary, page, 'commend-new-yearly');
		await look.see(cell.secretary, `/cells/${cell.id}/commendations/earlier`, 'commend-earlier');
		await look.see(cell.secretary, `${page}?kind=adhoc`, 'commend-new');
		await papers.keep_as(cell.secretary, `/cells/${cell.id}/commendations/blank`, 'commend-blank');
	}
	return world.post(cell.secretary, page, { award, kind: 'adhoc', title: 'Dẫn đầu làm đường giao thông liên thôn', year: YEAR, day: '10/12/2027', votes_for: 12, votes_all: 14,
		[`pick-m${cell.own.member}`]: '1', [`reason-m${cell.own.member}`]: 'Vận động năm hộ hiến đất', 'pick-c': '1', 'reason-c': 'Xong trước hạn 60 ngày' });
}

export async function propose(world, look, papers) {
	await world.each(world.bases, async ({ unit, officer, played }, first) => {
		const list = [], given = [];
		for (const [i, cell] of played.entries()) {
			const seen = first || i ? null : look, at = await propose_of(world, cell, seen, papers), { items } = await world.json(officer, at);
			await seen?.see(cell.secretary, at, 'commend-proposed');
			await seen?.see(officer, at, 'commend-review');
			await seen?.see(officer, `/units/${unit}/commendations?year=${YEAR}`, 'commend-unit-waiting');
			await world.post(officer, `${at}/review`, Object.fromEntries(items.map(item => [`answer-${item.id}`, 'agree'])));
			list.push({ at, items });
		}
		const [{ at }] = list, [cell] = played, items = list.flatMap(each => each.items);
		if (!first) {
			await look.see(officer, at, 'commend-agreed');
			await look.see(officer, `/units/${unit}/commendations/decide?item=${items[0].id}`, 'commend-decide');
			await papers.keep_as(cell.secretary, `${at}/proposal`, 'commend-proposal');
		}
		const decision = await world.post(officer, `/units/${unit}/commendations/decide?item=${items[0].id}`, { number: '31-QĐ/ĐU', day: '10/12/2027', signer: 'Trần Văn Hải', post: 'Bí thư',
			...Object.fromEntries(items.map(item => [`pick-${item.id}`, '1'])) });
		for (const each of list) given.push(...(await world.json(officer, each.at)).items.filter(item => item.state === 'given'));
		is(given.length, 2 * played.length, `commend: ${played.length} cells and as many members are given what was proposed`);
		if (first) return;
		await look.see(officer, decision, 'commend-decision');
		await look.see(officer, `/units/${unit}/commendations?year=${YEAR}`, 'commend-unit');
		await look.see(cell.secretary, `/cells/${cell.id}/commendations`, 'commend-cell');
		await look.see(cell.member, `/cells/${cell.id}/members/${cell.own.member}/commendations`, 'commend-member');
		await look.see(world.officer, `/units/${world.officer.unit}/commendations?year=${YEAR}`, 'commend-province');
		await papers.keep_as(officer, `/units/${unit}/commendations/blank`, 'commend-decision-blank');
		await papers.keep_as(officer, `/units/${unit}/commendations/certificate`, 'commend-certificate-blank');
		await papers.keep_as(officer, `${decision}/decision`, 'commend-decision');
		await papers.keep_as(officer, `${decision}/certificates`, 'commend-certificates');
		await papers.keep_as(cell.secretary, `/cells/${cell.id}/commendations/book`, 'commend-book');
	});
}
