// Every format that can be uploaded. A new one is its folder, its line here, and its fixtures in test/files.
import { bai2 } from "./bai2/bai2.ts";
import { camt053 } from "./camt/camt053.ts";
import { csvFormat } from "./csv/format.ts";
import type { Detection, FileFormat, FileHead } from "./format.ts";
import { mt940 } from "./mt940/mt940.ts";
import { ofx } from "./ofx/ofx.ts";
import { qif } from "./qif/qif.ts";
import { xlsxFormat } from "./xlsx/format.ts";

export const fileFormats: readonly FileFormat[] = [xlsxFormat, csvFormat, mt940, camt053, ofx, qif, bai2];

export interface DetectedFormat {
	readonly format: FileFormat;
	readonly detection: Detection;
}

/** All formats that the file may be, surest first; empty when it is nothing that can be read. */
export const detectFormats = (head: FileHead): readonly DetectedFormat[] =>
	fileFormats
		.flatMap((format) => {
			const detection = format.detect(head);
			return detection === null ? [] : [{ format, detection }];
		})
		.sort((a, b) => b.detection.confidence - a.detection.confidence);

/** The format that reads files with these settings; null when no format knows them. */
export function formatOf(stored: unknown): { readonly format: FileFormat; readonly settings: { readonly format: string } } | null {
	for (const format of fileFormats) {
		const settings = format.settingsOf(stored);
		if (settings !== null) return { format, settings };
	}
	return null;
}
