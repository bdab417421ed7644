import { z } from "zod";
import { jobKinds } from "../../domain/jobs/job.ts";
import { jobCounts, jobPage, type JobSort, jobSorts, jobViews } from "../../db/jobs/job-list.store.ts";
import { procedure } from "../trpc.ts";
import { jobRowSchema } from "./job.schema.ts";

const sortNames = Object.keys(jobSorts) as JobSort[];

const input = z.object({
	view: z.enum(jobViews).default("all"),
	kind: z.enum(jobKinds).optional(),
	/** Part of the title, the beginning of a business key, or an id. */
	search: z.string().trim().max(200).optional(),
	/** "-" in front: descending. */
	sort: z.enum([...sortNames, ...sortNames.map((name) => `-${name}` as const)]).default("-requestedAt"),
	/** Jobs that a replay took the place of. Searching shows all. */
	replaced: z.enum(["hidden", "shown"]).default("hidden"),
	/** Runs that another run has started. Searching shows all. */
	children: z.enum(["hidden", "shown"]).default("hidden"),
	after: z.string().max(1000).nullish(),
	limit: z.int().min(1).max(200).default(50),
});

const output = z.object({
	rows: z.array(jobRowSchema),
	next: z.string().nullable(),
	/** Jobs in this view. */
	total: z.number(),
	/** Jobs of this view that are hidden because a replay took their place. */
	replacedCount: z.number(),
	counts: z.object({ all: z.number(), attention: z.number(), running: z.number(), done: z.number() }),
});

export const listJobs = procedure("jobs.read")
	.input(input)
	.output(output)
	.query(async ({ ctx: { em, tenantId }, input: { view, kind, search, sort, after, limit, replaced, children } }) => {
		const by = sort.replace(/^-/, "") as JobSort;
		const direction = sort.startsWith("-") ? "desc" : "asc";
		const filter = { tenantId, kind, search, replaced, children };
		const page = await jobPage(em, { ...filter, view, sort: { by, direction }, cursor: after ?? null, limit });
		const { replaced: hidden, ...counts } = await jobCounts(em, filter);
		return { rows: [...page.rows], next: page.next, total: counts[view], replacedCount: hidden[view], counts };
	});
