// Registering, inviting, resetting and the second factor, from the request over the mail to what its link opens: real API, real worker,
// a mail server that others wrote. Two companies throughout.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { totpCode } from "../../api/tenancy/totp-code.ts";
import { forgetTries } from "../../db/tenancy/throttle.store.ts";
import { createMailer } from "../../platform/mail.ts";
import { type KeptMail, type Mailbox, startMailbox } from "../../sandbox/mail/mailbox.ts";
import { attack } from "../attacks/attack.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { testDatabase, testPassword, type TestDatabase } from "../support/database.ts";
import { namePlatformRun } from "../support/record-history.ts";
import { testTemporal, type TestTemporal } from "../support/temporal.ts";

let database: TestDatabase;
let engine: TestTemporal;
let mailbox: Mailbox;
let api: TestApi;

const goodPassword = "velvet tram counts otters";

beforeAll(async () => {
	database = await testDatabase();
	mailbox = await startMailbox({ port: 0 });
	const mailer = createMailer({ url: `smtp://127.0.0.1:${mailbox.port}`, from: "Tieout <tieout@test.example>" });
	engine = await testTemporal(database, { queue: "core", deps: { mailer, publicUrl: "http://tieout.test.example" } });
	api = await testApi(database, { deps: { temporal: engine.temporal, keys: engine.deps.keys } });
});
afterAll(async () => {
	await api.close();
	await engine.close();
	await mailbox.stop();
	await database.close();
});

// Every browser of this file has one address, and some of them guess.
beforeEach(async () => {
	for (const of of ["127.0.0.1", "::ffff:127.0.0.1"])
		for (const name of ["address", "mail_from"] as const) await forgetTries(database.orm, { name, of });
});

/** The newest mail to this address that came after `seen` others. */
async function mailTo(address: string, seen = 0): Promise<KeptMail> {
	for (;;) {
		const mails = mailbox.mails().filter(({ to }) => to.includes(address));
		const [newest] = mails;
		if (newest !== undefined && mails.length > seen) return newest;
		await sleep(20);
	}
}

const tokenIn = ({ text }: KeptMail): string => /#([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? "";
const codeOf = async (call: Promise<unknown>): Promise<unknown> =>
	call.then(
		() => "done",
		(error: { data?: { code?: string } }) => error.data?.code,
	);
const finish = (browser: TestBrowser, token: string, password = goodPassword) =>
	browser.trpc.auth.finishRegistration.mutate({ token, password, currency: "EUR", timeZone: "Europe/Vienna" });

describe("registering", () => {
	test("makes person, company, books and owner when the mailed link is opened, once, and nothing before", async () => {
		const email = "nora@nordwind.example";
		const browser = api.browser();
		expect(await browser.trpc.auth.register.mutate({ email: "Nora@Nordwind.example", name: "Nora", company: "Nordwind" })).toEqual({
			mailed: true,
		});
		const mail = await mailTo(email);
		expect(mail.subject).toBe("Confirm your e-mail address");
		expect(mail.text).toContain("http://tieout.test.example/welcome#");
		const token = tokenIn(mail);
		expect(await browser.trpc.auth.registration.mutate({ token })).toEqual({ email, name: "Nora", company: "Nordwind" });
		expect(await codeOf(api.browser().login(email, goodPassword))).toBe("LOGIN_REFUSED");
		await expect(finish(browser, token, "nordwind")).rejects.toMatchObject({
			data: { code: "INPUT", fields: [{ path: "password", message: expect.stringContaining("at least 12 characters") as string }] },
		});
		const me = await finish(browser, token);
		expect(me).toMatchObject({ user: { email }, tenant: { name: "Nordwind", role: "owner", dataKind: "production" } });
		expect(await browser.trpc.entities.list.query()).toMatchObject([{ name: "Nordwind", currency: "EUR", timeZone: "Europe/Vienna" }]);
		expect(await codeOf(finish(api.browser(), token))).toBe("LINK_OVER");
		await api.browser().login(email, goodPassword);
	});

	test("a mail waits for its server, and then comes once", async () => {
		mailbox.refuse(451);
		await api.browser().trpc.auth.register.mutate({ email: "late@nordwind.example", name: "Late", company: "Late" });
		await sleep(300);
		expect(mailbox.mails().filter(({ to }) => to.includes("late@nordwind.example"))).toEqual([]);
		mailbox.refuse(null);
		await mailTo("late@nordwind.example");
		expect(mailbox.mails().filter(({ to }) => to.includes("late@nordwind.example"))).toHaveLength(1);
	});
});

