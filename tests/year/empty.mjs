/* The first day: nothing is there yet, and each page says what to do about it. */

export async function see(world, look) {
	const { officer } = world, [cell] = world.played, { officer: clerk } = cell.commune;
	const walk = async (who, base, name, pages) => {
		for (const page of pages) await look.see(who, `${base}/${page}`, `empty-${name}-${page.replace('/', '-')}`, { empty: true });
	};
	await Promise.all([
		walk(officer, `/units/${officer.unit}`, 'province', ['teams', 'visits', 'coverage', 'guidance', 'guidance/cells', 'inspections', 'inspections/programme', 'model-meetings', 'classes', 'training',
			'training/missing', 'commendations', 'commitments', 'annual']),
		walk(clerk, `/units/${clerk.unit}`, 'commune', ['coverage', 'visits', 'training/missing', 'guidance/cells', 'appeals', 'inspections', 'commitments']),
		walk(cell.secretary, `/cells/${cell.id}`, 'cell', ['visits', 'guidance', 'guidance/year', 'inspections', 'model-meetings', 'classes', 'commendations', 'commitments', 'annual']),
		walk(cell.member, `/cells/${cell.id}`, 'member', ['commitments', 'commendations']),
	]);
}
