// One event: what was before and after, why, what belongs to it, and where it stands in the chain.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { trpc } from "../../../app/api-client.ts";
import { countText } from "../../../kit/amount.tsx";
import { Hash } from "../../../kit/hash.tsx";
import { FactList, Panel, PanelBody, PanelSection } from "../../../kit/panel.tsx";
import { ErrorState, LoadingState } from "../../../kit/states.tsx";
import { fullMomentText } from "../../../kit/time-text.ts";
import { ChangeTable } from "../approvals/change-table.tsx";
import { ActorName, type AuditRow } from "./audit-columns.tsx";
import type { AuditSearch } from "./audit-search.ts";

interface AuditPanelProps {
	readonly event: AuditRow;
	readonly zone: string;
	readonly takeFocus: boolean;
	readonly onClose: () => void;
}

export function AuditPanel({ event, zone, takeFocus, onClose }: AuditPanelProps) {
	const query = useQuery(trpc.audit.get.queryOptions({ id: event.id, at: event.at }));
	const detail = query.data;
	return (
		<Panel label={event.summary} title={event.summary} subject={event.id} takeFocus={takeFocus} onClose={onClose}>
			<PanelBody>
				<PanelSection title="Who and when">
					<FactList
						facts={[
							{ label: "Who", value: <ActorName row={event} /> },
							{ label: "When", value: fullMomentText(event.at, zone) },
							{ label: "Action", value: <span className="mono">{event.action}</span> },
							{
								label: "On",
								value: (
									<Narrow title="Everything that happened to it" to={{ thing: event.resourceId }}>
										{event.resourceKind.replaceAll("_", " ")} {event.resourceId}
									</Narrow>
								),
							},
							...(event.reason === null ? [] : [{ label: "Reason", value: event.reason }]),
							...personalFacts(detail?.personal ?? {}),
						]}
					/>
				</PanelSection>
				{detail === undefined ? (
					query.isPending ? (
						<LoadingState />
					) : (
						<ErrorState error={query.error} retry={() => void query.refetch()} />
					)
				) : detail.before === null && detail.after === null ? null : (
					<PanelSection title="Before and after">
						<ChangeTable before={detail.before ?? {}} after={detail.after ?? {}} words={{ before: "Before", after: "After" }} />
					</PanelSection>
				)}
				<PanelSection title="Belongs to">
					<FactList
						facts={[
							{
								label: "One click",
								value: (
									<Narrow title="Everything of this click" to={{ correlation: event.correlationId }}>
										{event.correlationId}
									</Narrow>
								),
							},
							...(event.jobId === null
								? []
								: [
										{
											label: "Job",
											value: (
												<Link to="/jobs/$jobId" params={{ jobId: event.jobId }} className="mono">
													{event.jobId}
												</Link>
											),
										},
									]),
						]}
					/>
				</PanelSection>
				{detail === undefined ? null : (
					<PanelSection title="In the chain">
						{detail.place === null ? (
							<p>It waits for its number. What was committed is chained within seconds.</p>
						) : (
							<FactList
								facts={[
									{ label: "Number", value: <span className="num">{countText(detail.place.seq)}</span> },
									{ label: "Hash", value: <Hash value={detail.place.hash} label="the event’s hash" /> },
								]}
							/>
						)}
					</PanelSection>
				)}
			</PanelBody>
		</Panel>
	);
}

const personalWords: Readonly<Record<string, string>> = {
	"actor.email": "E-mail",
	"actor.address": "Network address",
	admin: "Of support",
};

const personalFacts = (personal: Readonly<Record<string, string | null>>) =>
	Object.entries(personal)
		.filter(([field]) => field !== "actor.name")
		.map(([field, value]) => ({ label: personalWords[field] ?? field, value: value ?? <span className="dim">Erased</span> }));

interface NarrowProps {
	readonly title: string;
	readonly to: Pick<AuditSearch, "thing" | "correlation">;
	readonly children: ReactNode;
}

/** Leads to the list of what belongs together. */
function Narrow({ title, to, children }: NarrowProps) {
	return (
		<Link to="/settings/audit" search={to} title={title} className="mono">
			{children}
		</Link>
	);
}
