// The trail in the database (domain/tenancy/audit/SPEC.md): who writes, what is sealed, what is found when somebody with the owner's
// rights changes it, what erasing a person leaves, and when a month may go. Always two tenants.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditLines, verifyLines } from "../../activities/tenancy/audit-lines.ts";
import { keepAudit } from "../../activities/tenancy/keep-audit.ts";
import { type AuditKeeper, sealAudit, sealTenant, signTenant } from "../../activities/tenancy/seal-audit.ts";
import { archivedEvents, unaccountedEvents } from "../../db/tenancy/audit-archive.store.ts";
import { lastCheckpoint } from "../../db/tenancy/audit-checkpoint.store.ts";
import { auditEvent, type AuditFilter, type AuditListRow, auditPage } from "../../db/tenancy/audit-list.store.ts";
import { type AuditEntry, type AuditOrigin, eraseAuditPerson, recordAudit } from "../../db/tenancy/audit.store.ts";
import { asRetention, type ScopedEm, withoutScope } from "../../db/tenant-scope.ts";
import type { PageOf } from "../../domain/core/page.ts";
import type { VerificationReport } from "../../domain/tenancy/audit/findings.ts";
import { createLog } from "../../platform/log.ts";
import { createDiskStorage } from "../../platform/object-storage.ts";
import { type TestDatabase, type TestTenant, testDatabase } from "../support/database.ts";
import { testKeys } from "../support/temporal.ts";

let db: TestDatabase;
let admin: pg.Client;
let keeper: AuditKeeper;
const folder = mkdtempSync(join(tmpdir(), "tieout-audit-"));

beforeAll(async () => {
	db = await testDatabase();
	admin = new pg.Client({ connectionString: db.adminUrl });
	await admin.connect();
	keeper = {
		orm: db.orm,
		keys: testKeys,
		storage: createDiskStorage(folder, testKeys),
		log: createLog({ name: "test", level: "silent" }),
		clock: { now: () => new Date() },
	};
});
afterAll(async () => {
	await admin?.end();
	await db?.close();
	rmSync(folder, { recursive: true, force: true });
});
beforeEach(() =>
	admin.query("truncate audit_events, audit_unsealed, audit_personal, audit_seals, audit_chains, audit_checkpoints, audit_archives"),
);

const did = (em: ScopedEm, of: TestTenant, n: number, more: Partial<AuditEntry> = {}, origin: AuditOrigin | null = null): Promise<void> => {
	const { userId, name } = of.users.controller;
	return recordAudit(em, {
		tenantId: of.tenantId,
		actor: { kind: "person", id: userId, name, onBehalfOf: null },
		origin,
		correlationId: `c-${n}`,
		action: "test.change",
		resource: { kind: "thing", id: `thing-${n}` },
		summary: "A thing was changed",
		before: { n: n - 1 },
		after: { n, share: n / 7 },
		...more,
	});
};
/** Each in a transaction of its own. */
async function happen(of: TestTenant, from: number, to: number): Promise<void> {
	for (let n = from; n <= to; n++) await db.withTenant(of, (em) => did(em, of, n));
}
const sealed = async (of: TestTenant): Promise<void> => {
	await sealTenant(keeper, of.tenantId);
	await signTenant(keeper, of.tenantId);
};
/** What an export says of itself when it is held against the last checkpoint. */
async function verified(of: TestTenant, allowWithheld = false): Promise<VerificationReport> {
	const { tenantId } = of;
	const checkpoint = await db.withTenant(of, (em) => lastCheckpoint(em, tenantId));
	if (checkpoint === null) throw new Error("nothing was signed");
	const range = { tenantId, from: 0, to: checkpoint.count, month: null, at: "2026-11-09T12:00:00Z" };
	return verifyLines(
		auditLines(
			(work) => db.withTenant(of, work),
			range,
			() => {},
		),
		{ checkpoint, allowWithheld },
	);
}
const firstPage = (of: TestTenant) => db.withTenant(of, (em) => auditPage(em, { tenantId: of.tenantId, after: null, limit: 200 }));

