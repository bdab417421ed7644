// The faults that single requests meet, and those that hold until they are cleared: seen through the official Stripe client and
// through NetSuite's REST, as often as asked and no more.
import Stripe from "stripe";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { faultKinds } from "../../sandbox/control/fault-kinds.ts";
import type { CountedFault, Fault } from "../../sandbox/core/faults.ts";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";
import { type NetSuiteAsker, netsuiteAsker } from "./ask-netsuite.ts";

let sandbox: Sandbox;
let stripe: Stripe;
let netsuite: NetSuiteAsker;

beforeAll(async () => {
	sandbox = await startSandbox({ seed: "faults", orders: 600 });
	const options = {
		host: "127.0.0.1",
		port: sandbox.port,
		protocol: "http",
		telemetry: false,
		maxNetworkRetries: 0,
		timeout: 1_000,
	} as const;
	stripe = new Stripe(sandbox.companies[0]?.stripeKey ?? "", options);
	netsuite = netsuiteAsker(sandbox);
});
afterEach(() => sandbox.clearFaults());
afterAll(() => sandbox.stop());

type Kind = CountedFault["kind"];
const once = { times: 1, skip: 0, path: "" } as const;
const stripeFault = <K extends Kind>(
	fault: { kind: K } & Omit<Extract<CountedFault, { kind: K }>, "vendor" | "times" | "skip" | "path">,
): Fault => ({ ...once, vendor: "stripe", ...fault }) as Fault;

const lines = "SELECT tl.transaction, tl.id, tl.foreignamount, tl.custcol_stripe_category FROM transactionline tl";
const firstLines = `${lines} ORDER BY tl.transaction, tl.id`;
const ids = async (query: Stripe.PayoutListParams = {}): Promise<string[]> =>
	(await stripe.payouts.list({ limit: 5, ...query })).data.map(({ id }) => id);

