// Stripe's v1 API over one or more companies: authentication, routes, errors. It only reads; nothing can be written through it.
import type { Company } from "../company/company.ts";
import type { FaultDesk } from "../core/faults.ts";
import { jsonReply, type VendorReply, type VendorRequest } from "../core/vendor-reply.ts";
import { type Catalogue, catalogueOf } from "./catalogue.ts";
import { inNewShape } from "./changed-schema.ts";
import { expiredKey, invalidKey, missingKey, noSuch, refusalReply, StripeRefusal, unknownParameter, unknownUrl } from "./errors.ts";
import { expanded } from "./expand.ts";
import { expansionsOf, type ListKind, listPage, placeOf } from "./list.ts";
import { accountObject, balanceObject } from "./objects.ts";
import { spoiledBody } from "./spoiled-object.ts";

export const stripeVersion = "2026-10-28.endive";

const kinds = {
	balance_transactions: {
		url: "/v1/balance_transactions",
		noun: "balance transaction",
		exact: ["source", "type", "currency"],
		ranges: ["created"],
		expandable: ["source"],
	},
	payouts: {
		url: "/v1/payouts",
		noun: "payout",
		exact: ["status", "destination"],
		ranges: ["created", "arrival_date"],
		expandable: ["balance_transaction", "failure_balance_transaction"],
	},
	charges: {
		url: "/v1/charges",
		noun: "charge",
		exact: ["customer", "payment_intent"],
		ranges: ["created"],
		expandable: ["balance_transaction"],
	},
	refunds: {
		url: "/v1/refunds",
		noun: "refund",
		exact: ["charge", "payment_intent"],
		ranges: ["created"],
		expandable: ["balance_transaction", "charge"],
	},
	disputes: { url: "/v1/disputes", noun: "dispute", exact: ["charge", "payment_intent"], ranges: ["created"], expandable: ["charge"] },
} as const satisfies Record<string, ListKind>;

type ListName = keyof typeof kinds;

const isList = (name: string): name is ListName => name in kinds;

/** The key from `Authorization: Bearer sk_…` or Basic with the key as user name. @throws StripeRefusal */
function keyOf(authorization: string | undefined): string {
	if (authorization === undefined) throw missingKey();
	const [scheme = "", value = ""] = authorization.split(" ");
	if (scheme.toLowerCase() === "bearer" && value !== "") return value;
	if (scheme.toLowerCase() === "basic") return Buffer.from(value, "base64").toString("utf8").split(":")[0] ?? "";
	throw missingKey();
}

export interface StripeApi {
	readonly answer: (request: VendorRequest) => VendorReply;
}

/**
 * @param companyOfKey the company as it is now, or null for a key nobody has
 * @param faults what the fault switch does to the answers
 */
export function stripeApi(companyOfKey: (key: string) => Company | null, faults: Pick<FaultDesk, "lasting">): StripeApi {
	const catalogues = new WeakMap<Company, Catalogue>();
	let count = 0;
	const catalogue = (company: Company): Catalogue => {
		const known = catalogues.get(company) ?? catalogueOf(company);
		catalogues.set(company, known);
		return known;
	};
	const answer = (request: VendorRequest): VendorReply => {
		const common: Record<string, string> = { "request-id": `req_sandbox${String(++count).padStart(7, "0")}` };
		common["stripe-version"] = request.headers["stripe-version"] ?? stripeVersion;
		const idempotencyKey = request.headers["idempotency-key"];
		if (idempotencyKey !== undefined) common["idempotency-key"] = idempotencyKey;
		let reply: VendorReply;
		try {
			const key = keyOf(request.headers.authorization);
			const company = companyOfKey(key);
			if (company === null) throw invalidKey(key);
			if (faults.lasting("revoked_token", "stripe").length > 0) throw expiredKey(key);
			const body = spoiledBody(route(request, company, catalogue(company)), faults.lasting("unparseable", "stripe"));
			reply = jsonReply(200, inNewShape(body, faults.lasting("schema_change", "stripe")));
		} catch (error) {
			if (!(error instanceof StripeRefusal)) throw error;
			reply = refusalReply(error);
		}
		return { ...reply, headers: { ...reply.headers, ...common } };
	};
	return { answer };
}

function route({ method, path, query }: VendorRequest, company: Company, catalogue: Catalogue): unknown {
	const [root, resource = "", id, ...rest] = path.split("/").filter((part) => part !== "");
	if (method !== "GET" || root !== "v1" || rest.length > 0) throw unknownUrl(method, path);
	if (resource === "balance" && id === undefined) return only(query, balanceObject(company));
	if (resource === "account" && id === undefined) return only(query, accountObject(company));
	if (!isList(resource)) throw unknownUrl(method, path);
	const kind = kinds[resource];
	if (id !== undefined) {
		const row = catalogue[resource][placeOf(catalogue[resource], id) ?? -1];
		if (row === undefined) throw noSuch(kind.noun, id, "id");
		const expansions = expansionsOf(query);
		for (const name of query.keys()) if (!name.startsWith("expand")) throw unknownParameter(name);
		return expanded(row.show(), expansions, "", kind.expandable, catalogue);
	}
	const payout = query.get("payout");
	if (resource !== "balance_transactions" || payout === null) return listPage(kind, catalogue[resource], query, catalogue);
	if (placeOf(catalogue.payouts, payout) === null) throw noSuch("payout", payout, "payout");
	const items = catalogue.itemsOf(payout);
	if (items === null)
		throw new StripeRefusal(400, "Balance transaction history can only be filtered on automatic transfers, not manual.", {
			param: "payout",
		});
	const others = new URLSearchParams([...query].filter(([name]) => name !== "payout"));
	return listPage(kind, items, others, catalogue);
}

function only(query: URLSearchParams, value: unknown): unknown {
	for (const name of query.keys()) throw unknownParameter(name);
	return value;
}
