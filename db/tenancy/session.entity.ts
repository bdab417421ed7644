// A login, of a browser or a program: the hash of its token, the person, and the tenant they are looking at, which must be one of theirs.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, ownRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";
import { MembershipSchema } from "./membership.entity.ts";

export const SessionSchema = defineEntity({
	name: "Session",
	tableName: "sessions",
	rowLevelSecurity: "force",
	policies: [ownRows("user_id"), doorReads()],
	properties: {
		id: p.uuid().primary(),
		/** SHA-256 of the token, hex; the token itself is only in the cookie. */
		tokenHash: key(),
		userId: p.uuid(),
		tenantId: p.uuid(),
		createdAt: createdAt(),
		expiresAt: instant(),
		revokedAt: instant().nullable(),
		/** `api`: a program's, whose access tokens name it; no cookie opens it. */
		kind: p.enum(["browser", "api"]).default("browser"),
		method: p.enum(["password", "sso"]).default("password"),
		/** The company whose identity provider vouched for the person: the session never leaves it. */
		boundTenantId: p.uuid().nullable(),
		userAgent: p.text().nullable(),
		address: p.text().nullable(),
		/** To about five minutes. */
		seenAt: createdAt(),
		membership: () =>
			p
				.manyToOne(MembershipSchema)
				.joinColumns("tenant_id", "user_id")
				.ownColumns("tenant_id", "user_id")
				.deleteRule("cascade")
				.updateRule("no action"),
	},
	uniques: [{ name: "sessions_token_hash", properties: ["tokenHash"] }],
	indexes: [
		{ name: "sessions_user", properties: ["userId"] },
		{ name: "sessions_expires", properties: ["expiresAt"] },
		{ name: "sessions_revoked", properties: ["revokedAt"], where: "revoked_at is not null" },
	],
});
