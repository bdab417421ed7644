import { z } from "zod";
import { auditState } from "../../db/tenancy/audit-list.store.ts";
import { checkpointsOf } from "../../db/tenancy/audit-checkpoint.store.ts";
import { checkpointText, fingerprintOf } from "../../domain/tenancy/audit/checkpoint.ts";
import { auditSigner, hashText } from "../../platform/audit-signer.ts";
import { procedure } from "../trpc.ts";
import { checkpointSchema } from "./audit.schema.ts";

/** How far the chain is sealed and signed, who signs, and the signed checkpoints, newest first. */
export const listCheckpoints = procedure("audit.read")
	.input(z.object({ before: z.int().min(1).optional(), limit: z.int().min(1).max(100).default(20) }))
	.output(
		z.object({
			sealed: z.number(),
			signed: z.number(),
			signedAt: z.string().nullable(),
			waiting: z.number(),
			signer: z.string(),
			rows: z.array(checkpointSchema),
			next: z.number().nullable(),
		}),
	)
	.query(async ({ ctx: { em, tenantId, deps }, input: { before, limit } }) => {
		const rows = await checkpointsOf(em, { tenantId, before, limit: limit + 1 });
		const shown = rows.slice(0, limit).map((checkpoint) => ({
			no: checkpoint.no,
			count: checkpoint.count,
			head: checkpoint.head,
			at: checkpoint.at,
			signer: fingerprintOf(hashText, checkpoint.publicKey),
			text: checkpointText(checkpoint),
		}));
		return {
			...(await auditState(em, tenantId)),
			signer: fingerprintOf(hashText, auditSigner(deps.keys, tenantId).publicKey),
			rows: shown,
			next: rows.length > limit ? (shown.at(-1)?.no ?? null) : null,
		};
	});
