// The Stripe emulator speaks the vendor's protocol: the official client reads it, pages equal the whole, refusals are Stripe's own.
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";

let sandbox: Sandbox;
let stripe: Stripe;
let key = "";

beforeAll(async () => {
	sandbox = await startSandbox({ seed: "stripe-api", orders: 600 });
	key = sandbox.companies[0]?.stripeKey ?? "";
	stripe = new Stripe(key, { host: "127.0.0.1", port: sandbox.port, protocol: "http", telemetry: false, maxNetworkRetries: 0 });
});
afterAll(() => sandbox.stop());

interface ErrorBody {
	readonly error: { readonly type: string; readonly code?: string; readonly message: string; readonly param?: string };
}

const ask = async (path: string, headers: Record<string, string> = { authorization: `Bearer ${key}` }): Promise<[Response, ErrorBody]> => {
	const response = await fetch(`${sandbox.url}${path}`, { headers });
	return [response, (await response.json()) as ErrorBody];
};

describe("the official client", () => {
	it("reads every balance transaction once, newest first, and their sum is the balance", async () => {
		const seen: Stripe.BalanceTransaction[] = [];
		for await (const one of stripe.balanceTransactions.list({ limit: 37, expand: ["data.source"] })) seen.push(one);
		const whole = sandbox.company().history.entries;
		expect(new Set(seen.map(({ id }) => id)).size).toBe(whole.length);
		expect(seen.map(({ created }) => created)).toEqual(whole.map(({ created }) => created).reverse());
		expect(seen.every(({ source }) => source === null || typeof source === "object")).toBe(true);
		const balance = await stripe.balance.retrieve();
		for (const currency of ["usd", "eur"]) {
			const held = [...balance.available, ...balance.pending].filter((one) => one.currency === currency);
			const net = seen.filter((one) => one.currency === currency).reduce((sum, one) => sum + one.net, 0);
			expect(held.reduce((sum, { amount }) => sum + amount, 0)).toBe(net);
		}
	});

	it("pages backwards with ending_before and forwards with starting_after to the same rows", async () => {
		const first = await stripe.payouts.list({ limit: 5 });
		const second = await stripe.payouts.list({ limit: 5, starting_after: first.data[4]?.id ?? "" });
		const back = await stripe.payouts.list({ limit: 5, ending_before: second.data[0]?.id ?? "" });
		expect(first.has_more && second.has_more).toBe(true);
		expect(back.data.map(({ id }) => id)).toEqual(first.data.map(({ id }) => id));
		expect(back.has_more).toBe(false);
	});

	it("lists the items of an automatic payout with the payout's own row, and none of a manual one", async () => {
		const payouts = (await stripe.payouts.list({ limit: 100 })).data;
		const automatic = payouts.find(({ automatic, status }) => automatic && status === "paid");
		const items = await stripe.balanceTransactions.list({ payout: automatic?.id ?? "", limit: 100 });
		expect(items.data.filter(({ type }) => type === "payout")).toHaveLength(1);
		expect(items.data.reduce((sum, { net }) => sum + net, 0)).toBe(0);
		const manual = payouts.find((one) => !one.automatic)?.id ?? "";
		await expect(stripe.balanceTransactions.list({ payout: manual })).rejects.toMatchObject({ statusCode: 400, param: "payout" });
	});

	it("filters by created, currency, type and source", async () => {
		const { entries, now } = { ...sandbox.company().history, now: sandbox.company().now };
		const since = now - 10 * 86_400;
		const list = await stripe.balanceTransactions.list({ created: { gte: since }, currency: "eur", type: "charge", limit: 100 });
		const wanted = entries.filter((one) => one.created >= since && one.currency === "eur" && one.type === "charge");
		expect(list.data.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id).reverse());
		const bySource = await stripe.balanceTransactions.list({ source: wanted[0]?.source ?? "" });
		expect(bySource.data.map(({ id }) => id)).toEqual([wanted[0]?.id]);
	});

	it("shows a failed payout with the transaction that reversed it", async () => {
		const failed = (await stripe.payouts.list({ status: "failed", limit: 10 })).data[0];
		const failure = failed?.failure_balance_transaction;
		const reversal = await stripe.balanceTransactions.retrieve(typeof failure === "string" ? failure : "");
		expect(reversal).toMatchObject({
			type: "payout_failure",
			reporting_category: "payout_reversal",
			amount: failed?.amount,
			source: failed?.id,
		});
	});

	it("reads charges, refunds and disputes by id", async () => {
		const refund = (await stripe.refunds.list({ limit: 1, expand: ["data.charge"] })).data[0];
		expect(refund?.charge).toMatchObject({ object: "charge", status: "succeeded" });
		const dispute = (await stripe.disputes.list({ limit: 1 })).data[0];
		expect(await stripe.disputes.retrieve(dispute?.id ?? "")).toMatchObject({ id: dispute?.id, object: "dispute" });
		const charge = (await stripe.charges.list({ limit: 1 })).data[0];
		expect(charge?.description).toMatch(/^Order #\d{5}$/);
	});
});

