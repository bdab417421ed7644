// Looks how far a company is with its first steps.
import { onboardingOf } from "../../db/tenancy/onboarding.store.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { defineActivity } from "../core/define-activity.ts";

export interface OnboardingLook {
	readonly open: number;
	readonly done: number;
	readonly skipped: number;
	readonly left: boolean;
}

export const lookAtOnboarding = defineActivity(
	"lookAtOnboarding",
	(ctx, { tenantId }: JobInput): Promise<OnboardingLook> =>
		ctx.withTenant(async (em) => {
			const { steps, left } = await onboardingOf(em, tenantId);
			const of = (state: string): number => steps.filter((step) => step.state === state).length;
			return { open: of("open"), done: of("done"), skipped: of("skipped"), left: left !== null };
		}),
);
