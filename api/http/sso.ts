// GET /sso/start: sends the browser to a company's identity provider. GET /sso/callback/<company>: where it comes back to. Both answer
// with a redirect to our own pages; what went wrong is said on the login page, by a code.
import { Router } from "express";
import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { safeTarget } from "../../domain/tenancy/safe-target.ts";
import { life } from "../../domain/tenancy/token-life.ts";
import { createGuardedFetch } from "../../platform/guarded-fetch.ts";
import { type ApiDeps, requestContext } from "../context.ts";
import { beginSso, finishSso, openPending, sealPending } from "../tenancy/sso-login.ts";
import { countTries } from "../tenancy/tries.ts";
import { cookieNameAt, cookieOptions, readCookie } from "../tenancy/session-cookie.ts";

const plainName = "tieout_sso";
const asked = z.object({ tenant: z.uuid(), provider: z.uuid(), then: z.string().max(2_000).optional() });

const refusedAt = (error: unknown): string => {
	const known = error instanceof TieoutError;
	const why = known ? (error.facts["why"] ?? error.code) : "SSO_FAILED";
	return `/login?sso=${encodeURIComponent(String(why))}`;
};

export function ssoRoutes(deps: ApiDeps): Router {
	const router = Router();
	const { publicUrl } = deps.config;
	const cookieName = cookieNameAt(publicUrl, plainName);
	const outside = createGuardedFetch({ allowed: deps.config.allowedPrivateHosts });
	router.use("/sso", (_req, res, next) => {
		res.set({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
		next();
	});
	router.get("/sso/start", async (req, res) => {
		try {
			const { tenant, provider, then } = asked.parse(req.query);
			await countTries(deps, [{ name: "lookup", of: req.ip ?? "" }]);
			const { url, pending } = await beginSso(deps, outside, { tenantId: tenant, providerId: provider, then: safeTarget(then) });
			res.cookie(cookieName, sealPending(deps, pending), { ...cookieOptions(req, publicUrl), maxAge: life.stepMs });
			res.redirect(303, url.toString());
		} catch (error) {
			res.redirect(303, refusedAt(error));
		}
	});
	router.get("/sso/callback/:tenant", async (req, res) => {
		const pending = openPending(deps, readCookie(req, cookieName) ?? "");
		res.clearCookie(cookieName, cookieOptions(req, publicUrl));
		try {
			if (pending === null) throw new TieoutError("SSO_FAILED", "No login was on its way in this browser.");
			// Another company's answer: its code must not reach the provider that this login is with.
			if (pending.tenantId !== req.params["tenant"]) throw new TieoutError("SSO_FAILED", "This answer is for another company's login.");
			const context = await requestContext(deps, req, res);
			const at = req.originalUrl.indexOf("?");
			await finishSso(context, outside, pending, at === -1 ? "" : req.originalUrl.slice(at));
			res.redirect(303, safeTarget(pending.then));
		} catch (error) {
			if (!(error instanceof TieoutError)) deps.log.error({ err: error }, "single sign-on failed");
			res.redirect(303, refusedAt(error));
		}
	});
	return router;
}
