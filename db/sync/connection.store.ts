// What a sync needs of a connection, its sealed credentials (never opened here), and how it came out. Lists: connection-list.store.ts.
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { instantText } from "./instant-text.ts";

export type ConnectionStatus = "untested" | "connected" | "failing" | "paused";

export interface ConnectionRow {
	readonly id: string;
	readonly entityId: string;
	readonly entityName: string;
	/** Ledger time zone of the entity. */
	readonly timeZone: string;
	readonly vendor: string;
	readonly name: string;
	readonly baseUrl: string;
	readonly config: Readonly<Record<string, unknown>>;
	readonly status: ConnectionStatus;
	readonly createdAt: string;
	readonly lastSyncedAt: string | null;
	readonly lastJobId: string | null;
}

const columns = `c.id::text as "id", c.entity_id::text as "entityId", e.name as "entityName", e.time_zone as "timeZone", c.vendor, c.name,
	c.base_url as "baseUrl", c.config, c.status, ${instantText("c.created_at")} as "createdAt",
	${instantText("c.last_synced_at")} as "lastSyncedAt", c.last_job_id::text as "lastJobId"`;

interface OfConnection {
	readonly tenantId: string;
	readonly connectionId: string;
}

/** Null when nobody or another tenant has it. */
export async function connectionOf(em: ScopedEm, { tenantId, connectionId }: OfConnection): Promise<ConnectionRow | null> {
	const rows = await em.execute<ConnectionRow[]>(
		`select ${columns} from connections c join entities e on e.tenant_id = c.tenant_id and e.id = c.entity_id
		where c.tenant_id = ?::uuid and c.id = ?::uuid`,
		[tenantId, connectionId],
	);
	return rows[0] ?? null;
}

export interface StoredSecrets {
	readonly ciphertext: Buffer;
	readonly keyId: string;
	/** ISO 8601: when a person last saved them; a rotation of the key leaves it. */
	readonly savedAt: string;
}

const storedSecrets = `select ciphertext, key_id as "keyId", ${instantText("updated_at")} as "savedAt" from connection_secrets
	where tenant_id = ?::uuid and connection_id = ?::uuid`;

/** Sealed credentials, or null when none are saved. */
export async function sealedSecretsOf(em: ScopedEm, { tenantId, connectionId }: OfConnection): Promise<StoredSecrets | null> {
	const [row] = await em.execute<StoredSecrets[]>(storedSecrets, [tenantId, connectionId]);
	return row ?? null;
}

/** The same for whoever saves them again in this transaction: nobody else, no rotation either, saves them until it ends. */
export async function lockedSecretsOf(em: ScopedEm, { tenantId, connectionId }: OfConnection): Promise<StoredSecrets | null> {
	const [row] = await em.execute<StoredSecrets[]>(`${storedSecrets} for update`, [tenantId, connectionId]);
	return row ?? null;
}

export interface NewConnection {
	readonly tenantId: string;
	readonly id: string;
	readonly entityId: string;
	readonly vendor: string;
	readonly name: string;
	readonly baseUrl: string;
	readonly config: Readonly<Record<string, unknown>>;
}

/** Creates the connection; a second call with the same id changes nothing. */
export async function createConnection(em: ScopedEm, input: NewConnection): Promise<void> {
	await em.execute(
		`insert into connections (tenant_id, id, entity_id, vendor, name, base_url, config, status)
		values (?::uuid, ?::uuid, ?::uuid, ?, ?, ?, ?::jsonb, 'untested') on conflict do nothing`,
		[input.tenantId, input.id, input.entityId, input.vendor, input.name, input.baseUrl, JSON.stringify(input.config)],
	);
	await notify(em, { topic: "connections", key: input.id });
}

/** @returns since when they hold, ISO 8601 */
export async function saveSealedSecrets(
	em: ScopedEm,
	input: OfConnection & { readonly ciphertext: Uint8Array; readonly keyId: string },
): Promise<string> {
	const [saved] = await em.execute<{ savedAt: string }[]>(
		`insert into connection_secrets (tenant_id, connection_id, ciphertext, key_id) values (?::uuid, ?::uuid, ?, ?)
		on conflict (tenant_id, connection_id) do update set ciphertext = excluded.ciphertext, key_id = excluded.key_id, updated_at = now()
		returning ${instantText("updated_at")} as "savedAt"`,
		[input.tenantId, input.connectionId, Buffer.from(input.ciphertext), input.keyId],
	);
	if (saved === undefined) throw new Error("an insert that returns its row returned none");
	await notify(em, { topic: "connections", key: input.connectionId });
	return saved.savedAt;
}

/** After a sync or a test: whether the vendor answered, and by which job. */
export async function markConnection(
	em: ScopedEm,
	input: {
		readonly tenantId: string;
		readonly connectionId: string;
		readonly status: ConnectionStatus;
		readonly syncedByJob: string | null;
	},
): Promise<void> {
	await em.execute(
		`update connections set status = ?, last_job_id = coalesce(?::uuid, last_job_id),
			last_synced_at = case when ?::uuid is null then last_synced_at else now() end
		where tenant_id = ?::uuid and id = ?::uuid`,
		[input.status, input.syncedByJob, input.syncedByJob, input.tenantId, input.connectionId],
	);
	await notify(em, { topic: "connections", key: input.connectionId });
}
