// GET /erasure-reports/:id: the signed report of an erasure, for whoever was given its address. The company that it is about is gone
// and so are its members, so the id is all that can be asked for; it is random and stands nowhere else.
import { Router } from "express";
import { erasureById } from "../../db/tenancy/erasure-report.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { isUuid } from "../../domain/core/ids.ts";
import type { ApiDeps } from "../context.ts";

export function erasureReportRoutes(deps: ApiDeps): Router {
	const router = Router();
	router.get("/erasure-reports/:id", async (req, res) => {
		const id = String(req.params["id"] ?? "");
		const found = isUuid(id) ? await erasureById(deps.orm, id) : null;
		if (found?.report == null)
			throw new TieoutError("NOT_FOUND", "There is no report here, or not yet: it is written when everything is erased.");
		res.set({
			"content-type": "application/json; charset=utf-8",
			"content-disposition": `attachment; filename="erasure-report.json"`,
			"cache-control": "no-store",
			"x-content-type-options": "nosniff",
		});
		res.send(found.report);
	});
	return router;
}
