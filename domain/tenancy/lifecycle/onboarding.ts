// What a new company does first. Each step's state is read from the company's own data, so that it can be done anywhere and in any
// order; areas add their steps here and say in db/tenancy/onboarding.store.ts how to see that one is done.

export interface OnboardingStep {
	readonly title: string;
	readonly why: string;
	/** Where it is done. */
	readonly to: string;
}

export const onboardingSteps = {
	profile: {
		title: "Fill in the company’s profile",
		why: "Legal name, country and an address for notices stand on exports and reports.",
		to: "/settings/company",
	},
	policies: {
		title: "Decide who sees what",
		why: "A data policy covers columns, bounds exports and asks for a second person where you want one.",
		to: "/settings/policies",
	},
	invite: {
		title: "Invite the people you work with",
		why: "Nobody approves what they prepared, so closing a month takes two.",
		to: "/settings/people",
	},
} as const satisfies Readonly<Record<string, OnboardingStep>>;

export type OnboardingStepKey = keyof typeof onboardingSteps;
export const onboardingStepKeys = Object.keys(onboardingSteps) as [OnboardingStepKey, ...OnboardingStepKey[]];

/** Stands for the whole list: somebody put it away. */
export const wholeList = "*";

/** `t/<tenant>/onboard_tenant/company`: one company is set up by one run at a time. */
export const onboardTenantId = (tenantId: string): string => `t/${tenantId}/onboard_tenant/company`;

/** Has the run look again. */
export const lookSignal = "look";
