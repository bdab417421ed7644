// A run that waits for a person: what it would delete, on what the answer is bound to, and the two answers.
import { Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { foundGone } from "../../../../domain/sync/mass-delete.ts";
import { api, queryClient } from "../../app/api-client.ts";
import { useMay } from "../../app/session.ts";
import { Amount, counted, countText } from "../../kit/amount.tsx";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { Hash } from "../../kit/hash.tsx";
import { Icon } from "../../kit/icon.tsx";
import { FactList } from "../../kit/panel.tsx";
import { fullMomentText } from "../../kit/time-text.ts";
import classes from "./decision-card.module.css";
import { deletedCount, DeletionTable } from "./deletion-table.tsx";
import type { JobDetail } from "./job-page.tsx";

type Decision = JobDetail["decisions"][number];

interface DecisionCardProps {
	readonly job: JobDetail;
	readonly decision: Decision;
	readonly zone: string;
}

export function DecisionCard({ job, decision, zone }: DecisionCardProps) {
	const { subject } = decision;
	const open = decision.status === "open";
	return (
		<section className={classes.card} aria-label={open ? "Waits for a decision" : "Decision"} data-open={open || undefined}>
			<h2 className={classes.head}>
				<Icon name={open ? "user-question" : decision.status === "approved" ? "circle-check" : "player-stop"} />
				{open ? "Waits for a decision" : decidedTitle(decision.status)}
				<i className="grow" />
				<span className="num">
					{open
						? `kept unless someone approves by ${fullMomentText(decision.dueAt, zone)}`
						: decision.decidedAt === null
							? ""
							: `${decision.decidedBy ?? "Tieout"}, ${fullMomentText(decision.decidedAt, zone)}`}
				</span>
			</h2>
			<div className={classes.grid}>
				<div className={classes.thing}>
					<p>{open ? decision.sentence : foundGone(decision.sentence)}</p>
					<div className={classes.sample} tabIndex={0} role="group" aria-label={open ? "What would be deleted" : "What was asked about"}>
						<DeletionTable deletion={subject} />
					</div>
				</div>
				<div>
					<h3>
						{open ? "What happens if you approve" : decision.status === "approved" ? "What happened" : "What an approval would have done"}
					</h3>
					<ol className={classes.steps}>
						{open ? <li>The waiting run goes on at once.</li> : null}
						{subject.streams.map((stream) => (
							<li key={stream.stream}>
								{countText(stream.count)} of {counted(stream.of, "record")} in {stream.title.toLowerCase()} are closed; their versions stay
								in the history.
							</li>
						))}
						<li>Matches of these rows become exceptions at the next reconciliation.</li>
					</ol>
					<h3>Bound to exactly this</h3>
					<FactList
						facts={[
							{ label: "Hash", value: <Hash value={decision.sha256} label="the hash of the records’ keys" /> },
							...decision.amounts.map((amount, index) => ({
								label: index === 0 ? "Worth" : "",
								value: <Amount value={amount} withCurrency />,
							})),
							{ label: "Asked", value: fullMomentText(decision.askedAt, zone) },
						]}
					/>
				</div>
			</div>
			{open ? (
				<DecisionBar job={job} decision={decision} />
			) : decision.comment === null || decision.comment === "" ? null : (
				<p className={classes.comment}>“{decision.comment}”</p>
			)}
		</section>
	);
}

const orText = (names: readonly string[]): string =>
	names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;

const decidedTitle = (status: string): string =>
	status === "approved"
		? "Approved: the records were deleted"
		: status === "rejected"
			? "Rejected: the records were kept"
			: "Nobody decided in time: the records were kept";

function DecisionBar({ job, decision }: { readonly job: JobDetail; readonly decision: Decision }) {
	const inInbox = useMay("approvals.read");
	const [comment, setComment] = useState("");
	const [missing, setMissing] = useState(false);
	const field = useRef<HTMLTextAreaElement>(null);
	const decide = useMutation({
		// The inbox also takes what a policy gave to other roles, and an answer in somebody's place.
		mutationFn: (verdict: "approve" | "reject") => {
			const answer = { sha256: decision.sha256, verdict, comment: comment.trim() };
			return inInbox
				? api.approvals.decide.mutate({ id: decision.id, ...answer })
				: api.jobs.decide.mutate({ jobId: job.id, decisionId: decision.id, ...answer });
		},
		onSettled: () => {
			for (const router of ["approvals", "jobs"]) void queryClient.invalidateQueries({ queryKey: [[router]] });
		},
	});
	const send = (verdict: "approve" | "reject"): void => {
		if (verdict === "reject" && comment.trim() === "") {
			setMissing(true);
			return field.current?.focus();
		}
		decide.mutate(verdict);
	};
	const { answering } = decision;
	if (answering === null || answering.lock !== null) {
		return (
			<p className={`${classes.bar} sec`}>
				<Icon name="lock" size={14} />
				<span className="grow">
					{answering === null || answering.deciders.length === 0
						? "Nobody here can decide this."
						: `${orText(answering.deciders)} can decide this.`}{" "}
					Until then nothing is deleted.
				</span>
			</p>
		);
	}
	return (
		<div className={classes.bar}>
			{answering.inPlaceOf === null ? null : (
				<p className="row">
					<Icon name="users" size={14} /> You decide this for {answering.inPlaceOf}, who is away.
				</p>
			)}
			<Textarea
				ref={field}
				className="grow"
				aria-label="Comment"
				placeholder="Comment (needed to reject)"
				autosize
				minRows={1}
				maxRows={4}
				value={comment}
				error={missing ? "Say why, so that the next person knows." : undefined}
				onChange={(event) => {
					setComment(event.currentTarget.value);
					setMissing(false);
				}}
			/>
			{decide.error === null ? null : (
				<p className="fail-text small" role="alert">
					{failureOf(decide.error).sentence}
				</p>
			)}
			<Button icon="x" tone="danger" busy={decide.isPending} onClick={() => send("reject")}>
				Reject, keep them
			</Button>
			<Button tone="primary" icon="check" busy={decide.isPending} onClick={() => send("approve")}>
				Approve, delete {countText(deletedCount(decision.subject))}
			</Button>
		</div>
	);
}
