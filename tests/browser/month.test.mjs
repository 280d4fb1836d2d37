/* One cell's month in a real browser at 360 px, as its people would do it: secretary, clerk, member, and the commune's officer. Every main screen is
   checked (axe, edges, text at 200 %, no other host) and pictured. The console part is walked once more without JavaScript. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { start_chibo } from './chibo.mjs';
import { all_well, close_page, open_browser, root, shot } from './lib.mjs';

const cell_code = '01.046.000.000.005';
const roster = 'examples/danh-sach-thon-dong.xlsx';
let browser, chibo, people, meeting, cell, minutes;
const pages = {};

before(async () => {
	const read = execFileSync(new URL('build/chibo', root).pathname, ['import', 'members', roster, '--dry-run', '--json', '--people'],
		{ encoding: 'utf8', cwd: root, maxBuffer: 1 << 24 });
	people = JSON.parse(read).people.filter(p => p.status === 'full' && !p.exempt && !p.away);
	const secretary = people.find(p => p.party_post === 'Bí thư');
	const others = people.filter(p => p !== secretary && people.filter(q => q.full_name === p.full_name).length === 1);
	people = { secretary: secretary.full_name, clerk: others[0].full_name, member: others[1].full_name };
	chibo = await start_chibo(run => {
		run('import', 'units', 'examples/don-vi.csv');
		run('import', 'members', roster, '--cell', cell_code);
		run('user', 'add', '--login', 'bithu', '--name', people.secretary, '--role', 'secretary', '--unit', cell_code);
		run('user', 'add', '--login', 'thuky', '--name', people.clerk, '--role', 'clerk', '--unit', cell_code);
		run('user', 'add', '--login', 'dangvien', '--name', people.member, '--role', 'member', '--unit', cell_code);
		run('user', 'add', '--login', 'canbo', '--name', 'Trần Ngọc Ánh', '--role', 'officer', '--unit', '01.046.000.000.000');
	});
	browser = await open_browser();
});
after(async () => {
	for (const page of Object.values(pages)) await close_page(page);
	await browser?.close();
	await chibo?.stop();
});

const press = (page, name) => page.getByRole('button', { name }).first().click();
const go = (page, path) => page.goto(chibo.base + path);
const path_of = page => new URL(page.url()).pathname;

async function enter(who, options = {}) {
	const page = pages[who] = await browser.page(options);
	await page.goto(chibo.run('user', 'link', '--login', who, '--base', chibo.base).match(/http\S+/)[0]);
	await press(page, 'Vào');
	await page.fill('input[name=new_pin]', '482915');
	await page.fill('input[name=again_pin]', '482915');
	await press(page, 'Lưu mã PIN');
	return page;
}

async function post(page, path, fields) {
	return page.evaluate(async ([to, form]) => (await fetch(to, { method: 'POST', body: new URLSearchParams(form) })).status, [path, fields]);
}

test('secretary: a link, a PIN, the first page', async () => {
	const page = await enter('bithu');
	await go(page, '/');
	await all_well(page, 'first page');
	await shot(page, 'month-home');
	cell = (await page.locator('a[href^="/cells/"]').first().getAttribute('href')).match(/\/cells\/\d+/)[0];
});

test('secretary: plans the meeting, settles who leads it, invites', async () => {
	const page = pages.bithu;
	await go(page, `${cell}/plan`);
	await all_well(page, 'year plan');
	await shot(page, 'month-plan', true);
	await go(page, `${cell}/meetings/new`);
	await all_well(page, 'new meeting');
	await page.locator('form').filter({ hasText: 'Loại buổi họp' }).locator('input[name=place]').fill('Nhà văn hóa thôn Đông');
	await press(page, 'Lên lịch với chương trình mẫu');
	meeting = path_of(page);
	assert.match(meeting, /^\/meetings\/\d+$/);
	await go(page, `${meeting}/edit`);
	await page.selectOption('select[name=chair]', { label: people.secretary });
	await page.selectOption('select[name=clerk]', { label: people.clerk });
	await all_well(page, 'edit');
	await press(page, 'Lưu');
	await go(page, `${meeting}/agenda`);
	await all_well(page, 'agenda');
	await go(page, meeting);
	await all_well(page, 'overview');
	await press(page, 'Mời họp');
	await shot(page, 'month-called', true);
});

test('member: reads the notice, sends an opinion without a name; first page within 20 KB', async () => {
	const page = await enter('dangvien');
	let bytes = 0;
	const count = async response => { bytes += (await response.request().sizes().catch(() => ({ responseBodySize: 0, responseHeadersSize: 0 }))).responseBodySize; };
	page.on('response', count);
	await go(page, '/');
	await page.waitForLoadState('networkidle');
	page.off('response', count);
	assert.ok(bytes < 20 * 1024, `member's first page: ${bytes} bytes`);
	await go(page, `${meeting}/notice`);
	await all_well(page, 'notice');
	await shot(page, 'month-notice', true);
	await go(page, `${meeting}/opinions`);
	await all_well(page, 'opinions');
	await page.fill('textarea[name=secret_text]', 'Nên họp đúng giờ hơn');
	await press(page, 'Gửi, không ghi tên');
	assert.doesNotMatch(await page.locator('main').innerText(), /đúng giờ hơn/);
});

test('clerk: opens, calls the roll, notes, votes, in the console', async () => {
	const page = await enter('thuky');
	assert.equal(await post(page, `${meeting}/open`, {}), 200);
	await go(page, `${meeting}/hold`);
	await all_well(page, 'console');
	await shot(page, 'month-console');
	assert.equal(await post(page, `${meeting}/attendance/all`, {}), 200);
	await go(page, `${meeting}/attendance`);
	await all_well(page, 'roll call');
	await shot(page, 'month-attendance');
	await go(page, `${meeting}/fees`);
	await all_well(page, 'fees');
	await go(page, `${meeting}/opinions`);
	assert.match(await page.locator('main').innerText(), /đúng giờ hơn/);
	await go(page, `${meeting}/votes`);
	await all_well(page, 'votes');
	await page.fill('textarea[name=question]', 'Thông qua kế hoạch sửa 420 m đường liên thôn, kinh phí xã hội hóa 36 triệu đồng');
	await press(page, 'Bắt đầu biểu quyết');
	await all_well(page, 'vote');
	await shot(page, 'month-vote');
	assert.match(await page.locator('main').innerText(), /phải tính \d+, cần \d+ phiếu/);
	await press(page, 'Chốt kết quả');
	assert.match(await page.locator('main').innerText(), /Thông qua/);
});

test('clerk: minutes are drafted, read back, adopted by vote', async () => {
	const page = pages.thuky;
	await go(page, `${meeting}/record`);
	await all_well(page, 'record');
	await press(page, 'Lập dự thảo biên bản');
	if (!/\/record\/\d+/.test(page.url())) await page.locator('a[href*="/record/"]').first().click();
	minutes = path_of(page).match(/^\/meetings\/\d+\/record\/\d+/)[0];
	await all_well(page, 'minutes');
	await shot(page, 'month-minutes', true);
	await go(page, `${minutes}/edit`);
	await all_well(page, 'minutes editor');
	await go(page, `${minutes}/read`);
	await all_well(page, 'read back');
	await shot(page, 'month-read');
	await go(page, `${meeting}/votes?kind=minutes&question=Th%C3%B4ng%20qua%20bi%C3%AAn%20b%E1%BA%A3n`);
	await press(page, 'Bắt đầu biểu quyết');
	await press(page, 'Chốt kết quả');
	assert.equal(await post(page, `${minutes}/adopt`, {}), 200);
	assert.equal(await post(page, `${meeting}/end`, { anyway: '1' }), 200);
});

test('clerk and chair confirm; the score opens with its evidence', async () => {
	const page = pages.thuky, chair = pages.bithu;
	assert.equal(await post(page, `${minutes}/sign/clerk`, { pin: '482915' }), 200);
	assert.equal(await post(chair, `${minutes}/sign/chair`, { pin: '482915' }), 200);
	await go(chair, minutes);
	await all_well(chair, 'confirmed minutes');
	await shot(chair, 'month-confirmed', true);
	await go(chair, `${meeting}/score`);
	await all_well(chair, 'score');
	await shot(chair, 'month-score');
	await go(chair, `${meeting}/report`);
	await all_well(chair, 'report');
	for (const [path, name] of [[`${cell}/members`, 'members'], [`${cell}/tasks`, 'tasks'], [`${cell}/resolutions`, 'book'], [`${cell}/settings`, 'settings'],
		[`${cell}/accounts`, 'accounts'], [`${cell}/start`, 'start'], [`${cell}/paper-month`, 'paper-month'], ['/account', 'account'], [`${cell}/members/import`, 'import']]) {
		await go(chair, path);
		await all_well(chair, name);
	}
});

test('officer: the cells of the commune at a glance', async () => {
	const page = await enter('canbo');
	await go(page, '/');
	const overview = await page.locator('a[href$="/overview"]').first().getAttribute('href');
	await go(page, overview);
	await all_well(page, 'overview');
	await shot(page, 'month-overview-360');
	await page.setViewportSize({ width: 1440, height: 900 });
	await page.reload();
	await shot(page, 'month-overview');
});

test('without JavaScript: the roll is called and an item is moved on', async () => {
	const page = await browser.page({ script: false });
	await page.goto(chibo.run('user', 'link', '--login', 'bithu', '--base', chibo.base).match(/http\S+/)[0]);
	await press(page, 'Vào');
	await go(page, `${cell}/meetings/new`);
	const form = page.locator('form').filter({ hasText: 'Loại buổi họp' });
	await form.locator('input[value=extraordinary]').check({ force: true });
	await press(page, 'Lên lịch với chương trình mẫu');
	const second = path_of(page);
	await press(page, /Mời họp/);
	await press(page, /Khai mạc/);
	await go(page, `${second}/attendance`);
	await page.locator('input[type=radio][value=present]').first().check({ force: true });
	await press(page, 'Lưu điểm danh');
	assert.match(await page.locator('.stat3').innerText(), /1/);
	await go(page, `${second}/hold`);
	await press(page, /Chuyển sang mục 2/);
	assert.match(await page.locator('main').innerText(), /mục 2\//);
	await close_page(page);
});
