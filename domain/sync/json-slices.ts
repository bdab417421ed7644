// Cuts the members of a JSON text without parsing it, so that a record is kept exactly as the vendor wrote it.

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

const broken = (at: number): never => {
	throw new SyntaxError(`Unexpected JSON at ${at}`);
};

function skipSpace(text: string, from: number): number {
	let at = from;
	while (isSpace(text.charCodeAt(at))) at++;
	return at;
}

function endOfString(text: string, from: number): number {
	for (let at = from + 1; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === 92) at++;
		else if (code === 34) return at + 1;
	}
	return broken(from);
}

/** Position just behind the value that starts at `from`. Checks nesting only; what is inside is parsed where it is used. */
function endOfValue(text: string, from: number): number {
	const first = text.charCodeAt(from);
	if (first === 34) return endOfString(text, from);
	if (first !== 123 && first !== 91) {
		let at = from;
		while (at < text.length && !/[\s,\]}]/.test(text.charAt(at))) at++;
		return at === from ? broken(from) : at;
	}
	let depth = 0;
	for (let at = from; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === 34) at = endOfString(text, at) - 1;
		else if (code === 123 || code === 91) depth++;
		else if (code === 125 || code === 93) {
			depth--;
			if (depth === 0) return at + 1;
		}
	}
	return broken(from);
}

/** The elements of the JSON array `text`, each exactly as written. @throws SyntaxError */
export function sliceElements(text: string): readonly string[] {
	const slices: string[] = [];
	let at = skipSpace(text, 0);
	if (text.charCodeAt(at) !== 91) broken(at);
	at = skipSpace(text, at + 1);
	if (text.charCodeAt(at) === 93) return slices;
	for (;;) {
		const end = endOfValue(text, at);
		slices.push(text.slice(at, end));
		at = skipSpace(text, end);
		if (text.charCodeAt(at) === 93) return slices;
		if (text.charCodeAt(at) !== 44) broken(at);
		at = skipSpace(text, at + 1);
	}
}

/** The members of the JSON object `text`, each value exactly as written; the last of two members with one name wins, as in JSON.parse. @throws SyntaxError */
export function sliceMembers(text: string): ReadonlyMap<string, string> {
	const slices = new Map<string, string>();
	let at = skipSpace(text, 0);
	if (text.charCodeAt(at) !== 123) broken(at);
	at = skipSpace(text, at + 1);
	if (text.charCodeAt(at) === 125) return slices;
	for (;;) {
		if (text.charCodeAt(at) !== 34) broken(at);
		const nameEnd = endOfString(text, at);
		const name = JSON.parse(text.slice(at, nameEnd)) as string;
		at = skipSpace(text, nameEnd);
		if (text.charCodeAt(at) !== 58) broken(at);
		at = skipSpace(text, at + 1);
		const end = endOfValue(text, at);
		slices.set(name, text.slice(at, end));
		at = skipSpace(text, end);
		if (text.charCodeAt(at) === 125) return slices;
		if (text.charCodeAt(at) !== 44) broken(at);
		at = skipSpace(text, at + 1);
	}
}
