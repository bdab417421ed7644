import { z } from "zod";
import { companyPlan, usageOf } from "../../db/tenancy/plan.store.ts";
import { setAskedPlan, tenantById, type TenantRow, updateTenant } from "../../db/tenancy/tenant.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { featureNames, features, limitWords, planKeys, plans, quotaNames, quotas } from "../../domain/tenancy/plans.ts";
import { procedure } from "../trpc.ts";
import type { TenantWork } from "../with-permission.ts";

const settingsSchema = z.object({
	/** As on its invoices. */
	legalName: z.string().trim().max(200),
	/** Where notices for the company go; '' for none. */
	contactEmail: z.union([z.literal(""), z.email("This is no e-mail address.").max(254)]),
	/** ISO 3166-1 alpha-2; '' for unknown. */
	country: z.union([z.literal(""), z.string().regex(/^[A-Z]{2}$/, "A country has two capital letters, such as DE.")]),
});

const companySchema = z.object({
	id: z.uuid(),
	name: z.string(),
	dataKind: z.enum(["demo", "sandbox", "production"]),
	/** `suspended`: nothing can be changed; `closing`: it is being erased. */
	status: z.enum(["active", "suspended", "closing", "erased"]),
	settings: settingsSchema,
	createdAt: z.string(),
});

export const getCompany = procedure("tenancy.read")
	.output(companySchema)
	.query(async ({ ctx }) => view(await companyOf(ctx)));

export const updateCompany = procedure("tenancy.manage")
	.input(
		z.object({
			name: z.string().trim().min(2, "Give the company a name.").max(120, "A name has at most 120 characters."),
			settings: settingsSchema,
		}),
	)
	.output(companySchema)
	.mutation(async ({ ctx, input: { name, settings } }) => {
		const { em, tenantId } = ctx;
		const before = await companyOf(ctx);
		await updateTenant(em, { tenantId, name, settings });
		await ctx.audit({
			action: "tenant.update",
			resource: { kind: "tenant", id: tenantId },
			summary: "Changed the company's settings.",
			before: { name: before.name, ...before.settings },
			after: { name, ...settings },
		});
		return view(await companyOf(ctx));
	});

const planKeySchema = z.enum(planKeys);

/** The company's plan, what is used of it, and the plans there are. */
export const getPlan = procedure("tenancy.read")
	.output(
		z.object({
			plan: planKeySchema,
			/** A larger plan that somebody asked for. */
			asked: z.object({ plan: planKeySchema, note: z.string(), at: z.string() }).nullable(),
			usage: z.array(
				z.object({
					quota: z.enum(quotas),
					name: z.string(),
					used: z.number(),
					/** null: no limit. */
					limit: z.number().nullable(),
					/** `month`: counted since the first of the month, UTC. */
					per: z.enum(["now", "month"]),
				}),
			),
			plans: z.array(
				z.object({
					key: planKeySchema,
					name: z.string(),
					features: z.array(z.object({ feature: z.enum(features), name: z.string(), has: z.boolean() })),
					/** In words: "50 people". */
					limits: z.array(z.object({ quota: z.enum(quotas), words: z.string() })),
				}),
			),
		}),
	)
	.query(async ({ ctx }) => {
		const { em, tenantId } = ctx;
		const plan = await companyPlan(em, tenantId);
		const used = await usageOf(em, tenantId);
		const { askedPlan } = await companyOf(ctx);
		return {
			plan: plan.key,
			asked: askedPlan === null ? null : { plan: askedPlan.plan, note: askedPlan.note, at: askedPlan.at },
			usage: quotas.map((quota) => ({
				quota,
				name: quotaNames[quota].many,
				used: used[quota],
				limit: plan.quotas[quota],
				per: quotaNames[quota].per,
			})),
			plans: planKeys.map((key) => ({
				key,
				name: plans[key].name,
				features: features.map((feature) => ({ feature, name: featureNames[feature], has: plans[key].features.has(feature) })),
				limits: quotas.map((quota) => ({ quota, words: limitWords(plans[key], quota) })),
			})),
		};
	});

/** Asks whoever runs the platform for another plan; they see it beside the company. */
export const askForPlan = procedure("tenancy.manage")
	.input(z.object({ plan: planKeySchema, note: z.string().trim().max(500, "A note has at most 500 characters.").default("") }))
	.output(z.object({ asked: z.literal(true) }))
	.mutation(async ({ ctx, input: { plan, note } }) => {
		const { em, tenantId, userId, deps } = ctx;
		const before = await companyPlan(em, tenantId);
		if (before.key === plan) throw new TieoutError("CONFLICT", `The plan is ${plans[plan].name} already.`);
		await setAskedPlan(em, { tenantId, asked: { plan, note, by: userId, at: deps.now().toISOString() } });
		await ctx.audit({
			action: "tenant.ask_for_plan",
			resource: { kind: "tenant", id: tenantId },
			summary: `Asked for the plan ${plans[plan].name}.`,
			before: { plan: before.key },
			after: { plan },
			reason: note,
		});
		return { asked: true };
	});

async function companyOf({ em, tenantId }: TenantWork): Promise<TenantRow> {
	const company = await tenantById(em, tenantId);
	if (company === null) throw new TieoutError("NOT_FOUND", "This company is gone. Sign in again.");
	return company;
}

const view = ({ id, name, dataKind, status, settings, createdAt }: TenantRow): z.infer<typeof companySchema> => ({
	id,
	name,
	dataKind,
	status,
	settings,
	createdAt,
});
