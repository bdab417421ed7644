// Reads single values out of a job's input and result, whose shape belongs to the workflow that wrote them.

export function textAt(value: unknown, key: string): string | null {
	if (typeof value !== "object" || value === null) return null;
	const found = (value as Record<string, unknown>)[key];
	return typeof found === "string" && found !== "" ? found : null;
}

export const prettyJson = (value: unknown): string => JSON.stringify(value, null, 2) ?? "nothing";
