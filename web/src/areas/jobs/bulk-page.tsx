// A set of runs before it is replayed: which are, how, what each settles, and which are left out and why.
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useMay } from "../../app/session.ts";
import { counted } from "../../kit/amount.tsx";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { PageHead, TopBar } from "../../kit/page.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../kit/states.tsx";
import { Segmented } from "../../kit/segmented.tsx";
import { BulkPlanTable } from "./bulk-plan-table.tsx";
import { bulkInput, type BulkInput } from "./bulk-search.ts";
import { useIncidentJobs } from "./incident-jobs.ts";
import { PlanBlock, PlanLine } from "./plan-block.tsx";
import { ReplaySteps } from "./replay-steps.tsx";
import classes from "./replay.module.css";

const route = getRouteApi("/shell/jobs/replay");
const crumbs = [{ label: "Jobs", to: "/jobs" as const }, { label: "Replay a set" }];

export function BulkPage() {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/jobs/replay" });
	const may = useMay("jobs.replay");
	const gathered = useIncidentJobs(search.incident);
	const input = bulkInput(search, gathered.data ?? null);
	const query = useQuery(
		trpc.replays.bulkPlan.queryOptions(input ?? { jobIds: [] }, {
			enabled: may && input !== null,
			placeholderData: keepPreviousData,
			staleTime: 0,
		}),
	);
	const plan = query.data;
	const failed = query.error ?? gathered.error;
	if (!may || input === null || plan === undefined) {
		return (
			<>
				<TopBar crumbs={crumbs} />
				<PageHead title="Replay a set" />
				{!may ? (
					<EmptyState title="Your role can’t replay runs">A controller, a preparer or an engineer of this company can.</EmptyState>
				) : failed !== null ? (
					<ErrorState error={failed} retry={() => void Promise.all([gathered.refetch(), query.refetch()])} />
				) : gathered.isLoading || input !== null ? (
					<LoadingState />
				) : (
					<EmptyState title="No runs chosen" action={<Link to="/jobs">Choose them in Jobs</Link>}>
						Choose runs with their boxes, then “Plan a replay”.
					</EmptyState>
				)}
			</>
		);
	}
	return (
		<>
			<TopBar crumbs={crumbs} />
			<PageHead title={`Replay ${counted(plan.items.length, "run")}`} />
			<ReplaySteps at="plan" notes={{}} />
			<div className={classes.body}>
				<section className={classes.plan} aria-label="Replay plan" tabIndex={0}>
					<PlanBlock icon="copy-read" title="The set">
						<PlanLine what="Replayed" value={counted(plan.items.length, "run")} detail={plan.sentence} />
						<PlanLine
							what="Settled when all goes well"
							value={counted(plan.settled, "job")}
							detail="Several failed runs of the same work are settled by one replay."
						/>
						<PlanLine what="Left out" value={counted(plan.left.length, "job")} quiet />
					</PlanBlock>
					<PlanBlock icon="world" title="Written outside Tieout">
						<PlanLine what="Stripe, NetSuite, bank, mail" value={<b>nothing</b>} detail="So no approval is needed." />
					</PlanBlock>
					<div className={classes.choices}>
						<div className={classes.choice}>
							<h3>Read from</h3>
							<Segmented
								label="Read from"
								value={search.mode ?? "fitting"}
								options={[
									{ value: "fitting", label: "What fits each" },
									{ value: "reprocess", label: "Stored pages" },
									{ value: "refetch", label: "The source again" },
								]}
								onChange={(mode) =>
									void navigate({ search: (before) => ({ ...before, mode: mode === "fitting" ? undefined : mode }), replace: true })
								}
							/>
						</div>
					</div>
					<StartSet input={input} refusal={plan.refusal?.sentence ?? null} count={plan.items.length} planning={query.isFetching} />
				</section>
				<section className={classes.outcome} aria-label="Runs of the set">
					<BulkPlanTable plan={plan} />
				</section>
			</div>
		</>
	);
}

interface StartSetProps {
	readonly input: BulkInput;
	readonly refusal: string | null;
	readonly count: number;
	readonly planning: boolean;
}

function StartSet({ input, refusal, count, planning }: StartSetProps) {
	const navigate = useNavigate();
	const start = useMutation(
		trpc.replays.bulkStart.mutationOptions({
			onSuccess: ({ jobId }) => {
				void queryClient.invalidateQueries();
				void navigate({ to: "/jobs/$jobId/set", params: { jobId } });
			},
		}),
	);
	const said = refusal ?? (start.error === null ? null : failureOf(start.error).sentence);
	return (
		<div className={classes.go}>
			{said === null ? null : (
				<p className={refusal === null ? "fail-text" : "wait-text"} role="alert">
					{said}
				</p>
			)}
			<Button
				tone="primary"
				icon="player-track-next"
				className={classes.wide}
				disabled={refusal !== null || planning}
				busy={start.isPending}
				onClick={() => start.mutate(input)}
			>
				Replay {counted(count, "run")}
			</Button>
		</div>
	);
}
