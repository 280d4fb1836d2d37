/* Every part of asset/README.md: axe, 320 and 360 px, 200 % text, dark look, with and without script. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { all_well, axe_clean, close_page, no_overflow, open_browser, shot, text_200 } from './lib.mjs';
import { serve_samples } from './sample.mjs';

let browser, server;
before(async () => {
	server = await serve_samples();
	browser = await open_browser();
});
after(async () => {
	await browser?.close();
	server?.close();
});

for (const name of ['parts', 'console', 'office', 'gate']) {
	for (const dark of [false, true]) {
		test(`${name}${dark ? ', dark' : ''}: nothing for axe, no overflow, 200 % text`, async () => {
			const page = await browser.page({ url: `${server.base}/${name}`, dark });
			await all_well(page, name);
			await shot(page, `${name}-360${dark ? '-dark' : ''}`, name === 'parts');
			await page.setViewportSize({ width: 1440, height: 960 });
			await axe_clean(page, `${name} 1440`);
			await no_overflow(page, `${name} 1440`);
			await shot(page, `${name}-1440${dark ? '-dark' : ''}`, name === 'parts');
			await close_page(page);
		});
	}
	test(`${name}: without script`, async () => {
		const page = await browser.page({ url: `${server.base}/${name}`, script: false });
		await shot(page, `${name}-noscript`, name === 'parts');
		const lonely = await page.locator('.js-only:visible').count();
		assert.equal(lonely, 0, 'what needs script is hidden');
		await close_page(page);
	});
}

test('larger type by the page’s own switch', async () => {
	for (const size of ['2', '3']) {
		const page = await browser.page({ url: `${server.base}/parts`, width: 320 });
		await page.evaluate(value => { document.documentElement.dataset.size = value; }, size);
		await no_overflow(page, `size ${size}`);
		await close_page(page);
	}
});

test('text at 200 % keeps the console’s tabs apart', async () => {
	const page = await browser.page({ url: `${server.base}/console` });
	await text_200(page);
	await shot(page, 'console-200');
	const boxes = await page.locator('.tabs a').evaluateAll(links => links.map(link => link.scrollWidth - link.clientWidth));
	assert.deepEqual(boxes.filter(over => over > 1), []);
	await close_page(page);
});

test('script: steppers count within bounds, all present, the summary has the focus', async () => {
	const page = await browser.page({ url: `${server.base}/parts` });
	assert.equal(await page.evaluate(() => document.activeElement.className), 'errors');
	await page.getByRole('button', { name: 'Thêm Không' }).click();
	assert.equal(await page.locator('#v2').inputValue(), '2');
	for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Bớt Ý kiến khác' }).click();
	assert.equal(await page.locator('#v3').inputValue(), '0');
	await page.getByRole('button', { name: 'Tất cả có mặt' }).click();
	assert.equal(await page.locator('#roll input[value=present]:checked').count(), 2);
	page.on('dialog', dialog => dialog.accept());
	await close_page(page);
});

test('the menu of the phone opens and closes without script', async () => {
	const page = await browser.page({ url: `${server.base}/office`, script: false });
	assert.equal(await page.locator('#menu').isVisible(), false);
	await page.locator('.bar-top .menu').click();
	assert.equal(await page.locator('#menu').isVisible(), true);
	await shot(page, 'office-menu');
	await page.locator('.shut').click();
	assert.equal(await page.locator('#menu').isVisible(), false);
	await close_page(page);
});

test('the idle countdown runs', async () => {
	const page = await browser.page({ url: `${server.base}/office`, width: 1280 });
	assert.match(await page.locator('.idle b').textContent(), /^(15:00|14:5\d)$/);
	await close_page(page);
});

test('print: no chrome, black on white', async () => {
	const page = await browser.page({ url: `${server.base}/office`, width: 1000 });
	await page.emulateMedia({ media: 'print' });
	for (const part of ['.side', '.dock', '.idle', '.acts']) assert.equal(await page.locator(part).first().isVisible(), false, part);
	assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
	await close_page(page);
});
