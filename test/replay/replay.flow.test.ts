// Engine rule 10: the workflows of today can go on with the histories of yesterday. One that can't would hang every running job
// after a deploy. Record again with `node scripts/record-history.ts` only for a change that worker versioning carries.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { historyFromJSON } from "@temporalio/common/lib/proto-utils.js";
import { Worker } from "@temporalio/worker";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { createDataConverter } from "../../platform/payload-codec.ts";
import { createLog } from "../../platform/log.ts";
import { installRuntime } from "../../workers/runtime.ts";
import { testKeys } from "../support/temporal.ts";

const folder = join(import.meta.dirname, "histories");
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

interface Recorded {
	readonly workflowId: string;
	readonly history: { readonly events: readonly { readonly eventType: string }[] };
}

const read = (name: string): Recorded => JSON.parse(readFileSync(join(folder, name), "utf8")) as Recorded;

/** What went wrong with each history, in their order; null for what was replayed. One worker does them all, one after the other. */
async function replay(...recorded: readonly Recorded[]): Promise<readonly (Error | null)[]> {
	installRuntime(createLog({ name: "replay", level: "silent" }));
	const results = Worker.runReplayHistories(
		{ workflowBundle: { codePath: inject("workflowBundlePath") }, dataConverter: createDataConverter(testKeys) },
		recorded.map(({ workflowId, history }) => ({ workflowId, history: historyFromJSON(history) })),
	);
	const errors: (Error | null)[] = [];
	for await (const { error } of results) errors.push(error ?? null);
	return errors;
}

describe("recorded histories", () => {
	it("exist for every workflow", () => {
		expect(files.toSorted()).toEqual([
			"archive.json",
			"audit_export.json",
			"audit_keeper.json",
			"audit_sealer.json",
			"bulk_replay.json",
			"change.json",
			"erase_company.json",
			"erase_tenant.json",
			"event_dispatcher.json",
			"export.json",
			"export_tenant.json",
			"hook.json",
			"identity_keeper.json",
			"inspect.json",
			"onboard_tenant.json",
			"policy_keeper.json",
			"reconcile.json",
			"replay.json",
			"reprocess.json",
			"retention.json",
			"rotate_keys.json",
			"rotate_signing_key.json",
			"send_mail.json",
			"sync.json",
			"webhook.json",
		]);
	});

	describe("by the present workflows", () => {
		let errors: readonly (Error | null)[] = [];
		beforeAll(async () => {
			errors = await replay(...files.map(read));
		});

		it.each(files)("%s is replayed", (name) => {
			expect(errors[files.indexOf(name)]).toBeNull();
		});
	});

	it("catch a workflow that no longer does what its history says", async () => {
		const recorded = read("archive.json");
		// As if the code had begun to call an activity where the history has none.
		const events = recorded.history.events.filter(({ eventType }) => !eventType.includes("ACTIVITY_TASK"));
		const history = { events: events.map((event, index) => ({ ...event, eventId: String(index + 1) })) };
		// One that can be replayed follows, so that the error is told for the right one.
		expect(await replay({ ...recorded, history }, recorded)).toEqual([expect.any(Error), null]);
	});
});
