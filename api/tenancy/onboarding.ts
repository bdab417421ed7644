import { WorkflowNotFoundError } from "@temporalio/client";
import { z } from "zod";
import { onboardingOf, requestOnboarding, skipStep as skip, takeUpStep as takeUp } from "../../db/tenancy/onboarding.store.ts";
import { lookSignal, onboardingStepKeys, onboardingSteps, onboardTenantId, wholeList } from "../../domain/tenancy/lifecycle/onboarding.ts";
import { startRequested } from "../../platform/start-job.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import type { TenantWork } from "../with-permission.ts";

const onboardingSchema = z.object({
	steps: z.array(
		z.object({
			key: z.enum(onboardingStepKeys),
			title: z.string(),
			why: z.string(),
			to: z.string(),
			state: z.enum(["open", "done", "skipped"]),
			reason: z.string().nullable(),
		}),
	),
	/** Why the list was put away; null: it goes on. */
	left: z.string().nullable(),
});
const reason = z.string().trim().min(3, "Say why in a few words.").max(500, "A reason has at most 500 characters.");
const step = z.enum(onboardingStepKeys);

async function read({ em, tenantId }: TenantWork): Promise<z.infer<typeof onboardingSchema>> {
	const { steps, left } = await onboardingOf(em, tenantId);
	return { steps: steps.map((each) => ({ ...onboardingSteps[each.key], ...each })), left };
}

/** Has the run look after the commit; one that is over has nothing to look at. */
function lookAgain({ tenantId, deps, afterCommit }: TenantWork & RequestContext): void {
	afterCommit(() =>
		deps.temporal.client.workflow
			.getHandle(onboardTenantId(tenantId))
			.signal(lookSignal)
			.catch((error: unknown) => {
				if (!(error instanceof WorkflowNotFoundError)) throw error;
			}),
	);
}

const audited = (ctx: TenantWork, action: string, summary: string, why?: string) =>
	ctx.audit({ action, resource: { kind: "onboarding", id: ctx.tenantId }, summary, reason: why });

/** The company's first steps, each as its own data shows it. */
export const getOnboarding = procedure("tenancy.read")
	.output(onboardingSchema)
	.query(({ ctx }) => read(ctx));

export const skipStep = procedure("onboarding.manage")
	.input(z.object({ step, reason }))
	.output(onboardingSchema)
	.mutation(async ({ ctx, input }) => {
		await skip(ctx.em, { tenantId: ctx.tenantId, userId: ctx.userId, ...input });
		await audited(ctx, "onboarding.skip", `Skipped the step ${input.step}`, input.reason);
		lookAgain(ctx);
		return read(ctx);
	});

export const takeUpStep = procedure("onboarding.manage")
	.input(z.object({ step }))
	.output(onboardingSchema)
	.mutation(async ({ ctx, input }) => {
		await takeUp(ctx.em, { tenantId: ctx.tenantId, ...input });
		await audited(ctx, "onboarding.take_up", `Took the step ${input.step} up again`);
		await resume(ctx);
		return read(ctx);
	});

/** Puts the list away. Nothing of what was done is lost. */
export const leaveOnboarding = procedure("onboarding.manage")
	.input(z.object({ reason }))
	.output(onboardingSchema)
	.mutation(async ({ ctx, input }) => {
		await skip(ctx.em, { tenantId: ctx.tenantId, userId: ctx.userId, step: wholeList, reason: input.reason });
		await audited(ctx, "onboarding.leave", "Put the first steps away", input.reason);
		lookAgain(ctx);
		return read(ctx);
	});

/** Takes the list up again where it was left. */
export const resumeOnboarding = procedure("onboarding.manage")
	.output(onboardingSchema)
	.mutation(async ({ ctx }) => {
		await takeUp(ctx.em, { tenantId: ctx.tenantId, step: wholeList });
		await audited(ctx, "onboarding.resume", "Took the first steps up again");
		await resume(ctx);
		return read(ctx);
	});

async function resume(ctx: TenantWork & RequestContext): Promise<void> {
	const { tenantId, userId, deps, log } = ctx;
	const jobId = await requestOnboarding(ctx.em, { tenantId, requestedBy: userId });
	if (jobId === null) lookAgain(ctx);
	else ctx.afterCommit(() => startRequested({ ...deps, log }, tenantId, jobId));
}
