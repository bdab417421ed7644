// Incidents: named sets of runs that failed from one cause, with how far their replay has come.
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { api, trpc } from "../../app/api-client.ts";
import { Freshness } from "../../app/freshness.tsx";
import { useNow } from "../../app/now.ts";
import { useMay, useZone } from "../../app/session.ts";
import { counted } from "../../kit/amount.tsx";
import { Button, buttonClass } from "../../kit/button.tsx";
import { SearchField } from "../../kit/filter-chips.tsx";
import { Icon } from "../../kit/icon.tsx";
import { ListCount } from "../../kit/list-count.tsx";
import { FootBar, PageHead, Toolbar, TopBar } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { readingOf, useKeysetRows } from "../../kit/table/use-keyset-rows.ts";
import { zoneText } from "../../kit/time-text.ts";
import { ViewTabs } from "../../kit/view-tabs.tsx";
import { incidentStates, incidentWords } from "./incident-words.ts";
import { incidentColumns, type IncidentRow } from "./incidents-columns.tsx";

const route = getRouteApi("/shell/incidents");

export function IncidentsPage() {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/incidents" });
	const zone = useZone();
	const may = useMay("incidents.manage");
	const now = useNow(60_000);
	const status = incidentStates.find((each) => each === search.view);
	const input = { status, search: search.q };
	const list = useKeysetRows<IncidentRow, RouterOutputs["incidents"]["list"]>({
		key: [...trpc.incidents.list.pathKey(), { list: input }],
		fetch: (after, signal) => api.incidents.list.query({ ...input, after }, { signal }),
	});
	const minute = now.slice(0, 16);
	const columns = useMemo(() => incidentColumns(zone, `${minute}:00Z`), [zone, minute]);
	const counts = list.first?.counts;
	const all = counts === undefined ? null : incidentStates.reduce((sum, each) => sum + counts[each], 0);
	const filtered = search.q !== undefined || status !== undefined;
	const clear = (): void => void navigate({ search: {} });
	return (
		<>
			<TopBar crumbs={[{ label: "Incidents" }]} meta={<Freshness />} />
			<PageHead title="Incidents" beside={all === null ? null : <span className="dim num desk">{counted(all, "incident")}</span>}>
				{may ? (
					<Link to="/incidents/new" className={buttonClass({})}>
						<Icon name="siren" />
						Open an incident
					</Link>
				) : null}
			</PageHead>
			<ViewTabs
				label="Views"
				value={status ?? "all"}
				onChange={(next) => void navigate({ search: (before) => ({ ...before, view: next === "all" ? undefined : next }), replace: true })}
				tabs={[
					{ value: "all", label: "All", count: all },
					...incidentStates.map((each) => ({
						value: each,
						label: incidentWords[each].word,
						count: counts?.[each] ?? null,
						alarm: each === "open",
					})),
				]}
			>
				<Toolbar label="Search">
					<SearchField
						label="Search name, cause or number"
						value={search.q}
						onChange={(q) => void navigate({ search: (before) => ({ ...before, q }), replace: true })}
					/>
				</Toolbar>
				<DataTable
					label="Incidents"
					memory={`incidents ${JSON.stringify(input)}`}
					columns={columns}
					rows={list.rows}
					idOf={(row) => row.id}
					height={36}
					total={list.first?.total ?? null}
					onOpen={(row, by) => {
						if (row !== null && by !== "walk") void navigate({ to: "/incidents/$incidentId", params: { incidentId: row.id } });
					}}
					{...readingOf(list)}
					empty={
						filtered ? (
							<EmptyState title="No incident matches" action={<Button onClick={clear}>Show all incidents</Button>}>
								Search for another word of the name or the cause, or for the number.
							</EmptyState>
						) : (
							<EmptyState
								title="No incidents"
								action={<Button onClick={() => void navigate({ to: "/jobs", search: { view: "attention" } })}>Go to failed jobs</Button>}
							>
								When several runs fail from one cause, choose them in Jobs and open an incident: it keeps the set, its cause, the replay and
								the sign-off together.
							</EmptyState>
						)
					}
				/>
				<FootBar>
					<ListCount total={list.first?.total} one="incident" />
					<span className="grow" />
					<span className="dim desk">All times {zoneText(zone, now)}</span>
				</FootBar>
			</ViewTabs>
		</>
	);
}
