// The key by which posting lines are paged: (last modified, transaction, line). It only ever grows, so a page that repeats or is out of
// order is seen at once; going on from it would lose lines.

/** NetSuite's own time without a zone, "2026-10-31T12:00:00": only ever compared with itself. */
export type ModifiedAt = string;

export interface LineKey {
	readonly modified: ModifiedAt;
	readonly transaction: string;
	readonly line: string;
}

export const timeMask = 'YYYY-MM-DD"T"HH24:MI:SS';
export const isModifiedAt = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text);
export const isId = (text: string): boolean => /^\d{1,18}$/.test(text);
export const literal = (at: ModifiedAt): string => `TO_TIMESTAMP('${at}','${timeMask}')`;
export const hoursBefore = (at: ModifiedAt, hours: number): ModifiedAt =>
	new Date(Date.parse(`${at}Z`) - hours * 3_600_000).toISOString().slice(0, 19);

/** The key columns of a row; null when they are not readable, which the transform then says. */
export function lineKeyOf(text: string): LineKey | null {
	try {
		const row = JSON.parse(text) as Record<string, unknown>;
		const key = { modified: String(row.lastmodifieddate), transaction: String(row.transaction), line: String(row.line) };
		return isModifiedAt(key.modified) && isId(key.transaction) && isId(key.line) ? key : null;
	} catch {
		return null;
	}
}

const numeric = (a: string, b: string): number => (BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0);

function compare(a: LineKey, b: LineKey): number {
	if (a.modified !== b.modified) return a.modified < b.modified ? -1 : 1;
	return numeric(a.transaction, b.transaction) || numeric(a.line, b.line);
}

/** True when every readable key is behind the one before it, and the first behind `after`. */
export function growing(keys: readonly (LineKey | null)[], after: LineKey | null): boolean {
	let before = after;
	for (const key of keys) {
		if (key === null) continue;
		if (before !== null && compare(before, key) >= 0) return false;
		before = key;
	}
	return true;
}

/**
 * How many rows of a page can be taken so that no transaction is cut in two: all on the last page, else those before the last
 * transaction begins. A transaction that fills a page by itself is taken in parts.
 */
export function wholeTransactions(keys: readonly (LineKey | null)[], isLast: boolean): number {
	if (isLast) return keys.length;
	const cut = keys.findLast((key) => key !== null)?.transaction;
	const begins = keys.findIndex((key) => key?.transaction === cut);
	return begins > 0 ? begins : keys.length;
}

/** Transactions of which these rows are all there is, given what was read before; none when a row's key can't be read. */
export function completeOnes(
	keys: readonly (LineKey | null)[],
	after: LineKey | null,
	isLast: boolean,
	cutAtEnd: boolean,
): readonly string[] {
	if (keys.includes(null)) return [];
	const all = [...new Set(keys.map((key) => key?.transaction ?? ""))];
	const last = all.at(-1);
	// The end of a page that could not be cut before its only transaction: more of it may follow.
	const open = isLast || cutAtEnd ? null : last;
	return all.filter((transaction) => transaction !== after?.transaction && transaction !== open);
}
