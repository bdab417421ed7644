// Follows a recipe of docs/recipes to the letter in a copy of the source: a block under a path is a new file, a diff changes one.
// What the text of a recipe leaves out, its test finds missing.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { repositoryFiles, root } from "./source-files.ts";

/** A copy of everything that is type-checked, with the installed packages. */
export function copyOfSource(): string {
	const folder = mkdtempSync(join(tmpdir(), "tieout-recipe-"));
	const files = [...repositoryFiles().filter((path) => !path.startsWith("docs/")), "package.json", "tsconfig.json", "web/tsconfig.json"];
	for (const path of files) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		cpSync(join(root, path), join(folder, path));
	}
	symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
	return folder;
}

/** @returns the paths that it wrote. @throws Error naming a line of a diff that isn't in its file any more */
export function followRecipe(name: string, folder: string): readonly string[] {
	const text = readFileSync(join(root, "docs/recipes", `${name}.md`), "utf8");
	// List items indent their blocks by a tab or three spaces.
	const blocks = [...text.matchAll(/^([\t ]*)(?:`([\w./-]+)`:\n\n?[\t ]*)?```(ts|tsx|diff)\n([\s\S]*?)\n\1```/gm)];
	return blocks.flatMap(([, indent = "", path, kind = "", body = ""]) => {
		const lines = body.split("\n").map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
		if (kind === "diff") return [applyDiff(lines, folder)];
		if (path === undefined) return [];
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), `${lines.join("\n")}\n`);
		return [path];
	});
}

/** First line: the path. Then lines that stay (a space in front), go (-) and come (+), all next to each other. */
function applyDiff([head = "", ...lines]: readonly string[], folder: string): string {
	const path = head.replace(/^--- /, "");
	const file = join(folder, path);
	const of = (marks: string): string =>
		lines
			.filter((line) => marks.includes(line[0] ?? " "))
			.map((line) => `${line.slice(1)}\n`)
			.join("");
	const [before, after] = [of(" -"), of(" +")];
	const source = readFileSync(file, "utf8");
	if (source.split(before).length !== 2) throw new Error(`the recipe's lines of ${path} are not there once:\n${before}`);
	writeFileSync(
		file,
		source.replace(before, () => after),
	);
	return path;
}
