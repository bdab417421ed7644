import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { maskSecrets } from "../../domain/sync/mask-secrets.ts";
import { fieldOfReason, markField } from "../../domain/sync/quarantine-fix.ts";
import { pageOf } from "../../db/sync/page.store.ts";
import { quarantineOf } from "../../db/sync/quarantine.store.ts";
import { procedure } from "../trpc.ts";
import { quarantineRowSchema, quarantineView } from "./quarantine.schema.ts";
import { openStoredPage } from "./read-stored-page.ts";

/** One record that could not be read, as it was received. */
export const quarantinedRecord = procedure("pages.read")
	.input(z.object({ id: z.uuid("A record's id is a UUID.") }))
	.output(
		quarantineRowSchema.extend({
			/** As the source wrote it, credentials covered; null when the stored page can't be read. */
			text: z.string().nullable(),
			check: z.object({ ok: z.boolean(), note: z.string() }),
			/** The field that the reason names, and where it stands in `text`. */
			field: z.string().nullable(),
			mark: z.object({ from: z.number(), to: z.number() }).nullable(),
		}),
	)
	.query(async ({ ctx: { em, tenantId, sources }, input }) => {
		const row = await quarantineOf(em, { tenantId, id: input.id });
		const page = row === null ? null : await pageOf(em, { tenantId, pageId: row.pageId });
		if (row === null || page === null) throw new TieoutError("NOT_FOUND", "There is no such record in quarantine in this company.");
		const stored = await openStoredPage({ em, storage: sources, tenantId, page });
		const cut = stored.ok ? await stored.value.cut(row) : stored;
		const text = cut.ok ? maskSecrets(cut.value.text) : null;
		const field = fieldOfReason(row.reason);
		return {
			...quarantineView(row),
			text,
			check: { ok: cut.ok, note: cut.ok ? "The text has the hash that was taken when it was read." : cut.error },
			field,
			mark: text === null ? null : markField(text, field),
		};
	});
