// The change that erases a company: made or approved, it is a job that waits some days and can be taken back.
import { TieoutError } from "../../domain/core/errors.ts";
import { graceDays } from "../../domain/tenancy/lifecycle/erasure.ts";
import type { Applier } from "./applier.ts";
import { askErasure, openErasure } from "./erasure-job.store.ts";
import { tenantById } from "./tenant.store.ts";

export const erasureChange: Applier<"tenant.erase"> = {
	diff: async (em, { tenantId }, { company }) => {
		const found = await tenantById(em, tenantId);
		if (found?.name !== company) throw new TieoutError("CHANGE_STALE", "The company has another name by now. Ask again.");
		return { before: { company, status: found.status }, after: { status: "erased", afterDays: graceDays } };
	},
	apply: async (em, { tenantId }, { reportId, askedBy }) => {
		if ((await openErasure(em, tenantId)) !== null) throw new TieoutError("CONFLICT", "The company is being erased already.");
		await askErasure(em, { tenantId, askedBy, reportId, from: new Date() });
	},
	resource: ({ reportId }) => ({ kind: "erasure", id: reportId }),
};
