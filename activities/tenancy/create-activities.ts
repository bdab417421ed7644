// The activities of the area `tenancy`, bound to a process's dependencies.
import type { Keyring } from "../../platform/keys.ts";
import { type ActivityDeps, definePlatformActivity } from "../core/define-activity.ts";
import { applyChange, askChange } from "./approve-change.ts";
import { heartbeat } from "@temporalio/activity";
import { keepAudit, type KeptMonths } from "./keep-audit.ts";
import { type AuditKeeper, sealAudit, type SealedRound } from "./seal-audit.ts";
import { writeAuditExport } from "./write-audit-export.ts";
import { deliverDue } from "./deliver-webhooks.ts";
import { type DispatchDeps, dispatchEvents } from "./dispatch-events.ts";
import { activateKey, awaitKeyEverywhere, makeKey, resealSecrets } from "./rotate-keys.ts";

const seal = definePlatformActivity(
	"sealAuditTrail",
	(deps: AuditKeeper, _input: Record<string, never>): Promise<SealedRound> => sealAudit(deps),
);
const keep = definePlatformActivity(
	"keepAuditMonths",
	(deps: AuditKeeper, _input: Record<string, never>): Promise<KeptMonths> => keepAudit(deps, () => heartbeat()),
);

export function createTenancyActivities(deps: ActivityDeps & DispatchDeps & { readonly keys: Keyring }) {
	return {
		sealAuditTrail: seal(deps),
		keepAuditMonths: keep(deps),
		writeAuditExport: writeAuditExport(deps)(deps),
		askChange: askChange(deps),
		applyChange: applyChange(deps),
		dispatchEvents: dispatchEvents(deps),
		deliverDue: deliverDue(deps),
		makeKey: makeKey(deps.keys)(deps),
		awaitKeyEverywhere: awaitKeyEverywhere(deps),
		activateKey: activateKey(deps),
		resealSecrets: resealSecrets(deps),
	};
}

export type TenancyActivities = ReturnType<typeof createTenancyActivities>;