describe("what happens", () => {
	test("is chained once per tenant and whole, each tenant in its own chain (S1, A3)", async () => {
		const [alder, birch] = db.tenants;
		await happen(alder, 1, 5);
		await happen(birch, 1, 3);
		expect(await sealAudit(keeper, { signAfterMs: 0 })).toEqual({ sealed: 8, signed: 2, failed: 0 });
		expect(await verified(alder)).toMatchObject({ whole: true, events: 5, provenTo: 5, personalKept: 5 });
		expect(await verified(birch)).toMatchObject({ whole: true, events: 3, provenTo: 3 });
		expect((await firstPage(birch)).rows.map(({ resourceId }) => resourceId)).toEqual(["thing-3", "thing-2", "thing-1"]);
		expect((await firstPage(alder)).rows.every(({ sealed: is }) => is)).toBe(true);
	});

	test("and is rolled back, never happened: no event, no number, no gap", async () => {
		const [alder] = db.tenants;
		await happen(alder, 1, 1);
		const failing = db.withTenant(alder, async (em) => {
			await did(em, alder, 2);
			throw new Error("stop");
		});
		await expect(failing).rejects.toThrow("stop");
		await happen(alder, 3, 3);
		await sealed(alder);
		expect(await verified(alder)).toMatchObject({ whole: true, events: 2, provenTo: 2 });
	});

	test("and commits late, is sealed late and nothing is pushed in between (S3)", async () => {
		const [alder] = db.tenants;
		let finish: () => void = () => {};
		const held = new Promise<void>((resolve) => {
			finish = resolve;
		});
		let wrote: () => void = () => {};
		const written = new Promise<void>((resolve) => {
			wrote = resolve;
		});
		const late = db.withTenant(alder, async (em) => {
			await did(em, alder, 1);
			wrote();
			await held;
		});
		await written;
		await happen(alder, 2, 3);
		await sealed(alder);
		finish();
		await late;
		await sealed(alder);
		const rows = (await firstPage(alder)).rows;
		const places = await Promise.all(rows.map(({ id, at }) => db.withTenant(alder, (em) => auditEvent(em, alder.tenantId, { id, at }))));
		expect(Object.fromEntries(places.map((each) => [each?.resourceId, each?.place?.seq]))).toEqual({
			"thing-1": 3,
			"thing-2": 1,
			"thing-3": 2,
		});
		expect(await verified(alder)).toMatchObject({ whole: true, provenTo: 3 });
	});

	test("is written by many at once and sealed by two at once without a gap (S4)", async () => {
		const [alder] = db.tenants;
		await Promise.all(Array.from({ length: 8 }, (_, writer) => happen(alder, writer * 10 + 1, writer * 10 + 10)));
		const counts = await Promise.all([sealTenant(keeper, alder.tenantId), sealTenant(keeper, alder.tenantId)]);
		expect(counts[0] + counts[1]).toBe(80);
		await signTenant(keeper, alder.tenantId);
		expect(await verified(alder)).toMatchObject({ whole: true, events: 80 });
	});

	test("has no secret in it, and no name of anyone (A2, A6)", async () => {
		const [alder] = db.tenants;
		const planted = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
		await db.withTenant(alder, (em) =>
			did(em, alder, 1, {
				after: { apiKey: "short", note: `look: ${planted}`, nested: [{ password: "hunter2" }] },
				reason: `because of ${planted}`,
				summary: `A key ${planted} was given`,
				personal: { email: "someone@alder.example" },
			}),
		);
		const { rows } = await admin.query<{ text: string }>("select to_jsonb(e)::text as text from audit_events e");
		for (const secret of [planted, '"short"', "hunter2", "someone@alder.example", alder.users.controller.name])
			expect(rows[0]?.text, secret).not.toContain(secret);
	});
});

