// A procedure's schemas as JSON Schema 2020-12, which is what OpenAPI 3.1 speaks.
import { z } from "zod";

export interface JsonSchema {
	readonly type?: string;
	readonly format?: string;
	readonly pattern?: string;
	readonly enum?: readonly unknown[];
	readonly const?: unknown;
	readonly default?: unknown;
	readonly description?: string;
	readonly properties?: Readonly<Record<string, JsonSchema>>;
	readonly additionalProperties?: boolean | JsonSchema;
	readonly required?: readonly string[];
	readonly anyOf?: readonly JsonSchema[];
	readonly oneOf?: readonly JsonSchema[];
	readonly allOf?: readonly JsonSchema[];
	readonly items?: JsonSchema;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly minItems?: number;
	readonly maxItems?: number;
}

/** @param io "input": what may be sent (defaults are optional); "output": what is answered */
export function jsonSchemaOf(schema: z.core.$ZodType, io: "input" | "output"): JsonSchema {
	const {
		$schema: _dialect,
		$defs: _named,
		...json
	} = z.toJSONSchema(schema, {
		io,
		unrepresentable: "any",
		override: ({ jsonSchema }) => {
			// The format says it; the pattern of a UUID is a line of noise in each of a hundred places.
			if (jsonSchema.format === "uuid") delete jsonSchema.pattern;
			// An answer may gain fields: whoever reads one must not stumble over them.
			if (io === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
		},
	});
	return withoutNamed(json) as JsonSchema;
}

// What refers to itself is a JSON value of somebody else's shape; a reference into this schema would lead nowhere in the document.
function withoutNamed(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutNamed);
	if (value === null || typeof value !== "object") return value;
	if ("$ref" in value) return {};
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutNamed(part)]));
}

const isNull = (schema: JsonSchema): boolean => schema.type === "null";

/** The same without `null` as a choice: a query can leave a field out, but has no word for null. */
export function withoutNull(schema: JsonSchema): JsonSchema {
	if (schema.anyOf?.some(isNull) !== true) return schema;
	const rest = schema.anyOf.filter((part) => !isNull(part));
	const { anyOf: _anyOf, default: given, ...other } = schema;
	const kept = given === null || given === undefined ? {} : { default: given };
	return rest.length === 1 && rest[0] !== undefined ? { ...other, ...kept, ...rest[0] } : { ...other, ...kept, anyOf: rest };
}
