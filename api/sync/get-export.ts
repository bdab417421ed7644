import { z } from "zod";
import { exportById } from "../../db/sync/export.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { procedure } from "../trpc.ts";

export const getExport = procedure("exports.create")
	.input(z.object({ id: z.uuid("An export's id is its job's: a UUID.") }))
	.output(
		z.object({
			id: z.string(),
			name: z.string(),
			status: z.enum(["requested", "ready", "failed", "expired"]),
			/** Only who asked for it may fetch the file. */
			own: z.boolean(),
			rowCount: z.number().nullable(),
			sizeBytes: z.number().nullable(),
			expiresAt: z.string().nullable(),
		}),
	)
	.query(async ({ ctx: { em, tenantId, userId }, input }) => {
		const found = await exportById(em, tenantId, input.id);
		if (found === null) throw new TieoutError("NOT_FOUND", "There is no export with this id in this company.");
		const { id, name, status, rowCount, sizeBytes, expiresAt } = found;
		return { id, name, status, own: found.requestedBy === userId, rowCount, sizeBytes, expiresAt };
	});
