// What a person sees before an import: the first records as they will be read, every row that becomes none and why, totals per
// currency, and whether balances tie. One pass over the file in bounded memory; plain data, so that it can be stored and sent.
import type { CanonicalKind, CanonicalRow } from "../canonical.ts";
import { ContentHash } from "./content-hash.ts";
import type { FileFormat, FileNote, FileRecord, FileSettings, FileSource, FileStatement, NoteKind, RowsContext } from "./format.ts";
import { addToSums, noSums, proveStatement, type StatementSums } from "./prove-statement.ts";

export interface PreviewRow {
	readonly naturalKey: string;
	readonly kind: CanonicalKind;
	readonly date: string;
	readonly description: string;
	readonly reference: string;
	readonly category: string;
	readonly status: string;
	readonly group: string;
	readonly account: string;
	readonly currency: string;
	readonly amountMinor: string;
	readonly feeMinor: string;
	readonly netMinor: string;
}

export interface PreviewRefusal {
	/** Record of the file, from 1. */
	readonly record: number;
	readonly text: string;
	readonly code: string;
	readonly reason: string;
}

export interface PreviewNotes {
	readonly kind: NoteKind;
	readonly count: number;
	/** The first twenty. */
	readonly shown: readonly { readonly line: number; readonly text: string; readonly sentence: string }[];
}

export interface PreviewTotal {
	readonly kind: CanonicalKind;
	readonly account: string;
	readonly currency: string;
	readonly count: number;
	readonly amountMinor: string;
	readonly feeMinor: string;
	readonly netMinor: string;
	readonly inMinor: string;
	readonly outMinor: string;
	readonly firstDate: string;
	readonly lastDate: string;
}

export interface PreviewProof {
	readonly account: string;
	readonly currency: string;
	readonly number: string;
	readonly count: number;
	readonly movementsMinor: string;
	readonly openingMinor: string | null;
	readonly closingMinor: string | null;
	readonly verdict: "ties" | "differs" | "not_proven";
	readonly sentence: string;
}

export interface FilePreview {
	readonly kind: CanonicalKind;
	readonly rows: readonly PreviewRow[];
	readonly recordCount: number;
	readonly rowCount: number;
	readonly refusedCount: number;
	/** The first hundred. */
	readonly refused: readonly PreviewRefusal[];
	readonly notes: readonly PreviewNotes[];
	/** One per kind, account and currency; currencies are never added up together. The first hundred accounts. */
	readonly totals: readonly PreviewTotal[];
	readonly totalsCut: number;
	/** The first hundred, and of more statements those first that differ. */
	readonly proofs: readonly PreviewProof[];
	readonly firstDate: string | null;
	readonly lastDate: string | null;
	readonly contentSha256: string | null;
	/** Records that this connection has already; null when nobody was asked. */
	readonly knownCount: number | null;
}

/** Whether a statement's balances don't tie with its movements. */
export const balancesDiffer = (preview: Pick<FilePreview, "proofs"> | null): boolean =>
	preview?.proofs.some(({ verdict }) => verdict === "differs") ?? false;

export interface PreviewOptions extends RowsContext {
	/** Called every thousand items and awaited, so that whoever runs the pass can let others in. */
	readonly onProgress?: (items: number) => void | Promise<void>;
	/** How many rows of this kind with these natural keys are there already. */
	readonly known?: (naturalKeys: readonly string[], kind: CanonicalKind) => Promise<number>;
	/** Ends the pass between two records. */
	readonly signal?: AbortSignal;
}

const shown = { rows: 20, refused: 100, notes: 20, totals: 100, proofs: 100, text: 300 } as const;
const batch = 1_000;
const mostGroups = 20_000;

const short = (text: string): string => (text.length > shown.text ? `${text.slice(0, shown.text - 1).toWellFormed()}…` : text);

interface Total extends StatementSums {
	readonly kind: CanonicalKind;
	readonly account: string;
	readonly currency: string;
	readonly feeMinor: bigint;
	readonly netMinor: bigint;
	readonly firstDate: string;
	readonly lastDate: string;
}

/** @throws TieoutError when the file as a whole can't be read */
export async function previewFile<S extends FileSettings>(
	format: FileFormat<S>,
	source: FileSource,
	settings: S,
	options: PreviewOptions,
): Promise<FilePreview> {
	const preview = new Preview(format.kind(settings));
	let keys: string[] = [];
	let known = 0;
	let items = 0;
	const ask = async (): Promise<void> => {
		if (options.known !== undefined && keys.length > 0) known += await options.known(keys, format.kind(settings));
		keys = [];
	};
	for await (const item of format.open(source, settings)) {
		if (item.what === "note") preview.note(item);
		else if (item.what === "statement") preview.statement(item);
		else {
			const read = format.read(item, settings, options);
			if (read.ok) preview.record(item, read.value);
			else preview.refuse(item, read.error);
			if (options.known !== undefined) keys.push(item.naturalKey);
		}
		if (++items % batch !== 0) continue;
		options.signal?.throwIfAborted();
		await options.onProgress?.(items);
		await ask();
	}
	await ask();
	return preview.result(options.known === undefined ? null : known);
}

