// Whether a connection's saved credentials work: one question to the vendor, tried once and answered at once.
import { proxyActivities } from "@temporalio/workflow";
import type { SyncActivities } from "../../activities/sync/create-activities.ts";
import type { SyncInput } from "../../domain/sync/sync-state.ts";

const { askAccount } = proxyActivities<SyncActivities>({
	startToCloseTimeout: "20 seconds",
	// A person is waiting for the answer; they ask again themselves.
	retry: { maximumAttempts: 1 },
});

export async function testConnection(input: SyncInput): Promise<{ readonly account: string }> {
	return askAccount(input);
}
