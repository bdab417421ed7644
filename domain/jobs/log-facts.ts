// What a line of a job's log may say besides its sentence: these names, and values of their shapes. Everything else is left out, so
// a record, a secret or somebody's name that gets into a log call by mistake does not get into the log.

type Shape = (value: unknown) => boolean;

const text =
	(pattern: RegExp): Shape =>
	(value) =>
		typeof value === "string" && pattern.test(value);
const number: Shape = (value) => typeof value === "number" && Number.isFinite(value);
const flag: Shape = (value) => typeof value === "boolean";
/** An id of ours or a hash. */
const id = text(/^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64})$/);
/** A word of ours: letters only, so that no key, number or name of somebody fits by chance. */
const word = text(/^[a-z][a-z_]{0,39}$/);
const code = text(/^[A-Z][A-Z_]{1,59}$/);
const day = text(/^\d{4}-\d\d(?:-\d\d(?:T[\d:.]{5,15}Z)?)?$/);

const shapes: Readonly<Record<string, Shape>> = {
	...all(number, [
		"seq",
		"pageNo",
		"pages",
		"rows",
		"records",
		"quarantined",
		"count",
		"total",
		"share",
		"attempt",
		"httpStatus",
		"requests",
	]),
	...all(number, ["added", "changed", "gone", "unchanged", "deleted", "moved", "matches", "exceptions", "matched", "keyNo", "processes"]),
	...all(number, ["holders", "resealed", "unreadable", "tookMs", "waitMs", "retryAfterMs", "skewMs", "sizeBytes", "epoch", "bytesRead"]),
	...all(id, ["pageId", "jobId", "runId", "connectionId", "entityId", "fileId", "decisionId", "exportId", "sha256"]),
	...all(word, ["stream", "vendor", "kind", "mode", "verdict", "phase", "outcome", "format", "cause", "change", "reason"]),
	...all(day, ["from", "to", "asOf", "since", "period"]),
	...all(flag, ["hasMore", "again", "complete"]),
	status: (value) => number(value) || word(value),
	code,
	currency: text(/^[A-Z]{3}$/),
};

function all(shape: Shape, names: readonly string[]): Record<string, Shape> {
	return Object.fromEntries(names.map((name) => [name, shape]));
}

/** The facts that may be kept; the others are left out without a word. */
export function keptFacts(given: Readonly<Record<string, unknown>>): Readonly<Record<string, string | number | boolean>> {
	const kept = Object.entries(given).filter(([name, value]) => Object.hasOwn(shapes, name) && shapes[name]?.(value) === true);
	return Object.fromEntries(kept) as Record<string, string | number | boolean>;
}
