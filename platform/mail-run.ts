// The run that sends one mail.
import type { PlatformRun } from "./start-platform-run.ts";

/** A mail server may be away for a day; after that nobody waits for the mail any more. */
const patienceMs = 24 * 3_600_000;

export const mailRun = (mailId: string): PlatformRun => ({
	workflowType: "sendMail",
	workflowId: `p/mail/${mailId}`,
	input: { mailId },
	executionTimeoutMs: patienceMs,
});
