/* The real server with an empty database: its error page and assets, in both languages, within the budget. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { start_chibo } from './chibo.mjs';
import { all_well, close_page, open_browser, shot } from './lib.mjs';

let browser, chibo;
before(async () => {
	chibo = await start_chibo();
	browser = await open_browser();
});
after(async () => {
	await browser?.close();
	await chibo?.stop();
});

test('an address that is not there: a page of ours, nothing for axe, no overflow', async () => {
	const page = await browser.page({ quiet: true });
	const answer = await page.goto(`${chibo.base}/nothing`);
	assert.equal(answer.status(), 404);
	await all_well(page, 'error page');
	await shot(page, 'error-360');
	await close_page(page);
});

test('the other language is one link away', async () => {
	const page = await browser.page({ quiet: true, url: `${chibo.base}/nothing` });
	await page.getByRole('link', { name: 'English' }).click();
	await page.goto(`${chibo.base}/nothing`);
	assert.equal(await page.locator('html').getAttribute('lang'), 'en');
	await page.getByRole('link', { name: 'Tiếng Việt' }).waitFor();
	await close_page(page);
});

test('assets: by the hash for ever, compressed, gone under another hash', async () => {
	const text = await (await fetch(`${chibo.base}/nothing`)).text();
	const [, css] = text.match(/href="(\/a\/app\.[0-9a-f]{12}\.css)"/);
	const answer = await fetch(chibo.base + css, { headers: { 'accept-encoding': 'gzip' } });
	assert.equal(answer.status, 200);
	assert.match(answer.headers.get('cache-control'), /immutable/);
	assert.equal(answer.headers.get('content-encoding'), 'gzip');
	assert.equal((await fetch(chibo.base + css.replace(/[0-9a-f]{12}/, '000000000000'))).status, 404);
});

test('the page and all it loads weigh under 20 KB', async () => {
	const page = await browser.page({ quiet: true });
	const session = await page.context().newCDPSession(page);
	let sum = 0;
	session.on('Network.loadingFinished', event => { sum += event.encodedDataLength; });
	await session.send('Network.enable');
	await page.goto(`${chibo.base}/nothing`, { waitUntil: 'networkidle' });
	assert.ok(sum > 5000 && sum < 20 * 1024, `${sum} bytes`);
	await close_page(page);
});

test('stops cleanly when asked', async () => {
	const other = await start_chibo();
	assert.equal(await other.stop(), 0);
});
