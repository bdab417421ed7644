// The result of one reconciliation: control totals and what explains them above, payouts beside the proof of the opened one.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { trpc } from "../../app/api-client.ts";
import { useZone } from "../../app/session.ts";
import { counted } from "../../kit/amount.tsx";
import { Hash } from "../../kit/hash.tsx";
import { PageHead, TopBar } from "../../kit/page.tsx";
import { Segmented } from "../../kit/segmented.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../kit/states.tsx";
import { StatusChip, WordChip } from "../../kit/status-chip.tsx";
import { runWords } from "../../kit/status-words.ts";
import { fullMomentText, momentText, periodText } from "../../kit/time-text.ts";
import { ControlTotals } from "./control-totals.tsx";
import { ResultTabs } from "./result-tabs.tsx";
import { RunAgainButton } from "./run-again-button.tsx";
import { SidePanel } from "./side-panel.tsx";
import classes from "./statement.module.css";
import { currenciesOf, sectionTitles, statementsOf } from "./statement.ts";
import { WhatExplainsIt } from "./what-explains-it.tsx";

export type Run = RouterOutputs["reconciliations"]["get"];

const route = getRouteApi("/shell/reconciliation/$runId");

export function ReconciliationPage() {
	const { runId } = route.useParams();
	const query = useQuery(trpc.reconciliations.get.queryOptions({ runId }));
	if (query.data === undefined) {
		return (
			<>
				<TopBar crumbs={[{ label: "Reconciliation", to: "/reconciliation" }, { label: "Run" }]} />
				{query.isPending ? <LoadingState /> : <ErrorState error={query.error} retry={() => void query.refetch()} />}
			</>
		);
	}
	return <Result run={query.data} />;
}

function Result({ run }: { readonly run: Run }) {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/reconciliation/$runId" });
	const zone = useZone();
	const [section, setSection] = useState("payouts");
	const currencies = currenciesOf(run.totals);
	const currency = search.currency ?? currencies[0] ?? "USD";
	const statements = statementsOf(run.totals, currency);
	const statement = statements.find((entry) => entry.section === section) ?? statements[0];
	const period = periodText(run.periodFrom, run.periodTo);
	const explainedOf = (type: string) => run.explained.find((entry) => entry.type === type && entry.currency === currency) ?? null;
	const open = search.payout !== undefined || search.open !== undefined;
	return (
		<>
			<TopBar
				crumbs={[{ label: "Reconciliation", to: "/reconciliation" }, { label: period }]}
				meta={
					<>
						As of <span title={fullMomentText(run.asOf, zone)}>{momentText(run.asOf, zone, new Date().toISOString())}</span> · rules{" "}
						{run.rulesVersion} · engine {run.engineVersion}
						{run.resultHash === null ? null : (
							<>
								{" "}
								· hash <Hash value={run.resultHash} label="the result hash" />
							</>
						)}
					</>
				}
			>
				<Link to="/jobs/$jobId" params={{ jobId: run.jobId }} className="small desk">
					The run
				</Link>
			</TopBar>
			<PageHead
				title="Stripe payouts × NetSuite deposits"
				beside={
					<>
						<span className="sec nowrap">
							{period}, {currency}
						</span>
						<RunState run={run} />
					</>
				}
			>
				{statements.length > 1 && statement !== undefined ? (
					<Segmented
						label="Stripe beside"
						value={statement.section}
						options={statements.map((entry) => ({ value: entry.section, label: sectionTitles[entry.section] ?? entry.section }))}
						onChange={setSection}
					/>
				) : null}
				{currencies.length > 1 ? (
					<Segmented
						label="Currency"
						value={currency}
						options={currencies.map((value) => ({ value, label: value }))}
						onChange={(value) =>
							void navigate({
								search: (before) => ({ tenant: before.tenant, currency: value === currencies[0] ? undefined : value, tab: before.tab }),
							})
						}
					/>
				) : null}
				<RunAgainButton run={run} />
			</PageHead>
			{statement === undefined ? (
				<EmptyState title={run.status === "done" ? "Nothing to reconcile in this period" : "Reconciling"}>
					{run.status === "done"
						? "Neither Stripe nor NetSuite nor the bank has a row in it. Sync the connections, then run again."
						: "The result appears here when the run is done."}
				</EmptyState>
			) : (
				<div className={classes.page}>
					<div className={classes.frame}>
						<ControlTotals
							statement={statement}
							bank={statement.section === "payouts" ? (statements.find((entry) => entry.section === "bank")?.total ?? null) : null}
						/>
						<WhatExplainsIt
							statement={statement}
							explainedOf={explainedOf}
							onType={(type) => void navigate({ search: (before) => ({ ...before, tab: "exceptions", type }) })}
						/>
					</div>
					<div className={open ? classes.two : `${classes.two} ${classes.wide}`} data-open={open ? "" : undefined}>
						<ResultTabs run={run} currency={currency} />
						{open ? <SidePanel run={run} zone={zone} /> : null}
					</div>
				</div>
			)}
		</>
	);
}

function RunState({ run }: { readonly run: Run }) {
	if (run.status !== "done") return <StatusChip words={runWords} status={run.status} />;
	const count = run.counts.exceptions;
	if (count === 0) return <WordChip word="Everything ties" icon="equal" tone="ok" />;
	return <WordChip word={`${counted(count, "exception")} to decide`} icon="alert-circle" tone="wait" />;
}
