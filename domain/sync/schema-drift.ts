// What a stream's records look like, and what has changed about it: fields that are new, of another type, or gone. Nothing stops
// for it; a record that can't be read because of it goes to quarantine by itself.
//
//   first run ──▶ baseline (nothing is reported)      later ──▶ added · type_changed · gone (it was on every record before)

export type JsonType = "null" | "boolean" | "number" | "text" | "object" | "list";

export interface KnownField {
	readonly path: string;
	/** JSON type words, sorted, joined by "|". */
	readonly types: string;
	readonly seen: number;
	readonly always: boolean;
}

export interface SchemaChange {
	readonly path: string;
	readonly change: "added" | "type_changed" | "gone";
	readonly before: string | null;
	readonly after: string | null;
}

/** What a page tells that was not known before it. */
export interface SchemaObservation {
	readonly fields: readonly KnownField[];
	readonly changes: readonly SchemaChange[];
}

export type KnownSchema = ReadonlyMap<string, KnownField>;

/** A field that was on fewer records than this and is missing may simply be rare. */
const surelyAlways = 20;
const mostPaths = 300;

function typeOf(value: unknown): JsonType {
	if (value === null) return "null";
	if (Array.isArray(value)) return "list";
	if (typeof value === "boolean" || typeof value === "number" || typeof value === "object") return typeof value as JsonType;
	return "text";
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeOf(value) === "object";

/** Fields of a record and of the objects in it, one level deep. An expanded object has a shape of its own, so it is one field. */
function fieldsOf(text: string): ReadonlyMap<string, JsonType> | null {
	let record: unknown;
	try {
		record = JSON.parse(text);
	} catch {
		return null;
	}
	if (!isObject(record)) return null;
	const fields = new Map<string, JsonType>();
	for (const [name, value] of Object.entries(record)) {
		fields.set(name, typeOf(value));
		if (isObject(value) && !("object" in value) && name !== "metadata")
			for (const [inner, each] of Object.entries(value)) fields.set(`${name}.${inner}`, typeOf(each));
	}
	return fields;
}

interface Sighting {
	readonly types: ReadonlySet<string>;
	readonly seen: number;
}

function sightings(records: readonly ReadonlyMap<string, JsonType>[]): ReadonlyMap<string, Sighting> {
	const found = new Map<string, { types: Set<string>; seen: number }>();
	for (const fields of records)
		for (const [path, type] of fields) {
			const at = found.get(path) ?? { types: new Set(), seen: 0 };
			at.types.add(type);
			at.seen++;
			found.set(path, at);
		}
	return found;
}

const joined = (types: Iterable<string>): string => [...new Set(types)].sort().join("|");
const told = (types: string): readonly string[] => types.split("|").filter((type) => type !== "null" && type !== "");

/**
 * @param texts the records of one page, as JSON
 * @param baseline true until the connection has been synced once, and while a stream shows its first records: all is new then, so nothing is reported
 * @returns what to remember and to report; null when the page shows nothing new
 */
export function observeSchema(known: KnownSchema, texts: readonly string[], baseline: boolean): SchemaObservation | null {
	const records = texts.map(fieldsOf).filter((fields) => fields !== null);
	if (records.length === 0) return null;
	const found = sightings(records);
	const fields: KnownField[] = [];
	const changes: SchemaChange[] = [];
	for (const [path, { types, seen }] of found) {
		const before = known.get(path);
		if (before === undefined && known.size + fields.length >= mostPaths) continue;
		const after = joined([...told(before?.types ?? ""), ...(before?.types.split("|") ?? []), ...types].filter((type) => type !== ""));
		const always = seen === records.length && (before === undefined ? baseline && known.size === 0 : before.always);
		const isNews = before === undefined || before.types !== after || before.always !== always || before.seen < surelyAlways;
		if (isNews) fields.push({ path, types: after, seen: (before?.seen ?? 0) + seen, always });
		if (baseline) continue;
		if (before === undefined) changes.push({ path, change: "added", before: null, after });
		else if (told(before.types).length > 0 && told(after).length > told(before.types).length)
			changes.push({ path, change: "type_changed", before: before.types, after: joined(types) });
	}
	for (const before of known.values()) {
		if (!before.always || found.has(before.path)) continue;
		fields.push({ ...before, always: false });
		if (!baseline && before.seen >= surelyAlways) changes.push({ path: before.path, change: "gone", before: before.types, after: null });
	}
	return fields.length === 0 ? null : { fields, changes };
}

/** The schema after an observation. */
export function withObserved(known: KnownSchema, observation: SchemaObservation): KnownSchema {
	return new Map([...known, ...observation.fields.map((field) => [field.path, field] as const)]);
}
