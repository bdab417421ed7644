// Writes everything that a company has into one archive: a file of JSON lines for each of its tables, the bytes that it stores as they
// came, their ledger, and a signed manifest. Read batch by batch in short transactions, so memory stays bounded; tried again, it writes the archive anew.
import { createHash } from "node:crypto";
import { exportById } from "../../db/sync/export.store.ts";
import { type ExportedLines, exportedColumns, tenantLines } from "../../db/tenancy/tenant-export.store.ts";
import { leftOutOfExport, type TenantTable, tenantTables } from "../../db/tenancy/tenant-tables.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { exportManifestFormat, paperText, signPaper } from "../../domain/tenancy/lifecycle/signed-paper.ts";
import { auditSigner } from "../../platform/audit-signer.ts";
import type { Keys } from "../../platform/keys.ts";
import { type ZipEntry, zipStream } from "../../platform/zip-stream.ts";
import { type ActivityContext, defineActivity, type UnboundActivity } from "../core/define-activity.ts";
import { keepExport } from "../core/keep-export.ts";

export interface WriteTenantExport extends JobInput {
	readonly jobId: string;
}

export interface WrittenTenantExport {
	readonly tables: number;
	readonly rows: number;
	readonly objects: number;
	readonly sizeBytes: number;
}

interface FileFacts {
	readonly name: string;
	readonly rows: number;
	readonly bytes: number;
	readonly sha256: string;
}

const rowsAtOnce = 1_000;

export const writeTenantExport = (keys: Keys): UnboundActivity<WriteTenantExport, WrittenTenantExport> =>
	defineActivity("writeTenantExport", async (ctx, { tenantId, jobId }) => {
		const asked = await ctx.withTenant((em) => exportById(em, tenantId, jobId));
		if (asked === null) throw new TieoutError("NOT_FOUND", "What this export was to contain is gone. Ask for it again.");
		const now = ctx.clock.now();
		const written: FileFacts[] = [];
		const file = zipStream(entries({ ctx, tenantId, keys, at: now, written }));
		const { stored, ready } = await keepExport(ctx, { tenantId, id: jobId }, file);
		const rows = written.reduce((sum, file) => sum + (file.name === ledgerName ? 0 : file.rows), 0);
		await ctx.withTenant((em) => ready(em, rows));
		const objects = written.find(({ name }) => name === ledgerName)?.rows ?? 0;
		return { tables: written.length - 1, rows, objects, sizeBytes: stored.sizeBytes };
	});

const ledgerName = "objects.ndjson";

interface Work {
	readonly ctx: ActivityContext;
	readonly tenantId: string;
	readonly keys: Keys;
	readonly at: Date;
	/** Filled as files are written; the manifest is last. */
	readonly written: FileFacts[];
}

async function* entries(work: Work): AsyncGenerator<ZipEntry> {
	const all = tenantTables(work.ctx.orm).filter((table) => exportedColumns(table).length > 0);
	const named = all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
	for (const table of named) yield counted(work, `tables/${table.name}.ndjson`, tableLines(work, table));
	const { ctx, tenantId } = work;
	// What lies apart are exports themselves.
	for await (const { key, sha256, isApart } of ctx.storage.list(tenantId))
		if (!isApart) yield { name: `objects/${sha256}`, content: beating(ctx, ctx.storage.getStream(tenantId, key)), large: true };
	yield counted(work, ledgerName, ledgerLines(work));
	yield { name: "manifest.json", content: manifest(work) };
}

function counted(work: Work, name: string, batches: AsyncIterable<readonly string[]>): ZipEntry {
	async function* content(): AsyncGenerator<Uint8Array> {
		const hash = createHash("sha256");
		let rows = 0;
		let bytes = 0;
		for await (const lines of batches) {
			const piece = Buffer.from(lines.map((line) => `${line}\n`).join(""));
			hash.update(piece);
			rows += lines.length;
			bytes += piece.length;
			work.ctx.signal.throwIfAborted();
			work.ctx.heartbeat({ file: name, rows });
			yield piece;
		}
		work.written.push({ name, rows, bytes, sha256: hash.digest("hex") });
	}
	return { name, content: content(), large: true };
}

async function* tableLines({ ctx, tenantId }: Work, table: TenantTable): AsyncGenerator<readonly string[]> {
	let after: readonly string[] | null = null;
	do {
		const from: readonly string[] | null = after;
		const page: ExportedLines = await ctx.withTenant((em) => tenantLines(em, { table, tenantId, after: from, limit: rowsAtOnce }));
		yield page.lines;
		after = page.next;
	} while (after !== null);
}

/** What lies in object storage for this company. */
async function* ledgerLines({ ctx, tenantId }: Work): AsyncGenerator<readonly string[]> {
	for await (const { key, sha256, isApart, storedBytes } of ctx.storage.list(tenantId))
		if (!isApart) yield [JSON.stringify({ key, file: `objects/${sha256}`, sha256, storedBytes })];
}

async function* beating(ctx: ActivityContext, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	for await (const piece of pieces) {
		ctx.signal.throwIfAborted();
		ctx.heartbeat({ file: ledgerName });
		yield piece;
	}
}

async function* manifest({ tenantId, keys, at, written }: Work): AsyncGenerator<Uint8Array> {
	const leftOut = Object.entries(leftOutOfExport).flatMap(([table, columns]) =>
		Object.entries(columns).map(([column, why]) => ({ table, column: column === "*" ? null : column, why })),
	);
	const body = {
		company: tenantId,
		at: at.toISOString(),
		files: written.map((file) => ({ ...file })),
		leftOut,
		note: "Each table is as it was when it was read. Stored objects are files of objects/, each named by the hash of its bytes.",
	};
	yield Buffer.from(paperText(signPaper({ format: exportManifestFormat, body }, auditSigner(keys, tenantId))));
}
