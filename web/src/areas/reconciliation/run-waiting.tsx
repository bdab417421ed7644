// What stands where the result will be: how far the run is, or why there is no result, with the way to the job.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useNow } from "../../app/now.ts";
import { buttonClass } from "../../kit/button.tsx";
import { ExplanationCard } from "../../kit/explanation-card.tsx";
import { Icon } from "../../kit/icon.tsx";
import { ErrorState, LoadingState } from "../../kit/states.tsx";
import { StatusChip, WordChip } from "../../kit/status-chip.tsx";
import { jobWords } from "../../kit/status-words.ts";
import { durationText } from "../../kit/time-text.ts";
import { tookMs } from "../jobs/jobs-columns.tsx";
import { textAt } from "../jobs/json-text.ts";
import { isOpen } from "../jobs/open-jobs.ts";
import { RunAgainButton } from "./run-again-button.tsx";
import classes from "./run-waiting.module.css";

type Job = RouterOutputs["jobs"]["get"];

interface RunWaitingProps {
	readonly runId: string;
	readonly jobId: string;
}

/** Follows the job until the run's own page can be read again. A run that was asked for twice follows the one that goes. */
export function RunWaiting({ runId, jobId }: RunWaitingProps) {
	const navigate = useNavigate();
	const query = useQuery(
		trpc.jobs.get.queryOptions(
			{ jobId },
			{ refetchInterval: ({ state }) => (state.data === undefined || isOpen(state.data.status) ? 1500 : false) },
		),
	);
	const job = query.data;
	const follows = job?.status === "joined" ? job.joinedJobId : null;
	const made = job === undefined || isOpen(job.status) ? null : textAt(job.result, "runId");
	useEffect(() => {
		if (follows !== null) void navigate({ to: "/reconciliation/$runId", params: { runId }, search: { job: follows }, replace: true });
		else if (made !== null && made !== runId) void navigate({ to: "/reconciliation/$runId", params: { runId: made }, replace: true });
		else if (made !== null) void queryClient.invalidateQueries({ queryKey: trpc.reconciliations.pathKey() });
	}, [follows, made, runId, navigate]);
	if (job === undefined) {
		return query.isPending ? <LoadingState /> : <ErrorState error={query.error} retry={() => void query.refetch()} />;
	}
	if (isOpen(job.status) || follows !== null || made !== null) return <Progress job={job} />;
	return <NoResult job={job} />;
}

const steps = [
	{
		phase: "freezing inputs",
		title: "Freeze the inputs",
		text: "Which page of every stream counts; a sync that runs meanwhile changes nothing.",
	},
	{
		phase: "matching",
		title: "Match and prove",
		text: "Every payout against its items, what NetSuite booked and the bank; then the result is saved.",
	},
] as const;

function Progress({ job }: { readonly job: Job }) {
	const now = useNow(1000);
	const progress = useQuery(
		trpc.jobs.progress.queryOptions({ jobId: job.id }, { refetchInterval: isOpen(job.status) ? 1000 : false, retry: false }),
	);
	const phase = progress.data?.phase ?? "";
	const at = isOpen(job.status) ? steps.findIndex((step) => step.phase === phase) : steps.length;
	return (
		<section className={classes.sheet} aria-label="Progress of the run">
			<p className="row">
				<StatusChip words={jobWords} status={job.status} />
				<span className="sec num">{job.startedAt === null ? "waiting for a worker" : `for ${durationText(tookMs(job, now))}`}</span>
				<span className="grow" />
				<Link to="/jobs/$jobId" params={{ jobId: job.id }} className={buttonClass({ size: "small" })}>
					<Icon name="player-play" />
					Watch the run
				</Link>
			</p>
			<ol className={classes.steps}>
				{steps.map((step, index) => (
					<li key={step.phase} aria-current={index === at ? "step" : undefined}>
						<span className={classes.state}>
							{index < at ? (
								<WordChip word="Done" icon="circle-check" tone="ok" />
							) : index === at ? (
								<WordChip word="Running" icon="loader" tone="run" />
							) : (
								<WordChip word="Waiting" icon="clock" tone="idle" />
							)}
						</span>
						<b className="med">{step.title}</b>
						<span className="sec">{step.text}</span>
					</li>
				))}
			</ol>
			<p className="dim" role="status">
				The result appears here by itself. You can leave: it is kept under Reconciliation.
			</p>
		</section>
	);
}

function NoResult({ job }: { readonly job: Job }) {
	const [entityId, month] = [textAt(job.input, "entityId"), textAt(job.input, "month")];
	const actions = (
		<>
			<Link to="/jobs/$jobId" params={{ jobId: job.id }} className={buttonClass({ size: "small" })}>
				Open the run
			</Link>
			{entityId === null || month === null ? null : <RunAgainButton run={{ entityId, periodFrom: `${month}-01` }} size="small" />}
		</>
	);
	const text = job.explanation;
	if (text !== null) return <ExplanationCard {...text} actions={actions} />;
	return (
		<ExplanationCard
			title={job.status === "stopped" ? "This run was stopped" : "This run ended without a result"}
			retry="Not retried: start it again when you want"
			tone={job.status === "stopped" ? "wait" : "fail"}
			happened={job.failureMessage ?? "It ended before the result was saved."}
			safe="Nothing was written outside Tieout, and earlier results are as they were."
			next="Run it again, or open the run to see how far it came."
			actions={actions}
		/>
	);
}
