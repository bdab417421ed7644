// The last step of an erasure: the company loses its name, and the report says what was deleted, what is kept, why and until when.
// It is signed with the installation's own key, because the company has none any more.
import { countRows, blankTenant, keptTables, keptUntil } from "../../db/tenancy/erase.store.ts";
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import { closeErasure, erasureById } from "../../db/tenancy/erasure-report.store.ts";
import { keptByLaw } from "../../db/tenancy/tenant-tables.ts";
import { asErasure, withTenant } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { systemActor } from "../../domain/tenancy/actor.ts";
import { backupsSentence, keysSentence } from "../../domain/tenancy/lifecycle/erasure.ts";
import { erasureReportFormat, paperText, signPaper } from "../../domain/tenancy/lifecycle/signed-paper.ts";
import { auditSigner } from "../../platform/audit-signer.ts";
import { platformTenant } from "../../platform/keys.ts";
import type { EraseCompany } from "./begin-erasure.ts";
import type { EraseDeps } from "./erase-company.ts";

export async function signErasure({ orm, keys, clock }: EraseDeps, { tenantId, reportId, correlationId }: EraseCompany): Promise<void> {
	const erasure = await erasureById(orm, reportId);
	if (erasure === null) throw new TieoutError("NOT_FOUND", "This erasure was never begun.");
	if (erasure.report !== null) return;
	const kept = await withTenant(orm, { tenantId }, async (em) => {
		const until = await keptUntil(em, tenantId);
		const out: { table: string; rows: number; why: string; until: string | null }[] = [];
		for (const table of keptTables(orm))
			out.push({ table: table.name, rows: await countRows(em, table, tenantId), why: keptByLaw[table.name] ?? "", until });
		return out;
	});
	const { objects = 0, ...rows } = erasure.counts;
	const body = {
		company: { id: tenantId, name: erasure.facts.company },
		askedBy: erasure.facts.askedBy,
		askedAt: erasure.facts.askedAt,
		erasedAt: clock.now().toISOString(),
		deleted: {
			tables: Object.entries(rows)
				.map(([table, count]) => ({ table, rows: count }))
				.toSorted((a, b) => (a.table < b.table ? -1 : 1)),
			objects,
			histories: "All histories of the company's jobs in Temporal.",
			people: "Names of everybody in the company; accounts of people who are in no other company.",
		},
		kept,
		keys: keysSentence({ derived: erasure.facts.derivedKey !== false }),
		backups: backupsSentence,
	};
	const report = paperText(signPaper({ format: erasureReportFormat, body }, auditSigner(keys, platformTenant)));
	await asErasureOnce(orm, { tenantId, reportId, correlationId });
	await closeErasure(orm, { id: reportId, report });
}

const asErasureOnce = async (orm: EraseDeps["orm"], { tenantId, reportId, correlationId }: EraseCompany): Promise<void> => {
	const gone = await withTenant(
		orm,
		{ tenantId },
		async (em) => (await em.execute<unknown[]>("select 1 from tenants where status = 'erased'")).length > 0,
	);
	if (gone) return;
	await asErasure(orm, { tenantId, reportId }, async (em) => {
		await recordAudit(em, {
			tenantId,
			actor: systemActor("Tieout"),
			origin: null,
			correlationId,
			action: "tenant.erased",
			resource: { kind: "tenant", id: tenantId },
			summary: "Everything of the company was erased, except what the law keeps.",
			after: { reportId },
		});
		await blankTenant(em, tenantId);
	});
};
