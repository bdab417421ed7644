// What a file is worth to whoever lets it in: money in and money out counted up, each currency by itself.
import type { Worth } from "../../tenancy/policies/approvals.ts";
import type { FilePreview } from "./preview.ts";

/** The totals of a preview; null: the file was not looked at. */
export type FileTotals = { readonly totals: FilePreview["totals"] | null; readonly totalsCut: number } | null;

/** The currency of most rows first. null: it isn't known, since nobody has looked at the file or it has more accounts than are kept. */
export function fileWorths(preview: FileTotals): readonly Worth[] | null {
	if (preview === null || preview.totals === null || preview.totalsCut > 0) return null;
	const sums = new Map<string, { minor: bigint; count: number }>();
	for (const { currency, count, inMinor, outMinor } of preview.totals) {
		const sum = sums.get(currency) ?? { minor: 0n, count: 0 };
		sums.set(currency, { minor: sum.minor + size(BigInt(inMinor)) + size(BigInt(outMinor)), count: sum.count + count });
	}
	return [...sums]
		.toSorted(([one, a], [other, b]) => b.count - a.count || (one < other ? -1 : 1))
		.map(([currency, { minor }]) => ({ minor, currency }));
}

const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);
