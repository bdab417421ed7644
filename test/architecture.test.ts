// Holds the shape that AREAS.md describes: who may import whom, names of rooms and files, and determinism of what is replayed.
import { basename } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { type Import, importsOf, parse, readSource, repositoryFiles } from "./support/source-files.ts";

const AREAS = ["jobs", "tenancy", "sync", "mapping", "reconciliation", "evidence", "changes", "copilot", "accounting", "commerce", "bi"];

/** Paths that a room may import at run time, and further ones as types only. A room may always import itself. */
const ARROWS: Readonly<Record<string, { values: readonly string[]; types?: readonly string[] }>> = {
	domain: { values: [] },
	"temporal.config.ts": { values: [], types: ["domain/"] },
	connectors: { values: ["domain/"] },
	db: { values: ["domain/"] },
	platform: { values: ["domain/core/", "db/", "temporal.config.ts"], types: ["domain/"] },
	activities: { values: ["domain/", "db/", "connectors/", "platform/", "temporal.config.ts"] },
	workflows: { values: ["domain/", "temporal.config.ts"], types: ["activities/"] },
	api: {
		values: ["domain/", "db/", "platform/", "temporal.config.ts", "workflows/*/messages.ts", "workflows/core/workflow-ids.ts"],
		types: ["workflows/"],
	},
	web: { values: ["domain/"], types: ["api/app-router.ts"] },
	workers: { values: ["domain/", "db/", "connectors/", "platform/", "activities/", "workflows/", "temporal.config.ts"] },
	sandbox: { values: ["domain/core/"] },
	cli: { values: ["domain/"] },
};

/** Folders that a room has beside the areas. */
const OTHER_FOLDERS: Readonly<Record<string, readonly string[]>> = {
	domain: ["core"],
	workflows: ["core"],
	activities: ["core"],
	api: ["http"],
	db: ["types", "migrations", "seeds"],
	test: [
		"support",
		"replay",
		"contract",
		"golden",
		"isolation",
		"e2e",
		"bench",
		"faults",
		"files",
		"keys",
		"start",
		"sandbox",
		"api",
		"core",
		"platform",
		"web",
		"attacks",
	],
};

const files = repositoryFiles();
const sources = files.filter((path) => /\.tsx?$/.test(path)).map(parse);
const imports = sources.flatMap(importsOf);
const localImports = imports.filter(({ isLocal }) => isLocal);
const roomOf = (path: string) => path.split("/")[0] ?? path;

describe("imports", () => {
	test("every local import names a file that exists", () => {
		const known = new Set(files);
		const dangling = localImports.filter(({ to }) => !known.has(to.replace(/\?.*$/, "")));
		expect(dangling.map(say)).toEqual([]);
	});

	test("rooms import only along the arrows", () => {
		const wrong = localImports.filter((found) => {
			const arrows = ARROWS[roomOf(found.from)];
			if (arrows === undefined || roomOf(found.from) === roomOf(found.to)) return false;
			const allowed = [...arrows.values, ...(found.isTypeOnly ? (arrows.types ?? []) : [])];
			return !allowed.some((pattern) => matches(found.to, pattern));
		});
		expect(wrong.map(say)).toEqual([]);
	});

	test("no file imports itself through others", () => {
		expect(cycles(localImports.filter(({ isTypeOnly }) => !isTypeOnly))).toEqual([]);
	});

	test("there are no barrels but workflows/index.ts", () => {
		const barrels = files.filter((path) => /(^|\/)index\.tsx?$/.test(path) && path !== "workflows/index.ts");
		const reExports = imports.filter(({ isReExportOfAll }) => isReExportOfAll);
		expect([...barrels, ...reExports.map(say)]).toEqual([]);
	});
});

