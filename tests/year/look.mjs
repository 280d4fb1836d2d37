/* Every page of the story in a browser, on a phone (360 px) and a desktop (1280 px): console, edges; once a kind of page axe, what a finger must hit, text at
   200 %; each form sent without what it must have. A picture of each where a folder is given. */
import { axe_clean, no_overflow, open_browser, targets_fit, text_200 } from '../browser/lib.mjs';
import { ok } from './world.mjs';

const kind_of = path => path.replaceAll(/\d+/g, 'N');
/* A list of hundreds is judged by its first lines. */
const shorten = page => page.evaluate(() => document.querySelectorAll('tbody, ul').forEach(list => [...list.children].slice(12).forEach(line => line.remove())));

export class Look {
	constructor(world, folder) {
		Object.assign(this, { world, folder, kinds: new Set(), forms: new Set(), paths: new Set(), shots: 0, troubles: 0, pages: new Map() });
	}

	async open() {
		this.browser = await open_browser();
	}

	async close() {
		for (const page of this.pages.values()) await page.context().close();
		await this.browser?.close();
	}

	async page_of(who) {
		await this.world.enter(who);
		if (!this.pages.has(who)) {
			const page = await this.browser.page({});
			page.setDefaultTimeout(20_000);
			this.pages.set(who, page);
		}
		const page = this.pages.get(who), [name, value] = who.cookie.split('=');
		await page.context().addCookies([{ name, value, url: this.world.base }]);
		return page;
	}

	async shot(page, name) {
		if (!this.folder) return;
		await page.evaluate(() => document.fonts.ready);
		await page.screenshot({ path: `${this.folder}/${name}.png`, fullPage: true });
		this.shots++;
	}

	/* A page as somebody sees it now. An empty one does not count as the page of its kind. */
	async see(who, path, name, { empty = false } = {}) {
		const page = await this.page_of(who), { pathname } = new URL(path, this.world.base), kind = kind_of(pathname);
		const wrong = [], attempt = walk => walk().catch(error => wrong.push(error.message.slice(0, 600)));
		const answer = await page.goto(this.world.base + path);
		if (answer.status() !== 200) wrong.push(`status ${answer.status()}`);
		for (const [width, height] of [[1280, 900], [360, 760]]) {
			await page.setViewportSize({ width, height });
			await attempt(() => no_overflow(page, `${name} ${width} px`));
			await this.shot(page, `${name}-${width}`);
		}
		if (!empty && !this.kinds.has(kind)) {
			await shorten(page);
			await attempt(() => axe_clean(page, name));
			await attempt(() => targets_fit(page, name));
			await text_200(page);
			await attempt(() => no_overflow(page, `${name} 200 %`));
			this.kinds.add(kind);
		}
		this.paths.add(pathname);
		wrong.push(...page.troubles.splice(0));
		this.troubles += wrong.length;
		ok(!wrong.length, `seen: ${name} (${kind})`, wrong.join('\n'));
		await this.send_empty(page, path, name);
	}

	/* Each form of the page that must have something, without it: the page comes again, and its list of errors leads to fields that are there. */
	async send_empty(page, path, name) {
		const forms = await page.evaluate(() => [...document.querySelectorAll('main form[method=post]')].filter(form => [...form.querySelectorAll('[aria-required]')].some(field => !field.value))
			.map(form => form.getAttribute('action')));
		for (const action of forms) {
			const kind = kind_of(action.split('?')[0]);
			if (this.forms.has(kind)) continue;
			this.forms.add(kind);
			await page.goto(this.world.base + path);
			const [answer] = await Promise.all([page.waitForNavigation(), page.evaluate(to => [...document.querySelectorAll('main form[method=post]')].find(form => form.getAttribute('action') === to && form.querySelector('[aria-required]')).submit(), action)]);
			const said = await page.evaluate(() => [...document.querySelectorAll('.errors a')].map(link => {
				const field = document.querySelector(link.hash);
				return `${link.hash} ${field ? field.checkVisibility() ? 'seen' : 'hidden' : 'lost'}${field?.matches('[aria-invalid]') || field?.closest('.wrong') ? '' : ' unmarked'}`;
			}));
			page.troubles.splice(0); /* the console tells of the status */
			await this.shot(page, `${name}-wrong-${kind.split('/').pop()}`);
			ok(answer.status() === 422 && said.length && said.every(each => each.endsWith(' seen')), `sent empty: ${kind}`, `${answer.status()} ${said.join('; ')}`);
		}
	}
}
