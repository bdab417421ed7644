// A page's state in the URL as plain words: ?kind=payout&sort=-date. Only known names are kept; empty ones disappear.

export type SearchOf<Name extends string> = { readonly [K in Name]?: string };

/** A route's `validateSearch`: keeps the named text values. */
export const searchOf =
	<const Name extends string>(...names: readonly Name[]) =>
	(raw: Record<string, unknown>): SearchOf<Name> => {
		const kept: { [K in Name]?: string } = {};
		for (const name of names) {
			const value = raw[name];
			if (typeof value === "string" && value !== "") kept[name] = value;
		}
		return kept;
	};

/** "?a=1&b=x y" → { a: "1", b: "x y" }: values stay text, whatever they look like. */
export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

export function stringifySearch(search: Record<string, unknown>): string {
	const pairs = Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[1] !== "");
	const text = new URLSearchParams(pairs).toString();
	return text === "" ? "" : `?${text}`;
}

/** Several values of one filter: "charge,refund". */
export const listOf = (text: string | undefined): readonly string[] => (text === undefined || text === "" ? [] : text.split(","));
export const textOfList = (values: readonly string[]): string | undefined => (values.length === 0 ? undefined : values.join(","));
