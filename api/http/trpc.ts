// The tRPC adapter: one address for every procedure, for our own pages only.
import { createExpressMiddleware } from "@trpc/server/adapters/express";
import { Router } from "express";
import { appRouter } from "../app-router.ts";
import { type ApiDeps, requestContext } from "../context.ts";
import { onlyOurPages } from "./same-site.ts";

const maxBodyBytes = 1024 * 1024;
const maxBatch = 20;

export function trpcRoutes(deps: ApiDeps): Router {
	const router = Router();
	router.use(
		"/trpc",
		onlyOurPages,
		(_req, res, next) => {
			res.set("cache-control", "no-store");
			next();
		},
		createExpressMiddleware({
			router: appRouter,
			createContext: ({ req, res }) => requestContext(deps, req, res),
			maxBodySize: maxBodyBytes,
			maxBatchSize: maxBatch,
			onError: ({ error, ctx, path }) => {
				// Procedures log their own; this is what fails before one runs.
				if (ctx === undefined) deps.log.error({ err: error.cause ?? error, path }, "no context");
			},
		}),
	);
	return router;
}
