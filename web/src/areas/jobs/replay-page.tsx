// A replay before it runs: its plan, the choices, and the one button. Nothing happens until that is pressed.
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useMay } from "../../app/session.ts";
import { Button, buttonClass } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { PageHead, TopBar } from "../../kit/page.tsx";
import { EmptyState, ErrorState, LoadingState, NoticeBar } from "../../kit/states.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { jobWords } from "../../kit/status-words.ts";
import { ReplayChoices } from "./replay-choices.tsx";
import { ReplayPlan, type ReplayPlanData } from "./replay-plan.tsx";
import { replayInput, type ReplaySearch } from "./replay-search.ts";
import { ReplaySteps } from "./replay-steps.tsx";
import classes from "./replay.module.css";
import { StopButton } from "./stop-button.tsx";

const route = getRouteApi("/shell/jobs/$jobId/replay");

export function ReplayPage() {
	const { jobId } = route.useParams();
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/jobs/$jobId/replay" });
	const may = useMay("jobs.replay");
	const input = replayInput(jobId, search);
	const query = useQuery(
		trpc.replays.plan.queryOptions(input, { enabled: may, placeholderData: keepPreviousData, staleTime: 0, refetchOnMount: "always" }),
	);
	const plan = query.data;
	// Stored pages are the standard; where they can't be processed, the plan of the other way is shown at once.
	const other = search.mode === undefined && plan !== undefined && !query.isPlaceholderData ? wayThatIsOpen(plan) : null;
	useEffect(() => {
		if (other !== null) void navigate({ search: (before) => ({ ...before, mode: other }), replace: true });
	}, [other, navigate]);
	const crumbs = [
		{ label: "Jobs", to: "/jobs" as const },
		{ label: plan?.of.title ?? "Job", to: "/jobs/$jobId" as const, params: { jobId } },
		{ label: "Plan a replay" },
	];
	if (!may) {
		return (
			<>
				<TopBar crumbs={crumbs} />
				<PageHead title="Plan a replay" />
				<EmptyState title="Your role can’t replay runs">A controller, a preparer or an engineer of this company can.</EmptyState>
			</>
		);
	}
	if (plan === undefined) {
		return (
			<>
				<TopBar crumbs={crumbs} />
				<PageHead title="Plan a replay" />
				{query.isPending ? <LoadingState /> : <ErrorState error={query.error} retry={() => void query.refetch()} />}
			</>
		);
	}
	const change = (next: ReplaySearch): void => void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
	return (
		<>
			<TopBar crumbs={crumbs} />
			<PageHead
				title={`Replay: ${plan.of.title}`}
				beside={
					<span className="row">
						<span className="sec small desk">the run it replaces</span>
						<StatusChip words={jobWords} status={plan.of.status} />
					</span>
				}
			/>
			<ReplaySteps at="plan" notes={{}} />
			<div className={classes.body} aria-busy={query.isPlaceholderData || undefined}>
				<section className={classes.plan} aria-label="Replay plan" tabIndex={0}>
					<ReplayPlan plan={plan} />
				</section>
				<section className={classes.outcome} aria-label="Choices">
					{query.error === null ? null : <NoticeBar tone="fail">{failureOf(query.error).sentence}</NoticeBar>}
					<ReplayChoices plan={plan} search={search} onChange={change} />
					<StartReplay plan={plan} input={input} planning={query.isFetching} />
				</section>
			</div>
		</>
	);
}

/** The other way, when the shown one is closed and the other isn't. */
function wayThatIsOpen(plan: ReplayPlanData): ReplayPlanData["mode"] | null {
	if (plan.modes.find(({ mode }) => mode === plan.mode)?.why == null) return null;
	return plan.modes.find(({ why }) => why === null)?.mode ?? null;
}

interface StartReplayProps {
	readonly plan: ReplayPlanData;
	readonly input: ReturnType<typeof replayInput>;
	readonly planning: boolean;
}

function StartReplay({ plan, input, planning }: StartReplayProps) {
	const navigate = useNavigate();
	const start = useMutation(
		trpc.replays.start.mutationOptions({
			onSuccess: ({ jobId }) => {
				void queryClient.invalidateQueries({ queryKey: [["jobs"]] });
				void navigate({ to: "/jobs/$jobId/outcome", params: { jobId } });
			},
		}),
	);
	const refusal = plan.refusal;
	return (
		<div className={classes.waitBox}>
			{refusal === null ? (
				<p className="sec">
					The run it replaces stays in the history with all its pages and stops counting as failed once this one is done. What a person
					confirmed is never changed.
				</p>
			) : (
				<>
					<p className="wait-text med" role="status">
						{refusal.sentence}
					</p>
					{refusal.jobId === null ? null : (
						<span className="row wrap">
							<StopButton jobId={refusal.jobId} title={plan.of.title} label="Stop it first" />
							<Link to="/jobs/$jobId" params={{ jobId: refusal.jobId }} className={buttonClass({})}>
								Watch the run
							</Link>
						</span>
					)}
				</>
			)}
			{start.error === null ? null : (
				<p className="fail-text" role="alert">
					{failureOf(start.error).sentence}
				</p>
			)}
			<Button
				tone="primary"
				icon="player-track-next"
				disabled={refusal !== null || planning}
				busy={start.isPending}
				onClick={() => start.mutate({ ...input, mode: plan.mode })}
			>
				{plan.action}
			</Button>
		</div>
	);
}
