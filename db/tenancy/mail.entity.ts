// A mail to be sent: to whom and about what is sealed, and wiped once it is sent. Known only to who holds its id.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, ownRows } from "../policies.ts";
import { mailKinds } from "../../domain/tenancy/mail.ts";
import { createdAt, instant } from "../types/columns.ts";

export const MailSchema = defineEntity({
	name: "Mail",
	tableName: "mails",
	rowLevelSecurity: "force",
	policies: [ownRows("id"), doorReads()],
	properties: {
		id: p.uuid().primary(),
		kind: p.enum([...mailKinds]),
		/** Empty once it is settled. */
		sealed: p.blob(),
		createdAt: createdAt(),
		/** Sent, or found to have nobody to go to. */
		settledAt: instant().nullable(),
	},
	indexes: [
		{ name: "mails_unsettled", properties: ["createdAt"], where: "settled_at is null" },
		{ name: "mails_settled", properties: ["settledAt"], where: "settled_at is not null" },
	],
});
