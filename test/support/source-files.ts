// Reads the repository's own sources for the architecture test: files, and what each imports from where.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

export const root = join(import.meta.dirname, "../..");

const IGNORED = new Set(["node_modules", ".git", ".tieout", "dist", "test-results", "coverage"]);

/** Every file of the repository, as paths from its root with forward slashes. */
export function repositoryFiles(folder = root): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		if (IGNORED.has(entry.name)) return [];
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return repositoryFiles(path);
		return entry.isFile() ? [relative(root, path).replaceAll("\\", "/")] : [];
	});
}

export function readSource(path: string): string {
	return readFileSync(join(root, path), "utf8");
}

export function parse(path: string): ts.SourceFile {
	const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
	return ts.createSourceFile(path, readSource(path), ts.ScriptTarget.Latest, true, kind);
}

export interface Import {
	from: string;
	/** A path of this repository, or a package's or built-in module's name. */
	to: string;
	isLocal: boolean;
	/** Gone after type stripping. `import { type A }` is not: the empty import stays. */
	isTypeOnly: boolean;
	isReExportOfAll: boolean;
}

export function importsOf(source: ts.SourceFile): Import[] {
	const from = source.fileName;
	const found: Import[] = [];
	const add = (specifier: ts.Expression | undefined, isTypeOnly: boolean, isReExportOfAll = false) => {
		if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
		const isLocal = specifier.text.startsWith(".");
		const to = isLocal ? relative(root, join(root, dirname(from), specifier.text)).replaceAll("\\", "/") : specifier.text;
		found.push({ from, to, isLocal, isTypeOnly, isReExportOfAll });
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
		else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly, node.exportClause === undefined);
		else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
		else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}
