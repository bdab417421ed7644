// The session cookie: an opaque token that scripts can't read and other sites can't send along with a write.
import { createHash, randomBytes } from "node:crypto";
import type { CookieOptions, Request, Response } from "express";

const name = "tieout_session";
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
export function readSessionCookie(req: Request): string | null {
	const value = readCookie(req, name);
	return value !== null && tokenShape.test(value) ? value : null;
}

// Plain HTTP is only ever the loopback address; behind a proxy that ends TLS, `req.secure` follows X-Forwarded-Proto.
const options = (req: Request): CookieOptions => ({ httpOnly: true, sameSite: "lax", secure: req.secure, path: "/" });

export const setSessionCookie = (req: Request, res: Response, token: string, expiresAt: Date): void => {
	res.cookie(name, token, { ...options(req), expires: expiresAt });
};

export const clearSessionCookie = (req: Request, res: Response): void => {
	res.clearCookie(name, options(req));
};
