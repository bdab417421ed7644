// The row of an erasure: what it has deleted is counted in the transaction that deletes it.
import type { Orm } from "../orm.ts";
import { type ScopedEm, withUser } from "../tenant-scope.ts";

export interface ErasureFacts {
	readonly company: string;
	readonly askedBy: string | null;
	readonly askedAt: string;
	/** Whether it ever sealed with the derived key; absent: it was closed before this was noted, and had. */
	readonly derivedKey?: boolean;
}

export interface ErasureRow {
	readonly companyId: string;
	readonly facts: ErasureFacts;
	readonly counts: Readonly<Record<string, number>>;
	readonly report: string | null;
}

/** Whoever has a report's id may read it. */
export const erasureById = (orm: Orm, id: string): Promise<ErasureRow | null> =>
	withUser(orm, id, async (em) => {
		const [row] = await em.execute<ErasureRow[]>(
			`select company_id::text as "companyId", facts, counts, report from erasure_reports where id = ?::uuid`,
			[id],
		);
		return row ?? null;
	});

/** Once; a second time it changes nothing. */
export const openErasure = (orm: Orm, { id, companyId, facts }: { id: string; companyId: string; facts: ErasureFacts }): Promise<void> =>
	withUser(orm, id, async (em) => {
		await em.execute("insert into erasure_reports (id, company_id, facts) values (?::uuid, ?::uuid, ?::jsonb) on conflict do nothing", [
			id,
			companyId,
			JSON.stringify(facts),
		]);
	});

export async function addCount(em: ScopedEm, { id, name, more }: { id: string; name: string; more: number }): Promise<void> {
	await em.execute(
		`update erasure_reports set counts = counts || jsonb_build_object(?::text, coalesce((counts->>?::text)::bigint, 0) + ?::bigint) where id = ?::uuid`,
		[name, name, more, id],
	);
}

/** The report stays as it was first signed. */
export const closeErasure = (orm: Orm, { id, report }: { id: string; report: string }): Promise<void> =>
	withUser(orm, id, async (em) => {
		await em.execute("update erasure_reports set report = ?, done_at = now() where id = ?::uuid and report is null", [report, id]);
	});