describe("names", () => {
	test("folders inside the rooms are the areas", () => {
		const rooms = ["domain", "workflows", "activities", "api", "db", "test"];
		const folders = rooms.flatMap((room) => {
			const inRoom = files.filter((path) => roomOf(path) === room).map((path) => path.split("/"));
			const names = new Set(inRoom.filter((parts) => parts.length > 2).map((parts) => parts[1] ?? ""));
			return [...names].filter((name) => !AREAS.includes(name) && !OTHER_FOLDERS[room]?.includes(name)).map((name) => `${room}/${name}`);
		});
		const pages = files.flatMap((path) => /^web\/src\/areas\/([^/]+)\//.exec(path)?.[1] ?? []);
		const strangePages = [...new Set(pages)].filter((name) => !AREAS.includes(name)).map((name) => `web/src/areas/${name}`);
		expect([...folders, ...strangePages]).toEqual([]);
	});

	test("a file is named for its one idea, in kebab-case", () => {
		const vague = /^(utils?|helpers?|common|types|service|manager|misc)\.tsx?$/;
		const named = sources.map(({ fileName }) => fileName).filter((path) => !path.startsWith("db/migrations/"));
		const wrong = named.filter((path) => vague.test(basename(path)) || !/^[a-z0-9]+([.-][a-z0-9]+)*\.tsx?$/.test(basename(path)));
		expect(wrong).toEqual([]);
	});
});

describe("determinism", () => {
	const replayed = sources.filter(({ fileName }) => /^(domain|workflows)\//.test(fileName) && !fileName.endsWith(".test.ts"));

	test("domain and workflows use no module of Node", () => {
		const names = new Set(replayed.map(({ fileName }) => fileName));
		expect(imports.filter(({ from, to }) => names.has(from) && to.startsWith("node:")).map(say)).toEqual([]);
	});

	test("domain and workflows read no clock, no randomness and no environment", () => {
		expect(replayed.flatMap(impurities)).toEqual([]);
	});
});

describe("the repository stands alone", () => {
	const texts = files.filter((path) => !/\.(png|woff2|ico|zst|gz|bin)$/.test(path));

	test("no file names a package registry or a folder of one machine", () => {
		const local = /(^|[\s"'`(=:])\/(work|root)\//m;
		const registry = /\bregistry\.[a-z0-9-]+\.[a-z]+|\bproxy\.golang\b/;
		const found = texts.filter((path) => {
			const text = readSource(path);
			return local.test(text) || registry.test(text);
		});
		expect(found).toEqual([]);
	});

	test("the lock holds no download addresses", () => {
		expect(readSource("package-lock.json")).not.toMatch(/"resolved":/);
	});
});

function say({ from, to, isTypeOnly }: Import): string {
	return `${from} → ${to}${isTypeOnly ? " (type)" : ""}`;
}

function matches(path: string, pattern: string): boolean {
	if (pattern.includes("*")) return new RegExp(`^${pattern.replaceAll(".", "\\.").replace("*", "[^/]+")}$`).test(path);
	return pattern.endsWith("/") ? path.startsWith(pattern) : path === pattern;
}

/** Each cycle once, as "a → b → a". */
function cycles(edges: readonly Import[]): string[] {
	const next = new Map<string, string[]>();
	for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
	const done = new Set<string>();
	const found: string[] = [];
	const walk = (path: readonly string[]): void => {
		const file = path.at(-1) ?? "";
		for (const to of next.get(file) ?? []) {
			if (path.includes(to)) found.push([...path.slice(path.indexOf(to)), to].join(" → "));
			else if (!done.has(to)) walk([...path, to]);
		}
		done.add(file);
	};
	for (const file of next.keys()) if (!done.has(file)) walk([file]);
	return found;
}

function impurities(source: ts.SourceFile): string[] {
	const found: string[] = [];
	const blame = (node: ts.Node) => {
		const { line } = source.getLineAndCharacterOfPosition(node.getStart());
		found.push(`${source.fileName}:${line + 1} ${node.getText().slice(0, 60)}`);
	};
	const visit = (node: ts.Node): void => {
		if (ts.isPropertyAccessExpression(node) && FORBIDDEN.test(node.getText())) blame(node);
		else if (ts.isNewExpression(node) && node.expression.getText() === "Date" && (node.arguments?.length ?? 0) === 0) blame(node);
		else if (ts.isImportDeclaration(node)) return;
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

const FORBIDDEN = /^(Date\.now|Math\.random|performance\.now|process\.\w+|(globalThis\.)?crypto\.\w+|Temporal\.Now\.\w+)$/;
