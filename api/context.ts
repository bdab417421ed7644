// What a request brings along: who asks, on which connection to our own infrastructure, under which correlation id.
// It never holds an entity manager: that exists only inside withPermission's transaction.
import type { Request, Response } from "express";
import type { Logger } from "pino";
import type { Orm } from "../db/orm.ts";
import type { Session } from "../db/tenancy/session.store.ts";
import type { AccessCache } from "../platform/access-cache.ts";
import type { Config } from "../platform/config.ts";
import type { Keyring } from "../platform/keys.ts";
import type { ObjectStorage } from "../platform/object-storage.ts";
import type { TemporalClient } from "../platform/temporal-client.ts";
import type { RateQuotas } from "./http/rest/rate-limit.ts";
import { requestFacts } from "./http/request-log.ts";
import type { AccessTokens } from "./tenancy/access-tokens.ts";
import type { LiveSessions } from "./tenancy/live-sessions.ts";
import { clearSessionCookie, readSessionCookie, setSessionCookie } from "./tenancy/session-cookie.ts";
import type { TenantWork } from "./with-permission.ts";

/** Built once per process by server.ts, and by test/support/api.ts. */
export interface ApiDeps {
	readonly orm: Orm;
	readonly config: Config;
	readonly log: Logger;
	readonly keys: Keyring;
	readonly storage: ObjectStorage;
	readonly temporal: TemporalClient;
	/** What members may do. */
	readonly access: AccessCache;
	readonly sessions: LiveSessions;
	readonly tokens: AccessTokens;
	readonly now: () => Date;
	/** Instead of the system's DNS: what TXT records a name has. */
	readonly resolveTxt?: (name: string) => Promise<readonly (readonly string[])[]>;
	/** Instead of the usual limit of an upload: tests don't send gigabytes. */
	readonly maxUploadBytes?: number;
	/** Instead of the usual quotas of the REST API. */
	readonly restQuotas?: RateQuotas;
}

/** What brackets a write within its transaction. */
export interface Once {
	readonly begin: (work: TenantWork) => Promise<void>;
	readonly end: (work: TenantWork, answer: unknown) => Promise<void>;
}

export interface RequestContext {
	readonly deps: ApiDeps;
	readonly correlationId: string;
	readonly log: Logger;
	/** null: nobody is signed in, or the session has expired or was revoked. */
	readonly session: Session | null;
	/** True when the request may change something: any method but GET and HEAD. */
	readonly writes: boolean;
	/** The caller's network address, for limits, the list of sessions, and the audit trail's values that are erased with a person. */
	readonly address: string;
	readonly userAgent: string | null;
	/** A write that may be sent twice and is done once (http/rest/once.ts). */
	readonly once?: Once | undefined;
	readonly cookie: {
		readonly set: (token: string, expiresAt: Date) => void;
		readonly clear: () => void;
	};
}

/** Reads the session behind the cookie; a bearer's request brings its own (tenancy/session-of-bearer.ts). */
export async function requestContext(deps: ApiDeps, req: Request, res: Response, given?: Session | null): Promise<RequestContext> {
	const facts = requestFacts(res);
	const address = req.ip ?? "unknown";
	const session = given === undefined ? await cookieSession(deps, req) : given;
	if (session !== null) deps.sessions.seen(session, address);
	facts.tenantId = session?.tenantId ?? null;
	facts.userId = session?.userId ?? null;
	return {
		deps,
		correlationId: facts.correlationId,
		log: deps.log.child({ correlationId: facts.correlationId, ...(session && { tenantId: session.tenantId, userId: session.userId }) }),
		session,
		writes: req.method !== "GET" && req.method !== "HEAD",
		address,
		userAgent: req.get("user-agent") ?? null,
		cookie: {
			set: (token, expiresAt) => setSessionCookie(req, res, { publicUrl: deps.config.publicUrl, token, expiresAt }),
			clear: () => clearSessionCookie(req, res, deps.config.publicUrl),
		},
	};
}

async function cookieSession(deps: ApiDeps, req: Request): Promise<Session | null> {
	const token = readSessionCookie(req, deps.config.publicUrl);
	return token === null ? null : deps.sessions.ofToken(token);
}
