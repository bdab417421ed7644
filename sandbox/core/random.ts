// Seeded randomness: the same seed and name give the same numbers on every machine. Never the platform's own generator.

export interface Random {
	/** In [0, 1). */
	readonly next: () => number;
	/** Whole number in [from, to], both inclusive. */
	readonly int: (from: number, to: number) => number;
	readonly chance: (probability: number) => boolean;
	readonly pick: <T>(items: readonly T[]) => T;
	/** `length` characters of the base-62 alphabet, as vendors' ids have them. */
	readonly token: (length: number) => string;
}

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

// FNV-1a over UTF-16 units, then an avalanche (murmur3 finaliser), so that near names give far seeds.
function hash(text: string, basis: number): number {
	let h = basis;
	for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}

/** A generator of its own for `name` under `seed` (sfc32): drawing from one never shifts another. */
export function randomOf(seed: string, name: string): Random {
	const text = `${seed}\u001f${name}`;
	let a = hash(text, 0x811c9dc5);
	let b = hash(text, 0x9e3779b9);
	let c = hash(text, 0x85ebca77);
	let d = 1;
	const next = (): number => {
		const t = (((a + b) | 0) + d) | 0;
		d = (d + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (c << 21) | (c >>> 11);
		c = (c + t) | 0;
		return (t >>> 0) / 4_294_967_296;
	};
	for (let i = 0; i < 12; i++) next();
	const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
	return {
		next,
		int,
		chance: (probability) => next() < probability,
		pick: <T>(items: readonly T[]): T => {
			const item = items[int(0, items.length - 1)];
			if (item === undefined) throw new RangeError(`nothing to pick from for ${name}`);
			return item;
		},
		token: (length) => {
			let out = "";
			for (let i = 0; i < length; i++) out += alphabet[int(0, 61)];
			return out;
		},
	};
}

/** The items in a seeded order (Fisher-Yates); the argument stays as it is. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
	const out = [...items];
	for (let i = out.length - 1; i > 0; i--) {
		const j = random.int(0, i);
		const [x, y] = [out[i] as T, out[j] as T];
		out[i] = y;
		out[j] = x;
	}
	return out;
}
