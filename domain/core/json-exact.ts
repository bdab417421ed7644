// JSON whose numbers keep their source text, so that 0.1 + 0.2 and 9007199254740993 arrive as they were sent.

/** A JSON number as written by its sender; never converted through a double unless asked. */
export class NumberText {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
	toJSON(): unknown {
		return Number(this.text);
	}
}

/** Parses JSON with every number as `NumberText` (needs the reviver's `context.source`, Node >= 21). @throws SyntaxError */
export function parseExact(text: string): unknown {
	const reviver = (_key: string, value: unknown, context?: { source?: string }): unknown =>
		typeof value === "number" ? new NumberText(context?.source ?? String(value)) : value;
	return JSON.parse(text, reviver as (key: string, value: unknown) => unknown);
}
