// The records of a connection that could not be read: which, why, since when, and the stored response they came in.
import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { api, trpc } from "../../app/api-client.ts";
import { countText } from "../../kit/amount.tsx";
import { Button } from "../../kit/button.tsx";
import { IdText } from "../../kit/id-text.tsx";
import { PanelSection } from "../../kit/panel.tsx";
import { ErrorState, LoadingState } from "../../kit/states.tsx";
import { useKeysetRows } from "../../kit/table/use-keyset-rows.ts";
import { fullMomentText, momentText } from "../../kit/time-text.ts";
import { streamText } from "../jobs/job-kinds.ts";
import classes from "./connections.module.css";

type Quarantine = RouterOutputs["connections"]["quarantine"];

interface QuarantineListProps {
	readonly connectionId: string;
	readonly zone: string;
	readonly now: string;
}

export function QuarantineList({ connectionId, zone, now }: QuarantineListProps) {
	const list = useKeysetRows<Quarantine["rows"][number], Quarantine>({
		key: [...trpc.connections.quarantine.pathKey(), { list: connectionId }],
		fetch: (after, signal) => api.connections.quarantine.query({ id: connectionId, after }, { signal }),
	});
	const total = list.first?.total ?? 0;
	return (
		<PanelSection
			title="In quarantine"
			beside={
				<Link to="/quarantine" search={{ connection: connectionId }} className="num">
					{list.first === undefined ? "see them" : `see all ${countText(total)}`}
				</Link>
			}
		>
			{list.loading ? <LoadingState /> : null}
			{list.error === null ? null : <ErrorState error={list.error} retry={list.again} />}
			<ul className={classes.quarantined}>
				{list.rows.map((row) => (
					<li key={row.id}>
						<span>
							{row.naturalKey.startsWith("unread:") ? (
								<span className="dim">without a readable id</span>
							) : (
								<IdText>{row.naturalKey}</IdText>
							)}
						</span>
						<Link to="/pages/$pageId" params={{ pageId: row.pageId }} search={{ index: String(row.pageIndex) }} className="small">
							Stored page, row {countText(row.pageIndex + 1)}
						</Link>
						<p>{row.reason}</p>
						<small>
							<Link to="/quarantine" search={{ connection: connectionId, open: row.id }}>
								{streamText(row.stream)}, what to do
							</Link>
						</small>
						<small className="num" title={fullMomentText(row.createdAt, zone)}>
							{momentText(row.createdAt, zone, now)}
						</small>
					</li>
				))}
			</ul>
			{list.hasMore ? (
				<Button size="small" tone="quiet" busy={list.fetchingMore} onClick={list.more}>
					Show more of {countText(total - list.rows.length)}
				</Button>
			) : null}
		</PanelSection>
	);
}
