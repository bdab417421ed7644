// In which alphabet a file is written: byte order mark, else strict UTF-8, else windows-1252, the order in which exports are seen.
// Strict UTF-8 can only be known from the whole file, so a reader that meets a wrong byte later says so instead of guessing on.

export const encodings = ["utf-8", "windows-1252", "utf-16le", "utf-16be"] as const;
export type Encoding = (typeof encodings)[number];

export const encodingNames: Readonly<Record<Encoding, string>> = {
	"utf-8": "UTF-8",
	"windows-1252": "Windows-1252 (Latin-1)",
	"utf-16le": "UTF-16",
	"utf-16be": "UTF-16",
};

/** The alphabet that a byte order mark names, or null. */
export function markedEncoding(head: Uint8Array): Encoding | null {
	if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
	if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
	if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
	return null;
}

/** What the beginning of a file says. A character that the cut at its end halves is no error. */
export function encodingOfHead(head: Uint8Array): Encoding {
	const marked = markedEncoding(head);
	if (marked !== null) return marked;
	return new Utf8Check().accepts(head) ? "utf-8" : "windows-1252";
}

/** Whether bytes that come in pieces are strict UTF-8 so far. */
export class Utf8Check {
	private readonly decoder = new TextDecoder("utf-8", { fatal: true });
	private broken = false;

	accepts(chunk: Uint8Array): boolean {
		if (this.broken) return false;
		try {
			this.decoder.decode(chunk, { stream: true });
		} catch {
			this.broken = true;
		}
		return !this.broken;
	}

	/** Whether all of it was: a file that ends within a character isn't. */
	whole(): boolean {
		if (this.broken) return false;
		try {
			this.decoder.decode();
		} catch {
			this.broken = true;
		}
		return !this.broken;
	}
}
