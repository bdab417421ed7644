// The entries of a ZIP that is held in memory, opened one at a time as streams. It refuses what only an attack contains: names that
// point elsewhere, entries that overlap, more bytes than a workbook has. Nothing is ever written to a disk.
import { unreadable } from "../table-row.ts";

export interface ZipEntry {
	readonly name: string;
	readonly method: number;
	readonly offset: number;
	readonly compressedBytes: number;
}

export const zipLimits = {
	entries: 2_000,
	/** Of one entry, unpacked. A sheet of a million rows has about 500 MB. */
	entryBytes: 1_500_000_000,
	/** Unpacked to packed, beyond the first 10 MB: XML packs about twentyfold. */
	ratio: 200,
	ratioFromBytes: 10_000_000,
} as const;

const broken = () =>
	unreadable("XLSX_BROKEN", "The workbook can't be opened: the file is cut off or damaged. Save it again and upload that.");
const unsafe = (what: string) =>
	unreadable("XLSX_UNSAFE", `The workbook is refused: ${what}. No spreadsheet program writes such a file. Save it as CSV and upload that.`);
export const tooLarge = (what: string) => unreadable("XLSX_TOO_LARGE", `The workbook is refused: ${what}. Save it as CSV and upload that.`);

/** The central directory. @throws TieoutError XLSX_BROKEN, XLSX_UNSAFE, XLSX_TOO_LARGE or XLSX_LOCKED */
export function zipEntries(zip: Uint8Array): ReadonlyMap<string, ZipEntry> {
	const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
	const end = endRecordAt(view);
	const count = view.getUint16(end + 10, true);
	if (count > zipLimits.entries) throw unsafe(`it has ${count} parts`);
	const entries = new Map<string, ZipEntry>();
	let at = view.getUint32(end + 16, true);
	for (let n = 0; n < count; n++) {
		if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw broken();
		const nameBytes = view.getUint16(at + 28, true);
		const name = new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameBytes));
		if (/(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\\|\0/.test(name)) throw unsafe("a part’s name points outside of it");
		if ((view.getUint16(at + 8, true) & 1) === 1)
			throw unreadable("XLSX_LOCKED", "The workbook is locked with a password. Save it without one, or as CSV, and upload that.");
		if (entries.has(name)) throw unsafe("two of its parts have one name");
		const compressedBytes = view.getUint32(at + 20, true);
		if (compressedBytes === 0xffffffff) throw tooLarge("it is in the ZIP64 format, which only very large files use");
		entries.set(name, { name, method: view.getUint16(at + 10, true), offset: view.getUint32(at + 42, true), compressedBytes });
		at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
	refuseOverlaps([...entries.values()]);
	return entries;
}

function endRecordAt(view: DataView): number {
	for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--)
		if (view.getUint32(at, true) === 0x06054b50) return at;
	throw broken();
}

/** Two entries that share packed bytes are how a small file unpacks to a huge one. */
function refuseOverlaps(entries: readonly ZipEntry[]): void {
	const placed = [...entries].sort((a, b) => a.offset - b.offset);
	placed.forEach((entry, n) => {
		const before = placed[n - 1];
		if (before !== undefined && before.offset + 30 + before.compressedBytes > entry.offset) throw unsafe("two of its parts overlap");
	});
}

/** An entry's bytes, unpacked piece by piece. @throws TieoutError XLSX_TOO_LARGE when it unpacks to more than a workbook can hold */
export async function* unpacked(zip: Uint8Array, entry: ZipEntry): AsyncGenerator<Uint8Array> {
	const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
	if (entry.offset + 30 > zip.length || view.getUint32(entry.offset, true) !== 0x04034b50) throw broken();
	const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
	const packed = zip.subarray(start, start + entry.compressedBytes);
	if (packed.length !== entry.compressedBytes) throw broken();
	if (entry.method !== 0 && entry.method !== 8) throw unsafe("one of its parts is packed in an unknown way");
	let bytes = 0;
	for await (const piece of entry.method === 0 ? pieces(packed) : inflated(packed)) {
		bytes += piece.length;
		if (bytes > zipLimits.entryBytes) throw tooLarge("a part of it unpacks to more than 1.5 GB");
		if (bytes > zipLimits.ratioFromBytes && bytes > entry.compressedBytes * zipLimits.ratio)
			throw unsafe(`a part of it unpacks to more than ${zipLimits.ratio} times its size`);
		yield piece;
	}
}

const pieceBytes = 65_536;

function* pieces(bytes: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
	for (let at = 0; at < bytes.length; at += pieceBytes) yield new Uint8Array(bytes.subarray(at, at + pieceBytes));
}

async function* inflated(packed: Uint8Array): AsyncGenerator<Uint8Array> {
	const source = pieces(packed);
	const readable = new ReadableStream<Uint8Array<ArrayBuffer>>({
		pull(controller) {
			const next = source.next();
			if (next.done === true) controller.close();
			else controller.enqueue(next.value);
		},
	});
	const reader = readable.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read().catch(() => {
				throw broken();
			});
			if (done) return;
			yield value;
		}
	} finally {
		await reader.cancel().catch(() => {});
	}
}
