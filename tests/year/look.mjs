/* Every page of the story in a browser, on a phone (360 px) and a desktop (1280 px): console, edges, axe once a kind of page; a picture where a folder is
   given. */
import { open_browser, axe_clean, no_overflow } from '../browser/lib.mjs';
import { ok } from './world.mjs';

export class Look {
	constructor(world, folder, fast = false) {
		Object.assign(this, { world, folder, fast, kinds: new Map(), shots: 0, troubles: 0, pages: new Map() });
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

	/* A page as somebody sees it now. */
	async see(who, path, name) {
		const page = await this.page_of(who), kind = new URL(path, this.world.base).pathname.replaceAll(/\d+/g, 'N');
		const wrong = [];
		const attempt = async walk => {
			try {
				await walk();
			} catch (error) {
				wrong.push(error.message.slice(0, 600));
			}
		};
		const answer = await page.goto(this.world.base + path);
		if (answer.status() !== 200) wrong.push(`status ${answer.status()}`);
		for (const [width, height] of [[360, 760], [1280, 900]]) {
			await page.setViewportSize({ width, height });
			await attempt(() => no_overflow(page, `${name} ${width} px`));
			if (!this.kinds.has(kind) && width === 360) await attempt(() => axe_clean(page, `${name} ${width} px`));
			if (this.folder) {
				await page.evaluate(() => document.fonts.ready);
				await page.screenshot({ path: `${this.folder}/${name}-${width}.png`, fullPage: true });
				this.shots++;
			}
		}
		wrong.push(...page.troubles.splice(0));
		this.kinds.set(kind, name);
		this.troubles += wrong.length;
		ok(!wrong.length, `seen: ${name} (${kind})`, wrong.join('\n'));
	}
}
