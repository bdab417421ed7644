// A set of replays while it runs and after: how far it came, one row a run with what came of it, and how to stop it.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { trpc } from "../../app/api-client.ts";
import { Freshness } from "../../app/freshness.tsx";
import { useNow } from "../../app/now.ts";
import { counted, countText } from "../../kit/amount.tsx";
import { FactsRow } from "../../kit/facts-row.tsx";
import { FootBar, PageHead, TopBar } from "../../kit/page.tsx";
import { EmptyState, ErrorState, LoadingState, NoticeBar } from "../../kit/states.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { jobWords } from "../../kit/status-words.ts";
import { DataTable } from "../../kit/table/data-table.tsx";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { durationText } from "../../kit/time-text.ts";
import { modeTexts } from "./bulk-plan-table.tsx";
import { tookMs } from "./jobs-columns.tsx";
import { isOpen } from "./open-jobs.ts";
import { ReplayedBar } from "./replayed-bar.tsx";
import { StopButton } from "./stop-button.tsx";

const route = getRouteApi("/shell/jobs/$jobId/set");

type SetRow = RouterOutputs["replays"]["bulkGet"]["rows"][number];

const column = columnsOf<SetRow>();

const stoppedText = "stopped before it ended; what was read is saved";

const columns = column.columns([
	column.accessor((row) => row.status ?? "requested", {
		id: "status",
		header: "Status",
		meta: { kind: "status", width: "116px", phone: "b" },
		cell: ({ getValue }) => <StatusChip words={jobWords} status={getValue()} />,
	}),
	column.accessor("title", {
		header: "Run",
		meta: { kind: "text", width: "minmax(180px, 1.1fr)", rowHeader: true, phone: "a" },
		cell: ({ row, getValue }) => (
			<Link to="/jobs/$jobId" params={{ jobId: row.original.jobId }} className="med" title={getValue()}>
				{getValue()}
			</Link>
		),
	}),
	column.accessor("summary", {
		header: "What came of it",
		meta: { kind: "text", width: "minmax(220px, 1.6fr)", phone: "c" },
		cell: ({ row, getValue }) => (
			<span
				className={row.original.status === "failed" || row.original.status === "timed_out" ? "fail-text" : "sec"}
				title={getValue() ?? ""}
			>
				{row.original.elsewhere ? "Replayed elsewhere: somebody has started it singly meanwhile. " : ""}
				{getValue() ?? (row.original.status === null ? "waits for its turn" : row.original.status === "stopped" ? stoppedText : "")}
			</span>
		),
	}),
	column.accessor("mode", {
		header: "Reads from",
		meta: { kind: "text", width: "132px" },
		cell: ({ getValue }) => <span className="sec">{modeTexts[getValue()]}</span>,
	}),
	column.accessor("settles", {
		header: "Settles also",
		meta: { kind: "count", width: "104px" },
		cell: ({ getValue }) => <span className={getValue() === 0 ? "dim num" : "num"}>{countText(getValue())}</span>,
	}),
	column.accessor("replayJobId", {
		header: "Diff",
		meta: { kind: "text", width: "128px", phone: "d" },
		cell: ({ getValue }) => {
			const jobId = getValue();
			return jobId === null ? (
				<span className="dim">not started</span>
			) : (
				<Link to="/jobs/$jobId/outcome" params={{ jobId }}>
					Plan, outcome
				</Link>
			);
		},
	}),
]);

export function SetPage() {
	const { jobId } = route.useParams();
	const navigate = useNavigate();
	const job = useQuery(trpc.jobs.get.queryOptions({ jobId }));
	const open = job.data !== undefined && isOpen(job.data.status);
	const set = useQuery(trpc.replays.bulkGet.queryOptions({ jobId }, { refetchInterval: open ? 2000 : false }));
	const now = useNow(open ? 1000 : 60_000);
	const crumbs = [{ label: "Jobs", to: "/jobs" as const }, { label: job.data?.title ?? "Replay of a set" }];
	if (job.data === undefined || set.data === undefined) {
		const failed = job.error ?? set.error;
		return (
			<>
				<TopBar crumbs={crumbs} />
				<PageHead title="Replay of a set" />
				{failed === null ? <LoadingState /> : <ErrorState error={failed} retry={() => void Promise.all([job.refetch(), set.refetch()])} />}
			</>
		);
	}
	const { total, done, failed, running, stopped, elsewhere, rows, left } = set.data;
	const ended = done + failed + stopped + elsewhere;
	return (
		<>
			<TopBar crumbs={crumbs} meta={<Freshness />} />
			<PageHead title={job.data.title} before={<StatusChip words={jobWords} status={job.data.status} />}>
				{open ? (
					<StopButton
						jobId={jobId}
						title={job.data.title}
						label="Stop the set"
						stays="The replays that go on now are stopped, and no further one starts. Those that are done stay done, with their diffs."
					/>
				) : null}
			</PageHead>
			<FactsRow
				facts={[
					{ label: "Ended", value: <ReplayedBar done={ended} total={total} /> },
					{ label: "Done", value: countText(done) },
					{ label: "Failed", value: countText(failed) },
					{ label: "Running", value: countText(running) },
					...(stopped === 0 ? [] : [{ label: "Stopped", value: countText(stopped) }]),
					...(elsewhere === 0 ? [] : [{ label: "Elsewhere", value: countText(elsewhere) }]),
					{ label: "Took", value: durationText(tookMs(job.data, now)) },
					{ label: "Started by", value: job.data.requestedBy ?? "Tieout" },
				]}
			/>
			{left.length === 0 ? null : (
				<NoticeBar tone="idle">
					{counted(left.length, "job")} left out. {left[0]?.title}: {left[0]?.why}
					{left.length > 1 ? ` And ${counted(left.length - 1, "other")}.` : ""}
				</NoticeBar>
			)}
			<DataTable
				label="Runs of the set"
				memory={`set ${jobId}`}
				columns={columns}
				rows={rows}
				idOf={(row) => row.jobId}
				height={36}
				total={total}
				onOpen={(row, by) => {
					if (row === null || by === "walk") return;
					if (row.replayJobId === null) void navigate({ to: "/jobs/$jobId", params: { jobId: row.jobId } });
					else void navigate({ to: "/jobs/$jobId/outcome", params: { jobId: row.replayJobId } });
				}}
				empty={<EmptyState title="An empty set">No run was left to be replayed.</EmptyState>}
			/>
			<FootBar>
				<span className="num">
					{countText(ended)} of {counted(total, "run")} ended
				</span>
			</FootBar>
		</>
	);
}
