// What went wrong, as application/problem+json (RFC 9457): the same words and codes as everywhere, from explain-error.ts.
import type { Response } from "express";
import { explainError, type FieldSentence } from "../../explain-error.ts";

export interface Problem {
	/** Where the kind of problem is explained. */
	readonly type: string;
	readonly title: string;
	readonly status: number;
	readonly detail: string;
	/** Stable, for programs; `title` and `detail` are for people and may change. */
	readonly code: string;
	readonly correlationId: string;
	readonly facts?: Readonly<Record<string, string | number>>;
	readonly errors?: readonly { readonly field: string; readonly detail: string }[];
}

/** One line for each status that this API answers with: kind, title, and what a program does about it. */
export const problemKinds: Readonly<Record<number, readonly [kind: string, title: string, remedy: string]>> = {
	400: [
		"refused",
		"The request can't be carried out as asked",
		"Read `detail` and `errors`, change the request. Sending it again as it is gives the same answer.",
	],
	401: [
		"not-signed-in",
		"No valid credential",
		"Send `Authorization: Bearer …` with a key that is not expired or revoked, or refresh the access token.",
	],
	402: ["plan", "The plan has an end here", "`detail` says which, and which plan goes further."],
	403: [
		"forbidden",
		"The credential lacks a permission",
		"`facts.permission` names it. Someone who manages API keys can make a key that has it.",
	],
	404: ["not-found", "There is no such thing here", "The id belongs to nothing of this company, or no longer."],
	405: ["method", "This address can't be asked in this way", "`Allow` lists the methods."],
	409: [
		"conflict",
		"It meets something that is going on",
		"For an `Idempotency-Key`: wait for the first request, or use a new key for another one.",
	],
	413: ["too-large", "The body is too large", "Send less at once."],
	415: ["media-type", "The body is not JSON", "Send `Content-Type: application/json`."],
	429: ["rate-limited", "Too many requests", "Wait for the seconds that `Retry-After` says."],
	500: [
		"internal",
		"Something went wrong on our side",
		"Nothing was changed. Try again; if it stays, give `correlationId` to whoever looks after this installation.",
	],
	503: ["unavailable", "Something we need does not answer", "Nothing was lost. Try again in a moment, with the same `Idempotency-Key`."],
};

export const problemType = "application/problem+json";

export const docsPath = "/api/docs";

export interface ExplainedProblem {
	readonly problem: Problem;
	/** True: nobody foresaw it, so it belongs in the log. */
	readonly unexpected: boolean;
}

export function problemOf(error: unknown, correlationId: string): ExplainedProblem {
	const { code, httpStatus, message, facts, fields, unexpected } = explainError(error);
	const [kind, title] = problemKinds[httpStatus] ?? problemKinds[500] ?? ["internal", "Something went wrong on our side"];
	const problem = {
		type: `${docsPath}#problem-${kind}`,
		title,
		status: httpStatus,
		detail: message,
		code,
		correlationId,
		...(Object.keys(facts).length > 0 && { facts }),
		...(fields.length > 0 && { errors: fields.map(fieldProblem) }),
	};
	return { problem, unexpected };
}

const fieldProblem = ({ path, message }: FieldSentence): { field: string; detail: string } => ({ field: path, detail: message });

export function sendProblem(res: Response, problem: Problem): void {
	if (problem.status === 401) res.set("www-authenticate", 'Bearer realm="Tieout API"');
	const retry = problem.facts?.["retryAfterS"];
	if (typeof retry === "number") res.set("retry-after", String(Math.max(1, Math.ceil(retry))));
	res.status(problem.status).set("cache-control", "no-store").type(problemType).send(JSON.stringify(problem));
}
