// Which words of a value changed: the longest common run of words stays plain, everything else is marked on its own side.

export interface Piece {
	readonly text: string;
	readonly changed: boolean;
}

/** Longer values are marked whole: comparing them word by word costs more than it tells. */
const mostWords = 200;

const wordsOf = (text: string): readonly string[] => text.match(/\s+|[^\s]+/g) ?? [];

function commonLengths(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
	const lengths = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
	for (let i = a.length - 1; i >= 0; i--) {
		const row = lengths[i] ?? [];
		const below = lengths[i + 1] ?? [];
		for (let j = b.length - 1; j >= 0; j--) {
			row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
		}
	}
	return lengths;
}

function add(pieces: Piece[], text: string, changed: boolean): void {
	const last = pieces.at(-1);
	if (last?.changed === changed) pieces[pieces.length - 1] = { text: last.text + text, changed };
	else pieces.push({ text, changed });
}

/** Both sides joined again are the values themselves, letter for letter. */
export function changedWords(before: string, after: string): { readonly before: readonly Piece[]; readonly after: readonly Piece[] } {
	const [a, b] = [wordsOf(before), wordsOf(after)];
	if (a.length > mostWords || b.length > mostWords) {
		return { before: [{ text: before, changed: true }], after: [{ text: after, changed: true }] };
	}
	const lengths = commonLengths(a, b);
	const old: Piece[] = [];
	const now: Piece[] = [];
	let [i, j] = [0, 0];
	while (i < a.length || j < b.length) {
		const [left, right] = [a[i], b[j]];
		if (left !== undefined && left === right) {
			add(old, left, false);
			add(now, left, false);
			i += 1;
			j += 1;
		} else if (right === undefined || (left !== undefined && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) {
			add(old, left ?? "", true);
			i += 1;
		} else {
			add(now, right, true);
			j += 1;
		}
	}
	return { before: old, after: now };
}
