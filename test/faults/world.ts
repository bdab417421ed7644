// What the faults happen to: the stack, the two companies' controllers, and connections made for the occasion.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { openOrm } from "../../db/orm.ts";
import { createConnection, saveSealedSecrets } from "../../db/sync/connection.store.ts";
import { withTenant } from "../../db/tenant-scope.ts";
import { derivedId } from "../../domain/core/ids.ts";
import { createKeys } from "../../platform/keys.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { type Api, patiently, type Rows, rowsOf, signIn } from "./asker.ts";
import type { PlannedFault } from "./fault-plan.ts";
import type { FaultStack } from "./fault-stack.ts";

export type Target = Pick<PlannedFault, "vendor" | "company">;

export interface JobEnd {
	readonly jobId: string;
	readonly status: string;
	readonly failureCode: string | null;
	readonly failureMessage: string | null;
	readonly waiting: string | null;
}

export interface World {
	readonly stack: FaultStack;
	readonly rows: Rows;
	readonly api: (target: Target) => Api;
	/** A connection that has read nothing yet. */
	readonly connect: (target: Target) => Promise<string>;
	readonly startSync: (target: Target, connectionId: string) => Promise<string>;
	readonly isOpen: (jobId: string) => Promise<boolean>;
	/** Waits until the job has ended or waits for a person. @throws Error when it does neither in time */
	readonly ended: (jobId: string, withinMs?: number) => Promise<JobEnd>;
}

const open = new Set(["requested", "running"]);

export async function worldOf(stack: FaultStack): Promise<World> {
	const rows = rowsOf(stack.adminUrl);
	const secretsOf = createSecrets(createKeys(stack.masterKey));
	const apis = {
		larkfield: await signIn(stack.url, "controller@larkfield.example", stack.password),
		harbour: await signIn(stack.url, "controller@harbour.example", stack.password),
	};
	const connect: World["connect"] = async ({ vendor, company }) => {
		const [tenantId, connectionId] = [derivedId("tenant", company), randomUUID()];
		const secrets = stack.credentials[company][vendor];
		const baseUrl = vendor === "stripe" ? stack.proxy.url : `${stack.proxy.url}/netsuite`;
		await patiently(async () => {
			const orm = await openOrm(stack.loginUrl, { poolSize: 1 });
			try {
				await withTenant(orm, { tenantId }, async (em) => {
					const config = vendor === "netsuite" ? { account: secrets.accountId ?? "" } : {};
					const name = `${vendor} ${connectionId.slice(0, 8)}`;
					await createConnection(em, { tenantId, id: connectionId, entityId: derivedId("entity", company), vendor, name, baseUrl, config });
					await saveSealedSecrets(em, { tenantId, connectionId, ...secretsOf.seal({ tenantId, connectionId }, secrets) });
				});
			} finally {
				await orm.close(true);
			}
		});
		return connectionId;
	};
	const jobOf = async (jobId: string): Promise<JobEnd & { readonly joined: string | null }> => {
		const [job] = await rows<JobEnd & { joined: string | null }>(
			`select id as "jobId", status, failure_code as "failureCode", failure_message as "failureMessage",
				waiting->>'sentence' as waiting, joined_job_id as joined from jobs where id = $1`,
			[jobId],
		);
		if (job === undefined) throw new Error(`there is no job ${jobId}`);
		return job;
	};
	const ended: World["ended"] = async (jobId, withinMs = 180_000) => {
		for (const until = Date.now() + withinMs; ; await sleep(100)) {
			const { joined, ...job } = await jobOf(jobId);
			// A start that found another run under way ends as joined; that run is the one to wait for.
			if (job.status === "joined" && joined !== null) return ended(joined, Math.max(0, until - Date.now()));
			if (!open.has(job.status)) return job;
			if (Date.now() > until) throw new Error(`the job was still ${job.status} after ${withinMs / 1000} s`);
		}
	};
	return {
		stack,
		rows,
		api: ({ company }) => apis[company],
		connect,
		startSync: async ({ company }, id) => (await patiently(() => apis[company].connections.sync.mutate({ id }))).jobId,
		isOpen: async (jobId) => open.has((await jobOf(jobId)).status),
		ended,
	};
}
