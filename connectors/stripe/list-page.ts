// One page of a Stripe list, newest first, with each record cut out of the stored bytes.
import { derivedId } from "../../domain/core/ids.ts";
import { sliceElements, sliceMembers } from "../../domain/sync/json-slices.ts";
import type { RawResponse } from "../connector.ts";
import { stripeRefusal } from "./client.ts";

export const stripePageSize = 100;

export interface ListRecord {
	/** '' when the record has no readable id. */
	readonly id: string;
	/** Unix seconds; null when unreadable. */
	readonly created: number | null;
	readonly text: string;
	readonly fields: Readonly<Record<string, unknown>>;
}

export interface ListPage {
	readonly records: readonly ListRecord[];
	readonly hasMore: boolean;
	/** What `starting_after` continues from; null on an empty page. */
	readonly lastId: string | null;
	/** The oldest `created` on it; null when there is none. */
	readonly lowest: number | null;
}

/** What a page must follow: it holds neither a row that was before it nor one that is newer. */
export interface Behind {
	readonly after: string | null;
	readonly lowest?: number | null;
	/** A row of an earlier page of the same pass. */
	readonly anchor?: { readonly id: string } | null;
}

function readRecord(text: string): ListRecord {
	let fields: Readonly<Record<string, unknown>> = {};
	try {
		const parsed: unknown = JSON.parse(text);
		if (typeof parsed === "object" && parsed !== null) fields = parsed as Readonly<Record<string, unknown>>;
	} catch {
		// The transform refuses it with its reason; here it only has no id.
	}
	const { id, created } = fields;
	return {
		id: typeof id === "string" ? id : "",
		created: typeof created === "number" && Number.isSafeInteger(created) ? created : null,
		text,
		fields,
	};
}

/** A record without an id is named by its text, so that it keeps its name when it is read again. */
export const recordKey = (record: ListRecord): string => record.id || `unread:${derivedId("record", record.text).slice(0, 13)}`;

/** True when the rows are newest first and behind the page before. Going on from a page that isn't would lose rows. */
function inOrder(records: readonly ListRecord[], { after, lowest = null, anchor = null }: Behind): boolean {
	if (records.some(({ id }) => id !== "" && (id === after || id === anchor?.id))) return false;
	let before = lowest;
	for (const { created } of records) {
		if (created === null) continue;
		if (before !== null && created > before) return false;
		before = created;
	}
	return true;
}

/** @throws VendorRefusal VENDOR_UNREADABLE when the page itself is broken, VENDOR_OUT_OF_ORDER when it is not the one that was asked for */
export function readListPage(response: RawResponse, behind: Behind): ListPage {
	const page = pageOf(response);
	if (!inOrder(page.records, behind)) throw stripeRefusal("VENDOR_OUT_OF_ORDER", response);
	return page;
}

function pageOf(response: RawResponse): ListPage {
	try {
		const members = sliceMembers(new TextDecoder("utf-8", { fatal: true }).decode(response.body));
		const data = members.get("data");
		const hasMore = members.get("has_more");
		if (data === undefined || (hasMore !== "true" && hasMore !== "false")) throw new SyntaxError("not a list");
		const records = sliceElements(data).map(readRecord);
		const lastId = records.findLast((record) => record.id !== "")?.id ?? null;
		if (hasMore === "true" && lastId === null) throw new SyntaxError("no id to continue from");
		const lowest = records.findLast(({ created }) => created !== null)?.created ?? null;
		return { records, hasMore: hasMore === "true", lastId, lowest };
	} catch (error) {
		if (error instanceof SyntaxError || error instanceof TypeError) throw stripeRefusal("VENDOR_UNREADABLE", response);
		throw error;
	}
}
