// A set of runs to replay, as it stands in the address: chosen ids, an incident, or a filter that the server resolves.
import type { RouterInputs } from "../../../../api/app-router.ts";
import { listOf, type SearchOf } from "../../app/url-search.ts";
import { jobKinds } from "./job-kinds.ts";

export const bulkNames = ["jobs", "incident", "kind", "status", "connection", "code", "mode"] as const;
export type BulkSearch = SearchOf<(typeof bulkNames)[number]>;

export type BulkInput = RouterInputs["replays"]["bulkPlan"];
type Status = NonNullable<Extract<BulkInput, { readonly filter: object }>["filter"]["statuses"]>[number];

/** More than these in an address would be cut by browsers and proxies on the way. */
export const mostInAddress = 100;

const statuses: readonly Status[] = ["failed", "timed_out", "check", "stopped", "done"];

/** @param incidentJobs the runs of the incident that are not replaced yet; null while they are not known */
export function bulkInput(search: BulkSearch, incidentJobs: readonly string[] | null): BulkInput | null {
	const mode: Pick<BulkInput, "mode"> = search.mode === "reprocess" || search.mode === "refetch" ? { mode: search.mode } : {};
	if (search.incident !== undefined)
		return incidentJobs === null || incidentJobs.length === 0 ? null : { ...mode, jobIds: [...incidentJobs] };
	const jobIds = listOf(search.jobs);
	if (jobIds.length > 0) return { ...mode, jobIds: [...jobIds] };
	const chosen = listOf(search.status);
	const kept = statuses.filter((status) => chosen.includes(status));
	const kind = jobKinds.find((each) => each === search.kind);
	if (kept.length === 0 && kind === undefined && search.connection === undefined && search.code === undefined) return null;
	return {
		...mode,
		filter: {
			...(kept.length === 0 ? {} : { statuses: [...kept] }),
			...(kind === undefined ? {} : { kind }),
			...(search.connection === undefined ? {} : { connectionId: search.connection }),
			...(search.code === undefined ? {} : { failureCode: search.code }),
		},
	};
}
