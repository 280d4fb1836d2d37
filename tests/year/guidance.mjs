/* Thematic guidance of the second quarter: published by the province, chosen and planned by every cell, held by the cells that are played. */
import { after, is, ok } from './world.mjs';
import { DAY, THEME } from './meeting.mjs';

const Q = '2027-Q2';
let guide = '', theme = '';
const cells_page = world => `/units/${world.officer.unit}/guidance/cells?q=${Q}`;

export async function publish(world, look, papers) {
	guide = await world.post(world.officer, `/units/${world.officer.unit}/guidance`, { year: 2027, quarter: 2, title: 'Sinh hoạt chuyên đề quý II năm 2027', intro: 'Nâng cao chất lượng sinh hoạt chuyên đề.' });
	await world.refused(world.officer, 'POST', `${guide}/publish`, { number: '05-HD/TU', day: '02/04/2027' }, 409, 'Chưa có chuyên đề');
	await world.post(world.officer, `${guide}/themes`, { title: THEME, text: 'Vai trò của đảng viên ở khu dân cư.', questions: 'Đảng viên làm gương thế nào?\nViệc gì làm ngay trong quý?', due: '5' });
	await world.upload(world.officer, `${guide}/papers`, { paper_title: 'Đề cương gợi ý thảo luận' }, 'tests/paper/plain.pdf');
	await look.see(world.officer, guide, 'guidance-draft');
	await world.post(world.officer, `${guide}/publish`, { number: '05-HD/TU', day: '02/04/2027', capacity: 'T/M BAN THƯỜNG VỤ', post: 'PHÓ BÍ THƯ', signer: 'Đỗ Văn Quang' });
	theme = (await world.json(world.officer, guide)).themes[0].id;
	await papers.keep(world.officer, `${guide}/document`, 'guidance');
	const page = await world.until(world.officer, cells_page(world), each => each.waiting === world.cells.length), [cell] = world.played;
	is(page.waiting, world.cells.length, 'guidance: every cell of the province is waited for');
	await look.see(world.officer, guide, 'guidance-published');
	await look.see(world.officer, `/units/${world.officer.unit}/guidance?q=${Q}`, 'guidance-list');
	await look.see(cell.member, guide, 'guidance-read');
	await look.see(cell.secretary, `/cells/${cell.id}/guidance?q=${Q}`, 'guidance-choose');
	await look.see(cell.member, `/cells/${cell.id}/guidance?q=${Q}`, 'guidance-member');
	await papers.file(cell.member, `${guide}/papers/${after(await world.get(cell.member, guide), '/papers/').split('/')[0]}/file`, 'guidance-file.pdf');
}

/* Every secretary chooses and plans. */
export async function choose(world, look, papers) {
	await world.each(world.cells, async cell => {
		await world.post(cell.secretary, `/cells/${cell.id}/guidance?q=${Q}`, { theme });
		await world.post(cell.secretary, `/cells/${cell.id}/guidance/plan?q=${Q}`, { month: 5, ...(cell.evening ? { meeting: after(`${cell.evening} `, '/meetings/') } : {}) });
	});
	const [cell] = world.played;
	await world.refused(cell.member, 'POST', `/cells/${cell.id}/guidance?q=${Q}`, { theme }, 403);
	await look.see(cell.secretary, `/cells/${cell.id}/guidance?q=${Q}`, 'guidance-cell');
	await look.see(cell.secretary, `/cells/${cell.id}/guidance/year?year=2027`, 'guidance-year');
	await papers.keep(cell.secretary, `/cells/${cell.id}/guidance/plan`, 'guidance-plan', `?q=${Q}`);
	await papers.keep(cell.secretary, `/cells/${cell.id}/guidance/plan`, 'guidance-plan-blank', `?q=${Q}&blank=1`);
}

/* What came of it, once the meeting is over. */
export async function report(world, look) {
	const [first] = world.played;
	await look.see(first.secretary, `/cells/${first.id}/guidance?q=${Q}`, 'guidance-held');
	await world.each(world.played, cell => world.post(cell.secretary, `/cells/${cell.id}/guidance/result?q=${Q}`, { result: 'Thống nhất làm 300 m đường liên thôn, mỗi hộ góp 5 ngày công' }));
	const page = await world.until(world.officer, cells_page(world), each => each.reported === world.played.length && each.waiting === 0);
	is(page.waiting, 0, 'guidance: no cell is waited for any more');
	is(page.planned, world.cells.length, 'guidance: every cell planned');
	is(page.held, world.played.length, `guidance: ${world.played.length} cells held it on ${DAY}`);
	is(page.reported, world.played.length, 'guidance: each of them reported');
	ok(page.units.every(unit => unit.waiting === 0), 'guidance: nor in any commune');
	await look.see(world.officer, cells_page(world), 'guidance-followed');
	await look.see(first.commune.officer, `/units/${first.commune.officer.unit}/guidance/cells?q=${Q}`, 'guidance-followed-commune');
	await look.see(first.secretary, `/cells/${first.id}/guidance?q=${Q}`, 'guidance-reported');
}
