import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { maskSecrets } from "../../domain/sync/mask-secrets.ts";
import { recordVersionsOf, rowsOfRecord } from "../../db/sync/custody.store.ts";
import { pageOf } from "../../db/sync/page.store.ts";
import { procedure } from "../trpc.ts";
import { canonicalRowSchema, canonicalRowView } from "./canonical-row.schema.ts";
import { openStoredPage } from "./read-stored-page.ts";

const versionSchema = z.object({
	version: z.number(),
	pageId: z.string(),
	pageIndex: z.number(),
	payloadSha256: z.string(),
	fromSeq: z.number(),
	toSeq: z.number().nullable(),
	seenAt: z.string(),
});

export const sourceRecord = procedure("pages.read")
	.input(z.object({ id: z.uuid("A record's id is a UUID."), version: z.int().positive().optional() }))
	.output(
		z.object({
			id: z.string(),
			connectionId: z.string(),
			connectionName: z.string(),
			vendor: z.string(),
			stream: z.string(),
			naturalKey: z.string(),
			/** Oldest first. */
			versions: z.array(versionSchema),
			/** The version that is shown. */
			version: z.number(),
			/** As the source wrote it, credentials covered; null when the stored page can't be read. */
			text: z.string().nullable(),
			check: z.object({ ok: z.boolean(), note: z.string() }),
			/** What was made from this version. */
			rows: z.array(canonicalRowSchema),
		}),
	)
	.query(async ({ ctx: { em, tenantId, sources }, input }) => {
		const missing = new TieoutError("NOT_FOUND", "There is no record with this id and version in this company.");
		const versions = await recordVersionsOf(em, { tenantId, recordId: input.id });
		const shown = input.version === undefined ? versions.at(-1) : versions.find(({ version }) => version === input.version);
		if (shown === undefined) throw missing;
		const page = await pageOf(em, { tenantId, pageId: shown.pageId });
		if (page === null) throw missing;
		const rows = await rowsOfRecord(em, { tenantId, recordId: shown.id, version: shown.version });
		const stored = await openStoredPage({ em, storage: sources, tenantId, page });
		const cut = stored.ok ? await stored.value.cut(shown) : stored;
		return {
			id: shown.id,
			connectionId: shown.connectionId,
			connectionName: page.connectionName,
			vendor: page.vendor,
			stream: shown.stream,
			naturalKey: shown.naturalKey,
			versions,
			version: shown.version,
			text: cut.ok ? maskSecrets(cut.value.text) : null,
			check: { ok: cut.ok, note: cut.ok ? "The text has the hash that was taken when it was read." : cut.error },
			rows: rows.map(canonicalRowView),
		};
	});
