// The one place where an error becomes what a person reads: a stable code, a status and a sentence. Never a stack, a query
// or a vendor's payload. trpc.ts and the plain HTTP routes both answer with it.
import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { TieoutError } from "../domain/core/errors.ts";

type TrpcCode = TRPCError["code"];

export interface FieldSentence {
	/** Dotted path of the input's field, '' for the input as a whole. */
	readonly path: string;
	readonly message: string;
}

export interface Explained {
	readonly code: string;
	readonly trpcCode: TrpcCode;
	readonly httpStatus: number;
	readonly message: string;
	readonly facts: Readonly<Record<string, string | number>>;
	readonly fields: readonly FieldSentence[];
	/** True: nobody foresaw it, so it belongs in the log with its stack. */
	readonly unexpected: boolean;
}

const statuses: Readonly<Record<string, readonly [TrpcCode, number]>> = {
	NOT_SIGNED_IN: ["UNAUTHORIZED", 401],
	LOGIN_REFUSED: ["UNAUTHORIZED", 401],
	CODE_REFUSED: ["UNAUTHORIZED", 401],
	CODE_NEEDED: ["UNAUTHORIZED", 401],
	STEP_EXPIRED: ["UNAUTHORIZED", 401],
	TOKEN_REFUSED: ["UNAUTHORIZED", 401],
	PASSWORD_REFUSED: ["FORBIDDEN", 403],
	LINK_OVER: ["NOT_FOUND", 404],
	SSO_REQUIRED: ["FORBIDDEN", 403],
	SSO_BOUND: ["FORBIDDEN", 403],
	SSO_REFUSED: ["FORBIDDEN", 403],
	SSO_FAILED: ["FORBIDDEN", 403],
	SSO_UNAVAILABLE: ["SERVICE_UNAVAILABLE", 503],
	FORBIDDEN: ["FORBIDDEN", 403],
	ACCESS_ENDED: ["FORBIDDEN", 403],
	CSRF_REFUSED: ["FORBIDDEN", 403],
	VIEWING_AS: ["FORBIDDEN", 403],
	SUSPENDED: ["FORBIDDEN", 403],
	CLOSING: ["FORBIDDEN", 403],
	PLAN_LIMIT: ["PAYMENT_REQUIRED", 402],
	PLAN_FEATURE: ["PAYMENT_REQUIRED", 402],
	NOT_FOUND: ["NOT_FOUND", 404],
	METHOD_NOT_ALLOWED: ["METHOD_NOT_SUPPORTED", 405],
	IDEMPOTENCY_CONFLICT: ["CONFLICT", 409],
	IDEMPOTENCY_BUSY: ["CONFLICT", 409],
	UNSUPPORTED_MEDIA_TYPE: ["UNSUPPORTED_MEDIA_TYPE", 415],
	RATE_LIMITED: ["TOO_MANY_REQUESTS", 429],
	TOO_LARGE: ["PAYLOAD_TOO_LARGE", 413],
	TOO_MANY_TRIES: ["TOO_MANY_REQUESTS", 429],
	UNAVAILABLE: ["SERVICE_UNAVAILABLE", 503],
};

const plain = { facts: {}, fields: [], unexpected: false } as const;

// What tRPC itself refuses before a procedure runs; its own words name internals.
const transport: Partial<Record<TrpcCode, string>> = {
	NOT_FOUND: "There is nothing at this address. Reload the page: it may be from an older version.",
	METHOD_NOT_SUPPORTED: "This address can't be asked in this way. Reload the page: it may be from an older version.",
	PARSE_ERROR: "The request could not be read as JSON.",
	BAD_REQUEST: "The request could not be read.",
	PAYLOAD_TOO_LARGE: "The request is larger than the API accepts.",
	UNSUPPORTED_MEDIA_TYPE: "The API reads application/json only.",
};

const httpOf: Partial<Record<TrpcCode, number>> = {
	NOT_FOUND: 404,
	METHOD_NOT_SUPPORTED: 405,
	PARSE_ERROR: 400,
	BAD_REQUEST: 400,
	PAYLOAD_TOO_LARGE: 413,
	UNSUPPORTED_MEDIA_TYPE: 415,
};

