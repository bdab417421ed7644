// A way in without the authenticator app, good once.
import { defineEntity, p } from "@mikro-orm/core";
import { ownRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";
import { UserSchema } from "./user.entity.ts";

export const RecoveryCodeSchema = defineEntity({
	name: "RecoveryCode",
	tableName: "recovery_codes",
	rowLevelSecurity: "force",
	policies: [ownRows("user_id")],
	properties: {
		userId: p.uuid().primary(),
		/** SHA-256, hex: the code has 80 random bits, so a fast hash is enough. */
		codeHash: key().primary(),
		createdAt: createdAt(),
		usedAt: instant().nullable(),
		user: () => p.manyToOne(UserSchema).joinColumns("user_id").deleteRule("cascade").updateRule("no action"),
	},
});
