// What people see of an API key: never its secret, but for the one answer that makes it.
import { z } from "zod";
import type { ApiKeyRow } from "../../db/tenancy/api-key.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { type MemberAccess, policiesInForce } from "../../db/tenancy/access.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { keyLifeDays, keyState, refusedScopes } from "../../domain/tenancy/api-key.ts";
import { type Access, type Permission, permissions } from "../../domain/tenancy/permissions.ts";
import { rulesFor } from "../../domain/tenancy/policies/policy.ts";

export const apiKeySchema = z.object({
	id: z.uuid(),
	name: z.string(),
	/** How the secret begins. */
	shown: z.string(),
	state: z.enum(["active", "rotating", "expiring", "expired", "revoked"]),
	scopes: z.array(z.enum(permissions)),
	entityIds: z.array(z.uuid()).nullable(),
	createdByName: z.string(),
	createdAt: z.string(),
	rotatedAt: z.string().nullable(),
	oldSecretUntil: z.string().nullable(),
	expiresAt: z.string(),
	lastUsedAt: z.string().nullable(),
	revokedAt: z.string().nullable(),
	revokedByName: z.string().nullable(),
});

/** The one answer that holds the secret. */
export const madeKeySchema = z.object({ key: apiKeySchema, secret: z.string() });

export const keyName = z
	.string()
	.trim()
	.min(1, "Give the key a name: what will use it?")
	.max(80, "A key's name has at most 80 characters.");

export const keyDays = z
	.number()
	.int()
	.min(keyLifeDays.least, "A key lives at least a day.")
	.max(keyLifeDays.most, "A key lives at most a year; rotate it then.");

const date = (text: string | null): Date | null => (text === null ? null : new Date(text));

export function keyView({ createdBy: _createdBy, ...row }: ApiKeyRow, now: Date): z.output<typeof apiKeySchema> {
	const state = keyState(
		{ revokedAt: date(row.revokedAt), expiresAt: new Date(row.expiresAt), oldSecretUntil: date(row.oldSecretUntil) },
		now,
	);
	return { ...row, state, scopes: [...row.scopes], entityIds: row.entityIds === null ? null : [...row.entityIds] };
}

export const noKey = (): TieoutError => new TieoutError("NOT_FOUND", "There is no API key with this id here, or it is revoked.");

/** Whoever gets to see a secret could use it, so may do themselves all that it may. @throws TieoutError SCOPES_REFUSED */
export function requireOwn(access: Access, scopes: readonly Permission[], entityIds: readonly string[] | null): void {
	const refused = refusedScopes(scopes, access.permissions, entityIds);
	if (refused === null) return;
	const { notForKeys, notYours, tooWide } = refused;
	const say = (list: readonly Permission[], why: string): string => (list.length === 0 ? "" : `${list.join(", ")}: ${why}. `);
	throw new TieoutError(
		"SCOPES_REFUSED",
		(
			say(notForKeys, "not for keys") +
			say(notYours, "you haven't got this yourself, so you can't pass it on") +
			say(tooWide, "reaches the whole company, but the key is limited to some entities")
		).trim(),
	);
}

/** A key reads by the policies of keys, so it must not show its maker what is masked for them. @throws TieoutError SCOPES_REFUSED */
export async function requireMasked(em: ScopedEm, tenantId: string, { rules }: MemberAccess): Promise<void> {
	const { masks } = rulesFor(await policiesInForce(em, tenantId), "integration");
	if ([...rules.masks].every((column) => masks.has(column))) return;
	throw new TieoutError(
		"SCOPES_REFUSED",
		"A policy masks columns for your role that a key would read. Ask somebody who sees them, or have the policy mask them for keys too.",
	);
}
