import { isGrpcServiceError } from "@temporalio/client";
import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { err, ok, type Result } from "../../domain/core/result.ts";
import { attemptOfPage, custodyOf, type Custody, type FetchAttempt } from "../../db/sync/custody.store.ts";
import type { PageRow } from "../../db/sync/page.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { type EventOfActivity, eventOfActivity } from "../../platform/event-of-activity.ts";
import type { ApiDeps } from "../context.ts";
import { procedure } from "../trpc.ts";
import { canonicalRowSchema, canonicalRowView } from "./canonical-row.schema.ts";
import { openStoredPage } from "./read-stored-page.ts";

const links = ["canonical", "record", "page", "event"] as const;

const checkSchema = z.object({ link: z.enum(links), ok: z.boolean(), note: z.string() });
type Check = z.infer<typeof checkSchema>;

const custodySchema = z.object({
	canonical: canonicalRowSchema.extend({ transformVersion: z.number(), recordId: z.string(), recordVersion: z.number() }),
	/** Versions of the canonical row, oldest first. */
	versions: z.array(z.object({ version: z.number(), fromSeq: z.number(), toSeq: z.number().nullable() })),
	record: z.object({
		id: z.string(),
		version: z.number(),
		naturalKey: z.string(),
		stream: z.string(),
		payloadSha256: z.string(),
		seenAt: z.string(),
	}),
	page: z.object({
		id: z.string(),
		pageNo: z.number(),
		seq: z.number().nullable(),
		/** The record's position in the page, from 0. */
		index: z.number(),
		rowCount: z.number(),
		method: z.string(),
		target: z.string(),
		status: z.number(),
		sha256: z.string(),
		receivedAt: z.string(),
	}),
	event: z.object({
		/** As jobs.event takes it; null when the run's history can't be read now. */
		eventId: z.string().nullable(),
		jobId: z.string(),
		jobTitle: z.string(),
		workflowId: z.string(),
		runId: z.string(),
		activityId: z.string(),
		activityType: z.string().nullable(),
		attempt: z.number(),
		startedAt: z.string().nullable(),
		workerBuild: z.string().nullable(),
	}),
	checks: z.array(checkSchema),
	/** "All 4 links checked, hashes agree", or the first that isn't right. */
	verdict: z.object({ ok: z.boolean(), sentence: z.string() }),
	checkedAt: z.string(),
});

export const custody = procedure("explorer.read")
	.input(z.object({ canonicalId: z.uuid("A row's id is a UUID."), version: z.int().positive().optional() }))
	.output(custodySchema)
	.query(async ({ ctx: { em, tenantId, deps, sources }, input }) => {
		const chain = await custodyOf(em, { tenantId, ...input });
		if (chain === null) throw new TieoutError("NOT_FOUND", "There is no row with this id and version in this company.");
		const { row, versions, record, page, job } = chain;
		const attempt = await attemptOfPage(em, { tenantId, page });
		const stored = await openStoredPage({ em, storage: sources, tenantId, page });
		const cut = stored.ok ? await stored.value.cut(record) : stored;
		const event = await historyEvent(deps, em, { tenantId, page });
		const checks: Check[] = [
			canonicalCheck(chain),
			{
				link: "record",
				ok: cut.ok,
				note: cut.ok ? "The record's text in the page has the hash that was taken when it was read." : cut.error,
			},
			{ link: "page", ok: stored.ok, note: stored.ok ? stored.value.note : stored.error },
			eventCheck(page, attempt, event),
		];
		const broken = checks.find((check) => !check.ok);
		const { recordId, recordVersion, transformVersion, ...listed } = row;
		return {
			canonical: { ...canonicalRowView(listed), recordId, recordVersion, transformVersion },
			versions: [...versions],
			record,
			page: { ...page, index: record.pageIndex },
			event: {
				eventId: event.ok ? event.value.eventId : null,
				jobId: job.id,
				jobTitle: job.title,
				workflowId: page.workflowId,
				runId: page.runId,
				activityId: page.activityId,
				activityType: attempt?.activityType ?? null,
				attempt: page.attempt,
				startedAt: attempt?.startedAt ?? null,
				workerBuild: attempt?.workerBuild ?? null,
			},
			checks,
			verdict: {
				ok: broken === undefined,
				sentence: broken?.note ?? `All ${checks.length} links checked, hashes agree.`,
			},
			checkedAt: deps.now().toISOString(),
		};
	});

/** The row may not be older than the record version it says it was made from. */
function canonicalCheck({ row, record }: Custody): Check {
	const ok = row.fromSeq >= record.fromSeq && row.stream === record.stream && row.connectionId === record.connectionId;
	const made = `Made from version ${row.recordVersion} of the record by transform ${row.transformVersion}.`;
	return { link: "canonical", ok, note: ok ? made : "This row and the record it names don't belong together." };
}

/** The event of the run that this page was fetched in, from Temporal or the archive, or why it can't be shown. */
async function historyEvent(
	deps: ApiDeps,
	em: ScopedEm,
	{ tenantId, page }: { readonly tenantId: string; readonly page: PageRow },
): Promise<Result<EventOfActivity, string>> {
	try {
		const { jobId, runId, activityId } = page;
		const event = await eventOfActivity(deps, em, { tenantId, jobId, runId, activityId });
		return event === null ? err("The history of the run that fetched this page is neither in Temporal nor in the archive.") : ok(event);
	} catch (error) {
		if (error instanceof TieoutError) return err(error.message);
		if (isGrpcServiceError(error)) return err("Temporal does not answer now, so the event could not be looked up.");
		throw error;
	}
}

function eventCheck(page: PageRow, attempt: FetchAttempt | null, event: Result<EventOfActivity, string>): Check {
	if (!event.ok) return { link: "event", ok: false, note: event.error };
	if (attempt === null) return { link: "event", ok: false, note: "The try that fetched this page was not recorded." };
	return { link: "event", ok: true, note: `Event ${event.value.eventId}: ${attempt.activityType}, try ${page.attempt}.` };
}
