// The session cookie: an opaque token that scripts can't read and other sites can't send along with a write.
import { createHash, randomBytes } from "node:crypto";
import type { CookieOptions, Request, Response } from "express";

const name = "tieout_session";

/** Only this host, over TLS and with the whole path can set a cookie of this prefix (RFC 6265bis, 4.1.3.2): no neighbour plants one. */
const hostPrefix = "__Host-";

/** What a cookie is called on an installation that people reach at `publicUrl`. */
export const cookieNameAt = (publicUrl: string, plain: string): string =>
	publicUrl.startsWith("https:") ? `${hostPrefix}${plain}` : plain;
const tokenShape = /^[A-Za-z0-9_-]{43}$/;

/** 32 random bytes as base64url; only its hash is ever stored. */
export const newSessionToken = (): string => randomBytes(32).toString("base64url");

/** What the sessions table holds. A fast hash is enough: the token has 256 bits of its own. */
export const sessionTokenHash = (token: string): string => createHash("sha256").update(token).digest("hex");

export function readCookie(req: Request, wanted: string): string | null {
	for (const part of (req.headers.cookie ?? "").split(";")) {
		const [key, value] = part.trim().split("=", 2);
		if (key === wanted && value !== undefined) return value;
	}
	return null;
}

/** The token of the request, or null when there is none or it can't be one. */
export function readSessionCookie(req: Request, publicUrl: string): string | null {
	const value = readCookie(req, cookieNameAt(publicUrl, name));
	return value !== null && tokenShape.test(value) ? value : null;
}

/** Lax: a provider sends the browser back from another site. Behind a proxy that ends TLS, `req.secure` follows X-Forwarded-Proto. */
export const cookieOptions = (req: Request, publicUrl: string): CookieOptions => ({
	httpOnly: true,
	sameSite: "lax",
	secure: req.secure || publicUrl.startsWith("https:"),
	path: "/",
});

export interface NewCookie {
	readonly publicUrl: string;
	readonly token: string;
	readonly expiresAt: Date;
}

export const setSessionCookie = (req: Request, res: Response, { publicUrl, token, expiresAt }: NewCookie): void => {
	res.cookie(cookieNameAt(publicUrl, name), token, { ...cookieOptions(req, publicUrl), expires: expiresAt });
};

export const clearSessionCookie = (req: Request, res: Response, publicUrl: string): void => {
	res.clearCookie(cookieNameAt(publicUrl, name), cookieOptions(req, publicUrl));
};
