// A fresh database for each test file, always with two tenants, so that a leak has somewhere to leak to. Copied from a template
// that is migrated once per run.
import { randomUUID } from "node:crypto";
import { hash } from "@node-rs/argon2";
import pg from "pg";
import { inject } from "vitest";
import { migrate } from "../../db/migrate.ts";
import { type Orm, openOrm } from "../../db/orm.ts";
import { loginUrlOf } from "../../db/roles.ts";
import { type ScopedEm, withTenant, withUser } from "../../db/tenant-scope.ts";
import { derivedId } from "../../domain/core/ids.ts";
import { noMasks } from "../../domain/tenancy/policies/masking.ts";
import { type Role, roles } from "../../domain/tenancy/permissions.ts";

/** The password of every test user. */
export const testPassword = "correct horse battery staple";

export interface TestUser {
	readonly userId: string;
	readonly email: string;
	readonly name: string;
	readonly role: Role;
}

export interface TestTenant {
	readonly tenantId: string;
	readonly name: string;
	readonly entityId: string;
	readonly currency: string;
	readonly timeZone: string;
	/** One person per role. */
	readonly users: Readonly<Record<Role, TestUser>>;
}

export interface TestDatabase {
	readonly loginUrl: string;
	readonly adminUrl: string;
	readonly orm: Orm;
	readonly tenants: readonly [TestTenant, TestTenant];
	/** A person who is controller in the first tenant and auditor in the second. */
	readonly both: { readonly userId: string; readonly email: string };
	/** A unit of work in that tenant, without a person unless one is given. */
	readonly withTenant: <T>(tenant: TestTenant | string, work: (em: ScopedEm) => Promise<T>, userId?: string) => Promise<T>;
	readonly close: () => Promise<void>;
}

function tenant(key: string, name: string, currency: string, timeZone: string): TestTenant {
	const user = (role: Role): TestUser => ({
		userId: derivedId("test-user", key, role),
		email: `${role}@${key}.example`,
		name: `${role} of ${name}`,
		role,
	});
	const users = Object.fromEntries(roles.map((role) => [role, user(role)])) as Record<Role, TestUser>;
	return { tenantId: derivedId("test-tenant", key), name, entityId: derivedId("test-entity", key), currency, timeZone, users };
}

const tenants: readonly [TestTenant, TestTenant] = [
	tenant("alder", "Alder Outdoor", "USD", "America/New_York"),
	tenant("birch", "Birch Homeware", "GBP", "Europe/London"),
];
const both = { userId: derivedId("test-user", "both"), email: "both@accountants.example" };

const template = "tieout_template";

/** @param adminUrl a server's URL; omitted: the one that this run started. */
export async function testDatabase(adminUrl: string = inject("postgresAdminUrl")): Promise<TestDatabase> {
	const name = `tieout_${randomUUID().replaceAll("-", "")}`;
	await onServer(adminUrl, async (server) => {
		await server.query("select pg_advisory_lock(hashtext('tieout template'))");
		const { rowCount } = await server.query("select from pg_database where datname = $1", [template]);
		if (rowCount === 0) await makeTemplate(server, adminUrl);
		// Half the work of copying by way of the log, where nothing waits for the disk.
		await server.query(`create database ${name} template ${template} strategy file_copy`);
		// The one grant that a copy doesn't inherit (db/grants.ts).
		await server.query(`revoke temporary on database ${name} from public`);
	});
	const url = urlOf(adminUrl, name);
	const orm = await openOrm(loginUrlOf(url));
	return {
		loginUrl: loginUrlOf(url),
		adminUrl: url,
		orm,
		tenants,
		both,
		withTenant: (of, work, userId) => {
			const tenantId = typeof of === "string" ? of : of.tenantId;
			return withTenant(orm, userId === undefined ? { tenantId } : { tenantId, userId, entityIds: null, masks: noMasks }, work);
		},
		close: async () => {
			await orm.close();
			await onServer(adminUrl, (server) => server.query(`drop database if exists ${name} with (force)`));
		},
	};
}

async function makeTemplate(server: pg.Client, adminUrl: string): Promise<void> {
	const draft = `${template}_draft`;
	await server.query(`drop database if exists ${draft} with (force)`);
	await server.query(`create database ${draft}`);
	const url = urlOf(adminUrl, draft);
	await migrate(url);
	const orm = await openOrm(loginUrlOf(url));
	// argon2id, the library's default.
	const passwordHash = await hash(testPassword, { memoryCost: 19456, timeCost: 2, parallelism: 1 });
	for (const each of tenants) await fillTenant(orm, each, passwordHash);
	await addUser(orm, { ...both, name: "Both" }, passwordHash);
	await withTenant(orm, tenants[0], (em) => addMembership(em, tenants[0], { ...both, name: "Both", role: "controller" }));
	await withTenant(orm, tenants[1], (em) => addMembership(em, tenants[1], { ...both, name: "Both", role: "auditor" }));
	await orm.close();
	await server.query(`alter database ${draft} rename to ${template}`);
}

async function fillTenant(orm: Orm, of: TestTenant, passwordHash: string): Promise<void> {
	const people = Object.values(of.users);
	for (const user of people) await addUser(orm, user, passwordHash);
	await withTenant(orm, of, async (em) => {
		await em.execute("insert into tenants (id, slug, name, data_kind) values (?, ?, ?, 'demo')", [of.tenantId, of.name, of.name]);
		for (const user of people) await addMembership(em, of, user);
		await em.execute("insert into entities (tenant_id, id, name, currency, time_zone) values (?, ?, ?, ?, ?)", [
			of.tenantId,
			of.entityId,
			of.name,
			of.currency,
			of.timeZone,
		]);
	});
}

async function addUser(orm: Orm, user: Omit<TestUser, "role">, passwordHash: string): Promise<void> {
	const values = [user.userId, user.email, user.name, passwordHash];
	await withUser(orm, user.userId, (em) => em.execute("insert into users (id, email, name, password_hash) values (?, ?, ?, ?)", values));
}

async function addMembership(em: ScopedEm, of: TestTenant, user: TestUser): Promise<void> {
	const values = [of.tenantId, user.userId, user.role, user.name];
	await em.execute("insert into memberships (tenant_id, user_id, role, name) values (?, ?, ?, ?)", values);
}

function urlOf(adminUrl: string, database: string): string {
	const url = new URL(adminUrl);
	url.pathname = `/${database}`;
	return url.toString();
}

async function onServer<T>(adminUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: adminUrl });
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}
