import { useNavigate } from "@tanstack/react-router";
import { Split } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { clockText } from "../../kit/time-text.ts";
import { Timeline, TimelineLegend } from "../../kit/timeline.tsx";
import type { JobDetail } from "./job-page.tsx";
import { isOpen } from "./open-jobs.ts";
import { StepPanel } from "./step-panel.tsx";
import { childOfRow, timelineRows } from "./timeline-rows.ts";

interface TimelineTabProps {
	readonly job: JobDetail;
	readonly zone: string;
	readonly now: string;
	readonly step: string | null;
	readonly onStep: (step: string | null) => void;
}

export function TimelineTab({ job, zone, now, step, onStep }: TimelineTabProps) {
	const navigate = useNavigate();
	// The server's clock may be ahead of the last tick here: nothing is drawn beyond the present.
	const at = Math.max(Date.parse(now), ...lastTimes(job));
	const start = Date.parse(job.startedAt ?? job.requestedAt);
	const end = job.closedAt === null ? at : Date.parse(job.closedAt);
	const rows = timelineRows(job, job.attempts, job.pages, at, job.children);
	const steps = rows.filter((row) => row.id !== "run");
	if (steps.length === 0) {
		return (
			<EmptyState title={isOpen(job.status) ? "Waiting for a worker" : "No step was recorded"}>
				{isOpen(job.status)
					? "Steps appear here as soon as a worker takes the run."
					: "The run ended before its first activity; the events show how."}
			</EmptyState>
		);
	}
	const opened = step === null ? undefined : rows.find((row) => row.id === step);
	return (
		<Split
			width={364}
			panel={
				opened === undefined || opened.id === "run" ? null : (
					<StepPanel job={job} row={opened} zone={zone} now={at} onClose={() => onStep(null)} />
				)
			}
		>
			<Timeline
				rows={rows}
				scale={{ from: start, to: Math.max(end, start + 50) }}
				startLabel={clockText(new Date(start).toISOString(), zone)}
				now={isOpen(job.status) ? at : null}
				openId={step}
				onOpen={(id) => {
					const child = childOfRow(id);
					if (child === null) onStep(id === step || id === "run" ? null : id);
					else void navigate({ to: "/jobs/$jobId", params: { jobId: child } });
				}}
			/>
			<TimelineLegend />
		</Split>
	);
}

const lastTimes = (job: JobDetail): readonly number[] => [
	...job.attempts.map((attempt) => Date.parse(attempt.endedAt ?? attempt.startedAt)),
	...job.pages.map((page) => Date.parse(page.receivedAt)),
];
