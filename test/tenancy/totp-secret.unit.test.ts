// The secret of an authenticator app at rest: says which key seals it, opens for its own person alone, and one from before opens still.
import { expect, test } from "vitest";
import { openTotpSecret, sealTotpSecret } from "../../api/tenancy/second-factor.ts";
import { createKeys, platformTenant } from "../../platform/keys.ts";
import { seal } from "../../platform/seal.ts";

const keys = createKeys(new Uint8Array(32).fill(7));
const secret = new Uint8Array(20).fill(9);

test("the envelope names its key, and neither another person nor another name of a key opens it", () => {
	const { bytes, keyId } = sealTotpSecret(keys, "ada", secret);
	expect(keyId).toBe(`${platformTenant}/1`);
	const sealed = Buffer.from(bytes);
	expect(openTotpSecret(keys, "ada", { sealed, keyId })).toEqual(secret);
	expect(() => openTotpSecret(keys, "ben", { sealed, keyId })).toThrow(/authenticate/);
	expect(() => openTotpSecret(keys, "ada", { sealed, keyId: null })).toThrow(/authenticate/);
	expect(() => openTotpSecret(keys, "ada", { sealed, keyId: `${platformTenant}/2` })).toThrow(/key 2/);
});

test("one that was sealed before its key was written down opens with key 1", () => {
	const sealed = Buffer.from(seal(keys.numbered(platformTenant, "secret", 1), "second-factor|ada", secret));
	expect(openTotpSecret(keys, "ada", { sealed, keyId: null })).toEqual(secret);
});
