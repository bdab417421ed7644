// The vendor sandbox: one HTTP server that plays Stripe, NetSuite and the bank for seeded companies. The base URL is the only
// difference to the vendors. Nothing but start scripts and tests knows of it.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { addDays } from "../domain/core/dates.ts";
import type { Company } from "./company/company.ts";
import type { CompanyCredentials } from "./company/credentials.ts";
import { type RosterOptions, rosterOf } from "./company/roster.ts";
import { statementCsv } from "./company/statement.ts";
import type { DataChange, DataFault } from "./company/strike-data.ts";
import { type MadeChange, tenantsOf } from "./company/tenants.ts";
import { type Truth, truthOf } from "./company/truth.ts";
import { type ControlDesk, controlReply } from "./control/control-api.ts";
import { utcDayOf } from "./core/calendar.ts";
import type { KeptClock } from "./core/clock-file.ts";
import type { KeptEdits } from "./core/edits-file.ts";
import { type Fault, type FaultVendor, faultDesk } from "./core/faults.ts";
import { pageMemory, rowsOf } from "./core/page-memory.ts";
import { webhookSender } from "./core/webhook-sender.ts";
import { rateLimit } from "./core/rate-limit.ts";
import { type LoggedRequest, requestLog, withoutSecrets } from "./core/request-log.ts";
import { type Refusals, spoiled } from "./core/spoil-reply.ts";
import { jsonReply, type VendorReply, type VendorRequest } from "./core/vendor-reply.ts";
import { readRequest, sendReply } from "./http/exchange.ts";
import { type Mailbox, startMailbox } from "./mail/mailbox.ts";
import { clientRegistry, type RegisteredClient } from "./netsuite/client-registry.ts";
import { netsuiteFailure, netsuiteRefusal, tooManyRequests } from "./netsuite/errors.ts";
import { netsuiteApi } from "./netsuite/netsuite-api.ts";
import { tokenDesk } from "./netsuite/token-endpoint.ts";
import { rateLimited, refusalReply, stripeFailure } from "./stripe/errors.ts";
import { eventsBetween } from "./stripe/events.ts";
import { stripeApi } from "./stripe/stripe-api.ts";

export interface SandboxOptions extends RosterOptions {
	/** 0 or nothing: any free port. */
	readonly port?: number;
	/** The address to listen on; loopback when left out. */
	readonly host?: string;
	/** Without one, the truth cannot be had over HTTP. */
	readonly controlToken?: string | null;
	/** Per Stripe key; 0 for no limit. */
	readonly stripeRequestsPerSecond?: number;
	/** Requests that an account may have open at once; 5 is NetSuite's Standard tier. */
	readonly netsuiteConcurrency?: number;
	readonly netsuiteLatencyMs?: number;
	/** Where the companies' clock is kept over restarts; nothing: it starts anew. */
	readonly clock?: KeptClock | undefined;
	/** Where what data faults changed is kept over restarts; nothing: it goes with the process. */
	readonly changes?: KeptEdits<MadeChange> | undefined;
	/** Wall clock for token lifetimes. */
	readonly nowMs?: () => number;
	/** Where mails are taken; 0: any free port; nothing: no mail server. */
	readonly mailPort?: number | undefined;
}

export interface Sandbox {
	/** "http://127.0.0.1:4704" */
	readonly url: string;
	readonly port: number;
	readonly companies: readonly CompanyCredentials[];
	readonly company: (slug?: string) => Company;
	readonly truth: (period: { readonly from: string; readonly to: string }, slug?: string) => Truth;
	readonly advance: (days: number) => void;
	readonly reset: () => void;
	readonly addFault: (fault: Fault) => number;
	/** Changes a company's data for good, as a data fault of the control API does. */
	readonly strikeData: (fault: DataFault, slug?: string) => DataChange;
	/** Ends every access token that NetSuite issued; new ones can be had. */
	readonly revokeNetSuiteTokens: () => void;
	readonly clearFaults: () => void;
	/** null without `mailPort`. */
	readonly mailbox: Mailbox | null;
	readonly activeFaults: () => readonly Fault[];
	readonly requests: () => readonly LoggedRequest[];
	/** Stripe tells this address of what happens in the company as the clock is moved. */
	readonly registerStripeWebhook: (url: string, slug?: string) => void;
	/** Sends all webhooks of the company again, as vendors do when they aren't sure. @returns how many */
	readonly resendWebhooks: (slug?: string) => number;
	/** Resolves when no webhook is on its way. */
	readonly webhooksSent: () => Promise<void>;
	readonly registerNetSuiteClient: (client: RegisteredClient) => void;
	readonly stop: () => Promise<void>;
}

