// One answer to several alike: each is listed, each is asked for by itself and judged by itself, and each says how it ended.
import { Textarea } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { api, queryClient } from "../../../app/api-client.ts";
import { Amount, counted, countText } from "../../../kit/amount.tsx";
import { Button, IconButton } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { Icon } from "../../../kit/icon.tsx";
import { useKeys } from "../../../kit/use-keys.ts";
import type { Approval } from "./approval-groups.ts";
import { actionWord, amountsOf, askedBy } from "./approval-words.tsx";
import classes from "./approvals.module.css";

type Verdict = "approve" | "reject";
type Outcome =
	| { readonly kind: "asking" }
	| { readonly kind: "done"; readonly verdict: Verdict }
	| { readonly kind: "refused"; readonly why: string };

interface AnswerSeveralProps {
	readonly chosen: readonly Approval[];
	readonly onDrop: (id: string) => void;
	readonly onClear: () => void;
}

export function AnswerSeveral({ chosen, onDrop, onClear }: AnswerSeveralProps) {
	const [comment, setComment] = useState("");
	const [missing, setMissing] = useState(false);
	const [armed, setArmed] = useState(false);
	const [busy, setBusy] = useState(false);
	const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
	const field = useRef<HTMLTextAreaElement>(null);
	const primary = useRef<HTMLDivElement>(null);
	const head = useRef<HTMLDivElement>(null);
	const left = chosen.filter(({ id }) => outcomes.get(id)?.kind !== "done");
	const word = actionWord(chosen[0]?.action ?? "");
	const tally = (kind: Outcome["kind"]): number => chosen.filter(({ id }) => outcomes.get(id)?.kind === kind).length;
	const answer = async (verdict: Verdict): Promise<void> => {
		if (busy) return;
		if (verdict === "reject" && comment.trim() === "") {
			setMissing(true);
			return field.current?.focus();
		}
		setBusy(true);
		const say = (id: string, outcome: Outcome): void => setOutcomes((before) => new Map(before).set(id, outcome));
		for (const { id, sha256 } of left) {
			say(id, { kind: "asking" });
			try {
				await api.approvals.decide.mutate({ id, sha256, verdict, comment: comment.trim() });
				say(id, { kind: "done", verdict });
			} catch (error) {
				say(id, { kind: "refused", why: failureOf(error).sentence });
			}
		}
		setBusy(false);
		setArmed(false);
		// The buttons go with the last answer: the focus must not go with them.
		head.current?.querySelector<HTMLElement>("button")?.focus();
		for (const router of ["approvals", "jobs"]) void queryClient.invalidateQueries({ queryKey: [[router]] });
	};
	const focusOf = (verdict: Verdict): void => primary.current?.querySelector<HTMLElement>(`[data-verdict="${verdict}"]`)?.focus();
	useKeys({
		a: () => {
			setArmed(true);
			focusOf("approve");
		},
		x: (event) => {
			event.preventDefault();
			if (comment.trim() !== "") return focusOf("reject");
			setMissing(true);
			field.current?.focus();
		},
		c: (event) => {
			event.preventDefault();
			field.current?.focus();
		},
	});
	return (
		<section className={`${classes.item} ${classes.several}`} aria-label="Answer several">
			<div className={classes.head} ref={head}>
				<div className="row wrap">
					<h2 className="grow">{counted(chosen.length, word, `${word}s`.replace(/ys$/, "ies"))} chosen</h2>
					<Button size="small" tone="quiet" shortcut="Esc" onClick={onClear}>
						{left.length === 0 ? "Back to the list" : "Choose none"}
					</Button>
				</div>
				<p>Each is answered by itself, bound to what is listed here. What changed meanwhile, or isn’t yours, is refused and stays.</p>
			</div>
			<ul className={`${classes.body} ${classes.chosen}`}>
				{chosen.map((approval) => (
					<li key={approval.id}>
						<span className="grow">
							<Link to="/approvals" search={(before) => ({ ...before, open: approval.id })} onClick={onClear}>
								{approval.title}
							</Link>
							<span className="sec small">{approval.sentence}</span>
							<span className="dim small">
								{askedBy(approval)}
								{approval.inPlaceOf === null ? "" : ` · you decide for ${approval.inPlaceOf}`}
							</span>
							<Ended outcome={outcomes.get(approval.id)} />
						</span>
						<span className={classes.worths}>
							{amountsOf(approval).map((amount) => (
								<Amount key={amount.currency} value={amount} withCurrency />
							))}
						</span>
						{outcomes.get(approval.id)?.kind === "done" || busy ? null : (
							<IconButton icon="x" label={`Leave out: ${approval.title}`} onClick={() => onDrop(approval.id)} />
						)}
					</li>
				))}
			</ul>
			<div className={classes.bar} ref={primary} role="group" aria-label="Your decision">
				{left.length === 0 ? (
					<p className={classes.said}>
						<Icon name="circle-check" size={14} /> All {countText(chosen.length)} are answered.
					</p>
				) : (
					<>
						<Textarea
							ref={field}
							className="grow"
							aria-label="Comment for each of them"
							placeholder="Comment for each (needed to reject)"
							autosize
							minRows={1}
							maxRows={4}
							maxLength={4000}
							value={comment}
							error={missing ? "Say why, so that whoever prepared them knows." : undefined}
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
						<Button data-verdict="reject" icon="x" tone="danger" shortcut="X" busy={busy} onClick={() => void answer("reject")}>
							Reject {countText(left.length)}
						</Button>
						<Button
							data-verdict="approve"
							tone="primary"
							icon="check"
							shortcut={armed ? "↵" : "A"}
							busy={busy}
							className={armed ? classes.armed : undefined}
							onBlur={() => setArmed(false)}
							onClick={() => void answer("approve")}
						>
							Approve {countText(left.length)}
						</Button>
					</>
				)}
				<span className="vh" role="status">
					{busy
						? `Answering: ${countText(tally("done"))} of ${countText(chosen.length)}`
						: outcomes.size === 0
							? armed
								? `Enter confirms: approve ${countText(left.length)}`
								: ""
							: `${countText(tally("done"))} answered, ${countText(tally("refused"))} refused`}
				</span>
			</div>
		</section>
	);
}

function Ended({ outcome }: { readonly outcome: Outcome | undefined }) {
	if (outcome === undefined) return null;
	if (outcome.kind === "asking") return <span className="small dim">Being answered</span>;
	if (outcome.kind === "refused")
		return (
			<span className="small fail-text row">
				<Icon name="alert-triangle" size={14} /> {outcome.why}
			</span>
		);
	return (
		<span className="small row">
			<Icon name="circle-check" size={14} className={classes.ok} /> {outcome.verdict === "approve" ? "Approved" : "Rejected"}
		</span>
	);
}
