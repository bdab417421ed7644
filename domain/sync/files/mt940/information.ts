// The text of :86: in the shapes that banks give it: German numbered fields with SEPA keywords inside, Dutch and Belgian slash
// codes, Polish tildes, or plain lines of 65 characters.

export interface Information {
	readonly endToEnd: string;
	readonly name: string;
	readonly purpose: string;
}

const sepaKeys = "EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|PURP|BIC|IBAN";
const sepaPart = new RegExp(`(${sepaKeys})\\+(.*?)(?=(?:${sepaKeys})\\+|$)`, "gs");

function sepaParts(purpose: string): ReadonlyMap<string, string> {
	return new Map([...purpose.matchAll(sepaPart)].map(([, key = "", value = ""]) => [key, value.trim()]));
}

/** "166?00GUTSCHRIFT?20SVWZ+…?32NAME": a keyword may be cut by the border of two fields, so they are joined without a space. */
function numbered(text: string, mark: string): Information {
	const parts = new Map<string, string>();
	for (const part of text.replaceAll("\n", "").split(mark).slice(1)) parts.set(part.slice(0, 2), part.slice(2));
	const of = (from: number, to: number): string =>
		Array.from({ length: to - from + 1 }, (_, n) => parts.get(String(from + n).padStart(2, "0")) ?? "").join("");
	const purpose = of(20, 29) + of(60, 63);
	const sepa = sepaParts(purpose);
	return {
		endToEnd: sepa.get("EREF") ?? "",
		name: (of(32, 33) || of(27, 28)).trim(),
		purpose: (sepa.get("SVWZ") ?? (sepa.size > 0 ? "" : purpose)).trim() || (parts.get("00") ?? "").trim(),
	};
}

/** "/EREF/123/REMI/invoice 7/NAME/…": codes are upper case between slashes. */
function slashed(text: string): Information {
	const flat = text.replaceAll("\n", "");
	const parts = new Map<string, string>();
	const codes = [...flat.matchAll(/\/([A-Z]{3,4})\//g)];
	codes.forEach((code, n) => {
		const value = flat.slice((code.index ?? 0) + code[0].length, codes[n + 1]?.index ?? flat.length);
		const name = code[1] ?? "";
		if (!parts.has(name)) parts.set(name, value.replace(/^\/+|\/+$/g, "").trim());
	});
	return {
		endToEnd: parts.get("EREF") ?? "",
		name: parts.get("NAME") ?? "",
		purpose: (parts.get("REMI") ?? "").replace(/^(?:USTD|STRD)\/+/, ""),
	};
}

export function readInformation(text: string): Information {
	const content = text.trim();
	const structured = /^\d{3}([?~<@])\d\d/.exec(content);
	if (structured !== null) return numbered(content, structured[1] ?? "?");
	if (/^[~?<]\d\d/.test(content)) return numbered(content, content.charAt(0));
	if (/^\/[A-Z]{3,4}\//.test(content)) return slashed(content);
	const sepa = sepaParts(content.replaceAll("\n", ""));
	if (sepa.size > 0) return { endToEnd: sepa.get("EREF") ?? "", name: "", purpose: sepa.get("SVWZ") ?? "" };
	return { endToEnd: "", name: "", purpose: content.replace(/\s*\n\s*/g, " ") };
}
