// Counts how often a text has been seen, in sixteen bytes a text: a file of a million rows names its lines without holding them.
// Two texts are taken for one when 64 bits of hash agree (about 1 in 10⁷ for a million lines); a line's key then ends in 2
// instead of 1, and is still its own.

const firstSlots = 1 << 12;

/** Two 32-bit halves, each a multiply-and-rotate hash of the UTF-16 code units. */
function hash(text: string, into: Uint32Array): void {
	let a = 0x9e3779b9 ^ text.length;
	let b = 0x85ebca6b ^ text.length;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		a = Math.imul(a ^ code, 0x01000193);
		a ^= a >>> 15;
		b = Math.imul((b << 13) | (b >>> 19), 5) + Math.imul(code, 0xcc9e2d51) + 0xe6546b64;
	}
	a = Math.imul(a ^ (a >>> 16), 0x7feb352d);
	b = Math.imul(b ^ (b >>> 16), 0x846ca68b);
	into[0] = a ^ (a >>> 15);
	// Zero marks an empty slot.
	into[1] = (b ^ (b >>> 13)) | 1;
}

/** @returns says for the n-th time it is given a text: n, from 1 */
export function occurrences(): (text: string) => number {
	let slots = firstSlots;
	let used = 0;
	let keys = new Uint32Array(slots * 2);
	let counts = new Uint32Array(slots);
	const now = new Uint32Array(2);

	const slotOf = (high: number, low: number, table: Uint32Array, size: number): number => {
		let slot = high & (size - 1);
		while (table[slot * 2 + 1] !== 0 && !(table[slot * 2] === high && table[slot * 2 + 1] === low)) slot = (slot + 1) & (size - 1);
		return slot;
	};
	const grow = (): void => {
		const size = slots * 2;
		const moved = new Uint32Array(size * 2);
		const movedCounts = new Uint32Array(size);
		for (let from = 0; from < slots; from++) {
			const low = keys[from * 2 + 1] ?? 0;
			if (low === 0) continue;
			const high = keys[from * 2] ?? 0;
			const to = slotOf(high, low, moved, size);
			moved[to * 2] = high;
			moved[to * 2 + 1] = low;
			movedCounts[to] = counts[from] ?? 0;
		}
		[slots, keys, counts] = [size, moved, movedCounts];
	};
	return (text) => {
		if (used * 3 > slots * 2) grow();
		hash(text, now);
		const high = now[0] ?? 0;
		const low = now[1] ?? 0;
		const slot = slotOf(high, low, keys, slots);
		if (keys[slot * 2 + 1] === 0) {
			keys[slot * 2] = high;
			keys[slot * 2 + 1] = low;
			used++;
		}
		const count = (counts[slot] ?? 0) + 1;
		counts[slot] = count;
		return count;
	};
}
