// Serves the built pages. Any address that is not a file is the app itself, which routes by URL; nothing outside `dist` is read.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import express, { type RequestHandler, Router } from "express";
import { styleNonce } from "./security-headers.ts";

/** What the build may write where a nonce belongs (vite: `html.cspNonce`). */
const placeholder = "__CSP_NONCE__";

const missing = `<!doctype html><html lang="en"><title>Tieout</title><p>The pages are not built. Run "npm run up", which builds them.</p></html>`;

function page(html: string, nonce: string): string {
	if (html.includes(placeholder)) return html.replaceAll(placeholder, nonce);
	return html.replace(/<head(\s[^>]*)?>/i, (head) => `${head}<meta property="csp-nonce" nonce="${nonce}">`);
}

export function spa(dist: string): Router {
	const router = Router();
	// Built assets carry a hash in their name, so they may be kept for good; everything else is asked for again.
	router.use("/assets", express.static(join(dist, "assets"), { index: false, immutable: true, maxAge: "365d", fallthrough: false }));
	router.use(express.static(dist, { index: false, dotfiles: "ignore", cacheControl: false }));
	const index: RequestHandler = async (_req, res) => {
		const html = await readFile(join(dist, "index.html"), "utf8").catch(() => null);
		res
			.status(html === null ? 503 : 200)
			.set("cache-control", "no-cache")
			.type("html");
		res.send(html === null ? missing : page(html, styleNonce(res)));
	};
	router.get("/{*path}", index);
	return router;
}
