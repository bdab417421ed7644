import { z } from "zod";
import { type Canonical, canonicalJson } from "../../domain/core/canonical-json.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { rememberMapping } from "../../db/sync/file-mapping.store.ts";
import { lockedFileOf, saveInspection } from "../../db/sync/file.store.ts";
import { requireSources } from "../source-bytes.ts";
import { procedure } from "../trpc.ts";
import { settingsSchema } from "./file.schema.ts";
import { inspectUploaded, isSmall, keptInspection } from "./inspect-uploaded.ts";
import { noFile, repeats } from "./preview-file.ts";
import { startInspection } from "./start-inspection.ts";

/** Keeps how a file is read, and remembers it for the next of its kind. A large file is looked at again by a job. */
export const saveMapping = procedure("files.import")
	.input(z.object({ id: z.uuid("A file's id is a UUID."), settings: settingsSchema }))
	.output(z.object({ jobId: z.string().nullable() }))
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId, userId, deps } = ctx;
		requireSources(ctx.access.rules.masks);
		const file = await lockedFileOf(em, { tenantId, fileId: input.id });
		if (file === null) throw noFile();
		if (file.status === "imported") throw imported();
		if (file.importing)
			throw new TieoutError("FILE_BUSY", "This file is being imported as it was confirmed. Wait for that, or stop its job first.");
		const looked = isSmall(file) ? null : keptInspection(file);
		if (!isSmall(file) && (looked === null || canonicalText(looked.settings) !== canonicalText(input.settings)))
			return { jobId: await startInspection({ ...ctx, deps: { ...deps, log: ctx.log } }, file, input.settings) };
		const inspection =
			looked ?? (await inspectUploaded({ em, tenantId, sources: ctx.sources }, file, { settings: input.settings, layout: undefined }));
		const { problem, questions, settings, detected, preview, fingerprint } = inspection;
		if (problem !== null) throw new TieoutError("FILE_UNREADABLE", problem.reason);
		const [open] = questions;
		if (open !== undefined) throw new TieoutError("MAPPING_INCOMPLETE", open.sentence);
		if (settings === null || detected === null || preview === null)
			throw new TieoutError("MAPPING_INCOMPLETE", "Say how this file is read first.");
		const { duplicate } = await repeats(em, { tenantId, file, inspection });
		const kept = await saveInspection(em, {
			tenantId,
			fileId: file.id,
			format: settings.format,
			settings,
			detected,
			preview,
			contentSha256: preview.contentSha256,
			duplicateOf: duplicate?.id ?? null,
			status: "mapped",
		});
		if (!kept) throw imported();
		if (fingerprint !== null)
			await rememberMapping(em, { tenantId, fingerprint, format: settings.format, mapping: settings, name: file.name, userId });
		await ctx.audit({
			action: "files.save_mapping",
			resource: { kind: "file", id: file.id },
			summary: "How a file is read was confirmed",
			after: { settings },
		});
		return { jobId: null };
	});

/** Settings are plain JSON, whose members may come back in another order. */
const canonicalText = (settings: unknown): string => canonicalJson(settings as Canonical);

const imported = () =>
	new TieoutError(
		"FILE_IMPORTED",
		"This file is imported already, so its columns stay as they were read. Upload it again to read it otherwise.",
	);
