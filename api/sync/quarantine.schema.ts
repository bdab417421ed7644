// A record in quarantine as the pages show it: where it is, what is wrong with it and what a person can do.
import { z } from "zod";
import { quarantineFix } from "../../domain/sync/quarantine-fix.ts";
import type { QuarantineRow } from "../../db/sync/quarantine.store.ts";

export const quarantineRowSchema = z.object({
	id: z.string(),
	connectionId: z.string(),
	connectionName: z.string(),
	vendor: z.string(),
	stream: z.string(),
	naturalKey: z.string(),
	code: z.string(),
	/** The kind of trouble in a few words. */
	title: z.string(),
	reason: z.string(),
	fix: z.string(),
	/** The stored response, and the record's position in it, from 0. */
	pageId: z.string(),
	pageIndex: z.number(),
	jobId: z.string(),
	/** The sync that can be replayed to fetch it again; null of a file. */
	fetchedByJobId: z.string().nullable(),
	createdAt: z.string(),
	status: z.enum(["open", "dismissed", "resolved"]),
	resolvedAt: z.string().nullable(),
	resolvedByJobId: z.string().nullable(),
	dismissedAt: z.string().nullable(),
	dismissedBy: z.string().nullable(),
	dismissReason: z.string().nullable(),
});

export function quarantineView({ payloadSha256: _sha, ...row }: QuarantineRow): z.infer<typeof quarantineRowSchema> {
	const status = row.resolvedAt !== null ? "resolved" : row.dismissedAt !== null ? "dismissed" : "open";
	return { ...row, ...quarantineFix(row.code), status };
}

/** Which records of one list are meant. */
export const quarantineFilter = z.object({
	connectionId: z.uuid().optional(),
	stream: z.string().max(200).optional(),
	code: z.string().max(100).optional(),
	search: z.string().max(200).optional(),
});
