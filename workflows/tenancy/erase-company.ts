// Erases a company that is closed. The platform's own run: it has no row of the company and nothing is sealed with the company's key,
// so it can go on while both disappear. Each step may come again.
//
//   end its jobs ─▶ close its audit trail ─▶ destroy keys and secrets ─▶ people ─▶ rows ─▶ objects ─▶ look again ─▶ signed report
import { proxyActivities } from "@temporalio/workflow";
import type { EraseCompany } from "../../activities/tenancy/begin-erasure.ts";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import { activityOptions } from "../core/activity-options.ts";

type Steps = "endCompanyWork" | "keepTrail" | "destroyKeys" | "erasePeople" | "eraseRows" | "eraseObjects" | "lookForRest" | "signErasure";
const steps = proxyActivities<Pick<TenancyActivities, Steps>>(activityOptions.heavy);

/** What came in between, from a job that was just starting, goes with the next round. */
const mostRounds = 20;

export async function eraseCompany(input: EraseCompany): Promise<void> {
	await steps.endCompanyWork(input);
	await steps.keepTrail(input);
	await steps.destroyKeys(input);
	await steps.erasePeople(input);
	for (let round = 0; round < mostRounds; round++) {
		await steps.eraseRows(input);
		await steps.eraseObjects(input);
		await steps.endCompanyWork(input);
		if ((await steps.lookForRest(input)).length === 0) break;
	}
	await steps.signErasure(input);
}
