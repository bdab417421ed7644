// How often something may be asked: the generic cell rate algorithm (ITU-T I.371). One number per asker says when their
// credit is whole again, so nothing is counted, nothing has to be cleared, and a burst is smoothed instead of cut at the minute.

export interface RateQuota {
	/** How many at once, after a pause. */
	readonly limit: number;
	/** How long it takes for the whole credit to come back. */
	readonly windowMs: number;
}

export interface RateTaken {
	readonly allowed: boolean;
	/** To be kept until the next question; the same as before when this one was refused. */
	readonly wholeAtMs: number;
	readonly remaining: number;
	/** Until the whole credit is back. */
	readonly resetMs: number;
	/** 0 when allowed. */
	readonly retryMs: number;
}

/** @param wholeAtMs what the last question left, or any moment in the past when there was none */
export function takeOne(quota: RateQuota, wholeAtMs: number, nowMs: number): RateTaken {
	const step = quota.windowMs / quota.limit;
	const from = Math.max(wholeAtMs, nowMs);
	const next = from + step;
	// A tenth of a millisecond forgives what dividing the window loses.
	const late = next - nowMs - quota.windowMs;
	if (late > 0.1) return { allowed: false, wholeAtMs, remaining: 0, resetMs: from - nowMs, retryMs: late };
	const remaining = Math.floor((quota.windowMs - (next - nowMs)) / step + 0.001);
	return { allowed: true, wholeAtMs: next, remaining, resetMs: next - nowMs, retryMs: 0 };
}
