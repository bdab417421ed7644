// One event of a run's history, decoded and without secrets; it stays readable after Temporal has forgotten the run.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { trpc } from "../../app/api-client.ts";
import { useZone } from "../../app/session.ts";
import { CodeBlock } from "../../kit/code-block.tsx";
import { FactsRow } from "../../kit/facts-row.tsx";
import { PageHead, TopBar } from "../../kit/page.tsx";
import { ErrorState, LoadingState } from "../../kit/states.tsx";
import { fullMomentText } from "../../kit/time-text.ts";
import { activityText } from "./job-kinds.ts";
import { prettyJson } from "./json-text.ts";

const route = getRouteApi("/shell/jobs/$jobId/events/$eventId");

export function JobEventPage() {
	const { jobId, eventId } = route.useParams();
	const zone = useZone();
	const job = useQuery(trpc.jobs.get.queryOptions({ jobId }));
	const query = useQuery(trpc.jobs.event.queryOptions({ jobId, eventId }));
	const crumbs = [
		{ label: "Jobs", to: "/jobs" as const },
		{ label: job.data?.title ?? "Job", to: "/jobs/$jobId" as const, params: { jobId } },
		{ label: `Event ${eventId}` },
	];
	if (query.data === undefined) {
		return (
			<>
				<TopBar crumbs={crumbs} />
				{query.isPending ? <LoadingState /> : <ErrorState error={query.error} retry={() => void query.refetch()} />}
			</>
		);
	}
	const event = query.data;
	return (
		<>
			<TopBar crumbs={crumbs} />
			<PageHead title={`Workflow event ${event.eventId}`} beside={<span className="sec">{event.type}</span>} />
			<FactsRow
				facts={[
					{ label: "At", value: fullMomentText(event.at, zone) },
					{ label: "Activity", value: event.activityType === null ? "none" : activityText(event.activityType) },
					{ label: "Read from", value: event.source === "archive" ? "Tieout’s own archive" : "Temporal" },
					{ label: "Activity id", value: event.activityId === null ? "none" : <span className="mono">{event.activityId}</span> },
				]}
			/>
			<CodeBlock fill label="Event attributes" text={prettyJson(event.attributes)} />
		</>
	);
}
