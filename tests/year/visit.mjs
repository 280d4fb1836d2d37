/* Working teams: six of the province, which come to every cell once in the year. Each quarter is proposed and confirmed; after it each visit has its note,
   the cell's answer and its end. */
import { after, is, ok } from './world.mjs';

const TEAMS = 6, teams = [];
let quarter = '', held = 0;

export async function set_up(world, look) {
	const unit = world.officer.unit;
	for (let i = 0; i < TEAMS; i++) {
		const at = await world.post(world.officer, `/units/${unit}/teams`, { name: `Tổ công tác số ${i + 1}`, number: `${i + 1}-QĐ/TU`, day: '08/01/2027', since: '10/01/2027', last: '31/12/2027' });
		const { officer } = world.communes[i * 5];
		const page = await world.get(world.officer, `${at}?find=${encodeURIComponent(officer.name)}`);
		ok(page.includes(`value="${officer.account}"`), `visit: ${officer.name} is found for a team`);
		await world.post(world.officer, `${at}/members`, { account: officer.account, post: 'Phó Ban Tổ chức', place: 'Đảng ủy xã', head: '1' });
		teams.push({ at, id: after(at, '/teams/'), officer });
	}
	const secretary = world.cells[0].secretary;
	await world.refused(secretary, 'GET', teams[0].at, null, 403);
	await look.see(world.officer, `/units/${unit}/teams`, 'visit-teams');
	await look.see(world.officer, teams[0].at, 'visit-team');
	await look.see(world.officer, `${teams[0].at}?find=${encodeURIComponent(teams[1].officer.name)}`, 'visit-team-found');
	await look.see(world.officer, `/units/${unit}/coverage/places`, 'visit-places');
}

/* The next quarter, as the program proposes it. */
export async function propose(world, look, papers) {
	const unit = world.officer.unit, month = Number(world.today.slice(5, 7));
	quarter = `${world.today.slice(0, 4)}-Q${Math.ceil(month / 3)}`;
	await world.post(world.officer, `/units/${unit}/visits/proposal?q=${quarter}`, { most: Math.ceil(world.cells.length / TEAMS / 4), rest: 12 });
	if (quarter.endsWith('Q1')) await look.see(world.officer, `/units/${unit}/visits?q=${quarter}`, 'visit-proposal');
	const before = (await world.json(world.officer, `/units/${unit}/visits?q=${quarter}`)).visits;
	await world.post(world.officer, `/units/${unit}/visits?q=${quarter}`, {});
	const { visits } = await world.json(world.officer, `/units/${unit}/visits?q=${quarter}`);
	is(visits.filter(each => each.state === 'confirmed').length, before.length, `visit: all ${before.length} of ${quarter} are confirmed`);
	no_clash(visits);
	if (!quarter.endsWith('Q1')) return;
	await look.see(world.officer, `/units/${unit}/visits?q=${quarter}`, 'visit-calendar');
	const team = teams[0], planned = visits.find(each => each.team === team.id), at = `/visits/${planned.id}`;
	await look.see(world.officer, at, 'visit-planned-lead');
	await look.see(team.officer, at, 'visit-planned-team');
	await look.see(world.cells.find(cell => cell.id === planned.cell).secretary, at, 'visit-planned-cell');
	await look.see(team.officer, team.at, 'visit-own-team');
	await papers.file(team.officer, `${team.at}/calendar.ics`, 'visit.ics');
}

/* No cell twice, nobody in two communes on a day. */
function no_clash(visits) {
	is(new Set(visits.map(each => each.cell)).size, visits.length, 'visit: one visit a cell and quarter');
	const days = new Map();
	for (const { team, day, commune } of visits) days.set(`${team} ${day}`, (days.get(`${team} ${day}`) ?? new Set()).add(commune));
	ok([...days.values()].every(communes => communes.size === 1), 'visit: no team in two communes on a day');
}

/* The visits of the quarter that ended: noted by the team, answered by the cell, closed. */
export async function hold(world, look, papers) {
	const { visits } = await world.json(world.officer, `/units/${world.officer.unit}/visits?q=${quarter}`);
	const cells = new Map(world.cells.map(cell => [cell.id, cell]));
	await world.each(visits.filter(each => each.state === 'confirmed' && each.day <= world.today), async visit => {
		const at = `/visits/${visit.id}`, cell = cells.get(visit.cell), { officer } = teams.find(team => team.id === visit.team);
		const first = !held++, page = await world.get(officer, `${at}/note`);
		if (first) {
			await look.see(officer, at, 'visit-today');
			await look.see(officer, `${at}/note`, 'visit-note');
			await papers.keep(officer, `${at}/note`, 'visit-blank', '?blank=1');
			await world.refused(cell.member, 'POST', `${at}/reply`, { reply: 'Xin nhận' }, 403);
		}
		await world.post(officer, `${at}/note`, { version: after(page, 'name="version" value="'), good: 'Đúng giờ, đúng quy trình, tài liệu gửi trước', improve: 'Ít đồng chí phát biểu', advice: 'Gợi ý câu hỏi trước', ...points_of(page) });
		if (first) {
			await look.see(cell.secretary, at, 'visit-noted');
			await look.see(officer, `${at}/note`, 'visit-note-sent');
		}
		await world.post(cell.secretary, `${at}/reply`, { reply: 'Chi bộ tiếp thu, phân công phát biểu từ tháng sau' });
		if (first) await look.see(officer, at, 'visit-replied');
		await world.post(officer, `${at}/close`, { closing: 'Chi bộ đã sửa' });
		if (first) {
			await look.see(cell.secretary, at, 'visit-closed');
			await look.see(cell.secretary, `/cells/${cell.id}/visits`, 'visit-cell');
			await papers.keep(officer, `${at}/note`, 'visit-note');
		}
	});
}

/* The rubric, scored line by line: the most of what gives points, none of what takes them. */
const points_of = page => Object.fromEntries([...page.matchAll(/\(từ (-?\d+) đến (\d+) điểm\)[^]*?name="(points-[^"]+)"/g)].filter(([, low]) => low === '0').map(([, , high, name]) => [name, high]));

/* By the end of the year a team was everywhere, and every visit came to its end. */
export async function end(world, look) {
	const unit = world.officer.unit;
	const all = world.cells.length;
	const page = await world.until(world.officer, `/units/${unit}/coverage?months=12`, each => each.visited >= all);
	is(page.visited, all, `visit: all ${all} cells were visited in the year`);
	is(page.units.reduce((sum, each) => sum + each.visits, 0), held, 'visit: the communes count the visits that were held');
	const report = await world.get(world.officer, `/units/${unit}/period?p=2027`);
	ok(report.includes('Lượt dự sinh hoạt của tổ công tác'), 'visit: the report of the year tells of visits');
	await look.see(world.officer, `/units/${unit}/coverage?months=12`, 'visit-coverage');
	const [{ commune }] = world.cells;
	await look.see(commune.officer, `/units/${commune.officer.unit}/coverage?months=12`, 'visit-coverage-commune');
}
