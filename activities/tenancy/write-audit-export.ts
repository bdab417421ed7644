// Exports the whole trail as lines that can be verified offline: what waits is sealed and signed first, then everything up to that
// checkpoint is written, read back and verified. Tried again, it writes the file anew.
import { exportById } from "../../db/sync/export.store.ts";
import { lastCheckpoint } from "../../db/tenancy/audit-checkpoint.store.ts";
import { archivedEvents, unaccountedEvents } from "../../db/tenancy/audit-archive.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { defineActivity, type UnboundActivity } from "../core/define-activity.ts";
import { keepExport } from "../core/keep-export.ts";
import { auditLines, verifyLines } from "./audit-lines.ts";
import { type AuditKeeper, sealTenant, signTenant } from "./seal-audit.ts";

export interface WriteAuditExport extends JobInput {
	readonly jobId: string;
}

export interface WrittenAuditExport {
	readonly events: number;
	readonly archived: number;
	readonly checkpoint: number;
	readonly whole: boolean;
	/** The first finding's sentence. */
	readonly finding: string | null;
}

export const writeAuditExport = (keeper: AuditKeeper): UnboundActivity<WriteAuditExport, WrittenAuditExport> =>
	defineActivity("writeAuditExport", async (ctx, { tenantId, jobId }) => {
		const asked = await ctx.withTenant((em) => exportById(em, tenantId, jobId));
		if (asked === null) throw new TieoutError("NOT_FOUND", "What this export was to contain is gone. Export the trail again.");
		await sealTenant(keeper, tenantId);
		await signTenant(keeper, tenantId);
		const checkpoint = await ctx.withTenant((em) => lastCheckpoint(em, tenantId));
		if (checkpoint === null) throw new TieoutError("AUDIT_EMPTY", "Nothing has happened here yet, so there is nothing to export.");
		const now = ctx.clock.now();
		let done = 0;
		const beat = (numbers: number): void => {
			ctx.signal.throwIfAborted();
			done += numbers;
			ctx.heartbeat({ events: done, of: checkpoint.count });
		};
		const range = { tenantId, from: 0, to: checkpoint.count, month: null, at: now.toISOString() };
		const { stored, ready } = await keepExport(ctx, { tenantId, id: jobId }, auditLines(ctx.withTenant, range, beat));
		const archived = await ctx.withTenant((em) => archivedEvents(em, tenantId));
		const read = beating(ctx.storage.getStream(tenantId, stored.key), () =>
			ctx.heartbeat({ events: checkpoint.count, of: checkpoint.count }),
		);
		const report = await verifyLines(read, { checkpoint, allowWithheld: archived > 0 });
		const more = await ctx.withTenant((em) => unaccountedEvents(em, tenantId, archived));
		const finding = report.findings[0]?.sentence ?? countFinding(report.withheld - archived, more);
		const whole = report.whole && finding === null;
		if (!whole) ctx.log.error({ checkpoint: checkpoint.no, events: report.events }, "the audit trail is not as it was sealed");
		await ctx.withTenant(async (em) => {
			await ready(em, report.events);
			await ctx.audit(em, {
				action: "audit.verify",
				resource: { kind: "audit_checkpoint", id: String(checkpoint.no) },
				summary: whole ? `The trail is whole up to checkpoint ${checkpoint.no}` : "The trail is not as it was sealed",
				after: { events: report.events, archived: report.withheld, findings: report.findings.length + report.furtherFindings, finding },
			});
		});
		return { events: report.events, archived: report.withheld, checkpoint: checkpoint.no, whole, finding };
	});

/** What the chain alone can't say: whether all that is not in the file is archived, and all that is in the table is in the chain. */
function countFinding(missing: number, more: number): string | null {
	if (missing > 0) return `${missing} events are neither here nor archived: they were removed.`;
	if (missing < 0) return `${-missing} events lie in archives and here as well.`;
	return more === 0
		? null
		: `${Math.abs(more)} events ${more > 0 ? "stand beside the chain: they were inserted" : "of the chain are gone"}.`;
}

async function* beating(pieces: AsyncIterable<Uint8Array>, beat: () => void): AsyncGenerator<Uint8Array> {
	for await (const piece of pieces) {
		beat();
		yield piece;
	}
}
