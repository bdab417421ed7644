// Lays JSON out over lines without touching a digit: numbers are copied as text, never parsed.

/** Text that isn't JSON (a CSV row) is returned as it is. */
export function formatRecord(text: string): string {
	const start = text.trimStart()[0];
	if (start !== "{" && start !== "[") return text;
	let out = "";
	let depth = 0;
	let quoted = false;
	const line = (): void => {
		out += `\n${"  ".repeat(depth)}`;
	};
	for (let at = 0; at < text.length; at++) {
		const char = text[at] ?? "";
		if (quoted) {
			out += char;
			if (char === "\\") out += text[++at] ?? "";
			else if (char === '"') quoted = false;
			continue;
		}
		if (/\s/.test(char)) continue;
		if (char === '"') {
			quoted = true;
			out += char;
		} else if (char === "{" || char === "[") {
			out += char;
			const next = /\S/.exec(text.slice(at + 1, at + 40))?.[0];
			if (next === "}" || next === "]") continue;
			depth += 1;
			line();
		} else if (char === "}" || char === "]") {
			if (!out.endsWith("{") && !out.endsWith("[")) {
				depth -= 1;
				line();
			}
			out += char;
		} else if (char === ",") {
			out += char;
			line();
		} else out += char === ":" ? ": " : char;
	}
	return out;
}
