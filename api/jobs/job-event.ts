import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { readEvent } from "../../platform/history-events.ts";
import { canonicalKinds } from "../../domain/sync/canonical.ts";
import { keysMasked } from "../../domain/tenancy/policies/masked-keys.ts";
import { masked, type Masks } from "../../domain/tenancy/policies/masking.ts";
import { procedure } from "../trpc.ts";
import { eventSchema } from "./job.schema.ts";
import { eventView, historyOf, readJob } from "./read-job.ts";

/** One event with its attributes: decrypted, and only ids, counts and our own words of them. */
export const jobEvent = procedure("jobs.read")
	.input(z.object({ jobId: z.uuid(), eventId: z.string().max(40) }))
	.output(eventSchema.extend({ attributes: z.unknown(), source: z.enum(["temporal", "archive"]) }))
	.query(async ({ ctx: { em, tenantId, deps, access }, input: { jobId, eventId } }) => {
		const job = await readJob(em, tenantId, jobId);
		const history = await historyOf(deps, tenantId, job);
		const converter = deps.temporal.client.options.loadedDataConverter;
		const event = history === null ? null : await readEvent(converter, job.workflowId, history.runs, eventId);
		if (history === null || event === null) throw new TieoutError("NOT_FOUND", "This job's history has no such event.");
		const runs = history.runs.map((run) => run.runId);
		return { ...eventView(runs, event), attributes: withoutKeys(access.rules.masks, event.attributes), source: history.source };
	});

/** Keys of records that a run was given, covered for whom keys of any kind are. */
function withoutKeys(masks: Masks, attributes: unknown): unknown {
	if (!canonicalKinds.some((kind) => keysMasked(masks, kind))) return attributes;
	return JSON.parse(JSON.stringify(attributes ?? null), (name, value: unknown) =>
		name === "naturalKey" && typeof value === "string" ? masked : value,
	) as unknown;
}
