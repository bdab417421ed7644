// Asks the REST API as a program does.
import type { TestApi } from "./api.ts";

export interface RestAnswer {
	readonly status: number;
	readonly headers: Headers;
	readonly body: unknown;
	readonly text: string;
}

export interface RestAsked {
	readonly bearer?: string;
	/** Sent as JSON. */
	readonly json?: unknown;
	/** Sent as it is. */
	readonly raw?: BodyInit;
	readonly headers?: Readonly<Record<string, string>>;
}

/** @param path below /api/v1 */
export async function ask(api: Pick<TestApi, "url">, method: string, path: string, asked: RestAsked = {}): Promise<RestAnswer> {
	const headers = new Headers(asked.headers);
	if (asked.bearer !== undefined) headers.set("authorization", `Bearer ${asked.bearer}`);
	const body = asked.json === undefined ? asked.raw : JSON.stringify(asked.json);
	if (body !== undefined && !headers.has("content-type")) headers.set("content-type", "application/json");
	const response = await fetch(`${api.url}/api/v1${path}`, { method, headers, ...(body !== undefined && { body }) });
	const text = await response.text();
	const isJson = (response.headers.get("content-type") ?? "").includes("json");
	return { status: response.status, headers: response.headers, text, body: isJson && text !== "" ? (JSON.parse(text) as unknown) : null };
}
