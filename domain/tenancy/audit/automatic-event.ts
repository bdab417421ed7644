// What the trail says of a change that says nothing itself: which procedure, and the ids that it was given. Nothing else of an input
// is taken, because anything else could be a secret or a name.
import { isUuid } from "../../core/ids.ts";
import { isRecord } from "./audit-event.ts";

export interface AutomaticEvent {
	readonly action: string;
	readonly resource: { readonly kind: string; readonly id: string };
	readonly summary: string;
	readonly after: Readonly<Record<string, readonly string[]>>;
}

const mostIds = 50;
const deepest = 6;

/** @param path as the router names it: "incidents.addJobs" */
export function automaticEvent(path: string, input: unknown): AutomaticEvent {
	const ids = idsIn(input, "input", 0).slice(0, mostIds);
	const after: Record<string, string[]> = {};
	for (const [name, id] of ids) after[name] = [...(after[name] ?? []), id];
	const [area = path] = path.split(".");
	return {
		action: path.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
		resource: { kind: area, id: ids[0]?.[1] ?? "" },
		summary: `${path} was called`,
		after,
	};
}

/** Every id of an input with the name that it stands under. */
function idsIn(value: unknown, name: string, depth: number): readonly (readonly [string, string])[] {
	if (typeof value === "string") return isUuid(value) ? [[name, value]] : [];
	if (depth >= deepest) return [];
	if (Array.isArray(value)) return value.slice(0, mostIds).flatMap((each) => idsIn(each, name, depth + 1));
	return isRecord(value) ? Object.entries(value).flatMap(([key, each]) => idsIn(each, fieldName(key), depth + 1)) : [];
}

/** A caller may send any field's name; one that doesn't look like ours is not kept. */
const fieldName = (key: string): string => (/^[a-zA-Z]{1,40}$/.test(key) ? key : "id");
