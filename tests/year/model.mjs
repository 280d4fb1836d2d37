/* A model meeting: the first cell shows how it is done; the other cells of its commune come, note what they saw, and read the lessons. */
import { is, ok } from './world.mjs';

let at = '';
const others = cell => cell.commune.cells.filter(each => each !== cell);

export async function invite(world, look, papers) {
	const [cell] = world.played, { officer } = cell.commune;
	at = await world.post(officer, `/units/${officer.unit}/model-meetings`, { code: cell.code, day: '20/05/2027', purpose: 'Làm mẫu điều hành thảo luận, kết luận' });
	await world.refused(others(cell)[0].secretary, 'GET', at, null, 403);
	await look.see(officer, at, 'model-marked');
	await world.refused(officer, 'POST', `${at}/guests`, { cell: cell.code }, 422);
	for (const guest of others(cell)) await world.post(officer, `${at}/guests`, { cell: guest.code });
	await world.post(officer, `${at}/window`, { new_purpose: 'Làm mẫu điều hành thảo luận, kết luận', since: '14/05/2027', last: '10/06/2027', number: '12-GM/ĐU', day: '12/05/2027' });
	await look.see(officer, at, 'model-invited');
	await look.see(others(cell)[0].secretary, at, 'model-guest');
	await look.see(cell.secretary, at, 'model-host');
	await papers.keep(officer, `${at}/invitation`, 'model-invitation');
}

/* After the meeting: who came, what each side noted, the lessons. */
export async function learn(world, look, papers) {
	const [cell] = world.played, { officer } = cell.commune, guests = others(cell);
	const page = await world.json(cell.secretary, at);
	await look.see(cell.secretary, at, 'model-presence');
	await look.see(guests[0].secretary, at, 'model-note');
	await world.post(cell.secretary, `${at}/presence`, Object.fromEntries(page.guests.map(guest => [`came-${guest.id}`, 2])));
	for (const guest of guests) await world.post(guest.secretary, `${at}/notes`, { 'good-conduct': 'Chủ trì gợi mở, ai cũng được nói', 'improve-conclusion': 'Kết luận còn dài' });
	await look.see(officer, at, 'model-lessons');
	await world.post(officer, `${at}/publish`, { 'lesson-conduct': 'Chủ trì gợi mở, mời từng người', 'lesson-conclusion': 'Kết luận ngắn, rõ người, rõ việc', conclusion: 'Các chi bộ học tập', reach: officer.unit });
	await papers.keep(officer, `${at}/lessons`, 'model-lessons');
	const sent = await world.until(officer, at, each => each.should >= guests.length);
	ok(sent.should >= guests.length, 'model: the cells of the commune should read the lessons', sent.should);
	await look.see(guests[0].secretary, at, 'model-read');
	await look.see(officer, `${at}/readers`, 'model-readers');
	for (const reader of cell.commune.cells)
		if ((await world.json(reader.secretary, at)).may_read) await world.post(reader.secretary, `${at}/read`, {});
	const after = await world.json(officer, at);
	is(after.done, after.should, 'model: all who should read the lessons did');
	await look.see(officer, at, 'model-published');
	await look.see(cell.secretary, `/cells/${cell.id}/model-meetings`, 'model-cell');
	await look.see(officer, `/units/${officer.unit}/model-meetings`, 'model-unit');
}
