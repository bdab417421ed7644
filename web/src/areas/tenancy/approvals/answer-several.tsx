// One answer to several alike: each is listed, each is asked for by itself and judged by itself, and each says how it ended.
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { api, queryClient } from "../../../app/api-client.ts";
import { Amount, counted, countText } from "../../../kit/amount.tsx";
import { Button, IconButton } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { Icon } from "../../../kit/icon.tsx";
import { AnswerBar, type Verdict } from "./answer-bar.tsx";
import type { Approval } from "./approval-groups.ts";
import { actionWord, amountsOf, askedBy } from "./approval-words.tsx";
import classes from "./approvals.module.css";

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
	const [busy, setBusy] = useState(false);
	const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
	const head = useRef<HTMLDivElement>(null);
	const left = chosen.filter(({ id }) => outcomes.get(id)?.kind !== "done");
	const word = actionWord(chosen[0]?.action ?? "");
	const tally = (kind: Outcome["kind"]): number => chosen.filter(({ id }) => outcomes.get(id)?.kind === kind).length;
	const answer = async (verdict: Verdict, comment: string): Promise<void> => {
		setBusy(true);
		const say = (id: string, outcome: Outcome): void => setOutcomes((before) => new Map(before).set(id, outcome));
		for (const { id, sha256 } of left) {
			say(id, { kind: "asking" });
			try {
				await api.approvals.decide.mutate({ id, sha256, verdict, comment });
				say(id, { kind: "done", verdict });
			} catch (error) {
				say(id, { kind: "refused", why: failureOf(error).sentence });
			}
		}
		setBusy(false);
		// The buttons go with the last answer: the focus must not go with them.
		head.current?.querySelector<HTMLElement>("button")?.focus();
		for (const router of ["approvals", "jobs"]) void queryClient.invalidateQueries({ queryKey: [[router]] });
	};
	const status = busy
		? `Answering: ${countText(tally("done"))} of ${countText(chosen.length)}`
		: outcomes.size === 0
			? undefined
			: `${countText(tally("done"))} answered, ${countText(tally("refused"))} refused`;
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
			{left.length === 0 ? (
				<div className={classes.bar}>
					<p className={classes.said}>
						<Icon name="circle-check" size={14} /> All {countText(chosen.length)} are answered.
					</p>
					<span className="vh" role="status">
						{status}
					</span>
				</div>
			) : (
				<AnswerBar
					commentLabel="Comment for each of them"
					placeholder="Comment for each (needed to reject)"
					missingText="Say why, so that whoever prepared them knows."
					rejectLabel={`Reject ${countText(left.length)}`}
					approveLabel={`Approve ${countText(left.length)}`}
					busy={busy}
					status={status}
					onAnswer={(verdict, comment) => void answer(verdict, comment)}
				/>
			)}
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
