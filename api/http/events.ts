// GET /events: one stream per browser, all topics on it. A message is {"topic","key"} and means "this changed, read it again".
//   (unnamed) {"topic","key"} · event: refetch {} = something may be missing, read all again · event: closed {"reason"} = over
import { Router } from "express";
import { type ApiDeps, requestContext } from "../context.ts";
import { readSessionCookie, sessionTokenHash } from "../tenancy/session-cookie.ts";
import { notSignedIn, withPermission } from "../with-permission.ts";
import type { EventStreams } from "./event-streams.ts";
import { notFromElsewhere } from "./same-site.ts";

export function eventRoutes(deps: ApiDeps, streams: EventStreams): Router {
	const router = Router();
	router.get("/events", notFromElsewhere, async (req, res) => {
		const context = await requestContext(deps, req, res);
		const token = readSessionCookie(req, deps.config.publicUrl);
		if (context.session === null || token === null) throw notSignedIn();
		const access = await withPermission(context, "events.read", async (tenant) => tenant.access);
		if (res.destroyed) return;
		streams.open({ res, tokenHash: sessionTokenHash(token), session: context.session, access });
	});
	return router;
}
