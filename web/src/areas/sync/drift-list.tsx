// What changed in the shape of a source's answers: fields added, gone or of another type, each accepted or ignored by a person.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useMay } from "../../app/session.ts";
import { countText } from "../../kit/amount.tsx";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { PanelSection } from "../../kit/panel.tsx";
import { ErrorState, LoadingState } from "../../kit/states.tsx";
import { fullMomentText, momentText } from "../../kit/time-text.ts";
import { streamText } from "../jobs/job-kinds.ts";
import classes from "./connections.module.css";

type Change = RouterOutputs["connections"]["drift"]["rows"][number];

interface DriftListProps {
	readonly connectionId: string;
	readonly zone: string;
	readonly now: string;
}

export function DriftList({ connectionId, zone, now }: DriftListProps) {
	const [all, setAll] = useState(false);
	const query = useQuery(trpc.connections.drift.queryOptions({ id: connectionId }));
	if (query.data === undefined) {
		return query.isPending ? <LoadingState /> : <ErrorState error={query.error} retry={() => void query.refetch()} />;
	}
	const { rows, open } = query.data;
	if (rows.length === 0) return null;
	const shown = all ? rows : rows.filter((row) => row.status === "open");
	return (
		<PanelSection
			title="Changes of the source’s fields"
			beside={<span className="dim num">{open === 0 ? "none open" : `${countText(open)} open`}</span>}
		>
			<ul className={classes.quarantined}>
				{shown.map((row) => (
					<ChangeLine key={row.id} connectionId={connectionId} change={row} zone={zone} now={now} />
				))}
			</ul>
			{rows.length > open ? (
				<Button size="small" tone="quiet" onClick={() => setAll(!all)}>
					{all ? "Show only open ones" : `Show ${countText(rows.length - open)} decided`}
				</Button>
			) : null}
		</PanelSection>
	);
}

interface ChangeLineProps {
	readonly connectionId: string;
	readonly change: Change;
	readonly zone: string;
	readonly now: string;
}

function ChangeLine({ connectionId, change, zone, now }: ChangeLineProps) {
	const may = useMay("drift.decide");
	const decide = useMutation(
		trpc.connections.decideDrift.mutationOptions({ onSuccess: () => void queryClient.invalidateQueries({ queryKey: [["connections"]] }) }),
	);
	return (
		<li>
			<span className="mono wrap-any">{change.path}</span>
			<small className="num" title={fullMomentText(change.foundAt, zone)}>
				{momentText(change.foundAt, zone, now)}
			</small>
			<p className={change.needed ? "wait-text" : undefined}>{change.sentence}</p>
			<small>{streamText(change.stream)}</small>
			{change.pageId === null ? null : (
				<Link to="/pages/$pageId" params={{ pageId: change.pageId }} className="small">
					where it was seen
				</Link>
			)}
			{change.status !== "open" ? (
				<small style={{ gridColumn: "1 / 3", textAlign: "left" }}>
					{change.status === "accepted" ? "Accepted" : "Ignored"} by {change.decidedBy ?? "Tieout"}
				</small>
			) : may ? (
				<span className="row wrap" style={{ gridColumn: "1 / 3", marginTop: 4 }}>
					<Button
						size="small"
						icon="check"
						busy={decide.isPending}
						onClick={() => decide.mutate({ id: connectionId, changeIds: [change.id], verdict: "accept" })}
					>
						Accept it
					</Button>
					<Button
						size="small"
						tone="quiet"
						busy={decide.isPending}
						onClick={() => decide.mutate({ id: connectionId, changeIds: [change.id], verdict: "ignore" })}
					>
						Ignore it
					</Button>
					{decide.error === null ? null : (
						<span className="fail-text small" role="alert">
							{failureOf(decide.error).sentence}
						</span>
					)}
				</span>
			) : null}
		</li>
	);
}
