// Writes the history of a finished job into test/replay/histories when scripts/record-history.ts asks for one. Payloads are
// encrypted with the fixed test key, so a recorded history can be decrypted and replayed on any machine.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import type { TemporalClient } from "../../platform/temporal-client.ts";
import type { TestDatabase } from "./database.ts";

/** The variable that names the kinds to record: "sync", "replay,reprocess". */
export const recordKind = "TIEOUT_RECORD_KIND";

/** Keeps the file's first job of each kind asked for that ended well. */
export async function recordWhenAsked(db: TestDatabase, temporal: TemporalClient): Promise<void> {
	for (const kind of (process.env[recordKind] ?? "").split(",").filter((each) => each !== "")) await record(db, temporal, kind);
}

async function record(db: TestDatabase, { client }: TemporalClient, kind: string): Promise<void> {
	const [tenant] = db.tenants;
	if (kind in platformWorkflows) {
		const run = platformRuns.get(kind);
		if (run === undefined) throw new Error(`no test here named its run of ${kind}`);
		return keep(client, kind, run);
	}
	const [job] = await db.withTenant(tenant, (em) =>
		em.execute<{ workflowId: string; runId: string }[]>(
			`select workflow_id as "workflowId", first_run_id as "runId" from jobs
where tenant_id = ? and kind = ? and status in ('done', 'check', ?) and first_run_id = run_id order by requested_at, id limit 1`,
			// An erasure that ended well has no row any more.
			[tenant.tenantId, kind, kind === "erase_tenant" ? "stopped" : "done"],
		),
	);
	if (job === undefined) throw new Error(`no job of kind ${kind} ended well here`);
	await keep(client, kind, job);
}

/** The platform's own workflows have no row: a test names the run that is to be kept. Loops are kept as far as they went. */
const platformWorkflows = {
	erase_company: true,
	send_mail: true,
	rotate_signing_key: true,
	event_dispatcher: true,
	audit_sealer: true,
	audit_keeper: true,
	policy_keeper: true,
	identity_keeper: true,
};
export type PlatformWorkflow = keyof typeof platformWorkflows;

const platformRuns = new Map<string, { readonly workflowId: string; readonly runId?: string }>();

/** The run of that workflow to keep when it is asked for. */
export function namePlatformRun(kind: PlatformWorkflow, run: { readonly workflowId: string; readonly runId?: string }): void {
	platformRuns.set(kind, run);
}

async function keep(client: TemporalClient["client"], kind: string, job: { workflowId: string; runId?: string }): Promise<void> {
	const history = await client.workflow.getHandle(job.workflowId, job.runId).fetchHistory();
	const folder = join(import.meta.dirname, "../replay/histories");
	mkdirSync(folder, { recursive: true });
	const recorded = { workflowId: job.workflowId, history: JSON.parse(historyToJSON(history)) as unknown };
	writeFileSync(join(folder, `${kind}.json`), `${JSON.stringify(recorded, null, "\t")}\n`);
}
