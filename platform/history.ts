// A job's history: read from Temporal while it has it, from our archive afterwards (engine rule 6). Payloads stay encrypted in
// both; only reading an event decrypts them.
import { historyFromJSON, historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import type { temporal } from "@temporalio/proto";
import { TieoutError } from "../domain/core/errors.ts";
import { type Chain, isUnknownRun, nextRunId } from "./execution.ts";
import type { ObjectStorage, StoredObject } from "./object-storage.ts";
import type { TemporalClient } from "./temporal-client.ts";

export type History = temporal.api.history.v1.IHistory;

/** One run of the chain; a job has several when it continued as new. */
export interface RunHistory {
	readonly runId: string;
	readonly history: History;
}

export interface LoadedHistory {
	readonly source: "temporal" | "archive";
	/** In the order they ran. */
	readonly runs: readonly RunHistory[];
}

export interface HistorySource {
	readonly temporal: TemporalClient;
	readonly storage: ObjectStorage;
}

/** A job as far as finding its history needs. */
export interface JobHistoryKey extends Chain {
	readonly tenantId: string;
	readonly archiveKey: string | null;
}

/** null: the job hasn't begun, or Temporal forgot it before it was archived. @throws TieoutError OBJECT_… when the archive is damaged */
export async function loadHistory({ temporal, storage }: HistorySource, job: JobHistoryKey): Promise<LoadedHistory | null> {
	const runs = await fetchChain(temporal.client, job);
	if (runs !== null) return { source: "temporal", runs };
	if (job.archiveKey === null) return null;
	const bytes = await storage.get(job.tenantId, job.archiveKey);
	return { source: "archive", runs: readArchive(bytes) };
}

/** All runs from the first on; null when Temporal doesn't have the first one. */
export async function fetchChain(client: TemporalClient["client"], chain: Chain): Promise<RunHistory[] | null> {
	const runs: RunHistory[] = [];
	let runId = chain.firstRunId ?? chain.runId;
	while (runId !== null) {
		const history = await fetchRun(client, chain.workflowId, runId);
		if (history === null) return null;
		runs.push({ runId, history });
		runId = nextRunId(history.events?.at(-1));
	}
	return runs.length === 0 ? null : runs;
}

async function fetchRun(client: TemporalClient["client"], workflowId: string, runId: string): Promise<History | null> {
	try {
		return await client.workflow.getHandle(workflowId, runId).fetchHistory();
	} catch (error) {
		if (isUnknownRun(error)) return null;
		throw error;
	}
}

interface Archive {
	readonly format: "tieout-history/1";
	readonly workflowId: string;
	readonly runs: readonly { readonly runId: string; readonly history: unknown }[];
}

/** Writes the chain's histories as one object, as Temporal's own JSON, so that any Temporal tool can read it. */
export function putArchive(
	storage: ObjectStorage,
	tenantId: string,
	workflowId: string,
	runs: readonly RunHistory[],
): Promise<StoredObject> {
	const archive: Archive = {
		format: "tieout-history/1",
		workflowId,
		runs: runs.map(({ runId, history }) => ({ runId, history: JSON.parse(historyToJSON(history)) as unknown })),
	};
	return storage.put(tenantId, new TextEncoder().encode(JSON.stringify(archive)));
}

function readArchive(bytes: Uint8Array): RunHistory[] {
	const archive = JSON.parse(new TextDecoder().decode(bytes)) as Archive;
	if (archive.format !== "tieout-history/1") {
		throw new TieoutError("ARCHIVE_UNKNOWN", "This archived history was written by a newer version. Upgrade, then open it again.");
	}
	return archive.runs.map(({ runId, history }) => ({ runId, history: historyFromJSON(history) }));
}
