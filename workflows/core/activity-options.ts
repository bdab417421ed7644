// The named retry classes as activity options. Workflows take one by name and state no timeout of their own.
import { ActivityCancellationType, type ActivityOptions, type LocalActivityOptions } from "@temporalio/workflow";
import { jobRowClass, retryClasses } from "../../temporal.config.ts";

// What heartbeats hears of a cancellation and ends in order, so the workflow waits for that end.
const wait = { cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED } as const;

export const activityOptions: Readonly<Record<keyof typeof retryClasses, ActivityOptions>> = {
	quick: retryClasses.quick,
	question: retryClasses.question,
	round: retryClasses.round,
	outside: { ...retryClasses.outside, ...wait },
	vendor: { ...retryClasses.vendor, ...wait },
	heavy: { ...retryClasses.heavy, ...wait },
};

/** For the local activities that open and close a job's row: tried until the database answers. */
export const jobRowOptions: LocalActivityOptions = jobRowClass;
