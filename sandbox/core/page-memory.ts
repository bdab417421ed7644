// The page that a list answered with before the present one, so that it can be sent a second time.
import type { FaultVendor } from "./faults.ts";
import type { VendorReply, VendorRequest } from "./vendor-reply.ts";

export interface PageMemory {
	/** The page before this request's in the same list; null for a list's first page, and for what is no list. */
	readonly before: (vendor: FaultVendor, request: VendorRequest, reply: VendorReply) => string | null;
	/** What was sent. */
	readonly keep: (vendor: FaultVendor, request: VendorRequest, reply: VendorReply) => void;
}

/** How many rows a list's answer holds; 0 for everything else. */
export function rowsOf(reply: VendorReply): number {
	if (reply.status !== 200) return 0;
	const body = JSON.parse(reply.body) as { data?: unknown; items?: unknown };
	const rows = body.data ?? body.items;
	return Array.isArray(rows) ? rows.length : 0;
}

/** Whose list: a cursor and the credentials of the moment are not part of it. */
function listOf(vendor: FaultVendor, { path, query, body }: VendorRequest): string {
	const text = vendor === "netsuite" ? body.split(/ AND |ORDER BY/i)[0] : query.get("payout");
	return `${vendor} ${path} ${(text ?? "").trim()}`;
}

/** What makes two requests for one list the same request. */
const requestText = ({ query, body }: VendorRequest): string => `${query.toString()} ${body}`;

export function pageMemory(): PageMemory {
	const last = new Map<string, { readonly request: string; readonly reply: VendorReply }>();
	const goesOn = (reply: VendorReply): boolean => {
		const { has_more, hasMore } = JSON.parse(reply.body) as { has_more?: boolean; hasMore?: boolean };
		return (has_more ?? hasMore) === true && rowsOf(reply) > 0;
	};
	return {
		before: (vendor, request, reply) => {
			const known = last.get(listOf(vendor, request));
			if (known === undefined || known.request === requestText(request) || rowsOf(reply) === 0) return null;
			return goesOn(known.reply) ? known.reply.body : null;
		},
		keep: (vendor, request, reply) => {
			if (reply.status === 200) last.set(listOf(vendor, request), { request: requestText(request), reply });
		},
	};
}
