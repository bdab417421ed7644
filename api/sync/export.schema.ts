// What may be exported, checked: the list with its filter, the columns in their order, and the words that the page shows.
import { z } from "zod";
import { jobSorts, type JobSort, jobViews } from "../../db/jobs/job-list.store.ts";
import { listViews, type PayoutSort, payoutSorts } from "../../db/reconciliation/payout-row.store.ts";
import { type ExportRequest, exportSource } from "../../db/sync/export.store.ts";
import type { ExportColumn } from "../../domain/core/export-cell.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { jobKinds } from "../../domain/jobs/job.ts";
import type { Permission } from "../../domain/tenancy/permissions.ts";
import { exceptionTypeSchema, listStatusSchema, passSchema, runIdSchema } from "../reconciliation/schemas.ts";
import { auditFilterSchema } from "../tenancy/audit.schema.ts";
import { explorerFilter, explorerList } from "./explorer-rows.ts";

/** Whoever exports a list must be able to read it. */
export const readsList = {
	audit: "audit.read",
	tenant: "tenant.export",
	explorer: "explorer.read",
	jobs: "jobs.read",
	payouts: "reconciliations.read",
	exceptions: "reconciliations.read",
	matches: "reconciliations.read",
} as const satisfies Record<ExportRequest["list"], Permission>;

const signed = <Name extends string>(names: readonly Name[]) => z.enum([...names, ...names.map((name) => `-${name}` as const)]);
const direction = (sort: string): "asc" | "desc" => (sort.startsWith("-") ? "desc" : "asc");

const jobsFilter = z.object({
	view: z.enum(jobViews).default("all"),
	kind: z.enum(jobKinds).optional(),
	search: z.string().trim().max(200).optional(),
	replaced: z.enum(["hidden", "shown"]).optional(),
	sort: signed(Object.keys(jobSorts) as JobSort[]).default("-requestedAt"),
});

const payoutsFilter = z.object({
	runId: runIdSchema,
	view: z.enum(listViews).default("payouts"),
	status: listStatusSchema.optional(),
	currency: z.string().max(3).optional(),
	search: z.string().trim().max(200).optional(),
	sort: signed(Object.keys(payoutSorts) as PayoutSort[]).default("-ledgerDate"),
});

const exceptionsFilter = z.object({
	runId: runIdSchema,
	type: exceptionTypeSchema.optional(),
	currency: z.string().max(3).optional(),
});

const matchesFilter = z.object({
	runId: runIdSchema,
	pass: passSchema.optional(),
	currency: z.string().max(3).optional(),
});

const line = z.string().max(300);

export const exportInput = z.intersection(
	z.object({
		format: z.enum(["csv", "xlsx"]),
		/** What the list is called on its page. */
		title: z.string().trim().min(1).max(80),
		columns: z
			.array(z.object({ id: z.string().max(60), title: z.string().max(80) }))
			.min(1)
			.max(60),
		/** Filters and sort as the page says them. */
		words: z
			.array(z.object({ label: line, value: line }))
			.max(40)
			.default([]),
	}),
	z.discriminatedUnion("list", [
		z.object({ list: z.literal("audit"), filter: auditFilterSchema }),
		z.object({ list: z.literal("explorer"), filter: explorerFilter }),
		z.object({ list: z.literal("jobs"), filter: jobsFilter }),
		z.object({ list: z.literal("payouts"), filter: payoutsFilter }),
		z.object({ list: z.literal("exceptions"), filter: exceptionsFilter }),
		z.object({ list: z.literal("matches"), filter: matchesFilter }),
	]),
);
export type ExportInput = z.infer<typeof exportInput>;

export function exportRequest(input: ExportInput): ExportRequest {
	if (input.list === "audit") return { list: "audit", filter: input.filter };
	if (input.list === "explorer") return { list: "explorer", ...explorerList(input.filter) };
	if (input.list === "jobs") {
		const { sort, ...query } = input.filter;
		return { list: "jobs", query: { ...query, sort: { by: sort.replace(/^-/, "") as JobSort, direction: direction(sort) } } };
	}
	if (input.list === "exceptions") return { list: "exceptions", filter: input.filter };
	if (input.list === "matches") return { list: "matches", filter: input.filter };
	const { sort, ...filter } = input.filter;
	return { list: "payouts", filter: { ...filter, sort: sort.replace(/^-/, "") as PayoutSort, direction: direction(sort) } };
}

/** The columns asked for, with their kinds; amounts never go without their currency. @throws TieoutError INPUT for one that the list lacks */
export function exportColumns(input: ExportInput, request: ExportRequest): readonly ExportColumn[] {
	const own = exportSource(request).columns;
	const columns = input.columns.map(({ id, title }): ExportColumn => {
		const found = own.find((column) => column.id === id);
		if (found === undefined) throw new TieoutError("INPUT", `The list has no column “${title}” to export. Reload the page.`);
		return { ...found, title };
	});
	const needsCurrency = columns.some(({ kind }) => kind === "money") && !columns.some(({ id }) => id === "currency");
	const currency = own.find(({ id }) => id === "currency");
	return needsCurrency && currency !== undefined ? [...columns, { ...currency, title: "Currency" }] : columns;
}
