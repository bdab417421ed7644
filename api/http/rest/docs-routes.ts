// /api/docs: the REST surface as a page that needs no script, for people without a login too. It holds nothing of any company.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Router } from "express";
import { docsPage } from "./docs-page.ts";
import { openApiDocument } from "./openapi.ts";
import { docsPath } from "./problem.ts";

export function docsRoutes(): Router {
	const router = Router();
	let page: string | undefined;
	let css: string | undefined;
	router.get(docsPath, (_req, res) => {
		page ??= docsPage(openApiDocument());
		res.set("cache-control", "public, max-age=300").type("html").send(page);
	});
	router.get(`${docsPath}/docs.css`, (_req, res) => {
		css ??= readFileSync(join(import.meta.dirname, "docs.css"), "utf8");
		res.set("cache-control", "public, max-age=300").type("css").send(css);
	});
	return router;
}
