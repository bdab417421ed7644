// An export that waited for a second person: approved, it becomes the job that it would have been at once. The starter starts it.
import { derivedId } from "../../domain/core/ids.ts";
import { insertRequested } from "../jobs/job.store.ts";
import { type ExportState, insertExport } from "../sync/export.store.ts";
import type { Applier } from "./applier.ts";

export const exportChange: Applier<"exports.run"> = {
	diff: async (_em, _scope, { name, format, rows, state }) => {
		const { title, columns, words } = state as unknown as ExportState;
		return {
			before: {},
			after: {
				file: name,
				format,
				rows,
				list: title,
				columns: columns.map((column) => column.title),
				filters: words.map(({ label, value }) => `${label}: ${value}`),
			},
		};
	},
	apply: async (em, { tenantId }, { requestedBy, name, format, state, workflowId, correlationId }) => {
		const id = derivedId("approved-export", workflowId);
		const kept = state as unknown as ExportState;
		await insertRequested(em, {
			tenantId,
			id,
			kind: "export",
			title: `Export ${kept.title.toLowerCase()}`,
			businessKey: name,
			workflowId,
			requestedBy,
			correlationId,
			input: { tenantId, jobId: id, correlationId },
		});
		await insertExport(em, { tenantId, id, name, format, state: kept, requestedBy });
	},
	resource: ({ workflowId }) => ({ kind: "export", id: derivedId("approved-export", workflowId) }),
};
