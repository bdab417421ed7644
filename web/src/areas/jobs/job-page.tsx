// One run: its state, what a failure means, its timeline beside the opened step, its events, totals, input and result.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { trpc } from "../../app/api-client.ts";
import { Freshness } from "../../app/freshness.tsx";
import { useNow } from "../../app/now.ts";
import { useZone } from "../../app/session.ts";
import { PageHead, TopBar } from "../../kit/page.tsx";
import { ErrorState, LoadingState, NoticeBar } from "../../kit/states.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { jobWords } from "../../kit/status-words.ts";
import { useKeys } from "../../kit/use-keys.ts";
import { ViewTabs } from "../../kit/view-tabs.tsx";
import { DecisionCard } from "./decision-card.tsx";
import { EventsTab } from "./events-tab.tsx";
import { ExportFile } from "./export-file.tsx";
import { InputTab } from "./input-tab.tsx";
import { JobActions } from "./job-actions.tsx";
import { JobChain } from "./job-chain.tsx";
import { JobExplanation } from "./job-explanation.tsx";
import { JobFacts } from "./job-facts.tsx";
import classes from "./job-page.module.css";
import { LiveProgress } from "./live-progress.tsx";
import { LogsTab } from "./logs-tab.tsx";
import { RetryNotice } from "./retry-notice.tsx";
import { RunNotes } from "./run-notes.tsx";
import { textAt } from "./json-text.ts";
import { isOpen } from "./open-jobs.ts";
import { TimelineTab } from "./timeline-tab.tsx";
import { TotalsTab } from "./totals-tab.tsx";

export type JobDetail = RouterOutputs["jobs"]["get"];

const route = getRouteApi("/shell/jobs/$jobId");
const tabs = ["timeline", "events", "totals", "logs", "input"] as const;
type Tab = (typeof tabs)[number];
const tabOf = (text: string | undefined): Tab => tabs.find((tab) => tab === text) ?? "timeline";

export function JobPage() {
	const { jobId } = route.useParams();
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/jobs/$jobId" });
	const zone = useZone();
	const query = useQuery(trpc.jobs.get.queryOptions({ jobId }));
	const open = query.data !== undefined && isOpen(query.data.status);
	const now = useNow(open ? 1000 : 60_000);
	const progress = useQuery(
		trpc.jobs.progress.queryOptions({ jobId }, { enabled: open, refetchInterval: open ? 1500 : false, retry: false }),
	);
	const retrying = open ? (progress.data?.retrying ?? null) : null;
	useKeys({ Escape: () => void navigate({ search: (before) => ({ ...before, step: undefined }), replace: true }) });
	const crumbs = [{ label: "Jobs", to: "/jobs" as const }, { label: query.data?.title ?? "Job" }];
	if (query.data === undefined) {
		return (
			<>
				<TopBar crumbs={crumbs} />
				{query.isPending ? <LoadingState /> : <ErrorState error={query.error} retry={() => void query.refetch()} />}
			</>
		);
	}
	const job = query.data;
	const tab = tabOf(search.tab);
	return (
		<>
			<TopBar crumbs={crumbs} meta={<Freshness />} />
			<div className={classes.scroll}>
				<PageHead title={job.title} before={<StatusChip words={jobWords} status={retrying === null ? job.status : "retrying"} />}>
					<JobActions job={job} />
				</PageHead>
				<JobFacts job={job} zone={zone} now={now} />
				{["export", "audit_export", "export_tenant"].includes(job.kind) ? (
					<ExportFile
						jobId={jobId}
						status={job.status}
						verdict={job.kind === "audit_export" ? textAt(job.result, "summary") : null}
						zone={zone}
						now={now}
					/>
				) : null}
				<JobChain job={job} zone={zone} now={now} />
				{job.supersededByJobId === null ? <JobExplanation job={job} /> : null}
				{job.waiting === null || job.decisions.some(({ status }) => status === "open") ? null : (
					<NoticeBar tone="wait">
						<span>{job.waiting.sentence}</span>
						{job.waiting.kind === "decision" ? (
							<Link to="/approvals" search={{ open: job.waiting.decisionId }}>
								Open in Approvals
							</Link>
						) : null}
					</NoticeBar>
				)}
				{job.decisions.map((decision) => (
					<DecisionCard key={decision.id} job={job} decision={decision} zone={zone} />
				))}
				<RunNotes job={job} />
				{retrying === null ? null : <RetryNotice retrying={retrying} attempts={job.attempts} zone={zone} now={now} />}
				{open ? <LiveProgress jobId={jobId} held={job.status === "waiting"} /> : null}
				<div className={classes.tabs}>
					<ViewTabs
						label="Parts of the run"
						value={tab}
						onChange={(next) =>
							void navigate({ search: (before) => ({ ...before, tab: next === "timeline" ? undefined : next }), replace: true })
						}
						tabs={[
							{ value: "timeline", label: "Timeline" },
							{ value: "events", label: "Events" },
							{ value: "totals", label: "Control totals", count: job.totals.length },
							{ value: "logs", label: "Logs" },
							{ value: "input", label: "Input and output" },
						]}
					>
						{tab === "timeline" ? (
							<TimelineTab
								job={job}
								zone={zone}
								now={now}
								step={search.step ?? null}
								onStep={(step) => void navigate({ search: (before) => ({ ...before, step: step ?? undefined }), replace: true })}
							/>
						) : null}
						{tab === "events" ? <EventsTab jobId={jobId} zone={zone} now={now} /> : null}
						{tab === "totals" ? <TotalsTab totals={job.totals} zone={zone} /> : null}
						{tab === "logs" ? (
							<LogsTab
								job={job}
								zone={zone}
								now={now}
								search={search}
								onSearch={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
							/>
						) : null}
						{tab === "input" ? <InputTab job={job} /> : null}
					</ViewTabs>
				</div>
			</div>
		</>
	);
}
