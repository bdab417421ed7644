import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import type { StatementMapping } from "../../domain/sync/statement/mapping.ts";
import { previewStatement } from "../../domain/sync/statement/preview.ts";
import { fileOf } from "../../db/sync/file.store.ts";
import { procedure } from "../trpc.ts";
import { mappingSchema, previewSchema } from "./statement.schema.ts";
import { fileSchema } from "./list-files.ts";

export const noFile = (): TieoutError => new TieoutError("NOT_FOUND", "There is no file with this id in this company.");

/** How the file reads under the mapping given, else the one saved with it, else the one its header suggests. Writes nothing. */
export const previewFile = procedure("files.read")
	.input(z.object({ id: z.uuid("A file's id is a UUID."), mapping: mappingSchema.nullish() }))
	.output(z.object({ file: fileSchema, preview: previewSchema }))
	.query(async ({ ctx: { em, tenantId, deps }, input }) => {
		const file = await fileOf(em, { tenantId, fileId: input.id });
		if (file === null) throw noFile();
		const bytes = await deps.storage.get(tenantId, file.objectKey);
		// What is saved was written through this schema.
		const mapping = input.mapping ?? (file.mapping as StatementMapping | null);
		return { file, preview: previewStatement(bytes, mapping) };
	});
