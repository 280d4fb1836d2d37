/* Progressive enhancement only: every page works without this file. Strict CSP and Trusted Types: no markup is ever built from text.
   What it looks for: data-step data-all data-submit data-guard data-idle data-copy data-print, textarea, .errors (README.md). */
(() => {
	const page = document.documentElement, all = (query, of = document) => [...of.querySelectorAll(query)];
	page.classList.add('js');

	const grow = area => {
		const at = scrollY;
		area.style.height = 'auto';
		area.style.height = area.scrollHeight + 2 + 'px';
		scrollTo(scrollX, at);
	};
	all('textarea').forEach(grow);
	const summary = document.querySelector('.errors');
	if (summary) summary.focus();

	const dirty = new Set();
	document.addEventListener('input', event => {
		if (event.target.matches('textarea')) grow(event.target);
		const form = event.target.form;
		if (form && 'guard' in form.dataset) dirty.add(form);
	});
	document.addEventListener('change', event => {
		if ('submit' in event.target.dataset) event.target.form.submit();
	});
	document.addEventListener('submit', event => dirty.delete(event.target));
	addEventListener('beforeunload', event => {
		if (dirty.size) event.returnValue = ' ', event.preventDefault();
	});

	document.addEventListener('click', event => {
		const button = event.target.closest('button');
		if (!button) return;
		const { step, all: value, copy } = button.dataset;
		if (step) {
			const input = button.closest('.step').querySelector('input');
			const most = input.max || input.dataset.max || 1e9;
			input.value = Math.min(most, Math.max(input.min || input.dataset.min || 0, (parseInt(input.value) || 0) + +step));
			input.dispatchEvent(new Event('input', { bubbles: true }));
		} else if (value) {
			all('input[type=radio]', button.form || document.getElementById(button.getAttribute('form'))).forEach(radio => {
				if (radio.value === value) radio.checked = true, radio.dispatchEvent(new Event('input', { bubbles: true }));
			});
		} else if (copy) {
			const from = document.getElementById(copy);
			navigator.clipboard.writeText(from.value || from.textContent).then(() => { button.textContent = button.dataset.done; });
		} else if ('print' in button.dataset) print();
		else return;
		event.preventDefault();
	});

	const idle = document.querySelector('[data-idle]');
	if (idle) {
		const whole = +idle.dataset.idle, left = idle.querySelector('b'), bar = idle.querySelector('progress');
		const end = Date.now() + whole * 1000;
		const tick = () => {
			const rest = Math.max(0, Math.ceil((end - Date.now()) / 1000));
			left.textContent = (rest / 60 | 0) + ':' + String(rest % 60).padStart(2, '0');
			bar.value = rest;
			idle.classList.toggle('soon', rest <= 120);
			if (!rest) dirty.clear(), location.reload();
			else setTimeout(tick, 1000);
		};
		tick();
	}
})();
