import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { rememberMapping } from "../../db/sync/file-mapping.store.ts";
import { fileOf, saveInspection } from "../../db/sync/file.store.ts";
import { procedure } from "../trpc.ts";
import { settingsSchema } from "./file.schema.ts";
import { inspectUploaded, isSmall } from "./inspect-uploaded.ts";
import { noFile, repeats } from "./preview-file.ts";
import { startInspection } from "./start-inspection.ts";

/** Keeps how a file is read, and remembers it for the next of its kind. A large file is looked at again by a job. */
export const saveMapping = procedure("files.import")
	.input(z.object({ id: z.uuid("A file's id is a UUID."), settings: settingsSchema }))
	.output(z.object({ jobId: z.string().nullable() }))
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId, userId, deps } = ctx;
		const file = await fileOf(em, { tenantId, fileId: input.id });
		if (file === null) throw noFile();
		if (file.status === "imported") throw imported();
		if (!isSmall(file)) return { jobId: await startInspection({ ...ctx, deps: { ...deps, log: ctx.log } }, file, input.settings) };
		const inspection = await inspectUploaded({ em, tenantId, deps }, file, { settings: input.settings, layout: undefined });
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
		return { jobId: null };
	});

const imported = () =>
	new TieoutError(
		"FILE_IMPORTED",
		"This file is imported already, so its columns stay as they were read. Upload it again to read it otherwise.",
	);
