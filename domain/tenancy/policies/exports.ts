// Export rules: which formats leave, how many rows at most, and from how many on a second person looks first.
import type { Permission } from "../permissions.ts";
import type { AppliesTo } from "./applies-to.ts";

export const exportFormats = ["csv", "xlsx", "ndjson"] as const;
export type PolicyFormat = (typeof exportFormats)[number];

export interface ExportContent extends AppliesTo {
	readonly formats: readonly PolicyFormat[];
	/** null: no limit. */
	readonly maxRows: number | null;
	/** More rows than this wait for an approval; null: none do. */
	readonly approvalAbove: number | null;
}

/** All export rules that bind a role, as one. */
export interface ExportRule {
	readonly formats: readonly PolicyFormat[];
	readonly maxRows: number | null;
	readonly approvalAbove: number | null;
}

export const freeExports: ExportRule = { formats: exportFormats, maxRows: null, approvalAbove: null };

const smaller = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));

/** The strictest of each. */
export const strictest = (rules: readonly ExportRule[]): ExportRule =>
	rules.reduce<ExportRule>(
		(all, rule) => ({
			formats: all.formats.filter((format) => rule.formats.includes(format)),
			maxRows: smaller(all.maxRows, rule.maxRows),
			approvalAbove: smaller(all.approvalAbove, rule.approvalAbove),
		}),
		freeExports,
	);

export type ExportVerdict =
	| { readonly kind: "free" }
	| { readonly kind: "approval"; readonly above: number }
	| { readonly kind: "refused"; readonly code: "EXPORT_FORMAT" | "EXPORT_ROWS"; readonly message: string };

/** Who decides about an export that waits. */
export const exportDeciders: Permission = "changes.decide";

const names: Readonly<Record<PolicyFormat, string>> = { csv: "CSV", xlsx: "XLSX", ndjson: "NDJSON" };
const count = (value: number): string => value.toLocaleString("en-US");

/** @param rows null: they are not known before it is written */
export function judgeExport(
	rule: ExportRule,
	{ format, rows }: { readonly format: PolicyFormat; readonly rows: number | null },
): ExportVerdict {
	if (!rule.formats.includes(format)) {
		const others = rule.formats.map((each) => names[each]);
		const way = others.length === 0 ? "Nothing may be exported in your role." : `Your role may export as ${others.join(" and ")}.`;
		return { kind: "refused", code: "EXPORT_FORMAT", message: `A policy keeps your role from exporting as ${names[format]}. ${way}` };
	}
	if (rows === null) return { kind: "free" };
	if (rule.maxRows !== null && rows > rule.maxRows)
		return {
			kind: "refused",
			code: "EXPORT_ROWS",
			message: `A policy lets your role export ${count(rule.maxRows)} rows at most; this list has ${count(rows)}. Filter it first.`,
		};
	if (rule.approvalAbove !== null && rows > rule.approvalAbove) return { kind: "approval", above: rule.approvalAbove };
	return { kind: "free" };
}
