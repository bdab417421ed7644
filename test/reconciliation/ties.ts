// What must add up in every result, whatever is wrong with the books: the list to the control totals, leaves to lines, lines to payouts.
import type { Outcome, SideTotal } from "../../domain/reconciliation/outcome.ts";

const sections = ["payouts", "activity", "books", "bank"] as const;

const sum = (sides: readonly SideTotal[]): string =>
	`${sides.reduce((count, side) => count + side.count, 0)} ${sides.reduce((minor, side) => minor + side.minor, 0n)}`;

/** Currencies and sections whose rows don't add up to the control total, and exceptions under no row. */
export function listGaps({ rows, totals, exceptions }: Outcome): string[] {
	const currencies = new Set([...rows.map(({ currency }) => currency), ...totals.map(({ currency }) => currency)]);
	const gaps = [...currencies].flatMap((currency) =>
		sections.flatMap((section) => {
			const own = rows.filter((row) => row.currency === currency && (section === "books" || section === "bank" || row.section === section));
			const sides = own.map((row) => (section === "bank" ? row.bank : row.books));
			const total = totals.find((line) => line.line === `${section}.total` && line.currency === currency);
			const stated = `${total?.aCount ?? 0} ${total?.aMinor ?? 0n} | ${total?.bCount ?? 0} ${total?.bMinor ?? 0n}`;
			const listed = `${sum(sides.map(({ a }) => a))} | ${sum(sides.map(({ b }) => b))}`;
			return stated === listed ? [] : [`${section} ${currency}: the list has ${listed}, the control total ${stated}`];
		}),
	);
	const keys = rows.map(({ key }) => key);
	const twice = keys.filter((key, i) => keys.indexOf(key) !== i);
	const hidden = exceptions.filter(({ rowKey }) => !keys.includes(rowKey)).map(({ sentence }) => `under no row: ${sentence}`);
	return [...gaps, ...twice.map((key) => `twice in the list: ${key}`), ...hidden];
}

/** Lines of proofs whose leaves and matches don't add up to them, and payouts whose lines don't. */
export function proofGaps({ proofs, matches }: Outcome): string[] {
	const items = new Map<string, { a: bigint; b: bigint }>();
	const add = (key: string, a: bigint, b: bigint): void => {
		const so = items.get(key) ?? { a: 0n, b: 0n };
		items.set(key, { a: so.a + a, b: so.b + b });
	};
	for (const match of matches) if (match.level === "item") add(`${match.payoutKey} ${match.category}`, match.aMinor, match.bMinor);
	for (const { payout, leaves } of proofs)
		for (const { category, a, b } of leaves) add(`${payout.naturalKey} ${category}`, a?.minor ?? 0n, b?.minor ?? 0n);
	return proofs.flatMap(({ payout, lines, leaves }) => {
		const key = payout.naturalKey;
		const short = lines.flatMap(({ category, aMinor, bMinor }) => {
			const { a, b } = items.get(`${key} ${category}`) ?? { a: 0n, b: 0n };
			return a === aMinor && b === bMinor ? [] : [`${key} ${category}: the line is ${aMinor} | ${bMinor}, its leaves ${a} | ${b}`];
		});
		const lost = leaves
			.filter((leaf) => !lines.some(({ category }) => category === leaf.category))
			.map(({ leaf }) => `${key}: ${leaf} has no line`);
		const parts = lines.filter(({ category }) => category !== "payout" && category !== "bank");
		const whole = lines.find(({ category }) => category === "payout");
		const [a, b] = [parts.reduce((all, line) => all + line.aMinor, 0n), parts.reduce((all, line) => all + line.bMinor, 0n)];
		const off = parts.length > 0 && (a !== whole?.aMinor || b !== whole.bMinor) ? [`${key}: its lines add up to ${a} | ${b}`] : [];
		return [...short, ...lost, ...off];
	});
}
