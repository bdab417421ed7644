// A JSON Schema for people: its type in a few words, and a value that shows its shape.
import type { JsonSchema } from "./json-schema.ts";

const exampleId = "5f0c1f0e-6f0a-4f55-9d0e-0d6c3b9f4a11";

/** Parts with `code`; "one of" lists are shown whole, because they are what a caller has to know. */
export function typeWords(schema: JsonSchema): readonly string[] {
	const choices = schema.anyOf ?? schema.oneOf;
	if (choices !== undefined) return [choices.map((part) => typeWords(part).join(" ")).join(" or ")];
	if (schema.const !== undefined) return [`\`${JSON.stringify(schema.const)}\``];
	if (schema.enum !== undefined) return [schema.enum.map((value) => `\`${String(value)}\``).join(", ")];
	if (schema.type === "array") return [`list${bounds(schema.minItems, schema.maxItems)}: ${typeWords(schema.items ?? {}).join(" ")}`];
	if (schema.type === "object") return [objectWords(schema)];
	const words = [schema.format === "uuid" ? "id" : (schema.format ?? schema.type ?? "any value")];
	if (schema.minimum !== undefined || schema.maximum !== undefined) words.push(bounds(schema.minimum, schema.maximum).trim());
	if (schema.minLength !== undefined || schema.maxLength !== undefined) words.push(lengths(schema.minLength, schema.maxLength));
	if (schema.pattern !== undefined && schema.format === undefined) words.push(`like \`${schema.pattern}\``);
	if (schema.default !== undefined) words.push(`(else \`${JSON.stringify(schema.default)}\`)`);
	return words.filter((word) => word !== "");
}

function objectWords({ properties, required, additionalProperties }: JsonSchema): string {
	if (properties === undefined)
		return typeof additionalProperties === "object" ? `object of ${typeWords(additionalProperties).join(" ")}` : "object";
	return `object with ${Object.keys(properties)
		.map((name) => `\`${name}\`${required?.includes(name) === true ? "" : " (optional)"}`)
		.join(", ")}`;
}

// Whole numbers without an end of their own have the largest that a double holds exactly.
const isEnd = (value: number | undefined): value is number => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;

function bounds(least: number | undefined, most: number | undefined): string {
	if (isEnd(least) && isEnd(most)) return ` ${least} to ${most}`;
	if (isEnd(least)) return ` from ${least}`;
	return isEnd(most) ? ` up to ${most}` : "";
}

function lengths(least: number | undefined, most: number | undefined): string {
	if (most === undefined) return (least ?? 0) > 1 ? `of at least ${least} characters` : "";
	return (least ?? 0) > 1 ? `of ${least} to ${most} characters` : `of at most ${most} characters`;
}

/** A value of the schema's shape; it says nothing about anybody. */
export function exampleOf(schema: JsonSchema): unknown {
	if (schema.const !== undefined) return schema.const;
	if (schema.enum !== undefined) return schema.enum[0];
	if (schema.default !== undefined && schema.default !== null) return schema.default;
	const choices = schema.anyOf ?? schema.oneOf;
	if (choices !== undefined) return exampleOf(choices[0] ?? {});
	if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map(exampleOf)) as unknown;
	switch (schema.type) {
		case "object":
			return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, part]) => [name, exampleOf(part)]));
		case "array":
			return [exampleOf(schema.items ?? {})];
		case "integer":
		case "number":
			return isEnd(schema.minimum) ? Math.max(1, schema.minimum) : 1;
		case "boolean":
			return true;
		case "string":
			return textExample(schema);
		default:
			return null;
	}
}

function textExample({ format, pattern, minLength }: JsonSchema): string {
	if (format === "uuid") return exampleId;
	if (format === "date-time") return "2026-10-31T09:12:44Z";
	const candidates = ["text", "2026-10", "2026-10-31", "1234", "USD", ",", "a".repeat(64)];
	const fits = (value: string): boolean =>
		(pattern === undefined || new RegExp(pattern, "u").test(value)) && value.length >= (minLength ?? 0);
	return candidates.find(fits) ?? "text";
}
