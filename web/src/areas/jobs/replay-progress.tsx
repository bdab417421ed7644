// A replay while it runs: its child runs, each with its state, and the rows of the one that reads now.
import { Link } from "@tanstack/react-router";
import { StatusChip } from "../../kit/status-chip.tsx";
import { jobWords } from "../../kit/status-words.ts";
import { durationText } from "../../kit/time-text.ts";
import type { JobDetail } from "./job-page.tsx";
import { LiveProgress } from "./live-progress.tsx";
import { isOpen } from "./open-jobs.ts";
import { tookMs } from "./jobs-columns.tsx";
import classes from "./child-runs.module.css";

interface ReplayProgressProps {
	readonly job: JobDetail;
	readonly zone: string;
	readonly now: string;
}

export function ReplayProgress({ job, now }: ReplayProgressProps) {
	const reading = job.children.find((child) => isOpen(child.status));
	return (
		<>
			<p className="sec" role="status">
				{job.children.length === 0
					? "The replay starts when a worker is free."
					: "The outcome appears here when the last of these runs is done."}
			</p>
			<ul className={classes.list} aria-label="Child runs">
				{job.children.map((child) => (
					<li key={child.id}>
						<StatusChip words={jobWords} status={child.status} />
						<Link to="/jobs/$jobId" params={{ jobId: child.id }} className="med">
							{child.title}
						</Link>
						<span className="dim num">{durationText(tookMs(child, now))}</span>
					</li>
				))}
			</ul>
			{reading === undefined ? null : <LiveProgress jobId={reading.id} held={reading.status === "waiting"} />}
		</>
	);
}
