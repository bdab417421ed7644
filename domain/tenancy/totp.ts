// One-time codes of an authenticator app (RFC 6238 over RFC 4226): the parts without the keyed hash, which platform/totp.ts has.

/** RFC 6238, 5.2: the default step. */
export const stepSeconds = 30;
export const codeDigits = 6;
/** RFC 6238, 5.2: at most one step of delay; one ahead besides, for a phone whose clock runs fast. */
const drift = 1;

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 without padding, as authenticator apps take it. */
export function toBase32(bytes: Uint8Array): string {
	let bits = 0;
	let value = 0;
	let text = "";
	for (const byte of bytes) {
		value = ((value << 8) | byte) & 0xffff;
		bits += 8;
		while (bits >= 5) {
			text += base32[(value >>> (bits - 5)) & 31];
			bits -= 5;
		}
	}
	return bits === 0 ? text : text + base32[(value << (5 - bits)) & 31];
}

export const stepAt = (nowMs: number): number => Math.floor(nowMs / 1000 / stepSeconds);

/** The steps whose codes are good at `nowMs`, without those up to `lastStep`: a code opens once. */
export function openSteps(nowMs: number, lastStep: number): readonly number[] {
	const step = stepAt(nowMs);
	return Array.from({ length: 2 * drift + 1 }, (_, i) => step - drift + i).filter((each) => each > lastStep);
}

/** RFC 4226, 5.3: dynamic truncation of an HMAC-SHA-1. */
export function codeOf(mac: Uint8Array): string {
	const offset = (mac.at(-1) ?? 0) & 15;
	const at = (i: number): number => mac[offset + i] ?? 0;
	const number = ((at(0) & 0x7f) << 24) | (at(1) << 16) | (at(2) << 8) | at(3);
	return String(number % 10 ** codeDigits).padStart(codeDigits, "0");
}

/** What the QR code says (Google Authenticator's Key URI Format). */
export function otpauthUri({ account, secret }: { readonly account: string; readonly secret: string }): string {
	return `otpauth://totp/Tieout:${encodeURIComponent(account)}?secret=${secret}&issuer=Tieout&algorithm=SHA1&digits=${codeDigits}&period=${stepSeconds}`;
}

export const recoveryCodeCount = 10;

/** "abcd-efgh-ijkl-mnop" from ten random bytes: 80 bits. */
export function recoveryCodeOf(bytes: Uint8Array): string {
	return (toBase32(bytes).toLowerCase().match(/.{4}/g) ?? []).join("-");
}

/** What a person typed, as it is compared: spaces, hyphens and case don't matter. */
export const plainCode = (typed: string): string => typed.toLowerCase().replace(/[\s-]/g, "");
