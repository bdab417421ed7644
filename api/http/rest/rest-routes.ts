// /api/v1 for programs: every line of routes.ts as an address. A request is a bearer credential, an input and a procedure; the
// procedure is called as for our own pages, so permission, tenant and audit are the same. Cookies count for nothing here, hence
// no other site can make a browser ask.
import { callTRPCProcedure } from "@trpc/server";
import { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from "express";
import { isPermission } from "../../../domain/tenancy/permissions.ts";
import { TieoutError } from "../../../domain/core/errors.ts";
import { appRouter } from "../../app-router.ts";
import { type ApiDeps, type RequestContext, requestContext } from "../../context.ts";
import { notSignedIn } from "../../with-permission.ts";
import { asOurs } from "../http-error.ts";
import { requestFacts } from "../request-log.ts";
import { bearerOf, sessionOfBearerToken } from "./bearer.ts";
import { answerBefore, askedAs, onceOnly, readKey } from "./once.ts";
import { openApiDocument } from "./openapi.ts";
import { isWrite, type Operation, operations } from "./operation.ts";
import { problemOf, sendProblem } from "./problem.ts";
import { rateLimit, usualQuotas } from "./rate-limit.ts";
import { readInput } from "./read-input.ts";

export const restBase = "/api/v1";

export function restRoutes(deps: ApiDeps): Router {
	const count = rateLimit(deps.restQuotas ?? usualQuotas, () => deps.now().getTime());
	const rest = Router();
	rest.use((_req, res, next) => {
		res.set("cache-control", "no-store");
		next();
	});
	rest.get("/openapi.json", (_req, res) => {
		res.set("cache-control", "public, max-age=300").json(openApiDocument());
	});
	for (const [path, ways] of Map.groupBy(operations, (operation) => operation.path))
		rest.all(path.replaceAll(/\{([a-zA-Z]+)\}/g, ":$1"), answer(deps, ways, count));
	rest.use(() => {
		throw new TieoutError("NOT_FOUND", "There is nothing at this address. All of them are listed at /api/docs.");
	});
	rest.use(problems(deps));
	return Router().use(restBase, rest);
}

type Count = ReturnType<typeof rateLimit>;

function answer(deps: ApiDeps, ways: readonly Operation[], count: Count): RequestHandler {
	const methods = ways.map(({ method }) => method);
	return async (req, res) => {
		const method = req.method === "HEAD" ? "GET" : req.method;
		const operation = ways.find((each) => each.method === method);
		if (operation === undefined) {
			res.set("allow", methods.join(", "));
			throw new TieoutError("METHOD_NOT_ALLOWED", `This address answers ${methods.join(", ")} only.`);
		}
		const context = await callerOf(deps, operation, req, res, count);
		const input = await readInput(operation, req);
		const data = await carryOut(context, operation, input, req, res);
		const next = nextPage(operation, data, req);
		if (next !== null) res.set("link", next);
		res.status(operation.status).type("application/json").send(JSON.stringify(data));
	};
}

/** Who asks, counted. @throws TieoutError NOT_SIGNED_IN or RATE_LIMITED */
async function callerOf(deps: ApiDeps, operation: Operation, req: Request, res: Response, count: Count): Promise<RequestContext> {
	const token = bearerOf(req);
	const session = token === null ? null : await sessionOfBearerToken(deps, token);
	const context = await requestContext(deps, req, res, session);
	if (session !== null) count(res, "caller", session.sessionId);
	else count(res, "stranger", context.address);
	if (session === null && (token !== null || operation.access !== "anyone")) throw refusedCredential(token !== null);
	// What is asked for by POST because an address is too short for it changes nothing all the same.
	return { ...context, writes: isWrite(operation) };
}

const refusedCredential = (wasSent: boolean): TieoutError =>
	wasSent
		? new TieoutError("NOT_SIGNED_IN", "This API key or access token is unknown, expired or revoked. Make or refresh one, then try again.")
		: new TieoutError(notSignedIn().code, "Send an API key or an access token: `Authorization: Bearer …`.");

async function carryOut(context: RequestContext, operation: Operation, input: unknown, req: Request, res: Response): Promise<unknown> {
	const key = isWrite(operation) ? readKey(req.get("idempotency-key")) : null;
	if (key === null || !isPermission(operation.access)) return call(context, operation, input, res);
	const asked = askedAs(key, operation.procedure, input);
	const before = await answerBefore(context, operation.access, asked);
	if (before === undefined) return call({ ...context, once: onceOnly(context, asked) }, operation, input, res);
	res.set("idempotency-replayed", "true");
	return before;
}

function call(context: RequestContext, { procedure, type }: Operation, input: unknown, res: Response): Promise<unknown> {
	const gone = new AbortController();
	res.once("close", () => gone.abort());
	return callTRPCProcedure({
		router: appRouter,
		path: procedure,
		type,
		ctx: context,
		getRawInput: () => Promise.resolve(input),
		signal: gone.signal,
		batchIndex: 0,
	});
}

/** RFC 8288: where the list goes on. */
function nextPage({ pageField }: Operation, data: unknown, req: Request): string | null {
	const next = (data as { next?: unknown } | null)?.next;
	if (pageField === null || typeof next !== "string") return null;
	const url = new URL(req.originalUrl, "http://localhost");
	url.searchParams.set(pageField, next);
	return `<${url.pathname}${url.search}>; rel="next"`;
}

const problems =
	(deps: ApiDeps): ErrorRequestHandler =>
	(error, _req, res, _next) => {
		const { correlationId } = requestFacts(res);
		const { problem, unexpected } = problemOf(asOurs(error), correlationId);
		// A procedure has logged its own; this is what failed around it.
		if (unexpected && problem.status >= 500) deps.log.error({ err: error, correlationId }, "request failed");
		if (res.headersSent) res.destroy();
		else sendProblem(res, problem);
	};
