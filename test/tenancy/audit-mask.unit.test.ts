// What gets into an audit event: nothing secret, nothing that the database can't keep, nothing endless (A6).
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../domain/core/canonical-json.ts";
import { covered, fitText, fitValue } from "../../domain/tenancy/audit/mask-values.ts";

describe("an event's values", () => {
	test("cover what is secret by its name, at any depth and in lists", () => {
		const before = {
			name: "Stripe",
			secrets: { apiKey: "abc", list: ["one", "two"] },
			newPassword: "hunter2",
			recoveryCodes: ["a1", "b2"],
			headers: [{ authorization: "x" }],
			totpSeed: "JBSW",
		};
		const after = fitValue(before);
		expect(after).toEqual({
			name: "Stripe",
			secrets: { apiKey: covered, list: [covered, covered] },
			newPassword: covered,
			recoveryCodes: [covered, covered],
			headers: [{ authorization: covered }],
			totpSeed: covered,
		});
	});

	test("cover what is secret by its shape, whatever it is called", () => {
		for (const secret of [
			"sk_live_4eC39HqLyjWDarjtT1zdp7dc",
			"whsec_abcdefgh12345678",
			"Bearer abcdefghijklmnop",
			"eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeKKF",
			"tk_live_abcdefgh1234",
			"postgres://app:hunter22@db.example/books",
		]) {
			expect(fitText(`the note says ${secret} and goes on`), secret).not.toContain(secret);
			expect(JSON.stringify(fitValue({ note: { text: secret } })), secret).not.toContain(secret);
		}
	});

	test("keep what only sounds secret: ids, days, counts, yes and no", () => {
		const plain = {
			tokenId: "6f1d2c0a-7b53-4c1e-9a8e-2f5b8a4d9c31",
			secretSince: "2026-11-09",
			tokens: 3,
			hasPassword: true,
			cookie: null,
		};
		expect(fitValue(plain)).toEqual(plain);
	});

	test("say what JSON can't: a bigint as text, a date as an instant, the rest as nothing", () => {
		expect(fitValue({ a: 12n, b: new Date(0), c: Number.NaN, d: undefined, e: () => 1, f: new Uint8Array(3) })).toEqual({
			a: "12",
			b: "1970-01-01T00:00:00.000Z",
			c: null,
			d: null,
			e: null,
			f: covered,
		});
	});

	test("end somewhere: long text, long lists and depth are cut and say so", () => {
		expect(fitText("x".repeat(10_000)).length).toBeLessThan(4_100);
		expect((fitValue(Array.from({ length: 1000 }, (_, n) => n)) as unknown[]).length).toBe(501);
		let deep: unknown = "bottom";
		for (let n = 0; n < 100; n++) deep = { deep };
		expect(JSON.stringify(fitValue(deep)).length).toBeLessThan(300);
	});

	test("have one spelling that stays the same through JSON, so that the database can keep them", () => {
		fc.assert(
			fc.property(fc.anything({ withBigInt: true, withDate: false, withTypedArray: true }), (value) => {
				const fit = fitValue(value);
				const text = canonicalJson(fit);
				expect(canonicalJson(JSON.parse(text))).toBe(text);
				expect(text).not.toContain("\\u0000");
			}),
		);
	});
});
