// Puts the demo tenants into a migrated database. Safe to run at every start: it adds what is missing and leaves what people
// changed or erased, except the sandbox's address, which follows the port.
import { hash } from "@node-rs/argon2";
import { derivedId } from "../../domain/core/ids.ts";
import type { Role } from "../../domain/tenancy/permissions.ts";
import type { TenantStatus } from "../../domain/tenancy/read-only.ts";
import { stripeNetsuiteRules } from "../../domain/reconciliation/rules.ts";
import { type Orm, openOrm } from "../orm.ts";
import { loginUrlOf } from "../roles.ts";
import { type ScopedEm, withoutScope, withTenant, withUser } from "../tenant-scope.ts";
import { insertFirstKey, type WrappedKeyRow, wrappedKeysOf } from "../tenancy/tenant-key.store.ts";
import {
	demoConnectionId,
	type DemoPerson,
	type DemoSlug,
	type DemoTenant,
	demoLogin,
	demoPeople,
	demoSlugs,
	demoTenants,
} from "./demo.ts";

export interface SeedInput {
	/** Password of every demo person who is new. */
	readonly demoPassword: string;
	/** "http://127.0.0.1:4704", without a slash at the end. */
	readonly sandboxUrl: string;
	/** What the sandbox accepts from each company, as each connector wants it. */
	readonly credentials: Readonly<Record<DemoSlug, DemoCredentials>>;
	/** Seals a connection's secrets for its tenant (platform/secrets.ts). */
	readonly seal: (
		record: { readonly tenantId: string; readonly connectionId: string },
		secrets: Readonly<Record<string, string>>,
	) => SealedSecrets;
	/** Every company has its own data key from the start (platform/keys.ts). */
	readonly keys: {
		readonly begin: (tenantId: string) => { readonly no: number; readonly wrapped: Uint8Array };
		readonly accept: (tenantId: string, rows: readonly WrappedKeyRow[]) => unknown;
	};
}

export interface DemoCredentials {
	/** { apiKey, webhookSecret } */
	readonly stripe: Readonly<Record<string, string>>;
	/** { accountId, clientId, certificateId, privateKeyPem } */
	readonly netsuite: Readonly<Record<string, string>>;
}

export interface SealedSecrets {
	readonly ciphertext: Uint8Array;
	readonly keyId: string;
}

interface SeedConnection {
	readonly vendor: "stripe" | "netsuite" | "files";
	readonly name: string;
	readonly baseUrl: string;
	readonly config: Readonly<Record<string, string>>;
	readonly secrets: Readonly<Record<string, string>>;
}

/**
 * @param adminUrl the owner's URL of a migrated database
 * @returns whose login to show (null: everybody's company was erased), and whether that person is new, so that the password holds
 */
export async function seed(adminUrl: string, input: SeedInput): Promise<{ readonly email: string | null; readonly created: boolean }> {
	const orm = await openOrm(loginUrlOf(adminUrl), { poolSize: 1 });
	try {
		// Before the people, so that memberships have a tenant; after them nothing else is needed.
		const open = new Set<DemoSlug>();
		for (const tenant of demoTenants) if (await seedTenant(orm, tenant, input)) open.add(tenant.slug);
		const people = demoPeople.filter((person) => companiesOf(person).some(([slug]) => open.has(slug)));
		const there = await seedPeople(orm, people, open, input.demoPassword);
		for (const tenant of demoTenants) if (open.has(tenant.slug)) await seedConnections(orm, tenant, input);
		const email = there.has(demoLogin) ? demoLogin : ([...there.keys()][0] ?? null);
		return { email, created: email !== null && there.get(email) === "new" };
	} finally {
		await orm.close();
	}
}

const tenantIdOf = (slug: string): string => derivedId("tenant", slug);
const entityIdOf = (slug: string): string => derivedId("entity", slug);

const companiesOf = ({ memberships }: DemoPerson): readonly (readonly [DemoSlug, Role])[] =>
	demoSlugs.flatMap((slug) => {
		const role = memberships[slug];
		return role === undefined ? [] : [[slug, role] as const];
	});

/** @returns false for a company that was erased, or is about to be: nothing may come back into it */
async function seedTenant(orm: Orm, { slug, name, entity }: DemoTenant, { keys }: SeedInput): Promise<boolean> {
	const tenantId = tenantIdOf(slug);
	return withTenant(orm, { tenantId }, async (em) => {
		const made = await em.execute<unknown[]>(
			"insert into tenants (id, slug, name, data_kind) values (?, ?, ?, 'demo') on conflict do nothing returning 1",
			[tenantId, slug, name],
		);
		if (made.length > 0) await insertFirstKey(em, tenantId, keys.begin(tenantId));
		else keys.accept(tenantId, await wrappedKeysOf(em, tenantId));
		const [row] = await em.execute<{ status: TenantStatus }[]>("select status from tenants where id = ?", [tenantId]);
		if (row?.status === "closing" || row?.status === "erased") return false;
		await em.execute(
			`insert into entities (tenant_id, id, name, currency, time_zone, rules) values (?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing`,
			[
				tenantId,
				entityIdOf(slug),
				entity.name,
				entity.currency,
				entity.timeZone,
				JSON.stringify({ accounts: stripeNetsuiteRules.accounts }),
			],
		);
		return true;
	});
}

