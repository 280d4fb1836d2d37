/* An inspection and a supervision, of the programme of two communes: plan, start in time, finding, conclusion, proof, re-check, end. */
import { is, ok } from './world.mjs';

const dossiers = [];

export async function plan(world, look, papers) {
	for (const [i, cell] of world.played.slice(0, 2).entries()) {
		const kind = i ? 'gs' : 'kt', { officer } = cell.commune, unit = `/units/${officer.unit}/inspections`;
		await world.post(officer, `${unit}/programme?year=2027`, { kind, subject: 'Thực hiện chế độ sinh hoạt chi bộ', cell: cell.id, when: 'Q2', lead: 'Ban Thường vụ Đảng ủy' });
		await world.post(officer, `${unit}/programme/approve?year=2027`, { number: '15-CTr/ĐU', day: '02/04/2027' });
		const { items } = await world.json(officer, unit), at = await world.post(officer, unit, { item: items[0].id });
		await world.refused(world.played[1 - i].secretary, 'GET', at, null, 403);
		if (!i) await look.see(officer, `${at}?find=${encodeURIComponent(officer.name)}`, 'inspect-no-team');
		await world.post(officer, `${at}/members`, { account: officer.account, post: 'Phó Chủ nhiệm Ủy ban Kiểm tra', head: '1' });
		if (!i) await look.see(officer, `${at}/paper?n=1`, 'inspect-paper-plan');
		await world.post(officer, `${at}/paper?n=1`, { version: 0, state: 'signed', number: '16-KH/ĐU', day: '02/04/2027', signer: 'Nguyễn Văn Quang', 'section-1': 'Giúp chi bộ giữ nền nếp sinh hoạt', send: '1' });
		await world.post(officer, `${at}/paper?n=2`, { version: 0, state: 'unneeded', reason: 'Ghi trong kế hoạch' });
		await world.post(officer, `${at}/paper?n=3`, { version: 0, state: 'signed', day: '02/04/2027', send: '1' });
		dossiers.push({ at, cell, officer, kind });
		if (i) continue;
		await look.see(officer, `${unit}/programme?year=2027`, 'inspect-programme');
		await look.see(officer, unit, 'inspect-unit');
		await look.see(world.officer, at, 'inspect-outline');
		await look.see(cell.secretary, at, 'inspect-announced');
		await papers.keep(officer, `${unit}/programme`, 'inspect-programme', '?year=2027');
		await papers.file(officer, `${unit}/programme.html?year=2027`, 'inspect-programme.html');
		await papers.file(officer, `${unit}/form.html?kind=kt&n=10`, 'inspect-empty.html');
		for (const [form, n] of [['kt', 4], ['gs', 10]]) await papers.keep(officer, `${unit}/form`, `inspect-empty-${form}${n}`, `?kind=${form}&n=${n}`);
	}
}

/* The second working day after the signing: the team begins, and works through its papers. */
export async function work(world, look, papers) {
	for (const { at, cell, officer, kind } of dossiers) {
		for (const [n, fields] of [[4, { number: '17-BB/TKT' }], [5, { number: '03-BC/CB' }], [6, { 'section-3': 'Đã xem sổ nghị quyết' }], [8, { number: '02-BC/TKT' }], [9, {}]])
			await world.post(officer, `${at}/paper?n=${n}`, { version: 0, state: 'signed', day: '06/04/2027', ...fields });
		await world.post(officer, `${at}/paper?n=7`, { version: 0, state: 'unneeded', reason: 'Không có nội dung phải thẩm tra' });
		await world.refused(officer, 'POST', `${at}/findings`, { text: 'Không có người', fix: 'x', due: '30/06/2027' }, 422);
		await world.post(officer, `${at}/findings`, { text: 'Biên bản ghi sơ sài', fix: 'Ghi đủ ý kiến phát biểu', person: cell.own.clerk, due: '30/06/2027' });
		if (kind !== 'kt') continue;
		await world.upload(officer, `${at}/file?n=6`, {}, 'tests/paper/plain.pdf');
		const [{ id }] = (await world.json(officer, at)).findings, scan = (await world.get(officer, `${at}/paper?n=6`)).match(/\/files\/(\d+)/)[1];
		await look.see(officer, at, 'inspect-dossier');
		await look.see(officer, `${at}/paper?n=6`, 'inspect-paper-work');
		await look.see(officer, `${at}/findings/${id}`, 'inspect-finding');
		await papers.file(officer, `${at}/files/${scan}`, 'inspect-scan.pdf');
	}
}

export async function conclude(world, look, papers) {
	for (const { at, cell, officer, kind } of dossiers) {
		await world.post(officer, `${at}/paper?n=10`, { version: 0, state: 'signed', number: '21-TB/ĐU', day: '19/04/2027', announced: '20/04/2027', 'section-1': 'Chi bộ đoàn kết', send: '1' });
		if (kind !== 'kt') continue;
		await look.see(cell.secretary, at, 'inspect-of-cell');
		await look.see(cell.secretary, `${at}/paper?n=10`, 'inspect-paper-cell');
		await look.see(cell.secretary, `${at}/findings/${(await world.json(cell.secretary, at)).findings[0].id}`, 'inspect-proof');
		await look.see(cell.secretary, `/cells/${cell.id}/inspections`, 'inspect-cell');
	}
}

/* What had to be put right is proved, looked at again, and the dossier ends. */
export async function settle(world, look, papers) {
	for (const { at, cell, officer, kind } of dossiers) {
		const [{ id }] = (await world.json(officer, at)).findings, finding = `${at}/findings/${id}`;
		await world.refused(officer, 'POST', `${at}/close`, {}, 409);
		await world.post(cell.secretary, `${finding}/proof`, { proof: 'Đã gửi biên bản tháng 5, ghi đủ ý kiến' });
		if (kind === 'kt') await look.see(officer, finding, 'inspect-recheck');
		await world.post(officer, `${finding}/recheck`, { result: 'done', recheck: 'Biên bản đầy đủ' });
		for (const n of [11, 12]) await world.post(officer, `${at}/paper?n=${n}`, { version: 0, state: 'signed', day: '20/05/2027' });
		await world.post(officer, `${at}/close`, {});
		const page = await world.json(officer, at);
		is(page.state, 'closed', `inspect: the ${kind} of a cell is closed`);
		ok(page.findings.every(each => each.state === 'closed'), 'inspect: its findings are closed', page.findings);
		for (const { n } of page.papers) await papers.keep(officer, `${at}/paper`, `inspect-${kind}${n}`, `?n=${n}`);
		if (kind !== 'kt') continue;
		await look.see(officer, at, 'inspect-closed');
		await look.see(officer, finding, 'inspect-finding-closed');
		await papers.file(officer, `${at}/paper.html?n=12`, 'inspect-kt12.html');
	}
}

export const done = () => dossiers.length;
