// Has an uploaded file looked at, so that the API reads no file while somebody waits. A look that is stopped or fails lets go of the
// file: nothing of it is kept, and it can be asked for again.
import { CancellationScope, proxyActivities } from "@temporalio/workflow";
import type { SyncActivities } from "../../activities/sync/create-activities.ts";
import type { InspectInput, InspectResult } from "../../domain/sync/files/inspect-result.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";

const { inspectStored } = proxyActivities<SyncActivities>(activityOptions.heavy);
const { releaseFile } = proxyActivities<SyncActivities>(activityOptions.quick);

export async function inspectFile(input: InspectInput): Promise<InspectResult> {
	let phase = "reading the file";
	reportProgress(() => ({ phase, streams: [] }));
	try {
		const result = await inspectStored(input);
		phase = "done";
		return result;
	} catch (error) {
		await CancellationScope.nonCancellable(() => releaseFile(input));
		throw error;
	}
}
