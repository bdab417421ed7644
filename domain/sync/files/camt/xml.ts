// A small piece of XML as a tree, and the rules by which XML is read at all: no document type (so no entity of its own and no file
// of somebody else's), no depth and no text that a bank's file never has.
import { SaxesParser } from "saxes";
import { TieoutError } from "../../../core/errors.ts";

export interface XmlNode {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: XmlNode[];
	text: string;
}

export const maxDepth = 60;

export const documentTypeRefused = (): TieoutError =>
	new TieoutError(
		"FILE_XML_DTD",
		"The file declares a document type (DOCTYPE). No bank's statement does, and it could make a reader open other files, so it is refused. Download the file from the bank again.",
	);

export const brokenXml = (where: string): TieoutError =>
	new TieoutError("FILE_BROKEN", `The file is not whole XML${where}: it is damaged or cut off. Download it from the bank again.`);

/** Whole XML as it may be, and no statement's. */
export const tooDeep = (line: number): TieoutError =>
	new TieoutError(
		"FILE_TOO_DEEP",
		`The file's elements lie more than ${maxDepth} deep in one another (line ${line}). No bank's statement does that, so it is not read further. Ask the bank for camt.053 as it sends it to everyone and upload that.`,
	);

/** Prefixes differ from bank to bank; names are what counts. */
export const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** A parser that throws our errors. saxes knows the five named entities of XML and no others. */
export function strictParser(): SaxesParser {
	const parser = new SaxesParser();
	parser.on("error", () => {
		throw brokenXml(` (line ${parser.line})`);
	});
	parser.on("doctype", () => {
		throw documentTypeRefused();
	});
	return parser;
}

/** @throws TieoutError FILE_BROKEN, FILE_TOO_DEEP or FILE_XML_DTD */
export function xmlTree(text: string): XmlNode {
	const root: XmlNode = { name: "", attributes: {}, children: [], text: "" };
	const open: XmlNode[] = [root];
	const parser = strictParser();
	parser.on("opentag", ({ name, attributes }) => {
		const node: XmlNode = { name: localName(name), attributes, children: [], text: "" };
		open.at(-1)?.children.push(node);
		open.push(node);
		if (open.length > maxDepth) throw tooDeep(parser.line);
	});
	parser.on("closetag", () => open.pop());
	const add = (piece: string): void => {
		const node = open.at(-1);
		if (node !== undefined) node.text += piece;
	};
	parser.on("text", add);
	parser.on("cdata", add);
	parser.write(text).close();
	const [first] = root.children;
	if (first === undefined) throw brokenXml("");
	return first;
}

export const child = (node: XmlNode | undefined, name: string): XmlNode | undefined => node?.children.find((each) => each.name === name);

export const children = (node: XmlNode | undefined, name: string): readonly XmlNode[] =>
	node?.children.filter((each) => each.name === name) ?? [];

/** Text at a path of names below `node`, '' when there is none. */
export function textAt(node: XmlNode | undefined, ...path: readonly string[]): string {
	let at = node;
	for (const name of path) at = child(at, name);
	return at?.text.trim() ?? "";
}
