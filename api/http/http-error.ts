// Answers an error of a plain HTTP route in the same words and codes as tRPC, as JSON.
import type { ErrorRequestHandler, Response } from "express";
import type { Logger } from "pino";
import { TieoutError } from "../../domain/core/errors.ts";
import { explainError } from "../explain-error.ts";
import { requestFacts } from "./request-log.ts";

export interface HttpErrorBody {
	readonly error: { readonly code: string; readonly message: string; readonly correlationId: string };
}

function statusOf(error: unknown): number {
	return error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : 500;
}

// Express and its parsers throw errors with a 4xx status of their own (a malformed %-sequence, a file outside the root).
export function asOurs(error: unknown): unknown {
	const status = statusOf(error);
	if (status === 403 || status === 404) return new TieoutError("NOT_FOUND", "There is nothing at this address.");
	if (status >= 400 && status < 500) return new TieoutError("INPUT", "The request could not be read.");
	return error;
}

export function sendError(res: Response, log: Logger, error: unknown): void {
	const { correlationId } = requestFacts(res);
	const { code, httpStatus, message, unexpected } = explainError(asOurs(error));
	if (unexpected) log.error({ err: error, correlationId }, "request failed");
	if (res.headersSent) {
		res.destroy();
		return;
	}
	const body: HttpErrorBody = { error: { code, message, correlationId } };
	res.status(httpStatus).set("cache-control", "no-store").json(body);
}

export const httpErrors =
	(log: Logger): ErrorRequestHandler =>
	(error, _req, res, _next) =>
		sendError(res, log, error);
