// Begins a sync: takes the leases of its streams, so that whatever ran before can commit nothing more, and shows the streams as waiting.
import { jobIdOfRun } from "../../db/sync/job-of-run.store.ts";
import { recordProgress } from "../../db/sync/progress.store.ts";
import { takeLeases } from "../../db/sync/stream.store.ts";
import { openWindows } from "../../db/sync/stream-window.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { StreamState } from "../../domain/sync/progress.ts";
import type { SyncInput, SyncOnly, SyncPlan } from "../../domain/sync/sync-state.ts";
import { defineActivity } from "../core/define-activity.ts";
import { type OpenConnection, openConnection, readContext } from "./read-context.ts";
import { streamsOf } from "../../connectors/registry.ts";

export const planSync = defineActivity("planSync", async (ctx, input: SyncInput): Promise<SyncPlan> => {
	const { tenantId, connectionId } = input;
	const open = await openConnection(ctx, input);
	const startedAt = ctx.clock.now().toISOString();
	const context = readContext(ctx, open, { ...input, jobId: input.jobId ?? "", startedAt, stream: null });
	const waiting = input.only === undefined ? await open.connector.waiting?.(context) : undefined;
	const declared = wantedStreams(open, waiting === undefined ? input.only : { streams: waiting });
	const streams = declared.flatMap(({ name }) => {
		const stream = open.connector.streams[name];
		return stream === undefined ? [] : [{ name, firstCursor: stream.firstCursor }];
	});
	return ctx.withTenant(async (em) => {
		const jobId = input.jobId ?? (await jobIdOfRun(em, { tenantId, workflowId: ctx.info.workflowId, runId: ctx.info.runId }));
		if (jobId === null) throw new Error("the run's row is not there yet");
		const leases = await takeLeases(em, { tenantId, connectionId, holder: `${ctx.info.workflowId}/${ctx.info.runId}`, streams });
		const epochs = new Map(leases.map(({ stream, epoch }) => [stream, epoch]));
		if (input.only?.window !== undefined) {
			const windows = windowCursors(open, declared, input.only.window);
			await openWindows(em, { tenantId, connectionId, jobId, bounds: input.only.window, windows });
		}
		const states = Object.fromEntries(declared.map(({ name }): [string, StreamState] => [name, "waiting"]));
		await recordProgress(em, { tenantId, jobId, phase: "totals before", states });
		return {
			jobId,
			startedAt,
			streams: declared.map(({ name, after }) => ({ stream: name, after, epoch: epochs.get(name) ?? 0 })),
		};
	});
});

/** @throws TieoutError INPUT for a stream that the vendor doesn't have */
function wantedStreams(open: OpenConnection, only: SyncOnly | undefined): ReturnType<typeof streamsOf> {
	const declared = streamsOf(open.vendor);
	const wanted = only?.streams;
	// Of a window that names no streams, those that can be read by dates.
	if (wanted === undefined)
		return only?.window === undefined ? declared : declared.filter(({ name }) => open.connector.streams[name]?.windowCursor !== undefined);
	const unknown = wanted.find((name) => !declared.some((each) => each.name === name));
	if (unknown !== undefined)
		throw new TieoutError("INPUT", `There is no stream "${unknown}" to read. Choose one that the connection offers.`);
	return declared.filter(({ name }) => wanted.includes(name));
}

function windowCursors(
	open: OpenConnection,
	streams: ReturnType<typeof streamsOf>,
	{ from, to }: NonNullable<SyncOnly["window"]>,
): { readonly stream: string; readonly cursor: string }[] {
	return streams.map(({ name }) => {
		const cursor = open.connector.streams[name]?.windowCursor?.(from, to);
		if (cursor !== undefined) return { stream: name, cursor };
		throw new TieoutError("INPUT", `The stream "${name}" can't be read by dates. Read it without them, or choose other streams.`);
	});
}
