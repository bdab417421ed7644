// How long what proves a login lives, and what presenting a refresh token means. A refresh token is good once: whoever presents a used
// one shows that two hold it, and nobody can tell which is the thief, so the whole family ends (RFC 9700, 4.14.2).

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const life = {
	/** A browser's session. */
	browserMs: 12 * hour,
	accessTokenMs: 15 * minute,
	refreshTokenMs: 7 * day,
	/** However often it is refreshed, a login is asked for again after this. */
	familyMs: 30 * day,
	/** Between the password and the second factor, or between us and the identity provider. */
	stepMs: 10 * minute,
	/** Links in mails. */
	registerLinkMs: 24 * hour,
	resetLinkMs: hour,
	invitationMs: 7 * day,
} as const;

/** What is left of logins and mails when they are over is kept this long, for questions about them, and then deleted. */
export const keptAfterEnd = {
	/** A session with its network address and browser. */
	sessionMs: 90 * day,
	/** That a mail was sent; what it said is wiped at once. */
	mailMs: 30 * day,
	/** A link that opens nothing any more. */
	linkMs: 30 * day,
} as const;

/** When a refresh token that is made at `now` ends, in milliseconds. */
export const refreshUntil = (now: number, familyStartedAt: number): number =>
	Math.min(now + life.refreshTokenMs, familyStartedAt + life.familyMs);

export interface PresentedToken {
	readonly usedAt: number | null;
	readonly expiresAt: number;
	readonly familyRevokedAt: number | null;
}

export type RefreshOutcome = "rotate" | "end_family" | "refuse";

/** A used token ends the family even when it has expired meanwhile. */
export function onRefresh(token: PresentedToken, now: number): RefreshOutcome {
	if (token.familyRevokedAt !== null) return "refuse";
	if (token.usedAt !== null) return "end_family";
	return token.expiresAt > now ? "rotate" : "refuse";
}
