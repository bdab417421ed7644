// Puts a procedure's input together from path, query and body. What it doesn't know it refuses: a misspelt field that is
// silently dropped would do something else than was asked.
import type { Request } from "express";
import { z } from "zod";
import { TieoutError } from "../../../domain/core/errors.ts";
import { jsonDepth } from "../../../domain/core/json-depth.ts";
import { readBody } from "../read-body.ts";
import type { Field, Operation } from "./operation.ts";

export const bodyLimits = { bytes: 1024 * 1024, depth: 32 } as const;

const refuse = (issues: readonly { readonly field: string; readonly message: string }[]): Error =>
	new z.ZodError(issues.map(({ field, message }) => ({ code: "custom", path: [field], message, input: undefined })));

/** @throws TieoutError or ZodError: 400, 413, 415 */
export async function readInput(operation: Operation, req: Request): Promise<unknown> {
	const path = Object.fromEntries(
		operation.pathFields.map((field) => [field.name, valueOf(field, [String(req.params[field.name] ?? "")])]),
	);
	const query = readQuery(operation.queryFields, new URL(req.originalUrl, "http://localhost").searchParams);
	const body = operation.method === "GET" ? {} : await readJson(operation, req);
	const input = { ...query, ...body, ...path };
	return Object.keys(input).length === 0 &&
		operation.pathFields.length === 0 &&
		operation.body === null &&
		operation.queryFields.length === 0
		? undefined
		: input;
}

function readQuery(fields: readonly Field[], params: URLSearchParams): Record<string, unknown> {
	const known = new Map(fields.map((field) => [field.name, field]));
	const values: [string, unknown][] = [];
	const wrong: { field: string; message: string }[] = [];
	for (const name of new Set(params.keys())) {
		const field = known.get(name);
		const given = params.getAll(name);
		if (field === undefined) wrong.push({ field: name, message: unknownField(name, [...known.keys()]) });
		else if (given.length > 1 && field.kind !== "texts") wrong.push({ field: name, message: "Give it once." });
		else if (given.length > (field.schema.maxItems ?? 1))
			wrong.push({ field: name, message: `At most ${field.schema.maxItems ?? 1} values.` });
		else values.push([name, valueOf(field, given)]);
	}
	if (wrong.length > 0) throw refuse(wrong);
	return Object.fromEntries(values);
}

/** What can't be read as its kind stays text, so that the schema refuses it in its own words. */
function valueOf({ kind }: Field, given: readonly string[]): unknown {
	const [text = ""] = given;
	switch (kind) {
		case "text":
			return text;
		case "texts":
			return given;
		case "integer":
			return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
		case "boolean":
			return text === "true" || text === "false" ? text === "true" : text;
		case "json":
			return jsonOr(text);
	}
}

function jsonOr(text: string): unknown {
	if (jsonDepth(text) > bodyLimits.depth) throw tooDeep();
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

async function readJson(operation: Operation, req: Request): Promise<Record<string, unknown>> {
	const bytes = await readBody(req, bodyLimits.bytes, "A request's body has at most 1 MiB. Send less at once.");
	if (bytes.length === 0) return {};
	const type = req.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
	if (type !== "application/json")
		throw new TieoutError("UNSUPPORTED_MEDIA_TYPE", "The API reads JSON only: send the body with `Content-Type: application/json`.");
	const value = parse(bytes);
	if (value === null || typeof value !== "object" || Array.isArray(value))
		throw new TieoutError("INPUT", "The body must be a JSON object.");
	const known = operation.body === null ? [] : Object.keys(operation.body.properties ?? {});
	if (operation.body === null || operation.body.properties !== undefined) {
		const wrong = Object.keys(value).filter((name) => !known.includes(name));
		if (wrong.length > 0) throw refuse(wrong.map((name) => ({ field: name, message: unknownField(name, known) })));
	}
	return value as Record<string, unknown>;
}

function parse(bytes: Uint8Array): unknown {
	try {
		const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
		if (jsonDepth(text) > bodyLimits.depth) throw tooDeep();
		return JSON.parse(text);
	} catch (error) {
		if (error instanceof TieoutError) throw error;
		throw new TieoutError("INPUT", "The body could not be read as JSON in UTF-8.");
	}
}

const tooDeep = (): TieoutError =>
	new TieoutError("TOO_DEEP", `The JSON is nested deeper than ${bodyLimits.depth} levels, which nothing here asks for.`);

const unknownField = (name: string, known: readonly string[]): string =>
	known.length === 0 ? "Nothing is read here." : `There is no field ${JSON.stringify(name.slice(0, 40))}. Known: ${known.join(", ")}.`;
