// A replay that was started: its plan beside what it does now, and beside what came of it once it is done.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { trpc } from "../../app/api-client.ts";
import { Freshness } from "../../app/freshness.tsx";
import { useNow } from "../../app/now.ts";
import { useZone } from "../../app/session.ts";
import { buttonClass } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import { PageHead, TopBar } from "../../kit/page.tsx";
import { ErrorState, LoadingState } from "../../kit/states.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { jobWords } from "../../kit/status-words.ts";
import { durationText, momentText } from "../../kit/time-text.ts";
import { JobExplanation } from "./job-explanation.tsx";
import type { JobDetail } from "./job-page.tsx";
import { tookMs } from "./jobs-columns.tsx";
import { isOpen } from "./open-jobs.ts";
import { OutcomeBody } from "./outcome-body.tsx";
import { ReplayPlan } from "./replay-plan.tsx";
import { ReplayProgress } from "./replay-progress.tsx";
import { ReplaySteps } from "./replay-steps.tsx";
import classes from "./replay.module.css";
import { RunChain } from "./run-chain.tsx";
import { StopButton } from "./stop-button.tsx";

const route = getRouteApi("/shell/jobs/$jobId/outcome");

export type Replay = RouterOutputs["replays"]["get"];

export function OutcomePage() {
	const { jobId } = route.useParams();
	const zone = useZone();
	// Beside the news of the stream: a person waits here for the end of it.
	const job = useQuery(
		trpc.jobs.get.queryOptions(
			{ jobId },
			{ refetchInterval: ({ state }) => (state.data !== undefined && isOpen(state.data.status) ? 3000 : false) },
		),
	);
	const replay = useQuery(
		trpc.replays.get.queryOptions(
			{ jobId },
			{ refetchInterval: ({ state }) => (state.data?.outcome === null && job.data?.closedAt === null ? 3000 : false) },
		),
	);
	const ended = job.data?.closedAt ?? null;
	const { refetch } = replay;
	useEffect(() => {
		if (ended !== null) void refetch();
	}, [ended, refetch]);
	const open = job.data !== undefined && isOpen(job.data.status);
	const now = useNow(open ? 1000 : 60_000);
	const crumbs = [
		{ label: "Jobs", to: "/jobs" as const },
		{ label: job.data?.title ?? "Replay", to: "/jobs/$jobId" as const, params: { jobId } },
		{ label: "Plan and outcome" },
	];
	if (replay.data === undefined || job.data === undefined) {
		const failed = replay.error ?? job.error;
		return (
			<>
				<TopBar crumbs={crumbs} />
				<PageHead title="Replay" />
				{failed === null ? (
					<LoadingState />
				) : (
					<ErrorState error={failed} retry={() => void Promise.all([replay.refetch(), job.refetch()])} />
				)}
			</>
		);
	}
	const done = replay.data.outcome !== null;
	return (
		<>
			<TopBar crumbs={crumbs} meta={<Freshness />} />
			<PageHead title={job.data.title} before={<StatusChip words={jobWords} status={job.data.status} />}>
				<Heads job={job.data} replay={replay.data} />
			</PageHead>
			<ReplaySteps
				at={done ? "outcome" : "run"}
				notes={{
					plan: `${job.data.requestedBy ?? "Tieout"}, ${momentText(job.data.requestedAt, zone, now).slice(0, -3)}`,
					run: durationText(tookMs(job.data, now)),
				}}
			/>
			<div className={classes.body} data-ended={done || undefined}>
				<section className={classes.plan} aria-label="Replay plan" tabIndex={0}>
					<ReplayPlan plan={replay.data.plan} />
				</section>
				<section className={classes.outcome} aria-label="Outcome">
					{replay.data.outcome === null ? (
						<div className={classes.waitBox}>
							<RunChain runs={replay.data.chain} hereId={jobId} zone={zone} now={now} />
							<JobExplanation job={job.data} />
							{open ? (
								<ReplayProgress job={job.data} zone={zone} now={now} />
							) : (
								<p className="sec">The run ended before it could say what changed. The run’s page shows how far it came.</p>
							)}
						</div>
					) : (
						<OutcomeBody replay={replay.data} outcome={replay.data.outcome} zone={zone} now={now} />
					)}
				</section>
			</div>
		</>
	);
}

function Heads({ job, replay }: { readonly job: JobDetail; readonly replay: Replay }) {
	return (
		<>
			{job.temporalWebUrl === null ? null : (
				<a href={job.temporalWebUrl} target="_blank" rel="noreferrer" className={`${buttonClass({})} desk`}>
					<Icon name="external-link" />
					Open in Temporal Web
				</a>
			)}
			<Link to="/jobs/$jobId" params={{ jobId: replay.jobId }} className={buttonClass({})}>
				<Icon name="player-play" />
				Open the run
			</Link>
			{isOpen(job.status) ? <StopButton jobId={job.id} title={job.title} /> : null}
		</>
	);
}
