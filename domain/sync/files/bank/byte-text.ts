// The bytes of a text file as a window that slides over it. One byte is one character here (windows-1252), so that a position in
// the text is a byte of the file; what is shown to people is decoded from the bytes themselves.
import { TieoutError } from "../../../core/errors.ts";
import type { ByteSpan, FileSource } from "../format.ts";

/** Nothing that belongs together in a bank's file is longer. */
export const maxRecordBytes = 1_000_000;

const strict = new TextDecoder("utf-8", { fatal: true });
const western = new TextDecoder("windows-1252");

/** A piece of a file as people read it: strict UTF-8, else windows-1252. The same bytes give the same text everywhere. */
export function decodePiece(bytes: Uint8Array): string {
	try {
		return strict.decode(bytes);
	} catch {
		return western.decode(bytes);
	}
}

export const tooLong = (what: string): TieoutError =>
	new TieoutError(
		"FILE_LINE_TOO_LONG",
		`${what} is longer than 1 MB, which no bank writes: line ends or closing tags are missing. Export the file again and upload that.`,
	);

export class ByteText {
	/** Where `text` begins in the file. */
	base = 0;
	text = "";
	private bytes: Uint8Array = new Uint8Array(0);

	append(chunk: Uint8Array): void {
		const joined = new Uint8Array(this.bytes.length + chunk.length);
		joined.set(this.bytes);
		joined.set(chunk, this.bytes.length);
		this.bytes = joined;
		this.text += western.decode(chunk);
	}

	/** Forgets what lies before `position` of the file. */
	dropTo(position: number): void {
		const count = Math.min(position - this.base, this.bytes.length);
		if (count <= 0) return;
		this.bytes = this.bytes.slice(count);
		this.text = this.text.slice(count);
		this.base += count;
	}

	/** Bytes [start, end) of the file as people read them. */
	piece({ start, end }: ByteSpan): string {
		return decodePiece(this.bytes.subarray(start - this.base, end - this.base));
	}
}

export interface TextBytes {
	/** False when they were rewritten (UTF-16): their positions are not the file's. */
	readonly asInFile: boolean;
	/** Of the first byte of `chunks`. */
	readonly start: number;
	readonly chunks: AsyncIterable<Uint8Array>;
}

async function firstBytes(source: FileSource): Promise<Uint8Array> {
	for await (const chunk of source.bytes({ start: 0, end: 4 })) return chunk;
	return new Uint8Array(0);
}

async function* fromUtf16(source: FileSource, label: "utf-16le" | "utf-16be"): AsyncGenerator<Uint8Array> {
	const decoder = new TextDecoder(label);
	const encoder = new TextEncoder();
	for await (const chunk of source.bytes()) yield encoder.encode(decoder.decode(chunk, { stream: true }));
}

/** The file's bytes without a byte order mark; UTF-16 as UTF-8. */
export async function textBytes(source: FileSource): Promise<TextBytes> {
	const [a, b, c] = await firstBytes(source);
	if (a === 0xff && b === 0xfe) return { asInFile: false, start: 0, chunks: fromUtf16(source, "utf-16le") };
	if (a === 0xfe && b === 0xff) return { asInFile: false, start: 0, chunks: fromUtf16(source, "utf-16be") };
	const start = a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
	return { asInFile: true, start, chunks: source.bytes({ start }) };
}
