import { z } from "zod";
import { maxUploadBytes } from "../../domain/sync/upload-limit.ts";
import { filesConnectionOf, filesOf } from "../../db/sync/file.store.ts";
import { procedure } from "../trpc.ts";

export const fileSchema = z.object({
	id: z.string(),
	connectionId: z.string(),
	connectionName: z.string(),
	name: z.string(),
	sizeBytes: z.number(),
	sha256: z.string(),
	status: z.enum(["uploaded", "mapped", "imported", "refused"]),
	uploadedBy: z.string().nullable(),
	uploadedAt: z.string(),
	jobId: z.string().nullable(),
	quarantined: z.number(),
});

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
