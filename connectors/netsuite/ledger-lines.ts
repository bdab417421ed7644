// Stream: the posting lines of deposits and journals, paged by key: (last modified, transaction, line). Offsets would end at
// 100,000 rows and slip when rows change while they are read.
import { sliceElements, sliceMembers } from "../../domain/sync/json-slices.ts";
import { derivedId } from "../../domain/core/ids.ts";
import type { Instant, LedgerDate } from "../../domain/core/dates.ts";
import { netsuite as vendor } from "../../domain/sync/vendors/netsuite.ts";
import { numberSetting } from "../../domain/sync/vendors/vendors.ts";
import type { PageRead, RawResponse, Stream } from "../connector.ts";
import { presentOf } from "../vendor-refusal.ts";
import { askSuiteQl, netsuiteRefusal } from "./client.ts";
import {
	completeOnes,
	growing,
	hoursBefore,
	type LineKey,
	lineKeyOf,
	literal,
	type ModifiedAt,
	timeMask,
	wholeTransactions,
} from "./line-key.ts";
import { ledgerLineKey, netsuiteTransformVersion, transformLedgerLine } from "./transform.ts";

export const suiteQlPageSize = 1000;

interface LinesCursor {
	readonly high: ModifiedAt | null;
	readonly pass: { readonly from: ModifiedAt | null; readonly at: LineKey | null; readonly startedAt: Instant } | null;
	/** Reads the transactions of these days instead, whenever they were changed. */
	readonly days?: Days;
}

interface Days {
	readonly from: LedgerDate;
	readonly to: LedgerDate;
}

const first: LinesCursor = { high: null, pass: null };

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

function window(from: ModifiedAt | null, at: LineKey | null): string {
	if (at !== null)
		return ` AND (t.lastmodifieddate > ${literal(at.modified)} OR (t.lastmodifieddate = ${literal(at.modified)} AND (t.id > ${at.transaction} OR (t.id = ${at.transaction} AND tl.id > ${at.line}))))`;
	return from === null ? "" : ` AND t.lastmodifieddate >= ${literal(from)}`;
}

export const ledgerLinesQuery = (from: ModifiedAt | null, at: LineKey | null, days?: Days): string =>
	`SELECT ${columns} ${ledgerLinesFrom}${days === undefined ? "" : dated(days)}${window(from, at)} ORDER BY t.lastmodifieddate, t.id, tl.id`;

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

const naturalKey = (key: LineKey | null, text: string): string =>
	key === null ? `unread:${derivedId("record", text).slice(0, 13)}` : ledgerLineKey(key.transaction, key.line);

export const ledgerLines: Stream = {
	transformVersion: netsuiteTransformVersion,
	firstCursor: JSON.stringify(first),
	windowCursor: (from, to) => JSON.stringify({ ...first, days: { from, to } } satisfies LinesCursor),
	transform: (record) => transformLedgerLine(record),
	async readPage(cursorText, context) {
		const cursor = JSON.parse(cursorText) as LinesCursor;
		const hours = numberSetting(vendor.fields, context.config, "lookbackHours");
		const from = cursor.high === null ? null : hoursBefore(cursor.high, hours);
		const pass = cursor.pass ?? { from, at: null, startedAt: context.now() };
		const response = await askSuiteQl(context, ledgerLinesQuery(pass.from, pass.at, cursor.days), { limit: suiteQlPageSize });
		const { items, hasMore } = readItems(response);
		const found = items.map(lineKeyOf);
		if (hasMore && !found.some((key) => key !== null)) throw netsuiteRefusal("VENDOR_UNREADABLE", response);
		if (!growing(found, pass.at)) throw netsuiteRefusal("VENDOR_OUT_OF_ORDER", response);
		const taken = wholeTransactions(found, !hasMore);
		const keys = found.slice(0, taken);
		const records = items.slice(0, taken).map((text, index) => ({ naturalKey: naturalKey(keys[index] ?? null, text), index, text }));
		const whole = completeOnes(keys, pass.at, !hasMore, taken < items.length).map((transaction) => ledgerLineKey(transaction, ""));
		const last = keys.findLast((key) => key !== null) ?? null;
		const page = (next: LinesCursor, done: boolean): PageRead => ({ response, records, whole, nextCursor: JSON.stringify(next), done });
		if (hasMore) return page({ ...cursor, pass: { ...pass, at: last } }, false);
		if (cursor.days !== undefined) return page({ ...cursor, pass }, true);
		// A line dated ahead of the source's own clock must not carry the high water beyond what is still to come.
		const latest = latestOf(response);
		const reached = keys.findLast((key) => key !== null && key.modified <= latest)?.modified ?? pass.at?.modified ?? null;
		const high = reached === null || (cursor.high !== null && cursor.high > reached) ? cursor.high : reached;
		return page({ high, pass: null }, Date.parse(pass.startedAt) >= Date.parse(context.runStartedAt));
	},
};

// The account's clock may be up to 14 hours ahead of UTC.
const aheadMs = 26 * 3_600_000;

const latestOf = (response: RawResponse): ModifiedAt => new Date(presentOf(response) + aheadMs).toISOString().slice(0, 19);
