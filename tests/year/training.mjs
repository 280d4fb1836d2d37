/* A class for all secretaries of the province: called by their office, marked from the list, a quiz on the phone or from paper, certificates. */
import { is, ok } from './world.mjs';

let at = '', lesson = '';

export async function call(world, look, papers) {
	const unit = world.officer.unit;
	at = await world.post(world.officer, `/units/${unit}/classes`, { title: 'Bồi dưỡng bí thư chi bộ năm 2027', kind: 'secretary', about: 'Nghiệp vụ công tác đảng ở chi bộ', organiser: 'Ban Tổ chức Thành ủy', place: 'Trường Chính trị', number: '45-KH/TU', day: '01/04/2027', least: 80 });
	await world.post(world.officer, `${at}/lessons`, { lesson_day: '20/04/2027', minute: '08:00', length: 180, topic: 'Sinh hoạt chi bộ theo hướng dẫn mới', teacher: 'Lê Văn Giảng' });
	await world.post(world.officer, `${at}/people/again`, {});
	await world.post(world.officer, `${at}/open`, {});
	const page = await world.json(world.officer, at);
	is(page.people, world.cells.length, 'training: the secretary of every cell is called');
	lesson = page.lessons[0].id;
	await world.refused(world.cells[0].member, 'GET', `${at}/people`, null, 403);
	await look.see(world.officer, `${at}/people`, 'training-people');
	await look.see(world.officer, at, 'training-class');
	await papers.keep(world.officer, `${at}/notice`, 'training-notice');
	await papers.keep(world.officer, `${at}/list`, 'training-list');
}

/* All pages of a list, each with its form. */
async function each_page(world, path, fields_of) {
	for (let page = 1, more = true; more; page++) {
		const list = await world.json(world.officer, `${path}?page=${page}`);
		await world.post(world.officer, `${path}?page=${page}`, Object.fromEntries(list.seats.flatMap(fields_of)));
		more = Boolean(list.after);
	}
}

export async function hold(world, look, papers) {
	await each_page(world, `${at}/lessons/${lesson}`, seat => [[`state-${seat.id}`, 'present']]);
	for (const [text, right] of [['Chi bộ họp thường kỳ mấy lần một tháng?', 1], ['Ai chủ trì sinh hoạt chi bộ?', 2]])
		await world.post(world.officer, `${at}/questions`, { text, 'choice-1': 'Một lần', 'choice-2': 'Bí thư', [`right-${right}`]: 1 });
	await world.post(world.officer, `${at}/questions/rules`, { pass: 50, tries: 2, to: 'open' });
	const quiz = await world.json(world.officer, `${at}/questions`), on_phone = new Set();
	await world.each(world.played, async cell => {
		const { seat } = await world.json(cell.secretary, at);
		on_phone.add(seat);
		if (on_phone.size === 1) await look.see(cell.secretary, `${at}/seats/${seat}/quiz`, 'training-quiz');
		await world.post(cell.secretary, `${at}/seats/${seat}/quiz`, Object.fromEntries(quiz.questions.map((question, i) => [`a-${question.id}`, i + 1])));
	});
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
	const covered = await world.until(world.officer, `/units/${world.officer.unit}/training`, page => page.trained === world.cells.length);
	is(covered.trained, world.cells.length, 'training: the secretaries of all cells are trained');
	ok(covered.units.every(unit => unit.trained === unit.cells), 'training: in every commune too');
	await look.see(world.officer, `/units/${world.officer.unit}/training`, 'training-coverage');
}
