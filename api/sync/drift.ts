import { z } from "zod";
import { connectorNeeds } from "../../domain/sync/vendors/needs.ts";
import { driftSentence } from "../../domain/sync/drift-sentence.ts";
import { connectionOf } from "../../db/sync/connection.store.ts";
import { decideSchemaChanges, schemaChangesOf } from "../../db/sync/schema-drift.store.ts";
import { procedure } from "../trpc.ts";
import { noConnection } from "./get-connection.ts";

const shown = 500;

/** What changed about the shape of a connection's records, open changes first. Nothing stops for it. */
export const drift = procedure("connections.read")
	.input(z.object({ id: z.uuid("A connection's id is a UUID."), status: z.enum(["open", "all"]).default("all") }))
	.output(
		z.object({
			rows: z.array(
				z.object({
					id: z.string(),
					stream: z.string(),
					path: z.string(),
					change: z.enum(["added", "type_changed", "gone"]),
					before: z.string().nullable(),
					after: z.string().nullable(),
					status: z.enum(["open", "accepted", "ignored"]),
					/** Records without this field can't be read. */
					needed: z.boolean(),
					sentence: z.string(),
					pageId: z.string().nullable(),
					jobId: z.string().nullable(),
					foundAt: z.string(),
					decidedBy: z.string().nullable(),
					decidedAt: z.string().nullable(),
				}),
			),
			total: z.number(),
			open: z.number(),
		}),
	)
	.query(async ({ ctx: { em, tenantId }, input: { id, status } }) => {
		const connection = await connectionOf(em, { tenantId, connectionId: id });
		if (connection === null) throw noConnection();
		const all = await schemaChangesOf(em, { tenantId, connectionId: id, limit: shown });
		const rows = all
			.filter((change) => status === "all" || change.status === "open")
			.map(({ decidedByName, ...change }) => {
				const needed = connectorNeeds(connection.vendor, change.stream).includes(change.path);
				return { ...change, needed, sentence: driftSentence(change, needed), decidedBy: decidedByName };
			});
		return { rows, total: rows.length, open: all.filter((change) => change.status === "open").length };
	});

/** Accepts changes as how the source is from now on, or ignores them and every later change of the same fields. */
export const decideDrift = procedure("drift.decide")
	.input(
		z.object({
			id: z.uuid("A connection's id is a UUID."),
			changeIds: z.array(z.uuid()).min(1).max(shown),
			verdict: z.enum(["accept", "ignore"]),
		}),
	)
	.output(z.object({ decided: z.number() }))
	.mutation(async ({ ctx: { em, tenantId, userId, audit }, input: { id, changeIds, verdict } }) => {
		if ((await connectionOf(em, { tenantId, connectionId: id })) === null) throw noConnection();
		const decision = verdict === "accept" ? "accepted" : "ignored";
		const decided = await decideSchemaChanges(em, { tenantId, connectionId: id, ids: changeIds, decision, actorId: userId });
		await audit({
			action: `drift.${verdict}`,
			resource: { kind: "connection", id },
			summary: `${decided} changes of a source's fields were ${decision}`,
			after: { decided, changeIds },
		});
		return { decided };
	});
