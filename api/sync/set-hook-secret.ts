// A person enters the secret that a vendor signs its webhooks with: it is sealed beside the connection's other credentials.
import { z } from "zod";
import { connectionOf, type ConnectionRow, lockedSecretsOf, saveSealedSecrets } from "../../db/sync/connection.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { VendorField } from "../../domain/sync/vendors/vendor.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { procedure } from "../trpc.ts";
import { noConnection } from "./get-connection.ts";
import { hookFieldOf, isEntered } from "./hook-secret.ts";

/** Stores it in the place of the one before; the other credentials stay as they are. */
export const setHookSecret = procedure("connections.manage")
	.input(
		z.object({
			id: z.uuid("A connection's id is a UUID."),
			secret: z.string().trim().min(1, "Enter the signing secret.").max(500, "This is too long for a signing secret."),
		}),
	)
	/** ISO 8601: what comes from then on is checked with it. */
	.output(z.object({ since: z.string() }))
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId, deps } = ctx;
		const of = { tenantId, connectionId: input.id };
		const connection = await connectionOf(em, of);
		if (connection === null) throw noConnection();
		const field = fitField(connection, input.secret);
		const secrets = createSecrets(deps.keys);
		const before = await lockedSecretsOf(em, of);
		const values = before === null ? {} : secrets.open(of, before);
		const since = await saveSealedSecrets(em, { ...of, ...secrets.seal(of, { ...values, [field.name]: input.secret }) });
		await ctx.audit({
			action: "connections.set_hook_secret",
			resource: { kind: "connection", id: connection.id },
			summary: "The secret that signs a vendor's webhooks was entered",
			before: { stored: isEntered(values, field) },
			after: { stored: true, ending: input.secret.slice(-4) },
		});
		return { since };
	});

/** @throws TieoutError HOOKS_NOT_TAKEN or HOOK_SECRET_SHAPE */
function fitField({ vendor: vendorId, name }: ConnectionRow, secret: string): VendorField {
	const found = hookFieldOf(vendorId);
	if (found === null) throw new TieoutError("HOOKS_NOT_TAKEN", `${name} takes no webhooks, so there is no signing secret to enter.`);
	const { vendor, field } = found;
	if (field.pattern?.test(secret) === false)
		throw new TieoutError(
			"HOOK_SECRET_SHAPE",
			`This can’t be a signing secret of ${vendor.title}. Copy all of it from the endpoint’s page there; an API key is something else.`,
		);
	return field;
}
