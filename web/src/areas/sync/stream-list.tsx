// Streams with their cursor and rows; while a run goes, rows and pages are those of the run, arriving.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { trpc } from "../../app/api-client.ts";
import { counted, countText } from "../../kit/amount.tsx";
import { PanelSection } from "../../kit/panel.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { healthWords } from "../../kit/status-words.ts";
import { momentText } from "../../kit/time-text.ts";
import type { ConnectionDetail } from "./connection-types.ts";
import classes from "./connections.module.css";

/** The last 31 days, as the page's first window; it is changed there. */
const lastDays = (now: string): { readonly from: string; readonly to: string } => ({
	from: new Date(Date.parse(now) - 30 * 86_400_000).toISOString().slice(0, 10),
	to: now.slice(0, 10),
});

interface StreamListProps {
	readonly connection: ConnectionDetail;
	readonly zone: string;
	readonly now: string;
}

export function StreamList({ connection, zone, now }: StreamListProps) {
	const jobId = connection.runningJobId;
	const progress = useQuery(
		trpc.jobs.progress.queryOptions(
			{ jobId: jobId ?? "" },
			{ enabled: jobId !== null, refetchInterval: jobId === null ? false : 1000, retry: false },
		),
	);
	const running = new Map((progress.data?.streams ?? []).map((stream) => [stream.stream, stream]));
	return (
		<PanelSection title="Streams" beside={<span className="dim">{jobId === null ? "last cursor, rows kept" : "this run"}</span>}>
			{connection.offered.map((offered) => {
				const kept = connection.streams.find((stream) => stream.stream === offered.stream);
				const now_ = jobId === null ? undefined : running.get(offered.stream);
				const held = connection.health === "asks" && now_?.state === "running";
				const state = held
					? "waiting"
					: (now_?.state ?? (jobId !== null ? "waiting" : kept === undefined || kept.seq === 0 ? "not_synced" : "fresh"));
				return (
					<div key={offered.stream} className={classes.stream}>
						<span className="med trunc">{offered.title}</span>
						<StatusChip words={healthWords} status={state} />
						<span className="num strong">{countText(now_ === undefined ? (kept?.rows ?? 0) : now_.rows)}</span>
						<small className="mono trunc">
							{kept === undefined || kept.cursorAt === null
								? "no cursor yet"
								: `${momentText(kept.cursorAt, zone, now)} · page ${kept.seq}`}
						</small>
						<small>
							{now_ === undefined ? kept?.lastPageId == null ? "" : <LastPage pageId={kept.lastPageId} /> : counted(now_.pages, "page")}
						</small>
					</div>
				);
			})}
			<span className="row wrap small" style={{ paddingTop: 6 }}>
				<Link to="/connections/$connectionId/cursors" params={{ connectionId: connection.id }}>
					Cursor history, rewind
				</Link>
				<Link to="/jobs/touching" search={{ connection: connection.id, ...lastDays(now) }}>
					Which jobs touched its days
				</Link>
			</span>
		</PanelSection>
	);
}

function LastPage({ pageId }: { readonly pageId: string }) {
	return (
		<Link to="/pages/$pageId" params={{ pageId }}>
			last page
		</Link>
	);
}
