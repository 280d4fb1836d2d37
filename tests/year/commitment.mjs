/* Commitments: asked for in January, sent by those with an account, typed in from paper for the rest; progress in the year; the check in December. */
import { after, all_after, is, ok } from './world.mjs';

const YEAR = 2027, ask = cell => `/cells/${cell.id}/commitments`;
const words = { 'text-1': 'Giữ vững lập trường, học tập nghị quyết đầy đủ', 'text-2': 'Giữ gìn phẩm chất, gương mẫu ở nơi cư trú',
	'text-3': 'Làm việc có kế hoạch, nói đi đôi với làm', 'text-4': 'Dự sinh hoạt đầy đủ, chấp hành phân công', 'text-5': 'Hoàn thành nhiệm vụ chi bộ giao',
	'text-6': 'Phát biểu ý kiến ở mỗi buổi họp', 'item-1': 'Học đủ các chuyên đề trong năm', 'measure-1': '4 chuyên đề', 'due-1': '30/11/2027',
	'item-2': 'Giúp một hộ khó khăn ở khu dân cư', 'measure-2': '1 hộ có việc làm ổn định', 'due-2': '15/12/2027', send: '1' };

const version = page => after(page, 'name="version" value="');

async function commit(world, cell) {
	const people = (await world.json(cell.secretary, `${ask(cell)}?year=${YEAR}`)).people;
	const typists = { [cell.own.secretary]: cell.secretary, [cell.own.member]: cell.member };
	cell.commitments = cell.drafted ? [cell.drafted] : [];
	for (const person of people.filter(each => each.state === 'none')) {
		const who = typists[person.person] ?? cell.clerk, path = `${ask(cell)}/new?year=${YEAR}${who === cell.clerk ? `&person=${person.person}` : ''}`;
		const at = await world.post(who, path, words), judge = person.person === cell.own.secretary ? cell.deputy : cell.secretary;
		cell.commitments.push({ at, judge });
		await world.post(judge, `${at}/agree`, { version: version(await world.get(judge, at)) });
	}
}

/* On the phone: begun, kept, then gone on with. What is not sent yet is nobody's but one's own. */
async function draft(world, look, cell) {
	const path = `${ask(cell)}/new?year=${YEAR}`;
	await look.see(cell.member, path, 'commitment-new');
	const at = await world.post(cell.member, path, { 'text-1': words['text-1'] });
	await world.refused(cell.secretary, 'GET', at, null, 403);
	await look.see(cell.member, at, 'commitment-draft');
	await look.see(cell.member, `${at}/edit`, 'commitment-edit');
	await world.post(cell.member, `${at}/edit`, { version: version(await world.get(cell.member, `${at}/edit`)), ...words });
	await look.see(cell.secretary, at, 'commitment-sent');
	await look.see(cell.secretary, `${ask(cell)}?year=${YEAR}`, 'commitment-cell-waiting');
	await world.post(cell.secretary, `${at}/agree`, { version: version(await world.get(cell.secretary, at)) });
	cell.drafted = { at, judge: cell.secretary };
}

/* January: a cell asks, everybody commits, the cell agrees. */
export async function begin(world, look, papers) {
	await world.refused(world.cells[0].member, 'POST', ask(world.cells[0]), { year: YEAR, due: '28/02/2027' }, 403);
	await world.each(world.played, async cell => {
		await world.post(cell.secretary, ask(cell), { year: YEAR, due: '28/02/2027' });
		if (cell === world.played[0]) await draft(world, look, cell);
		await commit(world, cell);
	});
	const [cell] = world.played;
	await look.see(cell.secretary, `${ask(cell)}?year=${YEAR}`, 'commitment-cell');
	await look.see(cell.member, `${ask(cell)}?year=${YEAR}`, 'commitment-mine');
	await look.see(cell.clerk, `${ask(cell)}/new?year=${YEAR}&person=${cell.own.member}`, 'commitment-form');
	await look.see(cell.secretary, cell.commitments[0].at, 'commitment-agreed');
	await look.see(cell.secretary, `/units/${cell.id}/commitments/layout`, 'commitment-layout');
	await papers.keep(cell.secretary, `${ask(cell)}/form`, 'commitment-form', `?year=${YEAR}`);
	await world.refused(cell.commune.officer, 'GET', cell.commitments[0].at, null, 403);
}

/* In the year something is said of each first item. */
export async function go_on(world, look) {
	await world.each(world.played, async cell => {
		for (const { at } of cell.commitments) {
			const item = after(await world.get(cell.secretary, at), '<option value="');
			await world.post(cell.secretary, `${at}/progress`, { item, state: 'going', words: 'Đã học hai chuyên đề' });
		}
	});
	const [cell] = world.played, [{ at }] = cell.commitments;
	await world.post(cell.secretary, `${at}/addenda`, { reason: 'Chi bộ giao thêm việc', text: 'Phụ trách tổ tự quản số 2', measure: 'không có vụ việc', due: '20/12/2027' });
	const addendum = after(await world.get(cell.deputy, at), 'name="addendum" value="');
	await world.post(cell.deputy, `${at}/addenda/decide`, { addendum, answer: 'agreed' });
	await look.see(cell.secretary, at, 'commitment-progress');
}

/* December: everybody is checked and noted, and the counts are those of what was done. */
export async function close(world, look, papers) {
	let sent = 0;
	await world.each(world.played, async (each, i) => {
		for (const { at, judge } of each.commitments) {
			const page = await world.get(each.clerk, `${at}/check`), items = [...new Set(all_after(page, 'name="state-'))];
			if (!i && at === each.commitments[0].at) await look.see(each.clerk, `${at}/check`, 'commitment-check');
			const fields = { words: 'Các phần khác giữ được' };
			items.forEach((item, later) => Object.assign(fields, { [`state-${item}`]: later ? 'part' : 'done', [`words-${item}`]: later ? 'Hộ đã có vốn, chưa ổn định' : '' }));
			await world.post(each.clerk, `${at}/check`, fields);
			await world.post(judge, `${at}/note`, { note: 'Đồng chí thực hiện nghiêm túc' });
			sent++;
		}
	});
	const [cell] = world.played, list = await world.json(cell.secretary, `${ask(cell)}?year=${YEAR}`);
	is(list.people.filter(each => each.state !== 'agreed' && each.state !== 'exempt').length, 0, 'commitment: nobody of the cell is left');
	ok(list.people.every(each => each.noted || each.state === 'exempt'), 'commitment: everybody is noted');
	const unit = await world.until(world.officer, `/units/${world.officer.unit}/commitments?year=${YEAR}`, page => page.noted === sent);
	for (const [name, wanted] of Object.entries({ cells: world.played.length, committed: sent, agreed: sent, checked: sent, noted: sent }))
		is(unit[name], wanted, `commitment: the province counts ${name}`);
	is(unit.rows.reduce((sum, row) => sum + row.committed, 0), sent, 'commitment: the communes add up');
	await look.see(world.officer, `/units/${world.officer.unit}/commitments?year=${YEAR}`, 'commitment-province');
	await look.see(cell.secretary, cell.commitments[0].at, 'commitment-noted');
	await papers.keep(cell.secretary, `${cell.commitments[0].at}/commitment`, 'commitment');
	await papers.keep(cell.secretary, `${ask(cell)}/list`, 'commitment-list', `?year=${YEAR}`);
	await look.see(cell.member, cell.drafted.at, 'commitment-own');
	await look.see(cell.secretary, `${ask(cell)}?year=${YEAR}`, 'commitment-cell-done');
}
