// A person who can log in. Seen only by that person; colleagues see the name on the membership.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, ownRows } from "../policies.ts";
import { createdAt, key } from "../types/columns.ts";

export const UserSchema = defineEntity({
	name: "User",
	tableName: "users",
	rowLevelSecurity: "force",
	policies: [ownRows("id"), doorReads()],
	properties: {
		id: p.uuid().primary(),
		/** Lower case; the check holds it. */
		email: key().check("email = lower(email)"),
		name: p.text(),
		/** argon2id, encoded with its parameters. */
		passwordHash: p.text(),
		createdAt: createdAt(),
	},
	uniques: [{ name: "users_email", properties: ["email"] }],
});
