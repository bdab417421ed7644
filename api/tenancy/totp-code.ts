// One-time codes with the keyed hash (RFC 4226 over HMAC-SHA-1, which every authenticator app has).
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { codeOf, openSteps } from "../../domain/tenancy/totp.ts";

/** RFC 4226, 4, R6: 160 bits. */
export const newTotpSecret = (): Uint8Array => new Uint8Array(randomBytes(20));

export function totpCode(secret: Uint8Array, step: number): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(step));
	return codeOf(createHmac("sha1", secret).update(counter).digest());
}

/** The step whose code was typed, or null. Codes up to `lastStep` have opened once already. */
export function stepOfCode(
	secret: Uint8Array,
	typed: string,
	{ nowMs, lastStep }: { readonly nowMs: number; readonly lastStep: number },
): number | null {
	const given = Buffer.from(typed);
	const matches = openSteps(nowMs, lastStep).filter((step) => {
		const right = Buffer.from(totpCode(secret, step));
		return right.length === given.length && timingSafeEqual(right, given);
	});
	return matches.at(-1) ?? null;
}
