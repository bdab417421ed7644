// The records of a stored page, cut out of its bytes again as the connector read them. No vendor is asked.
import type { ReadContext, SourceRecord, Stream } from "../../connectors/connector.ts";
import { importFileOf } from "../../db/sync/import-file.store.ts";
import type { SelectedPage } from "../../db/sync/reprocess-selection.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { cutRecords } from "../../domain/sync/cut-records.ts";
import { vendors } from "../../domain/sync/vendors/vendors.ts";
import type { ActivityContext } from "../core/define-activity.ts";
import { type OpenConnection, readContext } from "./read-context.ts";

export interface StoredRecords {
	/** null: the bytes have no such record. */
	readonly at: (index: number) => Omit<SourceRecord, "naturalKey"> | null;
	readonly config: Readonly<Record<string, unknown>>;
}

export interface StoredPageOf {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly jobId: string;
	readonly page: SelectedPage;
}

export async function storedRecords(ctx: ActivityContext, open: OpenConnection, stream: Stream, of: StoredPageOf): Promise<StoredRecords> {
	if (vendors[open.vendor].page.format === "csv") return fileRecords(ctx, open, stream, of);
	const texts = cutRecords(open.vendor, await ctx.storage.get(of.tenantId, of.page.objectKey));
	if (texts === null) throw unreadable(of.page);
	return {
		at: (index) => {
			const text = texts[index];
			return text === undefined ? null : { index, text };
		},
		config: open.connection.config,
	};
}

/** A file's page is a part of the file: the connector reads it again from its cursor, by the columns as they are confirmed now. */
async function fileRecords(ctx: ActivityContext, open: OpenConnection, stream: Stream, of: StoredPageOf): Promise<StoredRecords> {
	const { tenantId, page } = of;
	const fileId = /^\/files\/([0-9a-f-]{36})$/.exec(page.target)?.[1];
	const file = fileId === undefined ? null : await ctx.withTenant((em) => importFileOf(em, { tenantId, fileId }));
	if (file === null || page.cursorBefore === null) throw unreadable(page);
	const context: ReadContext = {
		...readContext(ctx, open, { ...of, startedAt: page.receivedAt, stream: page.stream }),
		pendingFiles: () => Promise.resolve([file]),
	};
	const read = await stream.readPage(page.cursorBefore, context);
	const records = new Map(read.records.map((record) => [record.index, record]));
	return { at: (index) => records.get(index) ?? null, config: read.config ?? open.connection.config };
}

const unreadable = ({ stream, seq }: SelectedPage): TieoutError =>
	new TieoutError(
		"OBJECT_HASH_MISMATCH",
		`Page ${seq} of ${stream} no longer holds the records that were read of it. Restore the objects folder from your backup.`,
	);
