import { z } from "zod";
import { explorerRows } from "../../db/sync/explorer.store.ts";
import { canonicalKinds } from "../../domain/sync/canonical.ts";
import { appliesTo } from "../../domain/tenancy/policies/applies-to.ts";
import { coveredKey } from "../../domain/tenancy/policies/masked-keys.ts";
import { isMasked, masked, maskedColumns, maskableFields } from "../../domain/tenancy/policies/masking.ts";
import { may } from "../../domain/tenancy/permissions.ts";
import { procedure } from "../trpc.ts";

const perKind = 2;

const row = z.object({
	kind: z.enum(canonicalKinds),
	naturalKey: z.string(),
	ledgerDate: z.string(),
	/** In the order of `fields`; as the role would see it. */
	values: z.array(z.object({ field: z.enum(maskableFields), value: z.string(), masked: z.boolean() })),
});

/** Some newest rows of each kind, as somebody in the role would see them if the policy held. Nobody sees more than they may themselves. */
export const previewMasking = procedure("policies.manage")
	.input(
		z.object({
			roles: z.object({ mode: z.enum(["these", "all_but"]), refs: z.array(z.string().max(60)).max(100) }),
			columns: z.array(z.enum(maskedColumns)).max(100),
			/** The role that is looked through. */
			as: z.string().max(60),
		}),
	)
	.output(z.object({ applies: z.boolean(), rows: z.array(row) }))
	.query(async ({ ctx: { em, tenantId, access }, input: { roles, columns, as } }) => {
		const applies = appliesTo({ roles }, as);
		const masks = new Set(applies ? columns : []);
		if (!may(access, "explorer.read")) return { applies, rows: [] };
		const rows: z.infer<typeof row>[] = [];
		for (const kind of canonicalKinds) {
			const page = await explorerRows(em, { tenantId, filters: { kind }, sort: [{ by: "ledgerDate", direction: "desc" }], limit: perKind });
			for (const each of page.rows)
				rows.push({
					kind,
					naturalKey: coveredKey(masks, kind, each.naturalKey),
					ledgerDate: each.ledgerDate,
					values: maskableFields.map((field) => {
						const covers = isMasked(masks, field, kind) && each[field] !== "";
						return { field, value: covers ? masked : each[field], masked: covers };
					}),
				});
		}
		return { applies, rows };
	});
