// The words that the file pages use for what a file is and what becomes of its rows.
import type { RouterOutputs } from "../../../../api/app-router.ts";
import type { CanonicalKind } from "../../../../domain/sync/canonical.ts";
import { counted } from "../../kit/amount.tsx";
import type { StatusWord } from "../../kit/status-words.ts";

export type FilePageData = RouterOutputs["files"]["preview"];
export type Inspection = NonNullable<FilePageData["inspection"]>;
export type Preview = NonNullable<Inspection["preview"]>;
export type Detected = NonNullable<Inspection["detected"]>;

/** What one row of a file is called: "Import 12 movements". */
export const rowNouns = {
	bank_line: ["movement", "movements"],
	payout: ["payout", "payouts"],
	payout_item: ["payout item", "payout items"],
	balance_entry: ["balance entry", "balance entries"],
	ledger_line: ["ledger line", "ledger lines"],
	order: ["order", "orders"],
} as const satisfies Readonly<Record<CanonicalKind, readonly [string, string]>>;

/** "12 movements", "1 payout". */
export const countedRows = (kind: CanonicalKind, count: number): string => counted(count, rowNouns[kind][0], rowNouns[kind][1]);

/** How sure the file is to be what it was taken for. */
export function confidenceWord(confidence: number): StatusWord {
	const percent = `${Math.round(confidence * 100)}\u2009%`;
	if (confidence >= 0.9) return { word: `Sure, ${percent}`, icon: "circle-check", tone: "ok" };
	if (confidence >= 0.7) return { word: `Likely, ${percent}`, icon: "circle-check", tone: "run" };
	if (confidence >= 0.4) return { word: `Perhaps, ${percent}`, icon: "eye-alert", tone: "wait" };
	return { word: `Not known, ${percent}`, icon: "user-question", tone: "wait" };
}

export const titleOf = ({ layout, formatTitle }: Pick<Detected, "layout" | "formatTitle">): string =>
	layout === null ? formatTitle : `${layout.issuer}: ${layout.title}`;

/** What rows that become no record are called, and how many. */
export const noteTitles: Readonly<Record<string, readonly [string, string]>> = {
	preamble: ["line above the header", "lines above the header"],
	heading: ["section heading", "section headings"],
	opening: ["opening balance", "opening balances"],
	closing: ["closing balance", "closing balances"],
	total: ["row of a total", "rows of totals"],
	footer: ["line below the rows", "lines below the rows"],
	pending: ["row still pending", "rows still pending"],
	failed: ["row that failed or was reverted", "rows that failed or were reverted"],
	hold: ["hold or authorisation", "holds and authorisations"],
	memo: ["memo", "memos"],
	zero: ["row of zero", "rows of zero"],
	information: ["line of information", "lines of information"],
	correction: ["correction", "corrections"],
	warning: ["warning", "warnings"],
};

export function noteTitle(kind: string, count: number): string {
	const [one, many] = noteTitles[kind] ?? ["row", "rows"];
	return count === 1 ? one : many;
}

/** Whether the file itself speaks against importing it, so that a person must say why. */
export const needsReason = (page: FilePageData): boolean =>
	page.duplicate !== null || (page.inspection?.preview?.proofs.some(({ verdict }) => verdict === "differs") ?? false);
