// Streams of a running sync with their rows as they arrive; the numbers are the server's, read again on each event.
import { useQuery } from "@tanstack/react-query";
import { trpc } from "../../app/api-client.ts";
import { counted } from "../../kit/amount.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { healthWords } from "../../kit/status-words.ts";
import { streamText } from "./job-kinds.ts";
import classes from "./live-progress.module.css";

interface LiveProgressProps {
	readonly jobId: string;
	/** Nothing is read now: the run waits for a person. */
	readonly held: boolean;
}

export function LiveProgress({ jobId, held }: LiveProgressProps) {
	const query = useQuery(trpc.jobs.progress.queryOptions({ jobId }, { refetchInterval: 1500, retry: false }));
	const streams = query.data?.streams ?? [];
	if (streams.length === 0) return null;
	return (
		<div className={classes.strip} role="group" aria-label="Progress">
			{streams.map((stream) => (
				<span key={stream.stream} className={classes.stream}>
					<b className="med">{streamText(stream.stream)}</b>
					<StatusChip words={healthWords} status={held && stream.state === "running" ? "waiting" : stream.state} />
					<span className="num sec">
						{counted(stream.rows, "row")}, {counted(stream.pages, "page")}
						{stream.quarantined > 0 ? `, ${counted(stream.quarantined, "record")} in quarantine` : ""}
					</span>
				</span>
			))}
		</div>
	);
}
