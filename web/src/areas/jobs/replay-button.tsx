// The way to a replay's plan from a run; a run that a later one has replaced leads there instead.
import { Link, useNavigate } from "@tanstack/react-router";
import { useMay } from "../../app/session.ts";
import { buttonClass } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import { Key } from "../../kit/key.tsx";
import { useKeys } from "../../kit/use-keys.ts";
import type { JobDetail } from "./job-page.tsx";
import { isOpen } from "./open-jobs.ts";
import { needsReplay, replayable } from "./replayable.ts";

export function ReplayButton({ job, primary }: { readonly job: JobDetail; readonly primary: boolean }) {
	const may = useMay("jobs.replay");
	const navigate = useNavigate();
	// What it left in quarantine is corrected at the source: the plan opens on asking that.
	const search = job.kind === "sync" && Number(job.result?.["quarantined"] ?? 0) > 0 ? { mode: "refetch" } : {};
	const offered = may && replayable(job) && !isOpen(job.status);
	useKeys({
		r: () => {
			if (offered) void navigate({ to: "/jobs/$jobId/replay", params: { jobId: job.id }, search });
		},
	});
	if (!offered) return null;
	return (
		<Link
			to="/jobs/$jobId/replay"
			params={{ jobId: job.id }}
			search={search}
			className={buttonClass({ tone: primary && needsReplay(job) ? "primary" : "plain" })}
		>
			<Icon name="player-track-next" />
			Plan a replay
			<span className="desk">
				<Key>R</Key>
			</span>
		</Link>
	);
}
