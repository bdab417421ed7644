// The one word that a connection's row begins with, from what is known about it; never a guess about the vendor's own state.

export type ConnectionHealth = "not_synced" | "running" | "asks" | "healthy" | "check" | "failed" | "paused";

export interface HealthFacts {
	readonly status: "untested" | "connected" | "failing" | "paused";
	readonly isRunning: boolean;
	/** The open run waits for a person: a decision, or that somebody lets it go on. */
	readonly isWaiting: boolean;
	/** How the last finished sync or import ended; null: there was none. */
	readonly lastOutcome: "done" | "check" | "failed" | "stopped" | "timed_out" | null;
	readonly openQuarantine: number;
	readonly totalsDiffering: number;
}

/** A total that differs or a record that could not be read asks for a look, even where the sync itself went through. */
export function connectionHealth({
	status,
	isRunning,
	isWaiting,
	lastOutcome,
	openQuarantine,
	totalsDiffering,
}: HealthFacts): ConnectionHealth {
	if (status === "paused") return "paused";
	if (isRunning) return isWaiting ? "asks" : "running";
	if (lastOutcome === "failed" || lastOutcome === "timed_out" || status === "failing") return "failed";
	if (lastOutcome === null) return "not_synced";
	if (lastOutcome === "check" || openQuarantine > 0 || totalsDiffering > 0) return "check";
	return "healthy";
}
