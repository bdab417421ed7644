// A change as fields: what stood there, what will stand there, and how many stay as they are.

export interface ChangedField {
	/** "Roles, 2, Name". */
	readonly field: string;
	readonly before: FieldValue;
	readonly after: FieldValue;
}

/** "list" carries only what the other side lacks. */
export type FieldValue =
	| { readonly kind: "none" }
	| { readonly kind: "text"; readonly text: string }
	| { readonly kind: "list"; readonly items: readonly string[]; readonly same: number };

export interface ChangedFields {
	readonly changed: readonly ChangedField[];
	readonly same: number;
}

type Leaf = string | number | boolean | null | readonly Scalar[];
type Scalar = string | number | boolean | null;

const isScalar = (value: unknown): value is Scalar => value === null || ["string", "number", "boolean"].includes(typeof value);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** "maxAmount" → "Max amount", "entity_ids" → "Entity ids". */
export function fieldName(key: string): string {
	const words = key
		.replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
		.replaceAll(/[_-]+/g, " ")
		.trim()
		.toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

function leavesOf(value: unknown, path: readonly string[], into: Map<string, Leaf>): Map<string, Leaf> {
	const at = path.map((key) => fieldName(key)).join(", ");
	if (isScalar(value)) {
		if (value !== null || path.length > 0) into.set(at, value);
	} else if (Array.isArray(value)) {
		if (value.every(isScalar)) into.set(at, value);
		else for (const [index, each] of value.entries()) leavesOf(each, [...path, String(index + 1)], into);
	} else if (isRecord(value)) {
		for (const [key, each] of Object.entries(value)) leavesOf(each, [...path, key], into);
	}
	return into;
}

const scalarText = (value: Scalar): string => (typeof value === "boolean" ? (value ? "yes" : "no") : String(value ?? ""));

const isList = (leaf: Leaf | undefined): leaf is readonly Scalar[] => Array.isArray(leaf);

function valueOf(own: Leaf | undefined, other: Leaf | undefined): FieldValue {
	if (isList(own)) {
		const there = new Set(isList(other) ? other : []);
		const items = own.filter((item) => !there.has(item)).map(scalarText);
		return { kind: "list", items, same: own.length - items.length };
	}
	if (own === undefined || own === null || own === "") return { kind: "none" };
	return { kind: "text", text: scalarText(own as Scalar) };
}

const equal = (one: Leaf | undefined, other: Leaf | undefined): boolean => JSON.stringify(one) === JSON.stringify(other);

export function changedFields(before: unknown, after: unknown): ChangedFields {
	const [was, will] = [leavesOf(before, [], new Map()), leavesOf(after, [], new Map())];
	const names = [...new Set([...was.keys(), ...will.keys()])];
	const changed = names.filter((name) => !equal(was.get(name), will.get(name)));
	return {
		changed: changed.map((field) => ({
			field: field === "" ? "Value" : field,
			before: valueOf(was.get(field), will.get(field)),
			after: valueOf(will.get(field), was.get(field)),
		})),
		same: names.length - changed.length,
	};
}
