// A canonical row on one side of a match, with the part of its amount that counts.
import { defineEntity, p } from "@mikro-orm/core";
import { runRows, tenantRows } from "../policies.ts";
import { minor } from "../types/columns.ts";
import { CanonicalRowSchema } from "../sync/canonical-row.entity.ts";
import { MatchSchema } from "./match.entity.ts";

export const MatchMemberSchema = defineEntity({
	name: "MatchMember",
	tableName: "match_members",
	rowLevelSecurity: "force",
	policies: [tenantRows(), runRows()],
	properties: {
		tenantId: p.uuid().primary(),
		runId: p.uuid().primary(),
		matchId: p.uuid().primary(),
		side: p.enum(["a", "b"]).primary(),
		position: p.integer().primary(),
		canonicalId: p.uuid(),
		canonicalVersion: p.integer(),
		amountMinor: minor(),
		match: () =>
			p
				.manyToOne(MatchSchema)
				.joinColumns("tenant_id", "run_id", "match_id")
				.ownColumns("run_id", "match_id")
				.deleteRule("no action")
				.updateRule("no action"),
		canonical: () =>
			p
				.manyToOne(CanonicalRowSchema)
				.joinColumns("tenant_id", "canonical_id", "canonical_version")
				.ownColumns("canonical_id", "canonical_version")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [{ name: "match_members_canonical", properties: ["tenantId", "canonicalId", "runId"] }],
});
