// A person's authenticator app: its sealed secret, and the last step whose code has opened, because a code opens once.
import { defineEntity, p } from "@mikro-orm/core";
import { ownRows } from "../policies.ts";
import { count, createdAt, instant, key } from "../types/columns.ts";
import { UserSchema } from "./user.entity.ts";

export const SecondFactorSchema = defineEntity({
	name: "SecondFactor",
	tableName: "second_factors",
	rowLevelSecurity: "force",
	policies: [ownRows("user_id")],
	properties: {
		userId: p.uuid().primary(),
		sealed: p.blob(),
		/** Which key seals it: `<whose>/<number>`; null: key 1, from before this was written down. */
		keyId: key().nullable(),
		createdAt: createdAt(),
		/** null: the person has not shown a code yet, so it isn't asked for. */
		confirmedAt: instant().nullable(),
		lastStep: count(),
		user: () => p.manyToOne(UserSchema).joinColumns("user_id").deleteRule("cascade").updateRule("no action"),
	},
});
