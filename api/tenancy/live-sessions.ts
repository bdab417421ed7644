// Which sessions are good, as every request asks: remembered for two seconds at most, and dropped in every process the moment one ends
// or moves. What was read before such a moment is never remembered after it.
import type { Orm } from "../../db/orm.ts";
import { noteSeen, type Session, sessionByTokenHash, sessionOfUser, sessionsChannel } from "../../db/tenancy/session.store.ts";
import { withUser } from "../../db/tenant-scope.ts";
import type { Log } from "../../platform/log.ts";
import { listenTo } from "../../platform/pg-listener.ts";
import { sessionTokenHash } from "./session-cookie.ts";

const rememberedMs = 2_000;
const mostRemembered = 20_000;
/** How exactly "last used" is kept. */
const seenEveryMs = 5 * 60_000;

export interface LiveSessions {
	/** Behind a cookie's token. */
	readonly ofToken: (token: string) => Promise<Session | null>;
	/** Behind an access token. */
	readonly ofId: (of: { readonly sessionId: string; readonly userId: string }) => Promise<Session | null>;
	/** Call it after a commit that ended or moved the session: this process needn't wait for its own notification. */
	readonly forget: (sessionId: string) => void;
	/** Call it after a commit that ended several. */
	readonly forgetAll: () => void;
	/** Hears of every session that ended or moved, in whichever process. Returns what ends the subscription. */
	readonly onChanged: (listener: () => void) => () => void;
	/** Notes now and then that a session is used. Never waited for. */
	readonly seen: (session: Session, address: string | null) => void;
	readonly stop: () => Promise<void>;
}

interface Remembered {
	readonly session: Session;
	readonly until: number;
}

export interface LiveSessionsOptions {
	readonly orm: Orm;
	/** The login role's URL, for the listening connection. */
	readonly url: string;
	readonly log: Log;
	/** Milliseconds. */
	readonly now?: () => number;
}

export function liveSessions({ orm, url, log, now = Date.now }: LiveSessionsOptions): LiveSessions {
	const remembered = new Map<string, Remembered>();
	const listeners = new Set<() => void>();
	const lastSeen = new Map<string, number>();
	let generation = 0;

	const dropped = (sessionId: string | null): void => {
		generation += 1;
		if (sessionId === null) remembered.clear();
		else for (const [key, { session }] of remembered) if (session.sessionId === sessionId) remembered.delete(key);
		for (const listener of listeners) listener();
	};
	const lookUp = async (key: string, read: () => Promise<Session | null>): Promise<Session | null> => {
		const known = remembered.get(key);
		if (known !== undefined && known.until > now()) return known.session;
		const before = generation;
		const session = await read();
		remembered.delete(key);
		if (session !== null && generation === before) remembered.set(key, { session, until: now() + rememberedMs });
		if (remembered.size > mostRemembered) remembered.delete(remembered.keys().next().value ?? key);
		return session;
	};
	const listener = listenTo({
		url,
		channel: sessionsChannel,
		name: "tieout sessions",
		log,
		heard: (payload) => dropped(payload ?? null),
		connected: () => dropped(null),
	});
	return {
		ofToken: (token) => {
			const hash = sessionTokenHash(token);
			return lookUp(hash, () => sessionByTokenHash(orm, hash));
		},
		ofId: (of) => lookUp(`${of.userId}/${of.sessionId}`, () => sessionOfUser(orm, of)),
		forget: dropped,
		forgetAll: () => dropped(null),
		onChanged: (added) => {
			listeners.add(added);
			return () => listeners.delete(added);
		},
		seen: ({ sessionId, userId }, address) => {
			const last = lastSeen.get(sessionId) ?? 0;
			if (now() - last < seenEveryMs) return;
			if (lastSeen.size > mostRemembered) lastSeen.clear();
			lastSeen.set(sessionId, now());
			// The first time only says that this process has met it.
			if (last === 0) return;
			withUser(orm, userId, (em) => noteSeen(em, { sessionId, address })).catch((error: unknown) =>
				log.warn({ err: error }, "that a session is used could not be noted"),
			);
		},
		stop: listener.stop,
	};
}
