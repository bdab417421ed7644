// The sandbox's own API for start scripts and tests: clock, faults, requests, NetSuite clients, and the truth (token only).
import { createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { monthPeriod } from "../../domain/core/dates.ts";
import { instantOfUnix } from "../../domain/core/dates.ts";
import type { Tenants } from "../company/tenants.ts";
import { type Truth, truthOf } from "../company/truth.ts";
import type { FaultDesk } from "../core/faults.ts";
import type { RequestLog } from "../core/request-log.ts";
import { jsonReply, type VendorReply, type VendorRequest } from "../core/vendor-reply.ts";
import type { Mailbox } from "../mail/mailbox.ts";
import type { ClientRegistry } from "../netsuite/client-registry.ts";
import type { TokenDesk } from "../netsuite/token-endpoint.ts";
import { type Body, bodyOf, count, text } from "./body.ts";
import { faultKinds } from "./fault-kinds.ts";
import { faultRequest } from "./fault-request.ts";
import { pageReply } from "./page.ts";

export interface ControlDesk {
	readonly tenants: Tenants;
	readonly faults: FaultDesk;
	readonly requests: RequestLog;
	readonly clients: ClientRegistry;
	readonly tokens: TokenDesk;
	/** @throws RangeError for a company that is not there */
	readonly registerStripeWebhook: (url: string, slug?: string) => void;
	/** null: this sandbox has no mail server. */
	readonly mailbox: Mailbox | null;
	/** null: every route but the truth is open, and the truth is closed to all. */
	readonly controlToken: string | null;
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

/** Does what the body asks for, and says what Tieout is expected to do about it. */
function strike(body: Body, { tenants, faults, tokens }: ControlDesk): unknown {
	const asked = faultRequest(body, tenants);
	if (asked.what === "tokens") {
		tokens.revokeAll();
		return { change: { sentence: "Every access token that NetSuite issued has ended." }, expected: faultKinds.revoked_token.expected };
	}
	const { expected } = faultKinds[asked.fault.kind];
	if (asked.what === "fault") return { fault: { ...asked.fault, id: faults.add(asked.fault) }, expected };
	const { sentence, records } = tenants.strikeData(asked.fault, asked.company);
	return { change: { ...asked.fault, company: asked.company, sentence, records }, expected };
}

const shownChanges = (tenants: Tenants): unknown =>
	tenants.changes().map(({ company, kind, vendor, sentence, records }) => ({ company, kind, vendor, sentence, records }));

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
			return { faults: faults.active(), changes: shownChanges(tenants) };
		case "GET /__control/fault-kinds":
			return { kinds: faultKinds };
		case "POST /__control/faults":
			return strike(body, desk);
		case "DELETE /__control/faults": {
			const id = request.query.get("id");
			if (!faults.clear(id === null ? undefined : Number(id))) throw new RangeError(`no fault ${id} is active`);
			return { faults: faults.active() };
		}
		case "GET /__control/mails":
			return { mails: desk.mailbox?.mails() ?? [] };
		case "GET /__control/requests":
			return { requests: requests.all().slice(-count({ last: Number(request.query.get("last") ?? 5_000) }, "last", 5_000, 1)) };
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
		case "POST /__control/stripe-webhook": {
			const { href, protocol } = new URL(text(body, "url"));
			if (protocol !== "http:" && protocol !== "https:") throw new RangeError("url must begin with http:// or https://");
			desk.registerStripeWebhook(href, text(body, "company", firstSlug));
			return { url: href };
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
	const page = pageReply(request.method, request.path);
	if (page !== null) return page;
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
