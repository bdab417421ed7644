// What a vendor may send that no one can add up: each is refused by record with a reason, the others of its page are read, exactly.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { castFailure } from "../../activities/core/failures.ts";
import { preparePage, type PreparedPage } from "../../activities/sync/prepare-page.ts";
import type { PageRead, ReadContext, Stream } from "../../connectors/connector.ts";
import { stripeConnector } from "../../connectors/stripe/connector.ts";
import { VendorRefusal } from "../../connectors/vendor-refusal.ts";
import { quarantineFix } from "../../domain/sync/quarantine-fix.ts";

/** What the vendor answers next. */
let answer = { status: 200, body: "{}", headers: {} as Record<string, string> };
let server: Server;
let baseUrl: string;

beforeAll(async () => {
	server = createServer((_request, response) => {
		response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers }).end(answer.body);
	});
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const stream: Stream = stripeConnector.streams.balance_transactions;
const context = (): ReadContext => ({
	baseUrl,
	config: {},
	secrets: { apiKey: "sk_test_abcdefgh12345678" },
	now: () => new Date().toISOString(),
	runStartedAt: new Date(Date.now() - 1000).toISOString(),
	signal: new AbortController().signal,
	fetch,
	requestTimeoutMs: 60_000,
	pendingParents: async () => [],
	parentsWithin: async () => [],
	pendingFiles: async () => [],
	importedFiles: async () => [],
	fileSource: ({ name }) => ({ name, sizeBytes: 0, bytes: async function* () {} }),
	ourSum: async () => ({ minor: 0n, count: 0 }),
});

const day = Math.floor(Date.now() / 86_400_000) * 86_400 - 86_400;
const good = (id: string, created = day): Record<string, unknown> => ({
	id,
	amount: 1000,
	fee: 59,
	net: 941,
	currency: "usd",
	created,
	available_on: day,
	reporting_category: "charge",
	status: "available",
	type: "charge",
});
/** A list whose first record has these members, written as JSON text. */
function listWith(members: Readonly<Record<string, string>>): string {
	const bad = Object.entries({ ...good("txn_bad"), ...Object.fromEntries(Object.keys(members).map((name) => [name, null])) })
		.map(([name, value]) => `${JSON.stringify(name)}:${members[name] ?? JSON.stringify(value)}`)
		.join(",");
	return `{"object":"list","has_more":false,"data":[{${bad}},${JSON.stringify(good("txn_1"))},${JSON.stringify(good("txn_2"))}]}`;
}

async function read(body: string, headers: Record<string, string> = {}): Promise<PageRead> {
	answer = { status: 200, body, headers };
	return stream.readPage(stream.firstCursor, context());
}
const prepared = async (members: Readonly<Record<string, string>>): Promise<PreparedPage> =>
	preparePage(stream, await read(listWith(members)), "Europe/London", {});

