// Refuses what another site could make a browser send with our cookie. A form or an image can't set `x-tieout`, and a script
// of another origin would have to ask first, which nothing here answers: there is no CORS.
import type { Request, RequestHandler } from "express";
import { TieoutError } from "../../domain/core/errors.ts";

const refusal = () =>
	new TieoutError(
		"CSRF_REFUSED",
		"This request did not come from Tieout's own pages (x-tieout header or content type missing). Reload the page.",
	);

/** What the browser itself says of where a request comes from; a program says neither. */
function saysElsewhere(req: Request): boolean {
	const site = req.get("sec-fetch-site");
	if (site !== undefined && site !== "same-origin" && site !== "none") return true;
	const origin = req.get("origin");
	return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== req.get("host"));
}

/** For tRPC: the header on every call, JSON on every write. */
export const onlyOurPages: RequestHandler = (req, _res, next) => {
	const isJson = req.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase() === "application/json";
	const isRead = req.method === "GET" || req.method === "HEAD";
	next(req.get("x-tieout") === "1" && (isRead || isJson) && !saysElsewhere(req) ? undefined : refusal());
};

/** For raw uploads: any content type, but the header. */
export const onlyOurScripts: RequestHandler = (req, _res, next) => {
	next(req.get("x-tieout") === "1" && !saysElsewhere(req) ? undefined : refusal());
};

/** For addresses that a browser opens without headers (events, downloads): refuses what it says comes from elsewhere. */
export const notFromElsewhere: RequestHandler = (req, _res, next) => {
	const from = req.get("sec-fetch-site");
	next(from === undefined || from === "same-origin" || from === "none" ? undefined : refusal());
};
