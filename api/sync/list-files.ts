import { z } from "zod";
import { maxUploadBytes } from "../../domain/sync/upload-limit.ts";
import { filesConnectionOf, filesOf } from "../../db/sync/file.store.ts";
import { procedure } from "../trpc.ts";
import { fileSchema } from "./file.schema.ts";

export const listFiles = procedure("files.read")
	.input(z.object({ connectionId: z.uuid().optional() }).default({}))
	.output(
		z.object({
			rows: z.array(fileSchema),
			maxUploadBytes: z.number(),
			/** Whether GET /files/sample.csv has something to offer. */
			hasSample: z.boolean(),
		}),
	)
	.query(async ({ ctx: { em, tenantId }, input }) => {
		const rows = await filesOf(em, { tenantId, connectionId: input.connectionId });
		const connection = await filesConnectionOf(em, { tenantId, connectionId: input.connectionId ?? null });
		return { rows, maxUploadBytes, hasSample: connection !== null && connection.sampleUrl !== null };
	});
