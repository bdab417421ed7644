// One round of looking after people's identity: mails that nobody started are started; quiet throttles, keys whose tokens have all expired, and
// what is left of sessions, mails and links long after their end are forgotten; and a signing key that has signed for long enough is followed by another.
import { unsettledMailIds } from "../../db/tenancy/mail.store.ts";
import { activateSigningKey, addSigningKey, dropSigningKeys, signingKeyRows } from "../../db/tenancy/signing-key.store.ts";
import { dropEnded } from "../../db/tenancy/ended-identity.store.ts";
import { dropQuietThrottles } from "../../db/tenancy/throttle.store.ts";
import { isDue, retiredMs } from "../../domain/tenancy/signing-key-plan.ts";
import { keptAfterEnd } from "../../domain/tenancy/token-life.ts";
import { throttleRules } from "../../domain/tenancy/throttle.ts";
import { makeSigningKey } from "../../platform/signing-key.ts";
import { mailRun } from "../../platform/mail-run.ts";
import { type PlatformRun, startPlatformRun } from "../../platform/start-platform-run.ts";
import type { TemporalClient } from "../../platform/temporal-client.ts";
import type { MailDeps } from "./deliver-mail.ts";

const rotation: PlatformRun = {
	workflowType: "rotateSigningKey",
	workflowId: "p/rotate-signing-key",
	input: {},
	executionTimeoutMs: 24 * 3_600_000,
};

export type IdentityDeps = Omit<MailDeps, "mailer" | "publicUrl"> & { readonly temporal: TemporalClient };

/** A mail younger than this may still be on its way in the process that asked for it. */
const startAfterMs = 30_000;
const quietMs = Math.max(...Object.values(throttleRules).map((rule) => rule.quietMs));

export interface KeptIdentity {
	readonly mails: number;
	readonly throttles: number;
	/** Sessions, mails and links that were deleted. */
	readonly ended: number;
	readonly rotationDue: boolean;
}

export async function keepIdentity({ orm, clock, temporal }: IdentityDeps): Promise<KeptIdentity> {
	const now = clock.now().getTime();
	const mailIds = await unsettledMailIds(orm, new Date(now - startAfterMs));
	for (const mailId of mailIds) await startPlatformRun(temporal, mailRun(mailId));
	const throttles = await dropQuietThrottles(orm, new Date(now - quietMs));
	const ended =
		(await dropEnded(orm, "sessions", new Date(now - keptAfterEnd.sessionMs))) +
		(await dropEnded(orm, "mails", new Date(now - keptAfterEnd.mailMs))) +
		(await dropEnded(orm, "links", new Date(now - keptAfterEnd.linkMs)));
	await dropSigningKeys(orm, new Date(now - retiredMs));
	const active = (await signingKeyRows(orm)).find(({ state }) => state === "active");
	const rotationDue = active !== undefined && isDue(active.activatedAt === null ? null : new Date(active.activatedAt).getTime(), now);
	if (rotationDue) await startPlatformRun(temporal, rotation);
	return { mails: mailIds.length, throttles, ended, rotationDue };
}

export const makeNextSigningKey = async ({ orm, keys }: IdentityDeps): Promise<{ readonly kid: string }> => ({
	kid: await addSigningKey(orm, await makeSigningKey(keys)),
});

export const useSigningKey = ({ orm }: IdentityDeps, { kid }: { readonly kid: string }): Promise<void> => activateSigningKey(orm, kid);

export const forgetSigningKeys = ({ orm, clock }: IdentityDeps): Promise<void> =>
	dropSigningKeys(orm, new Date(clock.now().getTime() - retiredMs));
