// Hashes passwords and checks them against their argon2id hash. An unknown account costs the same time as a known one. A few at a time:
// each takes 19 MiB and a thread, and a flood of logins must leave both for everything else.
import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { turnstile } from "./turnstile.ts";

// OWASP Password Storage Cheat Sheet: argon2id (the library's default algorithm) with 19 MiB, two passes, one lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const { pass } = turnstile({ atOnce: 3, waiting: 100 });

let decoy: Promise<string> | undefined;

/** True when `password` belongs to `passwordHash`; null stands for an account that doesn't exist and is never right. @throws TieoutError UNAVAILABLE */
export async function isRightPassword(passwordHash: string | null, password: string): Promise<boolean> {
	decoy ??= hash(randomBytes(16).toString("hex"), cost);
	const against = passwordHash ?? (await decoy);
	const right = await pass(() => verify(against, password));
	return passwordHash !== null && right;
}

/** @throws TieoutError UNAVAILABLE */
export const hashPassword = (password: string): Promise<string> => pass(() => hash(password, cost));
