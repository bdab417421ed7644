// Names of what a company goes through: export, erasure, onboarding; and of its keys at model providers.
import { router } from "../trpc.ts";
import { askErasure, cancelErasure, erasureStatus } from "./erasure.ts";
import { erasePerson } from "./erase-person.ts";
import { listModelKeys, removeKey, saveKey } from "./model-keys.ts";
import { getOnboarding, leaveOnboarding, resumeOnboarding, skipStep, takeUpStep } from "./onboarding.ts";
import { exportCompany } from "./tenant-export.ts";

export const lifecycleRouter = router({ export: exportCompany, erasure: erasureStatus, askErasure, cancelErasure, erasePerson });
export const modelKeysRouter = router({ list: listModelKeys, save: saveKey, remove: removeKey });
export const onboardingRouter = router({
	get: getOnboarding,
	skip: skipStep,
	takeUp: takeUpStep,
	leave: leaveOnboarding,
	resume: resumeOnboarding,
});