describe("a record of a vendor", () => {
	test.each([
		["an amount with decimals", { amount: "10.005", net: "9.415" }, "FIELD_NOT_WHOLE_NUMBER", "10.005"],
		["an amount that went through a double", { amount: "0.30000000000000004" }, "FIELD_NOT_WHOLE_NUMBER", "0.30000000000000004"],
		["an amount as text", { amount: '"1000"' }, "FIELD_NOT_WHOLE_NUMBER", "1000"],
		["an amount in powers of ten", { amount: "1e3" }, "FIELD_NOT_WHOLE_NUMBER", "1e3"],
		[
			"an amount beyond what anybody keeps",
			{ amount: "99999999999999999999", net: "99999999999999999940" },
			"AMOUNT_OUT_OF_RANGE",
			"larger",
		],
		["a currency that nobody knows", { currency: '"zzz"' }, "CURRENCY_UNKNOWN", "zzz"],
		["three decimals in a currency of two", { currency: '"isk"', amount: "1005", fee: "0", net: "1005" }, "TOO_MANY_DECIMALS", "ISK"],
		["a net that isn't amount less fee", { net: "1000" }, "NET_DIFFERS", "net"],
		["a day in a hundred years", { available_on: String(day + 36_525 * 86_400) }, "DATE_IN_FUTURE", "more than a year"],
		["an event that has not happened yet", { created: String(day + 10 * 86_400) }, "DATE_IN_FUTURE", "happened on"],
		["a date that is none", { available_on: "-5" }, "DATE_OUT_OF_RANGE", "available_on"],
		["a missing field", { currency: "null" }, "FIELD_MISSING", "currency"],
		["a NUL in a text", { description: '"a\\u0000b"' }, "TEXT_UNREADABLE", "character"],
	])("with %s is refused with its reason and what to do; the others are read", async (_name, members, code, word) => {
		const page = await prepared(members as Record<string, string>);
		expect(page.refused).toHaveLength(1);
		expect(page.refused[0]).toMatchObject({ naturalKey: "txn_bad", index: 0, code });
		expect(page.refused[0]?.reason).toContain(word);
		expect(page.records.map(({ naturalKey }) => naturalKey)).toEqual(["txn_1", "txn_2"]);
		expect(quarantineFix(code).fix).toMatch(/\.$/);
	});

	test("with 9007199254740993 as a bare number is read to the unit", async () => {
		const page = await prepared({ amount: "9007199254740993", fee: "0", net: "9007199254740993" });
		expect(page.refused).toEqual([]);
		expect(page.records[0]?.rows[0]?.amountMinor).toBe(9_007_199_254_740_993n);
	});

	test("dated in the future doesn't carry the cursor past what is still to come", async () => {
		const page = await read(
			`{"object":"list","has_more":false,"data":[${JSON.stringify(good("txn_future", day + 40_000 * 86_400))},${JSON.stringify(good("txn_1"))}]}`,
		);
		expect(JSON.parse(page.nextCursor)).toMatchObject({ high: day });
	});

	test("named twice on a page with two texts is taken once, and the second says so", async () => {
		const page = preparePage(
			stream,
			await read(
				`{"object":"list","has_more":false,"data":[${JSON.stringify(good("txn_1"))},${JSON.stringify({ ...good("txn_1"), status: "pending" })}]}`,
			),
			"UTC",
			{},
		);
		expect(page.records).toHaveLength(1);
		expect(page.refused).toEqual([expect.objectContaining({ code: "KEY_TWICE" })]);
	});
});

