// A step that waits for its next try: why the last one failed, when it goes on, and what a person can do.
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { NoticeBar } from "../../kit/states.tsx";
import { clockText, durationText } from "../../kit/time-text.ts";
import { activityText } from "./job-kinds.ts";
import type { JobDetail } from "./job-page.tsx";

interface RetryNoticeProps {
	readonly retrying: NonNullable<RouterOutputs["jobs"]["progress"]["retrying"]>;
	readonly attempts: JobDetail["attempts"];
	readonly zone: string;
	readonly now: string;
}

export function RetryNotice({ retrying, attempts, zone, now }: RetryNoticeProps) {
	const failed = attempts.findLast((attempt) => attempt.activityType === retrying.activityType && attempt.outcome === "failed");
	const left = Date.parse(retrying.nextAt) - Date.parse(now);
	return (
		<NoticeBar tone="wait">
			<span className="grow">
				<b className="med">{activityText(retrying.activityType)}</b>: {failed?.failureMessage ?? "the last try failed."} Try{" "}
				{retrying.attempt} at <b className="num">{clockText(retrying.nextAt, zone)}</b>
				<span aria-hidden="true">{left < 1000 ? "" : `, in ${durationText(Math.round(left / 1000) * 1000).replace(".0s", " s")}`}</span>.
				{failed?.failureNext == null ? null : (
					<span className="dim"> What to do: {failed.failureNext.replace(/^Nothing: /u, "nothing, ")}</span>
				)}
			</span>
		</NoticeBar>
	);
}
