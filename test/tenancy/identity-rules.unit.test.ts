// The pure rules of people's identity: what waits, what lives how long, what a code and a target are.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { totpCode } from "../../api/tenancy/totp-code.ts";
import { stepOfCode } from "../../api/tenancy/totp-code.ts";
import { domainOf, emailAddress } from "../../domain/tenancy/email-address.ts";
import { deviceText } from "../../domain/tenancy/device.ts";
import { mailText, oneLine } from "../../domain/tenancy/mail.ts";
import { passwordFlaw } from "../../domain/tenancy/password-rules.ts";
import { safeTarget } from "../../domain/tenancy/safe-target.ts";
import { pendingMs, publishedForMs, retiredMs } from "../../domain/tenancy/signing-key-plan.ts";
import { decideSso, type KnownPerson } from "../../domain/tenancy/single-sign-on.ts";
import { takeBack, type ThrottleRule, tryOnce, waitText } from "../../domain/tenancy/throttle.ts";
import { life, onRefresh, refreshUntil } from "../../domain/tenancy/token-life.ts";
import { recoveryCodeOf, toBase32 } from "../../domain/tenancy/totp.ts";

describe("tries", () => {
	const rule: ThrottleRule = { free: 3, firstWaitMs: 1_000, longestWaitMs: 10_000, quietMs: 60_000 };

	test("are free at first, then each makes the next wait twice as long, up to a limit and never for good", () => {
		let now = 0;
		const waits: number[] = [];
		let state: Parameters<typeof tryOnce>[0] = null;
		for (let i = 0; i < 9; i++) {
			const outcome = tryOnce(state, now, rule);
			if (outcome.kind !== "allowed") throw new Error("blocked after its wait");
			state = outcome.state;
			waits.push(Math.max(0, state.blockedUntil - now));
			now = Math.max(now, state.blockedUntil);
		}
		expect(waits).toEqual([0, 0, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
	});

	test("a refused try doesn't make the wait longer, so a stranger who goes on and on can't either", () => {
		const last = [1, 2, 3].reduce<Parameters<typeof tryOnce>[0]>((state) => {
			const outcome = tryOnce(state, 0, rule);
			return outcome.kind === "allowed" ? outcome.state : state;
		}, null);
		expect(tryOnce(last, 400, rule)).toEqual({ kind: "blocked", waitMs: 600 });
		expect(tryOnce(last, 999, rule)).toEqual({ kind: "blocked", waitMs: 1 });
		expect(tryOnce(last, 1_000, rule)).toMatchObject({ kind: "allowed" });
	});

	test("after a quiet window nothing is held against anyone, and a right one is taken back", () => {
		const old = { tries: 50, lastTryAt: 0, blockedUntil: 10_000 };
		expect(tryOnce(old, 70_001, rule)).toEqual({ kind: "allowed", state: { tries: 1, lastTryAt: 70_001, blockedUntil: 0 } });
		expect(takeBack({ tries: 3, lastTryAt: 5, blockedUntil: 1_005 }, 10)).toEqual({ tries: 2, lastTryAt: 5, blockedUntil: 10 });
		expect(waitText(40_000)).toBe("40 seconds");
		expect(waitText(120_000)).toBe("2 minutes");
	});
});

describe("a refresh token", () => {
	const good = { usedAt: null, expiresAt: 100, familyRevokedAt: null };
	test("rotates once; used again it ends its family, even after it has expired", () => {
		expect(onRefresh(good, 50)).toBe("rotate");
		expect(onRefresh(good, 100)).toBe("refuse");
		expect(onRefresh({ ...good, usedAt: 10 }, 50)).toBe("end_family");
		expect(onRefresh({ ...good, usedAt: 10 }, 500)).toBe("end_family");
		expect(onRefresh({ ...good, usedAt: 10, familyRevokedAt: 20 }, 50)).toBe("refuse");
	});

	test("never lives longer than thirty days after the login", () => {
		expect(refreshUntil(0, 0)).toBe(life.refreshTokenMs);
		expect(refreshUntil(life.familyMs - 5, 0)).toBe(life.familyMs);
	});
});

test("a signing key is known everywhere before it signs, and until its last token has expired", () => {
	expect(pendingMs).toBeGreaterThan(publishedForMs);
	expect(retiredMs).toBeGreaterThan(life.accessTokenMs);
});

describe("one-time codes", () => {
	// RFC 6238, appendix B, SHA-1, the last six of eight digits.
	const secret = new TextEncoder().encode("12345678901234567890");
	test.each([
		[59, "287082"],
		[1_111_111_109, "081804"],
		[1_111_111_111, "050471"],
		[1_234_567_890, "005924"],
		[2_000_000_000, "279037"],
		[20_000_000_000, "353130"],
	])("at %i s the code is %s, as RFC 6238 says", (seconds, code) => {
		expect(totpCode(secret, Math.floor(seconds / 30))).toBe(code);
	});

	test("a code opens in its own step and beside it, never twice, and not earlier ones", () => {
		const at = (nowMs: number, lastStep = 0) => stepOfCode(secret, totpCode(secret, 1_000), { nowMs, lastStep });
		expect(at(1_000 * 30_000)).toBe(1_000);
		expect(at(1_001 * 30_000)).toBe(1_000);
		expect(at(999 * 30_000)).toBe(1_000);
		expect(at(1_002 * 30_000)).toBeNull();
		expect(at(1_000 * 30_000, 1_000)).toBeNull();
		expect(stepOfCode(secret, "", { nowMs: 30_000_000, lastStep: 0 })).toBeNull();
	});

	test("secrets are base32 as RFC 4648 says, recovery codes four groups of four", () => {
		expect(toBase32(new TextEncoder().encode("foobar"))).toBe("MZXW6YTBOI");
		expect(recoveryCodeOf(new Uint8Array(10))).toBe("aaaa-aaaa-aaaa-aaaa");
	});
});

describe("where a page may send somebody", () => {
	test.each(["/jobs", "/jobs?status=failed#top", "/a//b", "/explorer?q=a%2Fb"])("%s is our own", (then) => {
		expect(safeTarget(then)).toBe(then);
	});
	test.each([
		"https://evil.example",
		"//evil.example",
		"/\\evil.example",
		"\\/evil.example",
		"/\t/evil.example",
		"/\n//evil.example",
		" //evil.example",
		"/.//evil.example",
		"/..//evil.example",
		"/%2e//evil.example",
		"javascript:alert(1)",
		"",
		"jobs",
	])("%j is not", (then) => {
		expect(safeTarget(then)).toBe("/jobs");
	});

	test("whatever is given, a browser stays with us", () => {
		const texts = fc.array(fc.constantFrom(..."/\\.\t\n:@%?#a e".split("")), { maxLength: 10 }).map((parts) => `/${parts.join("")}`);
		fc.assert(fc.property(texts, (text) => new URL(safeTarget(text), "https://tieout.example").origin === "https://tieout.example"));
	});
});

describe("a mail", () => {
	test("can't be given another head or link by a name that somebody typed", () => {
		const { subject, text } = mailText({
			kind: "invite",
			company: "Alder\r\nBcc: all@evil.example",
			invitedBy: "Eve https://evil.example",
			role: "Owner",
			link: "https://tieout.example/invitation?token=t",
		});
		expect(subject).toBe("Eve https: //evil.example invites you to Alder Bcc: all@evil.example");
		expect(text.match(/https:\/\/\S+/g)).toEqual(["https://tieout.example/invitation?token=t"]);
		expect(oneLine("a\u2028b\u0000c")).toBe("a b c");
	});

	test("to a deputy has no second link either, whatever the absent one is called or says", () => {
		const evil = "x\n\nhttps://evil.example";
		const link = "https://tieout.example/approvals";
		const { subject, text } = mailText({
			kind: "deputy",
			name: evil,
			company: evil,
			absent: evil,
			from: "2026-12-01",
			until: "2026-12-05",
			reason: evil,
			link,
		});
		expect(subject).not.toContain("\n");
		expect(text.match(/https:\/\/\S+/g)).toEqual([link]);
		for (const [decided, words] of [
			[0, "nothing"],
			[1, "once"],
			[7, "7 times"],
		] as const)
			expect(mailText({ kind: "back", name: "Ada", company: "Alder", deputy: "Ben", decided, link }).text).toContain(
				`Ben has decided ${words} in your place.`,
			);
	});

	test("goes to plain addresses only", () => {
		expect(emailAddress(" Ada@Alder.Example ")).toBe("ada@alder.example");
		for (const bad of [
			"a@b",
			"a b@c.example",
			"a@b.example\r\nBcc: x@y.example",
			"<a@b.example>",
			"a@b.example,c@d.example",
			"a@-b.example",
			"@b.example",
		])
			expect(emailAddress(bad), bad).toBeNull();
		expect(domainOf("ada@alder.example")).toBe("alder.example");
	});
});

describe("a new password", () => {
	test.each(["short", "passwordpassword1", "aaaaaaaaaaaaaaa", "123456789012345", "ada@alder.example", "alderoutdoor1"])(
		"%s is refused",
		(password) => {
			expect(passwordFlaw(password, ["Ada Lovelace", "ada@alder.example", "alderoutdoor"])).not.toBeNull();
		},
	);
	test("a few words in a row are fine", () => {
		expect(passwordFlaw("velvet tram counts otters", ["Ada", "ada@alder.example"])).toBeNull();
	});
});

describe("single sign-on", () => {
	const claims = { subject: "s1", email: "ada@alder.example", emailVerified: true, name: "Ada" };
	const nobody: KnownPerson = { linkedUserId: null, accountUserId: null, isMember: false, wasRemoved: false };
	const rules = { domains: ["alder.example"], joins: true };

	test("whom the provider knows by its own lasting name comes in, whatever the address says today", () => {
		expect(decideSso({ ...claims, email: null }, { ...nobody, linkedUserId: "u1" }, rules)).toEqual({ kind: "enter", userId: "u1" });
	});
	test("an address of a domain that was not proven opens nothing, not even for a member", () => {
		const foreign = { ...claims, email: "ceo@birch.example" };
		expect(decideSso(foreign, { ...nobody, accountUserId: "u2", isMember: true }, rules)).toEqual({
			kind: "refuse",
			why: "foreign_domain",
		});
	});
	test("an address that the provider has not verified opens nothing", () => {
		expect(decideSso({ ...claims, emailVerified: false }, nobody, rules)).toEqual({ kind: "refuse", why: "unverified_email" });
	});
	test("new people join only where the company wants it, and never after they were removed", () => {
		expect(decideSso(claims, nobody, rules)).toEqual({ kind: "create", email: "ada@alder.example" });
		expect(decideSso(claims, { ...nobody, accountUserId: "u3" }, rules)).toEqual({ kind: "join", userId: "u3" });
		expect(decideSso(claims, nobody, { ...rules, joins: false })).toEqual({ kind: "refuse", why: "not_invited" });
		expect(decideSso(claims, { ...nobody, accountUserId: "u3", wasRemoved: true }, rules)).toEqual({ kind: "refuse", why: "removed" });
	});
});

test("a session is named by browser and system", () => {
	expect(deviceText("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")).toBe("Firefox on Linux");
	expect(
		deviceText("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15"),
	).toBe("Safari on macOS");
	expect(deviceText("curl/8.5.0")).toBe("curl");
	expect(deviceText(null)).toBe("Unknown device");
});
