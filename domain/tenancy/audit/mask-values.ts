// The one place where values become fit for an audit event: what is a secret by its name or its shape is covered, what the database
// can't keep is replaced, and nothing grows without bound. An event can't be erased, so this runs before every one is written.
import { maskSecrets } from "../../sync/mask-secrets.ts";
import type { AuditValue } from "./audit-event.ts";

export const covered = "••••••••";
const longestText = 4_000;
const mostEntries = 500;
const deepest = 12;

const secretNames =
	/(?:pass(?:word|phrase|code)|secret|token|credential|authorization|cookie|api[_-]?key|private[_-]?key|totp|otp$|recovery|salt$|signature|sealed|wrapped|keyMaterial)/i;
// Of a name that sounds secret these say nothing: ids, days, counts, yes and no.
const plainShape = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?)$/;
// What maskSecrets doesn't know: our own keys, passwords in addresses.
const ownShapes: readonly RegExp[] = [/\btk_(?:live|test)_[A-Za-z0-9_-]{8,}/g, /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/gi];

/** Free text: secrets by their shape covered, no NUL, no half characters, cut where it is endless. */
export function fitText(text: string): string {
	const masked = ownShapes.reduce((some, shape) => some.replace(shape, covered), maskSecrets(text));
	const kept = masked.toWellFormed().replaceAll("\u0000", "\ufffd");
	return kept.length <= longestText ? kept : `${kept.slice(0, longestText).toWellFormed()}… (${kept.length - longestText} more)`;
}

/** A copy of any value as an event may hold it: a bigint and a date become text, what JSON can't say becomes null. */
export function fitValue(value: unknown, name = "", depth = 0): AuditValue {
	if (value === null || value === undefined) return null;
	if (typeof value === "boolean") return value;
	if (typeof value === "number") return Number.isFinite(value) ? value : null;
	if (typeof value === "bigint") return value.toString();
	if (typeof value === "string") return secretNames.test(name) && !plainShape.test(value) && value !== "" ? covered : fitText(value);
	if (value instanceof Date) return value.toISOString();
	if (value instanceof Uint8Array) return covered;
	if (typeof value !== "object") return null;
	if (depth >= deepest) return "…";
	// A list under a secret's name is a list of secrets.
	if (Array.isArray(value)) {
		const items = value.slice(0, mostEntries).map((each) => fitValue(each, name, depth + 1));
		return value.length > mostEntries ? [...items, `… (${value.length - mostEntries} more)`] : items;
	}
	return Object.fromEntries(
		Object.entries(value)
			.slice(0, mostEntries)
			.map(([key, each]) => [fitText(key), fitValue(each, secretNames.test(name) ? name : key, depth + 1)]),
	);
}
