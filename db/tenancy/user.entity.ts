// A person who can log in. Seen only by that person; colleagues see the name on the membership.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, ownRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";

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
		/** argon2id, encoded with its parameters; null: the person signs in elsewhere, or is a program. */
		passwordHash: p.text().nullable(),
		/** A service user is the member that an API key acts as; it can't log in. */
		kind: p.enum(["person", "service"]).default("person"),
		emailVerifiedAt: instant().nullable(),
		createdAt: createdAt(),
		deletedAt: instant().nullable(),
	},
	uniques: [{ name: "users_email", properties: ["email"] }],
});
