// Casts errors by the one table of what is retried (domain/jobs/failure-table.ts). An error leaves an activity as an ApplicationFailure whose `type` is our code and whose
// message is a sentence for a person; nothing of a vendor's payload or a stack gets into a history.
import { ApplicationFailure, CancelledFailure } from "@temporalio/common";
import { TieoutError } from "../../domain/core/errors.ts";
import { failureRow } from "../../domain/jobs/failure-table.ts";
import type { JobFailure } from "../../domain/jobs/job.ts";

/** What an attempt's row and the job say. Never an unknown error's own text: that could hold anything. */
export function describeFailure(error: unknown): JobFailure {
	if (error instanceof TieoutError) return { code: error.code, message: error.message };
	if (error instanceof ApplicationFailure && error.type) return { code: error.type, message: error.message };
	const code = systemCode(error);
	if (code.startsWith("08") || code.startsWith("57P") || ["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE"].includes(code)) {
		return { code: "DATABASE_UNAVAILABLE", message: "The database can't be reached. The step is tried again by itself." };
	}
	if (code === "ENOSPC") return { code: "STORAGE_FULL", message: "The disk is full. Make room; the step is tried again by itself." };
	return { code: "UNEXPECTED", message: "Something unexpected happened in this step. The worker's log has the details." };
}

/** The code of a driver's or the system's error, also where it lies under a cause. */
function systemCode(error: unknown): string {
	for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
		const { code } = at as { code?: unknown };
		if (typeof code === "string") return code;
	}
	return "";
}

/**
 * What an activity throws. A Retry-After becomes `nextRetryDelay`, which overrides the retry class whatever its length.
 * @param attempt from 1
 */
export function castFailure(error: unknown, attempt: number): Error {
	if (error instanceof CancelledFailure) return error;
	const { code, message } = describeFailure(error);
	const row = failureRow(code);
	const facts = error instanceof TieoutError ? error.facts : {};
	const exhausted = row.retry === "soon" && row.tries !== undefined && attempt >= row.tries;
	const wait = row.retry === "later" ? facts["retryAfterMs"] : undefined;
	return ApplicationFailure.create({
		type: code,
		message,
		nonRetryable: row.retry === "never" || exhausted,
		...(typeof wait === "number" ? { nextRetryDelay: Math.max(1, Math.ceil(wait)) } : {}),
	});
}