describe("refusals", () => {
	it("are Stripe's for a wrong key, no key, an unknown parameter, a limit above 100, a missing object, an unknown path", async () => {
		const [wrong, wrongBody] = await ask("/v1/balance", { authorization: "Bearer sk_test_nobody1234" });
		expect([wrong.status, wrongBody.error.message]).toEqual([401, "Invalid API Key provided: sk_test_******1234"]);
		expect((await ask("/v1/balance", {}))[1].error.message).toMatch(/^You did not provide an API key/);
		expect((await ask("/v1/payouts?colour=red"))[1].error).toMatchObject({ code: "parameter_unknown", param: "colour" });
		expect((await ask("/v1/payouts?limit=101"))[1].error.message).toContain("less than or equal to 100");
		expect((await ask("/v1/payouts?limit=ten"))[1].error).toMatchObject({ code: "parameter_invalid_integer" });
		const [gone, goneBody] = await ask("/v1/payouts/po_none");
		expect([gone.status, goneBody.error.code]).toEqual([404, "resource_missing"]);
		expect((await ask("/v1/nothing"))[1].error.message).toMatch(/^Unrecognized request URL \(GET: \/v1\/nothing\)/);
	});

	it("carry request-id and stripe-version, and Basic auth is as good as Bearer", async () => {
		const [response] = await ask("/stripe/v1/account", { authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}` });
		expect(response.status).toBe(200);
		expect(response.headers.get("request-id")).toMatch(/^req_/);
		expect(response.headers.get("stripe-version")).toBe("2026-10-28.endive");
	});

	it("keep companies apart: another key sees another company", async () => {
		const other = new Stripe(sandbox.companies[1]?.stripeKey ?? "", { host: "127.0.0.1", port: sandbox.port, protocol: "http" });
		const id = (await stripe.payouts.list({ limit: 1 })).data[0]?.id ?? "";
		await expect(other.payouts.retrieve(id)).rejects.toMatchObject({ statusCode: 404 });
	});
});

describe("the switches", () => {
	it("429 comes with Retry-After, as often as asked and no more", async () => {
		sandbox.addFault({ kind: "rate_limit", vendor: "stripe", times: 2, skip: 1, path: "/payouts", retryAfterSeconds: 7 });
		const statuses: number[] = [];
		for (let index = 0; index < 4; index++) {
			const [response] = await ask("/v1/payouts?limit=1");
			statuses.push(response.status);
			if (response.status === 429) expect(response.headers.get("retry-after")).toBe("7");
		}
		expect(statuses).toEqual([200, 429, 429, 200]);
	});

	it("an unparseable record keeps its place in the list and loses its amount", async () => {
		const entry = sandbox.company().history.charges[100]?.entry;
		const path = `/v1/balance_transactions/${entry?.id}`;
		for (const how of ["text", "missing"] as const) {
			sandbox.addFault({ kind: "unparseable", vendor: "stripe", record: entry?.id ?? "", how });
			const [, body] = await ask(path);
			expect(body).toMatchObject(how === "text" ? { amount: "12,O4" } : { net: (entry?.amount ?? 0) - (entry?.fee ?? 0) });
			if (how === "missing") expect(body).not.toHaveProperty("amount");
			sandbox.clearFaults();
		}
	});

	it.each([
		["decimals", /"amount": 10\.005,/],
		["float", /"amount": 0\.30000000000000004,/],
		["big", /"amount": 9007199254740993,/],
		["currency", /"currency": "zzz"/],
		["future", /"created": 4922899200/],
	] as const)("a record is spoiled in its %s, as the bytes have it", async (how, looks) => {
		const entry = sandbox.company().history.charges[100]?.entry;
		sandbox.addFault({ kind: "unparseable", vendor: "stripe", record: entry?.id ?? "", how });
		const response = await fetch(`${sandbox.url}/v1/balance_transactions/${entry?.id}`, { headers: { authorization: `Bearer ${key}` } });
		expect(await response.text()).toMatch(looks);
		sandbox.clearFaults();
	});

	it("a cut ends the connection in the middle of the body, and the log has the request without its key", async () => {
		sandbox.addFault({ kind: "cut", vendor: "stripe", times: 1, skip: 0, path: "" });
		await expect(ask("/v1/charges?limit=100")).rejects.toThrow("terminated");
		expect((await ask("/v1/charges?limit=1"))[0].status).toBe(200);
		const logged = sandbox.requests().find(({ fault }) => fault === "cut");
		expect(logged).toMatchObject({ vendor: "stripe", target: "/v1/charges?limit=100", headers: { authorization: "(removed)" } });
		expect(JSON.stringify(sandbox.requests())).not.toContain(key);
	});
});
