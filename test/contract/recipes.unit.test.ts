// The recipes, followed to the letter in a copy of the source: what they make compiles, and is what they say.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bundleWorkflows } from "../../workers/workflow-bundle.ts";
import { copyOfSource, followRecipe } from "../support/recipe.ts";

let copy: string;
beforeEach(() => {
	copy = copyOfSource();
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

/** What the compiler says, '' when it is content. */
function compile(project = "tsconfig.json"): string {
	try {
		const tsc = join(copy, "node_modules/@typescript/native/bin/tsc");
		execFileSync(process.execPath, [tsc, "--noEmit", "-p", join(copy, project)], { encoding: "utf8", cwd: copy });
		return "";
	} catch (error) {
		return (error as { stdout: string }).stdout;
	}
}

const limitMs = 240_000;

describe("procedure", () => {
	test("compiles, and the router knows it", { timeout: limitMs }, () => {
		expect(followRecipe("procedure", copy)).toEqual([
			"db/tenancy/entity.store.ts",
			"api/tenancy/get-entity.ts",
			"api/tenancy/router.ts",
			"api/tenancy/router.ts",
		]);
		expect(compile()).toBe("");
	});
});

describe("workflow", () => {
	test("compiles and is bundled; without its route it doesn't compile", { timeout: limitMs }, async () => {
		followRecipe("workflow", copy);
		expect(compile()).toBe("");
		const { code } = await bundleWorkflows(join(copy, "workflows/index.ts"));
		expect(code).toContain("records have no row");
		execFileSync("sed", ["-i", "/recount: { workflowType/d", join(copy, "temporal.config.ts")]);
		expect(readFileSync(join(copy, "temporal.config.ts"), "utf8")).not.toContain("recount");
		expect(compile()).toMatch(/'recount' is missing/);
	});
});

describe("table page", () => {
	test("compiles with its route; a column that the API doesn't send doesn't", { timeout: limitMs }, () => {
		const [columns = ""] = followRecipe("table-page", copy);
		expect(compile("web/tsconfig.json")).toBe("");
		const file = join(copy, columns);
		writeFileSync(file, readFileSync(file, "utf8").replace('accessor("timeZone"', 'accessor("fiscalYear"'));
		expect(compile("web/tsconfig.json")).toMatch(/fiscalYear/);
	});
});
