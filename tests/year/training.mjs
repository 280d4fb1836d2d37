/* A class for all secretaries of the province: called by their office, marked from the list, a quiz on the phone or from paper, certificates. */
import { is, ok } from './world.mjs';

let at = '', lesson = '';

export async function call(world, look, papers) {
	const unit = world.officer.unit;
	at = await world.post(world.officer, `/units/${unit}/classes`, { title: 'Bồi dưỡng bí thư chi bộ năm 2027', kind: 'secretary', about: 'Nghiệp vụ công tác đảng ở chi bộ', organiser: 'Ban Tổ chức Thành ủy', place: 'Trường Chính trị', number: '45-KH/TU', day: '01/04/2027', least: 80 });
	await look.see(world.officer, at, 'training-draft');
	await world.post(world.officer, `${at}/lessons`, { lesson_day: '20/04/2027', minute: '08:00', length: 180, topic: 'Sinh hoạt chi bộ theo hướng dẫn mới', teacher: 'Lê Văn Giảng' });
	await world.post(world.officer, `${at}/people/again`, {});
	await look.see(world.officer, at, 'training-ready');
	await world.post(world.officer, `${at}/open`, {});
	await world.upload(world.officer, `${at}/materials`, { title: 'Đề cương bài giảng' }, 'tests/paper/plain.docx');
	const page = await world.json(world.officer, at);
	is(page.people, world.cells.length, 'training: the secretary of every cell is called');
	lesson = page.lessons[0].id;
	await world.refused(world.cells[0].member, 'GET', `${at}/people`, null, 403);
	await look.see(world.officer, `${at}/people`, 'training-people');
	await look.see(world.officer, at, 'training-class');
	await look.see(world.officer, `${at}/edit`, 'training-edit');
	await look.see(world.officer, `${at}/materials`, 'training-materials');
	await look.see(world.officer, `/units/${unit}/classes`, 'training-classes');
	const [cell] = world.played;
	await look.see(cell.secretary, at, 'training-called');
	await look.see(cell.secretary, `${at}/materials`, 'training-materials-read');
	await look.see(cell.secretary, `/cells/${cell.id}/classes`, 'training-cell');
	await look.see(cell.commune.officer, `/units/${cell.commune.officer.unit}/training/missing`, 'training-missing');
	await papers.file(cell.secretary, `${at}/calendar.ics`, 'training.ics');
	await papers.file(cell.secretary, `${at}/materials/${(await world.json(cell.secretary, at)).materials[0].id}/file`, 'training-material.docx');
	await papers.keep(world.officer, `${at}/notice`, 'training-notice');
	await papers.keep(world.officer, `${at}/list`, 'training-list');
	await papers.keep(world.officer, `${at}/list`, 'training-list-blank', '?blank=1');
}

/* All pages of a list, each with its form. */
async function each_page(world, path, fields_of) {
	for (let page = 1, more = true; more; page++) {
		const list = await world.json(world.officer, `${path}?page=${page}`);
		await world.post(world.officer, `${path}?page=${page}`, Object.fromEntries(list.seats.flatMap(fields_of)));
		more = Boolean(list.after);
	}
}

/* In the room: a code on the screen, the button on the phone. */
async function here(world, look) {
	const [cell] = world.played, path = `${at}/lessons/${lesson}/here`;
	await look.see(world.officer, `${at}/lessons/${lesson}/screen`, 'training-screen');
	const code = (await world.get(world.officer, `${at}/lessons/${lesson}/screen`)).match(/Mã QR điểm danh (\d+)/)[1];
	await look.see(cell.secretary, path, 'training-here');
	await look.see(cell.secretary, `${path}/${code}`, 'training-here-code');
	await world.post(cell.secretary, path, { code });
	await look.see(cell.secretary, path, 'training-here-done');
}

export async function hold(world, look, papers) {
	await here(world, look);
	await each_page(world, `${at}/lessons/${lesson}`, seat => [[`state-${seat.id}`, 'present']]);
	await look.see(world.officer, `${at}/questions`, 'training-questions-none');
	for (const [text, right] of [['Chi bộ họp thường kỳ mấy lần một tháng?', 1], ['Ai chủ trì sinh hoạt chi bộ?', 2]])
		await world.post(world.officer, `${at}/questions`, { text, 'choice-1': 'Một lần', 'choice-2': 'Bí thư', [`right-${right}`]: 1 });
	await world.post(world.officer, `${at}/questions/rules`, { pass: 50, tries: 2, to: 'open' });
	const quiz = await world.json(world.officer, `${at}/questions`), on_phone = new Set();
	await look.see(world.officer, `${at}/questions`, 'training-questions');
	await world.each(world.played, async cell => {
		const { seat } = await world.json(cell.secretary, at);
		on_phone.add(seat);
		if (on_phone.size === 1) await look.see(cell.secretary, `${at}/seats/${seat}/quiz`, 'training-quiz');
		await world.post(cell.secretary, `${at}/seats/${seat}/quiz`, Object.fromEntries(quiz.questions.map((question, i) => [`a-${question.id}`, i + 1])));
	});
	const [cell] = world.played;
	await look.see(cell.secretary, `${at}/seats/${(await world.json(cell.secretary, at)).seat}/quiz`, 'training-quiz-done');
	await look.see(world.officer, `${at}/results`, 'training-results-open');
	await each_page(world, `${at}/results`, seat => on_phone.has(seat.id) ? [] : [[`correct-${seat.id}`, 2]]);
	await look.see(world.officer, `${at}/lessons/${lesson}`, 'training-roll');
	await papers.keep(world.officer, `${at}/quiz`, 'training-quiz');
}

export async function certify(world, look, papers) {
	await world.post(world.officer, `${at}/questions/rules`, { pass: 50, tries: 2, to: 'close' });
	await world.post(world.officer, `${at}/end`, {});
	await world.post(world.officer, `${at}/certificates`, { number: '12-QĐ/TU', day: '20/04/2027', signer: 'Trần Văn Ký', signer_post: 'Trưởng ban' });
	const [cell] = world.played, results = await world.json(world.officer, `${at}/results`);
	is(results.passed, world.cells.length, 'training: everybody passed');
	is(results.certificates, world.cells.length, 'training: everybody has a certificate');
	await look.see(world.officer, `${at}/results`, 'training-results');
	await papers.keep(world.officer, `${at}/results`, 'training-results');
	const { seat } = await world.json(cell.secretary, at);
	await papers.keep(cell.secretary, `${at}/seats/${seat}/certificate`, 'training-certificate');
	await look.see(cell.secretary, at, 'training-ended');
	await look.see(world.officer, at, 'training-ended-lead');
	await look.see(cell.secretary, '/certificates?code=ABCD-1234', 'training-certificate-none');
	const covered = await world.until(world.officer, `/units/${world.officer.unit}/training`, page => page.trained === world.cells.length);
	is(covered.trained, world.cells.length, 'training: the secretaries of all cells are trained');
	ok(covered.units.every(unit => unit.trained === unit.cells), 'training: in every commune too');
	await look.see(world.officer, `/units/${world.officer.unit}/training`, 'training-coverage');
}
