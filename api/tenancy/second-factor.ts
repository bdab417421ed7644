// The second step of a login: a code of the authenticator app, or a recovery code. Counted by person, and each code opens once.
import { createHash, randomBytes } from "node:crypto";
import {
	replaceRecoveryCodes,
	secondFactorOf,
	type SecondFactorRow,
	takeRecoveryCode,
	takeStep,
} from "../../db/tenancy/second-factor.store.ts";
import { forgetTries } from "../../db/tenancy/throttle.store.ts";
import { type ScopedEm, withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { codeDigits, plainCode, recoveryCodeCount, recoveryCodeOf } from "../../domain/tenancy/totp.ts";
import { keyIdOf, type Keys, platformTenant, readKeyId } from "../../platform/keys.ts";
import { open, seal } from "../../platform/seal.ts";
import type { SealedJson } from "../../platform/sealed-json.ts";
import type { ApiDeps } from "../context.ts";
import { stepOfCode } from "./totp-code.ts";
import { countTries } from "./tries.ts";

const aadOf = (userId: string, keyId: string | null): string =>
	keyId === null ? `second-factor|${userId}` : `second-factor|${keyId}|${userId}`;

/** Sealed for this person alone, by the platform's present key, whose id stands beside it. */
export function sealTotpSecret(keys: Keys, userId: string, secret: Uint8Array): SealedJson {
	const { no, key } = keys.current(platformTenant, "secret");
	const keyId = keyIdOf(platformTenant, no);
	return { bytes: seal(key, aadOf(userId, keyId), secret), keyId };
}

/** @throws TieoutError KEY_MISSING or KEY_UNREADABLE, Error when it is another person's or was altered */
export function openTotpSecret(keys: Keys, userId: string, { sealed, keyId }: Pick<SecondFactorRow, "sealed" | "keyId">): Uint8Array {
	const no = keyId === null ? 1 : (readKeyId(keyId)?.no ?? 0);
	return open(keys.numbered(platformTenant, "secret", no), aadOf(userId, keyId), sealed);
}

const recoveryHash = (userId: string, code: string): string =>
	createHash("sha256")
		.update(`${userId}|${plainCode(code)}`)
		.digest("hex");

/** New recovery codes, of which only hashes are kept: this is the one moment when they are seen. */
export async function newRecoveryCodes(em: ScopedEm, userId: string): Promise<readonly string[]> {
	const codes = Array.from({ length: recoveryCodeCount }, () => recoveryCodeOf(randomBytes(10)));
	await replaceRecoveryCodes(
		em,
		userId,
		codes.map((code) => recoveryHash(userId, code)),
	);
	return codes;
}

export const wrongCode = (): TieoutError =>
	new TieoutError(
		"CODE_REFUSED",
		"This code is not right, or it was used already. Wait for the next one in your app, or use a recovery code.",
	);

/** @throws TieoutError CODE_REFUSED or TOO_MANY_TRIES */
export async function checkSecondFactor(deps: ApiDeps, userId: string, typed: string): Promise<void> {
	await countTries(deps, [{ name: "code", of: userId }]);
	const right = await withUser(deps.orm, userId, async (em) => {
		const factor = await secondFactorOf(em, userId);
		if (factor === null) return false;
		const code = plainCode(typed);
		if (code.length !== codeDigits) return takeRecoveryCode(em, userId, recoveryHash(userId, code));
		const step = stepOfCode(openTotpSecret(deps.keys, userId, factor), code, { nowMs: deps.now().getTime(), lastStep: factor.lastStep });
		return step !== null && takeStep(em, userId, step);
	});
	if (!right) throw wrongCode();
	await forgetTries(deps.orm, { name: "code", of: userId });
}
