// The counts of an outcome, its chain of runs, and the diff below them.
import { counted } from "../../kit/amount.tsx";
import { FootBar } from "../../kit/page.tsx";
import { Icon } from "../../kit/icon.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { useDiffGroup } from "./diff-groups.ts";
import type { Replay } from "./outcome-page.tsx";
import { OutcomeTiles, type ReplayOutcome } from "./outcome-tiles.tsx";
import { ReplayDiff } from "./replay-diff.tsx";
import diffClasses from "./replay-diff.module.css";
import classes from "./replay.module.css";
import { RunChain } from "./run-chain.tsx";

interface OutcomeBodyProps {
	readonly replay: Replay;
	readonly outcome: ReplayOutcome;
	readonly zone: string;
	readonly now: string;
}

export function OutcomeBody({ replay, outcome, zone, now }: OutcomeBodyProps) {
	const matches = useDiffGroup(replay.jobId, "matches", true);
	const exceptions = useDiffGroup(replay.jobId, "exceptions", true);
	const records = useDiffGroup(replay.jobId, "records", true);
	const groups = [matches, exceptions, records];
	const total = groups.reduce((sum, group) => sum + group.total, 0);
	const shown = groups.reduce((sum, group) => sum + group.rows.length, 0);
	const loading = groups.some((group) => group.loading && group.rows.length === 0);
	const at = replay.chain.findIndex((run) => run.jobId === replay.jobId);
	const runNo = at < 0 ? replay.chain.length : at + 1;
	return (
		<>
			<OutcomeTiles outcome={outcome} />
			<div className={diffClasses.bar}>
				<RunChain runs={replay.chain} hereId={replay.jobId} zone={zone} now={now} />
				<span className="grow" />
				<span className="small sec num">
					{counted(outcome.origin.source, "row")} changed at the source, {counted(outcome.origin.us, "row")} by us
				</span>
			</div>
			{total === 0 && !loading ? (
				<div className="fill">
					<EmptyState title="Nothing changed">
						{`${counted(outcome.rows.unchanged, "row")} ${outcome.rows.unchanged === 1 ? "was" : "were"} read again and ${outcome.rows.unchanged === 1 ? "is" : "are"} what ${outcome.rows.unchanged === 1 ? "it was" : "they were"}. No match and no exception moved.`}
					</EmptyState>
				</div>
			) : (
				<ReplayDiff
					groups={groups}
					beforeTitle={runNo > 1 ? `Run ${runNo - 1}, before` : "Before"}
					afterTitle={runNo > 1 ? `Run ${runNo}, after` : "After"}
				/>
			)}
			<FootBar>
				<span className="num">
					Showing {shown} of {counted(total, "difference")}
				</span>
				<span className="grow" />
				{outcome.tie === null ? null : (
					<span className={outcome.tie.ties ? classes.ties : `${classes.ties} ${classes.off}`}>
						<Icon name={outcome.tie.ties ? "equal" : "equal-not"} size={13} stroke={2.25} />
						{outcome.tie.sentence}
					</span>
				)}
			</FootBar>
		</>
	);
}