/** Where a request goes: the vendor and the path below the vendor's root. */
function destination(path: string): { readonly vendor: FaultVendor | "bank" | "control"; readonly path: string } | null {
	if (path.startsWith("/__control/")) return { vendor: "control", path };
	if (path === "/bank/statement.csv") return { vendor: "bank", path };
	if (path.startsWith("/netsuite/")) return { vendor: "netsuite", path: path.slice("/netsuite".length) };
	if (path.startsWith("/stripe/")) return { vendor: "stripe", path: path.slice("/stripe".length) };
	if (path.startsWith("/v1/")) return { vendor: "stripe", path };
	return null;
}

/** Starts listening. @throws RangeError for options that cannot be met */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const tenants = tenantsOf(rosterOf(options), { clock: options.clock, changes: options.changes });
	const firstSlug = tenants.credentials[0]?.slug ?? "";
	const faults = faultDesk();
	const requests = requestLog();
	const clients = clientRegistry();
	const pages = pageMemory();
	const stripe = stripeApi(tenants.byStripeKey, faults);
	const nowMs = options.nowMs ?? Date.now;
	const tokens = tokenDesk(
		clients,
		() => nowMs() + faults.skewSeconds("netsuite") * 1000,
		() => faults.lasting("revoked_token", "netsuite").length > 0,
	);
	const limit = rateLimit(options.stripeRequestsPerSecond ?? 0);
	const netsuite = netsuiteApi({
		tokens,
		faults,
		company: tenants.company,
		accountOf: (slug) => tenants.credentials.find((one) => one.slug === slug)?.netsuiteAccount ?? "",
		concurrency: options.netsuiteConcurrency ?? 5,
		latencyMs: options.netsuiteLatencyMs ?? 0,
	});
	const webhooks = webhookSender(nowMs);
	const advance = (days: number): void => {
		const from = tenants.now();
		tenants.advance(days);
		for (const { slug } of tenants.credentials)
			if (webhooks.has(slug))
				webhooks.send(
					slug,
					eventsBetween(tenants.company(slug), from, tenants.now()).map((event) => JSON.stringify(event)),
				);
	};
	const registerStripeWebhook = (url: string, slug = firstSlug): void => {
		const secret = tenants.credentials.find((one) => one.slug === slug)?.stripeWebhookSecret;
		if (secret === undefined) throw new RangeError(`the sandbox has no company ${slug}`);
		webhooks.register(slug, { url, secret });
	};
	const mailbox =
		options.mailPort === undefined
			? null
			: await startMailbox({ port: options.mailPort, ...(options.host === undefined ? {} : { host: options.host }) });
	const desk: ControlDesk = {
		tenants: { ...tenants, advance },
		faults,
		requests,
		clients,
		tokens,
		registerStripeWebhook,
		mailbox,
		controlToken: options.controlToken ?? null,
	};
	let url = "";

	const refusals: Refusals = {
		limited: (vendor, seconds) => {
			const headers = { "retry-after": String(seconds) };
			return vendor === "stripe" ? refusalReply(rateLimited(headers)) : netsuiteRefusal(tooManyRequests(headers));
		},
		failed: (vendor, status) => (vendor === "stripe" ? stripeFailure(status) : netsuiteRefusal(netsuiteFailure(status))),
	};
	const bank = ({ query }: VendorRequest): VendorReply => {
		const slug = query.get("company") ?? firstSlug;
		if (!tenants.credentials.some((one) => one.slug === slug)) return jsonReply(404, { error: `The bank knows no customer ${slug}.` });
		const company = tenants.company(slug);
		const period = { from: query.get("from") ?? company.options.from, to: query.get("to") ?? utcDayOf(company.now) };
		const day = /^\d{4}-\d{2}-\d{2}$/;
		if (!day.test(period.from) || !day.test(period.to) || period.to < addDays(period.from, 0))
			return jsonReply(400, { error: "from and to must be days like 2026-10-01, from not after to." });
		const headers = {
			"content-type": "text/csv; charset=utf-8",
			"content-disposition": `attachment; filename="statement-${slug}-${period.from}-${period.to}.csv"`,
		};
		return { status: 200, headers, body: statementCsv(company, period) };
	};
	const answer = async (vendor: FaultVendor, request: VendorRequest): Promise<VendorReply> => {
		if (vendor === "netsuite") return netsuite.answer(request, `${url}/netsuite`);
		if (!limit.admit(request.headers.authorization ?? "")) return refusalReply(rateLimited());
		return stripe.answer(request);
	};
	const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
		const request = await readRequest(incoming);
		const place = destination(request.path);
		if (place === null) return sendReply(response, jsonReply(404, { error: "The sandbox has nothing here." }));
		if (place.vendor === "control") return sendReply(response, controlReply(request, desk));
		if (place.vendor === "bank") return sendReply(response, bank(request));
		const { vendor } = place;
		const asked = { ...request, path: place.path };
		const right = await answer(vendor, asked);
		const before = faults.active().length === 0 ? null : pages.before(vendor, asked, right);
		const fault = faults.strike(vendor, place.path, (kind) => {
			if (kind === "duplicate_page") return before !== null;
			if (kind === "reordered_page") return rowsOf(right) > 1;
			return kind !== "malformed_page" || right.status === 200;
		});
		if (fault === null) pages.keep(vendor, asked, right);
		const { reply, delivery } =
			fault === null ? { reply: right, delivery: { kind: "whole" } as const } : spoiled(fault, right, before, refusals);
		requests.add({
			vendor,
			method: request.method,
			target: incoming.url ?? "",
			headers: withoutSecrets(request.headers),
			query: place.path.endsWith("/suiteql") ? request.body : "",
			status: delivery.kind === "never" ? 0 : reply.status,
			fault: fault?.kind ?? null,
		});
		const skew = faults.skewSeconds(vendor);
		const date = skew === 0 ? {} : { date: new Date(nowMs() + skew * 1000).toUTCString() };
		sendReply(response, { ...reply, headers: { ...reply.headers, ...date } }, delivery);
	};
	const server = createServer((incoming, response) => {
		serve(incoming, response).catch((error: unknown) => {
			const message = error instanceof Error ? error.message : "unknown";
			if (!response.headersSent) sendReply(response, jsonReply(500, { error: `The sandbox failed: ${message}` }));
			else response.destroy();
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
	});
	const { port } = server.address() as AddressInfo;
	url = `http://127.0.0.1:${port}`;
	return {
		url,
		port,
		companies: tenants.credentials,
		company: (slug = firstSlug) => tenants.company(slug),
		truth: (period, slug = firstSlug) => truthOf(tenants.company(slug), period),
		advance,
		registerStripeWebhook,
		resendWebhooks: (slug = firstSlug) => webhooks.again(slug),
		webhooksSent: webhooks.idle,
		reset: () => {
			tenants.reset();
			faults.clear();
		},
		addFault: faults.add,
		strikeData: (fault, slug = firstSlug) => tenants.strikeData(fault, slug),
		revokeNetSuiteTokens: tokens.revokeAll,
		activeFaults: faults.active,
		clearFaults: () => {
			faults.clear();
		},
		requests: requests.all,
		mailbox,
		registerNetSuiteClient: clients.register,
		stop: async () => {
			webhooks.stop();
			await mailbox?.stop();
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
	};
}
