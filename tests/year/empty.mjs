/* The first day: nothing is there yet, and each page says what to do about it. */

export async function see(world, look) {
	const { officer } = world, [cell] = world.played, { officer: clerk } = cell.commune;
	for (const page of ['teams', 'visits', 'coverage', 'guidance', 'guidance/cells', 'inspections', 'inspections/programme', 'model-meetings', 'classes', 'training', 'training/missing', 'commendations', 'commitments', 'annual'])
		await look.see(officer, `/units/${officer.unit}/${page}`, `empty-province-${page.replace('/', '-')}`, { empty: true });
	for (const page of ['coverage', 'visits', 'training/missing', 'guidance/cells', 'appeals', 'inspections', 'commitments'])
		await look.see(clerk, `/units/${clerk.unit}/${page}`, `empty-commune-${page.replace('/', '-')}`, { empty: true });
	for (const page of ['visits', 'guidance', 'guidance/year', 'inspections', 'model-meetings', 'classes', 'commendations', 'commitments', 'annual'])
		await look.see(cell.secretary, `/cells/${cell.id}/${page}`, `empty-cell-${page.replace('/', '-')}`, { empty: true });
	await look.see(cell.member, `/cells/${cell.id}/commitments`, 'empty-member-commitments', { empty: true });
	await look.see(cell.member, `/cells/${cell.id}/commendations`, 'empty-member-commendations', { empty: true });
}
