// Signed checkpoints: what the next one has to say, and the row when it is signed and kept outside.
import type { ChainHead } from "../../domain/tenancy/audit/chain.ts";
import { type Checkpoint, checkpointHash, checkpointText, readCheckpoint } from "../../domain/tenancy/audit/checkpoint.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { microText } from "./audit-row.ts";
import { hashText } from "./audit.store.ts";

export interface NextCheckpoint extends ChainHead {
	readonly no: number;
	/** Hash of the one before; null for the first. */
	readonly previous: string | null;
	readonly at: string;
}

/** What a checkpoint over the whole chain would say; null: there is one already, or nothing to sign. */
export async function nextCheckpoint(em: ScopedEm, tenantId: string): Promise<NextCheckpoint | null> {
	const [chain] = await em.execute<(ChainHead & { signedCount: number; now: string })[]>(
		`select count::float8 as "count", head, signed_count::float8 as "signedCount", ${microText("now()")} as "now"
		from audit_chains where tenant_id = ?::uuid`,
		[tenantId],
	);
	if (chain === undefined || chain.count === chain.signedCount) return null;
	const last = await lastCheckpoint(em, tenantId);
	return {
		no: (last?.no ?? 0) + 1,
		count: chain.count,
		head: chain.head,
		previous: last === null ? null : checkpointHash(hashText, last),
		at: chain.now,
	};
}

/** Keeps a signed checkpoint; false: another process was first with this number. */
export async function addCheckpoint(em: ScopedEm, checkpoint: Checkpoint, objectKey: string): Promise<boolean> {
	const { tenantId, no, count, at } = checkpoint;
	const { affectedRows } = await em.execute<{ affectedRows: number }>(
		`insert into audit_checkpoints (tenant_id, no, count, at, body, object_key) values (?::uuid, ?, ?, ?::timestamptz, ?, ?)
		on conflict do nothing`,
		[tenantId, no, count, at, checkpointText(checkpoint), objectKey],
		"run",
	);
	if (affectedRows === 0) return false;
	await em.execute("update audit_chains set signed_count = ?, signed_at = ?::timestamptz where tenant_id = ?::uuid", [count, at, tenantId]);
	await notify(em, { topic: "audit", key: "signed" });
	return true;
}

export async function lastCheckpoint(em: ScopedEm, tenantId: string): Promise<Checkpoint | null> {
	const [last] = await checkpointsOf(em, { tenantId, limit: 1 });
	return last ?? null;
}

export interface CheckpointQuery {
	readonly tenantId: string;
	/** Older than the one with this number. */
	readonly before?: number | undefined;
	readonly limit: number;
}

/** Newest first. */
export async function checkpointsOf(em: ScopedEm, { tenantId, before, limit }: CheckpointQuery): Promise<readonly Checkpoint[]> {
	const rows = await em.execute<{ body: string }[]>(
		"select body from audit_checkpoints where tenant_id = ?::uuid and no < ? order by no desc limit ?",
		[tenantId, before ?? 2_147_483_647, limit],
	);
	return rows.flatMap(({ body }) => readCheckpoint(JSON.parse(body)) ?? []);
}

export async function checkpointByNo(em: ScopedEm, tenantId: string, no: number): Promise<Checkpoint | null> {
	const [row] = await em.execute<{ body: string }[]>("select body from audit_checkpoints where tenant_id = ?::uuid and no = ?", [
		tenantId,
		no,
	]);
	return row === undefined ? null : readCheckpoint(JSON.parse(row.body));
}

/** Checkpoints whose count lies behind `after`, up to `upTo`: what stands between those numbers in an export. */
export async function checkpointsBetween(em: ScopedEm, tenantId: string, after: number, upTo: number): Promise<readonly Checkpoint[]> {
	const rows = await em.execute<{ body: string }[]>(
		"select body from audit_checkpoints where tenant_id = ?::uuid and count > ? and count <= ? order by no",
		[tenantId, after, upTo],
	);
	return rows.flatMap(({ body }) => readCheckpoint(JSON.parse(body)) ?? []);
}
