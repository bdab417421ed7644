// A candidate that lost to a match, and why.
import { defineEntity, p } from "@mikro-orm/core";
import { runRows, tenantRows } from "../policies.ts";
import { CanonicalRowSchema } from "../sync/canonical-row.entity.ts";
import { MatchSchema } from "./match.entity.ts";

export const MatchLoserSchema = defineEntity({
	name: "MatchLoser",
	tableName: "match_losers",
	rowLevelSecurity: "force",
	policies: [tenantRows(), runRows()],
	properties: {
		tenantId: p.uuid().primary(),
		runId: p.uuid().primary(),
		matchId: p.uuid().primary(),
		position: p.integer().primary(),
		canonicalId: p.uuid(),
		canonicalVersion: p.integer(),
		reason: p.text(),
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
});
