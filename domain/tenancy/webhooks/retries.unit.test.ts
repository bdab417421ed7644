import { describe, expect, it } from "vitest";
import { judgeTry, mostTries, retryAfterMs, trySentence, waitsMs } from "./retries.ts";

const answered = (status: number, retryAfterMs: number | null = null) => ({ kind: "answered", status, retryAfterMs }) as const;

describe("a try (E7)", () => {
	it.each([200, 201, 202, 204, 299])("is a delivery when the receiver answers %i", (status) => {
		expect(judgeTry(answered(status), 1)).toEqual({ status: "delivered" });
	});

	it.each([100, 300, 301, 302, 307, 400, 401, 404, 409, 429, 500, 503])("comes again when the receiver answers %i", (status) => {
		expect(judgeTry(answered(status), 1)).toEqual({ status: "pending", waitMs: 5_000 });
	});

	it("comes again when nobody answers, with growing waits of about three days together, then no more", () => {
		const waits = Array.from({ length: mostTries }, (_, i) => judgeTry({ kind: "failed", code: "TIMED_OUT" }, i + 1));
		expect(waits.slice(0, -1).map((each) => (each.status === "pending" ? each.waitMs : null))).toEqual(waitsMs);
		expect(waits.at(-1)).toEqual({ status: "dead", gone: false });
		const days = waitsMs.reduce((sum, wait) => sum + wait, 0) / 86_400_000;
		expect(days).toBeGreaterThan(2.9);
		expect(waitsMs).toEqual(waitsMs.toSorted((a, b) => a - b));
	});

	it("ends at once when the receiver is gone", () => {
		expect(judgeTry(answered(410), 1)).toEqual({ status: "dead", gone: true });
	});

	it("waits as long as the receiver asks, but never longer than a day", () => {
		expect(judgeTry(answered(429, 60_000), 1)).toEqual({ status: "pending", waitMs: 60_000 });
		expect(judgeTry(answered(503, 1_000), 2)).toEqual({ status: "pending", waitMs: 300_000 });
		expect(judgeTry(answered(503, 10 ** 12), 1)).toEqual({ status: "pending", waitMs: 86_400_000 });
	});
});

describe("Retry-After", () => {
	const now = Date.parse("2026-11-21T10:00:00Z");
	it.each([
		["120", 120_000],
		["Sat, 21 Nov 2026 10:01:00 GMT", 60_000],
		["Sat, 21 Nov 2026 09:00:00 GMT", 0],
		["soon", null],
		["-5", null],
		[null, null],
	])("%s is %s", (header, ms) => {
		expect(retryAfterMs(header, now)).toBe(ms);
	});
});

it("a redirect says what to do about it", () => {
	expect(trySentence(answered(301))).toContain("enter the address");
});

it("a refused address and one that isn't found read the same", () => {
	expect(trySentence({ kind: "failed", code: "ADDRESS_REFUSED" })).toBe(trySentence({ kind: "failed", code: "ADDRESS_NOT_FOUND" }));
});
