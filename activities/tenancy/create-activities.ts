// The activities of the area `tenancy`, bound to a process's dependencies.
import type { Keyring } from "../../platform/keys.ts";
import type { ActivityDeps } from "../core/define-activity.ts";
import { applyChange, askChange } from "./approve-change.ts";
import { activateKey, awaitKeyEverywhere, makeKey, resealSecrets } from "./rotate-keys.ts";

export function createTenancyActivities(deps: ActivityDeps & { readonly keys: Keyring }) {
	return {
		askChange: askChange(deps),
		applyChange: applyChange(deps),
		makeKey: makeKey(deps.keys)(deps),
		awaitKeyEverywhere: awaitKeyEverywhere(deps),
		activateKey: activateKey(deps),
		resealSecrets: resealSecrets(deps),
	};
}

export type TenancyActivities = ReturnType<typeof createTenancyActivities>;
