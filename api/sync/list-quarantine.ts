import { z } from "zod";
import { connectionOf } from "../../db/sync/connection.store.ts";
import { quarantinePage } from "../../db/sync/quarantine.store.ts";
import { procedure } from "../trpc.ts";
import { noConnection } from "./get-connection.ts";

/** A connection's records that could not be read and have not been read since, newest first. */
export const listQuarantine = procedure("connections.read")
	.input(
		z.object({
			id: z.uuid("A connection's id is a UUID."),
			after: z.string().max(1000).nullish(),
			limit: z.int().min(1).max(200).default(20),
		}),
	)
	.output(
		z.object({
			rows: z.array(
				z.object({
					id: z.string(),
					stream: z.string(),
					naturalKey: z.string(),
					code: z.string(),
					reason: z.string(),
					/** The stored response, and the record's position in it, from 0. */
					pageId: z.string(),
					pageIndex: z.number(),
					jobId: z.string(),
					createdAt: z.string(),
				}),
			),
			next: z.string().nullable(),
			total: z.number(),
		}),
	)
	.query(async ({ ctx: { em, tenantId }, input: { id, after, limit } }) => {
		if ((await connectionOf(em, { tenantId, connectionId: id })) === null) throw noConnection();
		const page = await quarantinePage(em, { tenantId, connectionId: id, status: "open", cursor: after, limit });
		return { rows: [...page.rows], next: page.next, total: page.total ?? 0 };
	});
