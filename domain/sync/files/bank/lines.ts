// A text file's lines, many at a time, each with its place in the file; whatever ends them (CR LF, LF, CR), in bounded memory.
import type { ByteSpan, FileSource } from "../format.ts";
import { ByteText, maxRecordBytes, textBytes, tooLong } from "./byte-text.ts";

export interface Line {
	/** From 1. */
	readonly no: number;
	/** Without its end; a byte a character, for looking at its structure. */
	readonly raw: string;
	/** Bytes of the file, its end left out. */
	readonly span: ByteSpan;
	/** Where the next line begins. */
	readonly next: number;
}

export interface LineBatch {
	readonly lines: readonly Line[];
	/** Text of a piece that reaches from an earlier line to one of this batch. */
	readonly piece: (span: ByteSpan) => string;
	readonly asInFile: boolean;
}

/** @param heldFrom the position that is still needed, Infinity when nothing is: what lies before it is forgotten */
export async function* lineBatches(source: FileSource, heldFrom: () => number): AsyncGenerator<LineBatch> {
	const { asInFile, start, chunks } = await textBytes(source);
	const window = new ByteText();
	window.base = start;
	let at = start;
	let no = 1;
	const cut = (last: boolean): Line[] => {
		const lines: Line[] = [];
		const { text, base } = window;
		for (;;) {
			const from = at - base;
			const lf = text.indexOf("\n", from);
			const cr = text.slice(from, lf < 0 ? undefined : lf).indexOf("\r");
			const end = cr >= 0 ? from + cr : lf;
			// A CR at the very end may be the first half of CR LF.
			if (end < 0 || (cr >= 0 && end + 1 === text.length && !last)) break;
			const next = text[end] === "\r" && text[end + 1] === "\n" ? end + 2 : end + 1;
			lines.push({ no: no++, raw: text.slice(from, end), span: { start: at, end: base + end }, next: base + next });
			at = base + next;
		}
		if (last && at < base + text.length) {
			lines.push({ no: no++, raw: text.slice(at - base), span: { start: at, end: base + text.length }, next: base + text.length });
			at = base + text.length;
		}
		if (base + text.length - at > maxRecordBytes) throw tooLong(`Line ${no}`);
		return lines;
	};
	const batch = (lines: readonly Line[]): LineBatch => ({ lines, piece: (span) => window.piece(span), asInFile });
	const forget = (): void => {
		const needed = Math.min(at, heldFrom());
		if (at - needed > maxRecordBytes) throw tooLong(`The record before line ${no}`);
		window.dropTo(needed);
	};
	for await (const chunk of chunks) {
		window.append(chunk);
		yield batch(cut(false));
		forget();
	}
	yield batch(cut(true));
}
