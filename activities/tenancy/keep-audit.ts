// Looks after the months of the trail: makes the next ones, and lets those go that are older than the law asks for, each only when it
// lies archived, read back and verified for every tenant. The database refuses anything less (db/audit-months.ts).
//
//   old month ─▶ per tenant: lines ─▶ object storage ─▶ read back, verified ─▶ audit_archives ─▶ its personal values go ─▶ month goes
import { randomUUID } from "node:crypto";
import {
	addArchive,
	boundsOf,
	coveringCount,
	dropMonth,
	endedMonths,
	erasePersonalOf,
	makeMonths,
	type MonthStart,
	monthRange,
	unarchivedTenants,
} from "../../db/tenancy/audit-archive.store.ts";
import { checkpointByNo } from "../../db/tenancy/audit-checkpoint.store.ts";
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import { allTenantIds } from "../../db/tenancy/tenant-key.store.ts";
import { asRetention, type ScopedEm, withoutScope, withTenant } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { systemActor } from "../../domain/tenancy/actor.ts";
import { auditLines, verifyLines } from "./audit-lines.ts";
import { type AuditKeeper, sealTenant, signTenant } from "./seal-audit.ts";

export interface KeptMonths {
	readonly archived: number;
	readonly dropped: readonly MonthStart[];
}

/** @param beat called often enough to say that it is alive */
export async function keepAudit(deps: AuditKeeper, beat: () => void = () => {}): Promise<KeptMonths> {
	await asRetention(deps.orm, makeMonths);
	let archived = 0;
	const dropped: MonthStart[] = [];
	for (const month of await withoutScope(deps.orm, endedMonths)) {
		for (const tenantId of await withoutScope(deps.orm, (em) => unarchivedTenants(em, month))) {
			await archiveMonth(deps, tenantId, month, beat);
			archived += 1;
		}
		for (const tenantId of await withoutScope(deps.orm, allTenantIds)) {
			await withTenant(deps.orm, { tenantId }, (em) => erasePersonalOf(em, tenantId, boundsOf(month)));
			beat();
		}
		await asRetention(deps.orm, (em) => dropMonth(em, month));
		deps.log.info({ month }, "a month of the audit trail left the database; its archives stay");
		dropped.push(month);
	}
	return { archived, dropped };
}

async function archiveMonth(deps: AuditKeeper, tenantId: string, month: MonthStart, beat: () => void): Promise<void> {
	const run = <T>(work: (em: ScopedEm) => Promise<T>): Promise<T> => withTenant(deps.orm, { tenantId }, work);
	await sealTenant(deps, tenantId);
	await signTenant(deps, tenantId);
	const bounds = boundsOf(month);
	const range = await run((em) => monthRange(em, tenantId, bounds));
	if (range === null) throw notVerified(month, "not every event of it has its place in the chain");
	// The range goes on to the next signature, places alone, so that the archive can be held against it.
	const checkpoint = await run(async (em) => {
		const no = await coveringCount(em, tenantId, range.to);
		return no === null ? null : checkpointByNo(em, tenantId, no);
	});
	if (checkpoint === null) throw notVerified(month, "no checkpoint covers it");
	const at = deps.clock.now().toISOString();
	const lines = auditLines(run, { tenantId, from: range.from, to: checkpoint.count, month: bounds, at }, beat);
	const stored = await deps.storage.putStream(tenantId, lines);
	const report = await verifyLines(deps.storage.getStream(tenantId, stored.key), { checkpoint, allowWithheld: true });
	if (!report.whole || report.events !== range.events) throw notVerified(month, report.findings[0]?.sentence ?? "events of it are missing");
	await run(async (em) => {
		await addArchive(em, { ...range, tenantId, id: randomUUID(), month, objectKey: stored.key, sha256: stored.sha256 });
		await recordAudit(em, {
			tenantId,
			actor: systemActor("Tieout"),
			origin: null,
			correlationId: `audit-${month}`,
			action: "audit.archive",
			resource: { kind: "audit_month", id: month.slice(0, 7) },
			summary: `The trail of ${month.slice(0, 7)} was archived and verified: ${range.events} events`,
			after: { events: range.events, sha256: stored.sha256, checkpoint: checkpoint.no },
		});
	});
}

const notVerified = (month: MonthStart, why: string): TieoutError =>
	new TieoutError("AUDIT_ARCHIVE_NOT_VERIFIED", `The audit month ${month.slice(0, 7)} stays in the database: ${why}.`, { month });
