// Gives access tokens a new signing key while programs go on: nothing is signed with it before everybody who verifies has had time to fetch
// it, and the key before it is published until the last token that it signed has expired.
//
//   make (published) ─▶ wait ─▶ it signs, the one before verifies ─▶ wait ─▶ the one before is forgotten
import { proxyActivities, sleep } from "@temporalio/workflow";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import { pendingMs, retiredMs } from "../../domain/tenancy/signing-key-plan.ts";
import { activityOptions } from "../core/activity-options.ts";

const { makeNextSigningKey, useSigningKey, forgetSigningKeys } = proxyActivities<
	Pick<TenancyActivities, "makeNextSigningKey" | "useSigningKey" | "forgetSigningKeys">
>(activityOptions.quick);

export async function rotateSigningKey(): Promise<{ readonly kid: string }> {
	const { kid } = await makeNextSigningKey({});
	await sleep(pendingMs);
	await useSigningKey({ kid });
	await sleep(retiredMs);
	await forgetSigningKeys({});
	return { kid };
}
