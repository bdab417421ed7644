// A new secret for a key: the program's owner puts it in while the old one still works, so that nothing stands still.
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { apiKeyOf, replaceSecret } from "../../db/tenancy/api-key.store.ts";
import { keyHash, makeApiKey, overlapHours, shownPart } from "../../domain/tenancy/api-key.ts";
import { procedure } from "../trpc.ts";
import { keyDays, keyView, madeKeySchema, noKey, requireMasked, requireOwn } from "./api-key.schema.ts";

const hourMs = 3_600_000;

export const rotateApiKey = procedure("api_keys.manage")
	.input(
		z.object({
			id: z.uuid("A key's id is a UUID."),
			expiresInDays: keyDays,
			/** For how long the present secret still works; 0 when it may have leaked. */
			overlapHours: z.number().int().min(overlapHours.least).max(overlapHours.most, "The old secret works for at most a week more."),
		}),
	)
	.output(madeKeySchema)
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId, deps } = ctx;
		const before = await apiKeyOf(em, { tenantId, id: input.id });
		if (before === null || before.revokedAt !== null) throw noKey();
		requireOwn(ctx.access, before.scopes, before.entityIds);
		await requireMasked(em, tenantId, ctx.access);
		const secret = makeApiKey(before.shown.startsWith("tk_live_") ? "live" : "test", randomBytes(32));
		const now = deps.now().getTime();
		const expiresAt = new Date(now + input.expiresInDays * 24 * hourMs);
		const oldSecretUntil = input.overlapHours === 0 ? null : new Date(now + input.overlapHours * hourMs);
		const shown = shownPart(secret);
		const made = { tenantId, id: input.id, by: ctx.userId, shown, secretHash: keyHash(secret), expiresAt, oldSecretUntil };
		const row = (await replaceSecret(em, made)) ? await apiKeyOf(em, { tenantId, id: input.id }) : null;
		if (row === null) throw noKey();
		await ctx.audit({
			action: "api_keys.rotate",
			resource: { kind: "api_key", id: row.id },
			summary: `API key “${row.name}” got a new secret`,
			before: { shown: before.shown, expiresAt: before.expiresAt },
			after: { shown, expiresAt: row.expiresAt, oldSecretUntil: row.oldSecretUntil },
		});
		return { key: keyView(row, deps.now()), secret };
	});
