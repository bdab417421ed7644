import { createHash } from "node:crypto";
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { isOpen } from "../../domain/jobs/job.ts";
import { commentDecision } from "../../db/jobs/decision.store.ts";
import { decideUpdate } from "../../workflows/jobs/messages.ts";
import { procedure } from "../trpc.ts";
import { readJob } from "./read-job.ts";

const statuses = z.enum(["approved", "rejected", "expired"]);

const closed = () => new TieoutError("DECISION_CLOSED", "This job no longer waits for an answer. Reload the page to see how it went on.");

/**
 * Answers what a running job asks: an Update whose validator refuses at once what is not the question that was shown (the hash),
 * is closed already, or comes from somebody who may not decide. The comment goes into no history.
 */
export const decideJob = procedure("jobs.decide")
	.input(
		z.object({
			jobId: z.uuid(),
			decisionId: z.uuid(),
			/** Of exactly what the person has seen. */
			sha256: z.string().min(1).max(100),
			verdict: z.enum(["approve", "reject"]),
			comment: z.string().trim().max(4000, "A comment has at most 4,000 characters.").default(""),
		}),
	)
	.output(z.object({ status: statuses }))
	.mutation(async ({ ctx: { em, tenantId, userId, actor, access, deps, log }, input: { jobId, comment, ...answer } }) => {
		const job = await readJob(em, tenantId, jobId);
		if (!isOpen(job.status)) throw closed();
		const run = job.firstRunId === null ? {} : { firstExecutionRunId: job.firstRunId };
		const handle = deps.temporal.client.workflow.getHandle(job.workflowId, undefined, run);
		try {
			const { status } = await handle.executeUpdate(decideUpdate, {
				args: [{ ...answer, actorId: userId, onBehalfOf: actor.onBehalfOf, role: access.role.name, permissions: [...access.permissions] }],
				// A second click on the same answer finds the first one's; with another hash it is another answer.
				updateId: `decide-${answer.decisionId}-${answer.verdict}-${userId}-${createHash("sha256").update(answer.sha256).digest("hex").slice(0, 16)}`,
			});
			log.info({ jobId, userId, decisionId: answer.decisionId, verdict: answer.verdict }, "a person decided");
			if (comment !== "") await commentDecision(em, { tenantId, id: answer.decisionId, comment });
			return { status: statuses.parse(status) };
		} catch (error) {
			if (error instanceof WorkflowNotFoundError) throw closed();
			const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
			if (cause instanceof ApplicationFailure && cause.type) throw new TieoutError(cause.type, cause.message);
			throw error;
		}
	});
