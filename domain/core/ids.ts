// Ids that are derived, not drawn: the same natural key gives the same id on every replay (RFC 9562, UUID version 5).

// SHA-1 over bytes, FIPS 180-4. Domain code may not use node:crypto: it also runs in the workflow sandbox and the browser.
function sha1(bytes: Uint8Array): Uint8Array {
	const words = new Uint32Array(80);
	const length = bytes.length;
	const padded = new Uint8Array(((length + 8) >> 6) * 64 + 64);
	padded.set(bytes);
	padded[length] = 0x80;
	const view = new DataView(padded.buffer);
	view.setUint32(padded.length - 8, Math.floor((length * 8) / 0x100000000));
	view.setUint32(padded.length - 4, (length * 8) >>> 0);
	let h0 = 0x67452301,
		h1 = 0xefcdab89,
		h2 = 0x98badcfe,
		h3 = 0x10325476,
		h4 = 0xc3d2e1f0;
	const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n));
	for (let offset = 0; offset < padded.length; offset += 64) {
		for (let i = 0; i < 16; i++) words[i] = view.getUint32(offset + i * 4);
		for (let i = 16; i < 80; i++)
			words[i] = rotate((words[i - 3] ?? 0) ^ (words[i - 8] ?? 0) ^ (words[i - 14] ?? 0) ^ (words[i - 16] ?? 0), 1);
		let a = h0,
			b = h1,
			c = h2,
			d = h3,
			e = h4;
		for (let i = 0; i < 80; i++) {
			const [f, k] =
				i < 20
					? [(b & c) | (~b & d), 0x5a827999]
					: i < 40
						? [b ^ c ^ d, 0x6ed9eba1]
						: i < 60
							? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
							: [b ^ c ^ d, 0xca62c1d6];
			const next = (rotate(a, 5) + f + e + k + (words[i] ?? 0)) | 0;
			e = d;
			d = c;
			c = rotate(b, 30);
			b = a;
			a = next;
		}
		h0 = (h0 + a) | 0;
		h1 = (h1 + b) | 0;
		h2 = (h2 + c) | 0;
		h3 = (h3 + d) | 0;
		h4 = (h4 + e) | 0;
	}
	const out = new DataView(new ArrayBuffer(20));
	[h0, h1, h2, h3, h4].forEach((word, i) => out.setUint32(i * 4, word));
	return new Uint8Array(out.buffer);
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

// Tieout's own namespace (drawn once); every derived id hangs below it.
const namespace = "6f1d2c0a-7b53-4c1e-9a8e-2f5b8a4d9c31";

/** The version 5 UUID of `parts` joined by U+001F, which no natural key contains. */
export function derivedId(...parts: readonly string[]): string {
	const prefix = Uint8Array.from(namespace.replaceAll("-", "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
	const name = new TextEncoder().encode(parts.join("\u001f"));
	const input = new Uint8Array(prefix.length + name.length);
	input.set(prefix);
	input.set(name, prefix.length);
	const digest = sha1(input).slice(0, 16);
	digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
	digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
	const text = hex(digest);
	return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isUuid = (text: string): boolean => uuidShape.test(text);
