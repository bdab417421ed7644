// The OpenAPI 3.1 document, made from the operations: what it says and what is answered can't differ, because both are read
// from the same line and the same schemas.
import { TieoutError } from "../../../domain/core/errors.ts";
import { guide } from "./guide.ts";
import type { JsonSchema } from "./json-schema.ts";
import { type Field, isWrite, type Operation, operations } from "./operation.ts";
import { problemKinds, problemType } from "./problem.ts";

type Json = Readonly<Record<string, unknown>>;

export interface OpenApi extends Json {
	readonly openapi: string;
	readonly info: Json;
	readonly tags: readonly { readonly name: string; readonly description: string }[];
	readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
	readonly components: Json;
}

/** What stands behind the first word of a path. */
export const tagWords: Readonly<Record<string, string>> = {
	auth: "Tokens for programs that act as a person. An API key needs none of this.",
	tenants: "The company that the credential belongs to; for who runs the platform, all of them.",
	onboarding: "The first steps of a company, which can be left and taken up again.",
	approvals: "What waits for a second person. For persons only.",
	"api-keys": "Keys for programs. For persons only.",
	users: "Members of the company and their roles. Keys read, people change.",
	policies: "Who may see, export and approve what. Keys read, people change.",
	webhooks: "Events sent to addresses of yours, signed as Standard Webhooks; and what vendors sent here.",
	connections: "Where data comes from: syncs, cursors, what could not be read.",
	tables: "Canonical rows, their totals and their chain of custody.",
	"audit-events": "Who did what, when and why: sealed, signed, exported.",
	jobs: "Every operation is a job: state, progress, events, logs, replays.",
	reconciliations: "Months that were reconciled: totals, payouts, proofs, exceptions.",
};

export const tagOf = (path: string): string => path.split("/")[1] ?? "";

let made: OpenApi | undefined;

export function openApiDocument(): OpenApi {
	made ??= documentOf(operations);
	return made;
}

function documentOf(all: readonly Operation[]): OpenApi {
	const paths: Record<string, Record<string, Json>> = {};
	for (const operation of all) (paths[operation.path] ??= {})[operation.method.toLowerCase()] = operationJson(operation);
	const tags = [...new Set(all.map(({ path }) => tagOf(path)))].map((name) => ({ name, description: wordsOf(name) }));
	return {
		openapi: "3.1.1",
		jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
		info: { title: "Tieout API", version: "1.0.0", description: guide.map(({ title, text }) => `## ${title}\n\n${text}`).join("\n\n") },
		servers: [{ url: "/api/v1" }],
		security: [{ bearer: [] }],
		tags,
		paths,
		components: {
			securitySchemes: {
				bearer: { type: "http", scheme: "bearer", description: "An API key (`tk_live_…`, `tk_test_…`) or an access token of a person." },
			},
			schemas: { Problem: problemSchema },
			headers,
			responses: Object.fromEntries(
				Object.entries(problemKinds).map(([status, [, title]]) => [
					`Problem${status}`,
					{
						description: title,
						headers: headersOf(Number(status)),
						content: { [problemType]: { schema: { $ref: "#/components/schemas/Problem" } } },
					},
				]),
			),
		},
	};
}

function wordsOf(tag: string): string {
	const words = tagWords[tag];
	if (words === undefined) throw new TieoutError("NO_TAG", `Say in openapi.ts what stands below /${tag}.`);
	return words;
}

