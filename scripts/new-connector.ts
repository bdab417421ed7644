// `npm run new:connector -- <vendor> "<Title>"`: copies connectors/_template, declares the vendor and registers its connector.
// What is left to do is what docs/recipes/add-a-connector.md says.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..");

/** Writes the connector's files below `at`. @returns their paths @throws Error with what is wrong with the name */
export function newConnector(vendor: string, title: string, at = root): readonly string[] {
	if (!/^[a-z][a-z0-9]{1,30}$/.test(vendor))
		throw new Error("The vendor's name must be one word of small letters and digits, like shopify.");
	if (!/^[A-Za-z0-9 .&'-]{2,40}$/.test(title)) throw new Error("The title must be 2 to 40 letters, digits or spaces, like Shopify.");
	const folder = join(at, "connectors", vendor);
	const declared = join(at, "domain/sync/vendors", `${vendor}.ts`);
	if (existsSync(folder) || existsSync(declared)) throw new Error(`There is a connector called ${vendor} already.`);
	const fill = (text: string): string =>
		text
			.replaceAll("__Vendor__", vendor.charAt(0).toUpperCase() + vendor.slice(1))
			.replaceAll("__vendor__", vendor)
			.replaceAll("__Title__", title);
	const template = join(at, "connectors/_template");
	mkdirSync(folder);
	const written = readdirSync(template)
		.filter((name) => name.endsWith(".tpl"))
		.map((name) => {
			const path = name === "vendor.ts.tpl" ? declared : join(folder, name.slice(0, -".tpl".length));
			writeFileSync(path, fill(readFileSync(join(template, name), "utf8")));
			return path;
		});
	register(join(at, "domain/sync/vendors/vendors.ts"), [
		['import type { Vendor, VendorField } from "./vendor.ts";', `import { ${vendor} } from "./${vendor}.ts";`],
		["export const vendors = { ", `${vendor}, `, "after"],
	]);
	register(join(at, "connectors/registry.ts"), [
		["\nexport const registry = {\n", `import { ${vendor}Connector } from "./${vendor}/connector.ts";`],
		["export const registry = {\n", `\t${vendor}: ${vendor}Connector,\n`, "after"],
	]);
	return written;
}

type Insertion = readonly [mark: string, text: string, place?: "after"];

function register(path: string, insertions: readonly Insertion[]): void {
	let text = readFileSync(path, "utf8");
	for (const [mark, added, place] of insertions) {
		if (!text.includes(mark)) throw new Error(`${path} has no line "${mark.trim()}" to register the connector at.`);
		text = text.replace(mark, () => (place === "after" ? mark + added : `${added}\n${mark}`));
	}
	writeFileSync(path, text);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
	const [vendor = "", title = vendor] = process.argv.slice(2);
	try {
		for (const path of newConnector(vendor, title)) process.stdout.write(`wrote ${path.slice(root.length + 1)}\n`);
		process.stdout.write("Go on with docs/recipes/add-a-connector.md, step 2.\n");
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	}
}
