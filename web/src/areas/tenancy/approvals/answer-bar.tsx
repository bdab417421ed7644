// The two answers with their comment, always in view. A arms approve and Enter confirms, so that one key never decides; X rejects, which
// needs a word why; C writes it.
import { Textarea } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "../../../kit/button.tsx";
import { useKeys } from "../../../kit/use-keys.ts";
import classes from "./approvals.module.css";

export type Verdict = "approve" | "reject";

interface AnswerBarProps {
	readonly commentLabel: string;
	readonly placeholder: string;
	/** Said when somebody rejects without a comment. */
	readonly missingText: string;
	readonly approveLabel: string;
	readonly rejectLabel: string;
	readonly busy: boolean;
	/** What is read out instead of which button Enter presses. */
	readonly status?: string | undefined;
	/** @param comment trimmed; never empty for a rejection */
	readonly onAnswer: (verdict: Verdict, comment: string) => void;
	/** Below the answers. */
	readonly children?: ReactNode;
}

export function AnswerBar({ onAnswer, busy, approveLabel, status, ...props }: AnswerBarProps) {
	const [comment, setComment] = useState("");
	const [missing, setMissing] = useState(false);
	const [armed, setArmed] = useState(false);
	const bar = useRef<HTMLDivElement>(null);
	const field = useRef<HTMLTextAreaElement>(null);
	const without = comment.trim() === "";
	const askWhy = (): void => {
		setMissing(true);
		field.current?.focus();
	};
	const send = (verdict: Verdict): void => {
		if (busy) return;
		if (verdict === "reject" && without) return askWhy();
		setArmed(false);
		onAnswer(verdict, comment.trim());
	};
	const focusOf = (verdict: Verdict): void => bar.current?.querySelector<HTMLElement>(`[data-verdict="${verdict}"]`)?.focus();
	useKeys({
		a: () => {
			setArmed(true);
			focusOf("approve");
		},
		x: (event) => {
			event.preventDefault();
			if (without) askWhy();
			else focusOf("reject");
		},
		c: (event) => {
			event.preventDefault();
			field.current?.focus();
		},
	});
	return (
		<div className={classes.bar} ref={bar} role="group" aria-label="Your decision">
			<Textarea
				ref={field}
				className="grow"
				aria-label={props.commentLabel}
				placeholder={props.placeholder}
				autosize
				minRows={1}
				maxRows={4}
				maxLength={4000}
				value={comment}
				error={missing ? props.missingText : undefined}
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
			<Button data-verdict="reject" icon="x" tone="danger" shortcut="X" busy={busy} onClick={() => send("reject")}>
				{props.rejectLabel}
			</Button>
			<Button
				data-verdict="approve"
				tone="primary"
				icon="check"
				shortcut={armed ? "↵" : "A"}
				busy={busy}
				className={armed ? classes.armed : undefined}
				onBlur={() => setArmed(false)}
				onClick={() => send("approve")}
			>
				{approveLabel}
			</Button>
			{props.children}
			<span className="vh" role="status">
				{status ?? (armed ? `Enter confirms: ${approveLabel}` : "")}
			</span>
		</div>
	);
}