function operationJson(operation: Operation): Json {
	const { procedure, summary, description, access, body } = operation;
	const needs =
		access === "anyone" ? "Open to anyone." : access === "signed-in" ? "Needs a valid credential." : `Needs the permission \`${access}\`.`;
	return {
		operationId: procedure.replaceAll(/\.(.)/g, (_, letter: string) => letter.toUpperCase()),
		tags: [tagOf(operation.path)],
		summary,
		description: description === null ? needs : `${description}\n\n${needs}`,
		...(access === "anyone" && { security: [] }),
		parameters: [
			...operation.pathFields.map((field) => parameter(field, "path")),
			...operation.queryFields.map((field) => parameter(field, "query")),
			...(isWrite(operation) && access !== "anyone" && access !== "signed-in" ? [idempotencyKey] : []),
		],
		...(body !== null && {
			requestBody: {
				required: body.properties === undefined || (body.required?.length ?? 0) > 0,
				content: { "application/json": { schema: body } },
			},
		}),
		responses: {
			[operation.status]: {
				description: operation.status === 202 ? "Accepted: a job goes on." : operation.status === 201 ? "Made." : "Done.",
				headers: { ...limitHeaders, ...(operation.pageField !== null && { Link: ref("headers", "Link") }) },
				content: { "application/json": { schema: operation.answer } },
			},
			...Object.fromEntries(statusesOf(operation).map((status) => [status, ref("responses", `Problem${status}`)])),
		},
		"x-permission": access,
	};
}

/** Every status that this operation can answer with besides its own. */
function statusesOf({ access, method, type, pathFields }: Operation): readonly number[] {
	const always = [400, 401, 429, 500, 503, ...(access === "anyone" ? [] : [403])];
	const bodies = method === "GET" ? [] : [413, 415];
	const writes = type === "mutation" ? [402, 409] : [];
	// Without an id in the path there may be one in the query or the body: what it names may be gone as well.
	return [...always, ...bodies, ...writes, ...(pathFields.length > 0 || access !== "anyone" ? [404] : [])].sort((a, b) => a - b);
}

function parameter({ name, kind, required, schema }: Field, place: "path" | "query"): Json {
	const { description, ...rest } = schema;
	const base = { name, in: place, required, ...(description !== undefined && { description }) };
	if (kind === "json") return { ...base, content: { "application/json": { schema: rest } } };
	return { ...base, ...(kind === "texts" && { style: "form", explode: true }), schema: rest };
}

const ref = (kind: string, name: string): Json => ({ $ref: `#/components/${kind}/${name}` });

const idempotencyKey: Json = {
	name: "Idempotency-Key",
	in: "header",
	required: false,
	description: "Your own name for this request, for 24 hours. Sent again with the same key, it is answered the same and not done twice.",
	schema: { type: "string", pattern: "^[!-~]{1,255}$", examples: ["5f0c1f0e-6f0a-4f55-9d0e-0d6c3b9f4a11"] },
};

const headers: Json = {
	RateLimit: { description: "What is left (`r`) and when all of it is back (`t`, seconds).", schema: { type: "string" } },
	RateLimitPolicy: { description: "How many (`q`) in how many seconds (`w`).", schema: { type: "string" } },
	Link: { description: 'Where the list goes on, with `rel="next"`; absent on the last page.', schema: { type: "string" } },
	RetryAfter: { description: "Seconds to wait.", schema: { type: "string", pattern: "^[0-9]+$" } },
	Allow: { description: "The methods of this address.", schema: { type: "string" } },
	WwwAuthenticate: { description: "How to sign in.", schema: { type: "string" } },
};

const limitHeaders: Json = { RateLimit: ref("headers", "RateLimit"), "RateLimit-Policy": ref("headers", "RateLimitPolicy") };

function headersOf(status: number): Json {
	if (status === 401) return { "WWW-Authenticate": ref("headers", "WwwAuthenticate") };
	if (status === 405) return { Allow: ref("headers", "Allow") };
	return status === 429 ? { "Retry-After": ref("headers", "RetryAfter") } : {};
}

const problemSchema: JsonSchema & Json = {
	type: "object",
	description: "RFC 9457.",
	required: ["type", "title", "status", "detail", "code", "correlationId"],
	properties: {
		type: { type: "string", format: "uri-reference", description: "Where this kind of problem is explained." },
		title: { type: "string" },
		status: { type: "integer" },
		detail: { type: "string", description: "What happened and what to do next, for people." },
		code: { type: "string", description: "Stable, for programs." },
		correlationId: { type: "string", description: "Finds this request in the log and the audit trail." },
		facts: { type: "object", additionalProperties: { anyOf: [{ type: "string" }, { type: "number" }] } },
		errors: {
			type: "array",
			items: { type: "object", required: ["field", "detail"], properties: { field: { type: "string" }, detail: { type: "string" } } },
		},
	},
};
