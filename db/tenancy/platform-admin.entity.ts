// People who run the platform. It gives them no company's data: for that a company lets them in.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, ownRowsRead } from "../policies.ts";
import { createdAt } from "../types/columns.ts";
import { UserSchema } from "./user.entity.ts";

export const PlatformAdminSchema = defineEntity({
	name: "PlatformAdmin",
	tableName: "platform_admins",
	rowLevelSecurity: "force",
	policies: [ownRowsRead("user_id"), doorReads()],
	properties: {
		userId: p.uuid().primary(),
		createdAt: createdAt(),
		user: () => p.manyToOne(UserSchema).joinColumns("user_id").deleteRule("no action").updateRule("no action"),
	},
});
