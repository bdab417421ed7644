// Idempotency-Key: a write that is sent twice happens once, and is answered twice. The answer is kept in the transaction of the
// write itself, so there is no moment at which one exists without the other; a write that failed changed nothing and kept
// nothing, so the same key may try again.
import { keepAnswer, keptAnswer, takeKey } from "../../../db/tenancy/idempotency-key.store.ts";
import { TieoutError } from "../../../domain/core/errors.ts";
import { sha256 } from "../../../domain/core/sha256.ts";
import type { Permission } from "../../../domain/tenancy/permissions.ts";
import { openJson, sealJson } from "../../../platform/sealed-json.ts";
import type { Once, RequestContext } from "../../context.ts";
import { type TenantWork, withPermission } from "../../with-permission.ts";

const shape = /^[\x21-\x7e]{1,255}$/;

/** The header's key without the quotes that its draft standard writes around it; null: none was sent. */
export function readKey(header: string | undefined): string | null {
	if (header === undefined) return null;
	const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
	if (shape.test(key)) return key;
	throw new TieoutError("INPUT", "An Idempotency-Key has 1 to 255 visible characters without spaces. A UUID is a good one.");
}

export interface Asked {
	readonly key: string;
	/** The same for two requests that ask for the same thing. */
	readonly requestHash: string;
}

export const askedAs = (key: string, procedure: string, input: unknown): Asked => ({
	key,
	requestHash: sha256(JSON.stringify({ procedure, input: input ?? null })),
});

/** What the same request was answered before; undefined when it wasn't. @throws TieoutError IDEMPOTENCY_CONFLICT for another request */
export async function answerBefore(context: RequestContext, permission: Permission, asked: Asked): Promise<unknown> {
	return withPermission(context, permission, async ({ em, tenantId, userId }) => {
		const kept = await keptAnswer(em, { tenantId, userId, key: asked.key });
		if (kept === null) return undefined;
		if (kept.requestHash !== asked.requestHash)
			throw new TieoutError(
				"IDEMPOTENCY_CONFLICT",
				"This Idempotency-Key was used for another request within the last 24 hours. Use a new key for a new request.",
			);
		return openJson(context.deps.keys, tenantId, recordOf(userId, asked.key), { bytes: kept.answer, keyId: kept.keyId });
	});
}

/** Holds the key while the write runs, and keeps its answer. */
export function onceOnly({ deps: { keys } }: Pick<RequestContext, "deps">, { key, requestHash }: Asked): Once {
	return {
		begin: async ({ em, tenantId, userId }: TenantWork) => {
			// Taken and then looked at: between the first look and here, another request may have come and gone.
			const free = (await takeKey(em, { tenantId, userId, key })) && (await keptAnswer(em, { tenantId, userId, key })) === null;
			if (!free)
				throw new TieoutError(
					"IDEMPOTENCY_BUSY",
					"A request with this Idempotency-Key is being carried out. Send it again in a moment to get its answer.",
					{ retryAfterS: 1 },
				);
		},
		end: async ({ em, tenantId, userId }: TenantWork, answer: unknown) => {
			const sealed = sealJson(keys, tenantId, recordOf(userId, key), answer);
			await keepAnswer(em, { tenantId, userId, key, requestHash, answer: sealed.bytes, keyId: sealed.keyId });
		},
	};
}

const recordOf = (userId: string, key: string): string => `idempotency|${userId}|${key}`;
