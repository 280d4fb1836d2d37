/* Every document of the story: kept as PDF and DOCX, then all DOCX opened by LibreOffice in one run; words and pages must be those of our PDF. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';

import { is, ok } from './world.mjs';

/* A word processor that lacks Times New Roman must not take a font of other widths. */
const FONTS = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<match target="pattern"><test name="family"><string>Times New Roman</string></test>
<edit name="family" mode="assign" binding="strong"><string>Liberation Serif</string></edit></match></fontconfig>
`;
const output = (...words) => execFileSync(words[0], words.slice(1), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
/* Without the numbers of pages, in no order: a break may fall a line earlier there, and a table's head come again a row earlier. */
const pages_of = path => output('pdftotext', '-raw', path, '-').replaceAll('\u00a0', ' ').split('\f').slice(0, -1);
const words_of = pages => pages.map((page, i) => i ? page.replace(new RegExp(`^\\s*${i + 1}\\s`), '') : page).join(' ').split(/\s+/).filter(Boolean).sort();

export class Papers {
	constructor(world) {
		this.world = world;
		this.folder = `${world.kept}/papers`;
		this.made = [];
		this.paths = new Set();
		mkdirSync(this.folder, { recursive: true });
	}

	/* address without ending; what stands behind it ("?year=2027"). */
	async keep(who, address, name, query = '') {
		await this.fetch(who, name, ending => `${address}.${ending}${query}`);
	}

	/* The same where the format is asked for. */
	async keep_as(who, address, name) {
		await this.fetch(who, name, ending => `${address}${ending === 'docx' ? `${address.includes('?') ? '&' : '?'}format=docx` : ''}`);
	}

	async fetch(who, name, address_of) {
		for (const ending of ['pdf', 'docx']) if (!await this.file(who, address_of(ending), `${name}.${ending}`)) return;
		this.made.push(name);
	}

	/* What comes as it is: a PDF alone, a calendar, somebody's file. */
	async file(who, address, name) {
		const begins = { pdf: '%PDF', docx: 'PK\u0003\u0004', ics: 'BEGIN:VCALENDAR', html: '<!doctype html' }[name.split('.').pop()], answer = await this.world.send(who, 'GET', address);
		this.paths.add(address.split('?')[0]);
		if (!ok(answer.status === 200 && answer.bytes.toString('latin1').startsWith(begins), `made: ${name}`, `${answer.status} ${answer.text.slice(0, 200)}`)) return false;
		writeFileSync(`${this.folder}/${name}`, answer.bytes);
		return true;
	}

	/* All of them, opened. */
	open() {
		const opened = `${this.folder}/opened`;
		if (!this.made.length) return;
		writeFileSync(`${this.folder}/fonts.conf`, FONTS);
		execFileSync('soffice', [`-env:UserInstallation=file://${this.world.folder}/profile`, '--headless', '--convert-to', 'pdf', '--outdir', opened,
			...this.made.map(name => `${this.folder}/${name}.docx`)], { stdio: 'ignore', timeout: 300_000, env: { ...process.env, FONTCONFIG_FILE: `${this.folder}/fonts.conf` } });
		for (const name of this.made) {
			const ours = `${this.folder}/${name}.pdf`, theirs = `${opened}/${name}.pdf`, pages = pages_of(ours);
			ok(pages.length > 0, `document ${name}: it has pages`);
			if (!ok(existsSync(theirs), `document ${name}: LibreOffice opens the DOCX`)) continue;
			const others = pages_of(theirs), here = words_of(pages), there = words_of(others), at = here.findIndex((word, i) => word !== there[i]);
			ok(here.length > 10 && here.join(' ') === there.join(' '), `document ${name}: PDF and DOCX say the same`,
				`${here.slice(Math.max(0, at - 4), at + 12).join(' ')} ≠ ${there.slice(Math.max(0, at - 4), at + 12).join(' ')}`);
			is(others.length, pages.length, `document ${name}: as many pages`);
		}
	}
}
