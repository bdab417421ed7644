// How often a login may be tried, by address and by account. In memory: one API process, forgotten when it restarts.
// It never locks an account for good: that would let a stranger lock people out.
import { TieoutError } from "../../domain/core/errors.ts";

interface Window {
	tries: number;
	readonly endsAt: number;
}

export interface LoginLimit {
	/** Counts a try before its password is checked, so that many at once can't slip through. @throws TieoutError TOO_MANY_TRIES */
	readonly begin: (address: string, account: string) => void;
	/** Takes the try back: a right password is not held against anyone. */
	readonly succeeded: (address: string, account: string) => void;
}

export interface LoginLimits {
	readonly perAccount: number;
	readonly perAddress: number;
	readonly windowMs: number;
}

const usual: LoginLimits = { perAccount: 5, perAddress: 30, windowMs: 5 * 60_000 };
// A flood of made-up accounts must not grow the map without end; the oldest windows go first.
const maxWindows = 10_000;

/** `now` in milliseconds. */
export function loginLimit(now: () => number, limits: LoginLimits = usual): LoginLimit {
	const windows = new Map<string, Window>();

	const windowOf = (key: string): Window => {
		const old = windows.get(key);
		if (old !== undefined && old.endsAt > now()) return old;
		windows.delete(key);
		const window = { tries: 0, endsAt: now() + limits.windowMs };
		windows.set(key, window);
		if (windows.size > maxWindows) windows.delete(windows.keys().next().value ?? key);
		return window;
	};
	const refuseBeyond = (window: Window, most: number): void => {
		if (window.tries < most) return;
		const waitS = Math.ceil((window.endsAt - now()) / 1000);
		const wait = waitS > 90 ? `${Math.ceil(waitS / 60)} minutes` : `${waitS} ${waitS === 1 ? "second" : "seconds"}`;
		throw new TieoutError("TOO_MANY_TRIES", `Too many failed logins. Try again in ${wait}.`, { retryAfterS: waitS });
	};

	return {
		begin: (address, account) => {
			const byAddress = windowOf(`address ${address}`);
			const byAccount = windowOf(`account ${account}`);
			refuseBeyond(byAddress, limits.perAddress);
			refuseBeyond(byAccount, limits.perAccount);
			byAddress.tries += 1;
			byAccount.tries += 1;
		},
		succeeded: (address, account) => {
			windows.delete(`account ${account}`);
			const byAddress = windowOf(`address ${address}`);
			byAddress.tries = Math.max(0, byAddress.tries - 1);
		},
	};
}
