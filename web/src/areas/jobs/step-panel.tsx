// One step of a run: its tries, newest first, the pages it kept, the event in the history, the worker that ran it.
import { Link } from "@tanstack/react-router";
import { counted } from "../../kit/amount.tsx";
import { Icon } from "../../kit/icon.tsx";
import { FactList, Panel, PanelBody, PanelSection } from "../../kit/panel.tsx";
import { WordChip } from "../../kit/status-chip.tsx";
import { attemptWords, wordFor } from "../../kit/status-words.ts";
import { clockText, durationText } from "../../kit/time-text.ts";
import type { TimelineRow } from "../../kit/timeline.tsx";
import type { JobDetail } from "./job-page.tsx";
import { activityText, streamText } from "./job-kinds.ts";
import classes from "./step-panel.module.css";

type Attempt = JobDetail["attempts"][number];
type StepPage = JobDetail["pages"][number];

interface StepPanelProps {
	readonly job: JobDetail;
	readonly row: TimelineRow;
	readonly zone: string;
	readonly now: number;
	readonly onClose: () => void;
}

export function StepPanel({ job, row, zone, now, onClose }: StepPanelProps) {
	const tries = job.attempts.filter((attempt) => attempt.activityId === row.id).toReversed();
	const pages = job.pages.filter((page) => page.activityId === row.id);
	const last = tries[0];
	if (last === undefined) return null;
	return (
		<Panel
			label={`Step ${row.label}`}
			title={row.label}
			subject={row.id}
			beside={<WordChip {...wordFor(attemptWords, last.outcome)} />}
			onClose={onClose}
		>
			<PanelBody>
				<PanelSection title="Tries">
					<ol>
						{tries.map((attempt) => (
							<Try key={attempt.id} attempt={attempt} zone={zone} now={now} />
						))}
					</ol>
				</PanelSection>
				<PanelSection title="Where it ran">
					<FactList
						facts={[
							{ label: "Activity", value: activityText(last.activityType) },
							{
								label: "Event",
								value: last.eventId === null ? "not in the history yet" : <EventLink jobId={job.id} eventId={last.eventId} />,
							},
							{ label: "Worker", value: <span className="mono">{last.workerBuild ?? "not known"}</span> },
						]}
					/>
				</PanelSection>
				{pages.length === 0 ? null : (
					<PanelSection title={`${counted(pages.length, "response")} kept`}>
						<ol className={classes.pages}>
							{pages.map((page) => (
								<PageLine key={page.id} page={page} zone={zone} />
							))}
						</ol>
					</PanelSection>
				)}
			</PanelBody>
		</Panel>
	);
}

function Try({ attempt, zone, now }: { readonly attempt: Attempt; readonly zone: string; readonly now: number }) {
	const word = wordFor(attemptWords, attempt.outcome);
	const took = (attempt.endedAt === null ? now : Date.parse(attempt.endedAt)) - Date.parse(attempt.startedAt);
	return (
		<li className={classes.try}>
			<Icon name={word.icon} size={14} />
			<b className="med">
				Try {attempt.attempt} · {word.word.toLowerCase()}
			</b>
			<span className="num dim">
				{clockText(attempt.startedAt, zone)} · {durationText(took)}
			</span>
			{attempt.failureMessage === null ? null : (
				<p>
					{attempt.failureMessage} {attempt.failureCode === null ? null : <span className="mono dim">{attempt.failureCode}</span>}
				</p>
			)}
		</li>
	);
}

function EventLink({ jobId, eventId }: { readonly jobId: string; readonly eventId: string }) {
	return (
		<Link to="/jobs/$jobId/events/$eventId" params={{ jobId, eventId }}>
			event {eventId}
		</Link>
	);
}

function PageLine({ page, zone }: { readonly page: StepPage; readonly zone: string }) {
	return (
		<li>
			<Link to="/pages/$pageId" params={{ pageId: page.id }} className="trunc">
				{page.kind === "page" ? `${streamText(page.stream)}, page ${page.pageNo ?? ""}` : `${streamText(page.stream)}, ${page.kind}`}
			</Link>
			<span className="num sec">{page.kind === "page" ? counted(page.rowCount, "row") : `${page.status}`}</span>
			<span className="num dim">{clockText(page.receivedAt, zone)}</span>
		</li>
	);
}
