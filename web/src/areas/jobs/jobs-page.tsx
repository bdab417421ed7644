// All jobs of the company, newest first; live news update rows in place, new ones wait until asked for.
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { RouterInputs, RouterOutputs } from "../../../../api/app-router.ts";
import { api, trpc } from "../../app/api-client.ts";
import { Freshness } from "../../app/freshness.tsx";
import { useNow } from "../../app/now.ts";
import { useZone } from "../../app/session.ts";
import { ExportButton } from "../../app/workbench/export-button.tsx";
import { SavedViewTools } from "../../app/workbench/saved-view-tools.tsx";
import { openSaved, savedTab, savedTabs, useSavedViews } from "../../app/workbench/use-saved-views.ts";
import { counted, countText } from "../../kit/amount.tsx";
import { Button } from "../../kit/button.tsx";
import { ListBar, sortChoices } from "../../kit/list-bar.tsx";
import { ListCount } from "../../kit/list-count.tsx";
import { FootBar, PageHead, TopBar } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { useDensity } from "../../kit/table/density.ts";
import { readSort, writeSort } from "../../kit/table/sort-state.ts";
import { useColumnLayout } from "../../kit/table/use-column-layout.ts";
import { useHeldRows } from "../../kit/table/use-held-rows.ts";
import { readingOf, useKeysetRows } from "../../kit/table/use-keyset-rows.ts";
import { useSelection } from "../../kit/table/use-selection.ts";
import { zoneText } from "../../kit/time-text.ts";
import { ViewTabs } from "../../kit/view-tabs.tsx";
import { jobKinds, kindText } from "./job-kinds.ts";
import { JobsBulkBar, usePlanReplay } from "./jobs-bulk-bar.tsx";
import { jobColumns, type JobRow } from "./jobs-columns.tsx";
import { ReplacedToggle } from "./replaced-toggle.tsx";

const route = getRouteApi("/shell/jobs");
const views = ["all", "attention", "running", "done"] as const;
type JobsInput = RouterInputs["jobs"]["list"];
type View = (typeof views)[number];
const viewLabels: Readonly<Record<View, string>> = { all: "All", attention: "Needs attention", running: "Running", done: "Done" };
const viewOf = (text: string | undefined): View => views.find((view) => view === text) ?? "all";
const ownSort = "-requestedAt";
const idOf = (job: JobRow): string => job.id;

