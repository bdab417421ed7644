// A company's own keys at model providers: stored sealed, never shown again, and used by nothing yet.
import { z } from "zod";
import { modelKeysOf, removeModelKey, saveModelKey } from "../../db/tenancy/model-key.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { keyedProviders, modelKeyRecord, providerNames } from "../../domain/tenancy/policies/models.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { procedure } from "../trpc.ts";

const provider = z.enum(keyedProviders);

export const listModelKeys = procedure("model_keys.manage")
	.output(
		z.array(
			z.object({
				provider,
				/** null: none is stored. */
				stored: z.object({ ending: z.string(), savedAt: z.string(), savedBy: z.string() }).nullable(),
			}),
		),
	)
	.query(async ({ ctx: { em, tenantId } }) => {
		const stored = await modelKeysOf(em, tenantId);
		return keyedProviders.map((name) => ({ provider: name, stored: stored.find((row) => row.provider === name) ?? null }));
	});

/** Takes the place of the one that was there. */
export const saveKey = procedure("model_keys.manage")
	.input(
		z.object({
			provider,
			key: z
				.string()
				.trim()
				.min(20, "This is too short for a key. Copy all of it.")
				.max(500, "This is too long for a key.")
				.regex(/^[\x21-\x7e]+$/, "A key has no spaces or line breaks in it. Copy only the key."),
		}),
	)
	.output(z.object({ ending: z.string() }))
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId, userId, deps } = ctx;
		const ending = input.key.slice(-4);
		const before = (await modelKeysOf(em, tenantId)).find((row) => row.provider === input.provider);
		const sealed = createSecrets(deps.keys).seal({ tenantId, recordId: modelKeyRecord(input.provider) }, { key: input.key });
		await saveModelKey(em, tenantId, { provider: input.provider, ...sealed, ending, savedBy: userId });
		await ctx.audit({
			action: "model_keys.save",
			resource: { kind: "model_key", id: input.provider },
			summary: before === undefined ? "A key at a model provider was stored" : "A key at a model provider was replaced",
			before: before === undefined ? undefined : { ending: before.ending },
			after: { ending },
		});
		return { ending };
	});

export const removeKey = procedure("model_keys.manage")
	.input(z.object({ provider }))
	.output(z.object({ removed: z.literal(true) }))
	.mutation(async ({ ctx, input }) => {
		if (!(await removeModelKey(ctx.em, ctx.tenantId, input.provider)))
			throw new TieoutError("NOT_FOUND", `No key at ${providerNames[input.provider]} is stored.`);
		await ctx.audit({
			action: "model_keys.remove",
			resource: { kind: "model_key", id: input.provider },
			summary: "A key at a model provider was removed",
		});
		return { removed: true };
	});
