// Has what a vendor told of read back: by a sync that is under way anyway, or by one of the streams that it is about.
import { connectionOf } from "../../db/sync/connection.store.ts";
import { inboxRowOf, markHandled, syncsSince } from "../../db/sync/inbox.store.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { readBackStep, streamsTold } from "../../domain/sync/read-back.ts";
import { isVendorId, type VendorId, vendors } from "../../domain/sync/vendors/vendors.ts";
import type { Vendor } from "../../domain/sync/vendors/vendor.ts";
import { type JobStarter, startJob } from "../../platform/start-job.ts";
import { defineActivity } from "../core/define-activity.ts";

export interface ReadBackInput extends JobInput {
	readonly inboxId: string;
}

export interface ReadBack {
	readonly step: "read" | "nothing" | "failed" | "wait";
	/** For the job's list. */
	readonly summary: string;
}

/** @param syncWorkflowId names the connection's sync, so that two never run at once */
export const readBack = (deps: JobStarter) =>
	defineActivity(
		"readBack",
		async (ctx, input: ReadBackInput & { readonly syncWorkflowId: string; readonly connectionId: string }): Promise<ReadBack> => {
			const { tenantId, connectionId, correlationId } = input;
			const outcome = await ctx.withTenant(async (em) => {
				const row = await inboxRowOf(em, input);
				const connection = await connectionOf(em, { tenantId, connectionId });
				if (row === null || row.isHandled || connection === null || !isVendorId(connection.vendor))
					return { step: "nothing", summary: "Nothing is left to read." } as const;
				const vendor: Vendor = vendors[connection.vendor satisfies VendorId];
				const streams = streamsTold(vendor, row.eventType);
				if (streams.length === 0) {
					await markHandled(em, input, null);
					return { step: "nothing", summary: `${row.eventType}: no stream is about it.` } as const;
				}
				const next = readBackStep(await syncsSince(em, input, input.syncWorkflowId), streams);
				if (next.kind === "read") {
					await markHandled(em, input, next.jobId);
					return { step: "read", summary: `${row.eventType}: read back by a sync.` } as const;
				}
				if (next.kind === "failed")
					return { step: "failed", summary: `${row.eventType}: the sync that was to read it failed. Sync again.` } as const;
				if (next.kind === "wait") return { step: "wait", summary: "", start: null } as const;
				const start = await startJob(deps, em, {
					tenantId,
					kind: "sync",
					title: `Sync ${vendor.title}, told by a webhook`,
					businessKey: connection.name,
					workflowId: input.syncWorkflowId,
					requestedBy: null,
					correlationId,
					input: { connectionId, only: { streams } },
				});
				return { step: "wait", summary: "", start } as const;
			});
			if (outcome.step === "wait") await outcome.start?.afterCommit();
			return { step: outcome.step, summary: outcome.summary };
		},
	);
