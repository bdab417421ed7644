import { z } from "zod";
import { apiKeysOf } from "../../db/tenancy/api-key.store.ts";
import { procedure } from "../trpc.ts";
import { apiKeySchema, keyView } from "./api-key.schema.ts";

export const listApiKeys = procedure("api_keys.read")
	.output(z.object({ rows: z.array(apiKeySchema) }))
	.query(async ({ ctx: { em, tenantId, deps } }) => {
		const now = deps.now();
		return { rows: (await apiKeysOf(em, tenantId)).map((row) => keyView(row, now)) };
	});
