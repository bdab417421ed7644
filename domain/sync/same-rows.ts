// Whether two readings of one record say the same: the rows that are kept, and those that the present transform gives.
import type { CanonicalRow } from "./canonical.ts";

const exactFields = [
	"ledgerDate",
	"dateKind",
	"currency",
	"amountMinor",
	"feeMinor",
	"netMinor",
	"category",
	"status",
	"reference",
	"groupKey",
	"groupReference",
	"relatedKey",
	"document",
	"documentKind",
	"account",
	"description",
] as const satisfies readonly (keyof CanonicalRow)[];

const instantOf = (row: CanonicalRow): number | null => (row.occurredAt === null ? null : Date.parse(row.occurredAt));
const nameOf = ({ kind, naturalKey }: CanonicalRow): string => `${kind} ${naturalKey}`;

const same = (a: CanonicalRow, b: CanonicalRow): boolean =>
	exactFields.every((field) => a[field] === b[field]) && instantOf(a) === instantOf(b);

/** Order doesn't count. */
export function sameRows(kept: readonly CanonicalRow[], given: readonly CanonicalRow[]): boolean {
	if (kept.length !== given.length) return false;
	const byName = new Map(kept.map((row) => [nameOf(row), row]));
	return given.every((row) => {
		const other = byName.get(nameOf(row));
		return other !== undefined && same(other, row);
	});
}
