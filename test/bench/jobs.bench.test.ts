// What the engine's promises cost: a job of one activity and a job of fifty, as Tieout runs them (a row per job and per try, encrypted
// payloads, scoped log) beside bare Temporal on the same server: the same steps without interceptor, codec and rows.
import { randomUUID } from "node:crypto";
import { Client, Connection } from "@temporalio/client";
import { NativeConnection, Worker } from "@temporalio/worker";
import { afterAll, beforeAll, inject, test } from "vitest";
import { defineActivity } from "../../activities/core/define-activity.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { workerLimits } from "../../temporal.config.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";
import { median, report, secondsOf } from "./figure.ts";

const bench = "jobs";
const runs = 3;
const jobs = 200;
const steps = 50;
const workflowsPath = new URL("./bench-workflows.ts", import.meta.url).pathname;

let db: TestDatabase;
let engine: TestTemporal;

const nothing = defineActivity("nothing", async (_ctx, _input: JobInput) => null);

beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, {
		workflowsPath,
		queue: "sync",
		activities: (deps) => ({ nothing: nothing(deps) }),
		routes: { sync: { workflowType: "steps" } },
	});
});
afterAll(async () => {
	await engine?.close();
	await db?.close();
});

/** Seconds until `count` jobs of `length` activities each, asked for at once, have closed. */
async function ours(count: number, length: number): Promise<number> {
	const { tenantId } = db.tenants[0];
	return secondsOf(() =>
		Promise.all(
			Array.from({ length: count }, async () => {
				const key = randomUUID();
				const { jobId } = await engine.start({
					tenantId,
					kind: "sync",
					title: "Bench",
					businessKey: key,
					workflowId: syncId(tenantId, key),
					requestedBy: null,
					correlationId: key,
					input: { length },
				});
				await engine.closed(tenantId, jobId, 300_000);
			}),
		),
	);
}

async function bare(work: (client: Client, taskQueue: string) => Promise<void>): Promise<void> {
	const address = inject("temporalAddress");
	const [connection, native] = await Promise.all([Connection.connect({ address }), NativeConnection.connect({ address })]);
	const taskQueue = `bare-${randomUUID()}`;
	const { activities, workflowTasks } = workerLimits.sync;
	const worker = await Worker.create({
		connection: native,
		namespace: engine.temporal.client.options.namespace,
		taskQueue,
		workflowsPath,
		activities: { nothing: async () => null },
		maxConcurrentActivityTaskExecutions: activities,
		maxConcurrentWorkflowTaskExecutions: workflowTasks,
	});
	const client = new Client({ connection, namespace: engine.temporal.client.options.namespace });
	await worker.runUntil(work(client, taskQueue));
	await Promise.all([connection.close(), native.close()]);
}

const bareSeconds = (client: Client, taskQueue: string, count: number, length: number): Promise<number> =>
	secondsOf(() =>
		Promise.all(
			Array.from({ length: count }, () =>
				client.workflow.execute("steps", { workflowId: randomUUID(), taskQueue, args: [{ tenantId: "", correlationId: "", length }] }),
			),
		),
	);

test("tieout", async () => {
	await ours(5, 1);
	const rates: number[] = [];
	const latencies: number[] = [];
	for (let run = 0; run < runs; run++) {
		rates.push(jobs / (await ours(jobs, 1)));
		latencies.push(((await ours(1, steps)) * 1000) / steps);
	}
	report({ bench, case: `${jobs} jobs of one activity`, engine: "tieout", value: median(rates), unit: "jobs/s", runs });
	report({ bench, case: `one activity of ${steps} in a row`, engine: "tieout", value: median(latencies), unit: "ms", runs });
});

test("bare Temporal", () =>
	bare(async (client, taskQueue) => {
		await bareSeconds(client, taskQueue, 5, 1);
		const rates: number[] = [];
		const latencies: number[] = [];
		for (let run = 0; run < runs; run++) {
			rates.push(jobs / (await bareSeconds(client, taskQueue, jobs, 1)));
			latencies.push(((await bareSeconds(client, taskQueue, 1, steps)) * 1000) / steps);
		}
		report({ bench, case: `${jobs} jobs of one activity`, engine: "temporal", value: median(rates), unit: "jobs/s", runs });
		report({ bench, case: `one activity of ${steps} in a row`, engine: "temporal", value: median(latencies), unit: "ms", runs });
	}));
