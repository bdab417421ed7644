// The little XML that a workbook is made of, read as a stream of tags and texts. A document type, an entity of its own or a tag
// longer than a cell can be is refused: none of them occurs in a workbook, and each is a known attack.
import { unreadable } from "../table-row.ts";

export type XmlEvent =
	| { readonly kind: "open"; readonly name: string; readonly attribute: (name: string) => string | null; readonly empty: boolean }
	| { readonly kind: "close"; readonly name: string }
	| { readonly kind: "text"; readonly text: string };

const maxTokenCharacters = 200_000;

const broken = () => unreadable("XLSX_BROKEN", "The workbook can't be read: one of its parts is not whole. Save it again and upload that.");

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function plain(text: string): string {
	if (!text.includes("&")) return text;
	return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));?/g, (_all, hex: string, decimal: string, name: string) => {
		if (name !== undefined) return named[name] ?? refuseEntity();
		const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
		return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : "\uFFFD";
	});
}

const refuseEntity = (): never => {
	throw unreadable("XLSX_UNSAFE", "The workbook is refused: it defines entities of its own. Save it as CSV and upload that.");
};

/** Prefixes don't matter here: no part of a workbook uses one name in two namespaces side by side. */
const local = (name: string): string => name.slice(name.indexOf(":") + 1);

const patterns = new Map<string, RegExp>();

function patternOf(wanted: string): RegExp {
	const pattern = patterns.get(wanted) ?? new RegExp(`\\s(?:[\\w.-]+:)?${wanted}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
	patterns.set(wanted, pattern);
	return pattern;
}

function opened(tag: string): XmlEvent {
	const empty = tag.endsWith("/");
	const body = empty ? tag.slice(0, -1) : tag;
	const space = body.search(/\s/);
	const name = local(space < 0 ? body : body.slice(0, space));
	const rest = space < 0 ? "" : body.slice(space);
	const attribute = (wanted: string): string | null => {
		const found = patternOf(wanted).exec(rest);
		return found === null ? null : plain(found[1] ?? found[2] ?? "");
	};
	return { kind: "open", name, attribute, empty };
}

/** @throws TieoutError XLSX_BROKEN or XLSX_UNSAFE */
export async function* xmlEvents(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly XmlEvent[]> {
	const decoder = new TextDecoder("utf-8");
	let rest = "";
	for await (const chunk of bytes) {
		rest += decoder.decode(chunk, { stream: true });
		const events: XmlEvent[] = [];
		const used = scan(rest, events);
		rest = rest.slice(used);
		if (rest.length > maxTokenCharacters) throw broken();
		if (events.length > 0) yield events;
	}
	if (rest.trim() !== "") throw broken();
}

/** Pushes what is complete in `text`. @returns how many characters that was */
function scan(text: string, events: XmlEvent[]): number {
	let at = 0;
	while (at < text.length) {
		if (text[at] !== "<") {
			const end = text.indexOf("<", at);
			if (end < 0) return at;
			events.push({ kind: "text", text: plain(text.slice(at, end)) });
			at = end;
			continue;
		}
		const next = special(text, at, events) ?? tag(text, at, events);
		if (next === null) return at;
		at = next;
	}
	return at;
}

function special(text: string, at: number, events: XmlEvent[]): number | null {
	if (text.startsWith("<!--", at)) return after(text, "-->", at + 4);
	if (text.startsWith("<?", at)) return after(text, "?>", at);
	if (text.startsWith("<![CDATA[", at)) {
		const end = after(text, "]]>", at);
		if (end !== null) events.push({ kind: "text", text: text.slice(at + 9, end - 3) });
		return end;
	}
	if (/^<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(text.slice(at, at + 12)))
		throw unreadable(
			"XLSX_UNSAFE",
			"The workbook is refused: it declares a document type, which could make a reader open other files. Save it as CSV and upload that.",
		);
	return null;
}

function after(text: string, mark: string, from: number): number | null {
	const end = text.indexOf(mark, from);
	return end < 0 ? null : end + mark.length;
}

function tag(text: string, at: number, events: XmlEvent[]): number | null {
	// A piece may end within "<!", "<!-" or "<![CDA", which is no tag.
	if (text.startsWith("<!", at)) return null;
	const end = tagEnd(text, at + 1);
	if (end === null) return null;
	const body = text.slice(at + 1, end);
	if (body.startsWith("/")) events.push({ kind: "close", name: local(body.slice(1).trim()) });
	else {
		const open = opened(body);
		events.push(open);
		if (open.kind === "open" && open.empty) events.push({ kind: "close", name: open.name });
	}
	return end + 1;
}

/** The `>` that ends the tag: not one within an attribute's quotes. */
function tagEnd(text: string, from: number): number | null {
	const end = text.indexOf(">", from);
	if (end < 0) return null;
	const body = text.slice(from, end);
	if (!body.includes('"') && !body.includes("'")) return end;
	let quote = "";
	for (let at = from; at < text.length; at++) {
		const character = text[at] ?? "";
		if (quote !== "") quote = character === quote ? "" : quote;
		else if (character === '"' || character === "'") quote = character;
		else if (character === ">") return at;
	}
	return null;
}