attack("enumeration", () => {
	test("registering and asking for a new password answer the same for every address; only the mailbox learns which it was", async () => {
		const known = database.tenants[0].users.preparer.email;
		const post = async (path: string, body: unknown) => {
			const response = await api
				.browser()
				.fetch(`/trpc/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
			return [response.status, await response.text()];
		};
		const person = { name: "Eve", company: "Evil" };
		expect(await post("auth.register", { ...person, email: known })).toEqual(
			await post("auth.register", { ...person, email: "new@alder.example" }),
		);
		expect((await mailTo(known)).subject).toBe("You have an account already");
		expect(await post("auth.forgotPassword", { email: known })).toEqual(
			await post("auth.forgotPassword", { email: "nobody@alder.example" }),
		);
		expect((await mailTo(known, 1)).subject).toBe("Choose a new password");
		await mailTo("new@alder.example");
		expect(mailbox.mails().filter(({ to }) => to.includes("nobody@alder.example"))).toEqual([]);
	});

	test("a login takes as long for an unknown account as for a known one", async () => {
		const timeOf = async (email: string): Promise<number> => {
			const began = performance.now();
			await codeOf(api.browser().login(email, "not this one at all"));
			return performance.now() - began;
		};
		await timeOf("warm@alder.example");
		let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
		const isAlike = (): boolean => unknown / known > 0.5 && unknown / known < 2;
		// In turns, so that whatever else the machine does slows both; the shortest of each is what it takes by itself, and more turns
		// only make that surer.
		const accounts = Object.values(database.tenants[1].users);
		for (let turn = 0; turn < 4 || (turn < 12 && !isAlike()); turn++) {
			// A few tries are all that an account, or a name that none has, is free to take.
			const account = Math.floor(turn / 4);
			known = Math.min(known, await timeOf(accounts[account]?.email ?? ""));
			unknown = Math.min(unknown, await timeOf(`nobody-at-all-${account}@birch.example`));
		}
		// argon2 takes tens of milliseconds: without it one of them would be a tenth of the other.
		expect(unknown / known).toBeGreaterThan(0.5);
		expect(unknown / known).toBeLessThan(2);
	});
});

describe("an invitation", () => {
	test("takes somebody new in with the role that it says, once", async () => {
		const [alder] = database.tenants;
		const admin = await api.as(alder.users.admin.email);
		const made = await admin.trpc.invitations.create.mutate({ email: "ivy@alder.example", role: "preparer" });
		expect(made).toMatchObject({ state: "open", role: "preparer" });
		const mail = await mailTo("ivy@alder.example");
		expect(mail.subject).toBe(`${alder.users.admin.name} invites you to ${alder.name}`);
		const token = tokenIn(mail);
		const browser = api.browser();
		expect(await browser.trpc.auth.invitation.mutate({ token })).toMatchObject({
			company: alder.name,
			roleName: "Preparer",
			hasAccount: false,
		});
		const me = await browser.trpc.auth.acceptAsNew.mutate({ token, name: "Ivy", password: goodPassword });
		expect(me.tenant).toMatchObject({ tenantId: alder.tenantId, role: "preparer" });
		expect(await codeOf(api.browser().trpc.auth.acceptAsNew.mutate({ token, name: "Eve", password: goodPassword }))).toBe("LINK_OVER");
		expect((await admin.trpc.invitations.list.query())[0]).toMatchObject({ email: "ivy@alder.example", state: "accepted" });
	});

	test("adds a company to somebody who has an account, and never signs anybody in by itself", async () => {
		const [alder, birch] = database.tenants;
		const invited = alder.users.analyst;
		await (await api.as(birch.users.owner.email)).trpc.invitations.create.mutate({ email: invited.email, role: "controller" });
		const token = tokenIn(await mailTo(invited.email));
		const stranger = api.browser();
		expect(await stranger.trpc.auth.invitation.mutate({ token })).toMatchObject({ hasAccount: true, signedInAsThem: false });
		expect(await codeOf(stranger.trpc.auth.acceptAsNew.mutate({ token, name: "Eve", password: goodPassword }))).toBe("ACCOUNT_EXISTS");
		expect(await codeOf(stranger.trpc.auth.acceptAsMe.mutate({ token }))).toBe("NOT_SIGNED_IN");
		const other = await api.as(alder.users.approver.email);
		expect(await codeOf(other.trpc.auth.acceptAsMe.mutate({ token }))).toBe("FORBIDDEN");
		const browser = await api.as(invited.email);
		const me = await browser.trpc.auth.acceptAsMe.mutate({ token });
		expect(me.memberships.map(({ tenantId, role }) => [tenantId, role]).sort()).toEqual(
			[
				[alder.tenantId, "analyst"],
				[birch.tenantId, "controller"],
			].sort(),
		);
		expect((await browser.trpc.entities.list.query()).map(({ id }) => id)).toEqual([birch.entityId]);
		expect((await browser.trpc.auth.leave.mutate()).me?.tenant.tenantId).toBe(alder.tenantId);
		expect(await codeOf(browser.trpc.auth.switchTenant.mutate({ tenantId: birch.tenantId }))).toBe("NOT_FOUND");
	});

	test("gives nobody more than who invites has, and another company's can't be touched", async () => {
		const [alder, birch] = database.tenants;
		const admin = await api.as(alder.users.admin.email);
		const controller = await api.as(alder.users.controller.email);
		const email = "up@alder.example";
		expect(await codeOf(admin.trpc.invitations.create.mutate({ email, role: "owner" }))).toBe("ABOVE_YOUR_ROLE");
		expect(await codeOf(controller.trpc.invitations.create.mutate({ email, role: "admin" }))).toBe("ABOVE_YOUR_ROLE");
		expect(await codeOf(admin.trpc.invitations.create.mutate({ email, role: "integration" }))).toBe("ROLE_UNSUITABLE");
		expect(await codeOf(admin.trpc.invitations.create.mutate({ email, role: "preparer", entityIds: [birch.entityId] }))).toBe("NOT_FOUND");
		const preparer = await api.as(alder.users.preparer.email);
		expect(await codeOf(preparer.trpc.invitations.create.mutate({ email, role: "preparer" }))).toBe("FORBIDDEN");
		const foreign = await (await api.as(birch.users.admin.email)).trpc.invitations.create.mutate({
			email: "bo@birch.example",
			role: "analyst",
		});
		expect(await codeOf(admin.trpc.invitations.takeBack.mutate({ invitationId: foreign.id }))).toBe("NOT_FOUND");
		expect(await codeOf(admin.trpc.invitations.again.mutate({ invitationId: foreign.id }))).toBe("NOT_FOUND");
	});

	test("that was taken back or sent again opens nothing by its old link", async () => {
		const admin = await api.as(database.tenants[0].users.admin.email);
		const email = "twice@alder.example";
		const first = await admin.trpc.invitations.create.mutate({ email, role: "analyst" });
		const old = tokenIn(await mailTo(email));
		const second = await admin.trpc.invitations.again.mutate({ invitationId: first.id });
		const fresh = tokenIn(await mailTo(email, 1));
		expect(await codeOf(api.browser().trpc.auth.invitation.mutate({ token: old }))).toBe("LINK_OVER");
		expect(await codeOf(api.browser().trpc.auth.invitation.mutate({ token: fresh }))).toBe("done");
		await admin.trpc.invitations.takeBack.mutate({ invitationId: second.id });
		expect(await codeOf(api.browser().trpc.auth.acceptAsNew.mutate({ token: fresh, name: "Eve", password: goodPassword }))).toBe(
			"LINK_OVER",
		);
	});

	test("the last owner can't leave, anybody else can", async () => {
		const [, birch] = database.tenants;
		expect(await codeOf((await api.as(birch.users.owner.email)).trpc.auth.leave.mutate())).toBe("LAST_OWNER");
		const leaving = await api.as(birch.users.approver.email);
		expect((await leaving.trpc.auth.leave.mutate()).me).toBeNull();
		expect((await leaving.fetch("/trpc/auth.me")).status).toBe(401);
		expect(await codeOf(api.browser().login(birch.users.approver.email))).toBe("LOGIN_REFUSED");
	});
});

attack("brute-force", () => {
	const wrong = (email: string, times: number): Promise<unknown[]> =>
		Promise.all(Array.from({ length: times }, (_, i) => codeOf(api.browser().login(email, `guess number ${i}`))));

	test("passwords: five are tried, then even the right one waits, in every process; others sign in meanwhile", async () => {
		const [alder] = database.tenants;
		const email = alder.users.engineer.email;
		const outcomes = await wrong(email, 8);
		expect(outcomes.filter((code) => code === "LOGIN_REFUSED")).toHaveLength(5);
		expect(outcomes.filter((code) => code === "TOO_MANY_TRIES")).toHaveLength(3);
		const second = await testApi(database);
		expect(await codeOf(second.browser().login(email))).toBe("TOO_MANY_TRIES");
		await second.close();
		await api.as(alder.users.auditor.email);
	});

	test("an administrator of the company ends the lockout, one of another company can't", async () => {
		const [alder, birch] = database.tenants;
		const { userId, email } = alder.users.engineer;
		const foreign = await api.as(birch.users.admin.email);
		expect(await codeOf(foreign.trpc.account.unlock.mutate({ userId }))).toBe("NOT_FOUND");
		expect(await codeOf(api.browser().login(email))).toBe("TOO_MANY_TRIES");
		await (await api.as(alder.users.admin.email)).trpc.account.unlock.mutate({ userId });
		await api.as(email);
	});

	test("a new password by mail is the way out too, ends every session, and its link dies with the password", async () => {
		const { email } = database.tenants[1].users.engineer;
		const before = await api.as(email);
		await wrong(email, 6);
		await api.browser().trpc.auth.forgotPassword.mutate({ email });
		const first = tokenIn(await mailTo(email));
		await api.browser().trpc.auth.forgotPassword.mutate({ email });
		const second = tokenIn(await mailTo(email, 1));
		expect(await codeOf(api.browser().trpc.auth.resetPassword.mutate({ token: first, password: "short" }))).toBe("INPUT");
		await api.browser().trpc.auth.resetPassword.mutate({ token: first, password: goodPassword });
		expect((await before.fetch("/trpc/auth.me")).status).toBe(401);
		for (const token of [first, second])
			expect(await codeOf(api.browser().trpc.auth.resetPassword.mutate({ token, password: "another velvet tram" }))).toBe("LINK_OVER");
		await api.browser().login(email, goodPassword);
		expect((await mailTo(email, 2)).subject).toBe("Your password was changed");
	});

	test("links: a made-up one opens nothing, and one of another kind neither", async () => {
		const admin = await api.as(database.tenants[0].users.admin.email);
		await admin.trpc.invitations.create.mutate({ email: "kind@alder.example", role: "analyst" });
		const token = tokenIn(await mailTo("kind@alder.example"));
		const made = "A".repeat(43);
		expect(await codeOf(finish(api.browser(), made))).toBe("LINK_OVER");
		expect(await codeOf(finish(api.browser(), token))).toBe("LINK_OVER");
		expect(await codeOf(api.browser().trpc.auth.resetPassword.mutate({ token, password: goodPassword }))).toBe("LINK_OVER");
	});
});

describe("a second factor", () => {
	const fromBase32 = (text: string): Uint8Array => {
		const bits = text
			.split("")
			.map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0"))
			.join("");
		return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
	};
	const present = testPassword;
	let secret: Uint8Array;
	let recovery: readonly string[];
	const email = (): string => database.tenants[0].users.owner.email;
	const code = (ahead = 0): string => totpCode(secret, Math.floor(Date.now() / 30_000) + ahead);
	const ticket = async (): Promise<string> => {
		const answer = await api.browser().trpc.auth.login.mutate({ email: email(), password: testPassword });
		if (answer.step !== "second_factor") throw new Error("no second factor was asked for");
		return answer.ticket;
	};

	test("is asked for once a code of it was shown, and a password alone opens nothing then", async () => {
		const browser = await api.as(email());
		expect(await codeOf(browser.trpc.account.setUpTotp.mutate({ present: "wrong one" }))).toBe("PASSWORD_REFUSED");
		const setUp = await browser.trpc.account.setUpTotp.mutate({ present });
		expect(setUp.uri).toContain(`secret=${setUp.secret}&issuer=Tieout`);
		secret = fromBase32(setUp.secret);
		await api.as(email());
		expect(await codeOf(browser.trpc.account.confirmTotp.mutate({ code: "000000" }))).toBe("CODE_REFUSED");
		recovery = (await browser.trpc.account.confirmTotp.mutate({ code: code(-1) })).codes;
		expect(recovery).toHaveLength(10);
		const fresh = api.browser();
		const answer = await fresh.trpc.auth.login.mutate({ email: email(), password: testPassword });
		expect(answer.step).toBe("second_factor");
		expect(fresh.cookie()).toBe("");
		expect(await codeOf(fresh.trpc.auth.token.mutate({ email: email(), password: testPassword }))).toBe("CODE_NEEDED");
	});

	test("a code opens once, a recovery code once, and a ticket of somebody else nothing", async () => {
		const used = code();
		const browser = api.browser();
		await browser.trpc.auth.loginCode.mutate({ ticket: await ticket(), code: used });
		expect((await browser.trpc.auth.me.query()).user.email).toBe(email());
		expect(await codeOf(api.browser().trpc.auth.loginCode.mutate({ ticket: await ticket(), code: used }))).toBe("CODE_REFUSED");
		const [spare = ""] = recovery;
		await api.browser().trpc.auth.loginCode.mutate({ ticket: await ticket(), code: spare.toUpperCase().replaceAll("-", " ") });
		expect(await codeOf(api.browser().trpc.auth.loginCode.mutate({ ticket: await ticket(), code: spare }))).toBe("CODE_REFUSED");
		expect((await browser.trpc.account.security.query()).recoveryCodesLeft).toBe(9);
		const forged = `${(await ticket()).slice(0, -4)}AAAA`;
		expect(await codeOf(api.browser().trpc.auth.loginCode.mutate({ ticket: forged, code: recovery[1] ?? "" }))).toBe("STEP_EXPIRED");
	});

	test("codes can't be tried through: a few, then even the right one waits", async () => {
		const open = await ticket();
		const tries = await Promise.all(
			Array.from({ length: 8 }, (_, i) => codeOf(api.browser().trpc.auth.loginCode.mutate({ ticket: open, code: `00000${i}` }))),
		);
		expect(tries.filter((each) => each === "TOO_MANY_TRIES").length).toBeGreaterThanOrEqual(3);
		expect(await codeOf(api.browser().trpc.auth.loginCode.mutate({ ticket: open, code: recovery[2] ?? "" }))).toBe("TOO_MANY_TRIES");
	});

	test("a new password ends every ticket and session that was given for the old one, and gives this browser a new session", async () => {
		const { email: other } = database.tenants[1].users.auditor;
		const browser = await api.as(other);
		const elsewhere = await api.as(other);
		const before = browser.cookie();
		expect(await codeOf(browser.trpc.account.changePassword.mutate({ present: "wrong one", password: goodPassword }))).toBe(
			"PASSWORD_REFUSED",
		);
		await browser.trpc.account.changePassword.mutate({ present, password: goodPassword });
		expect(browser.cookie()).not.toBe(before);
		expect((await browser.fetch("/trpc/auth.me")).status).toBe(200);
		expect((await elsewhere.fetch("/trpc/auth.me")).status).toBe(401);
		expect((await fetch(`${api.url}/trpc/auth.me`, { headers: { cookie: before, "x-tieout": "1" } })).status).toBe(401);
	});
});

test("no mail, link, code or password is in a history, a log or a row as it was", async () => {
	const histories: string[] = [];
	for await (const run of engine.temporal.client.workflow.list()) {
		if (!run.workflowId.startsWith("p/mail/")) continue;
		if (run.status.name === "COMPLETED") namePlatformRun("send_mail", run);
		histories.push(JSON.stringify(await engine.temporal.client.workflow.getHandle(run.workflowId, run.runId).fetchHistory()));
	}
	expect(histories.length).toBeGreaterThan(3);
	const all = [...histories, JSON.stringify(api.logged())].join("\n");
	const secrets = [
		...mailbox
			.mails()
			.map(tokenIn)
			.filter((token) => token !== ""),
		goodPassword,
		testPassword,
	];
	for (const secret of secrets) expect(all.includes(secret) || all.includes(Buffer.from(secret).toString("base64"))).toBe(false);
	expect(all).not.toContain("ivy@alder.example");
});
