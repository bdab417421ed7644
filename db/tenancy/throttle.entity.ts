// How often something was tried: by account, by address, by recipient. The id is derived from what is counted, so the table holds
// neither e-mail nor network addresses.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, ownRows } from "../policies.ts";
import { instant } from "../types/columns.ts";

export const ThrottleSchema = defineEntity({
	name: "Throttle",
	tableName: "throttles",
	rowLevelSecurity: "force",
	policies: [ownRows("id"), doorReads()],
	properties: {
		id: p.uuid().primary(),
		tries: p.integer(),
		lastTryAt: instant(),
		blockedUntil: instant(),
	},
	indexes: [{ name: "throttles_last_try", properties: ["lastTryAt"] }],
});
