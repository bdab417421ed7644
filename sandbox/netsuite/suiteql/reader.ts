// A place in a list of tokens, with the few questions a recursive-descent parser asks.
import { invalidQuery, type NetSuiteRefusal } from "../errors.ts";
import type { Token } from "./tokens.ts";

export class TokenReader {
	readonly #tokens: readonly Token[];
	#place = 0;

	constructor(tokens: readonly Token[]) {
		this.#tokens = tokens;
	}

	get place(): number {
		return this.#place;
	}

	back(place: number): void {
		this.#place = place;
	}

	peek(ahead = 0): Token {
		return this.#tokens[Math.min(this.#place + ahead, this.#tokens.length - 1)] as Token;
	}

	next(): Token {
		const token = this.peek();
		this.#place++;
		return token;
	}

	isWord(word: string, ahead = 0): boolean {
		const token = this.peek(ahead);
		return token.kind === "name" && token.text === word;
	}

	isSign(sign: string, ahead = 0): boolean {
		const token = this.peek(ahead);
		return token.kind === "sign" && token.text === sign;
	}

	/** Takes the words if they are next, all or none. */
	word(...words: readonly string[]): boolean {
		if (!words.every((word, index) => this.isWord(word, index))) return false;
		this.#place += words.length;
		return true;
	}

	sign(sign: string): boolean {
		if (!this.isSign(sign)) return false;
		this.#place++;
		return true;
	}

	expectWord(word: string): void {
		if (!this.word(word)) throw this.unexpected(word.toUpperCase());
	}

	expectSign(sign: string): void {
		if (!this.sign(sign)) throw this.unexpected(sign);
	}

	name(): string {
		const token = this.next();
		if (token.kind !== "name") throw this.unexpected("a name", token);
		return token.text;
	}

	unexpected(wanted: string, token = this.peek()): NetSuiteRefusal {
		const found = token.kind === "end" ? "the end of the query" : `'${token.text}' at position ${token.at + 1}`;
		return invalidQuery(`Expected ${wanted} but found ${found}.`);
	}
}
