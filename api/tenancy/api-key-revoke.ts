// Ends a key at once: the next request with it is refused. What it did stays under its name.
import { z } from "zod";
import { apiKeyOf, revokeKey } from "../../db/tenancy/api-key.store.ts";
import { procedure } from "../trpc.ts";
import { apiKeySchema, keyView, noKey } from "./api-key.schema.ts";

export const revokeApiKey = procedure("api_keys.manage")
	.input(z.object({ id: z.uuid("A key's id is a UUID."), reason: z.string().trim().max(500).optional() }))
	.output(apiKeySchema)
	.mutation(async ({ ctx, input: { id, reason } }) => {
		const { em, tenantId, userId, deps } = ctx;
		const row = (await revokeKey(em, { tenantId, id, by: userId })) ? await apiKeyOf(em, { tenantId, id }) : null;
		if (row === null) throw noKey();
		await ctx.audit({
			action: "api_keys.revoke",
			resource: { kind: "api_key", id },
			summary: `API key “${row.name}” revoked`,
			...(reason !== undefined && reason !== "" && { reason }),
		});
		await ctx.emit({ topic: "api_key.revoked", key: id, payload: { apiKeyId: id } });
		return keyView(row, deps.now());
	});
