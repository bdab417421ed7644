// A long export as a job: the file that lies in storage holds every row once, whatever happens to the try that wrote it.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { exportById, type ExportState, insertExport } from "../../db/sync/export.store.ts";
import { exportId } from "../../workflows/core/workflow-ids.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { storedRun } from "../support/stored-run.ts";
import { type StoredSync, storedSync } from "../support/stored-sync.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";

const rows = 2_300;

let db: TestDatabase;
let engine: TestTemporal;
let stored: StoredSync;

beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, { queue: "recon" });
	const [alder, birch] = db.tenants;
	stored = await storedSync(db, engine.deps.storage, alder, 1);
	await db.withTenant(alder, (em) =>
		em.execute(
			`insert into canonical_rows (tenant_id, id, version, connection_id, stream, kind, record_id, record_version, transform_version,
				natural_key, ledger_date, date_kind, currency, amount_minor, fee_minor, net_minor, category, status, reference, group_key,
				group_reference, related_key, document, document_kind, account, description, from_seq)
			select tenant_id, gen_random_uuid(), 1, connection_id, stream, kind, record_id, record_version, transform_version,
				natural_key || '_' || i, ledger_date, date_kind, currency, amount_minor, fee_minor, net_minor, category, status, reference, group_key,
				group_reference, related_key, document, document_kind, account, description, from_seq
			from canonical_rows, generate_series(2, ?::int) i where tenant_id = ?::uuid`,
			[rows, alder.tenantId],
		),
	);
	await storedSync(db, engine.deps.storage, birch, 3);
});
afterAll(async () => {
	await engine?.close();
	await db?.close();
});

/** The lines of the file that the job of this export leaves, without its head. */
async function exported(state: Pick<ExportState, "request" | "columns" | "title">): Promise<string[]> {
	const [alder] = db.tenants;
	const { tenantId } = alder;
	const requestedBy = alder.users.auditor.userId;
	const name = `${state.title}.csv`;
	const job = await engine.request({
		tenantId,
		kind: "export",
		title: `Export ${state.title}`,
		businessKey: name,
		workflowId: exportId(tenantId, randomUUID()),
		requestedBy,
		correlationId: "test",
		input: {},
	});
	const kept = { ...state, words: [], askedBy: "auditor", company: "Alder" };
	await db.withTenant(alder, (em) => insertExport(em, { tenantId, id: job.jobId, name, format: "csv", requestedBy, state: kept }));
	await job.afterCommit();
	expect(await engine.closed(tenantId, job.jobId)).toBe("done");
	const made = await db.withTenant(alder, (em) => exportById(em, tenantId, job.jobId));
	const text = new TextDecoder().decode(await engine.deps.storage.get(tenantId, made?.objectKey ?? ""));
	const lines = text.trim().split("\r\n").slice(1);
	expect(made).toMatchObject({ status: "ready", rowCount: lines.length });
	return lines;
}

it("an export of several batches holds every row of the own company once and can be fetched when the job is done", async () => {
	const lines = await exported({
		request: { list: "explorer", filters: { kind: "balance_entry" }, sort: [{ by: "naturalKey", direction: "asc" }] },
		columns: [
			{ id: "naturalKey", title: "Id", kind: "text" },
			{ id: "amount", title: "Amount", kind: "money" },
		],
		title: "Balance entries",
	});
	const ids = lines.map((line) => line.split(",")[0]);
	expect(ids).toHaveLength(rows);
	expect(new Set(ids).size).toBe(rows);
	expect(ids.every((id) => id?.startsWith(`txn_${db.tenants[0].currency}_`))).toBe(true);
});

it("so do a run's matches, of that run alone", async () => {
	const [alder] = db.tenants;
	const runId = await storedRun(db, alder, stored, { matches: rows, exceptions: 0 });
	await storedRun(db, alder, stored, { matches: 2, exceptions: 0 });
	const lines = await exported({
		request: { list: "matches", filter: { runId } },
		columns: [
			{ id: "leaf", title: "Leaf", kind: "text" },
			{ id: "residual", title: "Residual", kind: "money" },
		],
		title: "Matches",
	});
	expect(lines).toEqual(Array.from({ length: rows }, (_, i) => `m-${String(i + 1).padStart(5, "0")},0.01`));
});
