// What of a history may be shown: structure, numbers, ids and the few words that are ours. Everything else is a blank.

// Names whose text is ours (codes, steps, streams) or an id.
const shownNames =
	/^(?:id|ids|.*(?:Id|Ids|Key|Seq|Timeout|Type)|name|type|kind|phase|state|status|outcome|stream|streams|vendor|code|verdict|currency|period|month|from|to|asOf|sha256|nonRetryable|attempt|identity|parentClosePolicy|retryState|activity|queue|taskQueue|epoch)$/;

// Shapes that say nothing about anyone.
const shownShapes = /^(?:[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?|-?\d+(?:\.\d+)?)$/;

/** A copy in which every text is either ours to show or "…". Long texts are never shown. */
export function redact(value: unknown, name = ""): unknown {
	if (typeof value === "string") return (shownNames.test(name) && value.length <= 200) || shownShapes.test(value) ? value : "…";
	if (Array.isArray(value)) return value.map((each) => redact(each, name));
	if (value !== null && typeof value === "object") {
		return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redact(each, key)]));
	}
	return value;
}
