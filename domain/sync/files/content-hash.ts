// What a file says, as one hash that doesn't depend on its order, its format or its layout: the same statement exported twice has it
// twice. Row hashes are added up, so that a million rows need no list; 106 bits, for recognising, not for proving.
import { sha256 } from "../../core/sha256.ts";
import type { CanonicalRow } from "../canonical.ts";

const modulus = 2n ** 64n;

/** 53 bits of a text's hash (two multiplicative mixes over its code units). */
function hash53(text: string, seed: number): number {
	let a = 0xdeadbeef ^ seed;
	let b = 0x41c6ce57 ^ seed;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		a = Math.imul(a ^ code, 2654435761);
		b = Math.imul(b ^ code, 1597334677);
	}
	a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
	b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
	return 4294967296 * (2097151 & b) + (a >>> 0);
}

const tidy = (text: string): string => text.trim().replace(/\s+/g, " ");

export class ContentHash {
	private first = 0n;
	private second = 0n;
	private count = 0;

	add(row: CanonicalRow): void {
		const text = [
			row.kind,
			row.account,
			row.currency,
			row.ledgerDate,
			row.amountMinor,
			row.feeMinor,
			tidy(row.reference),
			row.groupReference,
		]
			.map(String)
			.join("\u001f");
		this.first = (this.first + BigInt(hash53(text, 0))) % modulus;
		this.second = (this.second + BigInt(hash53(text, 0x5bd1e995))) % modulus;
		this.count++;
	}

	/** Null for a file without rows: nothing is no duplicate of nothing. */
	digest(): string | null {
		return this.count === 0 ? null : sha256(`${this.count}:${this.first}:${this.second}`);
	}
}
