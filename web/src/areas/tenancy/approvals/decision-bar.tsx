// The decision about one: bound to what was read. When that changed meanwhile, it is reviewed again before it is answered.
import { useMutation } from "@tanstack/react-query";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { Icon } from "../../../kit/icon.tsx";
import { AnswerBar, type Verdict } from "./answer-bar.tsx";
import { type ApprovalDetail, verbsOf } from "./approval-words.tsx";
import classes from "./approvals.module.css";

interface DecisionBarProps {
	readonly approval: ApprovalDetail;
	readonly onDecided: (approval: ApprovalDetail, verdict: Verdict) => void;
}

/** Asked about again with other content: what was read no longer counts. */
const changedCodes = ["DECISION_CHANGED", "DECISION_UNKNOWN", "DECISION_CLOSED"];

export function DecisionBar({ approval, onDecided }: DecisionBarProps) {
	const decide = useMutation(
		trpc.approvals.decide.mutationOptions({
			onSuccess: (_answer, { verdict }) => onDecided(approval, verdict),
			onSettled: () => {
				for (const router of ["approvals", "jobs"]) void queryClient.invalidateQueries({ queryKey: [[router]] });
			},
		}),
	);
	const failure = decide.error === null ? null : failureOf(decide.error);
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
		<AnswerBar
			commentLabel="Comment"
			placeholder="Comment (needed to reject)"
			missingText="Say why, so that the person who prepared it knows."
			rejectLabel="Reject"
			approveLabel={verbsOf(approval).approve}
			busy={decide.isPending}
			onAnswer={(verdict, comment) => decide.mutate({ id: approval.id, sha256: approval.sha256, verdict, comment })}
		>
			{failure === null ? null : (
				<p className="fail-text small" role="alert">
					{failure.sentence}
				</p>
			)}
		</AnswerBar>
	);
}