describe("an answer of a vendor", () => {
	const refusal = async (body: string, status = 200, headers: Record<string, string> = {}): Promise<VendorRefusal> => {
		answer = { status, body, headers };
		try {
			await stream.readPage(stream.firstCursor, context());
		} catch (error) {
			if (error instanceof VendorRefusal) return error;
			throw error;
		}
		throw new Error("it was read");
	};

	test.each([
		["HTML", "<!doctype html><p>Down for maintenance</p>"],
		["nothing", ""],
		["JSON that ends in the middle", '{"object":"list","data":[{"id":"txn_1"'],
		["JSON of another shape", '{"hello":"world"}'],
		["a list without its end mark", '{"object":"list","data":[]}'],
		["bytes that are not UTF-8", "\u00ff"],
	])("that is %s is refused as a whole, kept as received, and says what happens next", async (_name, body) => {
		const error = await refusal(body);
		expect(error.code).toBe("VENDOR_UNREADABLE");
		expect(error.response?.status).toBe(200);
		expect(error.message).toMatch(/nothing was taken from it, and a sync asks up to 5 times\.$/);
	});

	test("with rows out of order or with the row it was to begin behind is refused: going on from it would lose rows", async () => {
		const older = good("txn_2", day - 60);
		const list = (...records: unknown[]): string => `{"object":"list","has_more":true,"data":${JSON.stringify(records)}}`;
		expect((await refusal(list(older, good("txn_1")))).code).toBe("VENDOR_OUT_OF_ORDER");
		answer = { status: 200, body: list(good("txn_1"), older), headers: {} };
		const first = await stream.readPage(stream.firstCursor, context());
		await expect(stream.readPage(first.nextCursor, context())).rejects.toMatchObject({ code: "VENDOR_OUT_OF_ORDER" });
		answer = { ...answer, body: list(good("txn_9", day + 30)) };
		await expect(stream.readPage(first.nextCursor, context())).rejects.toMatchObject({ code: "VENDOR_OUT_OF_ORDER" });
	});

	test.each([1, 2, 3, 7])(
		"whose list goes in a circle of %i pages, all of one second, ends instead of being read for ever",
		async (circle) => {
			let cursor = stream.firstCursor;
			const pages = async (): Promise<number> => {
				for (let read = 0; read < 50; read++) {
					const name = `${read % circle}`;
					answer = {
						status: 200,
						body: JSON.stringify({ has_more: true, data: [good(`txn_${name}_1`), good(`txn_${name}_2`)] }),
						headers: {},
					};
					const page = await stream.readPage(cursor, context()).catch((error: unknown) => error as VendorRefusal);
					if (page instanceof VendorRefusal) return page.code === "VENDOR_OUT_OF_ORDER" ? read : Number.NaN;
					cursor = page.nextCursor;
				}
				return Number.POSITIVE_INFINITY;
			};
			const read = await pages();
			expect(read).toBeGreaterThanOrEqual(circle);
			expect(read).toBeLessThanOrEqual(4 * circle);
		},
	);

	test("that asks for a pause until a date means its own clock, not ours", async () => {
		const theirs = Date.parse("2026-11-09T12:00:00Z");
		const headers = { date: new Date(theirs).toUTCString(), "retry-after": new Date(theirs + 2 * 3_600_000).toUTCString() };
		const error = await refusal('{"error":{}}', 429, headers);
		expect(error).toMatchObject({ code: "VENDOR_RATE_LIMITED", retryAfterMs: 7_200_000 });
		expect(error.message).toMatch(/It asks for 2 hours\.$/);
	});

	test.each([
		["0", null],
		["-5", null],
		["soon", null],
		["Mon, 01 Jan 2001 00:00:00 GMT", null],
		["0.001", 1000],
		["31536000", 31_536_000_000],
	])("that asks for a pause of %s is never asked again at once", async (header, retryAfterMs) => {
		const error = await refusal('{"error":{}}', 429, { "retry-after": header });
		expect(error).toMatchObject({ code: "VENDOR_RATE_LIMITED", retryAfterMs });
		expect(error.message.includes("It asks for")).toBe(retryAfterMs !== null);
	});

	test.each(["315360000", "9".repeat(400), "Fri, 31 Dec 9999 23:59:59 GMT"])(
		"that asks for a pause of years, %s, ends the sync in words instead of a wait that nobody will see the end of",
		async (header) => {
			const error = await refusal('{"error":{}}', 429, { "retry-after": header });
			expect(error.code).toBe("VENDOR_PAUSE_TOO_LONG");
			expect(error.message).toMatch(/^Stripe asks for a longer pause than a sync waits\..* It asks for [\d,]{6,7} hours\.$/);
			expect(castFailure(error, 1)).toMatchObject({ nonRetryable: true });
		},
	);

	test.each([
		[401, "VENDOR_AUTH"],
		[403, "VENDOR_FORBIDDEN"],
		[400, "VENDOR_REFUSED"],
		[429, "VENDOR_RATE_LIMITED"],
		[500, "VENDOR_UNAVAILABLE"],
		[503, "VENDOR_UNAVAILABLE"],
	])("with status %d is %s, in a sentence that names the vendor and no word of its body", async (status, code) => {
		const error = await refusal('{"error":{"message":"sk_live_secret"}}', status);
		expect(error.code).toBe(code);
		expect(error.message).toContain("Stripe");
		expect(error.message).not.toContain("secret");
	});

	test("that no longer knows the row we go on from starts the pass over", async () => {
		answer = { status: 200, body: `{"object":"list","has_more":true,"data":[${JSON.stringify(good("txn_1"))}]}`, headers: {} };
		const first = await stream.readPage(stream.firstCursor, context());
		const body = '{"error":{"type":"invalid_request_error","code":"resource_missing","param":"starting_after"}}';
		answer = { status: 400, body, headers: {} };
		const error = await stream.readPage(first.nextCursor, context()).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ code: "CURSOR_EXPIRED" });
		expect(JSON.parse((error as VendorRefusal).startOver ?? "")).toMatchObject({ pass: { after: null } });
	});

	test("that never comes ends at the time limit", async () => {
		const silent = createServer(() => undefined);
		await new Promise<void>((ready) => silent.listen(0, "127.0.0.1", ready));
		const { port } = silent.address() as AddressInfo;
		const asked = stream.readPage(stream.firstCursor, { ...context(), baseUrl: `http://127.0.0.1:${port}`, requestTimeoutMs: 300 });
		await expect(asked).rejects.toMatchObject({ code: "VENDOR_TIMEOUT" });
		silent.closeAllConnections();
		silent.close();
		await expect(stream.readPage(stream.firstCursor, { ...context(), baseUrl: `http://127.0.0.1:${port}` })).rejects.toMatchObject({
			code: "VENDOR_UNREACHABLE",
		});
	});
});
