// What a replay will do, before it does it: read again, written in Tieout, written outside, what it may disturb, cost.
import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { countText } from "../../kit/amount.tsx";
import { PlanBlock, PlanLine, planCount } from "./plan-block.tsx";

export type ReplayPlanData = RouterOutputs["replays"]["plan"];

export function ReplayPlan({ plan }: { readonly plan: ReplayPlanData }) {
	return (
		<>
			<PlanBlock icon="copy-read" title="Read again">
				{plan.read.length === 0 ? <PlanLine what="Nothing" value="0" /> : null}
				{plan.read.map((line) => (
					<PlanLine key={line.what} what={line.what} value={planCount(line.count, line.about)} detail={line.detail} />
				))}
				{plan.notRead.map((line) => (
					<PlanLine
						key={line.what}
						what={`Not read again: ${line.what}`}
						value={line.count === null ? "" : planCount(line.count, false)}
						quiet
					/>
				))}
			</PlanBlock>
			<PlanBlock icon="pencil-bolt" title="Written in Tieout">
				{plan.written.map((line) => (
					<PlanLine
						key={line.what}
						icon={line.guard === "locked" ? "lock" : "shield-check"}
						what={line.what}
						value={planCount(line.count, line.about)}
						detail={guardText(line)}
					/>
				))}
			</PlanBlock>
			<PlanBlock icon="world" title="Written outside Tieout">
				{plan.outside.length === 0 ? (
					<PlanLine what="Stripe, NetSuite, bank, mail" value={<b>nothing</b>} detail={plan.outsideSentence} />
				) : (
					plan.outside.map((line) => <PlanLine key={line.system} what={line.system} value={countText(line.count)} />)
				)}
			</PlanBlock>
			<PlanBlock icon="alert-circle" title="What it may disturb">
				{plan.disturbs.length === 0 ? (
					<PlanLine what="Matches and exceptions" value="none" detail="No reconciliation has read these rows yet." />
				) : null}
				{plan.disturbs.map((line) => (
					<PlanLine key={line.what} what={line.what} value={planCount(line.count, false)} detail={line.sentence} />
				))}
			</PlanBlock>
			<PlanBlock icon="gauge" title="Cost">
				{plan.cost.requests.map((line) => (
					<PlanLine
						key={line.vendor}
						what={`${line.vendor} requests`}
						value={planCount(line.count, line.count !== null && line.count > 0)}
					/>
				))}
				<PlanLine
					what="Code version"
					value={<span className="mono">{plan.cost.version ?? "not known"}</span>}
					detail={versionNote(plan.cost)}
				/>
				{plan.cost.after.length === 0 ? <PlanLine what="Runs after it" value="none" /> : null}
				{plan.cost.after.map((run) => (
					<PlanLine key={run.title} what="Runs after it" value={<RunAfter title={run.title} runId={run.runId} />} />
				))}
			</PlanBlock>
		</>
	);
}

const guardText = ({ guard, how }: ReplayPlanData["written"][number]): string => {
	const word = guard === "locked" ? "Locked" : "Guarded";
	return how.startsWith(word) ? how : `${word}: ${how}`;
};

const versionNote = ({ version, versionBefore }: ReplayPlanData["cost"]): string =>
	versionBefore === null || versionBefore === version ? "" : `the first run used ${versionBefore}`;

function RunAfter({ title, runId }: { readonly title: string; readonly runId: string | null }) {
	if (runId === null) return title;
	return (
		<Link to="/reconciliation/$runId" params={{ runId }}>
			{title}
		</Link>
	);
}
