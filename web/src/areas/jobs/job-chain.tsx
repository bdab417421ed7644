// Where this run stands among the runs of the same work, and which run started it.
import { Link } from "@tanstack/react-router";
import type { JobDetail } from "./job-page.tsx";
import { RunChain } from "./run-chain.tsx";
import classes from "./run-chain.module.css";

interface JobChainProps {
	readonly job: JobDetail;
	readonly zone: string;
	readonly now: string;
}

export function JobChain({ job, zone, now }: JobChainProps) {
	if (job.chain.length < 2 && job.parentJobId === null) return null;
	return (
		<div className={classes.strip}>
			{job.chain.length < 2 ? null : <RunChain runs={job.chain} hereId={job.id} zone={zone} now={now} />}
			{job.parentJobId === null ? null : (
				<Link to="/jobs/$jobId" params={{ jobId: job.parentJobId }} className="small">
					The run that started this one
				</Link>
			)}
			{job.supersededByJobId === null ? null : (
				<>
					<span className="sec small">A later run took its place, so it no longer counts as failed.</span>
					<Link to="/jobs/$jobId/outcome" params={{ jobId: job.supersededByJobId }} className="small">
						What changed
					</Link>
				</>
			)}
		</div>
	);
}
