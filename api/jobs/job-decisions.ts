// The decisions of a job as its page shows them: each with some of the records that it is about, as they are kept.
import { z } from "zod";
import { decisionsOfJob, sampleOf } from "../../db/jobs/decision.store.ts";
import { approvalOf, type ApprovalReader, namesWhoMay } from "../../db/tenancy/approval.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { moneyWire } from "../money.schema.ts";
import type { decisionSchema } from "./decision.schema.ts";

const subjectSchema = z.object({
	connectionId: z.string(),
	streams: z.array(z.object({ stream: z.string(), title: z.string(), found: z.number(), open: z.number() })),
	keys: z.array(z.object({ stream: z.string(), naturalKey: z.string() })),
});

const mostShown = 20;

/** @param reader who looks: an open question says whether they may answer it */
export async function jobDecisions(
	em: ScopedEm,
	{ tenantId, jobId, reader }: { readonly tenantId: string; readonly jobId: string; readonly reader: () => Promise<ApprovalReader> },
): Promise<z.infer<typeof decisionSchema>[]> {
	const decisions: z.infer<typeof decisionSchema>[] = [];
	for (const row of await decisionsOfJob(em, { tenantId, jobId })) {
		if (row.kind !== "mass_delete") continue;
		const {
			decidedByName,
			amounts,
			subject,
			title: _title,
			permission: _permission,
			preparedBy: _preparedBy,
			jobId: _jobId,
			...decision
		} = row;
		decisions.push({
			...decision,
			kind: "mass_delete",
			decidedBy: decidedByName,
			answering: row.status === "open" ? await answeringOf(em, { ...(await reader()), id: row.id }) : null,
			amounts: amounts.map(({ minor, currency }) => moneyWire(minor, currency)),
			subject: await deletionOf(em, { tenantId, subject }),
		});
	}
	return decisions;
}

export const mostDeciders = 5;

async function answeringOf(em: ScopedEm, asked: ApprovalReader & { readonly id: string }) {
	const found = await approvalOf(em, asked);
	if (found === null) return null;
	const { lock, permission, preparedBy, concerns } = found;
	const deciders = await namesWhoMay(em, { tenantId: asked.tenantId, permission, except: [preparedBy, concerns], limit: mostDeciders });
	return { lock, inPlaceOf: lock === null ? found.inPlaceOf : null, permission, deciders: [...deciders] };
}

/** What a question about deletions is about, with some of the records as they are kept. */
export async function deletionOf(
	em: ScopedEm,
	of: { readonly tenantId: string; readonly subject: Readonly<Record<string, unknown>> },
): Promise<z.infer<typeof decisionSchema>["subject"]> {
	const { connectionId, streams, keys } = subjectSchema.parse(of.subject);
	const sample = await sampleOf(em, { tenantId: of.tenantId, connectionId, keys: keys.slice(0, mostShown) });
	return {
		streams: streams.map(({ found, open, ...stream }) => ({ ...stream, count: found, of: open })),
		sample: sample.map(({ amountMinor, currency, ...row }) => ({
			...row,
			amount: amountMinor === null || currency === null ? null : moneyWire(amountMinor, currency),
		})),
	};
}