describe("single requests", () => {
	it("Retry-After may be hours", async () => {
		sandbox.addFault({ ...once, kind: "rate_limit", vendor: "netsuite", retryAfterSeconds: 6 * 3_600, path: "suiteql" });
		const refused = await netsuite.suiteql("SELECT id FROM currency");
		expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "21600"]);
		expect((await netsuite.suiteql("SELECT id FROM currency")).status).toBe(200);
	});

	it("a timeout sends nothing, so the client's own limit ends the request, and the next one is answered", async () => {
		sandbox.addFault(stripeFault({ kind: "timeout", seconds: 60 }));
		await expect(ids()).rejects.toThrow(/timed? ?out|aborted|timeout/i);
		expect(await ids()).toHaveLength(5);
		expect(sandbox.requests().find(({ fault }) => fault === "timeout")?.status).toBe(0);
	});

	it("a timeout ends the connection by itself after its seconds", async () => {
		sandbox.addFault(stripeFault({ kind: "timeout", seconds: 0.1 }));
		await expect(fetch(`${sandbox.url}/v1/payouts`)).rejects.toThrow("fetch failed");
	});

	it.each([500, 502, 503] as const)("a server error %i is in each vendor's own words", async (status) => {
		sandbox.addFault(stripeFault({ kind: "server_error", status }));
		await expect(ids()).rejects.toMatchObject({ statusCode: status, type: "StripeAPIError" });
		sandbox.addFault({ ...once, kind: "server_error", vendor: "netsuite", status, path: "suiteql" });
		const { status: answered, body } = await netsuite.suiteql("SELECT id FROM currency");
		expect([answered, body.status]).toEqual([status, status]);
		expect(JSON.stringify(body["o:errorDetails"])).toContain("UNEXPECTED_ERROR");
	});

	it("a slow body comes whole and late", async () => {
		const right = await ids();
		sandbox.addFault(stripeFault({ kind: "slow_body", seconds: 0.4 }));
		const started = performance.now();
		expect(await ids()).toEqual(right);
		expect(performance.now() - started).toBeGreaterThan(300);
	});

	it("a slow body that is given up leaves the sandbox answering", async () => {
		sandbox.addFault(stripeFault({ kind: "slow_body", seconds: 60 }));
		await expect(ids()).rejects.toBeInstanceOf(Error);
		expect(await ids()).toHaveLength(5);
	});

	it.each([
		["html", /^<!doctype html/],
		["truncated", /^\{[^]*[^}]$/],
		["wrong_shape", /"results":\[\]/],
	] as const)("a malformed page (%s) is 200 and no page", async (how, looks) => {
		sandbox.addFault({ ...once, kind: "malformed_page", vendor: "stripe", how });
		const response = await fetch(`${sandbox.url}/v1/payouts`, { headers: { authorization: `Bearer ${sandbox.companies[0]?.stripeKey}` } });
		expect(response.status).toBe(200);
		expect(await response.text()).toMatch(looks);
		sandbox.addFault({ ...once, kind: "malformed_page", vendor: "stripe", how });
		await expect(ids()).rejects.toBeInstanceOf(Error);
		expect(await ids()).toHaveLength(5);
	});

	it("a duplicate page is the one before, on the request for the next, and never on the first", async () => {
		sandbox.addFault(stripeFault({ kind: "duplicate_page" }));
		const first = await ids();
		const repeated = await ids({ starting_after: first[4] ?? "" });
		expect(repeated).toEqual(first);
		const second = await ids({ starting_after: first[4] ?? "" });
		expect(second.filter((id) => first.includes(id))).toEqual([]);
		expect(sandbox.requests().filter(({ fault }) => fault === "duplicate_page")).toHaveLength(1);
	});

	it("a duplicate page of NetSuite is the one before of the same query, whatever was asked in between", async () => {
		const first = await netsuite.suiteql(firstLines, 5);
		await netsuite.suiteql("SELECT id, symbol FROM currency", 5);
		sandbox.addFault({ ...once, kind: "duplicate_page", vendor: "netsuite" });
		const { transaction } = first.body.items?.at(-1) ?? {};
		const after = `${lines} WHERE 1 = 1 AND tl.transaction > ${String(transaction)} ORDER BY tl.transaction, tl.id`;
		expect((await netsuite.suiteql(after, 5)).body.items).not.toEqual(first.body.items);
		const next = `${lines} WHERE 1 = 1 AND tl.transaction > ${Number(transaction) + 1} ORDER BY tl.transaction, tl.id`;
		const before = (await netsuite.suiteql(after, 5)).body.items;
		expect((await netsuite.suiteql(next, 5)).body.items).toEqual(before);
	});

	it("a reordered page has the same rows the other way round", async () => {
		const right = await ids();
		sandbox.addFault(stripeFault({ kind: "reordered_page" }));
		expect(await ids()).toEqual([...right].reverse());
		expect(await ids()).toEqual(right);
	});

	it("counts its turns: skip lets requests pass, times hits so many, path chooses among them", async () => {
		const id = sandbox.addFault({ kind: "server_error", vendor: "stripe", times: 2, skip: 1, path: "/payouts", status: 500 });
		await stripe.balance.retrieve();
		const seen: number[] = [];
		for (let index = 0; index < 4; index++)
			await ids().then(
				() => seen.push(200),
				() => seen.push(500),
			);
		expect(seen).toEqual([200, 500, 500, 200]);
		expect(id).toBeGreaterThan(0);
	});
});

