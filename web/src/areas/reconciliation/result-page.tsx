// The result of one reconciliation: control totals and what explains them above, payouts beside the proof of the opened one.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { trpc } from "../../app/api-client.ts";
import { useZone } from "../../app/session.ts";
import { counted } from "../../kit/amount.tsx";
import { Hash } from "../../kit/hash.tsx";
import { PageHead, TopBar } from "../../kit/page.tsx";
import { Segmented } from "../../kit/segmented.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../kit/states.tsx";
import { WordChip } from "../../kit/status-chip.tsx";
import { fullMomentText, momentText, periodText } from "../../kit/time-text.ts";
import { failureOf } from "../../kit/failure.ts";
import { isOpen } from "../jobs/open-jobs.ts";
import { ControlTotals } from "./control-totals.tsx";
import { ResultTabs } from "./result-tabs.tsx";
import { RunAgainButton } from "./run-again-button.tsx";
import { RunWaiting } from "./run-waiting.tsx";
import { SidePanel } from "./side-panel.tsx";
import classes from "./statement.module.css";
import { currenciesOf, sectionTitles, statementsOf, viewOf } from "./statement.ts";
import { WhatExplainsIt } from "./what-explains-it.tsx";

export type Run = RouterOutputs["reconciliations"]["get"];

const route = getRouteApi("/shell/reconciliation/$runId");

export function ReconciliationPage() {
	const { runId } = route.useParams();
	const { job } = route.useSearch();
	// Just started, the run is known by its job alone: it isn't there before its inputs are frozen, and not asked for until the job ends.
	const started = useQuery(trpc.jobs.get.queryOptions({ jobId: job ?? "" }, { enabled: job !== undefined }));
	const isGoing = started.data !== undefined && isOpen(started.data.status);
	const query = useQuery(trpc.reconciliations.get.queryOptions({ runId }, { enabled: !started.isLoading && !isGoing }));
	const run = query.data;
	if (run?.status === "done") return <Result run={run} />;
	const isMissing = query.error !== null && failureOf(query.error).code === "NOT_FOUND";
	const jobId = run?.jobId ?? (isGoing || isMissing ? job : undefined);
	if (jobId === undefined) {
		return (
			<>
				<TopBar crumbs={[{ label: "Reconciliation", to: "/reconciliation" }, { label: "Run" }]} />
				{query.isPending ? <LoadingState /> : <ErrorState error={query.error} retry={() => void query.refetch()} />}
			</>
		);
	}
	const period = run === undefined ? "Run" : periodText(run.periodFrom, run.periodTo);
	return (
		<>
			<TopBar crumbs={[{ label: "Reconciliation", to: "/reconciliation" }, { label: period }]} />
			<PageHead
				title="Stripe payouts × NetSuite deposits"
				beside={run === undefined ? null : <span className="sec nowrap">{period}</span>}
			/>
			<RunWaiting runId={runId} jobId={jobId} />
		</>
	);
}

function Result({ run }: { readonly run: Run }) {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/reconciliation/$runId" });
	const zone = useZone();
	const currencies = currenciesOf(run.totals);
	const currency = search.currency ?? currencies[0] ?? "USD";
	const statements = statementsOf(run.totals, currency);
	const statement = statements.find((entry) => entry.section === (search.section ?? "payouts")) ?? statements[0];
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
				<Link to="/jobs/touching" search={{ entity: run.entityId, month: run.periodFrom.slice(0, 7) }} className="small desk">
					Which jobs touched this month
				</Link>
			</TopBar>
			<PageHead
				title="Stripe payouts × NetSuite deposits"
				beside={
					<>
						<span className="sec nowrap">
							{period}, {currency}
						</span>
						<RunState run={run} currencies={currencies.length} />
					</>
				}
			>
				{statements.length > 1 && statement !== undefined ? (
					<Segmented
						label="Stripe beside"
						value={statement.section}
						options={statements.map((entry) => ({ value: entry.section, label: sectionTitles[entry.section] ?? entry.section }))}
						onChange={(value) =>
							void navigate({ search: (before) => ({ ...before, section: value === "payouts" ? undefined : value }), replace: true })
						}
					/>
				) : null}
				{currencies.length > 1 ? (
					<Segmented
						label="Currency"
						value={currency}
						options={currencies.map((value) => ({ value, label: value }))}
						onChange={(value) =>
							void navigate({
								search: (before) => ({
									tenant: before.tenant,
									section: before.section,
									currency: value === currencies[0] ? undefined : value,
									tab: before.tab,
								}),
							})
						}
					/>
				) : null}
				<RunAgainButton run={run} />
			</PageHead>
			{statement === undefined ? (
				<EmptyState title="Nothing to reconcile in this period">
					Neither Stripe nor NetSuite nor the bank has a row in it. Sync the connections, then run again.
				</EmptyState>
			) : (
				<div className={classes.page}>
					<div className={classes.frame}>
						<ControlTotals
							statement={statement}
							bank={statement.section === "payouts" ? (statements.find((entry) => entry.section === "bank")?.total ?? null) : null}
							sources={run.sources.filter((source) => source.currency === currency)}
							onRows={(rows) =>
								void navigate({
									search: (before) => ({ ...before, tab: rows === "payouts" ? undefined : rows, type: undefined, status: undefined }),
								})
							}
						/>
						<WhatExplainsIt
							statement={statement}
							explainedOf={explainedOf}
							onType={(type) => void navigate({ search: (before) => ({ ...before, tab: "exceptions", type }) })}
						/>
					</div>
					<div className={open ? classes.two : `${classes.two} ${classes.wide}`} data-open={open ? "" : undefined}>
						<ResultTabs run={run} currency={currency} view={viewOf(statement.section)} />
						{open ? <SidePanel run={run} view={viewOf(statement.section)} zone={zone} /> : null}
					</div>
				</div>
			)}
		</>
	);
}

/** The run's exceptions are of all its currencies; the lists below are of one. */
function RunState({ run, currencies }: { readonly run: Run; readonly currencies: number }) {
	const count = run.counts.exceptions;
	if (currencies === 0) return null;
	if (count === 0) return <WordChip word="Everything ties" icon="equal" tone="ok" />;
	const scope = currencies > 1 ? ` in ${currencies} currencies` : "";
	return <WordChip word={`${counted(count, "exception")} to decide${scope}`} icon="alert-circle" tone="wait" />;
}
