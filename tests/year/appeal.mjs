/* Two cells do not agree with the grade that the commune gave a meeting: one is changed, one is kept. */
import { after, all_after, is } from './world.mjs';

const POINTS = { preparation: 5, papers: 4, steps: 5, content: 22, chairing: 9, principles: 5, results: 27, closing: 5 };
const asked = world => world.played.slice(0, 2);

/* The cell scores its meeting, the commune gives another grade, the cell asks to look again. */
export async function ask(world, look) {
	for (const [i, cell] of asked(world).entries()) {
		const { officer } = cell.commune, score = `${cell.evening}/score`, appeal = `${cell.evening}/appeal`;
		const lines = new Set(all_after(await world.get(cell.secretary, score), 'name="points-')), fields = [...lines].flatMap(line => [[`points-${line}`, POINTS[line] ?? 5], [`reason-${line}`, 'Theo sổ của chi bộ']]);
		await world.post(cell.secretary, score, { version: 0, ...Object.fromEntries(fields) });
		await world.post(cell.secretary, `${score}/submit`, { unvoted: '1' });
		if (!i) await look.see(cell.secretary, appeal, 'appeal-none');
		await world.post(officer, `${score}/grade`, { version: after(await world.get(officer, `${score}/grade`), 'name="version" value="'), grade: 'fair', 'superior-results': 20, 'superior-content': 15, reason: 'Hai chỉ tiêu chưa xong' });
		if (!i) await look.see(cell.secretary, appeal, 'appeal-ask');
		await world.post(cell.secretary, appeal, { about: 'grade', reason: 'Hai chỉ tiêu đã xong trước buổi họp', evidence: 'Biên bản nghiệm thu số 7' });
		await world.refused(cell.secretary, 'POST', appeal, { about: 'grade', reason: 'Lần nữa', evidence: 'b' }, 409);
	}
}

export async function answer(world, look, papers) {
	for (const [i, cell] of asked(world).entries()) {
		const { officer } = cell.commune, appeal = `${cell.evening}/appeal`, list = `/units/${officer.unit}/appeals`;
		if (!i) {
			await look.see(officer, list, 'appeal-waiting');
			await look.see(officer, appeal, 'appeal-answer');
			await look.see(cell.secretary, appeal, 'appeal-asked');
		}
		const [{ id, version }] = (await world.json(officer, appeal)).appeals;
		await world.post(officer, `${appeal}/answer`, { appeal: id, version, ...(i ? { decision: 'keep', answer: 'Chưa có biên bản nghiệm thu' } : { decision: 'change', grade: 'good', 'superior-results': 27, answer: 'Hai chỉ tiêu xong trước buổi họp' }) });
		is((await world.json(cell.secretary, appeal)).appeals[0].state, i ? 'kept' : 'changed', 'appeal: answered');
		if (i) continue;
		await look.see(cell.secretary, appeal, 'appeal-answered');
		await look.see(officer, list, 'appeal-list');
		await papers.keep(cell.secretary, appeal, 'appeal', `?appeal=${id}`);
		await papers.keep(cell.secretary, appeal, 'appeal-blank', '?blank=1');
	}
}
