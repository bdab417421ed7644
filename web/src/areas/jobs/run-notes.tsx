// What a run that is over should be known for besides its state: what it got over by itself, changed fields that nobody has looked
// at, records that are gone, a clock that is off, and what a stop left as it was.
import { Link } from "@tanstack/react-router";
import { gotOver } from "../../../../domain/jobs/got-over.ts";
import { counted, countText } from "../../kit/amount.tsx";
import { NoticeBar } from "../../kit/states.tsx";
import { durationText } from "../../kit/time-text.ts";
import type { JobDetail } from "./job-page.tsx";
import { activityText } from "./job-kinds.ts";
import { textAt } from "./json-text.ts";

const linesShown = 3;
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

export function RunNotes({ job }: { readonly job: JobDetail }) {
	if (job.closedAt === null) return null;
	const met = gotOver(job.attempts);
	const { fieldChanges, deleted, deletedKeys } = job.found;
	const connectionId = textAt(job.input, "connectionId");
	return (
		<>
			{job.status === "stopped" && job.explanation === null ? (
				<NoticeBar tone="idle">Stopped by a person. What was saved before stays, with its cursor; nothing is undone.</NoticeBar>
			) : null}
			{met.length === 0 ? null : (
				<NoticeBar tone="idle">
					<span>
						<b className="med">Got over by itself.</b>{" "}
						{met.slice(0, linesShown).map(({ activityType, title, failedTries, tookMs }) => (
							<span key={`${activityType} ${title}`}>
								{activityText(activityType)}: {lowerFirst(title)}; {counted(failedTries, "try", "tries")} failed, done after{" "}
								{durationText(tookMs)}.{" "}
							</span>
						))}
						{met.length > linesShown ? `And ${counted(met.length - linesShown, "other cause")}: see the timeline.` : null}
					</span>
				</NoticeBar>
			)}
			{notesOf(job.result).map((note) => (
				<NoticeBar key={note} tone="wait">
					{note}
				</NoticeBar>
			))}
			{deleted === 0 || job.decisions.length > 0 ? null : (
				<NoticeBar tone="idle">
					<span>
						{counted(deleted, "record")} that the source no longer has {deleted === 1 ? "was" : "were"} closed; the versions stay in the
						history: <span className="mono">{deletedKeys.join(", ")}</span>
						{deleted > deletedKeys.length ? ` and ${countText(deleted - deletedKeys.length)} more` : ""}.
					</span>
				</NoticeBar>
			)}
			{fieldChanges === 0 || connectionId === null ? null : (
				<NoticeBar tone="wait">
					<span>
						{counted(fieldChanges, "change")} of the source’s fields {fieldChanges === 1 ? "was" : "were"} found and{" "}
						{fieldChanges === 1 ? "waits" : "wait"} to be accepted or ignored.
					</span>
					<Link to="/connections" search={{ open: connectionId }}>
						Look at {fieldChanges === 1 ? "it" : "them"}
					</Link>
				</NoticeBar>
			)}
		</>
	);
}

/** Sentences that the run left for a person. */
function notesOf(result: JobDetail["result"]): readonly string[] {
	const notes = result?.["notes"];
	return Array.isArray(notes) ? notes.filter((note): note is string => typeof note === "string") : [];
}
