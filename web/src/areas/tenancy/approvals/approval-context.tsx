// Beside the thing itself: what approving does, on what the answer is bound to, who has to look, and how it came here.
import { Link } from "@tanstack/react-router";
import { Amount } from "../../../kit/amount.tsx";
import { Hash } from "../../../kit/hash.tsx";
import { Icon } from "../../../kit/icon.tsx";
import { type Fact, FactList } from "../../../kit/panel.tsx";
import { fullMomentText, momentText } from "../../../kit/time-text.ts";
import { type ApprovalDetail, amountsOf, askedBy, effectsOf } from "./approval-words.tsx";
import classes from "./approvals.module.css";

interface ApprovalContextProps {
	readonly approval: ApprovalDetail;
	readonly zone: string;
	readonly now: string;
	/** The person who looks. */
	readonly me: string;
}

export function ApprovalContext({ approval, zone, now, me }: ApprovalContextProps) {
	const until = fullMomentText(approval.dueAt, zone);
	const open = approval.status === "open";
	return (
		<aside className={classes.context} aria-label="What you decide on" tabIndex={0}>
			<section>
				<h3>{open ? "What happens if you approve" : "What an approval does"}</h3>
				<ol className={classes.steps}>
					{effectsOf(approval, until).map((effect) => (
						<li key={effect}>{effect}</li>
					))}
				</ol>
			</section>
			<section>
				<h3>Bound to exactly this</h3>
				<FactList facts={boundFacts(approval, zone)} />
				<p className="dim small" style={{ marginTop: 6 }}>
					If anything in it changes, the answer doesn’t count and it comes back here.
				</p>
			</section>
			<section>
				<h3>Four eyes</h3>
				<ul className={classes.lines}>
					<li>
						<Icon name="circle-check" size={14} className={classes.ok} />
						<span>
							<b>{askedBy(approval)}</b> {approval.preparedBy === null ? "asks" : "prepared"}, {momentText(approval.askedAt, zone, now)}
						</span>
					</li>
					<Decider approval={approval} zone={zone} now={now} me={me} />
				</ul>
			</section>
			<section>
				<h3>Trail</h3>
				<ul className={classes.lines}>
					<li>
						<Icon name="history" size={14} />
						<span>Asked {fullMomentText(approval.askedAt, zone)}</span>
					</li>
					{approval.decidedAt === null ? null : (
						<li>
							<Icon name="history" size={14} />
							<span>
								{approval.status === "expired" ? "Ran out" : `${approval.decidedBy ?? "Somebody"} ${approval.status}`}{" "}
								{fullMomentText(approval.decidedAt, zone)}
							</span>
						</li>
					)}
					<li>
						<Icon name="player-play" size={14} />
						<span>
							<Link to="/jobs/$jobId" params={{ jobId: approval.jobId }}>
								{open ? "Open the run that waits" : "Open the run"}
							</Link>
						</span>
					</li>
				</ul>
			</section>
		</aside>
	);
}

function Decider({ approval, zone, now, me }: ApprovalContextProps) {
	if (approval.status !== "open")
		return (
			<li>
				<Icon
					name={approval.status === "approved" ? "circle-check" : approval.status === "rejected" ? "x" : "clock"}
					size={14}
					className={approval.status === "approved" ? classes.ok : approval.status === "rejected" ? classes.no : undefined}
				/>
				<span>
					{approval.decidedBy === null ? (
						"Nobody answered in time"
					) : (
						<>
							<b>{approval.decidedBy}</b> {approval.status}
							{approval.decidedFor === null ? "" : ` for ${approval.decidedFor}, who was away`},{" "}
							{momentText(approval.decidedAt ?? approval.dueAt, zone, now)}
						</>
					)}
				</span>
			</li>
		);
	const others = approval.deciders.filter((name) => name !== me);
	return (
		<li>
			<Icon name="user-question" size={14} className={classes.wait} />
			<span>
				{approval.lock === null ? (
					<>
						<b>{me}</b> decides: you
						{approval.inPlaceOf === null ? "" : `, for ${approval.inPlaceOf}, who is away`}
						{others.length === 0 ? "" : `, or ${others.join(", ")}`}
					</>
				) : others.length === 0 ? (
					`Nobody else here has the permission “${approval.permission}” yet`
				) : (
					<>
						<b>{others.join(", ")}</b> can decide
					</>
				)}
			</span>
		</li>
	);
}

export function boundFacts(approval: ApprovalDetail, zone: string): readonly Fact[] {
	return [
		{ label: "Hash", value: <Hash value={approval.sha256} label="the hash" /> },
		...(approval.connectionName === null ? [] : [{ label: "Connection", value: approval.connectionName }]),
		...amountsOf(approval).map((amount, index) => ({
			label: index === 0 ? "Worth" : "and",
			value: <Amount value={amount} withCurrency />,
		})),
		{ label: "Valid until", value: <span className="num">{fullMomentText(approval.dueAt, zone)}</span> },
	];
}
