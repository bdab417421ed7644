// A person enters new credentials of a connection, after the vendor has refused the old ones or before they end. They are sealed,
// and nothing that was entered is shown or written again.
import { z } from "zod";
import { connectionOf, lockedSecretsOf, markConnection, saveSealedSecrets } from "../../db/sync/connection.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { credentialFields, enteredCredentials } from "../../domain/sync/vendors/credentials.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { procedure } from "../trpc.ts";
import { noConnection } from "./get-connection.ts";

/** What a connection's form asks for; a private key has some thousand characters. */
const mostFields = 10;
const longest = 20_000;

/** Stores them in the place of the ones before; a field left empty stays as it is, and so does the secret that signs webhooks. */
export const replaceCredentials = procedure("connections.manage")
	.input(
		z.object({
			id: z.uuid("A connection's id is a UUID."),
			values: z
				.record(z.string().max(60), z.string().max(longest, "This is too long for a credential."))
				.refine((values) => Object.keys(values).length <= mostFields, "These are more fields than a connection has."),
		}),
	)
	/** ISO 8601: what is asked of the vendor from then on is asked with them. */
	.output(z.object({ since: z.string() }))
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId, deps } = ctx;
		const of = { tenantId, connectionId: input.id };
		const connection = await connectionOf(em, of);
		if (connection === null) throw noConnection();
		if (credentialFields(connection.vendor).length === 0)
			throw new TieoutError("NO_CREDENTIALS", `${connection.name} reads uploaded files, so there are no credentials to enter.`);
		const secrets = createSecrets(deps.keys);
		const sealed = await lockedSecretsOf(em, of);
		const before = sealed === null ? {} : openedOrNone(() => secrets.open(of, sealed));
		const entered = enteredCredentials(connection.vendor, before, input.values);
		if (!entered.ok) throw new TieoutError("CREDENTIALS_SHAPE", entered.sentence, { field: entered.field });
		const since = await saveSealedSecrets(em, { ...of, ...secrets.seal(of, entered.values) });
		if (connection.status !== "paused") await markConnection(em, { ...of, status: "untested", syncedByJob: null });
		await ctx.audit({
			action: "connections.replace_credentials",
			resource: { kind: "connection", id: connection.id },
			summary: "New credentials of a connection were entered",
			before: { stored: Object.keys(before) },
			after: { replaced: entered.replaced },
		});
		return { since };
	});

/** Credentials that can't be opened are entered again, all of them; a lost key says so itself. */
function openedOrNone(open: () => Readonly<Record<string, string>>): Readonly<Record<string, string>> {
	try {
		return open();
	} catch (error) {
		if (error instanceof TieoutError && error.code === "SECRET_UNREADABLE") return {};
		throw error;
	}
}