/** @returns the e-mail addresses of who can sign in, and whether they were there before */
async function seedPeople(
	orm: Orm,
	people: readonly DemoPerson[],
	open: ReadonlySet<DemoSlug>,
	password: string,
): Promise<ReadonlyMap<string, "new" | "known">> {
	const there = new Map<string, "new" | "known">();
	// One hash for all: they share the password, and each hash takes 80 ms.
	let passwordHash = "";
	for (const person of people) {
		const [known] = await withoutScope(orm, (em) =>
			em.execute<{ userId: string }[]>(`select user_id as "userId" from auth_user_id(?)`, [person.email]),
		);
		if (known === undefined) {
			// argon2id is the library's default.
			if (passwordHash === "") passwordHash = await hash(password, { memoryCost: 19456, timeCost: 2, parallelism: 1 });
			if (!(await addPerson(orm, person, passwordHash))) continue;
		}
		there.set(person.email, known === undefined ? "new" : "known");
		await addMemberships(orm, person, { userId: known?.userId ?? userIdOf(person), open });
	}
	return there;
}

const userIdOf = (person: DemoPerson): string => derivedId("user", person.email);

/** @returns false for who was erased: they keep the id, lost the address, and stay erased */
async function addPerson(orm: Orm, person: DemoPerson, passwordHash: string): Promise<boolean> {
	const id = userIdOf(person);
	const values = [id, person.email, person.name, passwordHash];
	const made = await withUser(orm, id, (em) =>
		em.execute<unknown[]>(
			"insert into users (id, email, name, password_hash) values (?, ?, ?, ?) on conflict do nothing returning 1",
			values,
		),
	);
	return made.length > 0;
}

async function addMemberships(
	orm: Orm,
	person: DemoPerson,
	{ userId, open }: { readonly userId: string; readonly open: ReadonlySet<DemoSlug> },
): Promise<void> {
	for (const [slug, role] of companiesOf(person).filter(([each]) => open.has(each))) {
		const tenantId = tenantIdOf(slug);
		const values = [tenantId, userId, role, person.name, person.email];
		await withTenant(orm, { tenantId }, (em) =>
			em.execute("insert into memberships (tenant_id, user_id, role, name, email) values (?, ?, ?, ?, ?) on conflict do nothing", values),
		);
	}
}

async function seedConnections(orm: Orm, { slug }: DemoTenant, { sandboxUrl, credentials, seal }: SeedInput): Promise<void> {
	const tenantId = tenantIdOf(slug);
	const { stripe, netsuite } = credentials[slug];
	const connections: readonly SeedConnection[] = [
		{ vendor: "stripe", name: "Stripe", baseUrl: sandboxUrl, config: {}, secrets: stripe },
		{
			vendor: "netsuite",
			name: "NetSuite",
			baseUrl: `${sandboxUrl}/netsuite`,
			config: { account: netsuite["accountId"] ?? "" },
			secrets: netsuite,
		},
		{
			vendor: "files",
			name: "Bank statements",
			baseUrl: "",
			config: { sampleUrl: `${sandboxUrl}/bank/statement.csv?company=${slug}` },
			secrets: {},
		},
	];
	await withTenant(orm, { tenantId }, async (em) => {
		for (const connection of connections) {
			const connectionId = demoConnectionId(slug, connection.vendor);
			await upsertConnection(em, { tenantId, connectionId, entityId: entityIdOf(slug) }, connection);
			if (Object.keys(connection.secrets).length === 0) continue;
			const sealed = seal({ tenantId, connectionId }, connection.secrets);
			await em.execute(
				"insert into connection_secrets (tenant_id, connection_id, ciphertext, key_id) values (?, ?, ?, ?) on conflict do nothing",
				[tenantId, connectionId, Buffer.from(sealed.ciphertext), sealed.keyId],
			);
		}
	});
}

async function upsertConnection(
	em: ScopedEm,
	ids: { readonly tenantId: string; readonly connectionId: string; readonly entityId: string },
	{ vendor, name, baseUrl, config }: SeedConnection,
): Promise<void> {
	await em.execute(
		`insert into connections (tenant_id, id, entity_id, vendor, name, base_url, config, status)
		values (?, ?, ?, ?, ?, ?, ?::jsonb, 'untested')
		on conflict (tenant_id, id) do update set base_url = excluded.base_url, config = connections.config || excluded.config
		where connections.base_url <> excluded.base_url or not connections.config @> excluded.config`,
		[ids.tenantId, ids.connectionId, ids.entityId, vendor, name, baseUrl, JSON.stringify(config)],
	);
}
