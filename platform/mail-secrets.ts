// What a mail and its link keep sealed, and the secret of a link. The secret is derived from the mail's id, so that a second try sends the
// same link, and stands nowhere but in the mail itself.
import { createHash, createHmac } from "node:crypto";
import { type Keys, platformTenant } from "./keys.ts";
import { open, seal } from "./seal.ts";

const key = (keys: Keys): Uint8Array => keys.numbered(platformTenant, "secret", 1);

/** 256 bits as base64url. */
export const linkSecret = (keys: Keys, mailId: string): string =>
	createHmac("sha256", createHmac("sha256", key(keys)).update("mail links").digest())
		.update(mailId)
		.digest("base64url");

/** @param of whose row it is: sealed facts of one open no other */
export const sealFacts = (keys: Keys, of: string, facts: Readonly<Record<string, unknown>>): Uint8Array =>
	seal(key(keys), `mail|${of}`, Buffer.from(JSON.stringify(facts)));

/** @throws Error when they were sealed for another row */
export const openFacts = (keys: Keys, of: string, sealed: Uint8Array): unknown =>
	JSON.parse(Buffer.from(open(key(keys), `mail|${of}`, sealed)).toString("utf8"));

/** Says which password something was made for, so that it dies with that password. */
export const passwordMark = (passwordHash: string | null): string =>
	createHash("sha256")
		.update(passwordHash ?? "")
		.digest("base64url");
