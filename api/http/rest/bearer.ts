// The credential of a program: an API key, or the access token of a person who signed in from a program.
import type { Request } from "express";
import type { Session } from "../../../db/tenancy/session.store.ts";
import type { ApiDeps } from "../../context.ts";
import { sessionOfBearer } from "../../tenancy/session-of-bearer.ts";
import { sessionOfKey } from "../../tenancy/session-of-key.ts";

/** What stands behind `Authorization: Bearer`; null when there is no such header. */
export function bearerOf(req: Request): string | null {
	const header = req.get("authorization");
	if (header === undefined) return null;
	return /^Bearer +([A-Za-z0-9._~+/=-]{1,4096})$/i.exec(header)?.[1] ?? "";
}

/** null: unknown, expired or revoked. */
export async function sessionOfBearerToken(deps: ApiDeps, token: string): Promise<Session | null> {
	return token.startsWith("tk_") ? sessionOfKey(deps, token) : sessionOfBearer(deps, token);
}
