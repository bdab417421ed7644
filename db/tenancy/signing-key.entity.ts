// A key that signs access tokens: the public part as everybody may have it, the private one sealed.
import { defineEntity, p } from "@mikro-orm/core";
import { ownRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";

export const SigningKeySchema = defineEntity({
	name: "SigningKey",
	tableName: "signing_keys",
	rowLevelSecurity: "force",
	policies: [ownRows("subject_id")],
	properties: {
		/** The platform: one and the same for every key. */
		subjectId: p.uuid().primary(),
		kid: key().primary(),
		state: p.enum(["pending", "active", "retired"]),
		publicJwk: p.json(),
		sealed: p.blob(),
		createdAt: createdAt(),
		activatedAt: instant().nullable(),
		retiredAt: instant().nullable(),
	},
	uniques: [{ name: "signing_keys_active", properties: ["subjectId"], where: "state = 'active'" }],
});
