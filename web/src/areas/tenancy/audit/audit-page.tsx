// The audit trail: who did what, when and why, as it happened; beside it the signed checkpoints that prove it.
import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { api, queryClient, trpc } from "../../../app/api-client.ts";
import { Freshness } from "../../../app/freshness.tsx";
import { useNow } from "../../../app/now.ts";
import { useZone } from "../../../app/session.ts";
import { ExportButton } from "../../../app/workbench/export-button.tsx";
import { countText } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { ListBar } from "../../../kit/list-bar.tsx";
import { FootBar, Split } from "../../../kit/page.tsx";
import { EmptyState } from "../../../kit/states.tsx";
import { tell } from "../../../kit/notices.ts";
import { DataTable } from "../../../kit/table/data-table.tsx";
import { useColumnLayout } from "../../../kit/table/use-column-layout.ts";
import { useHeldRows } from "../../../kit/table/use-held-rows.ts";
import { readingOf, useKeysetRows } from "../../../kit/table/use-keyset-rows.ts";
import { zoneText } from "../../../kit/time-text.ts";
import { ViewTabs } from "../../../kit/view-tabs.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { auditColumns, type AuditRow } from "./audit-columns.tsx";
import { AuditPanel } from "./audit-panel.tsx";
import { actionText, auditInput, type AuditSearch, whenOptions } from "./audit-search.ts";
import { CheckpointsTable } from "./checkpoints-table.tsx";

const route = getRouteApi("/shell/settings/audit");
const idOf = (row: AuditRow): string => row.id;

export function AuditPage() {
	const search: AuditSearch = route.useSearch();
	const navigate = useNavigate({ from: "/settings/audit" });
	const zone = useZone();
	const view = search.view === "checkpoints" ? "checkpoints" : "events";
	return (
		<SettingsPage title="Audit trail" body="wide" meta={<Freshness />} tools={<ExportTrail />}>
			<ViewTabs
				label="Views"
				value={view}
				onChange={(next) => void navigate({ search: { view: next === "events" ? undefined : next }, replace: true })}
				tabs={[
					{ value: "events", label: "Events", count: null },
					{ value: "checkpoints", label: "Checkpoints", count: null },
				]}
			>
				{view === "checkpoints" ? <CheckpointsTable zone={zone} /> : <AuditEvents search={search} zone={zone} />}
			</ViewTabs>
		</SettingsPage>
	);
}

function AuditEvents({ search, zone }: { readonly search: AuditSearch; readonly zone: string }) {
	const navigate = useNavigate({ from: "/settings/audit" });
	const now = useNow(60_000);
	const [byKeyboard, setByKeyboard] = useState(false);
	const day = now.slice(0, 10);
	const input = useMemo(() => auditInput(search, `${day}T12:00:00Z`, zone), [search, day, zone]);
	const list = useKeysetRows<AuditRow, RouterOutputs["audit"]["list"]>({
		key: [...trpc.audit.list.pathKey(), { list: input }],
		fetch: (after, signal) => api.audit.list.query({ ...input, after }, { signal }),
	});
	const memory = `audit ${JSON.stringify(input)}`;
	const held = useHeldRows({ memory, list, idOf });
	const offered = useQuery(trpc.audit.filters.queryOptions()).data;
	const minute = now.slice(0, 16);
	const own = useMemo(() => auditColumns(zone, `${minute}:00Z`), [zone, minute]);
	const set = (change: Partial<AuditSearch>, replace = false): void =>
		void navigate({ search: (before) => ({ ...before, ...change }), replace });
	const { columns, layout } = useColumnLayout<AuditRow>({ columns: own, text: search.cols, onChange: (cols) => set({ cols }, true) });
	const open = held.shown.find((row) => row.id === search.open);
	const given = [
		{ label: "On", value: search.thing, onDrop: () => set({ thing: undefined }) },
		{ label: "Click", value: search.correlation, onDrop: () => set({ correlation: undefined }) },
		{ label: "Job", value: search.job, onDrop: () => set({ job: undefined }) },
	].flatMap(({ value, ...chip }) => (value === undefined ? [] : [{ ...chip, value }]));
	const filters = [
		{
			id: "who",
			label: "Who",
			value: search.who,
			options: (offered?.actors ?? []).map(({ id, name }) => ({ value: id, label: name })),
			onChange: (who: string | undefined) => set({ who }),
		},
		{
			id: "action",
			label: "Action",
			value: search.action,
			options: (offered?.actions ?? []).map((action) => ({ value: action, label: actionText(action) })),
			onChange: (action: string | undefined) => set({ action }),
		},
		{
			id: "when",
			label: "When",
			value: search.when,
			options: whenOptions(now, zone),
			onChange: (when: string | undefined) => set({ when }),
		},
	];
	const filtered = given.length > 0 || filters.some(({ value }) => value !== undefined);
	const clear = (): void =>
		set({ who: undefined, action: undefined, when: undefined, thing: undefined, correlation: undefined, job: undefined });
	const words = [
		...given.map(({ label, value }) => ({ label, value })),
		...filters.flatMap(({ label, value, options }) =>
			value === undefined ? [] : [{ label, value: options.find((option) => option.value === value)?.label ?? value }],
		),
	];
	return (
		<Split
			width={420}
			panel={
				open === undefined ? null : (
					<AuditPanel event={open} zone={zone} takeFocus={byKeyboard} onClose={() => set({ open: undefined }, true)} />
				)
			}
		>
			<ListBar
				filters={filters}
				given={given}
				onClear={clear}
				layout={layout}
				exporting={
					<ExportButton list="audit" title="Audit trail" layout={layout} filter={input} words={words} total={null} without={["sealed"]} />
				}
			>
				{held.waiting === 0 ? null : (
					<Button size="small" icon="arrow-up" onClick={held.show}>
						{countText(held.waiting)} new, show
					</Button>
				)}
			</ListBar>
			<DataTable
				label="Audit trail"
				memory={memory}
				columns={columns}
				narrow={open !== undefined}
				rows={held.shown}
				idOf={idOf}
				height={36}
				total={null}
				openId={search.open ?? null}
				onOpen={(row, by) => {
					setByKeyboard(by === "keyboard");
					set({ open: row?.id }, search.open !== undefined);
				}}
				{...readingOf(list)}
				empty={
					filtered ? (
						<EmptyState title="Nothing matches" action={<Button onClick={clear}>Drop the filters</Button>}>
							Nobody did this here, or not then. Events older than seven years lie in archives.
						</EmptyState>
					) : (
						<EmptyState title="Nothing has happened yet">
							Every change that somebody makes here is written down, with who, when and why.
						</EmptyState>
					)
				}
			/>
			<FootBar>
				<span className="num">
					{countText(held.shown.length)} {list.hasMore ? "newest shown" : "in all"}
				</span>
				<span className="grow" />
				<span className="dim desk">All times {zoneText(zone, now)}</span>
			</FootBar>
		</Split>
	);
}

/** The file that proves itself: sealed, signed, written and verified by a job. */
function ExportTrail() {
	const navigate = useNavigate();
	const start = useMutation(
		trpc.audit.export.mutationOptions({
			onSuccess: ({ jobId }) => {
				void queryClient.invalidateQueries();
				void navigate({ to: "/jobs/$jobId", params: { jobId } });
			},
			onError: (error) => tell({ sentence: failureOf(error).sentence }),
		}),
	);
	return (
		<Button icon="shield-check" busy={start.isPending} onClick={() => start.mutate()}>
			Verify and export
		</Button>
	);
}