export function JobsPage() {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/jobs" });
	const zone = useZone();
	const now = useNow(10_000);
	const density = useDensity("jobs");
	const view = viewOf(search.view);
	const input: JobsInput = {
		view,
		kind: jobKinds.find((kind) => kind === search.kind),
		search: search.q,
		sort: search.sort as JobsInput["sort"],
		replaced: search.replaced === "shown" ? "shown" : "hidden",
	};
	const list = useKeysetRows<JobRow, RouterOutputs["jobs"]["list"]>({
		key: [...trpc.jobs.list.pathKey(), { list: input }],
		startAfter: search.after,
		fetch: (after, signal) => api.jobs.list.query({ ...input, after, limit: 200 }, { signal }),
	});
	const memory = `jobs ${JSON.stringify(input)}`;
	const held = useHeldRows({ memory, list, idOf });
	const own = useMemo(() => jobColumns(zone, now), [zone, now]);
	const filtered = search.q !== undefined || search.kind !== undefined || view !== "all";
	const set = (change: Partial<typeof search>, replace = false): void =>
		void navigate({ search: (before) => ({ ...before, after: undefined, ...change }), replace });
	const { columns, layout } = useColumnLayout<JobRow>({ columns: own, text: search.cols, onChange: (cols) => set({ cols }, true) });
	const saved = useSavedViews({
		list: "jobs",
		search,
		onOpen: (state) => void navigate({ search: (before) => ({ tenant: before.tenant, ...state }) }),
	});
	const clear = (): void => set({ q: undefined, kind: undefined, view: undefined });
	const onSort = (sort: Parameters<typeof writeSort>[0]): void => set({ sort: writeSort(sort) });
	const counts = list.first?.counts;
	const selection = useSelection({ list: JSON.stringify(input), rows: held.shown, idOf, total: list.first?.total ?? null });
	const plan = usePlanReplay();
	return (
		<>
			<TopBar crumbs={[{ label: "Jobs" }]} meta={<Freshness />} />
			<PageHead
				title="Jobs"
				beside={list.first === undefined ? null : <span className="dim num desk">{counted(list.first.total, "job")}</span>}
			/>
			<ViewTabs
				label="Views"
				value={savedTab(saved) ?? view}
				onChange={(next) => {
					if (!openSaved(saved, next)) set({ view: next === "all" ? undefined : next, saved: undefined });
				}}
				tabs={[
					...views.map((value) => ({ value, label: viewLabels[value], count: counts?.[value] ?? null, alarm: value === "attention" })),
					...savedTabs(saved),
				]}
				tools={<SavedViewTools saved={saved} />}
			>
				<ListBar
					search={{ label: "Search job, key or id", value: search.q, onChange: (q) => set({ q }, true) }}
					filters={[
						{
							id: "kind",
							label: "Kind",
							value: search.kind,
							options: jobKinds.map((kind) => ({ value: kind, label: kindText(kind) })),
							onChange: (kind) => set({ kind }),
						},
					]}
					onClear={clear}
					sort={{ sorts: readSort(search.sort ?? ownSort), own: ownSort, choices: sortChoices(columns), onSort }}
					layout={layout}
					density={density}
					exporting={
						<ExportButton
							list="jobs"
							title="Jobs"
							layout={layout}
							filter={input}
							words={[
								{ label: "View", value: viewLabels[view] },
								...(input.kind === undefined ? [] : [{ label: "Kind", value: kindText(input.kind) }]),
								...(search.q === undefined ? [] : [{ label: "Search", value: search.q }]),
							]}
							total={list.first?.total ?? null}
						/>
					}
				>
					<ReplacedToggle
						count={list.first?.replacedCount ?? 0}
						shown={search.replaced === "shown"}
						onChange={(shown) => set({ replaced: shown ? "shown" : undefined })}
					/>
					{held.waiting === 0 ? null : (
						<Button size="small" icon="arrow-up" onClick={held.show}>
							{countText(held.waiting)} new, show
						</Button>
					)}
				</ListBar>
				<DataTable
					label="Jobs"
					memory={memory}
					columns={columns}
					rows={held.shown}
					idOf={idOf}
					height={density.height}
					total={list.first?.total ?? null}
					sort={readSort(search.sort ?? ownSort)}
					onSort={onSort}
					layout={layout}
					selection={selection}
					onReplay={(job) => plan(selection.count > 0 ? selection.rows : [job])}
					onOpen={(job, by) => {
						if (job !== null && by !== "walk") void navigate({ to: "/jobs/$jobId", params: { jobId: job.id } });
					}}
					{...readingOf(list)}
					onFirstVisible={(index) => {
						const after = list.cursorAt(index) ?? undefined;
						if (after !== search.after) set({ after }, true);
					}}
					empty={
						filtered ? (
							<EmptyState title="No job matches" action={<Button onClick={clear}>Drop the filters</Button>}>
								Drop a filter or search for another word: title, business key, job id or run id.
							</EmptyState>
						) : (
							<EmptyState
								title="No jobs yet"
								action={<Button onClick={() => void navigate({ to: "/connections" })}>Go to Connections</Button>}
							>
								Every sync, import and reconciliation is a job and appears here with its progress. Start with “Sync now” on a connection.
							</EmptyState>
						)
					}
				/>
				<JobsBulkBar selection={selection} total={list.first?.total ?? null} onPlan={() => plan(selection.rows)} />
				<FootBar>
					{list.first === undefined || held.shown.length === list.first.total ? (
						<ListCount total={list.first?.total} one="row" />
					) : (
						<span className="num">
							{countText(held.shown.length)} of {countText(list.first.total)} rows, the rest loads as you scroll
						</span>
					)}
					<span className="grow" />
					<span className="dim desk">All times {zoneText(zone, now)}</span>
				</FootBar>
			</ViewTabs>
		</>
	);
}
