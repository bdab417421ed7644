// What can be done with several jobs at once: replay them as one set, gather them in an incident.
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "../../app/session.ts";
import { countText } from "../../kit/amount.tsx";
import { BulkBar } from "../../kit/bulk-bar.tsx";
import type { Selection } from "../../kit/table/use-selection.ts";
import { AddToIncident } from "./add-to-incident.tsx";
import { mostInAddress } from "./bulk-search.ts";
import type { JobRow } from "./jobs-columns.tsx";
import { isOpen } from "./open-jobs.ts";
import { replayable } from "./replayable.ts";

/** To the plan of one replay, or of a set. */
export function usePlanReplay(): (jobs: readonly JobRow[]) => void {
	const navigate = useNavigate();
	const may = useMay("jobs.replay");
	return (jobs) => {
		const fitting = jobs.filter((job) => replayable(job) && !isOpen(job.status)).slice(0, mostInAddress);
		const [first] = fitting;
		if (!may || first === undefined) return;
		if (jobs.length === 1) void navigate({ to: "/jobs/$jobId/replay", params: { jobId: first.id } });
		else void navigate({ to: "/jobs/replay", search: { jobs: fitting.map((job) => job.id).join(",") } });
	};
}

interface JobsBulkBarProps {
	readonly selection: Selection<JobRow>;
	readonly total: number | null;
	readonly onPlan: () => void;
}

export function JobsBulkBar({ selection, total, onPlan }: JobsBulkBarProps) {
	const [mayReplay, mayGather] = [useMay("jobs.replay"), useMay("incidents.manage")];
	const [gathering, setGathering] = useState(false);
	const { rows } = selection;
	const fitting = rows.filter((job) => replayable(job) && !isOpen(job.status)).length;
	const sum = (of: (job: JobRow) => number | null): string => countText(rows.reduce((total_, job) => total_ + (of(job) ?? 0), 0));
	return (
		<>
			<BulkBar
				selection={selection}
				total={total}
				noun="job"
				loadedOnly
				actions={[
					{
						label: "Plan a replay",
						icon: "player-track-next",
						tone: "primary",
						shortcut: "R",
						why: whyNotReplay(mayReplay, rows.length, fitting),
						onClick: onPlan,
					},
					{
						label: "Add to incident",
						icon: "siren",
						why: mayGather ? null : "A controller, a preparer or an engineer gathers runs in an incident.",
						onClick: () => setGathering(true),
					},
				]}
				sums={
					<span className="num">
						<span className="dim">Selected: read</span> <b>{sum((job) => job.rowsRead)}</b> <span className="dim">written</span>{" "}
						<b>{sum((job) => job.rowsWritten)}</b>
					</span>
				}
			/>
			{gathering ? <AddToIncident jobIds={rows.map((job) => job.id)} onClose={() => setGathering(false)} /> : null}
		</>
	);
}

function whyNotReplay(may: boolean, chosen: number, fitting: number): string | null {
	if (!may) return "A controller, a preparer or an engineer can replay runs.";
	if (fitting === 0) return "None of these can be replayed: they are still open, or keep nothing to read again.";
	if (chosen > mostInAddress) return `At most ${mostInAddress} at once. Gather more in an incident and replay that.`;
	return null;
}
