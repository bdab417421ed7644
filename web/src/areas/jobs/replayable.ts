// Which runs a replay can repeat, and which ask for one.

interface RunState {
	readonly kind: string;
	readonly status: string;
	readonly supersededByJobId: string | null;
}

const kinds: ReadonlySet<string> = new Set(["sync", "import", "reconcile", "reprocess"]);
const wanting: ReadonlySet<string> = new Set(["failed", "timed_out", "stopped"]);

export const replayable = ({ kind, status }: Pick<RunState, "kind" | "status">): boolean => kinds.has(kind) && status !== "joined";

export const needsReplay = ({ status, supersededByJobId }: Pick<RunState, "status" | "supersededByJobId">): boolean =>
	wanting.has(status) && supersededByJobId === null;
