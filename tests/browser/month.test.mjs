/* One cell's month in a real browser at 360 px, as its people would do it: secretary, member, clerk, and the commune's officer, by what stands on the
   screen. Every screen is checked (axe, edges at 320 and 360, text at 200 %, no other host) and pictured. Parts are walked once more without JavaScript. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { start_chibo } from './chibo.mjs';
import { all_well, axe_clean, close_page, no_overflow, open_browser, path_to, root, shot } from './lib.mjs';

const cell_code = '01.046.000.000.005', other_code = '01.046.000.000.006', commune_code = '01.046.000.000.000';
const roster = 'examples/danh-sach-thon-dong.xlsx', pin = '482915';
const pages = {};
let browser, chibo, people, meeting, cell, minutes, broken;

before(async () => {
	const read = execFileSync(path_to('build/chibo'), ['import', 'members', roster, '--dry-run', '--json', '--people'],
		{ encoding: 'utf8', cwd: root, maxBuffer: 1 << 24 });
	const all = JSON.parse(read).people, secretary = all.find(p => p.party_post === 'Bí thư');
	const others = all.filter(p => p !== secretary && p.status === 'full' && !p.exempt && !p.away
		&& all.filter(q => q.full_name === p.full_name).length === 1).map(p => p.full_name);
	people = { secretary: secretary.full_name, clerk: others[0], member: others[1], absent: others[2] };
	chibo = await start_chibo(run => {
		run('import', 'units', 'examples/don-vi.csv');
		run('import', 'members', roster, '--cell', cell_code);
		const add = (login, name, role, unit, ...more) => run('user', 'add', '--login', login, '--name', name, '--role', role, '--unit', unit, ...more);
		add('bithu', people.secretary, 'secretary', cell_code);
		add('thuky', people.clerk, 'clerk', cell_code);
		add('dangvien', people.member, 'member', cell_code);
		add('vang', people.absent, 'member', cell_code);
		add('khac', 'Lý Thị Thu', 'secretary', other_code, '--officer');
		add('canbo', 'Trần Ngọc Ánh', 'officer', commune_code);
	});
	browser = await open_browser();
});
after(async () => {
	for (const page of Object.values(pages)) await close_page(page);
	await browser?.close();
	await chibo?.stop();
});

/* A step of the story: after one that failed, the ones behind it fail at once. */
const step = (name, walk) => test(name, async () => {
	assert.ok(!broken, `not walked: “${broken}” failed`);
	broken = name;
	await walk();
	broken = '';
});
const press = (page, name) => page.getByRole('button', { name }).first().click();
const follow = (page, name) => page.getByRole('link', { name }).first().click();
const go = (page, path) => page.goto(chibo.base + path);
const path_of = page => new URL(page.url()).pathname;
const text_of = async page => (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');

/* A main screen: everything checked, a picture of all of it. */
async function screen(page, name, whole = true) {
	await all_well(page, name);
	await shot(page, `month-${name}`, whole);
}

async function enter(who, options = {}) {
	const page = pages[who] = await browser.page({ quiet: true, ...options });
	page.setDefaultTimeout(10_000);
	await page.goto(chibo.run('user', 'link', '--login', who, '--base', chibo.base).match(/http\S+/)[0]);
	if (who === 'bithu') await screen(page, 'sign-in');
	await press(page, 'Vào');
	if (who === 'bithu') await screen(page, 'pin');
	await page.fill('input[name=new_pin]', pin);
	await page.fill('input[name=again_pin]', pin);
	await press(page, 'Lưu mã PIN');
	return page;
}

/* Presses what confirms, with the PIN where it is asked for. */
async function confirm(page, name, field = 'pin') {
	const input = page.locator(`input[name=${field}]`);
	if (await input.count()) await input.fill(pin);
	await press(page, name);
}

/* What `path` and all that it loads weigh for somebody who has nothing of it yet, in bytes on the wire. */
async function weight(page, path, size = {}) {
	const cold = await browser.page({ storageState: await page.context().storageState(), ...size });
	const session = await cold.context().newCDPSession(cold);
	let sum = 0;
	session.on('Network.loadingFinished', event => { sum += event.encodedDataLength; });
	await session.send('Network.enable');
	await cold.goto(chibo.base + path, { waitUntil: 'networkidle' });
	await close_page(cold);
	return sum;
}

step('secretary of another cell: a list from Excel, shown before it counts, wrong rows by row and column', async () => {
	const page = await enter('khac');
	await go(page, '/');
	const own = (await page.locator('a[href^="/cells/"]').first().getAttribute('href')).match(/\/cells\/\d+/)[0];
	await go(page, `${own}/members/import`);
	await screen(page, 'import');
	await page.setInputFiles('input[type=file]', path_to('tests/roster/mistakes.xlsx'));
	await press(page, 'Xem trước');
	assert.match(await text_of(page), /30\/02\/1980/);
	await screen(page, 'import-wrong');
	await go(page, `${own}/members/import`);
	await page.setInputFiles('input[type=file]', path_to('tests/roster/plain_list.xlsx'));
	await press(page, 'Xem trước');
	await screen(page, 'import-preview');
});

step('secretary: a link, a PIN, the first page, the roster', async () => {
	const page = await enter('bithu');
	await go(page, '/');
	await screen(page, 'home');
	cell = (await page.locator('a[href^="/cells/"]').first().getAttribute('href')).match(/\/cells\/\d+/)[0];
	await go(page, cell);
	await screen(page, 'cell');
	await go(page, `${cell}/members`);
	assert.match(await text_of(page), new RegExp(people.member));
	await screen(page, 'members');
	await follow(page, people.member);
	await screen(page, 'member');
});

step('secretary: plans the meeting, settles who leads it, the agenda, a paper, and invites', async () => {
	const page = pages.bithu;
	await go(page, `${cell}/plan`);
	await screen(page, 'plan');
	await go(page, `${cell}/meetings/new`);
	await screen(page, 'new');
	await page.locator('form').filter({ hasText: 'Loại buổi họp' }).locator('input[name=place]').fill('Nhà văn hóa thôn Đông');
	await press(page, 'Lên lịch với chương trình mẫu');
	meeting = path_of(page);
	assert.match(meeting, /^\/meetings\/\d+$/);
	await go(page, `${meeting}/edit`);
	await page.selectOption('select[name=chair]', { label: people.secretary });
	await page.selectOption('select[name=clerk]', { label: people.clerk });
	await screen(page, 'edit');
	await press(page, 'Lưu');
	await go(page, `${meeting}/agenda`);
	await page.fill('form[action$="/agenda/add"] textarea[name=title]', 'Bàn việc sửa 420 m đường liên thôn');
	await page.selectOption('select[name=after]', { index: 12 });
	await page.locator('form[action$="/agenda/add"] button').click();
	assert.match(await text_of(page), /13\. Bàn việc sửa 420 m/);
	await screen(page, 'agenda');
	await go(page, `${meeting}/premeeting`);
	await screen(page, 'premeeting');
	await go(page, `${meeting}/papers`);
	await page.fill('input[name=title]', 'Dự thảo kế hoạch sửa đường');
	await page.setInputFiles('input[type=file]', path_to('tests/paper/secret.pdf'));
	await press(page, 'Đăng tài liệu');
	assert.match(await page.locator('body').innerText(), /MẬT/);
	await page.fill('input[name=title]', 'Dự thảo kế hoạch sửa đường');
	await page.setInputFiles('input[type=file]', path_to('tests/paper/plain.pdf'));
	await press(page, 'Đăng tài liệu');
	assert.match(await text_of(page), /Dự thảo kế hoạch sửa đường/);
	await screen(page, 'papers');
	await go(page, meeting);
	await press(page, 'Mời họp');
	await screen(page, 'called');
	await go(page, `${meeting}/notice`);
	await screen(page, 'notice-leader');
	await go(page, `${meeting}/slip`);
	await axe_clean(page, 'slip');
	await shot(page, 'month-slip', true);
});

step('member: reads the notice, opens the paper, sends an opinion without a name; first page within 20 KB', async () => {
	const page = await enter('dangvien');
	await go(page, '/');
	await screen(page, 'home-member');
	const bytes = await weight(page, '/');
	assert.ok(bytes > 5000 && bytes < 20 * 1024, `member's first page: ${bytes} bytes`);
	const wide = await weight(page, '/', { width: 1280, height: 900 });
	assert.ok(wide > 5000 && wide < 20 * 1024, `member's first page on a wide screen: ${wide} bytes`);
	await go(page, meeting);
	await follow(page, 'Đọc thông báo');
	await screen(page, 'notice');
	await follow(page, 'Dự thảo kế hoạch sửa đường');
	await screen(page, 'paper');
	const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Mở tài liệu')]);
	assert.equal(await download.failure(), null);
	await go(page, `${meeting}/opinions`);
	await screen(page, 'opinions-member');
	await page.fill('textarea[name=secret_text]', 'Nên họp đúng giờ hơn');
	await press(page, 'Gửi, không ghi tên');
	assert.doesNotMatch(await text_of(page), /đúng giờ hơn/);
	await page.fill('textarea[name=text]', 'Đề nghị lắp đèn đường ngõ 4');
	await press(page, /^Gửi/);
});

step('another member asks to be excused', async () => {
	const page = await enter('vang');
	await go(page, `${meeting}/excuse`);
	await screen(page, 'excuse');
	await page.fill('textarea[name=reason]', 'Đi khám bệnh theo hẹn');
	await press(page, 'Gửi xin vắng');
	assert.match(await page.locator('body').innerText(), /Đi khám bệnh theo hẹn/);
	await go(pages.bithu, `${meeting}/papers`);
	assert.match(await text_of(pages.bithu), /1/);
});

step('clerk: opens, calls the roll, fees; console within 40 KB', async () => {
	const page = await enter('thuky');
	await go(page, `${meeting}/hold`);
	await screen(page, 'ready');
	await press(page, 'Khai mạc');
	await screen(page, 'console-whole');
	await shot(page, 'month-console');
	const bytes = await weight(page, `${meeting}/hold`);
	assert.ok(bytes > 5000 && bytes < 40 * 1024, `console: ${bytes} bytes`);
	await follow(page, 'Điểm danh');
	await press(page, 'Tất cả có mặt');
	assert.match(await page.locator('.stat3').innerText(), /Có lý do\s+1/);
	await screen(page, 'attendance-whole');
	await shot(page, 'month-attendance');
	await go(page, `${meeting}/fees`);
	await press(page, 'Tất cả đã nộp');
	await screen(page, 'fees');
	await go(page, `${meeting}/opinions`);
	assert.match(await text_of(page), /đúng giờ hơn/);
	await screen(page, 'opinions');
});

step('clerk: moves on, notes a speech and a conclusion, gives a task', async () => {
	const page = pages.thuky;
	await go(page, `${meeting}/hold`);
	for (const n of [2, 3, 4]) await press(page, `Chuyển sang mục ${n}`);
	assert.match(await text_of(page), /mục 4\//);
	await follow(page, 'Phát biểu');
	await screen(page, 'speakers');
	await press(page, people.member);
	await page.fill('textarea[name=text]', 'Nhất trí với kế hoạch, đề nghị làm xong trước Tết');
	await screen(page, 'speech');
	await press(page, 'Lưu');
	await go(page, `${meeting}/hold`);
	await follow(page, 'Kết luận');
	await page.fill('textarea[name=conclusion]', 'Chi bộ thống nhất sửa 420 m đường liên thôn trong tháng');
	await screen(page, 'item');
	await press(page, 'Lưu');
	await go(page, `${meeting}/tasks`);
	await page.fill('textarea[name=title]', 'Vận động các hộ hiến đất mở đường');
	await page.selectOption('select[name=person]', { label: people.member });
	await page.fill('input[name=due]', new Date(Date.now() + 20 * 864e5).toISOString().slice(0, 10));
	await press(page, 'Giao nhiệm vụ');
	assert.match(await text_of(page), /Vận động các hộ hiến đất/);
	await screen(page, 'tasks');
	await go(page, `${meeting}/praise`);
	await screen(page, 'praise');
	await go(page, `${meeting}/order`);
	await screen(page, 'order');
	await go(page, `${meeting}/undo`);
	await screen(page, 'undo');
	await go(page, `${meeting}/hold`);
	await shot(page, 'month-console-4');
});

step('clerk: a vote, with who is counted and what it needs', async () => {
	const page = pages.thuky;
	await go(page, `${meeting}/votes`);
	await screen(page, 'votes-new');
	await page.fill('textarea[name=question]', 'Thông qua kế hoạch sửa 420 m đường liên thôn, kinh phí xã hội hóa 36 triệu đồng');
	await press(page, 'Bắt đầu biểu quyết');
	await page.getByRole('button', { name: 'Bớt tán thành' }).click();
	await page.getByRole('button', { name: 'Thêm không tán thành' }).click();
	await screen(page, 'vote-whole');
	await shot(page, 'month-vote');
	const [, may, base, needs] = (await text_of(page)).match(/Có mặt (\d+) người được biểu quyết, phải tính (\d+), cần (\d+) phiếu/).map(Number);
	assert.ok(may < base, 'the one who is excused is counted all the same');
	assert.equal(needs, Math.floor(base / 2) + 1);
	await press(page, 'Chốt kết quả');
	assert.match(await text_of(page), /Thông qua/);
	await screen(page, 'votes');
});

async function adopt_by_vote(page) {
	await press(page, 'Bắt đầu biểu quyết');
	await press(page, 'Chốt kết quả');
}

step('clerk: minutes drafted, edited, read back, adopted; a resolution; the end', async () => {
	const page = pages.thuky;
	await go(page, `${meeting}/record`);
	await screen(page, 'record');
	await press(page, 'Lập dự thảo biên bản');
	if (!/\/record\/\d+/.test(page.url())) await page.locator('a[href*="/record/"]').first().click();
	minutes = path_of(page).match(/^\/meetings\/\d+\/record\/\d+/)[0];
	for (const said of [people.member, 'Đi khám bệnh theo hẹn', '420 m']) assert.match(await text_of(page), new RegExp(said));
	await screen(page, 'minutes');
	await go(page, `${minutes}/edit`);
	await page.locator('textarea').nth(1).fill('Nội dung thư ký sửa tay');
	await press(page, 'Lưu thành bản mới');
	assert.match(await text_of(page), /Nội dung thư ký sửa tay/);
	await go(page, `${minutes}/edit`);
	await screen(page, 'minutes-edit');
	await go(page, `${minutes}/read`);
	await screen(page, 'read', false);
	await follow(page, 'đưa ra thông qua');
	await adopt_by_vote(page);
	await go(page, minutes);
	await screen(page, 'minutes-voted', false);
	await press(page, 'Ghi nhận đã thông qua');
	await go(page, `${meeting}/record`);
	await press(page, 'Lập dự thảo nghị quyết');
	if (!/\/record\/\d+/.test(page.url())) await page.locator('a[href*="/record/"]').last().click();
	await screen(page, 'resolution');
	const resolution = path_of(page).match(/^\/meetings\/\d+\/record\/\d+/)[0];
	await go(page, `${meeting}/votes?kind=resolution&question=${encodeURIComponent('Thông qua nghị quyết')}`);
	await adopt_by_vote(page);
	await go(page, resolution);
	await press(page, 'Ghi nhận đã thông qua');
	await go(page, `${meeting}/end`);
	await screen(page, 'end');
	await press(page, 'Kết thúc buổi họp');
	for (const each of [minutes, resolution]) {
		await go(page, each);
		await confirm(page, 'Thư ký xác nhận');
		await go(pages.bithu, each);
		if (each === minutes) await screen(pages.bithu, 'to-confirm', false);
		await confirm(pages.bithu, 'Chủ trì xác nhận');
	}
	await go(pages.bithu, minutes);
	await screen(pages.bithu, 'confirmed');
	await go(pages.bithu, `${cell}/resolutions`);
	assert.match(await text_of(pages.bithu), /nghị quyết/);
	await screen(pages.bithu, 'book');
});

step('the files: minutes, resolution, score sheet, calendar', async () => {
	for (const [path, begins] of [[`${minutes}.pdf`, '%PDF'], [`${minutes}.docx`, 'PK'], [`${meeting}/score.pdf`, '%PDF'],
		[`${meeting}/calendar.ics`, 'BEGIN:VCALENDAR'], [`${cell}/resolutions.pdf`, '%PDF']]) {
		const links = path.startsWith(minutes) ? await (await go(pages.bithu, minutes)).text() : '';
		const address = path.startsWith(minutes) ? links.match(new RegExp(`href="(/[^"]*\\.${path.split('.').pop()})"`))[1] : path;
		const answer = await pages.bithu.context().request.get(chibo.base + address);
		assert.equal(answer.status(), 200, address);
		assert.equal((await answer.body()).subarray(0, begins.length).toString('latin1'), begins, address);
	}
});

step('secretary: the score on its evidence, then the report', async () => {
	const page = pages.bithu;
	await go(page, `${meeting}/score`);
	await screen(page, 'score-whole');
	await shot(page, 'month-score');
	for (const line of await page.locator('#score li:has(> .field.line), #score li:has(> .field > .seg)').all()) {
		const typed = line.locator('> .field.line input');
		if (await typed.count()) await typed.fill((await line.locator('> .field.line label').innerText()).match(/đến (\d+)/)[1]);
		else await line.locator('> .field > .seg label').first().click();
	}
	await press(page, 'Lưu bảng điểm');
	await screen(page, 'score-saved', false);
	const unvoted = page.locator('input[name=unvoted]');
	if (await unvoted.count()) await unvoted.check({ force: true });
	await press(page, /^Gửi (bảng điểm lên )?cấp trên/);
	await go(page, `${meeting}/report`);
	await screen(page, 'report');
	await press(page, 'Gửi báo cáo lên cấp trên');
	assert.match(await text_of(page), /Đã báo cáo/);
	await go(page, meeting);
	await screen(page, 'ended');
});

step('officer: the commune at a glance, the report seen, the grade decided; the page within 80 KB with its fonts', async () => {
	const page = await enter('canbo');
	await go(page, '/');
	await screen(page, 'home-officer');
	const at = new Date().toISOString().slice(0, 7);
	let overview = await page.locator('a[href*="/overview"]').first().getAttribute('href');
	await go(page, meeting);
	const month = (await page.locator('h1').innerText()).match(/(\d+)\/(\d{4})/);
	if (`${month[2]}-${month[1].padStart(2, '0')}` !== at) overview = `${overview.split('?')[0]}?month=${month[2]}${month[1].padStart(2, '0')}`;
	await go(page, `${meeting}/report`);
	await screen(page, 'report-officer');
	await press(page, 'Đã xem báo cáo');
	await go(page, `${meeting}/score/grade`);
	await screen(page, 'grade');
	await page.locator('input[name=grade]').first().check({ force: true });
	await page.fill('textarea[name=reason]', 'Căn cứ hồ sơ buổi họp');
	await press(page, 'Quyết định');
	await go(page, overview);
	assert.match(await text_of(page), /Chi bộ thôn Đông/);
	await screen(page, 'overview-360-whole');
	await shot(page, 'month-overview-360');
	await page.setViewportSize({ width: 1440, height: 960 });
	await page.reload();
	await axe_clean(page, 'overview 1440');
	await no_overflow(page, 'overview 1440');
	await shot(page, 'month-overview');
	await shot(page, 'month-overview-whole', true);
	const bytes = await weight(page, overview, { width: 1440, height: 960 });
	assert.ok(bytes > 5000 && bytes < 80 * 1024, `officer's page: ${bytes} bytes`);
});

step('the rest of the rooms', async () => {
	for (const [path, name] of [[`${cell}/tasks`, 'cell-tasks'], [`${cell}/settings`, 'settings'], [`${cell}/accounts`, 'accounts'],
		[`${cell}/start`, 'start'], [`${cell}/paper-month`, 'paper-month'], [`${cell}/terms`, 'terms'], ['/account', 'account']]) {
		await go(pages.bithu, path);
		await screen(pages.bithu, name);
	}
});

step('without JavaScript: from the plan to the conclusion', async () => {
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
	assert.match(await page.locator('.stat3').innerText(), /Có mặt\s+1/);
	await press(page, 'Tất cả có mặt');
	await go(page, `${second}/hold`);
	await press(page, /Chuyển sang mục 2/);
	assert.match(await text_of(page), /mục 2\//);
	await shot(page, 'month-noscript-console');
	await follow(page, 'Kết luận');
	await page.fill('textarea[name=conclusion]', 'Ghi khi không có script');
	await press(page, 'Lưu');
	await go(page, `${second}/votes`);
	await page.fill('textarea[name=question]', 'Biểu quyết khi không có script');
	await press(page, 'Bắt đầu biểu quyết');
	await shot(page, 'month-noscript-vote');
	await page.fill('input[name=against]', '0');
	await press(page, 'Chốt kết quả');
	assert.match(await text_of(page), /Thông qua/);
	await close_page(page);
});
