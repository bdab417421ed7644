// How often something may be tried: some tries are free, then each one makes the next wait twice as long, up to a limit. It never
// locks for good, because that would let a stranger lock people out.
//
//   open ──try──▶ open (free tries left) ──try──▶ waiting ──wait over, try──▶ waiting, twice as long … ──quiet for a window──▶ open

export interface ThrottleRule {
	readonly free: number;
	readonly firstWaitMs: number;
	readonly longestWaitMs: number;
	/** So long after the last try nothing is held against anyone. */
	readonly quietMs: number;
}

/** Moments in milliseconds. */
export interface ThrottleState {
	readonly tries: number;
	readonly lastTryAt: number;
	/** 0: it never was. */
	readonly blockedUntil: number;
}

export type Try = { readonly kind: "allowed"; readonly state: ThrottleState } | { readonly kind: "blocked"; readonly waitMs: number };

const minute = 60_000;

/** OWASP Authentication Cheat Sheet: count by account and, more generously, by address; exponential lockout with a limit. */
export const throttleRules = {
	/** Passwords for one account, right or wrong. */
	account: { free: 5, firstWaitMs: minute / 2, longestWaitMs: 15 * minute, quietMs: 24 * 60 * minute },
	/** Passwords from one address, behind which a whole office may sit. */
	address: { free: 30, firstWaitMs: minute / 2, longestWaitMs: 15 * minute, quietMs: 60 * minute },
	/** Codes of the second factor, of which there are a million. */
	code: { free: 5, firstWaitMs: minute / 2, longestWaitMs: 60 * minute, quietMs: 24 * 60 * minute },
	/** Mails that strangers can make us send to one person. */
	mail_to: { free: 3, firstWaitMs: 5 * minute, longestWaitMs: 60 * minute, quietMs: 60 * minute },
	/** Mails asked for from one address. */
	mail_from: { free: 20, firstWaitMs: minute, longestWaitMs: 60 * minute, quietMs: 60 * minute },
	/** Questions from one address about which provider a domain has. */
	lookup: { free: 200, firstWaitMs: minute, longestWaitMs: 15 * minute, quietMs: 60 * minute },
} as const satisfies Readonly<Record<string, ThrottleRule>>;
export type ThrottleName = keyof typeof throttleRules;

/** Counts a try at `now`, or says how long it has to wait. A try that is refused doesn't make the wait longer. */
export function tryOnce(before: ThrottleState | null, now: number, rule: ThrottleRule): Try {
	const known = before === null || now - Math.max(before.lastTryAt, before.blockedUntil) > rule.quietMs ? null : before;
	if (known !== null && known.blockedUntil > now) return { kind: "blocked", waitMs: known.blockedUntil - now };
	const tries = (known?.tries ?? 0) + 1;
	const beyond = tries - rule.free;
	// 2^20 half minutes is longer than any limit; more would overflow in the end.
	const wait = beyond < 0 ? 0 : Math.min(rule.longestWaitMs, rule.firstWaitMs * 2 ** Math.min(beyond, 20));
	return { kind: "allowed", state: { tries, lastTryAt: now, blockedUntil: wait === 0 ? 0 : now + wait } };
}

/** Takes one try back: it was right, so it is held against nobody. */
export const takeBack = (state: ThrottleState, now: number): ThrottleState => ({
	...state,
	tries: Math.max(0, state.tries - 1),
	blockedUntil: Math.min(state.blockedUntil, now),
});

/** "2 minutes", "40 seconds" */
export function waitText(waitMs: number): string {
	const seconds = Math.max(1, Math.ceil(waitMs / 1000));
	if (seconds > 90) return `${Math.ceil(seconds / 60)} minutes`;
	return seconds === 1 ? "1 second" : `${seconds} seconds`;
}
