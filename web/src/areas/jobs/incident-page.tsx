// One incident: its cause, the runs it gathers, how far their replay has come, and who signed that it is over.
import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { api, queryClient, trpc } from "../../app/api-client.ts";
import { Freshness } from "../../app/freshness.tsx";
import { useNow } from "../../app/now.ts";
import { useMay, useZone } from "../../app/session.ts";
import { counted } from "../../kit/amount.tsx";
import { FactsRow } from "../../kit/facts-row.tsx";
import { failureOf } from "../../kit/failure.ts";
import { ListCount } from "../../kit/list-count.tsx";
import { FootBar, PageHead, TopBar } from "../../kit/page.tsx";
import { EmptyState, ErrorState, LoadingState, NoticeBar } from "../../kit/states.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { readingOf, useKeysetRows } from "../../kit/table/use-keyset-rows.ts";
import { fullMomentText, zoneText } from "../../kit/time-text.ts";
import { ViewTabs } from "../../kit/view-tabs.tsx";
import { IncidentActions } from "./incident-actions.tsx";
import { incidentRunColumns, type IncidentRun } from "./incident-run-columns.tsx";
import { incidentWords, runStates, runStateWords } from "./incident-words.ts";
import { ReplayedBar } from "./replayed-bar.tsx";

export type Incident = RouterOutputs["incidents"]["get"];

const route = getRouteApi("/shell/incidents/$incidentId");

export function IncidentPage() {
	const { incidentId } = route.useParams();
	const zone = useZone();
	const query = useQuery(trpc.incidents.get.queryOptions({ id: incidentId }));
	const incident = query.data;
	const crumbs = [{ label: "Incidents", to: "/incidents" as const }, { label: incident?.label ?? "Incident" }];
	if (incident === undefined) {
		return (
			<>
				<TopBar crumbs={crumbs} />
				<PageHead title="Incident" />
				{query.isPending ? <LoadingState /> : <ErrorState error={query.error} retry={() => void query.refetch()} />}
			</>
		);
	}
	return (
		<>
			<TopBar crumbs={crumbs} meta={<Freshness />} />
			<PageHead
				title={incident.name}
				before={<StatusChip words={incidentWords} status={incident.status} />}
				beside={<span className="mono sec desk">{incident.label}</span>}
			>
				<IncidentActions incident={incident} />
			</PageHead>
			<FactsRow
				facts={[
					{ label: "Cause", value: incident.cause === "" ? "not known yet" : incident.cause },
					{ label: "Mended by", value: incident.fixVersion === "" ? "not said yet" : <span className="mono">{incident.fixVersion}</span> },
					{
						label: "Replaced",
						value: <ReplayedBar done={incident.progress.replaced} total={incident.progress.total - incident.progress.nothing} />,
					},
					...(incident.progress.nothing === 0 ? [] : [{ label: "Nothing to replay", value: counted(incident.progress.nothing, "run") }]),
					{ label: "Opened", value: `${incident.createdBy}, ${fullMomentText(incident.createdAt, zone)}` },
					...(incident.signedOffAt === null
						? []
						: [{ label: "Signed off", value: `${incident.signedOffBy ?? "Tieout"}, ${fullMomentText(incident.signedOffAt, zone)}` }]),
				]}
			/>
			{incident.signOffComment === null || incident.signOffComment === "" ? null : (
				<NoticeBar tone="idle">“{incident.signOffComment}”</NoticeBar>
			)}
			<IncidentRuns incident={incident} zone={zone} />
		</>
	);
}

function IncidentRuns({ incident, zone }: { readonly incident: Incident; readonly zone: string }) {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/incidents/$incidentId" });
	const now = useNow(60_000);
	const state = runStates.find((each) => each === search.state);
	const input = { id: incident.id, state };
	const list = useKeysetRows<IncidentRun, RouterOutputs["incidents"]["jobs"]>({
		key: [...trpc.incidents.jobs.pathKey(), { list: input }],
		fetch: (after, signal) => api.incidents.jobs.query({ ...input, after, limit: 200 }, { signal }),
	});
	const remove = useMutation(
		trpc.incidents.removeJob.mutationOptions({ onSuccess: () => void queryClient.invalidateQueries({ queryKey: [["incidents"]] }) }),
	);
	const changeable = useMay("incidents.manage") && incident.whyNotChange === null;
	const drop = remove.mutate;
	const minute = now.slice(0, 16);
	const columns = useMemo(
		() => incidentRunColumns(zone, `${minute}:00Z`, changeable ? (jobId) => drop({ id: incident.id, jobId }) : null),
		[zone, minute, changeable, incident.id, drop],
	);
	return (
		<ViewTabs
			label="Runs by state"
			value={state ?? "all"}
			onChange={(next) => void navigate({ search: { state: next === "all" ? undefined : next }, replace: true })}
			tabs={[
				{ value: "all", label: "All runs", count: incident.progress.total },
				...runStates.map((each) => ({
					value: each,
					label: runStateWords[each].word,
					count: incident.progress[each],
					alarm: each === "failed",
				})),
			]}
		>
			{remove.error === null ? null : <NoticeBar tone="fail">{failureOf(remove.error).sentence}</NoticeBar>}
			<DataTable
				label="Runs of the incident"
				memory={`incident ${JSON.stringify(input)}`}
				columns={columns}
				rows={list.rows}
				idOf={(row) => row.jobId}
				height={36}
				total={list.first?.total ?? null}
				onOpen={(row, by) => {
					if (row !== null && by !== "walk") void navigate({ to: "/jobs/$jobId", params: { jobId: row.jobId } });
				}}
				{...readingOf(list)}
				empty={
					state === undefined ? (
						<EmptyState title="No runs in this incident">Choose runs in Jobs and add them to this incident.</EmptyState>
					) : (
						<EmptyState title={`No run is “${runStateWords[state].word.toLowerCase()}”`}>The other states may have some.</EmptyState>
					)
				}
			/>
			<FootBar>
				<ListCount total={list.first?.total} one="run" />
				<span className="grow" />
				<span className="dim desk">All times {zoneText(zone, now)}</span>
			</FootBar>
		</ViewTabs>
	);
}
