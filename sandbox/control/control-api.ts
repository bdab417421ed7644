// The sandbox's own API for start scripts and tests: clock, faults, requests, NetSuite clients, and the truth (token only).
import { createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { monthPeriod } from "../../domain/core/dates.ts";
import { instantOfUnix } from "../../domain/core/dates.ts";
import type { Tenants } from "../company/tenants.ts";
import { type Truth, truthOf } from "../company/truth.ts";
import type { Fault, FaultDesk, FaultVendor } from "../core/faults.ts";
import type { RequestLog } from "../core/request-log.ts";
import { jsonReply, type VendorReply, type VendorRequest } from "../core/vendor-reply.ts";
import type { ClientRegistry } from "../netsuite/client-registry.ts";

export interface ControlDesk {
	readonly tenants: Tenants;
	readonly faults: FaultDesk;
	readonly requests: RequestLog;
	readonly clients: ClientRegistry;
	/** null: every route but the truth is open, and the truth is closed to all. */
	readonly controlToken: string | null;
}

type Body = Readonly<Record<string, unknown>>;

function bodyOf(request: VendorRequest): Body {
	if (request.body === "") return {};
	const value: unknown = JSON.parse(request.body);
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw new RangeError("the body must be a JSON object");
	return value as Body;
}

const text = (body: Body, name: string, fallback?: string): string => {
	const value = body[name] ?? fallback;
	if (typeof value !== "string") throw new RangeError(`${name} must be a text`);
	return value;
};

const count = (body: Body, name: string, fallback: number): number => {
	const value = body[name] ?? fallback;
	if (typeof value !== "number" || !Number.isInteger(value) || value < 0) throw new RangeError(`${name} must be a whole number`);
	return value;
};

/** A record of the middle of the history, for a fault that names none. */
function someRecord(tenants: Tenants, slug: string, vendor: FaultVendor, stream: string): string {
	const { history, ledger } = tenants.company(slug);
	if (vendor === "netsuite") {
		const deposits = ledger.filter(({ role }) => role === "deposit");
		return `${deposits[Math.floor(deposits.length / 2)]?.id ?? 0}:1`;
	}
	const rows = stream === "payouts" ? history.payouts : history.charges.map(({ entry }) => entry);
	return rows[Math.floor(rows.length / 2)]?.id ?? "";
}

function faultOf(body: Body, tenants: Tenants, firstSlug: string): Fault {
	const kind = text(body, "kind");
	const vendor = text(body, "vendor", "stripe");
	if (vendor !== "stripe" && vendor !== "netsuite") throw new RangeError("vendor must be stripe or netsuite");
	const counted = { vendor, times: count(body, "times", 1), skip: count(body, "skip", 0), path: text(body, "path", "") } as const;
	if (kind === "rate_limit") return { ...counted, kind, retryAfterSeconds: count(body, "retryAfterSeconds", 1) };
	if (kind === "cut") return { ...counted, kind };
	if (kind !== "unparseable") throw new RangeError("kind must be rate_limit, unparseable or cut");
	const how = text(body, "how", "text");
	if (how !== "text" && how !== "missing") throw new RangeError("how must be text or missing");
	const slug = text(body, "company", firstSlug);
	const record = text(body, "record", someRecord(tenants, slug, vendor, text(body, "stream", "balance_transactions")));
	return { kind, vendor, record, how };
}

/** PEM of a public key or of a certificate. */
function publicKeyOf(pem: string): KeyObject {
	return pem.includes("BEGIN CERTIFICATE") ? new X509Certificate(pem).publicKey : createPublicKey(pem);
}

const wireTruth = (truth: Truth): unknown =>
	JSON.parse(JSON.stringify(truth, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value)));

function periodOf(query: URLSearchParams, month: string): { from: string; to: string } {
	const whole = monthPeriod(query.get("month") ?? month);
	return { from: query.get("from") ?? whole.from, to: query.get("to") ?? whole.to };
}

function route(request: VendorRequest, desk: ControlDesk): unknown {
	const { tenants, faults, requests, clients } = desk;
	const firstSlug = tenants.credentials[0]?.slug ?? "";
	const slug = request.query.get("company") ?? firstSlug;
	const body = bodyOf(request);
	switch (`${request.method} ${request.path}`) {
		case "GET /__control/state":
			return { now: instantOfUnix(tenants.now()), companies: tenants.credentials.map((one) => one.slug), faults: faults.active() };
		case "GET /__control/credentials":
			return { companies: tenants.credentials };
		case "POST /__control/advance":
			tenants.advance(count(body, "days", 1));
			return { now: instantOfUnix(tenants.now()) };
		case "POST /__control/reset":
			tenants.reset();
			faults.clear();
			requests.clear();
			return { now: instantOfUnix(tenants.now()) };
		case "GET /__control/faults":
			return { faults: faults.active() };
		case "POST /__control/faults": {
			const fault = faultOf(body, tenants, firstSlug);
			faults.add(fault);
			return { fault };
		}
		case "DELETE /__control/faults":
			faults.clear();
			return { faults: [] };
		case "GET /__control/requests":
			return { requests: requests.all() };
		case "POST /__control/netsuite-client": {
			const company = text(body, "company", firstSlug);
			const owner = tenants.credentials.find((one) => one.slug === company);
			if (owner === undefined) throw new RangeError(`the sandbox has no company ${company}`);
			const clientId = text(body, "clientId", owner.netsuiteClientId);
			clients.register({
				company,
				clientId,
				certificateId: text(body, "certificateId"),
				publicKey: publicKeyOf(text(body, "publicKeyPem")),
			});
			return { company, account: owner.netsuiteAccount, clientId };
		}
		case "GET /__control/truth": {
			const company = tenants.company(slug);
			return wireTruth(truthOf(company, periodOf(request.query, company.options.month)));
		}
		default:
			return null;
	}
}

/** Refusals are `{ error }` with a sentence. */
export function controlReply(request: VendorRequest, desk: ControlDesk): VendorReply {
	const given = request.headers["x-control-token"];
	const open = desk.controlToken === null ? request.path !== "/__control/truth" : request.path === "/__control/state";
	if (!open && (desk.controlToken === null || given !== desk.controlToken))
		return jsonReply(403, { error: "This needs the sandbox's control token in x-control-token." });
	try {
		const value = route(request, desk);
		return value === null ? jsonReply(404, { error: `The sandbox has no ${request.method} ${request.path}.` }) : jsonReply(200, value);
	} catch (error) {
		if (error instanceof RangeError || error instanceof SyntaxError || (error instanceof Error && "code" in error))
			return jsonReply(400, { error: error.message });
		throw error;
	}
}
