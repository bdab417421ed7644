// Holds a running sync behind the page it saves, and lets it go on.
import { useMutation } from "@tanstack/react-query";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import type { JobDetail } from "./job-page.tsx";
import { isOpen } from "./open-jobs.ts";

export function PauseButton({ job }: { readonly job: JobDetail }) {
	const may = useMay("jobs.cancel");
	const settled = { onSettled: () => void queryClient.invalidateQueries({ queryKey: [["jobs"]] }) };
	const pause = useMutation(trpc.jobs.pause.mutationOptions(settled));
	const resume = useMutation(trpc.jobs.resume.mutationOptions(settled));
	const paused = job.waiting?.kind === "paused";
	if (!may || !isOpen(job.status) || (!paused && !job.pausable)) return null;
	const failed = paused ? resume.error : pause.error;
	return (
		<>
			{failed === null ? null : (
				<span className="fail-text small" role="alert">
					{failureOf(failed).sentence}
				</span>
			)}
			<Button
				tone={paused ? "primary" : "plain"}
				icon={paused ? "player-play" : "player-pause"}
				busy={pause.isPending || resume.isPending}
				onClick={() => (paused ? resume : pause).mutate({ jobId: job.id })}
			>
				{paused ? "Go on" : "Pause"}
			</Button>
		</>
	);
}
