// What a job's log may hold: our sentences, allow-listed facts of the right shape, our own codes. Nothing else, whatever is logged.
import { describe, expect, test } from "vitest";
import { bufferLog } from "../../activities/core/job-log.ts";
import { keptFacts } from "../../domain/jobs/log-facts.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { createLog } from "../../platform/log.ts";
import { timeOrderedId } from "../../db/types/time-ordered-id.ts";

const silent = createLog({ name: "test", level: "silent" });
const now = () => new Date("2026-11-21T06:00:00.000Z");
const buffer = () => bufferLog(silent, now);

describe("facts", () => {
	test("of the listed names and shapes are kept", () => {
		const facts = {
			stream: "balance_transactions",
			code: "VENDOR_RATE_LIMITED",
			rows: 100,
			pageId: "0b0f7f5e-0000-4000-8000-00000000000a",
			from: "2026-10-01",
			currency: "USD",
			again: true,
			status: 429,
		};
		expect(keptFacts(facts)).toEqual(facts);
		expect(keptFacts({ status: "approved" })).toEqual({ status: "approved" });
	});

	test.each([
		["a name that is not listed", { customer: "Jane Miller", email: "jane@larkfield.example", amount: 1234, body: "{}" }],
		[
			"a secret under a listed name",
			{ stream: "sk_test_4eC39HqLyjWDarjtT1zdp7dc", code: "sk_test_4eC39HqLyjWDarjtT1zdp7dc", reason: "Bearer abc.def" },
		],
		["a person's words under a listed name", { kind: "Jane Miller", reason: "invoice 77 of Jane", vendor: "jane@larkfield.example" }],
		["a number that is a text", { rows: "100; drop table", seq: "1" }],
		["what is no number", { rows: Number.NaN, seq: Number.POSITIVE_INFINITY }],
		["an object or a list under a listed name", { stream: { text: "payouts" }, rows: [1], pageId: { a: 1 } }],
		["names that every object has", { constructor: 1, toString: "payouts", __proto__: { stream: "payouts" } }],
		["a private key", { sha256: "-----BEGIN PRIVATE KEY-----", pageId: "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC" }],
	])("%s is left out", (_what, facts) => expect(keptFacts(facts)).toEqual({}));
});

describe("lines", () => {
	test("of one moment stay in the order in which they were said", () => {
		const lines = buffer();
		for (let i = 0; i < 50; i += 1) lines.log.info({ seq: i }, "page saved");
		const ids = lines.waiting().map(({ id }) => id);
		expect(ids.toSorted()).toEqual(ids);
		expect(new Set(ids).size).toBe(50);
		expect(lines.waiting()[7]).toMatchObject({
			level: "info",
			message: "page saved",
			facts: { seq: 7 },
			stream: null,
			at: now().toISOString(),
		});
	});

	test("name their stream beside the facts", () => {
		const lines = buffer();
		lines.log.debug({ stream: "payouts", rows: 3 }, "page saved");
		expect(lines.waiting()).toMatchObject([{ stream: "payouts", facts: { rows: 3 } }]);
	});

	test("of an error keep our code and sentence; an unknown error's own text is never kept", () => {
		const lines = buffer();
		lines.log.warn({ err: new TieoutError("VENDOR_AUTH", "Stripe refused the key. Reconnect it.") }, "activity failed");
		lines.log.warn({ err: new Error("duplicate key value (email)=(PLANTED@larkfield.example)") }, "activity failed");
		expect(lines.waiting().map(({ facts }) => facts)).toEqual([
			{ code: "VENDOR_AUTH", sentence: "Stripe refused the key. Reconnect it." },
			{ code: "UNEXPECTED", sentence: expect.stringContaining("Something unexpected") },
		]);
		expect(JSON.stringify(lines.waiting())).not.toContain("PLANTED");
	});

	test("of a try that is about one stream all name it, and a vendor's wait is kept as its number", () => {
		const lines = bufferLog(silent, now, { stream: "payouts" });
		const wait = new TieoutError("VENDOR_RATE_LIMITED", "Stripe asked us to wait.", { retryAfterMs: 2_000, body: "PLANTED" });
		lines.log.info({ rows: 3 }, "page saved");
		lines.log.warn({ err: wait }, "activity failed");
		expect(lines.waiting().map(({ stream, facts }) => ({ stream, facts }))).toEqual([
			{ stream: "payouts", facts: { rows: 3 } },
			{ stream: "payouts", facts: { retryAfterMs: 2_000, code: "VENDOR_RATE_LIMITED", sentence: "Stripe asked us to wait." } },
		]);
	});

	test("stay until they are written, and are written by batches", async () => {
		const lines = buffer();
		lines.log.info({}, "page saved");
		lines.flushIfDue(() => Promise.reject(new Error("too early to be asked")));
		expect(lines.waiting()).toHaveLength(1);
		const [one] = lines.waiting();
		lines.log.info({}, "page saved");
		lines.written(one === undefined ? [] : [one]);
		expect(lines.waiting()).toHaveLength(1);
	});

	test("end after ten thousand of one try, and the last one says so", () => {
		const lines = buffer();
		for (let i = 0; i < 10_050; i += 1) lines.log.debug({ seq: i }, "page saved");
		expect(lines.waiting()).toHaveLength(10_000);
		expect(lines.waiting().at(-1)).toMatchObject({ level: "warn", message: expect.stringContaining("worker's log"), facts: {} });
	});
});

test("a sentence with something put into it does not compile", () => {
	const who: string = "Jane";
	// Never called: the compiler is what is tested (`npm test` type-checks; an unused expectation is an error).
	const mistakes = () => {
		const { log } = buffer();
		// @ts-expect-error a text that is only known at run time
		log.info({}, who);
		// @ts-expect-error a template with a value in it
		log.info({}, `rows of ${who}`);
		log.info({}, who === "Jane" ? "one of two" : "the other");
		log.info({}, "a literal");
	};
	expect(mistakes).toBeTypeOf("function");
});

test("ids sort by time, and go on when the clock steps back", () => {
	const first = timeOrderedId(2_000_000_000_000);
	const back = timeOrderedId(1_999_999_999_000);
	const later = timeOrderedId(2_000_000_000_001);
	expect([later, first, back].toSorted()).toEqual([first, back, later]);
	expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
