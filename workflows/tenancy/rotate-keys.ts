// Gives a tenant a new data key while its jobs go on: nothing is sealed with it before every process can open it, and what older
// keys have sealed (histories, stored bytes) stays as it is and stays readable.
//
//   make (pending) ─▶ every process has it ─▶ active ─▶ credentials sealed again ─▶ done; the key before is retired: it only opens
import { proxyActivities } from "@temporalio/workflow";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import type { JobInput, JobResult } from "../../domain/jobs/job.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";

const { makeKey, activateKey } = proxyActivities<Pick<TenancyActivities, "makeKey" | "activateKey">>(activityOptions.quick);
const { awaitKeyEverywhere, resealSecrets } = proxyActivities<Pick<TenancyActivities, "awaitKeyEverywhere" | "resealSecrets">>(
	activityOptions.heavy,
);

const credentials = (count: number): string => (count === 1 ? "1 credential was" : `${count} credentials were`);

export interface RotateKeysResult extends JobResult {
	readonly keyNo: number;
	readonly processes: number;
	readonly resealed: number;
}

export async function rotateKeys(input: JobInput): Promise<RotateKeysResult> {
	let phase = "making a key";
	reportProgress(() => ({ phase, streams: [] }));
	const { keyNo } = await makeKey(input);
	phase = "handing it to every process";
	const { processes } = await awaitKeyEverywhere({ ...input, keyNo });
	phase = "changing over";
	await activateKey({ ...input, keyNo });
	phase = "sealing credentials again";
	const { resealed, unreadable } = await resealSecrets({ ...input, keyNo });
	phase = "done";
	const said = `Key ${keyNo} seals from now on. ${credentials(resealed)} sealed again; earlier keys still open what they sealed.`;
	const summary = unreadable === 0 ? said : `${said} ${credentials(unreadable)} unreadable before and has to be entered again.`;
	return { outcome: unreadable === 0 ? "done" : "check", summary, keyNo, processes, resealed };
}
