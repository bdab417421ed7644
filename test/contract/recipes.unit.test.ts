// The recipes, followed to the letter in a copy of the source: what they make compiles, and is what they say.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleWorkflows } from "../../workers/workflow-bundle.ts";
import { copyOfSource, followRecipe } from "../support/recipe.ts";

let copy: string;
beforeAll(() => {
	copy = copyOfSource();
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** What the compiler says, '' when it is content. */
function compile(project: "tsconfig.json" | "web/tsconfig.json"): string {
	try {
		const tsc = join(copy, "node_modules/@typescript/native/bin/tsc");
		execFileSync(process.execPath, [tsc, "--noEmit", "-p", join(copy, project)], { encoding: "utf8", cwd: copy });
		return "";
	} catch (error) {
		return (error as { stdout: string }).stdout;
	}
}

function change(path: string, before: string, after: string): void {
	const file = join(copy, path);
	const source = readFileSync(file, "utf8");
	expect(source).toContain(before);
	writeFileSync(file, source.replace(before, after));
}

// Compiling the product takes seconds, on a busy machine many: the recipes are followed in one copy, which is compiled twice.
const limitMs = 300_000;

test("followed to the letter, they compile, and the workflow is bundled", { timeout: limitMs }, async () => {
	expect(followRecipe("procedure", copy)).toHaveLength(4);
	expect(followRecipe("workflow", copy)).toHaveLength(10);
	expect(followRecipe("table-page", copy)).toHaveLength(6);
	expect(compile("tsconfig.json")).toBe("");
	expect(compile("web/tsconfig.json")).toBe("");
	const { code } = await bundleWorkflows(join(copy, "workflows/index.ts"));
	expect(code).toContain("records have no row");
});

test("a kind of job without a route doesn't compile, nor a column that the API doesn't send", { timeout: limitMs }, () => {
	change("temporal.config.ts", "	recount: {", "	// recount: {");
	change("web/src/areas/tenancy/companies-columns.tsx", 'accessor("timeZone"', 'accessor("fiscalYear"');
	expect(compile("tsconfig.json")).toMatch(/'recount' is missing/);
	expect(compile("web/tsconfig.json")).toMatch(/fiscalYear/);
});
