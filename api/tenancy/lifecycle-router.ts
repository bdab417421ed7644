// Names of what a company goes through: export, erasure, onboarding.
import { router } from "../trpc.ts";
import { askErasure, cancelErasure, erasureStatus } from "./erasure.ts";
import { erasePerson } from "./erase-person.ts";
import { getOnboarding, leaveOnboarding, resumeOnboarding, skipStep, takeUpStep } from "./onboarding.ts";
import { exportCompany } from "./tenant-export.ts";

export const lifecycleRouter = router({ export: exportCompany, erasure: erasureStatus, askErasure, cancelErasure, erasePerson });
export const onboardingRouter = router({
	get: getOnboarding,
	skip: skipStep,
	takeUp: takeUpStep,
	leave: leaveOnboarding,
	resume: resumeOnboarding,
});
