// The two answers, always in view. A arms approve and Enter confirms, so that one key never decides; X rejects, which needs a word why.
import { Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { Icon } from "../../../kit/icon.tsx";
import { useKeys } from "../../../kit/use-keys.ts";
import { type ApprovalDetail, verbsOf } from "./approval-words.tsx";
import classes from "./approvals.module.css";

interface DecisionBarProps {
	readonly approval: ApprovalDetail;
	readonly onDecided: (approval: ApprovalDetail, verdict: "approve" | "reject") => void;
}

/** Asked about again with other content: what was read no longer counts. */
const changedCodes = ["DECISION_CHANGED", "DECISION_UNKNOWN", "DECISION_CLOSED"];

export function DecisionBar({ approval, onDecided }: DecisionBarProps) {
	const [comment, setComment] = useState("");
	const [missing, setMissing] = useState(false);
	const [armed, setArmed] = useState(false);
	const bar = useRef<HTMLDivElement>(null);
	const field = useRef<HTMLTextAreaElement>(null);
	const decide = useMutation(
		trpc.approvals.decide.mutationOptions({
			onSuccess: (_answer, { verdict }) => onDecided(approval, verdict),
			onSettled: () => {
				for (const router of ["approvals", "jobs"]) void queryClient.invalidateQueries({ queryKey: [[router]] });
			},
		}),
	);
	const failure = decide.error === null ? null : failureOf(decide.error);
	const { approve } = verbsOf(approval);
	const send = (verdict: "approve" | "reject"): void => {
		if (decide.isPending) return;
		if (verdict === "reject" && comment.trim() === "") {
			setMissing(true);
			return field.current?.focus();
		}
		decide.mutate({ id: approval.id, sha256: approval.sha256, verdict, comment: comment.trim() });
	};
	const focusOf = (verdict: string): void => bar.current?.querySelector<HTMLElement>(`[data-verdict="${verdict}"]`)?.focus();
	useKeys({
		a: () => {
			setArmed(true);
			focusOf("approve");
		},
		x: (event) => {
			event.preventDefault();
			if (comment.trim() === "") {
				setMissing(true);
				field.current?.focus();
			} else focusOf("reject");
		},
		c: (event) => {
			event.preventDefault();
			field.current?.focus();
		},
	});
	if (failure !== null && changedCodes.includes(failure.code)) {
		return (
			<div className={classes.bar} role="alert">
				<p className="wait-text row">
					<Icon name="alert-circle" /> {failure.sentence}
				</p>
				<Button
					onClick={() => {
						decide.reset();
						void queryClient.invalidateQueries({ queryKey: [["approvals"]] });
					}}
				>
					Review it again
				</Button>
			</div>
		);
	}
	return (
		<div className={classes.bar} ref={bar} role="group" aria-label="Your decision">
			<Textarea
				ref={field}
				className="grow"
				aria-label="Comment"
				placeholder="Comment (needed to reject)"
				autosize
				minRows={1}
				maxRows={4}
				maxLength={4000}
				value={comment}
				error={missing ? "Say why, so that the person who prepared it knows." : undefined}
				onChange={(event) => {
					setComment(event.currentTarget.value);
					setMissing(false);
				}}
				onKeyDown={(event) => {
					if (event.key !== "Escape") return;
					event.preventDefault();
					event.currentTarget.blur();
				}}
			/>
			<Button data-verdict="reject" icon="x" tone="danger" shortcut="X" busy={decide.isPending} onClick={() => send("reject")}>
				Reject
			</Button>
			<Button
				data-verdict="approve"
				tone="primary"
				icon="check"
				shortcut={armed ? "↵" : "A"}
				busy={decide.isPending}
				className={armed ? classes.armed : undefined}
				onBlur={() => setArmed(false)}
				onClick={() => send("approve")}
			>
				{approve}
			</Button>
			{failure === null ? null : (
				<p className="fail-text small" role="alert">
					{failure.sentence}
				</p>
			)}
			<span className="vh" role="status">
				{armed ? `Enter confirms: ${approve}` : ""}
			</span>
		</div>
	);
}
