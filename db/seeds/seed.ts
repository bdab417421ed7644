// Puts the demo tenants into a migrated database. Safe to run at every start: it adds what is missing and leaves what people
// changed, except the sandbox's address, which follows the port.
import { hash } from "@node-rs/argon2";
import { derivedId } from "../../domain/core/ids.ts";
import { stripeNetsuiteRules } from "../../domain/reconciliation/rules.ts";
import { type Orm, openOrm } from "../orm.ts";
import { loginUrlOf } from "../roles.ts";
import { type ScopedEm, withoutScope, withTenant, withUser } from "../tenant-scope.ts";
import { demoConnectionId, type DemoPerson, type DemoSlug, type DemoTenant, demoLogin, demoPeople, demoTenants } from "./demo.ts";

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

/** @param adminUrl the owner's URL of a migrated database. @returns whose login to show, and whether that person is new (so the password holds). */
export async function seed(adminUrl: string, input: SeedInput): Promise<{ readonly email: string; readonly created: boolean }> {
	const orm = await openOrm(loginUrlOf(adminUrl), { poolSize: 1 });
	try {
		// Before the people, so that memberships have a tenant; after them nothing else is needed.
		for (const tenant of demoTenants) await seedTenant(orm, tenant);
		const created = await seedPeople(orm, input.demoPassword);
		for (const tenant of demoTenants) await seedConnections(orm, tenant, input);
		return { email: demoLogin, created: created.has(demoLogin) };
	} finally {
		await orm.close();
	}
}

const tenantIdOf = (slug: string): string => derivedId("tenant", slug);
const entityIdOf = (slug: string): string => derivedId("entity", slug);

async function seedTenant(orm: Orm, { slug, name, entity }: DemoTenant): Promise<void> {
	const tenantId = tenantIdOf(slug);
	await withTenant(orm, { tenantId }, async (em) => {
		await em.execute("insert into tenants (id, slug, name, data_kind) values (?, ?, ?, 'demo') on conflict do nothing", [
			tenantId,
			slug,
			name,
		]);
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
	});
}

/** @returns the e-mail addresses of people who were not there before. */
async function seedPeople(orm: Orm, password: string): Promise<ReadonlySet<string>> {
	const created = new Set<string>();
	// One hash for all: they share the password, and each hash takes 80 ms.
	let passwordHash = "";
	for (const person of demoPeople) {
		const [known] = await withoutScope(orm, (em) =>
			em.execute<{ userId: string }[]>(`select user_id as "userId" from auth_user_id(?)`, [person.email]),
		);
		if (known === undefined) {
			// argon2id is the library's default.
			if (passwordHash === "") passwordHash = await hash(password, { memoryCost: 19456, timeCost: 2, parallelism: 1 });
			await addPerson(orm, person, passwordHash);
			created.add(person.email);
		}
		await addMemberships(orm, person, known?.userId ?? userIdOf(person));
	}
	return created;
}

const userIdOf = (person: DemoPerson): string => derivedId("user", person.email);

async function addPerson(orm: Orm, person: DemoPerson, passwordHash: string): Promise<void> {
	const id = userIdOf(person);
	const values = [id, person.email, person.name, passwordHash];
	// Who was erased keeps the id and lost the address: they stay erased.
	await withUser(orm, id, (em) =>
		em.execute("insert into users (id, email, name, password_hash) values (?, ?, ?, ?) on conflict do nothing", values),
	);
}

async function addMemberships(orm: Orm, person: DemoPerson, userId: string): Promise<void> {
	for (const [slug, role] of Object.entries(person.memberships)) {
		const tenantId = tenantIdOf(slug);
		const values = [tenantId, userId, role, person.name];
		await withTenant(orm, { tenantId }, (em) =>
			em.execute("insert into memberships (tenant_id, user_id, role, name) values (?, ?, ?, ?) on conflict do nothing", values),
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
