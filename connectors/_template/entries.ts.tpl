// Stream: entries, oldest first, paged by key: (updated, id). Never by offset: rows shift while they are read.
import { derivedId } from "../../domain/core/ids.ts";
import type { Instant } from "../../domain/core/dates.ts";
import { sliceElements, sliceMembers } from "../../domain/sync/json-slices.ts";
import { __vendor__ as vendor } from "../../domain/sync/vendors/__vendor__.ts";
import { numberSetting } from "../../domain/sync/vendors/vendors.ts";
import type { RawResponse, Stream } from "../connector.ts";
import { ask__Vendor__, __vendor__Refusal } from "./client.ts";
import { transformEntry, __vendor__TransformVersion } from "./transform.ts";

export const __vendor__PageSize = 100;

interface Key {
	readonly updated: Instant;
	readonly id: string;
}

/** Only a finished pass moves `high`; the next one starts the lookback before it. */
interface Cursor {
	readonly high: Instant | null;
	readonly pass: { readonly from: Instant | null; readonly at: Key | null; readonly startedAt: Instant } | null;
}

const first: Cursor = { high: null, pass: null };

const earlier = (at: Instant, hours: number): Instant => new Date(Date.parse(at) - hours * 3_600_000).toISOString();

function target(pass: NonNullable<Cursor["pass"]>): string {
	const query = new URLSearchParams({ limit: String(__vendor__PageSize) });
	if (pass.at !== null) query.set("after", `${pass.at.updated},${pass.at.id}`);
	else if (pass.from !== null) query.set("updated_from", pass.from);
	return `/entries?${query}`;
}

/** The list as it was sent, each record exactly as written. @throws VendorRefusal VENDOR_UNREADABLE */
function readItems(response: RawResponse): { readonly items: readonly string[]; readonly more: boolean } {
	try {
		const members = sliceMembers(new TextDecoder("utf-8", { fatal: true }).decode(response.body));
		const more = members.get("has_more");
		if (more !== "true" && more !== "false") throw new SyntaxError("not a list");
		return { items: sliceElements(members.get(vendor.page.list) ?? "null"), more: more === "true" };
	} catch (error) {
		if (error instanceof SyntaxError || error instanceof TypeError) throw __vendor__Refusal("VENDOR_UNREADABLE", response);
		throw error;
	}
}

function keyOf(text: string): Key | null {
	try {
		const { id, updated } = JSON.parse(text) as Record<string, unknown>;
		return typeof id === "string" && typeof updated === "string" && !Number.isNaN(Date.parse(updated)) ? { id, updated } : null;
	} catch {
		return null;
	}
}

export const entries: Stream = {
	transformVersion: __vendor__TransformVersion,
	firstCursor: JSON.stringify(first),
	transform: transformEntry,
	async readPage(cursorText, context) {
		const cursor = JSON.parse(cursorText) as Cursor;
		const hours = numberSetting(vendor.fields, context.config, "lookbackHours");
		const from = cursor.high === null ? null : earlier(cursor.high, hours);
		const pass = cursor.pass ?? { from, at: null, startedAt: context.now() };
		const response = await ask__Vendor__(context, target(pass));
		const { items, more } = readItems(response);
		const keys = items.map(keyOf);
		const last = keys.findLast((key) => key !== null) ?? null;
		if (more && last === null) throw __vendor__Refusal("VENDOR_UNREADABLE", response);
		const records = items.map((text, index) => ({
			// A record without a readable id is named by its text, so that it keeps its name when it is read again.
			naturalKey: keys[index]?.id ?? `unread:${derivedId("record", text).slice(0, 13)}`,
			index,
			text,
		}));
		if (more) return { response, records, nextCursor: JSON.stringify({ ...cursor, pass: { ...pass, at: last } } satisfies Cursor), done: false };
		const reached = last?.updated ?? pass.at?.updated ?? cursor.high;
		const high = reached !== null && (cursor.high === null || reached > cursor.high) ? reached : cursor.high;
		// A pass that an earlier run began is followed by a fresh one, so that what came meanwhile is read too.
		const done = Date.parse(pass.startedAt) >= Date.parse(context.runStartedAt);
		return { response, records, nextCursor: JSON.stringify({ high, pass: null } satisfies Cursor), done };
	},
};
