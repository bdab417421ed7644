// A person takes the signing secret of a vendor's webhooks away: from then on what the vendor sends is refused and counted as such.
import { z } from "zod";
import { connectionOf, lockedSecretsOf, saveSealedSecrets } from "../../db/sync/connection.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { procedure } from "../trpc.ts";
import { noConnection } from "./get-connection.ts";
import { hookFieldOf, isEntered } from "./hook-secret.ts";

/** The other credentials stay as they are, and what was taken before stays too. */
export const removeHookSecret = procedure("connections.manage")
	.input(z.object({ id: z.uuid("A connection's id is a UUID.") }))
	.output(z.object({ removed: z.literal(true) }))
	.mutation(async ({ ctx, input: { id } }) => {
		const { em, tenantId, deps } = ctx;
		const of = { tenantId, connectionId: id };
		const connection = await connectionOf(em, of);
		if (connection === null) throw noConnection();
		const field = hookFieldOf(connection.vendor)?.field;
		const secrets = createSecrets(deps.keys);
		const before = await lockedSecretsOf(em, of);
		const values = before === null ? {} : secrets.open(of, before);
		if (field === undefined || !isEntered(values, field))
			throw new TieoutError("NOT_FOUND", `${connection.name} has no signing secret, so there is none to remove.`);
		const left = Object.fromEntries(Object.entries(values).filter(([name]) => name !== field.name));
		await saveSealedSecrets(em, { ...of, ...secrets.seal(of, left) });
		await ctx.audit({
			action: "connections.remove_hook_secret",
			resource: { kind: "connection", id },
			summary: "The secret that signs a vendor's webhooks was removed; they are refused from now on",
			before: { stored: true, ending: values[field.name]?.slice(-4) },
			after: { stored: false },
		});
		return { removed: true };
	});
