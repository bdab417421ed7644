// A connection as the pages show it: the store's rows, with health in one word and money on the wire.
import { z } from "zod";
import { type ConnectionHealth, connectionHealth } from "../../domain/sync/connection-health.ts";
import type { ConnectionListRow, ControlTotalRow, StreamRow } from "../../db/sync/connection-list.store.ts";
import { moneyOrNull, moneySchema } from "../money.schema.ts";

const health = ["not_synced", "running", "asks", "healthy", "check", "failed", "paused"] as const satisfies readonly ConnectionHealth[];

export const streamSchema = z.object({
	stream: z.string(),
	cursor: z.string().nullable(),
	cursorAt: z.string().nullable(),
	seq: z.number(),
	rows: z.number(),
	quarantined: z.number(),
	lastPageId: z.string().nullable(),
	lastPageAt: z.string().nullable(),
	lastPageRows: z.number().nullable(),
});

export const controlTotalSchema = z.object({
	jobId: z.string(),
	stream: z.string(),
	name: z.string(),
	currency: z.string(),
	ours: moneySchema.nullable(),
	theirs: moneySchema.nullable(),
	oursCount: z.number().nullable(),
	theirsCount: z.number().nullable(),
	verdict: z.enum(["ties", "differs", "not_proven"]),
	note: z.string(),
	pageId: z.string().nullable(),
	asOf: z.string(),
});

export const connectionSchema = z.object({
	id: z.string(),
	name: z.string(),
	vendor: z.string(),
	baseUrl: z.string(),
	entityId: z.string(),
	entityName: z.string(),
	timeZone: z.string(),
	status: z.enum(["untested", "connected", "failing", "paused"]),
	health: z.enum(health),
	lastSyncedAt: z.string().nullable(),
	/** The sync or import that is open now; its progress is jobs.progress. */
	runningJobId: z.string().nullable(),
	lastJobId: z.string().nullable(),
	lastJobStatus: z.string().nullable(),
	lastFailure: z.string().nullable(),
	rows: z.number(),
	quarantined: z.number(),
	/** How many totals of the newest proving job ended how. */
	tie: z.object({ ties: z.number(), differs: z.number(), notProven: z.number() }),
	streams: z.array(streamSchema),
	/** What differs first; the list shows a few, the connection's own page more. */
	totals: z.array(controlTotalSchema),
});
export type ConnectionView = z.infer<typeof connectionSchema>;

interface Parts {
	readonly streams: readonly StreamRow[];
	readonly totals: readonly ControlTotalRow[];
}

export function connectionView(row: ConnectionListRow, { streams, totals }: Parts): ConnectionView {
	const { totalsTying, totalsDiffering, totalsNotProven, lastJobClosedAt: _closed, runningWaits, ...shown } = row;
	const facts = { status: row.status, isRunning: row.runningJobId !== null, isWaiting: runningWaits, lastOutcome: row.lastJobStatus };
	return {
		...shown,
		health: connectionHealth({ ...facts, openQuarantine: row.quarantined, totalsDiffering }),
		tie: { ties: totalsTying, differs: totalsDiffering, notProven: totalsNotProven },
		streams: streams.filter((stream) => stream.connectionId === row.id),
		totals: totals
			.filter((total) => total.connectionId === row.id)
			.map(({ oursMinor, theirsMinor, ...total }) => ({
				...total,
				ours: moneyOrNull(oursMinor, total.currency),
				theirs: moneyOrNull(theirsMinor, total.currency),
			})),
	};
}
