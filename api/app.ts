// The whole HTTP surface in order: log, headers, liveness, then what needs a session, then the pages.
import express, { type Express } from "express";
import type { ApiDeps } from "./context.ts";
import type { EventStreams } from "./http/event-streams.ts";
import { codecRoutes } from "./http/codec.ts";
import { eventRoutes } from "./http/events.ts";
import { erasureReportRoutes } from "./http/erasure-reports.ts";
import { exportRoutes } from "./http/exports.ts";
import { fileRoutes } from "./http/files.ts";
import { health } from "./http/health.ts";
import { hookRoutes } from "./http/hooks.ts";
import { httpErrors } from "./http/http-error.ts";
import { jwksRoutes } from "./http/jwks.ts";
import { docsRoutes } from "./http/rest/docs-routes.ts";
import { restRoutes } from "./http/rest/rest-routes.ts";
import { requestLog } from "./http/request-log.ts";
import { securityHeaders } from "./http/security-headers.ts";
import { ssoRoutes } from "./http/sso.ts";
import { spa } from "./http/spa.ts";
import { trpcRoutes } from "./http/trpc.ts";

export interface AppOptions {
	readonly streams: EventStreams;
	/** Folder of the built pages. */
	readonly dist: string;
}

export function createApp(deps: ApiDeps, { streams, dist }: AppOptions): Express {
	const app = express();
	app.disable("x-powered-by");
	// Whoever is asked through a proxy: the address that counts tries, and whether TLS ended there, are the proxy's word. Nobody else's is taken.
	app.set("trust proxy", ["loopback", ...deps.config.trustedProxies]);
	app.set("query parser", "simple");
	app.use(requestLog(deps.log));
	app.use(securityHeaders());
	app.use(health(deps));
	app.use(jwksRoutes(deps));
	app.use(ssoRoutes(deps));
	app.use(docsRoutes());
	app.use(restRoutes(deps));
	app.use(trpcRoutes(deps));
	app.use(hookRoutes(deps));
	app.use(eventRoutes(deps, streams));
	app.use(fileRoutes(deps));
	app.use(exportRoutes(deps));
	app.use(erasureReportRoutes(deps));
	app.use(codecRoutes(deps));
	app.use(spa(dist));
	app.use(httpErrors(deps.log));
	return app;
}
