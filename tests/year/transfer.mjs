/* In mid-year a member goes from the last cell that is played to the one before it, and is classified where he is at the end of the year. */
import { is, ok } from './world.mjs';

let from, to, name = '', person = '';
const names = async (world, who, path) => (await world.json(who, path)).people.map(each => each.name);

export async function move(world, look) {
	[to, from] = world.played.slice(-2);
	if (!from) return;
	const page = `/cells/${from.id}/transfers/new`, there = new Set(await names(world, to.secretary, `/cells/${to.id}/transfers/new`)), own = Object.values(from.own);
	({ name, person } = (await world.json(from.secretary, page)).people.find(each => !each.label && !own.includes(each.person) && !there.has(each.name)));
	const way = await world.post(from.secretary, `${page}?member=${person}&to=${to.id}`, { member: person, to: to.id, kind: 'official', day: '02/07/2027', paper: '15-GT/ĐU', reason: 'Theo gia đình' });
	await world.refused(from.secretary, 'POST', `${way}/accept`, { day: '02/07/2027' }, 403);
	const [{ id }] = (await world.json(to.secretary, `/cells/${to.id}/transfers`)).ways;
	await look.see(to.secretary, `/cells/${to.id}/transfers/${id}`, 'transfer-asked');
	await world.post(to.secretary, `/cells/${to.id}/transfers/${id}/accept`, { day: '02/07/2027' });
	await look.see(from.secretary, way, 'transfer-accepted');
}

/* Who is assessed: there, and not where he was; the meeting in May that he was called to where he was counts. */
export async function follow(world) {
	if (!from) return;
	for (const [cell, times] of [[from, 0], [to, 1]])
		is((await names(world, cell.secretary, cell.review)).filter(each => each === name).length, times, `transfer: assessed ${times ? 'where he is' : 'no more where he was'}`);
	is((await world.json(to.secretary, `${to.review}/verify`)).people.find(each => each.name === name).due, 1, 'transfer: the months before he came count');
}

export async function end(world) {
	if (!from) return;
	const moved = (await world.json(to.secretary, to.review)).people.find(each => each.name === name);
	ok(moved.decided, 'transfer: classified where he is at the end of the year', moved);
}
