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
