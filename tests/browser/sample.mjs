/* Serves the parts of asset/README.md as pages, with the security headers of the real server: /, /console, /office, /gate. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import { make_assets } from '../../tools/asset.mjs';
import { root } from './lib.mjs';

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
	+ "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const body_class = { office: 'dash' };

function fill(html, address) {
	return html.replace(/\{\{icon "([a-z]+)"\}\}/g, (all, name) => `<svg class="ic" aria-hidden="true"><use href="${address['icons.svg']}#${name}"/></svg>`)
		.replaceAll('{{sprite}}', address['icons.svg']).replaceAll('{{brand}}', address['brand.svg']);
}

/* The pages by name: the blocks without a name make one page together, each under the heading it stands under. */
export function sample_pages(assets) {
	const address = Object.fromEntries(assets.map(asset => [asset.name, asset.address]));
	const text = readFileSync(new URL('asset/README.md', root), 'utf8');
	const pages = { parts: '' };
	for (const [, name, html] of text.matchAll(/^```html(?: page=(\w+))?\n([^]*?)^```$/gm)) {
		if (name) pages[name] = fill(html, address);
		else pages.parts += fill(html, address);
	}
	pages.parts = `<main class="page" id="main">${pages.parts}</main>`;
	return Object.fromEntries(Object.entries(pages).map(([name, body]) => [name, `<!doctype html>
<html lang="vi" data-theme="auto"><head><meta charset="utf-8"><title>${name}</title><meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<link rel="icon" href="${address['brand.svg']}"><link rel="stylesheet" href="${address['app.css']}"><script src="${address['app.js']}" defer></script></head>
<body class="${body_class[name] ?? ''}">${body}</body></html>`]));
}

/* Starts the server on a free port; the answer has `base` and `close`. */
export async function serve_samples() {
	const assets = make_assets(), pages = sample_pages(assets);
	const server = createServer((request, response) => {
		const path = request.url.split('?')[0], asset = assets.find(each => each.address === path), page = pages[path.slice(1) || 'parts'];
		response.setHeader('Content-Security-Policy', policy);
		if (asset) response.setHeader('Content-Type', asset.type).end(asset.bytes);
		else if (page) response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
		else response.writeHead(404).end();
	});
	await new Promise(done => server.listen(0, '127.0.0.1', done));
	return { base: `http://127.0.0.1:${server.address().port}`, close: () => { server.closeAllConnections(); server.close(); } };
}
