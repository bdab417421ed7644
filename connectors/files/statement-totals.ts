// An imported file's own figures beside ours: closing − opening of each of its statements against the rows that are kept for its
// records. The file is read once more, in pieces; what is kept is added up by natural keys, some thousand at a time.
import type { FileItem, FileRecord, FileStatement } from "../../domain/sync/files/format.ts";
import { addToSums, noSums, proveStatement, type StatementSums } from "../../domain/sync/files/prove-statement.ts";
import { streamOfKind } from "../../domain/sync/vendors/files.ts";
import type { OurSum, ReadContext, SourceTotal, UploadedFile } from "../connector.ts";
import { formatOfFile, itemsOf } from "./file-reader.ts";

const keysAtOnce = 5_000;
/** Of statements and accounts that one file is shown with. */
const mostTotals = 500;

interface Group {
	/** As the file reads now. */
	sums: StatementSums;
	readonly keys: string[];
	currency: string;
	/** As it is kept. */
	ours: OurSum;
}

export async function statementTotals(file: UploadedFile, context: ReadContext): Promise<readonly SourceTotal[]> {
	const { format, settings } = formatOfFile(file);
	const kind = format.kind(settings);
	const groups = new Map<string, Group>();
	const totals: SourceTotal[] = [];

	const flush = async (group: Group): Promise<void> => {
		if (group.keys.length === 0) return;
		const naturalKeys = group.keys.splice(0);
		const sum = await context.ourSum({ kind, measure: "net", currency: group.currency, naturalKeys });
		group.ours = { minor: group.ours.minor + sum.minor, count: group.ours.count + sum.count };
	};
	const add = async (record: FileRecord): Promise<void> => {
		const read = format.read(record, settings, { zone: "UTC", fileId: file.id });
		if (!read.ok || record.group === "") return;
		const group = groups.get(record.group) ?? { sums: noSums, keys: [], currency: "", ours: { minor: 0n, count: 0 } };
		groups.set(record.group, group);
		for (const row of read.value) {
			group.sums = addToSums(group.sums, row.netMinor);
			group.currency = row.currency;
			group.keys.push(row.naturalKey);
		}
		if (group.keys.length >= keysAtOnce) await flush(group);
	};
	const prove = async (statement: FileStatement): Promise<void> => {
		const group = groups.get(statement.group) ?? { sums: noSums, keys: [], currency: statement.currency, ours: { minor: 0n, count: 0 } };
		groups.delete(statement.group);
		await flush(group);
		if (totals.length >= mostTotals || statement.currency === "") return;
		const proof = proveStatement(statement, group.sums);
		totals.push({
			stream: streamOfKind[kind],
			name: [file.name, statement.account, statement.number].filter((part) => part !== "").join(" · "),
			currency: statement.currency,
			minor: proof.statedMinor,
			count: group.sums.count,
			ours: { kind, measure: "net", naturalKeys: [] },
			summed: group.ours,
			response: null,
			note: proof.sentence,
		});
	};
	const each: Readonly<Record<FileItem["what"], (item: never) => Promise<void>>> = { record: add, statement: prove, note: async () => {} };
	for await (const item of itemsOf(file, context)) await each[item.what](item as never);
	return totals;
}
