// The activities of the area `tenancy`, bound to a process's dependencies.
import type { Keyring } from "../../platform/keys.ts";
import { type ActivityDeps, definePlatformActivity } from "../core/define-activity.ts";
import { askForRetention, deleteOldRows } from "./apply-retention.ts";
import { applyChange, askChange } from "./approve-change.ts";
import { forgetToldEvents } from "./forget-told-events.ts";
import { deleteExpiredExports, type ExportsRound } from "./delete-expired-exports.ts";
import { giveOwnKeys } from "./give-own-key.ts";
import { heartbeat } from "@temporalio/activity";
import { deliverMail, type MailDeps, type MailInput } from "./deliver-mail.ts";
import {
	forgetSigningKeys,
	type IdentityDeps,
	keepIdentity,
	type KeptIdentity,
	makeNextSigningKey,
	useSigningKey,
} from "./keep-identity.ts";
import { keepAudit, type KeptMonths } from "./keep-audit.ts";
import { type AuditKeeper, sealAudit, type SealedRound } from "./seal-audit.ts";
import { writeAuditExport } from "./write-audit-export.ts";
import { writeTenantExport } from "./write-tenant-export.ts";
import { lookAtOnboarding } from "./look-at-onboarding.ts";
import { beginErasure } from "./begin-erasure.ts";
import { eraseCompanyActivities } from "./erase-company.ts";
import { deliverDue } from "./deliver-webhooks.ts";
import { type DispatchDeps, dispatchEvents } from "./dispatch-events.ts";
import { type ReturnRound, tellOfReturns } from "./tell-of-return.ts";
import { activateKey, awaitKeyEverywhere, makeKey, resealSecrets } from "./rotate-keys.ts";

const seal = definePlatformActivity(
	"sealAuditTrail",
	(deps: AuditKeeper, _input: Record<string, never>): Promise<SealedRound> => sealAudit(deps),
);
const keep = definePlatformActivity(
	"keepAuditMonths",
	(deps: AuditKeeper, _input: Record<string, never>): Promise<KeptMonths> => keepAudit(deps, () => heartbeat()),
);

const retention = definePlatformActivity("requestRetention", async (deps: ExportsRound & ReturnRound, _input: Record<string, never>) => ({
	...(await deleteExpiredExports(deps)),
	...(await askForRetention(deps)),
	...(await giveOwnKeys(deps)),
	...(await tellOfReturns(deps)),
	forgotten: await forgetToldEvents(deps),
}));

const mail = definePlatformActivity("deliverMail", (deps: MailDeps, input: MailInput) => deliverMail(deps, input));
const identity = definePlatformActivity(
	"keepIdentity",
	(deps: IdentityDeps, _input: Record<string, never>): Promise<KeptIdentity> => keepIdentity(deps),
);
const nextKey = definePlatformActivity("makeNextSigningKey", (deps: IdentityDeps, _input: Record<string, never>) =>
	makeNextSigningKey(deps),
);
const useKey = definePlatformActivity("useSigningKey", (deps: IdentityDeps, input: { readonly kid: string }) => useSigningKey(deps, input));
const forgetKeys = definePlatformActivity("forgetSigningKeys", (deps: IdentityDeps, _input: Record<string, never>) =>
	forgetSigningKeys(deps),
);

export function createTenancyActivities(deps: ActivityDeps & DispatchDeps & MailDeps & IdentityDeps & { readonly keys: Keyring }) {
	return {
		deliverMail: mail(deps),
		keepIdentity: identity(deps),
		makeNextSigningKey: nextKey(deps),
		useSigningKey: useKey(deps),
		forgetSigningKeys: forgetKeys(deps),
		sealAuditTrail: seal(deps),
		keepAuditMonths: keep(deps),
		writeAuditExport: writeAuditExport(deps)(deps),
		deleteOldRows: deleteOldRows(deps),
		requestRetention: retention(deps),
		writeTenantExport: writeTenantExport(deps.keys)(deps),
		lookAtOnboarding: lookAtOnboarding(deps),
		beginErasure: beginErasure(deps.temporal)(deps),
		...eraseCompanyActivities(deps),
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
