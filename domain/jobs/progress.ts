// What a running job says about itself when it is asked (query `progress`). The last answer is kept with the row.

export interface StreamProgress {
	readonly stream: string;
	readonly state: "waiting" | "running" | "done" | "failed";
	readonly pages: number;
	readonly rows: number;
	readonly quarantined: number;
}

export interface JobProgress {
	/** The step it is at, in a word or two: "reading", "proving totals". */
	readonly phase: string;
	/** Empty for jobs that read no streams. */
	readonly streams: readonly StreamProgress[];
}

/**
 * The run answers for its phase and states, which it decides; the row for counts, which activities write as pages are committed,
 * before the run hears of them. Counts only grow, so the larger one is the newer.
 */
export function freshestProgress(run: JobProgress, row: JobProgress): JobProgress {
	const kept = new Map(row.streams.map((stream) => [stream.stream, stream]));
	const streams = run.streams.map((stream) => {
		const known = kept.get(stream.stream);
		if (known === undefined) return stream;
		return {
			...stream,
			pages: Math.max(stream.pages, known.pages),
			rows: Math.max(stream.rows, known.rows),
			quarantined: Math.max(stream.quarantined, known.quarantined),
		};
	});
	return { ...run, streams };
}
