// A page's records through the connector's transform: what will be written, and what is refused with its reason. Pure but for hashing.
import { createHash } from "node:crypto";
import type { PageRead, SourceRecord, Stream } from "../../connectors/connector.ts";
import { presentOf } from "../../connectors/vendor-refusal.ts";
import type { RecordDraft, RefusedDraft } from "../../db/sync/write-records.store.ts";
import type { CanonicalRow } from "../../domain/sync/canonical.ts";
import { type FutureDate, futureDate } from "../../domain/sync/future-dates.ts";
import { storableKey, storableReason, unstorable } from "../../domain/sync/storable.ts";

export const textHash = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

export interface PreparedPage {
	readonly records: readonly RecordDraft[];
	readonly refused: readonly RefusedDraft[];
}

export function preparePage(stream: Stream, page: PageRead, zone: string, config: Readonly<Record<string, unknown>>): PreparedPage {
	const records: RecordDraft[] = [];
	const refused: RefusedDraft[] = [];
	const seen = new Map<string, string>();
	const refuse = ({ naturalKey, index }: SourceRecord, payloadSha256: string, code: string, reason: string): number =>
		refused.push({ naturalKey: storableKey(naturalKey), index, payloadSha256, code, reason: storableReason(reason) });
	for (const record of page.records) {
		const payloadSha256 = textHash(record.text);
		const earlier = seen.get(record.naturalKey);
		if (earlier !== undefined) {
			// The same record twice is one record; two records of one name can't both be kept under it.
			if (earlier !== payloadSha256)
				refuse(record, payloadSha256, "KEY_TWICE", `The page has two different records called ${record.naturalKey}.`);
			continue;
		}
		seen.set(record.naturalKey, payloadSha256);
		const result = stream.transform(record, zone, config);
		const reason = result.ok ? (unstorable(record.naturalKey, result.value) ?? inFuture(page, result.value)) : result.error;
		if (reason !== null) refuse(record, payloadSha256, reason.code, reason.reason);
		else if (result.ok) records.push({ naturalKey: record.naturalKey, index: record.index, payloadSha256, rows: result.value });
	}
	return { records, refused };
}

// A file has no clock of its own, and its dates were confirmed by a person.
const inFuture = ({ response }: PageRead, rows: readonly CanonicalRow[]): FutureDate | null =>
	response === null || response.method === "UPLOAD" ? null : futureDate(rows, presentOf(response));
