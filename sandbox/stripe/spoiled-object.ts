// The unparseable record of the fault switch: one object whose amount is a text that is no number, or is not there.
import type { UnparseableFault } from "../core/faults.ts";

type Body = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Body => typeof value === "object" && value !== null && !Array.isArray(value);

function spoiledOne(value: unknown, faults: readonly UnparseableFault[]): unknown {
	if (!isObject(value)) return value;
	const fault = faults.find(({ record }) => record === value.id);
	if (fault === undefined) return value;
	if (fault.how === "text") return { ...value, amount: "12,O4" };
	const { amount: _amount, ...rest } = value;
	return rest;
}

/** The answer with the named records spoiled, whether it is one object or a list of them. */
export function spoiledBody(body: unknown, faults: readonly UnparseableFault[]): unknown {
	if (faults.length === 0 || !isObject(body)) return body;
	if (!Array.isArray(body.data)) return spoiledOne(body, faults);
	return { ...body, data: body.data.map((one: unknown) => spoiledOne(one, faults)) };
}
