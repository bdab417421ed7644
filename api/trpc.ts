// The only way to make a procedure: `procedure(access)`. One without a stated access does not compile, and the access is
// checked here for all of them. tRPC's own builder is not exported.
//
//   "anyone"      no session needed                       ctx: RequestContext
//   "signed-in"   a session, no tenant data               ctx: + session
//   "platform"    a session of somebody who runs the platform, no tenant data   ctx: + admin
//   a permission  the role in the active tenant has it     ctx: + TenantWork: em in one transaction, tenantId, userId, access, …
import { initTRPC, TRPCError } from "@trpc/server";
import { automaticEvent } from "../domain/tenancy/audit/automatic-event.ts";
import { isPlatformAdmin } from "../db/tenancy/platform.store.ts";
import { userById } from "../db/tenancy/user.store.ts";
import { withUser } from "../db/tenant-scope.ts";
import { TieoutError } from "../domain/core/errors.ts";
import type { Permission } from "../domain/tenancy/permissions.ts";
import type { RequestContext } from "./context.ts";
import { explainError } from "./explain-error.ts";
import { notSignedIn, withPermission } from "./with-permission.ts";

export type Access = "anyone" | "signed-in" | "platform" | Permission;

/** Who runs the platform; it gives them no company's data. */
export interface PlatformAdmin {
	readonly userId: string;
	readonly name: string;
	readonly email: string;
}

interface ProcedureMeta {
	readonly access: Access;
}

const t = initTRPC
	.context<RequestContext>()
	.meta<ProcedureMeta>()
	.create({
		isDev: false,
		errorFormatter: ({ error, shape, ctx }) => {
			const { code, httpStatus, message, facts, fields } = explainError(error);
			return { code: shape.code, message, data: { code, httpStatus, facts, fields, correlationId: ctx?.correlationId ?? null } };
		},
	});

export const router = t.router;

const explained = t.procedure.use(async ({ ctx, next, path }) => {
	const result = await next();
	if (result.ok) return result;
	const { trpcCode, unexpected } = explainError(result.error);
	if (unexpected) ctx.log.error({ err: result.error.cause ?? result.error, path }, "procedure failed");
	// The code decides the HTTP status; the words are the error formatter's, from the same cause.
	throw new TRPCError({ code: trpcCode, message: result.error.message, cause: result.error.cause ?? result.error });
});

const signedIn = explained.use(({ ctx, next }) => {
	if (ctx.session === null) throw notSignedIn();
	return next({ ctx: { session: ctx.session } });
});

const onPlatform = signedIn.meta({ access: "platform" }).use(async ({ ctx, next }) => {
	const { userId } = ctx.session;
	const user = await withUser(ctx.deps.orm, userId, async (em) => ((await isPlatformAdmin(em, userId)) ? userById(em, userId) : null));
	if (user === null) throw new TieoutError("FORBIDDEN", "Only who runs the platform may see this.");
	const admin: PlatformAdmin = { userId, name: user.name, email: user.email };
	return next({ ctx: { admin } });
});

const inTenant = (permission: Permission) =>
	signedIn.meta({ access: permission }).use(({ ctx, next, type, path, getRawInput }) =>
		withPermission(
			ctx,
			permission,
			async (tenant) => {
				await ctx.once?.begin(tenant);
				const result = await next({ ctx: tenant });
				// tRPC hands a failure back as a value; only a throw rolls the transaction back.
				if (!result.ok) throw result.error;
				await ctx.once?.end(tenant, result.data);
				return result;
			},
			// Every change leaves an event, also one whose author forgot to say it.
			type === "mutation" ? async () => automaticEvent(path, await getRawInput()) : undefined,
		),
	);

/** Starts a procedure that states who may call it. */
export function procedure(access: "anyone"): typeof explained;
export function procedure(access: "signed-in"): typeof signedIn;
export function procedure(access: "platform"): typeof onPlatform;
export function procedure(access: Permission): ReturnType<typeof inTenant>;
export function procedure(access: Access) {
	if (access === "anyone") return explained.meta({ access });
	if (access === "signed-in") return signedIn.meta({ access });
	if (access === "platform") return onPlatform;
	return inTenant(access);
}
