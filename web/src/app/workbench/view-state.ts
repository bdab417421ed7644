// What a saved view keeps of a page's address: what one sees, not where one stands.

export type ViewState = Readonly<Record<string, string>>;

/** Of the moment, not of the view. */
const momentary = new Set(["tenant", "saved", "open", "tab", "at", "after", "step", "leaf", "payout"]);

export const stateOf = (search: Readonly<Record<string, string | undefined>>): ViewState =>
	Object.fromEntries(
		Object.entries(search).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== "" && !momentary.has(pair[0])),
	);

export const sameState = (a: ViewState, b: ViewState): boolean => {
	const names = new Set([...Object.keys(a), ...Object.keys(b)]);
	return [...names].every((name) => a[name] === b[name]);
};
