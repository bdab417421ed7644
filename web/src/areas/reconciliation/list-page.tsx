// Reconciliations of the company, and the start of a new one: entity, month, one button.
import { NativeSelect } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { queryClient, trpc } from "../../app/api-client.ts";
import { Freshness } from "../../app/freshness.tsx";
import { useNow } from "../../app/now.ts";
import { useEntities, useMay, useZone } from "../../app/session.ts";
import { counted } from "../../kit/amount.tsx";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { FootBar, PageHead, TopBar } from "../../kit/page.tsx";
import { EmptyState, NoticeBar } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { monthText, zoneText } from "../../kit/time-text.ts";
import { recentMonths } from "../sync/recent-months.ts";
import { runColumns } from "./list-columns.tsx";
import classes from "./list-page.module.css";

const route = getRouteApi("/shell/reconciliation");

export function ReconciliationListPage() {
	const navigate = useNavigate({ from: "/reconciliation" });
	const zone = useZone();
	const now = useNow();
	const query = useQuery(trpc.reconciliations.list.queryOptions({}));
	const runs = query.data?.rows ?? [];
	const columns = useMemo(() => runColumns(zone, now), [zone, now]);
	const may = useMay("reconciliations.start");
	return (
		<>
			<TopBar crumbs={[{ label: "Reconciliation" }]} meta={<Freshness />} />
			<PageHead title="Reconciliation" beside={<span className="sec desk">Stripe payouts × NetSuite deposits × bank</span>} />
			{may ? <StartForm /> : null}
			<DataTable
				label="Reconciliations"
				memory="reconciliations"
				columns={columns}
				rows={runs}
				idOf={(run) => run.id}
				height={36}
				total={runs.length}
				onOpen={(run, by) => {
					if (run !== null && by !== "walk") void navigate({ to: "/reconciliation/$runId", params: { runId: run.id } });
				}}
				loading={query.isPending}
				error={query.error}
				again={() => void query.refetch()}
				empty={
					<EmptyState title="No reconciliation yet">
						{may ? "Choose a month above." : "A controller or a preparer starts one."} Every payout is proven against its items, the bank
						line and what NetSuite booked, or the exact line where it breaks is named.
					</EmptyState>
				}
			/>
			<FootBar>
				<span className="num">{counted(runs.length, "reconciliation")}</span>
				<span className="grow" />
				<span className="dim desk">Times {zoneText(zone, now)}</span>
			</FootBar>
		</>
	);
}

function StartForm() {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/reconciliation" });
	const entities = useEntities();
	const now = new Date().toISOString().slice(0, 7);
	const months = recentMonths(now, 15);
	const entityId = search.entity ?? entities[0]?.id ?? "";
	const month = search.month ?? months[1]?.month ?? now;
	const start = useMutation(
		trpc.reconciliations.start.mutationOptions({
			onSuccess: (started) => {
				void queryClient.invalidateQueries({ queryKey: [["reconciliations"]] });
				void navigate({ to: "/reconciliation/$runId", params: { runId: started.runId }, search: { job: started.jobId } });
			},
		}),
	);
	const set = (change: Partial<typeof search>): void => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
	return (
		<>
			<form
				className={classes.start}
				aria-label="Start a reconciliation"
				onSubmit={(event) => {
					event.preventDefault();
					start.mutate({ entityId, month });
				}}
			>
				<NativeSelect
					label="Entity"
					value={entityId}
					data={entities.map((entity) => ({ value: entity.id, label: `${entity.name}, ${entity.timeZone}` }))}
					onChange={(event) => set({ entity: event.currentTarget.value })}
				/>
				<NativeSelect
					label="Month"
					value={month}
					data={months.map((choice) => ({ value: choice.month, label: monthText(choice.month) }))}
					onChange={(event) => set({ month: event.currentTarget.value })}
				/>
				<Button type="submit" tone="primary" icon="arrows-exchange" busy={start.isPending} disabled={entityId === ""}>
					Reconcile payouts
				</Button>
				<p className="dim small text-block">The inputs are frozen as they are now; a sync that runs meanwhile doesn’t change them.</p>
			</form>
			{start.error === null ? null : <NoticeBar tone="fail">{failureOf(start.error).sentence}</NoticeBar>}
		</>
	);
}
