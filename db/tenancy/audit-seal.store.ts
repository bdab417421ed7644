// Gives committed events their numbers and chains them, a batch in a transaction. The chain's row is locked by whoever seals, so two
// sealers take turns; writers don't touch it.
import { eventText } from "../../domain/tenancy/audit/audit-event.ts";
import { type ChainHead, chained, emptyChain } from "../../domain/tenancy/audit/chain.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { hashText } from "./audit.store.ts";
import { auditColumns, type AuditRow, eventOfRow } from "./audit-row.ts";

/** Tenants with events that have no number yet. */
export async function unsealedTenants(em: ScopedEm): Promise<readonly string[]> {
	return tenantIds(await em.execute<{ tenant_id: string }[]>("select tenant_id::text from unsealed_audit()"));
}

/** Tenants whose chain has grown since a checkpoint that is older than that. */
export async function unsignedTenants(em: ScopedEm, olderThan: string): Promise<readonly string[]> {
	return tenantIds(await em.execute<{ tenant_id: string }[]>("select tenant_id::text from unsigned_audit(?::timestamptz)", [olderThan]));
}

const tenantIds = (rows: readonly { readonly tenant_id: string }[]): readonly string[] => rows.map((row) => row.tenant_id);

export interface SealedBatch extends ChainHead {
	readonly sealed: number;
	/** Events that waited for their number and are gone: somebody with the owner's rights removed them. */
	readonly missing: readonly string[];
}

/** Takes up to `limit` events that wait; 0 when none does. */
export async function sealBatch(em: ScopedEm, tenantId: string, limit: number): Promise<SealedBatch> {
	const chain = await lockChain(em, tenantId);
	const taken = await em.execute<(AuditRow & { eventId: string })[]>(
		`with taken as (
			delete from audit_unsealed u using (
				select at, event_id from audit_unsealed where tenant_id = ?::uuid order by at, event_id limit ?
			) as next where u.tenant_id = ?::uuid and u.at = next.at and u.event_id = next.event_id
			returning u.tenant_id, u.at, u.event_id
		)
		select t.event_id::text as "eventId", ${auditColumns}
		from taken t left join audit_events e on e.tenant_id = t.tenant_id and e.at = t.at and e.id = t.event_id
		order by t.at, t.event_id`,
		[tenantId, limit, tenantId],
	);
	const events = taken.filter((row) => row.id !== null);
	const missing = taken.filter((row) => row.id === null).map(({ eventId }) => eventId);
	if (events.length === 0) return { ...chain, sealed: 0, missing };
	const hashes = events.map((row) => hashText(eventText(eventOfRow(row))));
	const end = hashes.reduce((head, hash) => chained(hashText, head, hash), chain);
	const entries = Buffer.concat(events.map(({ id }, i) => entryBytes(id, hashes[i] ?? "")));
	await em.execute(
		`insert into audit_seals (tenant_id, first_seq, last_seq, from_at, to_at, entries, head)
		values (?::uuid, ?, ?, ?::timestamptz, ?::timestamptz, decode(?, 'base64'), ?)`,
		[tenantId, chain.count + 1, end.count, events[0]?.at ?? "", events.at(-1)?.at ?? "", entries.toString("base64"), end.head],
	);
	await em.execute("update audit_chains set count = ?, head = ? where tenant_id = ?::uuid", [end.count, end.head, tenantId]);
	// Told by the sealer, every few seconds, and not by each of the writers.
	await notify(em, { topic: "audit", key: "sealed" });
	return { ...end, sealed: events.length, missing };
}

/** Makes the row of a tenant that has none yet, and holds it until the transaction ends. */
export async function lockChain(em: ScopedEm, tenantId: string): Promise<ChainHead> {
	const empty = emptyChain(hashText, tenantId);
	await em.execute("insert into audit_chains (tenant_id, count, head, signed_count) values (?::uuid, 0, ?, 0) on conflict do nothing", [
		tenantId,
		empty.head,
	]);
	const [chain = empty] = await em.execute<ChainHead[]>(
		`select count::float8 as "count", head from audit_chains where tenant_id = ?::uuid for update`,
		[tenantId],
	);
	return chain;
}

const entryBytes = (id: string, hash: string): Buffer => Buffer.from(id.replaceAll("-", "") + hash, "hex");

export interface SealEntry {
	readonly seq: number;
	readonly id: string;
	readonly hash: string;
}

export interface Seal extends ChainHead {
	readonly firstSeq: number;
	readonly fromAt: string;
	readonly toAt: string;
	readonly entries: readonly SealEntry[];
}

/** @param hex 48 bytes an entry */
export function readEntries(hex: string, firstSeq: number): readonly SealEntry[] {
	const uuid = (text: string): string =>
		`${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
	return Array.from({ length: hex.length / 96 }, (_, i) => ({
		seq: firstSeq + i,
		id: uuid(hex.slice(i * 96, i * 96 + 32)),
		hash: hex.slice(i * 96 + 32, i * 96 + 96),
	}));
}
