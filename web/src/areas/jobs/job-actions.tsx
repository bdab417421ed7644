// What a person can do with a run: stop it while it goes, follow it to what it made.
import { Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useMay } from "../../app/session.ts";
import { Button, buttonClass } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { Icon } from "../../kit/icon.tsx";
import type { JobDetail } from "./job-page.tsx";
import { textAt } from "./json-text.ts";
import { isOpen } from "./open-jobs.ts";

export function JobActions({ job }: { readonly job: JobDetail }) {
	const runId = textAt(job.result, "runId") ?? textAt(job.input, "runId");
	return (
		<>
			{job.kind === "reconcile" && runId !== null && !isOpen(job.status) ? (
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
			{isOpen(job.status) ? <StopButton job={job} /> : null}
		</>
	);
}

function StopButton({ job }: { readonly job: JobDetail }) {
	const may = useMay("jobs.cancel");
	const [asking, setAsking] = useState(false);
	const stop = useMutation(
		trpc.jobs.cancel.mutationOptions({
			onSuccess: () => {
				setAsking(false);
				void queryClient.invalidateQueries({ queryKey: [["jobs"]] });
			},
		}),
	);
	if (!may) return null;
	return (
		<>
			<Button tone="danger" icon="player-stop" onClick={() => setAsking(true)}>
				Stop this run
			</Button>
			<Modal opened={asking} onClose={() => setAsking(false)} title={`Stop “${job.title}”?`} closeButtonProps={{ "aria-label": "Close" }}>
				<p className="sec">Pages that are saved stay, with their cursor; the next run goes on from there. Nothing is undone.</p>
				{stop.error === null ? null : (
					<p className="fail-text" role="alert">
						{failureOf(stop.error).sentence}
					</p>
				)}
				<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
					<Button tone="quiet" onClick={() => setAsking(false)}>
						Let it run
					</Button>
					<Button tone="danger" icon="player-stop" busy={stop.isPending} onClick={() => stop.mutate({ jobId: job.id })}>
						Stop the run
					</Button>
				</div>
			</Modal>
		</>
	);
}
