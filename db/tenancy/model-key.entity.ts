// A company's own key at a model provider, sealed: one for each provider.
import { defineEntity, p } from "@mikro-orm/core";
import { keyedProviders } from "../../domain/tenancy/policies/models.ts";
import { tenantRows } from "../policies.ts";
import { instant, key } from "../types/columns.ts";
import { MembershipSchema } from "./membership.entity.ts";

export const ModelKeySchema = defineEntity({
	name: "ModelKey",
	tableName: "model_keys",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		provider: p.enum([...keyedProviders]).primary(),
		ciphertext: p.blob(),
		keyId: key(),
		/** Its last four characters, by which people know it again. */
		ending: p.text(),
		savedBy: p.uuid(),
		savedAt: instant().defaultRaw("now()"),
		saver: () =>
			p
				.manyToOne(MembershipSchema)
				.joinColumns("tenant_id", "saved_by")
				.ownColumns("saved_by")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});