describe("who has the owner's rights and changes", () => {
	const tampering: readonly (readonly [string, string, string])[] = [
		["an event", "update audit_events set reason = 'another' where resource_id = 'thing-4'", "altered"],
		["a time", "update audit_events set at = at + interval '1 microsecond' where resource_id = 'thing-4'", "altered"],
		["away an event", "delete from audit_events where resource_id = 'thing-4'", "withheld"],
		[
			"a name",
			"update audit_personal set value = 'Somebody else' where event_id = (select id from audit_events where resource_id = 'thing-4')",
			"personal_altered",
		],
		[
			"two events' contents for each other's",
			"update audit_events e set action = 'x', summary = o.summary, resource_id = o.resource_id from audit_events o where e.resource_id = 'thing-4' and o.resource_id = 'thing-5'",
			"altered",
		],
		["a seal's head", "update audit_seals set head = repeat('0', 64)", "chain_broken"],
	];
	test.each(tampering)("%s is found", async (_what, sql, kind) => {
		const [alder] = db.tenants;
		await happen(alder, 1, 8);
		await sealed(alder);
		const { rowCount } = await admin.query(sql);
		expect(rowCount).toBeGreaterThan(0);
		const report = await verified(alder);
		expect(report.whole).toBe(false);
		expect(report.findings[0]).toMatchObject({ kind });
		if (kind !== "chain_broken") expect(report.findings[0]?.seq).toBe(4);
	});

	test("an event into the table, beside the chain, is found by the count", async () => {
		const [alder, birch] = db.tenants;
		await happen(alder, 1, 2);
		await happen(birch, 1, 2);
		await sealed(alder);
		const more = () => db.withTenant(alder, (em) => unaccountedEvents(em, alder.tenantId, 0));
		expect(await more()).toBe(0);
		await admin.query(
			"insert into audit_events select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).* from audit_events e",
		);
		expect(await more()).toBe(2);
		await admin.query("delete from audit_events");
		expect(await more()).toBe(-2);
	});

	test("an event before it is sealed can't hide that one was there: the sealer says so", async () => {
		const [alder] = db.tenants;
		await happen(alder, 1, 2);
		await admin.query("delete from audit_events where resource_id = 'thing-1'");
		const said: unknown[] = [];
		const log = createLog({ name: "test", level: "error", destination: { write: (line) => said.push(line) } });
		expect(await sealTenant({ ...keeper, log }, alder.tenantId)).toBe(1);
		expect(said.join()).toContain("was removed before it was sealed");
	});
});

test("a page goes on from weeks to years without losing an event or showing one twice, whatever it is narrowed by", async () => {
	const [alder, birch] = db.tenants;
	await happen(alder, 1, 9);
	await happen(birch, 1, 9);
	// Three each of a year ago, of six weeks ago and of now.
	for (const [things, ago] of [
		["{thing-1,thing-2,thing-3}", "400 days"],
		["{thing-4,thing-5,thing-6}", "42 days"],
	]) {
		await admin.query(
			"update audit_unsealed u set at = u.at - $2::interval from audit_events e where e.id = u.event_id and e.resource_id = any ($1)",
			[things, ago],
		);
		await admin.query("update audit_events set at = at - $2::interval where resource_id = any ($1)", [things, ago]);
	}
	const walk = async (filter: AuditFilter, limit: number): Promise<string> => {
		const seen: string[] = [];
		for (let after: string | null = null, pages = 0; pages < 10; pages++) {
			const page: PageOf<AuditListRow> = await db.withTenant(alder, (em) =>
				auditPage(em, { ...filter, tenantId: alder.tenantId, after, limit }),
			);
			expect(page.rows.length).toBeLessThanOrEqual(limit);
			seen.push(...page.rows.map(({ resourceId }) => resourceId.slice("thing-".length)));
			if (page.next === null) return seen.join("");
			after = page.next;
		}
		throw new Error("the pages have no end");
	};
	const days = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString();
	for (const limit of [1, 2, 3, 4, 9, 100]) expect(await walk({}, limit), `${limit} a page`).toBe("987654321");
	expect(await walk({ until: days(30) }, 2)).toBe("654321");
	expect(await walk({ from: days(50) }, 4)).toBe("987654");
	expect(await walk({ from: days(50), until: days(20) }, 2)).toBe("654");
	expect(await walk({ from: days(500), until: days(100) }, 2)).toBe("321");
	expect(await walk({ action: "test.change", from: days(5) }, 2)).toBe("987");
	expect(await walk({ resourceId: "thing-2" }, 2)).toBe("2");
	expect(await walk({ correlationId: "c-10" }, 2)).toBe("");
});

