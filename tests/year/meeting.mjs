/* A meeting of each cell that is played, on one evening: planned and called before, held with everybody there. Other chapters give it its theme. */
import { is } from './world.mjs';

export const DAY = '2027-05-20', THEME = 'Xây dựng nông thôn mới, đô thị văn minh';

export async function plan(world) {
	await world.each(world.played, async cell => {
		cell.evening = await world.post(cell.secretary, `/cells/${cell.id}/meetings/new`, { kind: 'thematic', theme: THEME, day: '20/05/2027', minute: '19:30', place: 'Nhà văn hóa', moved_reason: 'Theo kế hoạch chuyên đề' });
		await world.post(cell.secretary, `${cell.evening}/call`, {});
	});
}

export async function hold(world) {
	await world.each(world.played, async cell => {
		await world.post(cell.secretary, `${cell.evening}/open`, {});
		await world.post(cell.clerk, `${cell.evening}/attendance/all`, {});
		const { asked } = await world.json(cell.clerk, `${cell.evening}/tasks`);
		const reports = asked.flatMap(task => [[`was-${task.id}`, task.state], [`state-${task.id}`, 'done'], [`result-${task.id}`, 'Đã xong']]);
		await world.post(cell.clerk, `${cell.evening}/tasks`, Object.fromEntries(reports));
		await world.post(cell.clerk, `${cell.evening}/tasks/new`, { title: 'Vận động các hộ hiến đất làm đường', person: cell.own.member, due: '31/01/2028' });
		await world.post(cell.secretary, `${cell.evening}/end`, { anyway: '1' });
		is((await world.json(cell.secretary, cell.evening)).state, 'ended', 'meeting: held and ended');
	});
}
