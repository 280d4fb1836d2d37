/* What every browser test stands on: one Chromium for the file, one context a test, axe, sideways overflow, text at 200 %, no foreign host, shots.
   Use: before: browser = await open_browser(); in a test: page = await browser.page({ url }); await all_well(page); await close_page(page); after: browser.close(). */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export const root = new URL('../../', import.meta.url);
export const path_to = name => fileURLToPath(new URL(name, root));
const require = createRequire(new URL('setup/package.json', root));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const executablePath = process.env.CHROMIUM || ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
	'--disable-component-update', '--disable-sync'];

/* Launches Chromium. The answer's page({ url, width, height, script, dark, quiet, … }) opens a page in a context of its own; close_page fails the
   test if that asked another host than this machine, or the console showed an error (`quiet: true` where one is expected). */
export async function open_browser() {
	assert.ok(executablePath, 'chromium is not installed (setup/install.sh test)');
	const browser = await chromium.launch({ executablePath, args });
	return { page: options => open_page(browser, options), close: () => browser.close() };
}

async function open_page(browser, { width = 360, height = 760, script = true, dark = false, quiet = false, url, ...rest } = {}) {
	const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled: script, locale: 'vi-VN',
		timezoneId: 'Asia/Ho_Chi_Minh', colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce', ...rest });
	const page = await context.newPage();
	page.troubles = [];
	page.on('request', request => {
		const host = new URL(request.url()).hostname;
		if (!['127.0.0.1', 'localhost', ''].includes(host)) page.troubles.push(`asked ${request.url()}`);
	});
	page.on('pageerror', error => page.troubles.push(`script: ${error.message}`));
	page.on('console', message => {
		if (message.type() === 'error' && !quiet) page.troubles.push(`console: ${message.text()}`);
	});
	if (url) await page.goto(url);
	return page;
}

/* Closes a page's context and fails on what was noted. */
export async function close_page(page) {
	await page.context().close();
	assert.deepEqual(page.troubles, []);
}

/* WCAG 2.2 A and AA and best practice, no violation. axe is injected through the debugger, so the page's own CSP stays on. */
export async function axe_clean(page, where = page.url()) {
	await page.evaluate(axe);
	const found = await page.evaluate(() => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
	const text = found.violations.map(v => `${v.id} ×${v.nodes.length}: ${v.nodes.slice(0, 3).map(n => `${n.html.slice(0, 120)} ${n.any[0]?.message ?? ''}`).join(' | ')}`);
	assert.deepEqual(text, [], `axe at ${where}`);
}

/* Nothing reaches past the right edge, but inside boxes that scroll by themselves. */
export async function no_overflow(page, where = page.url()) {
	const wide = await page.evaluate(() => {
		const edge = document.documentElement.clientWidth;
		const found = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > edge + 1 && e.getBoundingClientRect().width > 1
			&& !e.closest('.vh, .scroll, .doc-scroll, .subnav, .skip, svg')).slice(0, 5).map(e => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)} of ${edge}`);
		const whole = document.documentElement.scrollWidth;
		return whole > edge ? [`the page is ${whole} wide of ${edge}`, ...found] : found;
	});
	assert.deepEqual(wide, [], `overflow at ${where}`);
}

/* Doubles the text, as the reader's own setting would. */
export const text_200 = page => page.evaluate(() => { document.documentElement.style.fontSize = '212.5%'; });

/* Every target a finger must hit is at least 24 px (WCAG 2.5.8), links inside sentences apart. */
export async function targets_fit(page, where = page.url()) {
	const small = await page.evaluate(() => [...document.querySelectorAll('button, .btn, select, input:not([type=hidden]), .tabs a, .side nav a')].filter(e => {
		const box = e.getBoundingClientRect();
		return box.width && box.height && !e.closest('.vh') && (box.width < 24 || box.height < 24) && !e.matches('label input');
	}).map(e => e.outerHTML.slice(0, 90)));
	assert.deepEqual(small, [], `too small to touch at ${where}`);
}

/* A picture for people to look at: build/shots/NAME.png. */
export async function shot(page, name, fullPage = false) {
	const folder = path_to('build/shots/');
	mkdirSync(folder, { recursive: true });
	await page.evaluate(() => document.fonts.ready);
	await page.screenshot({ path: `${folder}${name}.png`, fullPage });
}

/* axe, edges at 320 and 360, and text at 200 % on the page as it is. */
export async function all_well(page, where = page.url()) {
	await axe_clean(page, where);
	const size = page.viewportSize();
	for (const width of [320, 360]) {
		await page.setViewportSize({ width, height: 760 });
		await no_overflow(page, `${where} ${width} px`);
	}
	await targets_fit(page, where);
	await text_200(page);
	await no_overflow(page, `${where} 360 px, 200 %`);
	await page.evaluate(() => { document.documentElement.style.fontSize = ''; });
	await page.setViewportSize(size);
}
