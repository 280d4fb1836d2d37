/* At the end of the year: the province's figures are those of what was done, and nothing of it waits for anybody. */
import { is, ok } from './world.mjs';

/* What the report of the year says behind a label: "Chi bộ được khen 3", "… 3 trên 12". */
function told(text, label) {
	const at = text.indexOf(label);
	return at < 0 ? null : Number(text.slice(at + label.length).match(/^[\s:]*([\d.]+)/)?.[1].replaceAll('.', ''));
}

const plain = page => page.replaceAll(/<[^>]*>/g, ' ').replaceAll('&nbsp;', ' ').replaceAll(/\s+/g, ' ');

export async function compare(world, look) {
	const path = `/units/${world.officer.unit}/period?p=2027`, cells = world.cells.length, played = world.played.length, dossiers = Math.min(2, played);
	const wanted = { 'Lượt dự sinh hoạt của tổ công tác': cells, 'Lượt dự tổ đã khép lại': cells, 'Chi bộ được hướng dẫn chuyên đề': cells, 'Chi bộ đã chọn chuyên đề': cells,
		'Chi bộ đã báo kết quả chuyên đề': played, 'Giấy chứng nhận tập huấn': cells, 'Cuộc kiểm tra, giám sát chi bộ mở trong kỳ': dossiers,
		'Việc phải khắc phục sau kiểm tra, giám sát': dossiers, 'Việc khắc phục đã được kiểm tra lại và khép lại': dossiers, 'Chi bộ được khen': played,
		'Đảng viên được tặng giấy khen': played, 'Chi bộ mở đợt cam kết tu dưỡng, rèn luyện': played, 'Buổi sinh hoạt mẫu đã tổ chức': 1, 'Buổi sinh hoạt mẫu đã phổ biến rút kinh nghiệm': 1,
		'Chi bộ được xếp loại năm': played, 'Đảng viên được xếp loại năm': world.classified, 'Đảng viên hoàn thành tốt nhiệm vụ': world.good, 'Đảng bộ được xếp loại năm': world.graded };
	let text = '';
	for (let i = 0; i < 40; i++) {
		text = plain(await world.get(world.officer, path));
		if (Object.entries(wanted).every(([label, n]) => told(text, label) === n)) break;
		await new Promise(wait => setTimeout(wait, 250));
	}
	for (const [label, n] of Object.entries(wanted)) is(told(text, label), n, `the report of the year: ${label} ${n}`);
	await look.see(world.officer, path, 'year-report');
	await look.see(world.officer, `/units/${world.officer.unit}/overview?month=202712`, 'year-overview');
}

/* Nothing of the chapters waits for those who were played. */
export async function nothing_due(world, look) {
	const chapters = /^\/(visits|teams|guidance|classes|inspections|model-meetings|commendations|commitments|annual)\//;
	await world.each(world.played, async cell => {
		for (const role of ['secretary', 'deputy', 'clerk', 'member']) {
			const page = await world.get(cell[role], '/'), main = page.slice(page.indexOf('<main'));
			const waits = [...main.matchAll(/href="([^"]+)"/g)].map(([, href]) => href).filter(href => chapters.test(href));
			ok(!waits.length, `nothing of the year waits for the ${role}`, waits);
		}
	});
	await look.see(world.played[0].secretary, '/', 'year-home');
}