class Preview {
	private readonly kind: CanonicalKind;
	private readonly hash = new ContentHash();
	private readonly rows: PreviewRow[] = [];
	private readonly refused: PreviewRefusal[] = [];
	private readonly notes = new Map<NoteKind, { count: number; shown: PreviewNotes["shown"][number][] }>();
	private readonly totals = new Map<string, Total>();
	private readonly groups = new Map<string, StatementSums>();
	private readonly proofs: PreviewProof[] = [];
	private records = 0;
	private rowCount = 0;
	private refusals = 0;

	constructor(kind: CanonicalKind) {
		this.kind = kind;
	}

	note({ kind, line, text, sentence }: FileNote): void {
		const of = this.notes.get(kind) ?? { count: 0, shown: [] };
		of.count++;
		if (of.shown.length < shown.notes) of.shown.push({ line, text: short(text), sentence });
		this.notes.set(kind, of);
	}

	record(record: FileRecord, rows: readonly CanonicalRow[]): void {
		this.records++;
		for (const row of rows) {
			this.rowCount++;
			this.hash.add(row);
			if (this.rows.length < shown.rows) this.rows.push(previewRow(row));
			this.total(row);
			if (record.group !== "") this.groups.set(record.group, addToSums(this.groups.get(record.group) ?? noSums, row.netMinor));
		}
	}

	refuse(record: FileRecord, { code, reason }: { readonly code: string; readonly reason: string }): void {
		this.refusals++;
		if (this.refused.length < shown.refused)
			this.refused.push({ record: record.index + 1, text: short(record.text), code, reason: short(reason) });
	}

	private total(row: CanonicalRow): void {
		const exact = `${row.kind}\u001f${row.account}\u001f${row.currency}`;
		// A file of a hundred thousand accounts is added up per currency only.
		const key = this.totals.has(exact) || this.totals.size < mostGroups ? exact : `${row.kind}\u001f\u001f${row.currency}`;
		const found = this.totals.get(key);
		const sums = addToSums(found ?? noSums, row.amountMinor);
		this.totals.set(key, {
			...sums,
			kind: row.kind,
			account: key === exact ? row.account : "",
			currency: row.currency,
			feeMinor: (found?.feeMinor ?? 0n) + row.feeMinor,
			netMinor: (found?.netMinor ?? 0n) + row.netMinor,
			firstDate: found === undefined || row.ledgerDate < found.firstDate ? row.ledgerDate : found.firstDate,
			lastDate: found === undefined || row.ledgerDate > found.lastDate ? row.ledgerDate : found.lastDate,
		});
	}

	statement(statement: FileStatement): void {
		const sums = this.groups.get(statement.group) ?? noSums;
		this.groups.delete(statement.group);
		const { account, currency, number, openingMinor, closingMinor } = statement;
		const { verdict, sentence } = proveStatement(statement, sums);
		if (this.proofs.length >= shown.proofs) {
			// One that differs is never left out: it takes the place of one that doesn't.
			const place = verdict === "differs" ? this.proofs.findLastIndex((proof) => proof.verdict !== "differs") : -1;
			if (place === -1) return;
			this.proofs.splice(place, 1);
		}
		this.proofs.push({
			account,
			currency,
			number,
			count: sums.count,
			movementsMinor: sums.movementsMinor.toString(),
			openingMinor: openingMinor?.toString() ?? null,
			closingMinor: closingMinor?.toString() ?? null,
			verdict,
			sentence,
		});
	}

	result(knownCount: number | null): FilePreview {
		const totals = [...this.totals.values()];
		const dates = totals.flatMap(({ firstDate, lastDate }) => [firstDate, lastDate]).sort();
		return {
			kind: this.kind,
			rows: this.rows,
			recordCount: this.records,
			rowCount: this.rowCount,
			refusedCount: this.refusals,
			refused: this.refused,
			notes: [...this.notes].map(([kind, of]) => ({ kind, ...of })),
			totals: totals.slice(0, shown.totals).map(previewTotal),
			totalsCut: Math.max(0, totals.length - shown.totals),
			proofs: this.proofs,
			firstDate: dates[0] ?? null,
			lastDate: dates.at(-1) ?? null,
			contentSha256: this.hash.digest(),
			knownCount,
		};
	}
}

const previewRow = (row: CanonicalRow): PreviewRow => ({
	naturalKey: short(row.naturalKey),
	kind: row.kind,
	date: row.ledgerDate,
	description: short(row.description),
	reference: short(row.reference),
	category: short(row.category),
	status: short(row.status),
	group: short(row.kind === "bank_line" ? "" : row.groupKey),
	account: short(row.account),
	currency: row.currency,
	amountMinor: row.amountMinor.toString(),
	feeMinor: row.feeMinor.toString(),
	netMinor: row.netMinor.toString(),
});

const previewTotal = (total: Total): PreviewTotal => ({
	kind: total.kind,
	account: short(total.account),
	currency: total.currency,
	count: total.count,
	amountMinor: total.movementsMinor.toString(),
	feeMinor: total.feeMinor.toString(),
	netMinor: total.netMinor.toString(),
	inMinor: total.creditsMinor.toString(),
	outMinor: total.debitsMinor.toString(),
	firstDate: total.firstDate,
	lastDate: total.lastDate,
});
