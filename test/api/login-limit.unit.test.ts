// Guessing passwords is slowed down by account and by address; nobody is locked out for good.
import { expect, test } from "vitest";
import { loginLimit } from "../../api/tenancy/login-limit.ts";

const limits = { perAccount: 3, perAddress: 5, windowMs: 60_000 };

test("the fourth try on one account waits, whatever address it comes from", () => {
	const limit = loginLimit(() => 0, limits);
	for (const address of ["a", "b", "c"]) limit.begin(address, "ops@demo");
	expect(() => limit.begin("d", "ops@demo")).toThrow("Too many failed logins. Try again in 60 seconds.");
	expect(() => limit.begin("d", "other@demo")).not.toThrow();
});

test("one address can't try every account", () => {
	const limit = loginLimit(() => 0, limits);
	for (let i = 0; i < 5; i++) limit.begin("a", `user${i}@demo`);
	expect(() => limit.begin("a", "user9@demo")).toThrow(/Too many/);
});

test("the wait ends with the window, and trying on meanwhile does not prolong it", () => {
	let now = 0;
	const limit = loginLimit(() => now, limits);
	for (let i = 0; i < 3; i++) limit.begin("a", "ops@demo");
	now = 59_000;
	expect(() => limit.begin("a", "ops@demo")).toThrow(/in 1 second\./);
	now = 60_000;
	expect(() => limit.begin("a", "ops@demo")).not.toThrow();
});

test("right passwords are never counted against an account or an address", () => {
	const limit = loginLimit(() => 0, limits);
	for (let i = 0; i < 50; i++) {
		limit.begin("a", "ops@demo");
		limit.succeeded("a", "ops@demo");
	}
	expect(() => limit.begin("a", "ops@demo")).not.toThrow();
});
