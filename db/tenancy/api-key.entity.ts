// An API key: the service member that it acts as, the hash of its secret, and what it may do. Rotation changes the secret and
// keeps the key, so that everything done with it stays under one name.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, tenantRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";
import { MembershipSchema } from "./membership.entity.ts";

export const ApiKeySchema = defineEntity({
	name: "ApiKey",
	tableName: "api_keys",
	rowLevelSecurity: "force",
	policies: [tenantRows(), doorReads()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		/** The service member, one for each key. */
		userId: p.uuid(),
		name: p.text(),
		/** How the secret begins: what lists show. */
		shown: key(),
		/** SHA-256, hex. */
		secretHash: key(),
		/** The secret before the last rotation; it works until `oldSecretUntil`. */
		oldSecretHash: key().nullable(),
		oldSecretUntil: instant().nullable(),
		/** Permissions, as words. */
		scopes: p.json(),
		createdBy: p.uuid(),
		createdAt: createdAt(),
		rotatedAt: instant().nullable(),
		expiresAt: instant(),
		/** To about five minutes. */
		lastUsedAt: instant().nullable(),
		revokedAt: instant().nullable(),
		revokedBy: p.uuid().nullable(),
		member: () =>
			p
				.manyToOne(MembershipSchema)
				.joinColumns("tenant_id", "user_id")
				.ownColumns("user_id")
				.deleteRule("no action")
				.updateRule("no action"),
		creator: () =>
			p
				.manyToOne(MembershipSchema)
				.joinColumns("tenant_id", "created_by")
				.ownColumns("created_by")
				.deleteRule("no action")
				.updateRule("no action"),
		revoker: () =>
			p
				.manyToOne(MembershipSchema)
				.nullable()
				.joinColumns("tenant_id", "revoked_by")
				.ownColumns("revoked_by")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [
		{ name: "api_keys_member", properties: ["tenantId", "userId"] },
		{ name: "api_keys_secret", properties: ["secretHash"] },
		{ name: "api_keys_old_secret", properties: ["oldSecretHash"], where: "old_secret_hash is not null" },
	],
});
