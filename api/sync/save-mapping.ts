import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { previewStatement } from "../../domain/sync/statement/preview.ts";
import { fileOf, saveFileMapping } from "../../db/sync/file.store.ts";
import { procedure } from "../trpc.ts";
import { noFile } from "./preview-file.ts";
import { mappingSchema, previewSchema } from "./statement.schema.ts";

export const saveMapping = procedure("files.import")
	.input(z.object({ id: z.uuid("A file's id is a UUID."), mapping: mappingSchema }))
	.output(z.object({ preview: previewSchema }))
	.mutation(async ({ ctx: { em, tenantId, deps }, input }) => {
		const file = await fileOf(em, { tenantId, fileId: input.id });
		if (file === null) throw noFile();
		const preview = previewStatement(await deps.storage.get(tenantId, file.objectKey), input.mapping);
		if (preview.problem !== null) throw new TieoutError("FILE_UNREADABLE", preview.problem.reason);
		const open = preview.questions[0];
		if (open !== undefined) throw new TieoutError("MAPPING_INCOMPLETE", open.sentence);
		if (!(await saveFileMapping(em, { tenantId, fileId: file.id, mapping: preview.mapping, preview })))
			throw new TieoutError(
				"FILE_IMPORTED",
				"This file is imported already, so its columns stay as they were read. Upload it again to read it otherwise.",
			);
		return { preview };
	});
