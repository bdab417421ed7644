// Hands a person's answer to the run that waits for it: an Update whose validator refuses at once what is not the question that was
// shown (the hash), is closed already, or comes from somebody who may not decide. The comment goes into no history.
import { createHash } from "node:crypto";
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import type { Verdict } from "../../domain/jobs/decision.ts";
import type { Absent } from "../../domain/tenancy/delegation.ts";
import { isOpen } from "../../domain/jobs/job.ts";
import { commentDecision } from "../../db/jobs/decision.store.ts";
import { decideUpdate } from "../../workflows/jobs/messages.ts";
import type { RequestContext } from "../context.ts";
import type { TenantWork } from "../with-permission.ts";
import { readJob } from "./read-job.ts";

export const decidedStatuses = z.enum(["approved", "rejected", "expired"]);

export const verdictSchema = z.enum(["approve", "reject"]);
/** Of exactly what the person has seen. */
export const shownHashSchema = z.string().min(1).max(100);
export const commentSchema = z.string().trim().max(4000, "A comment has at most 4,000 characters.");

interface Answer {
	readonly jobId: string;
	readonly decisionId: string;
	readonly sha256: string;
	readonly verdict: Verdict;
	/** '': none. */
	readonly comment: string;
	/** In whose place; null: in their own name. */
	readonly inPlaceOf: Absent | null;
}

const closed = () => new TieoutError("DECISION_CLOSED", "This job no longer waits for an answer. Reload the page to see how it went on.");

/** @throws TieoutError NOT_FOUND, FORBIDDEN, DECISION_CLOSED, DECISION_UNKNOWN, DECISION_CHANGED, SAME_PERSON */
export async function answerDecision(
	{ em, tenantId, userId, actor, access, deps, log, audit }: TenantWork & Pick<RequestContext, "deps" | "log">,
	{ jobId, comment, inPlaceOf, ...answer }: Answer,
): Promise<z.infer<typeof decidedStatuses>> {
	const job = await readJob(em, tenantId, jobId);
	if (!isOpen(job.status)) throw closed();
	const run = job.firstRunId === null ? {} : { firstExecutionRunId: job.firstRunId };
	const handle = deps.temporal.client.workflow.getHandle(job.workflowId, undefined, run);
	try {
		const { status } = await handle.executeUpdate(decideUpdate, {
			args: [
				{
					...answer,
					actorId: userId,
					onBehalfOf: actor.onBehalfOf,
					inPlaceOf: inPlaceOf?.userId ?? null,
					role: access.role.name,
					permissions: [...access.permissions, ...(inPlaceOf?.permissions ?? [])],
				},
			],
			// A second click on the same answer finds the first one's; with another hash it is another answer.
			updateId: `decide-${answer.decisionId}-${answer.verdict}-${userId}-${createHash("sha256").update(answer.sha256).digest("hex").slice(0, 16)}`,
		});
		log.info({ jobId, userId, decisionId: answer.decisionId, verdict: answer.verdict }, "a person decided");
		if (comment !== "") await commentDecision(em, { tenantId, id: answer.decisionId, comment });
		await audit({
			action: "decisions.decide",
			resource: { kind: "decision", id: answer.decisionId },
			jobId,
			summary: `A person answered${inPlaceOf === null ? "" : " in the place of somebody who is away"}: ${answer.verdict}`,
			after: { status, shownSha256: answer.sha256, ...(inPlaceOf === null ? {} : { inPlaceOf: inPlaceOf.userId }) },
			reason: comment === "" ? undefined : comment,
		});
		return decidedStatuses.parse(status);
	} catch (error) {
		if (error instanceof WorkflowNotFoundError) throw closed();
		const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
		if (cause instanceof ApplicationFailure && cause.type) throw new TieoutError(cause.type, cause.message);
		throw error;
	}
}
