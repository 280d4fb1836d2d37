/* The tree by its officers, in a real browser, on a generated country: a commune's, a province's and the centre's. They look at the month, find by name
   what needs attention, change the tree and take it back, and send the quarter's report upward until it is frozen, and correct it. Every screen at
   1280 and 360 px: edges, no other host, axe, a picture (build/shots/tree-*). The clock stands on 5 October 2026. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { start_chibo } from './chibo.mjs';
import { axe_clean, close_page, no_overflow, open_browser, shot } from './lib.mjs';

const pin = '482915', period = '2026-Q3', month = '202609';
const officers = { centre: 'cbtw', province: 'cbt01', commune: 'cbx00004' };
const pages = {}, units = {}, looked_at = new Set();
let browser, chibo, broken, meeting;

before(async () => {
	const nation = ['--cells', '160', '--months', '4', '--until', month, '--live', '60', '--reports', '0', '--seed', '1'];
	chibo = await start_chibo(run => run('signal', 'judge'), { nation, now: Date.UTC(2026, 9, 5, 1) });
	browser = await open_browser();
});
after(async () => {
	try {
		for (const page of Object.values(pages)) await close_page(page);
	} finally {
		await browser?.close();
		await chibo?.stop();
	}
});

/* A step of the story: after one that failed, the ones behind it fail at once. */
const step = (name, walk) => test(name, async () => {
	assert.ok(!broken, `not walked: “${broken}” failed`);
	broken = name;
	await walk();
	broken = '';
});
const press = (page, name) => page.getByRole('main').getByRole('button', { name }).first().click();
const follow = (page, name) => page.getByRole('main').getByRole('link', { name }).first().click();
const aside = (page, name) => page.locator('.side').getByRole('link', { name }).first().click();
const go = (page, path) => page.goto(chibo.base + path);
const path_of = page => new URL(page.url()).pathname;
const text_of = async page => (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');
const says = async (page, ...words) => { for (const word of words) assert.match(await text_of(page), word); };

/* axe looks at each kind of page once, and where it is asked to again. */
async function screen(page, name, axe = false) {
	const kind = path_of(page).replaceAll(/\d+/g, 'N');
	await page.setViewportSize({ width: 360, height: 760 });
	await no_overflow(page, `${name} 360 px`);
	await shot(page, `tree-${name}-360`, true);
	await page.setViewportSize({ width: 1280, height: 900 });
	await no_overflow(page, `${name} 1280 px`);
	if (axe || !looked_at.has(kind)) await axe_clean(page, name);
	looked_at.add(kind);
	await shot(page, `tree-${name}`, true);
}

async function enter(who) {
	/* What is refused shows as an error in the console of the one who has forms refused. */
	const page = pages[who] = await browser.page({ width: 1280, height: 900, quiet: who === 'commune' });
	page.setDefaultTimeout(10_000);
	await page.goto(chibo.run('user', 'link', '--login', officers[who], '--base', chibo.base).match(/http\S+/)[0]);
	await page.getByRole('button', { name: 'Vào' }).click();
	await page.getByRole('button', { name: 'Đã biết, vào tiếp' }).click(); /* that a link was made */
	await aside(page, 'Tổng quan');
	units[who] = path_of(page).match(/^\/units\/\d+/)[0];
	return page;
}

/* Presses what confirms, with the PIN where it is asked for; done when it is answered. */
async function confirm(page, name) {
	for (const input of await page.locator('input[name=pin]').all()) await input.fill(pin);
	const answer = page.waitForResponse(each => each.request().method() === 'POST');
	await press(page, name);
	await answer;
	await page.waitForLoadState();
}

const overview = path => `${path}/overview?month=${month}`;
const report = path => `${path}/period?p=${period}`;

for (const who of ['centre', 'province', 'commune'])
	step(`${who}: the first page, the month in four figures, the lists below`, async () => {
		const page = await enter(who);
		await go(page, '/');
		await screen(page, `${who}-home`);
		await go(page, overview(units[who]));
		await says(page, /Sinh hoạt chi bộ tháng 09\/2026/, /Chi bộ đã sinh hoạt/, /Báo cáo đúng hạn/, /Đơn vị trực thuộc/);
		/* Names of people only where somebody is near enough to call them. */
		assert.equal((await text_of(page)).includes('Bí thư'), who === 'commune');
		await screen(page, `${who}-overview`, who === 'commune');
	});

step('centre: down to the meeting by what stands below, names left out on the way', async () => {
	const page = pages.centre;
	await go(page, overview(units.centre));
	await follow(page, 'Thành ủy Hà Nội');
	assert.equal(path_of(page), `${units.province}/overview`);
	await follow(page, 'Đảng bộ phường Ba Đình');
	assert.equal(path_of(page), `${units.commune}/overview`);
	assert.ok(!(await text_of(page)).includes('Bí thư'));
	await page.locator('table[aria-labelledby=units] a').first().click();
	await screen(page, 'base-overview');
	await page.locator('table[aria-labelledby=own] a').first().click();
	await page.waitForURL(/\/(meetings|cells)\/\d+/);
});

step('commune: filters stay in the address; the cells that need attention, by reason, down to the meeting', async () => {
	const page = pages.commune;
	await go(page, `${units.commune}/overview`);
	await page.selectOption('#f-month', month);
	await page.waitForURL(new RegExp(`month=${month}`));
	await follow(page, /^Xem cả \d+ chi bộ/);
	await screen(page, 'attention');
	await page.locator('.subnav a').nth(1).click();
	assert.match(page.url(), /reason=\w+/);
	const shown = await page.locator('table.tbl tbody tr').count();
	assert.ok(shown > 0 && shown <= 100);
	await page.locator('table.tbl tbody a').first().click();
	await page.waitForURL(/\/meetings\/\d+/);
	await screen(page, 'meeting');
	await go(page, `${units.commune}/attendance?month=${month}`);
	await screen(page, 'attendance');
});

step('commune: the trend of signs, transfers that wait, the mail of the day', async () => {
	const page = pages.commune;
	await go(page, overview(units.commune));
	await follow(page, 'Xu hướng sinh hoạt hình thức');
	await says(page, /không nêu tên chi bộ/);
	await screen(page, 'signals');
	await go(page, `${units.commune}/transfers`);
	await screen(page, 'transfers');
	await go(page, '/account/reminders');
	await screen(page, 'reminders');
});

step('centre, commune: units by a part of the name', async () => {
	for (const who of ['centre', 'commune']) {
		await aside(pages[who], 'Tổ chức đảng');
		await pages[who].fill('input[name=q]', 'thon');
		await press(pages[who], 'Tìm');
		await says(pages[who], /Tìm thấy/, /Chi bộ thôn/);
		await screen(pages[who], `${who}-find`);
	}
});

step('commune: units move; what that touches is shown first, codes stay', async () => {
	const page = pages.commune;
	await go(page, `${units.commune}/history`);
	await screen(page, 'history');
	await follow(page, 'Hợp nhất, giải thể tổ chức trực thuộc');
	const names = await page.locator('#f-pick label span:first-of-type').allInnerTexts();
	for (const at of [0, 1]) await page.locator('#f-pick input').nth(at).check({ force: true });
	await page.locator('input[name=how][value=into]').check({ force: true });
	await page.selectOption('select[name=into]', { label: names[1] });
	await page.fill('input[name=number]', '7-QĐ/ĐU');
	await screen(page, 'merge');
	await press(page, 'Xem trước');
	await says(page, /Theo quyết định 7-QĐ\/ĐU/, /chuyển giao cho/, /giữ nguyên mã/);
	await screen(page, 'merge-preview');
	await confirm(page, 'Ghi vào sổ');
	await says(page, /7-QĐ\/ĐU/, /Quyết định này ghi sai/);
	await screen(page, 'decision');
	await page.fill('input[name=number]', '8-QĐ/ĐU');
	await confirm(page, 'Đính chính');
	await says(page, /Hợp nhất tổ chức · 7-QĐ\/ĐU[^·]*·[^·]*· [^\n]*\nĐã đính chính/);
	await go(page, `${units.commune}/move`);
	await page.locator('#f-pick input').first().check({ force: true });
	await page.fill('input[name=number]', '9-QĐ/ĐU');
	await press(page, 'Xem trước');
	await says(page, /chọn|Chọn|cấp trên/);
	await screen(page, 'move');
});

step('commune: a list of units shows its difference, and its wrong rows, before anything is written', async () => {
	const page = pages.commune;
	const listed = JSON.parse(chibo.run('units', 'list', '--json')), own = listed.find(unit => `/units/${unit.id}` === units.commune);
	const below = listed.find(unit => unit.parent === own.code);
	const head = 'code,parent_code,kind,name,short_name,cell_type,admin_code,valid_from\n';
	const row = (code, parent, kind, name, type = '') => `${code},${parent},${kind},${name},,${type},,2026-10-01\n`;
	const send = async text => {
		await go(page, `${units.commune}/list`);
		await page.setInputFiles('input[type=file]', { name: 'don-vi.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
		await page.fill('input[name=number]', '10-QĐ/ĐU');
		await press(page, 'Xem trước');
	};
	await send(head + row(below.code, own.code, 'co_so', 'Đảng bộ cơ sở tên mới') + row('MOI-1', below.code, 'chi_bo', 'Chi bộ thôn Mới', 'thôn'));
	await says(page, /Khác biệt với sổ/, /Chi bộ thôn Mới/, /Đảng bộ cơ sở tên mới/);
	await screen(page, 'list-preview');
	await send(head + row('MOI-1', below.code, 'chi_bo', '', 'thôn') + row('MOI-1', 'X-1', 'chi_bo', 'Chi bộ thôn Hai', 'thôn'));
	await says(page, /dòng sai, chưa ghi gì/);
	await screen(page, 'list-wrong');
	assert.ok(!chibo.run('units', 'list', '--json').includes('MOI-1'));
});

step('commune: the quarter, by itself; sent up', async () => {
	const page = pages.commune;
	await aside(page, 'Báo cáo kỳ');
	await screen(page, 'periods');
	await follow(page, /Quý III\/2026/);
	await says(page, /Quý III\/2026/, /Báo cáo đang ở đâu/, /Tổng cộng/);
	await screen(page, 'report');
	await confirm(page, 'Nộp báo cáo');
	await says(page, /đã nộp/);
});

step('province: returned with a reason; the commune sends it again; taken, frozen', async () => {
	const page = pages.province;
	await go(page, '/');
	await says(page, /báo cáo cấp dưới chờ nhận/);
	await go(page, report(units.province));
	await page.fill('textarea[name=reason]', 'Thiếu báo cáo của các đảng bộ cơ sở');
	await screen(page, 'report-below', true);
	await confirm(page, /Trả lại/);
	await go(pages.commune, report(units.commune));
	await says(pages.commune, /Cấp trên trả lại báo cáo/, /Thiếu báo cáo của các đảng bộ cơ sở/);
	await screen(pages.commune, 'report-returned');
	await confirm(pages.commune, 'Nộp lại báo cáo');
	await go(page, report(units.province));
	await confirm(page, 'Nhận các báo cáo đã chọn');
	await go(page, report(units.province));
	await page.locator('input[name^=child-]').first().check({ force: true });
	await confirm(page, /Chốt số liệu/);
	await go(pages.commune, report(units.commune));
	await says(pages.commune, /đã chốt/);
});

step('province to centre: sent, taken, frozen; the centre freezes its own', async () => {
	await go(pages.province, report(units.province));
	await confirm(pages.province, 'Nộp báo cáo');
	const page = pages.centre;
	for (const act of ['Nhận các báo cáo đã chọn', /^Chốt số liệu/]) {
		await go(page, report(units.centre));
		const child = page.locator(`input[name="child-${units.province.slice(7)}"]`);
		await child.check({ force: true });
		await confirm(page, act);
	}
	await go(page, report(units.centre));
	await screen(page, 'report-centre');
	await confirm(page, 'Nộp báo cáo');
	await confirm(page, 'Chốt số liệu');
	await says(page, /đã chốt/);
	await go(pages.province, report(units.province));
	await says(pages.province, /đã chốt/);
	await screen(pages.province, 'report-frozen');
});

step('the files of the report', async () => {
	for (const [ending, begins] of [['xlsx', 'PK'], ['docx', 'PK'], ['pdf', '%PDF'], ['csv', '']]) {
		const answer = await pages.commune.context().request.get(`${chibo.base}${units.commune}/period.${ending}?p=${period}`);
		assert.equal(answer.status(), 200, ending);
		const body = await answer.body();
		assert.ok(body.length > 300 && body.subarray(0, begins.length).toString('latin1') === begins, ending);
	}
});

step('commune: a grade of September is lowered; the frozen copy stays, the correction has its reason', async () => {
	const page = pages.commune;
	await go(page, `${units.commune}/scores?month=${month}`);
	await screen(page, 'scores');
	await page.locator('table.tbl tbody tr:has(.pill.info) a').first().click();
	meeting = path_of(page);
	await screen(page, 'grade');
	await page.locator('input[name=grade]').last().check({ force: true });
	await page.fill('textarea[name=reason]', 'Hồ sơ không khớp biên bản');
	await confirm(page, 'Quyết định');
	assert.match(meeting, /^\/meetings\/\d+\/score\/grade$/);
	for (let i = 0; i < 40; i++) { /* the merger comes every two seconds */
		await go(page, report(units.commune));
		if (/Sau khi chốt, số liệu của 1 đơn vị đã khác/.test(await text_of(page))) break;
		await page.waitForTimeout(250);
	}
	await says(page, /Sau khi chốt, số liệu của 1 đơn vị đã khác/, /đã chốt/);
	await screen(page, 'report-corrected', true);
	await follow(page, 'Xem và ghi lý do');
	await says(page, /→/);
	await page.locator('textarea').first().fill('Thẩm định lại hồ sơ tháng 9');
	await screen(page, 'changes');
	await confirm(page, 'Lưu lý do');
	await go(page, `${units.commune}/period/changes?p=${period}`);
	assert.equal(await page.locator('textarea').first().inputValue(), 'Thẩm định lại hồ sơ tháng 9');
	await go(page, `${units.commune}/period?p=2026-Q4`);
	await says(page, /Điều chỉnh so với báo cáo đã chốt/, /Thẩm định lại hồ sơ tháng 9/);
	await screen(page, 'report-running');
});
