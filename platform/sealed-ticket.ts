// A small value that travels through a browser and comes back unread and unchanged: sealed by us, for one purpose, until a moment.
import { z } from "zod";
import { type Keys, platformTenant } from "./keys.ts";
import { open, seal } from "./seal.ts";

export interface Tickets {
	readonly seal: (value: unknown, until: Date) => string;
	/** null: not ours, for another purpose, changed, or expired. */
	readonly open: (text: string) => unknown;
}

const content = z.object({ until: z.number(), value: z.unknown() });

/** @param purpose what it is for: a ticket of one purpose opens nothing of another */
export function tickets(keys: Keys, purpose: string, now: () => Date): Tickets {
	const key = (): Uint8Array => keys.numbered(platformTenant, "secret", 1);
	const aad = `ticket|${purpose}`;
	return {
		seal: (value, until) =>
			Buffer.from(seal(key(), aad, Buffer.from(JSON.stringify({ until: until.getTime(), value })))).toString("base64url"),
		open: (text) => {
			try {
				const parsed = content.parse(JSON.parse(Buffer.from(open(key(), aad, Buffer.from(text, "base64url"))).toString("utf8")));
				return parsed.until > now().getTime() ? (parsed.value ?? null) : null;
			} catch {
				return null;
			}
		},
	};
}
