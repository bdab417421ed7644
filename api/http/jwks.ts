// GET /.well-known/jwks.json: the public keys with which others verify our access tokens. May be kept for five minutes: a key is published
// for longer than that before it signs.
import { Router } from "express";
import { publishedForMs } from "../../domain/tenancy/signing-key-plan.ts";
import type { ApiDeps } from "../context.ts";

export function jwksRoutes(deps: ApiDeps): Router {
	const router = Router();
	router.get("/.well-known/jwks.json", async (_req, res) => {
		const keys = await deps.tokens.published();
		res.set("cache-control", `public, max-age=${publishedForMs / 1000}`).json(keys);
	});
	return router;
}
