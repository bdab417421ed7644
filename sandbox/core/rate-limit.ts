// Requests per second of wall-clock time and caller. The one place beside token lifetimes where real time counts.

export interface RateLimit {
	/** True when `caller` may go on. */
	readonly admit: (caller: string) => boolean;
}

/** @param perSecond 0 for no limit */
export function rateLimit(perSecond: number): RateLimit {
	const windows = new Map<string, { second: number; count: number }>();
	return {
		admit: (caller) => {
			if (perSecond === 0) return true;
			const second = Math.floor(performance.now() / 1000);
			const window = windows.get(caller);
			const count = window?.second === second ? window.count + 1 : 1;
			windows.set(caller, { second, count });
			return count <= perSecond;
		},
	};
}
