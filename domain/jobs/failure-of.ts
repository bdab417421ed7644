// From a failed workflow's error to what the job's row says: our code and our sentence, found at the bottom of the causes.
// Reads errors by shape, because the workflow sandbox and the client each have classes of their own.
import type { JobFailure } from "./job.ts";

interface FailureShape {
	readonly name?: unknown;
	readonly message?: unknown;
	readonly type?: unknown;
	readonly cause?: unknown;
}

const wrappers = new Set(["ActivityFailure", "ChildWorkflowFailure", "WorkflowFailedError", "CancelledFailure"]);

/** The innermost failure that says something: failures of activities and child runs only wrap it. */
export function failureOf(error: unknown): JobFailure {
	const { name, message, type, cause } = (error ?? {}) as FailureShape;
	if (wrappers.has(String(name)) && cause !== undefined && cause !== null) return failureOf(cause);
	if (name === "ApplicationFailure" && typeof type === "string" && typeof message === "string") return { code: type, message };
	if (name === "TimeoutFailure") {
		return {
			code: "STEP_TIMED_OUT",
			message: "A step gave no sign of life for too long. Start the job again; it goes on from what is saved.",
		};
	}
	return { code: "UNEXPECTED", message: "The job ended unexpectedly. Start it again; it goes on from what is saved." };
}
