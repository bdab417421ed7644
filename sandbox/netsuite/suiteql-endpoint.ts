// POST /services/rest/query/v1/suiteql: paging by limit and offset, every value a text, null columns left out.
import { jsonReply, type VendorReply, type VendorRequest } from "../core/vendor-reply.ts";
import { invalidQuery, NetSuiteRefusal } from "./errors.ts";
import type { Answer } from "./suiteql/execute.ts";
import type { Window } from "./suiteql/window.ts";
import { shown } from "./suiteql/values.ts";

export const suiteqlPath = "/services/rest/query/v1/suiteql";
const mostRows = 100_000;

const badParameter = (detail: string): NetSuiteRefusal => new NetSuiteRefusal(400, "INVALID_PARAMETER", detail);

function wholeNumber(query: URLSearchParams, name: string, fallback: number): number {
	const text = query.get(name);
	if (text === null) return fallback;
	if (!/^\d+$/.test(text)) throw badParameter(`Invalid value of the query parameter '${name}': '${text}'. Provide a whole number.`);
	return Number(text);
}

function pagingOf(query: URLSearchParams): { limit: number; offset: number } {
	for (const name of query.keys())
		if (name !== "limit" && name !== "offset") throw badParameter(`The query parameter '${name}' is not supported by this resource.`);
	const limit = wholeNumber(query, "limit", 1_000);
	const offset = wholeNumber(query, "offset", 0);
	if (limit < 1 || limit > 1_000) throw badParameter("Invalid value of 'limit': provide a value from 1 to 1000.");
	if (offset % limit !== 0) throw badParameter("Invalid value of 'offset': the offset must be divisible by the limit.");
	if (offset >= mostRows)
		throw badParameter("Invalid value of 'offset': only the first 100,000 rows of a query can be read through this service.");
	return { limit, offset };
}

export function queryTextOf(body: string): string {
	let value: unknown;
	try {
		value = JSON.parse(body);
	} catch {
		throw new NetSuiteRefusal(400, "INVALID_CONTENT", "Error while accessing a resource. The request body is not valid JSON.");
	}
	const text = typeof value === "object" && value !== null && "q" in value ? value.q : undefined;
	if (typeof text !== "string" || text.trim() === "") throw invalidQuery("The request body has no query 'q'.");
	return text;
}

export interface SuiteqlDesk {
	/** Answers a query text. */
	readonly run: (query: string, window: Window) => Answer;
	/** A row as it is shown. */
	readonly shape: (item: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** @throws NetSuiteRefusal */
export function suiteqlReply(request: VendorRequest, baseUrl: string, { run, shape }: SuiteqlDesk): VendorReply {
	if (request.method !== "POST")
		throw new NetSuiteRefusal(405, "METHOD_NOT_ALLOWED", `The method ${request.method} is not allowed for this resource.`);
	if (!/(^|[,\s])transient($|[,;\s])/i.test(request.headers.prefer ?? ""))
		throw new NetSuiteRefusal(400, "INVALID_HEADER", "Missing or invalid header 'Prefer'. The required value is 'transient'.");
	const { limit, offset } = pagingOf(request.query);
	const window = { offset, limit: Math.min(limit, mostRows - offset) };
	const { columns, rows: page, total } = run(queryTextOf(request.body), window);
	const items = page.map((row) => {
		const item: Record<string, unknown> = { links: [] };
		columns.forEach((name, index) => {
			const value = row[index] ?? null;
			if (value !== null) item[name] = shown(value);
		});
		return shape(item);
	});
	const hasMore = offset + page.length < Math.min(total, mostRows);
	const link = (rel: string, at: number): { rel: string; href: string } => ({
		rel,
		href: `${baseUrl}${suiteqlPath}?limit=${limit}&offset=${at}`,
	});
	const last = Math.max(0, Math.floor((Math.min(total, mostRows) - 1) / limit) * limit);
	const links = [
		...(hasMore ? [link("next", offset + limit), link("last", last)] : []),
		...(offset > 0 ? [link("first", 0), link("previous", offset - limit)] : []),
		link("self", offset),
	];
	const body = { links, count: page.length, hasMore, items, offset, totalResults: total };
	return jsonReply(200, body, { "content-type": "application/vnd.oracle.resource+json; type=collection" });
}
