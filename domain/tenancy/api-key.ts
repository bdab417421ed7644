// What an API key looks like, how long it lives and what it may be allowed. The key itself is known to its holder alone: here
// it is made and shown once, everywhere else there is only its SHA-256.
//
//   tk_live_ + 43 characters of 0-9A-Za-z (32 random bytes) + 6 characters of checksum
//
// The fixed start lets scanners of repositories find a leaked key, the checksum lets them (and us) tell a key from noise
// without asking anyone. No character of it breaks a double click or needs escaping in a header.
import { sha256 } from "../core/sha256.ts";
import { companyWide } from "./entity-scope.ts";
import type { Permission } from "./permissions.ts";

export type KeyKind = "live" | "test";

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const bodyLength = 43;
const checkLength = 6;
const shape = new RegExp(`^tk_(?:live|test)_[0-9A-Za-z]{${bodyLength + checkLength}}$`);
/** Enough to tell one key from another in a list, and useless to sign in with. */
const shownLength = "tk_live_".length + 6;

/** The shortest and longest life of a key in days; a key without an end is one that nobody remembers. */
export const keyLifeDays = { least: 1, usual: 90, most: 365 } as const;

/** For how long the old secret still works after a rotation, in hours. */
export const overlapHours = { least: 0, usual: 24, most: 7 * 24 } as const;

/**
 * What a key may be allowed, in words for whoever ticks it: exactly the permissions that an address of the REST surface needs.
 * Those that only a person uses are missing: to decide and sign off, to say who may do what, to open or destroy what is sealed.
 */
export const scopeWords: Readonly<Partial<Record<Permission, string>>> = {
	"tenancy.read": "Read the company's settings, status and plan",
	"users.read": "Read who is a member, in which role",
	"roles.read": "Read roles and what each may do",
	"audit.read": "Read and export the audit trail",
	"policies.read": "Read the policies in force",
	"webhooks.read": "Read where events are sent, each delivery, and what vendors sent",
	"webhooks.manage": "Add, change and remove addresses that events are sent to",
	"entities.read": "Read the company's entities",
	"connections.read": "Read connections, cursors, quarantine and changes of fields",
	"connections.sync": "Sync connections and test their credentials",
	"streams.rewind": "Rewind a stream, so that it is read again",
	"drift.decide": "Accept or ignore changes of fields",
	"quarantine.retry": "Read quarantined records again, or set them aside",
	"pages.read": "Read source records and answers as the vendor gave them",
	"explorer.read": "Read rows, totals and their chain of custody",
	"jobs.read": "Read jobs, their progress, events and logs",
	"jobs.cancel": "Stop, pause and resume jobs",
	"jobs.replay": "Plan and start replays",
	"incidents.read": "Read incidents and their jobs",
	"incidents.manage": "Open and change incidents",
	"reconciliations.read": "Read reconciliations, proofs and exceptions",
	"reconciliations.start": "Start reconciliations",
};

export const keyScopes = Object.keys(scopeWords) as readonly Permission[];

/** @param random 32 bytes from a good source */
export function makeApiKey(kind: KeyKind, random: Uint8Array): string {
	if (random.length !== 32) throw new RangeError("an API key is made of 32 random bytes");
	const start = `tk_${kind}_${base62(random, bodyLength)}`;
	return start + checkOf(start);
}

/** True when `text` can be a key at all; only then is it worth a question to the database. */
export const isApiKey = (text: string): boolean => shape.test(text) && checkOf(text.slice(0, -checkLength)) === text.slice(-checkLength);

/** The part that lists show. */
export const shownPart = (key: string): string => key.slice(0, shownLength);

export const keyHash = (key: string): string => sha256(key);

const checkOf = (start: string): string => base62(bytesOfHex(sha256(start).slice(0, 8)), checkLength);

const bytesOfHex = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

function base62(bytes: Uint8Array, length: number): string {
	let rest = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
	let text = "";
	for (let i = 0; i < length; i++) {
		text = (digits[Number(rest % 62n)] ?? "") + text;
		rest /= 62n;
	}
	return text;
}

export interface RefusedScopes {
	/** No key may have these. */
	readonly notForKeys: readonly Permission[];
	/** Whoever makes or renews the key hasn't got these, so can't pass them on. */
	readonly notYours: readonly Permission[];
	/** These reach the whole company, which a key that is limited to some entities may not. */
	readonly tooWide: readonly Permission[];
}

/** Which of the asked permissions a key can't have when someone with `own` makes it; null when it can have all. */
export function refusedScopes(
	asked: readonly Permission[],
	own: ReadonlySet<Permission>,
	entityIds: readonly string[] | null,
): RefusedScopes | null {
	const notForKeys = asked.filter((permission) => scopeWords[permission] === undefined);
	const notYours = asked.filter((permission) => !notForKeys.includes(permission) && !own.has(permission));
	const tooWide = entityIds === null ? [] : asked.filter((permission) => !notForKeys.includes(permission) && companyWide.has(permission));
	return notForKeys.length + notYours.length + tooWide.length === 0 ? null : { notForKeys, notYours, tooWide };
}

export type KeyState = "active" | "rotating" | "expiring" | "expired" | "revoked";

const soonMs = 7 * 24 * 3_600_000;

/** What a list says of a key at `now`: the first that holds of revoked, expired, rotating (two secrets work), expiring within a week. */
export function keyState(
	key: { readonly revokedAt: Date | null; readonly expiresAt: Date; readonly oldSecretUntil: Date | null },
	now: Date,
): KeyState {
	if (key.revokedAt !== null) return "revoked";
	if (key.expiresAt <= now) return "expired";
	if (key.oldSecretUntil !== null && key.oldSecretUntil > now) return "rotating";
	return key.expiresAt.getTime() - now.getTime() < soonMs ? "expiring" : "active";
}
