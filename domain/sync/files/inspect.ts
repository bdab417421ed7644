// From an uploaded file to what a person decides on: what it is and how sure that is, how it is read, what is still to be answered, and
// what would be imported. The inspection's job and the small file's page do exactly this.
//
//   head ─▶ format ─▶ settled over all rows ─▶ completed by what is remembered ─▶ preview
import { TieoutError } from "../../core/errors.ts";
import type { FileFormat, FileHead, FileQuestion, FileSettings, FileSource, LayoutChoice, Settled } from "./format.ts";
import { detectFormats, formatOf } from "./formats.ts";
import { type FilePreview, previewFile, type PreviewOptions } from "./preview.ts";

export interface DetectedFile {
	/** Id and name of the format: "csv", "MT940". */
	readonly format: string;
	readonly formatTitle: string;
	/** Of a table: whose export it is. */
	readonly layout: LayoutChoice | null;
	readonly confidence: number;
	readonly why: readonly string[];
	/** What else it may be read as, surest first. */
	readonly alternatives: readonly LayoutChoice[];
	readonly header: readonly string[];
	/** Whether a mapping that was confirmed for another file of this kind was used. */
	readonly remembered: boolean;
}

export interface Inspection {
	/** Set when the file as a whole can't be read; nothing else is there then. */
	readonly problem: { readonly code: string; readonly reason: string } | null;
	readonly detected: DetectedFile | null;
	readonly settings: FileSettings | null;
	readonly fingerprint: string | null;
	readonly questions: readonly FileQuestion[];
	/** Null while a question is open. */
	readonly preview: FilePreview | null;
}

export interface InspectOptions extends PreviewOptions {
	/** Settings that a person saved with this file; null to detect. */
	readonly settings: unknown;
	/** A layout that a person wants it read by. */
	readonly layout?: string | undefined;
	/** The mapping confirmed for the last file of the same fingerprint. */
	readonly remembered: (fingerprint: string) => Promise<unknown>;
}

const nothing = { detected: null, settings: null, fingerprint: null, questions: [], preview: null } as const;

export async function inspectFile(source: FileSource, head: FileHead, options: InspectOptions): Promise<Inspection> {
	try {
		const saved = options.settings === null || options.settings === undefined ? null : formatOf(options.settings);
		const [surest] = detectFormats(head);
		const of = saved ?? (surest === undefined ? null : { format: surest.format, settings: surest.detection.settings });
		if (of === null) return { problem: unknownFormat, ...nothing };
		const why = surest?.format.id === of.format.id ? surest.detection.why : [];
		const first = await settle(of.format, source, of.settings, options.layout);
		const { settled, remembered } =
			saved !== null || options.layout !== undefined
				? { settled: first, remembered: false }
				: await recall(of.format, source, first, options);
		const { settings, questions, fingerprint, layout, alternatives, header } = settled;
		const detected: DetectedFile = {
			format: of.format.id,
			formatTitle: of.format.title,
			layout: layout ?? null,
			confidence: settled.confidence ?? surest?.detection.confidence ?? 1,
			why: [...why, ...settled.why, ...(remembered ? [rememberedSentence] : [])],
			alternatives: alternatives ?? [],
			header: header ?? [],
			remembered,
		};
		const preview = questions.length === 0 ? await previewFile(of.format, source, settings, options) : null;
		return { problem: null, detected, settings, fingerprint: fingerprint ?? null, questions, preview };
	} catch (error) {
		if (!(error instanceof TieoutError)) throw error;
		return { problem: { code: error.code, reason: error.message }, ...nothing };
	}
}

const unknownFormat = {
	code: "FILE_UNKNOWN",
	reason: "Tieout doesn’t know this kind of file. Export it as CSV, XLSX, MT940, CAMT.053, OFX, QIF or BAI2 and upload that.",
} as const;

const rememberedSentence = "The columns and answers confirmed for the last file of this kind are used again.";

const settle = async (format: FileFormat, source: FileSource, settings: FileSettings, layout: string | undefined): Promise<Settled> =>
	format.settle === undefined ? { settings, questions: [], why: [] } : format.settle(source, settings, layout);

/** Completes what the file leaves open by what was confirmed for the last one like it. */
async function recall(
	format: FileFormat,
	source: FileSource,
	first: Settled,
	options: InspectOptions,
): Promise<{ readonly settled: Settled; readonly remembered: boolean }> {
	if (first.fingerprint === undefined || format.remember === undefined) return { settled: first, remembered: false };
	const known = await options.remembered(first.fingerprint);
	if (known === null || known === undefined) return { settled: first, remembered: false };
	const settings = format.remember(first.settings, known);
	if (JSON.stringify(settings) === JSON.stringify(first.settings)) return { settled: first, remembered: false };
	const again = await settle(format, source, settings, undefined);
	return { settled: again, remembered: true };
}
