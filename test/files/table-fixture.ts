// A fixture of test/golden/files read as an upload would be, and rendered as text a person can check against the file line by line.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exponentOf } from "../../domain/core/currency.ts";
import { decimalFromMinor } from "../../domain/core/money.ts";
import type { FileFormat, FileSource, Settled } from "../../domain/sync/files/format.ts";
import { detectFormats } from "../../domain/sync/files/formats.ts";
import { addToSums, noSums, proveStatement } from "../../domain/sync/files/prove-statement.ts";
import type { TableMapping } from "../../domain/sync/files/table-mapping.ts";
import { decodeText } from "../../domain/sync/statement/csv.ts";

export const goldenFolder = join(import.meta.dirname, "../golden/files");

export const goldenBytes = (name: string): Uint8Array => new Uint8Array(readFileSync(join(goldenFolder, name)));

/** Bytes in pieces of `piece`, so that rows, quotes and characters are cut anywhere. */
export const sourceOf = (name: string, bytes: Uint8Array, piece = 7): FileSource => ({
	name,
	sizeBytes: bytes.length,
	async *bytes({ start = 0, end = bytes.length } = { start: 0 }) {
		for (let at = start; at < end; at += piece) yield bytes.subarray(at, Math.min(at + piece, end));
	},
});

export interface SettledFile {
	readonly format: FileFormat<TableMapping>;
	readonly settled: Settled<TableMapping>;
}

/** Detected and settled as it is; `chosen` is a layout that a person wants. */
export async function settledFile(source: FileSource, bytes: Uint8Array, chosen?: string): Promise<SettledFile> {
	const [found] = detectFormats({ name: source.name, sizeBytes: bytes.length, bytes, text: decodeText(bytes) });
	if (found === undefined) throw new Error(`${source.name} is no format`);
	const format = found.format as unknown as FileFormat<TableMapping>;
	if (format.settle === undefined) throw new Error(`${source.name} is no table`);
	return { format, settled: await format.settle(source, found.detection.settings as TableMapping, chosen) };
}

const money = (minor: bigint, currency: string): string => `${decimalFromMinor(minor, exponentOf(currency))} ${currency}`;

/** Everything the file gives, a line each. */
export async function rendered(source: FileSource, format: FileFormat<TableMapping>, settings: TableMapping): Promise<readonly string[]> {
	const lines: string[] = [];
	const sums = new Map<string, typeof noSums>();
	for await (const item of format.open(source, settings)) {
		if (item.what === "note") lines.push(`row ${item.line}: ${item.kind}`);
		else if (item.what === "statement") {
			const proof = proveStatement(item, sums.get(item.group) ?? noSums);
			lines.push(`${proof.verdict}: ${proof.sentence}`);
		} else {
			const read = format.read(item, settings, { zone: "UTC", fileId: "file" });
			if (!read.ok) lines.push(`refused ${read.error.code}: ${read.error.reason}`);
			else
				for (const row of read.value) {
					if (item.group !== "") sums.set(item.group, addToSums(sums.get(item.group) ?? noSums, row.netMinor));
					const fee = row.feeMinor === 0n ? "" : ` fee ${money(row.feeMinor, row.currency)} net ${money(row.netMinor, row.currency)}`;
					const facts = {
						category: row.category,
						status: row.status,
						ref: row.reference,
						group: row.kind === "bank_line" ? "" : row.groupKey,
						groupRef: row.groupReference,
						related: row.relatedKey,
						doc: row.document,
						docKind: row.documentKind,
						account: row.account,
						at: row.occurredAt ?? "",
						text: row.description,
					};
					const said = Object.entries(facts)
						.filter(([, value]) => value !== "")
						.map(([name, value]) => `${name}=${value}`);
					lines.push(`${row.kind} ${row.ledgerDate} ${money(row.amountMinor, row.currency)}${fee} [${row.naturalKey}] ${said.join(" | ")}`);
				}
		}
	}
	return lines;
}