describe("until they are cleared", () => {
	it("a revoked Stripe key is refused as an expired one, and works again afterwards", async () => {
		sandbox.addFault({ kind: "revoked_token", vendor: "stripe" });
		await expect(ids()).rejects.toMatchObject({ statusCode: 401, code: "api_key_expired" });
		await expect(ids()).rejects.toMatchObject({ statusCode: 401 });
		sandbox.clearFaults();
		expect(await ids()).toHaveLength(5);
	});

	it("a revoked NetSuite certificate gets no token, and the tokens it has are worthless", async () => {
		await netsuite.login();
		sandbox.addFault({ kind: "revoked_token", vendor: "netsuite" });
		expect((await netsuite.suiteql("SELECT id FROM currency")).status).toBe(401);
		expect((await netsuite.login()).body).toMatchObject({ error: "invalid_client" });
		sandbox.clearFaults();
		expect((await netsuite.login()).status).toBe(200);
	});

	it("access tokens that were ended are replaced by a new login", async () => {
		await netsuite.login();
		sandbox.revokeNetSuiteTokens();
		expect((await netsuite.suiteql("SELECT id FROM currency")).status).toBe(401);
		await netsuite.login();
		expect((await netsuite.suiteql("SELECT id FROM currency")).status).toBe(200);
	});

	it.each([900, -900])("the vendor's clock is %i s ahead in its Date header", async (seconds) => {
		sandbox.addFault({ kind: "clock_skew", vendor: "stripe", seconds });
		const response = await fetch(`${sandbox.url}/v1/balance`);
		const ahead = (Date.parse(response.headers.get("date") ?? "") - Date.now()) / 1000;
		expect(Math.abs(ahead - seconds)).toBeLessThan(5);
	});

	it("NetSuite refuses an assertion that has expired by its own clock", async () => {
		sandbox.addFault({ kind: "clock_skew", vendor: "netsuite", seconds: 900 });
		const refused = await netsuite.login();
		expect(refused.status).toBe(401);
		expect(Date.parse(refused.headers.get("date") ?? "") - Date.now()).toBeGreaterThan(600_000);
	});

	it.each([
		["added", { settlement_region: "US", net: expect.any(Number) as number }],
		["type_changed", { amount: expect.stringMatching(/^-?\d+$/) as string }],
	] as const)("Stripe's rows in a new shape: %s", async (change, looks) => {
		const field = change === "added" ? "settlement_region" : "amount";
		sandbox.addFault({ kind: "schema_change", vendor: "stripe", change, stream: "balance_transactions", field, to: "US" });
		const [row] = (await stripe.balanceTransactions.list({ limit: 1 })).data;
		expect(row).toMatchObject(looks);
		expect((await stripe.payouts.list({ limit: 1 })).data[0]).not.toHaveProperty("settlement_region");
	});

	it("a renamed field of Stripe's is there under its new name only", async () => {
		sandbox.addFault({
			kind: "schema_change",
			vendor: "stripe",
			change: "renamed",
			stream: "payouts",
			field: "arrival_date",
			to: "arrives_at",
		});
		const [payout] = (await stripe.payouts.list({ limit: 1 })).data;
		expect(payout).not.toHaveProperty("arrival_date");
		expect(payout).toHaveProperty("arrives_at");
	});

	it("a renamed column of NetSuite's is unknown under its old name, and known under the new one", async () => {
		const stream = "transactionline";
		sandbox.addFault({
			kind: "schema_change",
			vendor: "netsuite",
			change: "renamed",
			stream,
			field: "custcol_stripe_category",
			to: "custcol_kind",
		});
		const refused = await netsuite.suiteql(firstLines);
		expect([refused.status, JSON.stringify(refused.body)]).toEqual([400, expect.stringContaining("custcol_stripe_category") as string]);
		expect((await netsuite.suiteql("SELECT tl.custcol_kind FROM transactionline tl", 1)).status).toBe(200);
	});

	it("a changed type shows in NetSuite's answer as a JSON number, an added field in every row", async () => {
		const stream = "transactionline";
		sandbox.addFault({ kind: "schema_change", vendor: "netsuite", change: "type_changed", stream, field: "foreignamount", to: "" });
		sandbox.addFault({ kind: "schema_change", vendor: "netsuite", change: "added", stream, field: "settlement_region", to: "US" });
		const { body } = await netsuite.suiteql(firstLines, 3);
		for (const item of body.items ?? []) {
			expect(typeof item.foreignamount).toBe("number");
			expect(item.settlement_region).toBe("US");
		}
	});
});

it("every kind says in a sentence what the sandbox does and what Tieout is expected to do", () => {
	for (const [kind, { title, does, expected, vendors }] of Object.entries(faultKinds)) {
		expect(title, kind).toMatch(/^[A-Z]/);
		for (const sentence of [does, expected]) expect(sentence, kind).toMatch(/^[A-Z].*\.$/);
		expect(vendors.length, kind).toBeGreaterThan(0);
	}
});
