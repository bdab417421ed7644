// The list of jobs for a file, as its page shows it.
import type { ExportRow } from "../../domain/core/export-cell.ts";
import { batchRows, type ExportSource, textCell } from "../sync/export-source.ts";
import { jobCounts, type JobListQuery, type JobListRow, jobPage } from "./job-list.store.ts";

export interface JobsExport {
	readonly list: "jobs";
	readonly query: Omit<JobListQuery, "tenantId" | "cursor" | "limit">;
}

const cells: Readonly<
	Record<string, { readonly kind: ExportSource["columns"][number]["kind"]; readonly of: (row: JobListRow) => string | null }>
> = {
	status: { kind: "text", of: (job) => job.status },
	title: { kind: "text", of: (job) => job.title },
	businessKey: { kind: "text", of: (job) => textCell(job.businessKey) },
	kind: { kind: "text", of: (job) => job.kind },
	result: { kind: "text", of: (job) => textCell(job.failureMessage ?? summaryOf(job)) },
	requestedBy: { kind: "text", of: (job) => job.requestedBy ?? "Tieout" },
	requestedAt: { kind: "instant", of: (job) => job.requestedAt },
	startedAt: { kind: "instant", of: (job) => job.startedAt },
	closedAt: { kind: "instant", of: (job) => job.closedAt },
	took: { kind: "count", of: tookSeconds },
	rowsRead: { kind: "count", of: (job) => String(job.rowsRead) },
	rowsWritten: { kind: "count", of: (job) => String(job.rowsWritten) },
	id: { kind: "text", of: (job) => job.id },
};

const summaryOf = ({ result }: JobListRow): string | null => {
	const summary = result?.["summary"];
	return typeof summary === "string" ? summary : null;
};

/** Seconds with their milliseconds; null while the job is open. */
function tookSeconds({ startedAt, requestedAt, closedAt }: JobListRow): string | null {
	return closedAt === null ? null : ((Date.parse(closedAt) - Date.parse(startedAt ?? requestedAt)) / 1000).toFixed(3);
}

export function jobsExport({ query }: JobsExport): ExportSource {
	return {
		columns: Object.entries(cells).map(([id, { kind }]) => ({ id, kind })),
		summary: async (em, tenantId) => ({ count: (await jobCounts(em, { ...query, tenantId }))[query.view], totals: [] }),
		batch: async (em, tenantId, cursor) => {
			const page = await jobPage(em, { ...query, tenantId, cursor, limit: batchRows });
			return { rows: page.rows.map((row): ExportRow => Object.values(cells).map(({ of }) => of(row))), next: page.next };
		},
	};
}
