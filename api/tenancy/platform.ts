import { randomUUID } from "node:crypto";
import { z } from "zod";
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import { companyIds, companyRow } from "../../db/tenancy/platform.store.ts";
import { closeSupport, endSupport, insertSupport, isOwnMember, lockSupport, supportOf } from "../../db/tenancy/support.store.ts";
import { setPlan, setStatus, tenantById, type TenantRow } from "../../db/tenancy/tenant.store.ts";
import { type ScopedEm, withTenant } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { planKeys, plans } from "../../domain/tenancy/plans.ts";
import { mostSupportHours, supportRoles, supportStatuses, supportStep } from "../../domain/tenancy/support.ts";
import type { RequestContext } from "../context.ts";
import { type PlatformAdmin, procedure } from "../trpc.ts";
import { originOf } from "../with-permission.ts";

const companySchema = z.object({
	id: z.uuid(),
	name: z.string(),
	slug: z.string(),
	dataKind: z.enum(["demo", "sandbox", "production"]),
	status: z.enum(["active", "suspended", "closing", "erased"]),
	plan: z.string(),
	/** The plan that the company asked for. */
	askedPlan: z.string().nullable(),
	members: z.number(),
	createdAt: z.string(),
	/** The caller's own request that waits or holds. */
	support: z.object({ id: z.uuid(), status: z.enum(supportStatuses), expiresAt: z.string().nullable() }).nullable(),
});
const idSchema = z.uuid("A company's id is a UUID.");
const reasonSchema = z.string().trim().min(3, "Say why in a few words.").max(500, "A reason has at most 500 characters.");

/** Every company on the platform by id: how it is set up, nothing of what is in it. */
export const listCompanies = procedure("platform")
	.input(
		z.object({
			/** Beginning of a name. */
			search: z.string().trim().max(100).default(""),
			status: z.enum(["active", "suspended", "closing", "erased", ""]).default(""),
			after: z.uuid().nullish(),
			limit: z.int().min(1).max(100).default(50),
		}),
	)
	.output(z.object({ rows: z.array(companySchema), next: z.string().nullable() }))
	.query(async ({ ctx: { deps, admin }, input: { after, limit, ...filter } }) => {
		const ids = await companyIds(deps.orm, { adminId: admin.userId, ...filter, after: after ?? null, limit });
		const shown = ids.slice(0, limit);
		const rows: z.infer<typeof companySchema>[] = [];
		for (const tenantId of shown) {
			const row = await companyRow(deps.orm, { tenantId, adminId: admin.userId });
			if (row !== null) rows.push(row);
		}
		return { rows, next: ids.length > limit ? (shown.at(-1) ?? null) : null };
	});

export const getCompanyForPlatform = procedure("platform")
	.input(z.object({ id: idSchema }))
	.output(companySchema)
	.query(async ({ ctx: { deps, admin }, input: { id } }) => {
		const row = await companyRow(deps.orm, { tenantId: id, adminId: admin.userId });
		if (row === null) throw noCompany();
		return row;
	});

/** Nobody of the company can change anything from now on; everything can be read and exported. */
export const suspendCompany = procedure("platform")
	.input(z.object({ id: idSchema, reason: reasonSchema }))
	.output(companySchema)
	.mutation(({ ctx, input: { id, reason } }) => moveStatus(ctx, { id, reason, from: "active", to: "suspended" }));

export const resumeCompany = procedure("platform")
	.input(z.object({ id: idSchema, reason: reasonSchema }))
	.output(companySchema)
	.mutation(({ ctx, input: { id, reason } }) => moveStatus(ctx, { id, reason, from: "suspended", to: "active" }));

export const setCompanyPlan = procedure("platform")
	.input(z.object({ id: idSchema, plan: z.enum(planKeys), reason: reasonSchema }))
	.output(companySchema)
	.mutation(({ ctx, input: { id, plan, reason } }) =>
		inCompany(ctx, id, async (em, company) => {
			await setPlan(em, { tenantId: id, plan });
			return {
				action: "tenant.plan",
				summary: `The plan is ${plans[plan].name}.`,
				before: { plan: company.plan },
				after: { plan },
				reason,
			};
		}),
	);

