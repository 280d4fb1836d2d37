/* What else the yearly review shows and prints, once it is decided: each person's page, the forms of all kinds, the cell's dossier. */

export async function see(world, look, papers) {
	const [cell] = world.played, { people } = await world.json(cell.secretary, cell.review), person = people.find(each => !each.cell && !each.left_out), at = `/annual/people/${person.id}`;
	const [own] = (await world.json(cell.member, `/cells/${cell.id}/annual`)).mine;
	await look.see(cell.secretary, at, 'annual-person');
	await look.see(cell.member, `/annual/people/${own.id}`, 'annual-person-own');
	await look.see(cell.commune.officer, at, 'annual-person-officer');
	for (const form of ['01', '2A', '2B', '2C']) await papers.file(cell.secretary, `/cells/${cell.id}/annual/blank.pdf?form=${form}`, `annual-blank-${form}.pdf`);
	await papers.file(cell.secretary, `${at}/points.pdf`, 'annual-points.pdf');
	await papers.file(cell.secretary, `${cell.review}/dossier.pdf`, 'annual-dossier.pdf');
	await papers.file(cell.secretary, `${cell.review}/decision.pdf`, 'annual-decision-cell.pdf');
	await papers.keep(cell.secretary, `/annual/people/${people.find(each => each.cell).id}/form`, 'annual-form-cell');
	await papers.keep(cell.commune.officer, `${at}/again`, 'annual-again');
}
