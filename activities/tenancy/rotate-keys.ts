// The steps of a rotation. Each may come twice; until a key is active, nothing is sealed with it, and a key that sealed something
// once opens it for ever.
import { setTimeout as sleep } from "node:timers/promises";
import {
	activateKey as activate,
	keyHolders,
	pendingKey,
	replaceSealedSecrets,
	secretsNotSealedBy,
} from "../../db/tenancy/tenant-key.store.ts";
import { providerSecretsNotSealedBy, replaceProviderSecret } from "../../db/tenancy/identity-provider.store.ts";
import { modelKeysNotSealedBy, replaceModelKey } from "../../db/tenancy/model-key.store.ts";
import { replaceWebhookSecret, webhookSecretsNotSealedBy } from "../../db/tenancy/webhook-secret.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { modelKeyRecord } from "../../domain/tenancy/policies/models.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { type Keyring, keyIdOf, notHereYet } from "../../platform/keys.ts";
import type { SealedSecret, SecretOwner } from "../../platform/secrets.ts";
import { type ActivityContext, defineActivity, type UnboundActivity } from "../core/define-activity.ts";

export interface KeyInput extends JobInput {
	readonly keyNo: number;
}

const pollMs = 200;
const everywhereWithinMs = 60_000;
const secretsAtOnce = 200;

/** Makes the next key, or finds the one that an earlier rotation made and could not finish. */
export const makeKey = (keys: Keyring): UnboundActivity<JobInput, { readonly keyNo: number }> =>
	defineActivity("makeKey", async (ctx, { tenantId }) => {
		const keyNo = await ctx.withTenant((em) => pendingKey(em, tenantId, (no) => keys.wrapNew(tenantId, no)));
		ctx.log.info({ keyNo }, "a key waits to be taken by every process");
		return { keyNo };
	});

/** Waits until every process that runs has the key in memory. @throws TieoutError KEY_NOT_EVERYWHERE */
export const awaitKeyEverywhere: UnboundActivity<KeyInput, { readonly processes: number }> = defineActivity(
	"awaitKeyEverywhere",
	async (ctx, { tenantId, keyNo }) => {
		const until = performance.now() + everywhereWithinMs;
		for (;;) {
			const { processes, holders } = await ctx.withTenant((em) => keyHolders(em, tenantId, keyNo));
			ctx.heartbeat({ processes, holders });
			if (processes > 0 && holders === processes) {
				ctx.log.info({ keyNo, processes }, "every process has the key");
				return { processes };
			}
			if (performance.now() > until) throw notEverywhere(holders, processes);
			await sleep(pollMs, undefined, { signal: ctx.signal });
		}
	},
);

const notEverywhere = (holders: number, processes: number): TieoutError =>
	new TieoutError(
		"KEY_NOT_EVERYWHERE",
		`${holders} of ${processes} running processes have taken the new key, so the present one goes on sealing. End the process that hangs, then rotate again.`,
		{ holders, processes },
	);

/** From here on the key seals; the one before it only opens. */
export const activateKey: UnboundActivity<KeyInput, void> = defineActivity("activateKey", async (ctx, { tenantId, keyNo }) => {
	await ctx.withTenant(async (em) => {
		if (!(await activate(em, tenantId, keyNo))) return;
		await ctx.audit(em, {
			action: "keys.activate",
			resource: { kind: "data_key", id: String(keyNo) },
			summary: `Data key ${keyNo} seals from now on`,
		});
	});
	ctx.log.info({ keyNo }, "the key seals from now on");
});

export interface Resealed {
	readonly resealed: number;
	/** Could not be opened before either: somebody has to enter them again. */
	readonly unreadable: number;
}

