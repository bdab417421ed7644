// docs/formats.md says what the code reads: it is written from the registry, and no format leaves its line empty.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fileFormats } from "../../domain/sync/files/formats.ts";
import { layouts } from "../../domain/sync/files/layouts/layouts.ts";
import { formatsDoc, formatsDocPath } from "../../scripts/formats-doc.ts";

test("docs/formats.md is what the registry says; write it anew with `node scripts/formats-doc.ts`", () => {
	expect(readFileSync(formatsDocPath, "utf8")).toBe(formatsDoc());
});

test("every format and every layout says what it reads and what it refuses", () => {
	expect(fileFormats.filter(({ reads, refuses }) => reads.length === 0 || refuses.length === 0).map(({ id }) => id)).toEqual([]);
	expect(layouts.filter(({ notes }) => notes.reads.length === 0 || notes.refuses.length === 0).map(({ id }) => id)).toEqual([]);
	expect(new Set(layouts.map(({ id }) => id)).size).toBe(layouts.length);
});
