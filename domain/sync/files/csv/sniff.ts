// Which character parts the cells of a CSV: seen from its first rows, quotes respected.
import { parseRow } from "./rows.ts";

export const delimiters = [",", ";", "\t", "|"] as const;

export const delimiterNames: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar" };

const sniffedLines = 60;

/** The delimiter that parts the most of the first lines into the most columns, evenly; a comma when nothing does. */
export function sniffDelimiter(head: string): string {
	const lines = head
		.slice(0, 200_000)
		.split(/\r\n|\r|\n/, sniffedLines)
		.filter((line) => line.trim() !== "");
	let best = ",";
	let bestScore = 0;
	for (const delimiter of delimiters) {
		const counts = lines.map((line) => (parseRow(line, delimiter) ?? line.split(delimiter)).length - 1);
		const often = mostFrequent(counts.filter((count) => count > 0));
		const score = counts.filter((count) => count === often).length * often;
		if (score > bestScore) [best, bestScore] = [delimiter, score];
	}
	return best;
}

function mostFrequent(counts: readonly number[]): number {
	const times = new Map<number, number>();
	for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
	let most = 0;
	for (const [count, number] of times) {
		const [best, other] = [(times.get(most) ?? 0) * most, number * count];
		if (other > best || (other === best && count > most)) most = count;
	}
	return most;
}
