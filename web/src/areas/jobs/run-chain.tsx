// A chain of runs of the same work: Run 1 failed, Run 2 done. Each run links to its page; the one shown is current.
import { Link } from "@tanstack/react-router";
import { Icon } from "../../kit/icon.tsx";
import { WordChip } from "../../kit/status-chip.tsx";
import { jobWords, wordFor } from "../../kit/status-words.ts";
import { fullMomentText, momentText } from "../../kit/time-text.ts";
import classes from "./run-chain.module.css";

export interface ChainRun {
	readonly jobId: string;
	readonly status: string;
	readonly requestedAt: string;
	readonly closedAt: string | null;
}

interface RunChainProps {
	readonly runs: readonly ChainRun[];
	readonly hereId: string;
	readonly zone: string;
	readonly now: string;
}

/** Every run but the last was replaced by the next one, whatever it ended as. */
export function RunChain({ runs, hereId, zone, now }: RunChainProps) {
	return (
		<ol className={classes.chain} aria-label="Runs in this chain">
			{runs.map((run, index) => {
				const word = wordFor(jobWords, run.status);
				const last = index === runs.length - 1;
				const at = run.closedAt ?? run.requestedAt;
				const chip = (
					<WordChip
						word={`Run ${index + 1} \u00b7 ${word.word.toLowerCase()} ${momentText(at, zone, now).slice(0, -3)}`}
						icon={last ? word.icon : "history"}
						tone={last ? word.tone : "replay"}
					/>
				);
				return (
					<li key={run.jobId} title={fullMomentText(at, zone)}>
						{index === 0 ? null : <Icon name="arrow-right" size={14} />}
						{run.jobId === hereId ? (
							<span aria-current="true" className={classes.here}>
								{chip}
							</span>
						) : (
							<Link to="/jobs/$jobId" params={{ jobId: run.jobId }}>
								{chip}
							</Link>
						)}
					</li>
				);
			})}
		</ol>
	);
}