test("erasing a person takes their name and values, and the chain stays whole (A2, V4)", async () => {
	const [alder, birch] = db.tenants;
	const { userId } = alder.users.controller;
	await happen(alder, 1, 3);
	const origin = { email: alder.users.controller.email, address: "203.0.113.7" };
	await db.withTenant(alder, (em) => did(em, alder, 4, { personal: { email: "c@alder.example" }, subjectId: userId }, origin));
	await happen(birch, 1, 1);
	await sealed(alder);
	await sealed(birch);
	expect(await db.withTenant(birch, (em) => eraseAuditPerson(em, { tenantId: alder.tenantId, userId }))).toBe(0);
	expect(await db.withTenant(alder, (em) => eraseAuditPerson(em, { tenantId: alder.tenantId, userId }))).toBe(7);
	expect(await verified(alder)).toMatchObject({ whole: true, events: 4, personalKept: 0, personalErased: 7 });
	expect((await firstPage(alder)).rows.map(({ actorName }) => actorName)).toEqual([null, null, null, null]);
	expect((await firstPage(birch)).rows[0]?.actorName).toBe(birch.users.controller.name);
	const { rows } = await admin.query("select from audit_personal where tenant_id = $1", [alder.tenantId]);
	expect(rows).toEqual([]);
});

