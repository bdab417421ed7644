// Rules of API keys: shape, checksum, scopes, state; and of how often something may be asked.
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isApiKey, keyHash, keyState, makeApiKey, refusedScopes, scopeWords, shownPart } from "../../domain/tenancy/api-key.ts";
import { companyWide } from "../../domain/tenancy/entity-scope.ts";
import { type Permission, permissionsOf } from "../../domain/tenancy/permissions.ts";
import { type RateQuota, takeOne } from "../../domain/tenancy/rate-quota.ts";

/** Decisions, signatures and power over people and keys: a program never has them. */
const peopleOnly: readonly Permission[] = [
	"api_keys.manage",
	"changes.decide",
	"codec.decode",
	"incidents.sign_off",
	"jobs.decide",
	"keys.rotate",
	"roles.manage",
	"sso.manage",
	"support.grant",
	"tenancy.manage",
	"tenant.erase",
	"users.manage",
];

const day = 24 * 3_600_000;

describe("a key", () => {
	test("is recognised whatever its bytes are, and says whether it is for real data", () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.constantFrom("live", "test"), (bytes, kind) => {
				const key = makeApiKey(kind, bytes);
				expect(isApiKey(key)).toBe(true);
				expect(key.length).toBe("tk_live_".length + 49);
				expect(shownPart(key)).toMatch(new RegExp(`^tk_${kind}_[0-9A-Za-z]{6}$`));
			}),
		);
	});

	test("with one character changed is refused without a question to the database", () => {
		const key = makeApiKey("live", randomBytes(32));
		for (let at = "tk_live_".length; at < key.length; at++) {
			const other = key[at] === "a" ? "b" : "a";
			expect(isApiKey(key.slice(0, at) + other + key.slice(at + 1))).toBe(false);
		}
		expect(isApiKey(`${key} `)).toBe(false);
		expect(isApiKey(key.replace("live", "test"))).toBe(false);
		expect(isApiKey("")).toBe(false);
	});

	test("is stored as a hash from which what is shown can't be told, and another key has another hash", () => {
		const key = makeApiKey("live", randomBytes(32));
		expect(keyHash(key)).toMatch(/^[0-9a-f]{64}$/);
		expect(keyHash(key)).not.toBe(keyHash(makeApiKey("live", randomBytes(32))));
	});

	test("is not made of fewer bytes than 32", () => {
		expect(() => makeApiKey("live", randomBytes(31))).toThrow(RangeError);
	});
});

describe("scopes", () => {
	test("stay within what its maker may do", () => {
		expect(refusedScopes(["connections.read", "connections.sync"], permissionsOf.analyst, null)).toEqual({
			notForKeys: [],
			notYours: ["connections.sync"],
			tooWide: [],
		});
		expect(refusedScopes(["connections.read", "connections.sync"], permissionsOf.engineer, null)).toBeNull();
	});

	test("never hold what only a person does, not even for the owner", () => {
		for (const permission of peopleOnly) {
			expect(scopeWords[permission]).toBeUndefined();
			expect(refusedScopes([permission], permissionsOf.owner, null)?.notForKeys).toEqual([permission]);
		}
	});

	test("of a key that is limited to entities don't reach the whole company", () => {
		const wide = Object.keys(scopeWords).filter((scope) => companyWide.has(scope as Permission)) as Permission[];
		expect(refusedScopes([...wide, "jobs.read"], permissionsOf.owner, ["an entity"])?.tooWide ?? []).toEqual(wide);
		expect(refusedScopes(["jobs.read"], permissionsOf.owner, ["an entity"])).toBeNull();
	});
});

describe("the state of a key", () => {
	const now = new Date("2026-11-21T09:00:00Z");
	const at = (days: number) => new Date(now.getTime() + days * day);
	const key = { revokedAt: null, expiresAt: at(30), oldSecretUntil: null };

	test("is the first that holds of revoked, expired, rotating, expiring, active", () => {
		expect(keyState(key, now)).toBe("active");
		expect(keyState({ ...key, expiresAt: at(6) }, now)).toBe("expiring");
		expect(keyState({ ...key, oldSecretUntil: at(1) }, now)).toBe("rotating");
		expect(keyState({ ...key, oldSecretUntil: at(-1) }, now)).toBe("active");
		expect(keyState({ ...key, expiresAt: now }, now)).toBe("expired");
		expect(keyState({ ...key, expiresAt: at(-1), revokedAt: at(-2) }, now)).toBe("revoked");
	});
});

describe("a quota", () => {
	const quota: RateQuota = { limit: 5, windowMs: 1000 };
	const ask = (times: readonly number[]): boolean[] => {
		let wholeAtMs = 0;
		return times.map((time) => {
			const taken = takeOne(quota, wholeAtMs, time);
			wholeAtMs = taken.wholeAtMs;
			return taken.allowed;
		});
	};

	test("lets a burst of its size through, refuses the next, and gives one back after a fifth of the window", () => {
		expect(ask([0, 0, 0, 0, 0, 0])).toEqual([true, true, true, true, true, false]);
		expect(ask([0, 0, 0, 0, 0, 199, 200])).toEqual([true, true, true, true, true, false, true]);
	});

	test("says what is left and when to come again", () => {
		expect(takeOne(quota, 0, 5000)).toMatchObject({ allowed: true, remaining: 4, retryMs: 0 });
		const full = takeOne(quota, 6000, 5000);
		expect(full).toMatchObject({ allowed: false, remaining: 0, retryMs: 200, wholeAtMs: 6000 });
	});

	test("never lets more through in any window than its credit and what came back meanwhile", () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 60 }), (gaps) => {
				let now = 0;
				const times = gaps.map((gap) => (now += gap));
				const passed = times.filter((_, i) => ask(times)[i]);
				for (const [i, from] of passed.entries()) {
					const within = passed.slice(i).filter((time) => time - from < quota.windowMs);
					expect(within.length).toBeLessThanOrEqual(2 * quota.limit);
				}
			}),
			{ numRuns: 50 },
		);
	});
});
