// How often one caller may ask, told with every answer: `RateLimit` and `RateLimit-Policy` as the IETF's draft writes them
// (draft-ietf-httpapi-ratelimit-headers). In this process's memory: several processes allow that many times as much.
import type { Response } from "express";
import { TieoutError } from "../../../domain/core/errors.ts";
import { type RateQuota, takeOne } from "../../../domain/tenancy/rate-quota.ts";

export interface RateQuotas {
	/** Of one API key or one session. */
	readonly caller: RateQuota;
	/** Of an address that comes without a valid credential. */
	readonly stranger: RateQuota;
}

export const usualQuotas: RateQuotas = {
	caller: { limit: 600, windowMs: 60_000 },
	stranger: { limit: 60, windowMs: 60_000 },
};

// A flood of made-up addresses must not grow the map without end; the oldest go first.
const mostRemembered = 20_000;

/** @returns a function that counts one request. @throws TieoutError RATE_LIMITED after the headers are set */
export function rateLimit(quotas: RateQuotas, now: () => number) {
	const wholeAt = new Map<string, number>();
	return (res: Response, kind: keyof RateQuotas, who: string): void => {
		const quota = quotas[kind];
		const subject = `${kind} ${who}`;
		const taken = takeOne(quota, wholeAt.get(subject) ?? 0, now());
		wholeAt.delete(subject);
		wholeAt.set(subject, taken.wholeAtMs);
		if (wholeAt.size > mostRemembered) wholeAt.delete(wholeAt.keys().next().value ?? subject);
		res.set({
			"ratelimit-policy": `"${kind}";q=${quota.limit};w=${Math.ceil(quota.windowMs / 1000)}`,
			ratelimit: `"${kind}";r=${taken.remaining};t=${Math.ceil(taken.resetMs / 1000)}`,
		});
		if (taken.allowed) return;
		const retryAfterS = Math.max(1, Math.ceil(taken.retryMs / 1000));
		throw new TieoutError("RATE_LIMITED", `At most ${quota.limit} requests in ${quota.windowMs / 1000} seconds. Wait ${retryAfterS} s.`, {
			retryAfterS,
		});
	};
}