/** Asks the company to be let in. Nothing is seen before somebody there grants it. */
export const askForAccess = procedure("platform")
	.input(z.object({ id: idSchema, role: z.enum(supportRoles), hours: z.int().min(1).max(mostSupportHours), reason: reasonSchema }))
	.output(companySchema)
	.mutation(({ ctx, input: { id, role, hours, reason } }) =>
		inCompany(ctx, id, async (em) => {
			const { userId, name } = ctx.admin;
			if (await isOwnMember(em, { tenantId: id, userId }))
				throw new TieoutError("CONFLICT", "You are a member of this company yourself. Switch to it.");
			const open = (await supportOf(em, id)).some(
				(row) => row.adminId === userId && (row.status === "requested" || row.status === "granted"),
			);
			if (open) throw new TieoutError("CONFLICT", "You have asked already. Wait for the answer, or withdraw it.");
			await insertSupport(em, { tenantId: id, id: randomUUID(), adminId: userId, adminName: name, role, reason, hours });
			return {
				action: "support.request",
				summary: `Support asked to be let in as ${role} for ${hours} hours.`,
				after: { role, hours },
				reason,
			};
		}),
	);

/** Takes the request back, or ends the access before its time. */
export const leaveCompany = procedure("platform")
	.input(z.object({ id: idSchema }))
	.output(companySchema)
	.mutation(({ ctx, input: { id } }) =>
		inCompany(ctx, id, async (em) => {
			const { userId } = ctx.admin;
			const mine = (await supportOf(em, id)).find(
				(row) => row.adminId === userId && (row.status === "requested" || row.status === "granted"),
			);
			const row = mine === undefined ? null : await lockSupport(em, { tenantId: id, id: mine.id });
			if (row === null) throw new TieoutError("NOT_FOUND", "You have no request here, and no access to end.");
			if (supportStep("withdraw", row.status).ok) {
				await closeSupport(em, { tenantId: id, id: row.id, status: "withdrawn", decidedBy: null });
				return { action: "support.withdraw", summary: "Support took its request back.", before: { status: row.status } };
			}
			await endSupport(em, { tenantId: id, id: row.id, adminId: userId });
			return { action: "support.end", summary: "Support ended its access before its time.", before: { status: row.status } };
		}),
	);

type Ctx = RequestContext & { readonly admin: PlatformAdmin };

interface Done {
	readonly action: string;
	readonly summary: string;
	readonly before?: Readonly<Record<string, unknown>>;
	readonly after?: Readonly<Record<string, unknown>>;
	readonly reason?: string;
}

const noCompany = () => new TieoutError("NOT_FOUND", "There is no company with this id.");

/** One step in a company's name: its own audit trail says who of the platform did what. */
async function inCompany(
	ctx: Ctx,
	tenantId: string,
	step: (em: ScopedEm, company: TenantRow) => Promise<Done>,
): Promise<z.infer<typeof companySchema>> {
	const { deps, admin, correlationId } = ctx;
	await withTenant(deps.orm, { tenantId }, async (em) => {
		const company = await tenantById(em, tenantId);
		if (company === null) throw noCompany();
		const done = await step(em, company);
		const actor = { kind: "support", id: admin.userId, name: admin.name, onBehalfOf: null } as const;
		const origin = originOf(ctx, admin.email);
		await recordAudit(em, { ...done, tenantId, actor, origin, correlationId, resource: { kind: "tenant", id: tenantId } });
	});
	deps.access.drop(tenantId);
	const row = await companyRow(deps.orm, { tenantId, adminId: admin.userId });
	if (row === null) throw noCompany();
	return row;
}

interface Move {
	readonly id: string;
	readonly reason: string;
	readonly from: "active" | "suspended";
	readonly to: "active" | "suspended";
}

const moveStatus = (ctx: Ctx, { id, reason, from, to }: Move) =>
	inCompany(ctx, id, async (em) => {
		if (!(await setStatus(em, { tenantId: id, from, to })))
			throw new TieoutError("CONFLICT", `This company is not ${from}. Reload the list.`);
		const summary = to === "suspended" ? "The company was suspended." : "The company works again.";
		return {
			action: to === "suspended" ? "tenant.suspend" : "tenant.resume",
			summary,
			before: { status: from },
			after: { status: to },
			reason,
		};
	});
