// One thing that waits: what it is in its own form, its context, and the answer.
import { useQuery } from "@tanstack/react-query";
import { foundGone } from "../../../../../domain/sync/mass-delete.ts";
import { useMe } from "../../../app/session.ts";
import { trpc } from "../../../app/api-client.ts";
import { IconButton } from "../../../kit/button.tsx";
import { Icon } from "../../../kit/icon.tsx";
import { FactList } from "../../../kit/panel.tsx";
import { ErrorState, LoadingState } from "../../../kit/states.tsx";
import { WordChip } from "../../../kit/status-chip.tsx";
import { fullMomentText } from "../../../kit/time-text.ts";
import { ApprovalContext, boundFacts } from "./approval-context.tsx";
import { type ApprovalDetail, approvalWords, askedBy } from "./approval-words.tsx";
import classes from "./approvals.module.css";
import { DeletionTable } from "../../jobs/deletion-table.tsx";
import { ImportFacts } from "./import-facts.tsx";
import { ChangeTable } from "./change-table.tsx";
import { DecisionBar } from "./decision-bar.tsx";

interface ApprovalItemProps {
	readonly id: string;
	readonly zone: string;
	readonly now: string;
	readonly onBack: () => void;
	readonly onDecided: (approval: ApprovalDetail, verdict: "approve" | "reject") => void;
}

export function ApprovalItem({ id, zone, now, onBack, onDecided }: ApprovalItemProps) {
	const me = useMe();
	const query = useQuery(trpc.approvals.get.queryOptions({ id }));
	const approval = query.data;
	if (approval === undefined)
		return (
			<div className={classes.item}>
				{query.isPending ? <LoadingState /> : <ErrorState error={query.error} retry={() => void query.refetch()} />}
			</div>
		);
	return (
		<>
			<section className={classes.item} aria-label={approval.title} tabIndex={-1}>
				<div className={classes.head}>
					<div className="row wrap">
						<span className="mob">
							<IconButton icon="arrow-left" label="Back to the list" onClick={onBack} />
						</span>
						<WordChip {...chipOf(approval)} />
						<h2>{approval.title}</h2>
					</div>
					<p>{approval.status === "open" || approval.deletion === null ? approval.sentence : foundGone(approval.sentence)}</p>
					{approval.inPlaceOf === null ? null : (
						<p className="row">
							<Icon name="users" size={14} /> You decide this for {approval.inPlaceOf}, who is away.
						</p>
					)}
					{approval.reason === null ? null : (
						<p>
							{askedBy(approval)} says: “{approval.reason}”
						</p>
					)}
				</div>
				<div className={classes.body} tabIndex={0} role="group" aria-label="What is decided on">
					<div className={classes.mobile} style={{ padding: "10px 12px" }}>
						<FactList facts={boundFacts(approval, zone)} />
					</div>
					{approval.deletion === null ? null : <DeletionTable deletion={approval.deletion} />}
					{approval.file === null ? null : <ImportFacts approval={approval} file={approval.file} />}
					{approval.diff === null || approval.file !== null ? null : (
						<ChangeTable
							before={approval.diff.before}
							after={approval.diff.after}
							words={approval.status === "open" ? undefined : decidedWords}
						/>
					)}
					<Narrow approval={approval} zone={zone} now={now} me={me.user.name} />
				</div>
				<Answer approval={approval} zone={zone} onDecided={onDecided} />
			</section>
			<Wide approval={approval} zone={zone} now={now} me={me.user.name} />
		</>
	);
}

const decidedWords = { before: "Before", after: "As asked" };

type ContextProps = Parameters<typeof ApprovalContext>[0];

const Narrow = (props: ContextProps) => (
	<div className={classes.narrow}>
		<ApprovalContext {...props} />
	</div>
);

const Wide = (props: ContextProps) => (
	<div className={classes.wide}>
		<ApprovalContext {...props} />
	</div>
);

function chipOf({ status, lock }: ApprovalDetail) {
	if (status !== "open") return approvalWords[status];
	return { ...approvalWords.open, word: lock === null ? "Waits for you" : "Waits for somebody else" };
}

const lockText: Readonly<Record<NonNullable<ApprovalDetail["lock"]>, (permission: string) => string>> = {
	own: () => "You prepared this, so somebody else decides it.",
	about: () => "This is about your own role, so somebody else decides it.",
	permission: (permission) => `Your role can’t decide this: it needs the permission “${permission}”.`,
};

function Answer({ approval, zone, onDecided }: Pick<ApprovalItemProps, "zone" | "onDecided"> & { readonly approval: ApprovalDetail }) {
	if (approval.status !== "open")
		return (
			<div className={classes.bar}>
				<p className={classes.said}>
					<Icon name={approvalWords[approval.status].icon} size={14} />
					<span>
						{approval.status === "expired"
							? `Nobody answered by ${fullMomentText(approval.dueAt, zone)}. Nothing was done.`
							: `${approval.decidedBy ?? "Somebody"} ${approval.status} this, ${fullMomentText(approval.decidedAt ?? approval.dueAt, zone)}.`}
						{approval.comment === null || approval.comment === "" ? null : <> “{approval.comment}”</>}
					</span>
				</p>
			</div>
		);
	if (approval.lock !== null)
		return (
			<div className={classes.bar}>
				<p className={`${classes.said} sec`}>
					<Icon name="lock" size={14} />
					{lockText[approval.lock](approval.permission)}
					{approval.deciders.length === 0 ? "" : ` ${approval.deciders.join(", ")} can.`}
				</p>
			</div>
		);
	// Another item starts with an empty comment and nothing armed; so does one whose content changed.
	return <DecisionBar key={`${approval.id} ${approval.sha256}`} approval={approval} onDecided={onDecided} />;
}
