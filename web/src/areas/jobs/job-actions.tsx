// What a person can do with a run: stop it while it goes, follow it to what it made.
import { Link } from "@tanstack/react-router";
import { buttonClass } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import type { JobDetail } from "./job-page.tsx";
import { textAt } from "./json-text.ts";
import { isOpen } from "./open-jobs.ts";
import { PauseButton } from "./pause-button.tsx";
import { ReplayButton } from "./replay-button.tsx";
import { StopButton } from "./stop-button.tsx";

export function JobActions({ job }: { readonly job: JobDetail }) {
	const runId = textAt(job.result, "runId") ?? textAt(job.input, "runId");
	const opened = job.kind === "reconcile" && runId !== null && !isOpen(job.status);
	return (
		<>
			{opened ? (
				<Link to="/reconciliation/$runId" params={{ runId }} className={buttonClass({ tone: "primary" })}>
					<Icon name="arrows-exchange" />
					Open the reconciliation
				</Link>
			) : null}
			{job.temporalWebUrl === null ? null : (
				<a href={job.temporalWebUrl} target="_blank" rel="noreferrer" className={buttonClass({})}>
					<Icon name="external-link" />
					Open in Temporal Web
				</a>
			)}
			{job.kind === "replay" ? (
				<Link to="/jobs/$jobId/outcome" params={{ jobId: job.id }} className={buttonClass({ tone: "primary" })}>
					<Icon name="history" />
					Plan and outcome
				</Link>
			) : null}
			{job.kind === "bulk_replay" ? (
				<Link to="/jobs/$jobId/set" params={{ jobId: job.id }} className={buttonClass({ tone: "primary" })}>
					<Icon name="history" />
					See the set
				</Link>
			) : null}
			<ReplayButton job={job} primary={!opened} />
			<PauseButton job={job} />
			{isOpen(job.status) ? <StopButton jobId={job.id} title={job.title} /> : null}
		</>
	);
}
