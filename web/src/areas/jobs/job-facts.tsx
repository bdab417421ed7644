import { countText } from "../../kit/amount.tsx";
import { FactsRow } from "../../kit/facts-row.tsx";
import { durationText, fullMomentText } from "../../kit/time-text.ts";
import type { JobDetail } from "./job-page.tsx";
import { tookMs } from "./jobs-columns.tsx";
import { kindText } from "./job-kinds.ts";

interface JobFactsProps {
	readonly job: JobDetail;
	readonly zone: string;
	readonly now: string;
}

export function JobFacts({ job, zone, now }: JobFactsProps) {
	return (
		<FactsRow
			facts={[
				{ label: "Kind", value: kindText(job.kind) },
				{ label: "Business key", value: <span className="mono">{job.businessKey}</span> },
				{ label: job.startedAt === null ? "Requested" : "Started", value: fullMomentText(job.startedAt ?? job.requestedAt, zone) },
				{ label: "Took", value: durationText(tookMs(job, now)) },
				{ label: "Read / written", value: `${countText(job.rowsRead ?? 0)} / ${countText(job.rowsWritten ?? 0)}` },
				{ label: "Started by", value: job.requestedBy ?? "Tieout" },
			]}
		/>
	);
}
