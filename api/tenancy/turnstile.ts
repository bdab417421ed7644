// Lets a few through at a time; a bounded number waits, and whoever comes beyond that is sent away at once.
import { TieoutError } from "../../domain/core/errors.ts";

export interface Turnstile {
	/** @throws TieoutError UNAVAILABLE when too many wait already */
	readonly pass: <Out>(work: () => Promise<Out>) => Promise<Out>;
}

export function turnstile({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): Turnstile {
	let inside = 0;
	const queue: (() => void)[] = [];
	return {
		pass: async (work) => {
			if (inside >= atOnce) {
				if (queue.length >= waiting)
					throw new TieoutError("UNAVAILABLE", "Too many people sign in at this moment. Try again in a few seconds.");
				await new Promise<void>((resolve) => queue.push(resolve));
			} else inside += 1;
			try {
				return await work();
			} finally {
				// The place goes on to the next one; it is free only when nobody waits.
				const next = queue.shift();
				if (next === undefined) inside -= 1;
				else next();
			}
		},
	};
}
