// Gives each request its correlation id and writes one line when it is over: who, what, how long. Never bodies or cookies.
import { randomUUID } from "node:crypto";
import type { RequestHandler, Response } from "express";
import type { Logger } from "pino";

export interface RequestFacts {
	readonly correlationId: string;
	tenantId: string | null;
	userId: string | null;
}

const facts = new WeakMap<Response, RequestFacts>();

// The browser's own id is kept so that a line can be followed from click to activity; anything odd is replaced, not logged.
const correlationShape = /^[A-Za-z0-9._-]{8,64}$/;

export function requestLog(log: Logger): RequestHandler {
	return (req, res, next) => {
		const sent = req.get("x-correlation-id") ?? "";
		const own: RequestFacts = {
			correlationId: correlationShape.test(sent) ? sent : randomUUID(),
			tenantId: null,
			userId: null,
		};
		facts.set(res, own);
		res.setHeader("x-correlation-id", own.correlationId);
		const startedAt = performance.now();
		// Read now: a router below shortens it.
		const { method, path } = req;
		res.once("close", () => {
			const line = {
				...own,
				method,
				path,
				status: res.statusCode,
				durationMs: Math.round(performance.now() - startedAt),
			};
			if (res.statusCode >= 500) log.error(line, "request");
			else log.info(line, "request");
		});
		next();
	};
}

/** @throws Error when the response has not passed through requestLog: that is a bug in the order of middlewares */
export function requestFacts(res: Response): RequestFacts {
	const own = facts.get(res);
	if (own === undefined) throw new Error("requestLog must run before anything that reads its facts");
	return own;
}
