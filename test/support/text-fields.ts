// Where a procedure takes text: every path to one in its input, and an input with something planted there.
import { z } from "zod";
import { filled } from "./procedures.ts";

export interface TextField {
	readonly path: readonly string[];
	/** A list of words to choose from: anything else has to be refused, unless it stands in one of several shapes of the input. */
	readonly chosen: boolean;
	/** Any text, so that what is planted may be kept. */
	readonly free: boolean;
}

interface JsonSchema {
	readonly type?: string | readonly string[];
	readonly format?: string;
	readonly pattern?: string;
	readonly enum?: readonly unknown[];
	readonly const?: unknown;
	readonly properties?: Readonly<Record<string, JsonSchema>>;
	readonly items?: JsonSchema;
	readonly anyOf?: readonly JsonSchema[];
	readonly oneOf?: readonly JsonSchema[];
	readonly allOf?: readonly JsonSchema[];
}

/** Every text in the input; those of a list stand at "0". */
export function textFields(schema: z.core.$ZodType): readonly TextField[] {
	const found = new Map<string, TextField>();
	walk(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema, [], found);
	return [...found.values()];
}

function walk(schema: JsonSchema, path: readonly string[], found: Map<string, TextField>, oneOfSeveral = false): void {
	const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
	const several = oneOfSeveral || parts.filter(({ properties }) => properties !== undefined).length > 1;
	for (const part of parts) walk(part, path, found, several);
	for (const [name, part] of Object.entries(schema.properties ?? {})) walk(part, [...path, name], found, several);
	if (schema.items !== undefined) walk(schema.items, [...path, "0"], found, several);
	const words = schema.enum !== undefined || schema.const !== undefined;
	const chosen = words && !oneOfSeveral;
	if (path.length === 0 || !(schema.type === "string" || words)) return;
	const key = path.join(".");
	const before = found.get(key);
	const free = !words && schema.format === undefined && schema.pattern === undefined;
	found.set(key, { path, chosen: chosen && (before?.chosen ?? true), free: free || (before?.free ?? false) });
}

/** An input that fits, every id in it being `id`, with `text` at each of `paths`. */
export function planted(schema: z.core.$ZodType, id: string, paths: readonly (readonly string[])[], text: string): unknown {
	const input = structuredClone(filled(schema, id) ?? {}) as Record<string, unknown>;
	for (const path of paths) put(input, path, text);
	return input;
}

function put(into: Record<string, unknown>, [name = "", ...rest]: readonly string[], text: string): void {
	if (rest.length === 0) {
		into[name] = text;
		return;
	}
	const known = into[name];
	const next = known !== null && typeof known === "object" ? known : rest[0] === "0" ? [] : {};
	into[name] = next;
	put(next as Record<string, unknown>, rest, text);
}
