// The files connector's paging: a long file is cut into pages that together are the file, once, also after a crash in the middle.
import { describe, expect, it } from "vitest";
import type { ReadContext, Stream, UploadedFile } from "../../connectors/connector.ts";
import { filePageRows } from "../../connectors/files/file-reader.ts";
import { fileStream } from "../../connectors/files/file-stream.ts";
import type { FileSource } from "../../domain/sync/files/format.ts";
import { encodeSpans, spanIn } from "../../domain/sync/files/record-spans.ts";
import { settingsOf, uploadedFile } from "../support/file-settings.ts";
import { encode } from "./read-file.ts";

const statement = (count: number): Uint8Array =>
	encode(
		[
			"Date,Description,Reference,Amount,Currency,Account",
			...Array.from({ length: count }, (_, n) => `2026-10-01,line,R${n},1.00,USD,A`),
		].join("\n"),
	);

function contextOf(...files: readonly { readonly file: UploadedFile; readonly fileSource: () => FileSource }[]): ReadContext {
	return {
		now: () => "2026-11-01T00:00:00Z",
		signal: new AbortController().signal,
		pendingFiles: async () => files.map(({ file }) => file),
		fileSource: ({ id }: UploadedFile) => files.find(({ file }) => file.id === id)?.fileSource(),
	} as unknown as ReadContext;
}

async function pagesOf(stream: Stream, context: ReadContext, from = stream.firstCursor) {
	const pages = [];
	for (let cursor = from; ; ) {
		const page = await stream.readPage(cursor, context);
		pages.push(page);
		cursor = page.nextCursor;
		if (page.done) return pages;
	}
}

const bankLines = fileStream("bank_line");
const keysOf = (pages: Awaited<ReturnType<typeof pagesOf>>): string[] =>
	pages.flatMap(({ records }) => records.map(({ naturalKey }) => naturalKey));

describe("a long file", () => {
	it("is read in pages that give every record once and stored once", async () => {
		const body = statement(2 * filePageRows + 7);
		const upload = uploadedFile("file-1", "a.csv", body, await settingsOf(body));
		const pages = await pagesOf(bankLines, contextOf(upload));
		expect(pages.map(({ records }) => records.length)).toEqual([filePageRows, filePageRows, 7]);
		expect(new Set(keysOf(pages)).size).toBe(2 * filePageRows + 7);
		expect(pages.map(({ finishesFile }) => finishesFile)).toEqual([undefined, undefined, "file-1"]);
		expect(pages[0]?.response).toMatchObject({ stored: upload.file.stored, body: new Uint8Array(0) });
	});

	it("goes on where it was committed, though the process that read it is gone", async () => {
		const body = statement(3 * filePageRows);
		const settings = await settingsOf(body);
		const whole = await pagesOf(bankLines, contextOf(uploadedFile("file-2", "a.csv", body, settings)));
		const cursor = whole[0]?.nextCursor ?? "";
		// A reader of another process knows nothing of where this one stands: another id stands for it.
		const after = await pagesOf(bankLines, contextOf(uploadedFile("file-3", "a.csv", body, settings)), cursor.replace("file-2", "file-3"));
		expect(keysOf(after)).toEqual(keysOf(whole.slice(1)));
		// The same page asked for twice, as a retry does, is the same page.
		const again = await bankLines.readPage(cursor, contextOf(uploadedFile("file-2", "a.csv", body, settings)));
		expect(again.records).toEqual(whole[1]?.records);
	});

	it("belongs to the stream of its kind, and the next file follows", async () => {
		const body = statement(3);
		const settings = await settingsOf(body);
		const context = contextOf(uploadedFile("file-4", "a.csv", body, settings), uploadedFile("file-5", "b.csv", body, settings));
		const first = await bankLines.readPage(bankLines.firstCursor, context);
		expect(first).toMatchObject({ done: false, finishesFile: "file-4" });
		expect(await fileStream("payout").readPage(bankLines.firstCursor, context)).toMatchObject({ response: null, done: true });
	});

	it("that can't be read on names itself, so that it waits for no further import", async () => {
		const body = encode(":20:R\n:25:A\n:28C:1\n:61:261001C1,00NTRFX\n-\n");
		const context = contextOf(uploadedFile("file-6", "a.sta", body, { format: "mt940" }));
		await expect(bankLines.readPage(bankLines.firstCursor, context)).rejects.toMatchObject({
			code: "FILE_NOT_A_STATEMENT",
			facts: { fileId: "file-6" },
		});
		await expect(bankLines.readPage('{"file":"gone","read":7}', context)).rejects.toMatchObject({ code: "FILE_GONE" });
	});

	it("tells where each of a page's records lies, however far in", () => {
		const records = [
			{ index: 4_000, span: { start: 150_000_000, end: 150_000_060 } },
			{ index: 4_001, span: { start: 150_000_062, end: 150_000_100 } },
			{ index: 4_007, span: { start: 150_900_000, end: 150_900_001 } },
		];
		const text = encodeSpans(records) ?? "";
		expect(records.map(({ index }) => spanIn(text, index))).toEqual(records.map(({ span }) => span));
		expect(spanIn(text, 4_002)).toBeNull();
		expect(encodeSpans([{ index: 0, span: null }])).toBeNull();
	});
});
