// The recipe's first step gives a connector that compiles as it stands, and one that lacks a handler does not.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newConnector } from "../../scripts/new-connector.ts";

const root = join(import.meta.dirname, "../..");
let copy: string;

beforeEach(() => {
	copy = mkdtempSync(join(tmpdir(), "tieout-recipe-"));
	for (const folder of ["connectors", "domain"]) cpSync(join(root, folder), join(copy, folder), { recursive: true });
	symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
	const { compilerOptions } = JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8")) as { compilerOptions: object };
	writeFileSync(join(copy, "package.json"), '{ "type": "module" }');
	writeFileSync(join(copy, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["connectors", "domain/sync", "domain/core"] }));
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

/** What the compiler says, '' when it is content. */
function compile(): string {
	try {
		execFileSync(process.execPath, [join(root, "node_modules/@typescript/native/bin/tsc"), "--noEmit", "-p", copy], { encoding: "utf8" });
		return "";
	} catch (error) {
		return (error as { stdout: string }).stdout;
	}
}

test("a new connector compiles as it stands and is registered", () => {
	newConnector("acme", "Acme Pay", copy);
	expect(compile()).toBe("");
	expect(readFileSync(join(copy, "connectors/registry.ts"), "utf8")).toContain("acme: acmeConnector");
	expect(readFileSync(join(copy, "connectors/acme/client.ts"), "utf8")).toContain("Acme Pay does not accept the API key");
	expect(() => newConnector("acme", "Acme", copy)).toThrow("already");
	expect(() => newConnector("Acme Pay", "Acme", copy)).toThrow("one word");
});

test("a declared stream without a handler does not compile", () => {
	newConnector("acme", "Acme Pay", copy);
	const declared = join(copy, "domain/sync/vendors/acme.ts");
	const stream = '		refunds: { title: "Refunds", kind: "balance_entry", after: ["entries"] },\n';
	writeFileSync(declared, readFileSync(declared, "utf8").replace("	streams: {\n", `	streams: {\n${stream}`));
	expect(compile()).toMatch(/'refunds' is missing/);
});

test("a declared vendor without a connector does not compile", () => {
	newConnector("acme", "Acme Pay", copy);
	const registry = join(copy, "connectors/registry.ts");
	writeFileSync(registry, readFileSync(registry, "utf8").replace("	acme: acmeConnector,\n", ""));
	expect(compile()).toMatch(/'acme' is missing/);
});
