// The life of a key that signs access tokens. Everybody who verifies must know it before it signs, and must go on knowing it until the
// last token that it signed has expired.
//
//   pending (published) ──published long enough──▶ active (signs) ──the next one is active──▶ retired (verifies) ──tokens expired──▶ gone
import { life } from "./token-life.ts";

export type SigningKeyState = "pending" | "active" | "retired";

/** How long others may keep our published keys (the Cache-Control of /.well-known/jwks.json). */
export const publishedForMs = 5 * 60_000;
/** A clock that runs behind still finds the key. */
const skewMs = 60_000;

/** From making a key until it may sign. */
export const pendingMs = publishedForMs + skewMs;
/** From retiring a key until nothing that it signed is good any more. */
export const retiredMs = life.accessTokenMs + skewMs;

export const rotateAfterMs = 30 * 24 * 3_600_000;

/** True when the active key has signed for long enough. null: there is none yet. */
export const isDue = (activatedAt: number | null, now: number): boolean => activatedAt !== null && now - activatedAt >= rotateAfterMs;
