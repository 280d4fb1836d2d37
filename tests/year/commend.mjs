/* Praise: each cell that is played proposes a member and itself for a deed of the year; the commune agrees and decides; certificates are printed. */
import { is, ok } from './world.mjs';

const awards = [];
const YEAR = 2027;

export async function propose(world, look, papers) {
	for (const [i, cell] of world.played.entries()) {
		const page = `/cells/${cell.id}/commendations/new`, { awards: offered } = await world.json(cell.secretary, `${page}?kind=adhoc`);
		const award = offered.find(each => each.value.endsWith('.giay_khen'))?.value;
		await world.refused(cell.member, 'POST', page, { award, kind: 'adhoc', year: YEAR }, 403);
		if (!i) {
			await look.see(cell.secretary, `${page}?kind=adhoc`, 'commend-new');
			await papers.keep_as(cell.secretary, `/cells/${cell.id}/commendations/blank`, 'commend-blank');
		}
		const at = await world.post(cell.secretary, page, { award, kind: 'adhoc', title: 'Dẫn đầu làm đường giao thông liên thôn', year: YEAR, day: '10/12/2027', votes_for: 12, votes_all: 14,
			[`pick-m${cell.own.member}`]: '1', [`reason-m${cell.own.member}`]: 'Vận động năm hộ hiến đất', 'pick-c': '1', 'reason-c': 'Xong trước hạn 60 ngày' });
		const { items } = await world.json(cell.commune.officer, at);
		await world.post(cell.commune.officer, `${at}/review`, Object.fromEntries(items.map(item => [`answer-${item.id}`, 'agree'])));
		if (!i) {
			await look.see(cell.commune.officer, at, 'commend-agreed');
			await papers.keep_as(cell.secretary, `${at}/proposal`, 'commend-proposal');
		}
		const unit = award.split('.')[0];
		const decision = await world.post(cell.commune.officer, `/units/${unit}/commendations/decide?item=${items[0].id}`, { number: '31-QĐ/ĐU', day: '10/12/2027', signer: 'Trần Văn Hải', post: 'Bí thư',
			...Object.fromEntries(items.map(item => [`pick-${item.id}`, '1'])) });
		awards.push({ decision, cell });
		is((await world.json(cell.secretary, at)).items.filter(each => each.state === 'given').length, 2, 'commend: both are given what was proposed');
		if (i) continue;
		await look.see(cell.commune.officer, decision, 'commend-decision');
		await look.see(cell.commune.officer, `/units/${unit}/commendations?year=${YEAR}`, 'commend-unit');
		await look.see(cell.secretary, `/cells/${cell.id}/commendations`, 'commend-cell');
		await papers.keep_as(cell.commune.officer, `${decision}/decision`, 'commend-decision');
		await papers.keep_as(cell.commune.officer, `${decision}/certificates`, 'commend-certificates');
		await papers.keep_as(cell.secretary, `/cells/${cell.id}/commendations/book`, 'commend-book');
	}
	ok(awards.length === world.played.length, 'commend: every cell that is played was praised');
}
