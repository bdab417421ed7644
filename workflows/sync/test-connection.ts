// Whether a connection's saved credentials work: one question to the vendor, asked once, because a person is waiting for the answer.
import { proxyActivities } from "@temporalio/workflow";
import type { SyncActivities } from "../../activities/sync/create-activities.ts";
import type { SyncInput } from "../../domain/sync/sync-state.ts";
import { activityOptions } from "../core/activity-options.ts";

const { askAccount } = proxyActivities<SyncActivities>(activityOptions.question);

export interface ConnectionAnswer {
	readonly summary: string;
	readonly connectionId: string;
	/** What the credentials lead to, in the vendor's words. */
	readonly account: string;
}

export async function testConnection(input: SyncInput): Promise<ConnectionAnswer> {
	const { account } = await askAccount(input);
	return { summary: `Connected to ${account}`, connectionId: input.connectionId, account };
}
