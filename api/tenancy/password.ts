// Checks a password against its argon2id hash. An unknown account costs the same time as a known one.
import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

// OWASP Password Storage Cheat Sheet: argon2id (the library's default algorithm) with 19 MiB, two passes, one lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let decoy: Promise<string> | undefined;

/** True when `password` belongs to `passwordHash`; null stands for an account that doesn't exist and is never right. */
export async function isRightPassword(passwordHash: string | null, password: string): Promise<boolean> {
	decoy ??= hash(randomBytes(16).toString("hex"), cost);
	const right = await verify(passwordHash ?? (await decoy), password);
	return passwordHash !== null && right;
}
