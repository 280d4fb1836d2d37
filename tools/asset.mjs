/* Makes the C table of assets: node tools/asset.mjs OUT.c [OUT.d]. Everything the pages may load stands in it: the shortened style sheet and
   script, icons, mark and fonts, each with the hash of its bytes in its name, raw and gzipped. OUT.d is a dependency file for ninja. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = new URL('../', import.meta.url);
const require = createRequire(new URL('setup/package.json', root));
const inputs = [];
const targets = { chrome: 87 << 16, ios_saf: 14 << 16, firefox: 78 << 16 }; /* lightningcss: major << 16 */

function read(name) {
	const path = new URL(`asset/${name}`, root);
	inputs.push(fileURLToPath(path));
	return readFileSync(path);
}

function shorten_css(text, addresses) {
	const named = text.toString().replace(/url\("(font\/[^"]+)"\)/g, (all, name) => {
		if (!addresses[name]) throw new Error(`app.css names ${name}, which is no asset`);
		return `url("${addresses[name]}")`;
	});
	return Buffer.from(require('lightningcss').transform({ filename: 'app.css', code: Buffer.from(named), minify: true, targets }).code);
}

function shorten_js(text) {
	return Buffer.from(require('esbuild').transformSync(text.toString(),
		{ minify: true, target: 'es2020', charset: 'utf8', legalComments: 'none' }).code);
}

const shorten_svg = text => Buffer.from(text.toString().replace(/>\s+</g, '><').trim());

/* The fonts come first: the style sheet holds their addresses. */
const list = [
	['font/bvp-400.woff2', 'font/woff2'],
	['font/bvp-600.woff2', 'font/woff2'],
	['icons.svg', 'image/svg+xml', shorten_svg],
	['brand.svg', 'image/svg+xml', shorten_svg],
	['app.js', 'text/javascript; charset=utf-8', shorten_js],
	['app.css', 'text/css; charset=utf-8', shorten_css],
];

export function make_assets() {
	const addresses = {};
	return list.map(([name, type, shorten]) => {
		const bytes = shorten ? shorten(read(name), addresses) : read(name);
		const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
		const [stem, ending] = name.split('/').pop().split('.');
		const packed = gzipSync(bytes, { level: 9 });
		packed[9] = 255; /* the same bytes on every system */
		addresses[name] = `/a/${stem}.${hash}.${ending}`;
		return { name: `${stem}.${ending}`, address: addresses[name], type, bytes, gzip: packed.length < bytes.length * 0.95 ? packed : null };
	});
}

function c_bytes(symbol, bytes) {
	const rows = [];
	for (let i = 0; i < bytes.length; i += 32) rows.push('\t' + [...bytes.subarray(i, i + 32)].join(',') + ',');
	return `static const unsigned char ${symbol}[] = {\n${rows.join('\n')}\n};\n`;
}

const c_str = text => `{ "${text}", ${text.length} }`;

function c_table(assets) {
	let text = '/* Written by tools/asset.mjs from asset/. */\n#include "app/asset.h"\n\n';
	const rows = assets.map((asset, i) => {
		text += c_bytes(`raw_${i}`, asset.bytes) + (asset.gzip ? c_bytes(`gzip_${i}`, asset.gzip) : '');
		const view = symbol => `{ (const char *)${symbol}, sizeof(${symbol}) }`;
		return `\t{ ${c_str(asset.name)}, ${c_str(asset.address)}, ${c_str(asset.type)}, ${view(`raw_${i}`)}, `
			+ `${asset.gzip ? view(`gzip_${i}`) : '{ 0 }'} },\n`;
	});
	return text + `\nconst struct asset asset_table[] = {\n${rows.join('')}};\n`
		+ `const size_t asset_count = ${assets.length};\n`;
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop())) {
	const [out, depfile] = process.argv.slice(2);
	if (!out) throw new Error('usage: node tools/asset.mjs OUT.c [OUT.d]');
	writeFileSync(out, c_table(make_assets()));
	if (depfile) writeFileSync(depfile, `${out}: ${inputs.map(path => path.replace(/ /g, '\\ ')).join(' ')}\n`);
}
