// How a line of the REST surface is written: a procedure's name, a method, a path and a sentence. Everything else of an
// address (fields, permission, answer) is the procedure's own.
import type { AppRouter } from "../../app-router.ts";

type Names<Record> = {
	[Name in keyof Record & string]: Record[Name] extends { readonly _def: { readonly procedure: true } }
		? Name
		: `${Name}.${Names<Record[Name]>}`;
}[keyof Record & string];

/** "connections.sync": a procedure as tRPC names it. */
export type ProcedureName = Names<AppRouter["_def"]["record"]>;

export type RestMethod = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

export interface RestRoute {
	readonly method: RestMethod;
	/** Below /api/v1; `{name}` is the input's field of that name. */
	readonly path: `/${string}`;
	/** What it does, as a title of five words or so. */
	readonly summary: string;
	/** Of a success: 201 something was made, 202 a job goes on. */
	readonly status: 200 | 201 | 202;
	/** What the summary doesn't say: effects, limits, what to do with the answer. */
	readonly description: string | null;
}

interface Options {
	readonly status?: RestRoute["status"];
	readonly description?: string;
}

const line =
	(method: RestMethod) =>
	(path: `/${string}`, summary: string, { status = 200, description }: Options = {}): RestRoute => ({
		method,
		path,
		summary,
		status,
		description: description ?? null,
	});

export const get = line("GET");
export const post = line("POST");
export const patch = line("PATCH");
export const put = line("PUT");
export const remove = line("DELETE");
