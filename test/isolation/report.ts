// The isolation report: the matrix by table with commit and date, to the console always and to docs/reports on request.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tables } from "../../db/tables.ts";
import { type Cell, type Operation, operations } from "./matrix.ts";

const words: Readonly<Record<Cell["outcome"], string>> = { held: "held", leak: "LEAK", broken: "BROKEN", none: "–" };

/** Set TIEOUT_REPORTS=1 to write docs/reports/isolation.md too. */
export function printReport(cells: readonly Cell[]): void {
	const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: import.meta.dirname, encoding: "utf8" }).trim();
	const lines = reportLines(cells, commit, new Date().toISOString().slice(0, 10));
	process.stdout.write(`${lines.join("\n")}\n`);
	if (process.env["TIEOUT_REPORTS"] !== "1") return;
	const folder = join(import.meta.dirname, "../../docs/reports");
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, "isolation.md"), `${lines.join("\n")}\n`);
}

function reportLines(cells: readonly Cell[], commit: string, date: string): readonly string[] {
	const names = [...new Set(cells.map((cell) => cell.table))];
	const verdict = (table: string, operation: Operation): string => {
		const both = cells.filter((cell) => cell.table === table && cell.operation === operation).map((cell) => cell.outcome);
		const worst = (["leak", "broken", "held", "none"] as const).find((outcome) => both.includes(outcome)) ?? "none";
		return words[worst];
	};
	const rows = names.map((name) => [name, tables[name]?.kind ?? "undeclared", ...operations.map((operation) => verdict(name, operation))]);
	const head = ["table", "kind", ...operations];
	const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
	const line = (row: readonly string[]): string => `| ${row.map((text, i) => text.padEnd(widths[i] ?? 0)).join(" | ")} |`;
	const tried = cells.filter((cell) => cell.outcome !== "none");
	const kept = tried.filter((cell) => cell.outcome === "held").length;
	return [
		"# Tenant isolation",
		"",
		`Commit ${commit}, ${date}. ${kept} of ${tried.length} cells held: ${names.length} tables, each operation tried by both tenants on the other's row.`,
		"`own` proves that the same statements work on one's own row; `person` is a login that has not chosen a tenant.",
		"",
		line(head),
		`|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`,
		...rows.map(line),
	];
}
