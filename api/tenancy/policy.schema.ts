// Policies on the wire: what each kind says, checked.
import { z } from "zod";
import { currencyCode } from "../../domain/core/currency.ts";
import { approvableActions, deciderPermissions, worthOf } from "../../domain/tenancy/policies/approvals.ts";
import { exportFormats } from "../../domain/tenancy/policies/exports.ts";
import { maskedColumns } from "../../domain/tenancy/policies/masking.ts";
import { modelProviders, modelRegions } from "../../domain/tenancy/policies/models.ts";
import { refuseDays, retentionTables } from "../../domain/tenancy/policies/retention.ts";

const roles = z.object({
	/** "these": the roles named; "all_but": every other one, also roles that are made later. */
	mode: z.enum(["these", "all_but"]),
	/** A system role's word, or the id of a role of the company's own. */
	refs: z.array(z.string().max(60)).max(100),
});
const bound = roles.refine(({ mode, refs }) => mode === "all_but" || refs.length > 0, "Choose at least one role.");
const rows = z.int().min(0, "Give a whole number of rows.").max(1_000_000_000).nullable();

const masking = z.object({ roles: bound, columns: z.array(z.enum(maskedColumns)).min(1, "Choose at least one column.").max(100) });
const exports = z.object({ roles: bound, formats: z.array(z.enum(exportFormats)).max(10), maxRows: rows, approvalAbove: rows });
const currency = z.string().refine((text) => currencyCode(text) === text, "Give a currency by its three letters: USD.");
const approval = z
	.object({
		action: z.enum(approvableActions),
		/** Only what is worth more waits; null: all of it. */
		above: z.object({ minor: z.string().regex(/^\d{1,18}$/, "Give an amount."), currency }).nullable(),
		decides: z.enum(deciderPermissions),
	})
	.refine(({ action, above }) => above === null || worthOf[action] !== null, {
		path: ["above"],
		message: "This change has no amount, so every one of them waits. Leave the amount out.",
	});
const retention = z
	.object({ table: z.enum(retentionTables), days: z.int("Give a whole number of days.").min(1).max(36_500) })
	.superRefine((content, context) => {
		const refusal = refuseDays(content);
		if (refusal !== null) context.addIssue({ code: "custom", path: ["days"], message: refusal });
	});
const model = z.object({
	providers: z.array(z.enum(modelProviders)).min(1, "Choose at least one provider.").max(20),
	regions: z.array(z.enum(modelRegions)).min(1, "Choose at least one region.").max(20),
});

/** A kind with what it says. */
export const policyRuleSchema = z.discriminatedUnion("kind", [
	z.object({ kind: z.literal("masking"), content: masking }),
	z.object({ kind: z.literal("export"), content: exports }),
	z.object({ kind: z.literal("approval"), content: approval }),
	z.object({ kind: z.literal("retention"), content: retention }),
	z.object({ kind: z.literal("model"), content: model }),
]);

export const policyIdSchema = z.uuid("A policy's id is a UUID.");

const facts = {
	id: z.string(),
	name: z.string(),
	/** False: it is kept, and holds nobody. */
	active: z.boolean(),
	version: z.number(),
	/** What it says, in a sentence. */
	sentence: z.string(),
	updatedAt: z.string(),
	madeBy: z.string().nullable(),
};

export const policySchema = z.object({ ...facts, rule: policyRuleSchema });

export const policyVersionSchema = z.object({
	version: z.number(),
	name: z.string(),
	active: z.boolean(),
	sentence: z.string(),
	reason: z.string(),
	madeBy: z.string().nullable(),
	madeAt: z.string(),
	rule: policyRuleSchema,
});
