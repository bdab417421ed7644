// A cursor for people: what a source's cursor says, without its braces. The stored text stays what decides.

const leaves = (value: unknown, name: string): readonly string[] => {
	if (value === null || value === undefined || value === "") return [];
	if (Array.isArray(value)) return value.flatMap((each) => leaves(each, name));
	if (typeof value === "object") return Object.entries(value).flatMap(([key, each]) => leaves(each, key));
	const word = typeof value === "string" ? value : JSON.stringify(value);
	return [name === "" ? word : `${name} ${word}`];
};

/** `{"high":null,"pass":{"at":{"line":"3"}}}` → "line 3"; text that isn't JSON is shown as it is; nothing is "the beginning". */
export function cursorText(cursor: string): string {
	let parsed: unknown;
	try {
		parsed = JSON.parse(cursor);
	} catch {
		return cursor === "" ? "the beginning" : cursor;
	}
	const words = leaves(parsed, "");
	return words.length === 0 ? "the beginning" : words.join(" \u00b7 ");
}
