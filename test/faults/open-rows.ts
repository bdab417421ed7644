// No `jobs` row may stay open when its execution is closed. The platform's own loop compares rows with Temporal a minute after they
// were made, so a row that a fault has left open is given that time.
import { Connection } from "@temporalio/client";
import { setTimeout as sleep } from "node:timers/promises";
import { namespace } from "../../temporal.config.ts";
import type { Rows } from "./asker.ts";

const RUNNING = 1;

interface OpenRow {
	readonly id: string;
	readonly workflowId: string;
	readonly status: string;
}

/** The rows that are open without a running execution. */
async function orphans(rows: Rows, connection: Connection): Promise<OpenRow[]> {
	const open = await rows<OpenRow>(`select id, workflow_id as "workflowId", status from jobs where closed_at is null`);
	const found: OpenRow[] = [];
	for (const row of open) {
		const answer = await connection.workflowService
			.describeWorkflowExecution({ namespace, execution: { workflowId: row.workflowId } })
			.catch(() => null);
		if (answer?.workflowExecutionInfo?.status !== RUNNING) found.push(row);
	}
	return found;
}

/** Waits until there is none, and gives those that are left after `withinMs`. */
export async function rowsLeftOpen(rows: Rows, temporalAddress: string, withinMs: number): Promise<readonly OpenRow[]> {
	const connection = await Connection.connect({ address: temporalAddress });
	try {
		for (const until = Date.now() + withinMs; ; await sleep(1_000)) {
			const found = await orphans(rows, connection);
			if (found.length === 0 || Date.now() > until) return found;
		}
	} finally {
		await connection.close();
	}
}
