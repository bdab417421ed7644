// "Firefox on Windows": what a person recognises in the list of their sessions. A guess from the User-Agent, good for nothing else.

const browsers: readonly (readonly [RegExp, string])[] = [
	[/\bEdg(e|A|iOS)?\//, "Edge"],
	[/\bOPR\//, "Opera"],
	[/\bFirefox\//, "Firefox"],
	[/\b(Chrome|CriOS|Chromium|HeadlessChrome)\//, "Chrome"],
	[/\bSafari\//, "Safari"],
	[/\bcurl\//, "curl"],
	[/\b(node|undici)\b/i, "Node"],
	[/\bpython/i, "Python"],
];

const systems: readonly (readonly [RegExp, string])[] = [
	[/\b(iPhone|iPad)\b/, "iOS"],
	[/\bAndroid\b/, "Android"],
	[/\bWindows\b/, "Windows"],
	[/\bMac OS X\b/, "macOS"],
	[/\b(CrOS)\b/, "ChromeOS"],
	[/\bLinux\b/, "Linux"],
];

const first = (table: readonly (readonly [RegExp, string])[], text: string): string | null =>
	table.find(([pattern]) => pattern.test(text))?.[1] ?? null;

export function deviceText(userAgent: string | null): string {
	if (userAgent === null) return "Unknown device";
	const browser = first(browsers, userAgent);
	const system = first(systems, userAgent);
	if (browser === null && system === null) return "Unknown device";
	if (browser === null) return system ?? "";
	return system === null ? browser : `${browser} on ${system}`;
}