// Class 08 connection exception, 53 resources, 57P operator intervention; the rest are the socket's own.
const databaseGone = /^(08\d|53|57P)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/;

// Class 22, data exception: a value that PostgreSQL can't read as what it should be, such as a page position that was edited;
// 08P01 is a NUL in a text.
const badValue = /^(22|08P01)/;

// Serialization failure and deadlock: PostgreSQL rolled this transaction back for another one that wants the same rows.
const crossed = /^40(001|P01)$/;

// gRPC's DEADLINE_EXCEEDED and UNAVAILABLE; its codes are numbers, PostgreSQL's and the socket's are text.
const temporalGone: readonly unknown[] = [4, 14];

/** Whether Temporal is away or slow; nothing of the database was harmed by it. */
export function isTemporalGone(error: unknown): boolean {
	for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1)
		if ("code" in at && "details" in at && temporalGone.includes(at.code)) return true;
	return false;
}

function hasCode(error: unknown, pattern: RegExp): boolean {
	for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
		const code = "code" in at ? at.code : undefined;
		if (typeof code === "string" && pattern.test(code)) return true;
	}
	return false;
}

const fieldSentences = (error: z.core.$ZodError): readonly FieldSentence[] =>
	error.issues.map((issue) => ({ path: issue.path.map(String).join("."), message: issue.message }));

export function explainError(thrown: unknown): Explained {
	const cause = thrown instanceof TRPCError && thrown.cause !== undefined ? thrown.cause : thrown;
	if (cause instanceof TieoutError) {
		const [trpcCode, httpStatus] = statuses[cause.code] ?? ["BAD_REQUEST", 400];
		return { ...plain, code: cause.code, trpcCode, httpStatus, message: cause.message, facts: cause.facts };
	}
	if (cause instanceof z.core.$ZodError && !(thrown instanceof TRPCError && thrown.code === "INTERNAL_SERVER_ERROR")) {
		const fields = fieldSentences(cause);
		const message = fields.map((field) => (field.path === "" ? field.message : `${field.path}: ${field.message}`)).join("; ");
		return { ...plain, code: "INPUT", trpcCode: "BAD_REQUEST", httpStatus: 400, message, fields };
	}
	if (isTemporalGone(cause)) {
		const message = "Temporal does not answer, so this can't be shown or done now. What was saved is safe; try again in a moment.";
		return { ...plain, code: "UNAVAILABLE", trpcCode: "SERVICE_UNAVAILABLE", httpStatus: 503, message, unexpected: true };
	}
	if (hasCode(cause, databaseGone)) {
		const message = "The database does not answer, so nothing was changed. Try again in a moment.";
		return { ...plain, code: "UNAVAILABLE", trpcCode: "SERVICE_UNAVAILABLE", httpStatus: 503, message, unexpected: true };
	}
	if (hasCode(cause, crossed)) {
		const message = "Somebody changed the same thing at the same moment, so nothing was changed here. Try again.";
		return { ...plain, code: "CONFLICT", trpcCode: "CONFLICT", httpStatus: 409, message, unexpected: true };
	}
	if (hasCode(cause, badValue)) {
		const message = "A value in the request can't be used here. Start from the first page, or reload.";
		return { ...plain, code: "INPUT", trpcCode: "BAD_REQUEST", httpStatus: 400, message, unexpected: true };
	}
	if (thrown instanceof TRPCError && transport[thrown.code] !== undefined) {
		const status = httpOf[thrown.code] ?? 400;
		const code = thrown.code === "NOT_FOUND" ? "NOT_FOUND" : "INPUT";
		return { ...plain, code, trpcCode: thrown.code, httpStatus: status, message: transport[thrown.code] ?? "" };
	}
	return {
		...plain,
		code: "INTERNAL",
		trpcCode: "INTERNAL_SERVER_ERROR",
		httpStatus: 500,
		message: "Something went wrong on our side, and nothing was changed. Give the correlation id to whoever looks after this installation.",
		unexpected: true,
	};
}
