// The JSON body of a control request, read with a sentence for each thing that is wrong with it.
import type { VendorRequest } from "../core/vendor-reply.ts";

export type Body = Readonly<Record<string, unknown>>;

/** @throws RangeError, SyntaxError */
export function bodyOf(request: VendorRequest): Body {
	if (request.body === "") return {};
	const value: unknown = JSON.parse(request.body);
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw new RangeError("the body must be a JSON object");
	return value as Body;
}

/** @throws RangeError */
export function text(body: Body, name: string, fallback?: string): string {
	const value = body[name] ?? fallback;
	if (typeof value !== "string") throw new RangeError(`${name} must be a text`);
	return value;
}

/** A whole number from `least` on. @throws RangeError */
export function count(body: Body, name: string, fallback: number, least = 0): number {
	const value = body[name] ?? fallback;
	if (typeof value !== "number" || !Number.isSafeInteger(value)) throw new RangeError(`${name} must be a whole number`);
	if (value < least) throw new RangeError(`${name} must be at least ${least}`);
	return value;
}

/** @throws RangeError naming the choices */
export function oneOf<T extends string>(body: Body, name: string, choices: readonly T[], fallback: T): T {
	const value = text(body, name, fallback);
	const found = choices.find((choice) => choice === value);
	if (found === undefined) throw new RangeError(`${name} must be ${choices.join(" or ")}`);
	return found;
}
