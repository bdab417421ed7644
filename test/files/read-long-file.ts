// A process of its own with a small heap (see long-file.unit.test.ts): looks at a file of many rows, then pages through it as an import
// does. Prints what it found as JSON. A file that is held anywhere doesn't fit.
import type { ReadContext } from "../../connectors/connector.ts";
import { fileStream } from "../../connectors/files/file-stream.ts";
import type { FileHead, FileSource } from "../../domain/sync/files/format.ts";
import { inspectFile } from "../../domain/sync/files/inspect.ts";

const [count = 0, skip = 0] = process.argv.slice(2).map(Number);
const rowsAPiece = 2_000;
const encoder = new TextEncoder();

const row = (n: number): string =>
	`2026-10-${String(1 + Math.floor((n * 28) / count)).padStart(2, "0")},"CARD SALE, TERMINAL ${n % 97}",R${n.toString(36)},${n % 2 === 0 ? "10.01" : "-10.00"},USD,BIG-1\n`;

async function* bytes(): AsyncGenerator<Uint8Array> {
	yield encoder.encode("Date,Description,Reference,Amount,Currency,Account\n");
	for (let n = 0; n < count; n += rowsAPiece)
		yield encoder.encode(Array.from({ length: Math.min(rowsAPiece, count - n) }, (_, at) => row(n + at)).join(""));
}

async function* from(start: number, end = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
	let at = 0;
	for await (const piece of bytes()) {
		if (at >= end) return;
		const part = piece.subarray(Math.max(0, start - at), Math.max(0, end - at));
		if (part.length > 0) yield part;
		at += piece.length;
	}
}

let sizeBytes = 0;
for await (const piece of bytes()) sizeBytes += piece.length;
const source: FileSource = { name: "long.csv", sizeBytes, bytes: (range) => from(range?.start ?? 0, range?.end) };
let headText = "";
for await (const piece of from(0, 200_000)) headText += new TextDecoder().decode(piece);
const head: FileHead = { name: "long.csv", sizeBytes, bytes: encoder.encode(headText), text: headText };

const found = await inspectFile(source, head, { fileId: "long", zone: "UTC", settings: null, remembered: async () => null });
const file = { id: "long", name: "long.csv", mapping: found.settings, stored: { key: "", sha256: "", sizeBytes } };
const context = {
	now: () => "2026-11-01T00:00:00Z",
	signal: new AbortController().signal,
	pendingFiles: async () => [file],
	fileSource: () => source,
} as unknown as ReadContext;

const stream = fileStream("bank_line");
let read = 0;
let last = "";
for (let cursor = JSON.stringify({ file: "long", read: skip }), done = false; !done; ) {
	const page = await stream.readPage(cursor, context);
	read += page.records.length;
	last = page.records.at(-1)?.naturalKey ?? last;
	cursor = page.nextCursor;
	done = page.done;
}
process.stdout.write(JSON.stringify({ sizeBytes, recordCount: found.preview?.recordCount, problem: found.problem, read, last }));
