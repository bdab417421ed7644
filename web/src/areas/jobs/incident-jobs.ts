// The runs of an incident that no replay has replaced yet.
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api-client.ts";

/** What one set may hold; the rest is replayed by the next one. */
const mostInSet = 1000;

export function useIncidentJobs(incidentId: string | undefined) {
	return useQuery({
		queryKey: [["incidents", "jobs"], { unreplaced: incidentId }],
		enabled: incidentId !== undefined,
		queryFn: async ({ signal }) => {
			const ids: string[] = [];
			for (const state of ["left", "failed"] as const) {
				let after: string | null = null;
				do {
					const page: Awaited<ReturnType<typeof api.incidents.jobs.query>> = await api.incidents.jobs.query(
						{ id: incidentId ?? "", state, after, limit: 200 },
						{ signal },
					);
					ids.push(...page.rows.map((row) => row.jobId));
					after = page.next;
				} while (after !== null && ids.length < mostInSet);
			}
			return ids.slice(0, mostInSet);
		},
	});
}
