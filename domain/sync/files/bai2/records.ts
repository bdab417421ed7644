// BAI2's logical records: a type of two digits, fields between commas, "/" at the end, continued by 88 or by a bare line. Text is
// the last field of a 16 and may itself hold commas and slashes.
import type { ByteSpan } from "../format.ts";
import type { Line } from "../bank/lines.ts";

export interface Bai2Record {
	readonly type: string;
	/** Everything behind the type, continuations joined, the final "/" left out. */
	body: string;
	readonly span: { readonly start: number; end: number };
	readonly line: number;
	/** Physical records: itself and its continuations, as trailers count them. */
	count: number;
}

const types = new Set(["01", "02", "03", "16", "49", "98", "99"]);

/** Records that a bank wrote behind one another on one line. The text of a 16 ends there only when what follows is surely a record. */
function parts(raw: string): { readonly text: string; readonly at: number }[] {
	const found: { text: string; at: number }[] = [];
	const border = /\/\s*(?=(?:01,|02,|03,|16,\d{3},|49,[+-]?\d*,\d+\/|88,|98,[+-]?\d*,\d+,|99,[+-]?\d*,\d+,))/g;
	let from = 0;
	for (const match of raw.matchAll(border)) {
		const end = (match.index ?? 0) + 1;
		found.push({ text: raw.slice(from, end), at: from });
		from = (match.index ?? 0) + match[0].length;
	}
	found.push({ text: raw.slice(from), at: from });
	return found;
}

const withoutEnd = (text: string): string => text.trimEnd().replace(/\/$/, "");

export class RecordJoiner {
	private open: Bai2Record | null = null;

	heldFrom(): number {
		return this.open?.span.start ?? Number.POSITIVE_INFINITY;
	}

	/** @returns the records that are complete with this line */
	take(line: Line): readonly Bai2Record[] {
		const done: Bai2Record[] = [];
		for (const { text, at } of parts(line.raw.replaceAll("\u001a", ""))) {
			if (text.trim() === "") continue;
			const span: ByteSpan = { start: line.span.start + at, end: line.span.start + at + text.trimEnd().length };
			const type = text.trimStart().slice(0, 2);
			const isNew = types.has(type) && text.trimStart()[2] === ",";
			if (isNew) {
				if (this.open !== null) done.push(this.open);
				this.open = { type, body: withoutEnd(text.trimStart().slice(3)), span: { ...span }, line: line.no, count: 1 };
			} else if (this.open !== null) this.continue(text, span, type === "88");
		}
		return done;
	}

	end(): readonly Bai2Record[] {
		const last = this.open;
		this.open = null;
		return last === null ? [] : [last];
	}

	private continue(text: string, span: ByteSpan, is88: boolean): void {
		if (this.open === null) return;
		const more = withoutEnd(is88 ? text.trimStart().slice(3) : text);
		// Fields go on behind a comma; text goes on as text, and no comma is put into it.
		const inText = this.open.type === "16" && textStart(this.open.body.split(",")) !== null;
		this.open.body += inText ? `\n${more}` : `,${more}`;
		this.open.span.end = span.end;
		if (is88) this.open.count++;
	}
}

/** How many fields the funds type at `at` takes with it: itself and what it needs. */
export function fundsFields(fields: readonly string[], at: number): number {
	const type = fields[at] ?? "";
	if (type === "S") return 4;
	if (type === "V") return 3;
	if (type === "D") return 2 + 2 * (Number(fields[at + 1]) || 0);
	return 1;
}

/** Where the text of a 16 begins among its fields: behind type, amount, funds and two references; null when they aren't complete. */
export function textStart(fields: readonly string[]): number | null {
	const at = 2 + fundsFields(fields, 2) + 2;
	return fields.length > at ? at : null;
}
