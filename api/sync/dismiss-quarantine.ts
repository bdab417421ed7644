import { z } from "zod";
import { dismissQuarantine as dismiss } from "../../db/sync/quarantine.store.ts";
import { procedure } from "../trpc.ts";

/** Leaves records out for good, with a reason that stays. One that changes at the source comes back as open. */
export const dismissQuarantine = procedure("quarantine.retry")
	.input(
		z.object({
			ids: z.array(z.uuid()).min(1).max(1_000),
			reason: z.string().trim().min(3, "Say why, in a few words: it stays with the record.").max(500),
		}),
	)
	.output(z.object({ dismissed: z.number() }))
	.mutation(async ({ ctx: { em, tenantId, userId, log, audit }, input: { ids, reason } }) => {
		const dismissed = await dismiss(em, { tenantId, ids, actorId: userId, reason });
		await audit({
			action: "quarantine.dismiss",
			resource: { kind: "quarantine", id: ids[0] ?? "" },
			summary: `${dismissed} quarantined records were left out`,
			after: { dismissed, ids },
			reason,
		});
		log.info({ dismissed, userId }, "a person left quarantined records out");
		return { dismissed };
	});