describe("a month", () => {
	const month = "2018-03-01";
	/** As if it had happened then. */
	async function longAgo(of: TestTenant, n: number): Promise<void> {
		await happen(of, n, n);
		for (const table of ["audit_events", "audit_unsealed"])
			await admin.query(`update ${table} set at = $1 where tenant_id = $2 and at > now() - interval '1 hour'`, [
				`2018-03-0${n}T08:00:00Z`,
				of.tenantId,
			]);
		await admin.query("update audit_personal set event_at = $1 where tenant_id = $2 and event_at > now() - interval '1 hour'", [
			`2018-03-0${n}T08:00:00Z`,
			of.tenantId,
		]);
	}
	const exists = async (): Promise<boolean> => {
		const { rows } = await admin.query("select to_regclass('audit_events_2018_03') is not null as there");
		return rows[0]?.there === true;
	};
	const drop = (): Promise<unknown> => asRetention(db.orm, (em) => em.execute("select audit_drop_month('2018-03-01')"));

	test("older than seven years leaves when it is archived and verified for every tenant, and the chain stays whole", async () => {
		const [alder, birch] = db.tenants;
		await asRetention(db.orm, (em) => em.execute("select audit_make_months('2018-03-01', 1)"));
		await longAgo(alder, 1);
		await longAgo(alder, 2);
		await longAgo(birch, 3);
		await happen(alder, 4, 5);
		await expect(drop()).rejects.toThrow(/without a verified archive/);
		expect(await keepAudit(keeper)).toEqual({ archived: 2, dropped: [month] });
		expect(await exists()).toBe(false);
		expect((await admin.query("select from audit_personal where event_at < '2019-01-01'")).rows).toEqual([]);
		await sealed(alder);
		await sealed(birch);
		// Alder: two archived, two of now, one that says that a month was archived.
		expect(await verified(alder, true)).toMatchObject({ whole: true, events: 3, withheld: 2 });
		expect(await verified(birch, true)).toMatchObject({ whole: true, events: 1, withheld: 1 });
		expect(await db.withTenant(alder, (em) => archivedEvents(em, alder.tenantId))).toBe(2);
		const { rows } = await admin.query<{ object_key: string }>("select object_key from audit_archives where tenant_id = $1", [
			alder.tenantId,
		]);
		const text = new TextDecoder().decode(await keeper.storage.get(alder.tenantId, rows[0]?.object_key ?? ""));
		expect(text).toContain("thing-2");
		expect(text).not.toContain("thing-4");
		expect(text).not.toContain(alder.users.controller.name);
	});

	test("stays where an event of it was altered, and says why", async () => {
		const [alder, birch] = db.tenants;
		await asRetention(db.orm, (em) => em.execute("select audit_make_months('2018-03-01', 1)"));
		await longAgo(alder, 1);
		await longAgo(birch, 1);
		await sealed(alder);
		await admin.query("update audit_events set reason = 'another' where tenant_id = $1", [alder.tenantId]);
		await expect(keepAudit(keeper)).rejects.toMatchObject({ code: "AUDIT_ARCHIVE_NOT_VERIFIED" });
		expect(await exists()).toBe(true);
		await expect(drop()).rejects.toThrow(/without a verified archive/);
		await admin.query("drop table audit_events_2018_03");
	});

	test("that the law keeps can't leave, whoever asks", async () => {
		const now = new Date().toISOString().slice(0, 7);
		const young = `select audit_drop_month('${now}-01')`;
		await expect(asRetention(db.orm, (em) => em.execute(young))).rejects.toThrow(/is kept for 7 years/);
		const refused = /permission denied/;
		await expect(db.withTenant(db.tenants[0], (em) => em.execute(young))).rejects.toThrow(refused);
		await expect(withoutScope(db.orm, (em) => em.execute("select audit_make_months('2018-03-01', 1)"))).rejects.toThrow(refused);
	});

	test("is reached by its own name by nobody, and the retention role reads nothing", async () => {
		const [alder] = db.tenants;
		await happen(alder, 1, 1);
		const part = `audit_events_${new Date().toISOString().slice(0, 7).replace("-", "_")}`;
		const refused = /permission denied/;
		await expect(db.withTenant(alder, (em) => em.execute(`select from ${part}`))).rejects.toThrow(refused);
		await expect(asRetention(db.orm, (em) => em.execute(`select from ${part}`))).rejects.toThrow(refused);
		await expect(asRetention(db.orm, (em) => em.execute("select from audit_events"))).rejects.toThrow(refused);
		await expect(asRetention(db.orm, (em) => em.execute(`drop table ${part}`))).rejects.toThrow(/must be owner/);
	});
});

test("the list is narrowed by who, what, on what, when and what belongs together, page by page", async () => {
	const [alder, birch] = db.tenants;
	await happen(alder, 1, 7);
	await happen(birch, 1, 2);
	const { tenantId } = alder;
	const ask = (filter: object, after: string | null = null, limit = 200) =>
		db.withTenant(alder, (em) => auditPage(em, { tenantId, after, limit, ...filter }));
	const things = async (filter: object) => (await ask(filter)).rows.map(({ resourceId }) => resourceId);
	expect(await things({ actorId: alder.users.controller.userId })).toHaveLength(7);
	expect(await things({ actorId: birch.users.controller.userId })).toEqual([]);
	expect(await things({ action: "test.change", resourceId: "thing-3" })).toEqual(["thing-3"]);
	expect(await things({ correlationId: "c-5" })).toEqual(["thing-5"]);
	expect(await things({ until: "2020-01-01T00:00:00Z" })).toEqual([]);
	const pages: string[] = [];
	let after: string | null = null;
	do {
		const page: Awaited<ReturnType<typeof ask>> = await ask({}, after, 3);
		pages.push(...page.rows.map(({ resourceId }) => resourceId));
		after = page.next;
	} while (after !== null);
	expect(pages).toEqual(["thing-7", "thing-6", "thing-5", "thing-4", "thing-3", "thing-2", "thing-1"]);
	await expect(ask({}, "x")).rejects.toMatchObject({ code: "INPUT" });
	expect(await db.withTenant(birch, (em) => auditPage(em, { tenantId, after: null, limit: 10 }))).toMatchObject({ rows: [] });
});
