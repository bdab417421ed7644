import { z } from "zod";
import { closeSupport, endSupport, grantSupport, lockSupport, supportOf, type SupportRow } from "../../db/tenancy/support.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { supportRoles, supportStatuses, type SupportStep, supportStep } from "../../domain/tenancy/support.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import type { TenantWork } from "../with-permission.ts";
import { accessChangedHere } from "./access-changed.ts";

const supportSchema = z.object({
	id: z.uuid(),
	/** Who of the platform asks. */
	name: z.string(),
	role: z.enum(supportRoles),
	reason: z.string(),
	hours: z.number(),
	status: z.enum(supportStatuses),
	requestedAt: z.string(),
	decidedByName: z.string().nullable(),
	decidedAt: z.string().nullable(),
	/** When the access ends by itself. */
	expiresAt: z.string().nullable(),
	endedAt: z.string().nullable(),
});

/** Who of the platform asked to be let in, was, or is; newest first. */
export const listSupport = procedure("support.grant")
	.output(z.array(supportSchema))
	.query(async ({ ctx: { em, tenantId } }) =>
		(await supportOf(em, tenantId)).map(({ adminId: _adminId, adminName, ...row }) => ({ ...row, name: adminName })),
	);

const input = z.object({ id: z.uuid("A request's id is a UUID.") });
const output = z.object({ expiresAt: z.string().nullable() });

/** Lets them in for the hours that they asked for, and no longer. */
export const grantAccess = procedure("support.grant")
	.input(input)
	.output(output)
	.mutation(async ({ ctx, input: { id } }) => {
		const { em, tenantId, userId } = ctx;
		const request = await locked(ctx, id, "grant");
		const expiresAt = await grantSupport(em, { tenantId, id, decidedBy: userId });
		await say(ctx, request, "support.grant", `Let support in as ${request.role} for ${request.hours} hours.`, { expiresAt });
		return { expiresAt };
	});

export const refuseAccess = procedure("support.grant")
	.input(input)
	.output(output)
	.mutation(async ({ ctx, input: { id } }) => {
		const { em, tenantId, userId } = ctx;
		const request = await locked(ctx, id, "refuse");
		await closeSupport(em, { tenantId, id, status: "refused", decidedBy: userId });
		await say(ctx, request, "support.refuse", "Refused support access.", {});
		return { expiresAt: null };
	});

/** Before its time. */
export const endAccess = procedure("support.grant")
	.input(input)
	.output(output)
	.mutation(async ({ ctx, input: { id } }) => {
		const { em, tenantId } = ctx;
		const request = await locked(ctx, id, "end");
		await endSupport(em, { tenantId, id, adminId: request.adminId });
		await say(ctx, request, "support.end", "Ended support access before its time.", {});
		return { expiresAt: null };
	});

type Ctx = TenantWork & RequestContext;

async function locked({ em, tenantId }: Ctx, id: string, step: SupportStep): Promise<SupportRow> {
	const request = await lockSupport(em, { tenantId, id });
	if (request === null) throw new TieoutError("NOT_FOUND", "There is no such request of support. Reload the list.");
	const may = supportStep(step, request.status);
	if (!may.ok) throw new TieoutError(may.error.code, may.error.message);
	return request;
}

async function say(
	ctx: Ctx,
	request: SupportRow,
	action: string,
	summary: string,
	after: Readonly<Record<string, unknown>>,
): Promise<void> {
	await ctx.audit({
		action,
		resource: { kind: "support_access", id: request.id },
		summary,
		before: { status: request.status },
		after: { role: request.role, ...after },
		reason: request.reason,
		personal: { admin: request.adminName },
		subjectId: request.adminId,
	});
	accessChangedHere(ctx);
}
