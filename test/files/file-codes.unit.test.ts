// Every way in which a file ends has a row in the table of failures: what it is called and what a person does next.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { failureTable } from "../../domain/jobs/failure-table.ts";

const root = join(import.meta.dirname, "..", "..", "domain", "sync", "files");

test("every code that a format throws for a file as a whole is in the table, and asking again is never the answer", () => {
	const sources = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	const text = sources.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")).join("\n");
	const codes = new Set([...text.matchAll(/(?:TieoutError|unreadable)\(\s*"((?:FILE|CSV|XLSX)_[A-Z_]+)"/g)].map(([, code = ""]) => code));
	expect(codes.size).toBeGreaterThan(10);
	// An archive's are a workbook's under another name.
	for (const code of [...codes].filter((each) => each.startsWith("XLSX_"))) codes.add(code.replace("XLSX_", "FILE_ZIP_"));
	for (const code of codes) expect(failureTable[code], code).toMatchObject({ retry: "never" });
});
