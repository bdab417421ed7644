// The answer to a write that carried an Idempotency-Key: written in the transaction of that write, kept for a day.
import { defineEntity, p } from "@mikro-orm/core";
import { tenantRows } from "../policies.ts";
import { createdAt, key } from "../types/columns.ts";
import { MembershipSchema } from "./membership.entity.ts";

export const IdempotencyKeySchema = defineEntity({
	name: "IdempotencyKey",
	tableName: "idempotency_keys",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		userId: p.uuid().primary(),
		key: key().primary(),
		/** SHA-256 over what was asked: the same key with another request is a mistake, not a repetition. */
		requestHash: key(),
		/** Sealed: an answer may hold what nobody but the caller should read. */
		answer: p.type(Uint8Array),
		/** Which key sealed it: `<tenant>/<number>`. */
		keyId: key(),
		createdAt: createdAt(),
		member: () =>
			p.manyToOne(MembershipSchema).joinColumns("tenant_id", "user_id").ownColumns("user_id").deleteRule("cascade").updateRule("no action"),
	},
	indexes: [{ name: "idempotency_keys_age", properties: ["tenantId", "createdAt"] }],
});
