// Every attack has a test somewhere.
import { expect, test } from "vitest";
import { readSource, repositoryFiles } from "../support/source-files.ts";
import { attacks } from "./attack.ts";

test("no attack of the list is without a test", () => {
	const sources = repositoryFiles()
		.filter((path) => path.startsWith("test/") && path.endsWith(".test.ts"))
		.map(readSource);
	const untried = Object.keys(attacks).filter((name) => !sources.some((source) => source.includes(`attack("${name}"`)));
	expect(untried).toEqual([]);
});
