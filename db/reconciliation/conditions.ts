// A where clause that grows with its bound values beside it, so that the two can't get out of step.

export class Conditions {
	readonly #texts: string[] = [];
	readonly #values: unknown[] = [];

	/** @param text SQL of our own with a `?` per value */
	add(text: string, ...values: readonly unknown[]): this {
		this.#texts.push(text);
		this.#values.push(...values);
		return this;
	}

	/** Adds `text` only where a value was given. */
	addIf(text: string, value: unknown): this {
		return value === undefined || value === "" ? this : this.add(text, value);
	}

	get sql(): string {
		return this.#texts.join(" and ");
	}

	get values(): unknown[] {
		return [...this.#values];
	}
}
