// The unreadable record of the fault switch: one object whose amount, currency or date is not what it should be.
import type { UnparseableFault, UnreadableWay } from "../core/faults.ts";

type Body = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Body => typeof value === "object" && value !== null && !Array.isArray(value);

function spoiledOne(value: unknown, faults: readonly UnparseableFault[]): unknown {
	if (!isObject(value)) return value;
	const fault = faults.find(({ record }) => record === value.id);
	if (fault === undefined) return value;
	return spoiledAs(fault.how, value);
}

// Written as they stand: neither is a number that a double holds.
const raw = (text: string): unknown => (JSON as unknown as { readonly rawJSON: (text: string) => unknown }).rawJSON(text);

const inHundredYears = Date.UTC(2126, 0, 1) / 1000;

function spoiledAs(how: UnreadableWay, value: Body): Body {
	switch (how) {
		case "text":
			return { ...value, amount: "12,O4" };
		case "missing": {
			const { amount: _amount, ...rest } = value;
			return rest;
		}
		case "decimals":
			return { ...value, amount: raw("10.005") };
		case "float":
			return { ...value, amount: raw("0.30000000000000004") };
		case "big":
			return { ...value, amount: raw("9007199254740993") };
		case "currency":
			return { ...value, currency: "zzz" };
		case "future":
			return { ...value, created: inHundredYears, available_on: inHundredYears };
	}
}

/** The answer with the named records spoiled, whether it is one object or a list of them. */
export function spoiledBody(body: unknown, faults: readonly UnparseableFault[]): unknown {
	if (faults.length === 0 || !isObject(body)) return body;
	if (!Array.isArray(body.data)) return spoiledOne(body, faults);
	return { ...body, data: body.data.map((one: unknown) => spoiledOne(one, faults)) };
}
