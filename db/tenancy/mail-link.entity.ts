// A link in a mail, good once. Its id is derived from the secret in the link, so that only who has the link finds the row, and the row
// doesn't give the link away.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, ownRows } from "../policies.ts";
import { createdAt, instant } from "../types/columns.ts";

export const MailLinkSchema = defineEntity({
	name: "MailLink",
	tableName: "mail_links",
	rowLevelSecurity: "force",
	policies: [ownRows("id"), doorReads()],
	properties: {
		id: p.uuid().primary(),
		purpose: p.enum(["register", "reset", "invite"]),
		/** What it opens, sealed: ids, and for a registration the address and names that it was asked with. */
		sealed: p.blob(),
		createdAt: createdAt(),
		expiresAt: instant(),
		usedAt: instant().nullable(),
	},
	indexes: [{ name: "mail_links_expires", properties: ["expiresAt"] }],
});