/** Seals every credential again with the key. A credential that is saved meanwhile is sealed by whoever saves it. */
export const resealSecrets: UnboundActivity<KeyInput, Resealed> = defineActivity("resealSecrets", async (ctx, input) => {
	let resealed = 0;
	let unreadable = 0;
	for (let after: string | null = null; ; ) {
		const some = await resealSome(ctx, input, after);
		resealed += some.resealed;
		unreadable += some.unreadable;
		ctx.heartbeat({ resealed, unreadable });
		if (some.last === null) break;
		after = some.last;
	}
	const few = await resealFew(ctx, input);
	resealed += few.resealed;
	unreadable += few.unreadable;
	ctx.log.info({ keyNo: input.keyNo, resealed, unreadable }, "credentials are sealed again");
	return { resealed, unreadable };
});

/** What a company has so few of that one transaction does: secrets of webhooks, at identity providers and at model providers. */
async function resealFew(ctx: ActivityContext, { tenantId, keyNo }: KeyInput): Promise<Resealed> {
	const keyId = keyIdOf(tenantId, keyNo);
	return ctx.withTenant(async (em) => {
		const few: readonly FewSecrets[] = [
			...(await webhookSecretsNotSealedBy(em, tenantId, keyId)).map((row) => ({
				owner: { tenantId, recordId: row.endpointId },
				old: row,
				replace: (sealed: SealedSecret) => replaceWebhookSecret(em, tenantId, { endpointId: row.endpointId, no: row.no, ...sealed }),
			})),
			...(await providerSecretsNotSealedBy(em, tenantId, keyId)).map((row) => ({
				owner: { tenantId, connectionId: row.id },
				old: row,
				replace: (sealed: SealedSecret) => replaceProviderSecret(em, tenantId, { id: row.id, ...sealed }),
			})),
			...(await modelKeysNotSealedBy(em, tenantId, keyId)).map((row) => ({
				owner: { tenantId, recordId: modelKeyRecord(row.provider) },
				old: row,
				replace: (sealed: SealedSecret) => replaceModelKey(em, tenantId, { provider: row.provider, ...sealed }),
			})),
		];
		let resealed = 0;
		for (const { owner, old, replace } of few) {
			const values = opened(ctx, owner, old);
			if (values === null) continue;
			const sealed = ctx.secrets.seal(owner, values);
			if (sealed.keyId !== keyId) throw notHereYet();
			await replace(sealed);
			resealed += 1;
		}
		return { resealed, unreadable: few.length - resealed };
	});
}

interface FewSecrets {
	readonly owner: SecretOwner;
	readonly old: SealedSecret;
	readonly replace: (sealed: SealedSecret) => Promise<void>;
}

/** @throws TieoutError KEY_NOT_HERE_YET while this process still seals with an older key */
function resealSome(
	ctx: ActivityContext,
	{ tenantId, keyNo }: KeyInput,
	after: string | null,
): Promise<Resealed & { readonly last: string | null }> {
	const keyId = keyIdOf(tenantId, keyNo);
	return ctx.withTenant(async (em) => {
		const rows = await secretsNotSealedBy(em, { tenantId, keyId, after, limit: secretsAtOnce });
		const sealed = rows.flatMap(({ connectionId, ...old }) => {
			const owner = { tenantId, connectionId };
			const values = opened(ctx, owner, old);
			return values === null ? [] : [{ connectionId, ...ctx.secrets.seal(owner, values) }];
		});
		if (sealed.some((row) => row.keyId !== keyId)) throw notHereYet();
		if (sealed.length > 0) await replaceSealedSecrets(em, tenantId, sealed);
		return { resealed: sealed.length, unreadable: rows.length - sealed.length, last: rows.at(-1)?.connectionId ?? null };
	});
}

const idOf = (owner: SecretOwner) => ("connectionId" in owner ? { connectionId: owner.connectionId } : { recordId: owner.recordId });

function opened(ctx: ActivityContext, owner: SecretOwner, sealed: SealedSecret): Readonly<Record<string, string>> | null {
	try {
		return ctx.secrets.open(owner, sealed);
	} catch (error) {
		if (!(error instanceof TieoutError)) throw error;
		ctx.log.warn({ code: error.code, ...idOf(owner) }, "a credential could not be opened before either");
		return null;
	}
}
