// Writes docs/formats.md from the registry of formats and layouts: what is read, what is kept apart, what is refused.
//   node scripts/formats-doc.ts
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileFormats } from "../domain/sync/files/formats.ts";
import type { Layout } from "../domain/sync/files/layout.ts";
import { layouts } from "../domain/sync/files/layouts/layouts.ts";
import type { CanonicalKind } from "../domain/sync/canonical.ts";

export const formatsDocPath = join(import.meta.dirname, "../docs/formats.md");

const becomes: Readonly<Record<CanonicalKind, string>> = {
	bank_line: "bank lines",
	balance_entry: "balance entries",
	payout: "payouts",
	payout_item: "payout items",
	ledger_line: "ledger lines",
	order: "orders",
};

const cell = (sentences: readonly string[]): string => (sentences.length === 0 ? "–" : sentences.join(" ").replaceAll("|", "\\|"));

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const asked = (layout: Layout): string => {
	const questions = [
		...(layout.dateOrder === null ? ["day or month first, where no date proves it"] : []),
		...(layout.decimalMark === null ? ["point or comma, where no amount proves it"] : []),
		...(layout.names.currency === undefined && layout.currency === null ? ["currency"] : []),
		...(layout.names.account === undefined && layout.account === null ? ["account, where neither the file nor its name says it"] : []),
		...(layout.signs === "asked" ? ["which column is money in, where no balance proves it"] : []),
	];
	return questions.length === 0 ? "nothing" : questions.join("; ");
};

export const formatsDoc = (): string =>
	[
		"# File formats",
		"",
		"Written from the registry by `node scripts/formats-doc.ts`; a test holds the two together.",
		"",
		"A file is known by what is in it, never by its name alone: by its first bytes, by the headers an export must have (not by the whole header, and not by positions) and by the look of its values. What it was taken for, how sure that is and why stand beside its rows before anything is imported. What the file doesn’t say is asked once and remembered, per company, for the next file with the same header.",
		"",
		"No row is dropped silently: one that is no record (a balance, a total, a pending or reverted movement, a title) is counted and shown with its reason; one that can’t be read goes into quarantine with its reason. Where a file states balances, opening + movements = closing is checked per account and currency, and signs are confirmed by them; where it differs, importing it needs a person’s reason. A file with the same records as another is recognised whatever its format.",
		"",
		"## Formats",
		"",
		row("Format", "What is read", "What is refused, and limits"),
		row("---", "---", "---"),
		...fileFormats.map(({ title, reads, refuses }) => row(title, cell(reads), cell(refuses))),
		"",
		"## Exports as CSV or XLSX",
		"",
		row("Whose", "Export", "Becomes", "What is read", "What is kept apart and shown", "What is refused", "What is asked"),
		row("---", "---", "---", "---", "---", "---", "---"),
		...layouts.map((layout) => {
			const { issuer, title, kind, notes } = layout;
			return row(issuer, title, becomes[kind], cell(notes.reads), cell(notes.apart), cell(notes.refuses), asked(layout));
		}),
		"",
	].join("\n");

if (import.meta.main) writeFileSync(formatsDocPath, formatsDoc());
