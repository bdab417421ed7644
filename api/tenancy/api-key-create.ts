import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import {
	apiKeyOf,
	areEntities,
	createServiceUser,
	hasRealData,
	insertApiKey,
	liveKeyCount,
	mostKeys,
} from "../../db/tenancy/api-key.store.ts";
import { requireFeature } from "../../db/tenancy/plan.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { keyHash, keyScopes, makeApiKey, shownPart } from "../../domain/tenancy/api-key.ts";
import { procedure } from "../trpc.ts";
import { keyDays, keyName, keyView, madeKeySchema, noKey, requireMasked, requireOwn } from "./api-key.schema.ts";

const dayMs = 24 * 3_600_000;

export const createApiKey = procedure("api_keys.manage")
	.input(
		z.object({
			name: keyName,
			scopes: z.array(z.enum(keyScopes)).min(1, "Choose at least one permission.").max(keyScopes.length),
			expiresInDays: keyDays,
			/** null: every entity of the company. */
			entityIds: z.array(z.uuid("An entity's id is a UUID.")).min(1, "Choose an entity.").max(200).nullable(),
		}),
	)
	.output(madeKeySchema)
	.mutation(async ({ ctx, input: { name, expiresInDays, ...input } }) => {
		const { em, tenantId, userId: createdBy, access, deps } = ctx;
		const scopes = [...new Set(input.scopes)];
		const entityIds = input.entityIds === null ? null : [...new Set(input.entityIds)];
		await requireFeature(em, tenantId, "api");
		requireOwn(access, scopes, entityIds);
		await requireMasked(em, tenantId, access);
		if (entityIds !== null && !(await areEntities(em, tenantId, entityIds)))
			throw new TieoutError("NOT_FOUND", "One of the entities doesn't exist in this company.");
		if ((await liveKeyCount(em, tenantId)) >= mostKeys)
			throw new TieoutError("TOO_MANY_KEYS", `There are ${mostKeys} keys already. Revoke those that nothing uses.`);
		const secret = makeApiKey((await hasRealData(em, tenantId)) ? "live" : "test", randomBytes(32));
		const now = deps.now();
		const expiresAt = new Date(now.getTime() + expiresInDays * dayMs);
		const id = randomUUID();
		const userId = randomUUID();
		await createServiceUser(deps.orm, { userId, name });
		const made = {
			tenantId,
			id,
			userId,
			name,
			shown: shownPart(secret),
			secretHash: keyHash(secret),
			scopes,
			entityIds,
			createdBy,
			expiresAt,
		};
		await insertApiKey(em, made);
		await ctx.audit({
			action: "api_keys.create",
			resource: { kind: "api_key", id },
			summary: `API key “${name}” made`,
			after: { name, shown: made.shown, scopes, entityIds, expiresAt: expiresAt.toISOString() },
		});
		await ctx.emit({ topic: "api_key.created", key: id, payload: { apiKeyId: id, expiresAt: expiresAt.toISOString() } });
		const row = await apiKeyOf(em, { tenantId, id });
		if (row === null) throw noKey();
		return { key: keyView(row, now), secret };
	});
