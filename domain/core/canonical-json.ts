// JSON with one spelling (RFC 8785): keys sorted by UTF-16 code units, no spaces, so that equal values have equal bytes to hash.

export type Canonical = string | number | boolean | null | bigint | readonly Canonical[] | { readonly [key: string]: Canonical };

/**
 * RFC 8785 text of `value`. A bigint is written as a decimal string: JSON numbers are doubles. ECMAScript's own number and string
 * forms are the ones that the RFC prescribes. @throws RangeError for NaN, infinities and lone surrogates, which the RFC forbids.
 */
export function canonicalJson(value: Canonical): string {
	if (typeof value === "bigint") return `"${value}"`;
	if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("RFC 8785 has no NaN and no infinity");
	if (typeof value === "string" && !value.isWellFormed()) throw new RangeError("RFC 8785 has no lone surrogates");
	if (value === null || typeof value !== "object") return JSON.stringify(value);
	if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
	const fields = Object.keys(value)
		.sort(byCodeUnits)
		.map((key) => `${canonicalJson(key)}:${canonicalJson(value[key] ?? null)}`);
	return `{${fields.join(",")}}`;
}

const isList = (value: Canonical): value is readonly Canonical[] => Array.isArray(value);

/** Orders text the same way everywhere: by code units, never by a locale. */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
