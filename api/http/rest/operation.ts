// A line of the REST surface joined with its procedure: where each field of the input is sent, who may ask, what comes back.
// "Operation" is OpenAPI's word for it; everywhere else here an operation is what a job does.
import { appRouter } from "../../app-router.ts";
import type { Access } from "../../trpc.ts";
import { type JsonSchema, jsonSchemaOf, withoutNull } from "./json-schema.ts";
import type { ProcedureName, RestRoute } from "./route.ts";
import { restRoutes } from "./routes.ts";

/** How a text in the address becomes a value. "json": the value is written as JSON. */
export type FieldKind = "text" | "integer" | "boolean" | "texts" | "json";

export interface Field {
	readonly name: string;
	readonly kind: FieldKind;
	readonly required: boolean;
	readonly schema: JsonSchema;
}

export interface Operation extends RestRoute {
	readonly procedure: ProcedureName;
	readonly type: "query" | "mutation";
	readonly access: Access;
	readonly pathFields: readonly Field[];
	readonly queryFields: readonly Field[];
	/** What is sent as JSON besides the path's fields; null: nothing. */
	readonly body: JsonSchema | null;
	readonly answer: JsonSchema;
	/** It answers a page of a list: `next` goes back as this field. */
	readonly pageField: "after" | "cursor" | null;
}

interface Definition {
	readonly type: "query" | "mutation";
	readonly meta: { readonly access: Access };
	readonly inputs: readonly Parameters<typeof jsonSchemaOf>[0][];
	readonly output: Parameters<typeof jsonSchemaOf>[0];
}

const definitionOf = (name: ProcedureName): Definition =>
	(appRouter._def.procedures as unknown as Readonly<Record<string, { readonly _def: Definition }>>)[name]?._def as Definition;

const onlyPath = /\{([a-zA-Z]+)\}/g;

function kindOf(schema: JsonSchema): FieldKind {
	const parts = schema.anyOf ?? [schema];
	if (parts.some((part) => part.type === "array" && part.items?.type === "string")) return "texts";
	if (parts.every((part) => part.type === "string" || (part.enum ?? [part.const]).every((value) => typeof value === "string")))
		return "text";
	if (schema.type === "integer" || schema.type === "number") return "integer";
	return schema.type === "boolean" ? "boolean" : "json";
}

function fieldOf(input: JsonSchema, name: string): Field {
	const schema = withoutNull(input.properties?.[name] ?? {});
	const kind = kindOf(schema);
	const list = schema.anyOf?.find((part) => part.type === "array");
	const texts = list ?? schema;
	const required = input.required?.includes(name) ?? false;
	if (kind !== "texts") return { name, kind, required, schema };
	return { name, kind, required, schema: { ...texts, maxItems: Math.min(texts.maxItems ?? mostInQuery, mostInQuery) } };
}

/** What is left of an object for the body; an own field of a path is never sent twice. */
function bodyOf(input: JsonSchema, taken: readonly string[]): JsonSchema | null {
	if (input.properties === undefined) return input;
	const properties = Object.fromEntries(Object.entries(input.properties).filter(([name]) => !taken.includes(name)));
	if (Object.keys(properties).length === 0) return null;
	const required = input.required?.filter((name) => !taken.includes(name)) ?? [];
	const { required: _required, ...rest } = input;
	return { ...rest, properties, ...(required.length > 0 && { required }), additionalProperties: false };
}

function operationOf(procedure: ProcedureName, route: RestRoute): Operation {
	const { type, meta, inputs, output } = definitionOf(procedure);
	const input = inputs[0] === undefined ? {} : jsonSchemaOf(inputs[0], "input");
	const names = [...route.path.matchAll(onlyPath)].map(([, name]) => name ?? "");
	const inQuery = route.method === "GET" || route.method === "DELETE";
	const others = Object.keys(input.properties ?? {}).filter((name) => !names.includes(name));
	const answer = jsonSchemaOf(output, "output");
	return {
		...route,
		procedure,
		type,
		access: meta.access,
		pathFields: names.map((name) => ({ ...fieldOf(input, name), required: true })),
		queryFields: inQuery ? others.map((name) => fieldOf(input, name)) : [],
		body: inQuery || inputs[0] === undefined ? null : bodyOf(input, names),
		answer,
		pageField:
			answer.properties?.["next"] === undefined ? null : ((["after", "cursor"] as const).find((name) => others.includes(name)) ?? null),
	};
}

/** An address has an end: of a list, so many values fit. */
const mostInQuery = 20;

const isStatic = (path: string): string => path.replaceAll(onlyPath, "~");

/** Every operation; addresses without a variable before those that would swallow them. */
export const operations: readonly Operation[] = Object.entries(restRoutes)
	.map(([name, route]) => operationOf(name as ProcedureName, route))
	.sort((a, b) => (isStatic(a.path) < isStatic(b.path) ? -1 : 1));

export const isWrite = ({ type }: Pick<Operation, "type">): boolean => type === "mutation";
