// Stream: what NetSuite says was deleted. Its rows become none of ours; they end the lines of the transactions that they name. Read
// after the lines, so that what is deleted while they are read is seen as well.
import type { Instant } from "../../domain/core/dates.ts";
import { derivedId } from "../../domain/core/ids.ts";
import { netsuite as vendor } from "../../domain/sync/vendors/netsuite.ts";
import { numberSetting } from "../../domain/sync/vendors/vendors.ts";
import type { PageRead, Stream } from "../connector.ts";
import { presentOf, VendorRefusal } from "../vendor-refusal.ts";
import { askSuiteQl, netsuiteRefusal } from "./client.ts";
import { readItems, suiteQlPageSize } from "./ledger-lines.ts";
import { hoursBefore, isId, isModifiedAt, literal, type ModifiedAt, timeMask } from "./line-key.ts";
import { ledgerLineKey, netsuiteTransformVersion, transformDeletedRecord } from "./transform.ts";

interface DeletedCursor {
	readonly high: ModifiedAt | null;
	readonly pass: { readonly from: ModifiedAt | null; readonly at: DeletedKey | null; readonly startedAt: Instant } | null;
}

interface DeletedKey {
	readonly deleted: ModifiedAt;
	readonly record: string;
}

interface DeletedRow extends DeletedKey {
	readonly type: string;
}

const first: DeletedCursor = { high: null, pass: null };

export function deletedRecordsQuery(from: ModifiedAt | null, at: DeletedKey | null): string {
	const behind =
		at === null
			? from === null
				? ""
				: ` WHERE dr.deleteddate >= ${literal(from)}`
			: ` WHERE (dr.deleteddate > ${literal(at.deleted)} OR (dr.deleteddate = ${literal(at.deleted)} AND dr.recordid > ${at.record}))`;
	const columns = `dr.recordid AS recordid, dr.type AS type, TO_CHAR(dr.deleteddate,'${timeMask}') AS deleteddate, dr.name AS name`;
	return `SELECT ${columns} FROM deletedrecord dr${behind} ORDER BY dr.deleteddate, dr.recordid`;
}

function rowOf(text: string): DeletedRow | null {
	try {
		const row = JSON.parse(text) as Record<string, unknown>;
		const found = { deleted: String(row.deleteddate), record: String(row.recordid), type: String(row.type) };
		return isModifiedAt(found.deleted) && isId(found.record) ? found : null;
	} catch {
		return null;
	}
}

// Ids of transactions are unique among transactions only: a deleted customer may have the id of a deposit.
const transactionTypes = new Set(["deposit", "journal", "journalentry"]);
const isTransaction = ({ type }: DeletedRow): boolean => transactionTypes.has(type.toLowerCase().replace(/[^a-z]/g, ""));

const isBehind = (before: DeletedKey | null, row: DeletedKey): boolean =>
	before === null || row.deleted > before.deleted || (row.deleted === before.deleted && BigInt(row.record) >= BigInt(before.record));

const mayNotSee = (refusal: VendorRefusal): VendorRefusal =>
	new VendorRefusal(
		"VENDOR_FORBIDDEN",
		"NetSuite does not show this role what was deleted. Give it the permission Deleted Records (Setup), then sync again; until then deletions stay unseen.",
		refusal.response,
	);

export const deletedRecords: Stream = {
	transformVersion: netsuiteTransformVersion,
	firstCursor: JSON.stringify(first),
	transform: transformDeletedRecord,
	async readPage(cursorText, context): Promise<PageRead> {
		const cursor = JSON.parse(cursorText) as DeletedCursor;
		const hours = numberSetting(vendor.fields, context.config, "lookbackHours");
		const from = cursor.high === null ? null : hoursBefore(cursor.high, hours);
		const pass = cursor.pass ?? { from, at: null, startedAt: context.now() };
		const response = await askSuiteQl(context, deletedRecordsQuery(pass.from, pass.at), { limit: suiteQlPageSize }).catch(
			(error: unknown) => {
				throw error instanceof VendorRefusal && (error.code === "VENDOR_REFUSED" || error.code === "VENDOR_FIELD_GONE")
					? mayNotSee(error)
					: error;
			},
		);
		const { items, hasMore } = readItems(response);
		const rows = items.map(rowOf);
		let before = pass.at;
		for (const row of rows) {
			if (row === null) continue;
			if (!isBehind(before, row)) throw netsuiteRefusal("VENDOR_OUT_OF_ORDER", response);
			before = row;
		}
		if (hasMore && (before === null || (before.deleted === pass.at?.deleted && before.record === pass.at.record)))
			throw netsuiteRefusal("VENDOR_UNREADABLE", response);
		const records = items.map((text, index) => ({ naturalKey: nameOf(rows[index] ?? null, text), index, text }));
		const gone = rows.filter((row) => row !== null && isTransaction(row)).map((row) => ledgerLineKey(row?.record ?? "", ""));
		const deleted = { stream: "ledger_lines", prefixes: gone };
		if (hasMore && before !== null) {
			const at = { deleted: before.deleted, record: before.record };
			return { response, records, deleted, nextCursor: JSON.stringify({ ...cursor, pass: { ...pass, at } }), done: false };
		}
		const latest = new Date(presentOf(response) + 26 * 3_600_000).toISOString().slice(0, 19);
		const reached = rows.findLast((row) => row !== null && row.deleted <= latest)?.deleted ?? pass.at?.deleted ?? null;
		const high = reached === null || (cursor.high !== null && cursor.high > reached) ? cursor.high : reached;
		const next: DeletedCursor = { high, pass: null };
		const done = Date.parse(pass.startedAt) >= Date.parse(context.runStartedAt);
		return { response, records, deleted, nextCursor: JSON.stringify(next), done };
	},
};

const nameOf = (row: DeletedRow | null, text: string): string =>
	row === null ? `unread:${derivedId("record", text).slice(0, 13)}` : `${row.type}:${row.record}:${row.deleted}`;
