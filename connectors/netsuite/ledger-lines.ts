// Stream: the posting lines of deposits and journals, paged by key: (last modified, transaction, line). Offsets would end at
// 100,000 rows and slip when rows change while they are read.
import { sliceElements, sliceMembers } from "../../domain/sync/json-slices.ts";
import { derivedId } from "../../domain/core/ids.ts";
import type { Instant, LedgerDate } from "../../domain/core/dates.ts";
import { netsuite as vendor } from "../../domain/sync/vendors/netsuite.ts";
import { numberSetting } from "../../domain/sync/vendors/vendors.ts";
import type { RawResponse, Stream } from "../connector.ts";
import { askSuiteQl, netsuiteRefusal } from "./client.ts";
import { ledgerLineKey, netsuiteTransformVersion, transformLedgerLine } from "./transform.ts";

export const suiteQlPageSize = 1000;

/** NetSuite's own time without a zone, "2026-10-31T12:00:00": only ever compared with itself. */
type ModifiedAt = string;

interface Key {
	readonly modified: ModifiedAt;
	readonly transaction: string;
	readonly line: string;
}

interface LinesCursor {
	readonly high: ModifiedAt | null;
	readonly pass: { readonly from: ModifiedAt | null; readonly at: Key | null; readonly startedAt: Instant } | null;
	/** Reads the transactions of these days instead, whenever they were changed. */
	readonly days?: Days;
}

interface Days {
	readonly from: LedgerDate;
	readonly to: LedgerDate;
}

const first: LinesCursor = { high: null, pass: null };

const timeMask = 'YYYY-MM-DD"T"HH24:MI:SS';
const isModifiedAt = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text);
const isId = (text: string): boolean => /^\d{1,18}$/.test(text);
const literal = (at: ModifiedAt): string => `TO_TIMESTAMP('${at}','${timeMask}')`;

/** What every query of this stream reads from: the rows and their totals must mean the same lines. */
export const ledgerLinesFrom = [
	"FROM transaction t",
	"INNER JOIN transactionline tl ON tl.transaction = t.id",
	"INNER JOIN transactionaccountingline tal ON tal.transaction = tl.transaction AND tal.transactionline = tl.id",
	"INNER JOIN account a ON a.id = tal.account",
	"WHERE t.type IN ('Deposit','Journal')",
].join(" ");

const columns = [
	"t.id AS transaction",
	"tl.id AS line",
	"t.tranid",
	"t.type",
	"TO_CHAR(t.trandate,'YYYY-MM-DD') AS trandate",
	`TO_CHAR(t.lastmodifieddate,'${timeMask}') AS lastmodifieddate`,
	"t.memo AS header_memo",
	"t.custbody_stripe_payout",
	"BUILTIN.DF(t.currency) AS currency",
	"tl.foreignamount",
	"tl.mainline",
	"a.acctnumber",
	"tl.memo",
	"tl.custcol_stripe_id",
	"tl.custcol_stripe_category",
].join(", ");

const dated = ({ from, to }: Days): string =>
	` AND t.trandate >= TO_DATE('${from}','YYYY-MM-DD') AND t.trandate <= TO_DATE('${to}','YYYY-MM-DD')`;

function window(from: ModifiedAt | null, at: Key | null): string {
	if (at !== null)
		return ` AND (t.lastmodifieddate > ${literal(at.modified)} OR (t.lastmodifieddate = ${literal(at.modified)} AND (t.id > ${at.transaction} OR (t.id = ${at.transaction} AND tl.id > ${at.line}))))`;
	return from === null ? "" : ` AND t.lastmodifieddate >= ${literal(from)}`;
}

export const ledgerLinesQuery = (from: ModifiedAt | null, at: Key | null, days?: Days): string =>
	`SELECT ${columns} ${ledgerLinesFrom}${days === undefined ? "" : dated(days)}${window(from, at)} ORDER BY t.lastmodifieddate, t.id, tl.id`;

function earlier(at: ModifiedAt, hours: number): ModifiedAt {
	return new Date(Date.parse(`${at}Z`) - hours * 3_600_000).toISOString().slice(0, 19);
}

export interface SuiteQlItems {
	readonly items: readonly string[];
	readonly hasMore: boolean;
}

/** @throws VendorRefusal VENDOR_UNREADABLE */
export function readItems(response: RawResponse): SuiteQlItems {
	try {
		const members = sliceMembers(new TextDecoder("utf-8", { fatal: true }).decode(response.body));
		const hasMore = members.get("hasMore");
		if (hasMore !== "true" && hasMore !== "false") throw new SyntaxError("not a SuiteQL answer");
		return { items: sliceElements(members.get("items") ?? "null"), hasMore: hasMore === "true" };
	} catch (error) {
		if (error instanceof SyntaxError || error instanceof TypeError) throw netsuiteRefusal("VENDOR_UNREADABLE", response);
		throw error;
	}
}

/** The key columns of a row; null when they are not readable, which the transform then says. */
function keyOf(text: string): Key | null {
	try {
		const row = JSON.parse(text) as Record<string, unknown>;
		const key = { modified: String(row.lastmodifieddate), transaction: String(row.transaction), line: String(row.line) };
		return isModifiedAt(key.modified) && isId(key.transaction) && isId(key.line) ? key : null;
	} catch {
		return null;
	}
}

const naturalKey = (key: Key | null, text: string): string =>
	key === null ? `unread:${derivedId("record", text).slice(0, 13)}` : ledgerLineKey(key.transaction, key.line);

export const ledgerLines: Stream = {
	transformVersion: netsuiteTransformVersion,
	firstCursor: JSON.stringify(first),
	windowCursor: (from, to) => JSON.stringify({ ...first, days: { from, to } } satisfies LinesCursor),
	transform: (record) => transformLedgerLine(record),
	async readPage(cursorText, context) {
		const cursor = JSON.parse(cursorText) as LinesCursor;
		const hours = numberSetting(vendor.fields, context.config, "lookbackHours");
		const pass = cursor.pass ?? { from: cursor.high === null ? null : earlier(cursor.high, hours), at: null, startedAt: context.now() };
		const response = await askSuiteQl(context, ledgerLinesQuery(pass.from, pass.at, cursor.days), { limit: suiteQlPageSize });
		const { items, hasMore } = readItems(response);
		const keys = items.map(keyOf);
		const last = keys.findLast((key) => key !== null) ?? null;
		if (hasMore && last === null) throw netsuiteRefusal("VENDOR_UNREADABLE", response);
		const records = items.map((text, index) => ({ naturalKey: naturalKey(keys[index] ?? null, text), index, text }));
		if (hasMore)
			return {
				response,
				records,
				nextCursor: JSON.stringify({ ...cursor, pass: { ...pass, at: last } } satisfies LinesCursor),
				done: false,
			};
		const reached = last?.modified ?? pass.at?.modified ?? null;
		const high = reached === null || (cursor.high !== null && cursor.high > reached) ? cursor.high : reached;
		if (cursor.days !== undefined) return { response, records, nextCursor: JSON.stringify({ ...cursor, pass }), done: true };
		const done = Date.parse(pass.startedAt) >= Date.parse(context.runStartedAt);
		return { response, records, nextCursor: JSON.stringify({ high, pass: null } satisfies LinesCursor), done };
	},
};
