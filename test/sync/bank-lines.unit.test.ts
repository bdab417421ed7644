// The files connector's paging: a long statement is cut into pages that together are the file, once.
import { expect, test } from "vitest";
import type { ReadContext } from "../../connectors/connector.ts";
import { bankLines, filePageRows } from "../../connectors/files/bank-lines.ts";
import { previewStatement } from "../../domain/sync/statement/preview.ts";

const statement = (count: number): Uint8Array =>
	new TextEncoder().encode(
		[
			"Date,Description,Reference,Amount,Currency,Account",
			...Array.from({ length: count }, (_, n) => `2026-10-01,line,R${n},1.00,USD,A`),
		].join("\n"),
	);

function contextOf(files: ReadonlyMap<string, { readonly body: Uint8Array; readonly mapping: unknown }>): ReadContext {
	return {
		now: () => "2026-11-01T00:00:00Z",
		pendingFiles: async () => [...files].map(([id, { mapping }]) => ({ id, mapping })),
		file: async (id: string) => files.get(id)?.body ?? new Uint8Array(),
	} as unknown as ReadContext;
}

test("a statement of many pages gives every line once, also when it is read again under another mapping", async () => {
	const body = statement(2 * filePageRows + 7);
	const { mapping } = previewStatement(body, null);
	for (const account of [6, 5]) {
		const columns = { ...mapping.columns, account: account === 6 ? null : account };
		const context = contextOf(new Map([["file-1", { body, mapping: { ...mapping, columns, account: "OTHER" } }]]));
		const keys: string[] = [];
		let cursor = bankLines.firstCursor;
		for (let pages = 1; ; pages++) {
			const page = await bankLines.readPage(cursor, context);
			keys.push(...page.records.map(({ naturalKey }) => naturalKey));
			cursor = page.nextCursor;
			if (!page.done) continue;
			expect(pages).toBe(3);
			break;
		}
		expect(new Set(keys).size).toBe(2 * filePageRows + 7);
		expect(keys[0]?.startsWith(account === 6 ? "OTHER:" : "A:")).toBe(true);
	}
});

test("a statement of eighty thousand lines is read in seconds", async () => {
	const body = statement(40 * filePageRows);
	const { mapping } = previewStatement(body, null);
	const context = contextOf(new Map([["file-2", { body, mapping }]]));
	const began = performance.now();
	let cursor = bankLines.firstCursor;
	for (let done = false; !done; ) {
		const page = await bankLines.readPage(cursor, context);
		cursor = page.nextCursor;
		done = page.done;
	}
	// Parsed for each of its 40 pages it takes far longer than a minute.
	expect(performance.now() - began).toBeLessThan(20_000);
});
