// The erasure of a company: what was deleted so far, and in the end the signed report. It outlives the company, so it belongs to none:
// whoever was given its id can read it.
import { defineEntity, p } from "@mikro-orm/core";
import { ownRows } from "../policies.ts";
import { createdAt, instant } from "../types/columns.ts";

export const ErasureReportSchema = defineEntity({
	name: "ErasureReport",
	tableName: "erasure_reports",
	rowLevelSecurity: "force",
	policies: [ownRows("id")],
	properties: {
		id: p.uuid().primary(),
		/** The company that it was. */
		companyId: p.uuid(),
		/** Who asked, when, and the company's name for the report. */
		facts: p.json(),
		/** Deleted rows of each table, and other things by name. */
		counts: p.json().defaultRaw("'{}'"),
		/** The signed report as a file; null: it goes on. */
		report: p.text().nullable(),
		createdAt: createdAt(),
		doneAt: instant().nullable(),
	},
});
