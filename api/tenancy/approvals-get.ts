import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { approvalOf, namesWhoMay } from "../../db/tenancy/approval.store.ts";
import { deletionOf, mostDeciders } from "../jobs/job-decisions.ts";
import { procedure } from "../trpc.ts";
import { approvalReader } from "./approval-reader.ts";
import { approvalDetailSchema, approvalView } from "./approval.schema.ts";

export const approvalMissing = () =>
	new TieoutError("NOT_FOUND", "There is no such approval in this company. It may belong to another one.");

const importSubject = z.object({ kind: z.literal("files.import"), args: z.object({ fileId: z.string(), connectionId: z.string() }) });

function fileOf(subject: unknown): { readonly id: string; readonly connectionId: string } | null {
	const found = importSubject.safeParse(subject);
	return found.success ? { id: found.data.args.fileId, connectionId: found.data.args.connectionId } : null;
}

/** One thing that waits, or waited, for a person: what it is, and what the answer is bound to. */
export const getApproval = procedure("approvals.read")
	.input(z.object({ id: z.uuid() }))
	.output(approvalDetailSchema)
	.query(async ({ ctx, input: { id } }) => {
		const { em, tenantId } = ctx;
		const found = await approvalOf(em, { ...(await approvalReader(ctx)), id });
		if (found === null) throw approvalMissing();
		const { subject, diff, ...row } = found;
		const { permission, preparedBy, concerns, kind } = row;
		return {
			...approvalView(row),
			diff,
			reason: typeof subject["reason"] === "string" && subject["reason"] !== "" ? subject["reason"] : null,
			deciders: [...(await namesWhoMay(em, { tenantId, permission, except: [preparedBy, concerns], limit: mostDeciders }))],
			file: fileOf(subject),
			deletion: kind === "mass_delete" ? await deletionOf(em, { tenantId, subject }) : null,
		};
	});
