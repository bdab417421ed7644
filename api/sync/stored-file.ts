// An uploaded file as a stored page: of any length, so only what is asked for is read. A record lies where its page's spans say;
// where it is no plain piece of the file (a workbook, an archive), the file is read up to it as the import did.
import { createHash } from "node:crypto";
import { err, ok, type Result } from "../../domain/core/result.ts";
import type { ByteSpan, FileSource } from "../../domain/sync/files/format.ts";
import { formatOf } from "../../domain/sync/files/formats.ts";
import { spanIn } from "../../domain/sync/files/record-spans.ts";
import { locateRecord } from "../../domain/sync/locate-record.ts";
import { fileOf } from "../../db/sync/file.store.ts";
import { spansOfPage } from "../../db/sync/page.store.ts";
import {
	type BodyView,
	changedPage,
	changedRecord,
	noSuchRecord,
	type OpenPage,
	type RecordAt,
	sha256,
	soundPage,
	type StoredPageOf,
	windowChars,
} from "./open-page.ts";

/** Up to here the whole file is hashed again; beyond, each piece that is read is opened under the file's seal, which a changed one doesn't survive. */
const hashedBytes = 32 * 1024 * 1024;
/** The largest file of the first release, whose pages know nothing of where their records lie. */
const firstReleaseBytes = 10 * 1024 * 1024;

const alphabets = ["utf-8", "windows-1252", "utf-16le", "utf-16be"] as const;

/** The text of a piece; with a hash, in the alphabet that gives it. */
function textOf(bytes: Uint8Array, payloadSha256?: string): string {
	for (const alphabet of alphabets) {
		try {
			const text = new TextDecoder(alphabet, { fatal: true }).decode(bytes);
			if (payloadSha256 === undefined || sha256(text) === payloadSha256) return text;
		} catch {
			// Not in this alphabet.
		}
	}
	return new TextDecoder().decode(bytes);
}

async function isSound({ storage, tenantId, page }: StoredPageOf): Promise<boolean> {
	const hash = createHash("sha256");
	for await (const piece of storage.getStream(tenantId, page.objectKey)) hash.update(piece);
	return hash.digest("hex") === page.sha256;
}

export async function openStoredFile(of: StoredPageOf): Promise<Result<OpenPage, string>> {
	const { page } = of;
	const whole = page.sizeBytes <= hashedBytes;
	if (whole ? !(await isSound(of)) : !page.objectKey.endsWith(page.sha256)) return err(changedPage);
	const file = new StoredFile(of, await spansOfPage(of.em, { tenantId: of.tenantId, pageId: page.id }));
	return ok({
		note: whole ? soundPage : "The part of the file that is shown is sealed under the hash that was taken when it arrived.",
		cut: (record) => file.cut(record),
		view: (index) => file.view(index),
	});
}

class StoredFile {
	private readonly of: StoredPageOf;
	private readonly spans: string | null;

	constructor(of: StoredPageOf, spans: string | null) {
		this.of = of;
		this.spans = spans;
	}

	async cut({ pageIndex, payloadSha256 }: RecordAt): Promise<Result<{ readonly text: string }, string>> {
		const span = this.spanOf(pageIndex);
		const text = span === null ? await this.readTo(pageIndex, payloadSha256) : textOf(await this.range(span), payloadSha256);
		if (text === null) return err(noSuchRecord);
		return sha256(text) === payloadSha256 ? ok({ text }) : err(changedRecord);
	}

	async view(index: number | undefined): Promise<BodyView> {
		const { sizeBytes } = this.of.page;
		const span = index === undefined ? null : this.spanOf(index);
		const isZip = textOf(await this.range({ start: 0, end: 2 })) === "PK";
		if (isZip) {
			const record = index === undefined ? null : await this.readTo(index, null);
			const text = record ?? "The file is packed (a workbook or an archive): its records are shown one by one.";
			return { text, offset: 0, totalChars: text.length, highlight: record === null ? null : { start: 0, end: text.length } };
		}
		if (span === null) {
			const text = textOf(await this.range({ start: 0, end: Math.min(sizeBytes, windowChars) }));
			return { text, offset: 0, totalChars: sizeBytes, highlight: null };
		}
		const around = windowChars / 2;
		const start = Math.max(0, span.start - around);
		const before = textOf(await this.range({ start, end: span.start }));
		const record = textOf(await this.range(span));
		const after = textOf(await this.range({ start: span.end, end: Math.min(sizeBytes, span.end + around) }));
		const highlight = { start: before.length, end: before.length + record.length };
		return { text: before + record + after, offset: start, totalChars: sizeBytes, highlight };
	}

	private spanOf(index: number): ByteSpan | null {
		return this.spans === null ? null : spanIn(this.spans, index);
	}

	private async range(span: ByteSpan): Promise<Uint8Array> {
		const { storage, tenantId, page } = this.of;
		return span.end <= span.start ? new Uint8Array(0) : storage.readRange(tenantId, page.objectKey, span);
	}

	/** The record's text as the import read it. */
	private async readTo(index: number, payloadSha256: string | null): Promise<string | null> {
		const { em, storage, tenantId, page } = this.of;
		const file = await fileOf(em, { tenantId, fileId: page.target.replace("/files/", "") });
		const of = formatOf(file?.mapping ?? null);
		if (file === null || of === null) return null;
		if (this.spans === null && of.format.id === "csv" && page.sizeBytes <= firstReleaseBytes) {
			const located = locateRecord("files", await storage.get(tenantId, page.objectKey), index);
			if (located !== null && (payloadSha256 === null || sha256(located.text) === payloadSha256)) return located.text;
		}
		const source: FileSource = {
			name: file.name,
			sizeBytes: page.sizeBytes,
			bytes: (range) => storage.getStream(tenantId, page.objectKey, range),
		};
		for await (const item of of.format.open(source, of.settings)) if (item.what === "record" && item.index === index) return item.text;
		return null;
	}
}
