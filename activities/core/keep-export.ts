// Keeps the file of an export, so that none is ever left behind: its place is in the row before its bytes are there, a try removes what the
// one before it has put, and what was never finished goes when its time is over.
//
//   remove the earlier try's ─▶ write ─▶ note the place (row) ─▶ bytes appear ─▶ ready (row)
import { beginExportTry, markReady, noteObject } from "../../db/sync/export.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { StoredObject } from "../../platform/object-storage.ts";
import type { ActivityContext } from "./define-activity.ts";

const keptForMs = 7 * 24 * 3_600_000;

interface OfExport {
	readonly tenantId: string;
	/** The export's, which is its job's. */
	readonly id: string;
}

export interface KeptExport {
	readonly stored: StoredObject;
	/** Says in the transaction that the file can be fetched. @throws TieoutError EXPORT_OVERTAKEN */
	readonly ready: (em: ScopedEm, rowCount: number) => Promise<void>;
}

/** @param bytes the file, piece by piece. When it throws, nothing is kept */
export async function keepExport(
	ctx: Pick<ActivityContext, "withTenant" | "storage" | "clock">,
	{ tenantId, id }: OfExport,
	bytes: AsyncIterable<Uint8Array>,
): Promise<KeptExport> {
	const earlier = await ctx.withTenant((em) => beginExportTry(em, { tenantId, id }));
	// Only what is this export's alone: what lay under its hash may be somebody else's as well.
	if (earlier !== null && earlier.endsWith(`.${id}`)) await ctx.storage.remove(tenantId, earlier);
	const expiresAt = new Date(ctx.clock.now().getTime() + keptForMs).toISOString();
	const note = ({ key }: StoredObject): Promise<void> =>
		ctx.withTenant((em) => noteObject(em, { tenantId, id, objectKey: key, expiresAt }));
	const stored = await ctx.storage.putStream(tenantId, bytes, { id, note });
	const ready: KeptExport["ready"] = async (em, rowCount) => {
		const { key: objectKey, sizeBytes } = stored;
		if (await markReady(em, { tenantId, id, rowCount, sizeBytes, objectKey, expiresAt })) return;
		await ctx.storage.remove(tenantId, objectKey);
		throw new TieoutError("EXPORT_OVERTAKEN", "This export was begun again meanwhile; the newer try writes the file.");
	};
	return { stored, ready };
}
