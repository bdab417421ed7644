// The decisions of a job as its page shows them: each with some of the records that it is about, as they are kept.
import { z } from "zod";
import { decisionsOfJob, sampleOf } from "../../db/jobs/decision.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { moneyWire } from "../money.schema.ts";
import type { decisionSchema } from "./decision.schema.ts";

const subjectSchema = z.object({
	connectionId: z.string(),
	streams: z.array(z.object({ stream: z.string(), title: z.string(), found: z.number(), open: z.number() })),
	keys: z.array(z.object({ stream: z.string(), naturalKey: z.string() })),
});

const mostShown = 20;

export async function jobDecisions(
	em: ScopedEm,
	of: { readonly tenantId: string; readonly jobId: string },
): Promise<z.infer<typeof decisionSchema>[]> {
	const decisions: z.infer<typeof decisionSchema>[] = [];
	for (const { jobId: _jobId, decidedByName, subject, kind, ...decision } of await decisionsOfJob(em, of)) {
		if (kind !== "mass_delete") continue;
		decisions.push({ ...decision, kind, decidedBy: decidedByName, subject: await deletionOf(em, { tenantId: of.tenantId, subject }) });
	}
	return decisions;
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
