// A refresh token of a program's session, good once. All tokens of a session are one family: using one twice ends them all.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, ownRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";
import { SessionSchema } from "./session.entity.ts";
import { UserSchema } from "./user.entity.ts";

export const RefreshTokenSchema = defineEntity({
	name: "RefreshToken",
	tableName: "refresh_tokens",
	rowLevelSecurity: "force",
	policies: [ownRows("user_id"), doorReads()],
	properties: {
		id: p.uuid().primary(),
		userId: p.uuid(),
		sessionId: p.uuid(),
		/** SHA-256, hex. */
		tokenHash: key(),
		createdAt: createdAt(),
		expiresAt: instant(),
		usedAt: instant().nullable(),
		user: () => p.manyToOne(UserSchema).joinColumns("user_id").deleteRule("cascade").updateRule("no action"),
		session: () => p.manyToOne(SessionSchema).joinColumns("session_id").deleteRule("cascade").updateRule("no action"),
	},
	uniques: [{ name: "refresh_tokens_hash", properties: ["tokenHash"] }],
	indexes: [{ name: "refresh_tokens_session", properties: ["sessionId"] }],
});
