// The schema change of the fault switch, done to Stripe's answers: a field more, a field under another name, a number as text.
import type { SchemaFault } from "../core/faults.ts";

type Body = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Body => typeof value === "object" && value !== null && !Array.isArray(value);

/** "payout" from "payouts". */
const objectName = (stream: string): string => stream.replace(/s$/, "");

function changedOne(value: unknown, fault: SchemaFault): unknown {
	if (!isObject(value) || value.object !== objectName(fault.stream)) return value;
	if (fault.change === "added") return { ...value, [fault.field]: fault.to };
	if (!(fault.field in value)) return value;
	if (fault.change === "renamed")
		return Object.fromEntries(Object.entries(value).map(([name, one]) => [name === fault.field ? fault.to : name, one]));
	const old = value[fault.field];
	return { ...value, [fault.field]: typeof old === "number" || typeof old === "boolean" ? String(old) : { value: old } };
}

/** The answer in its new shape, whether it is one object or a list of them. */
export function inNewShape(body: unknown, faults: readonly SchemaFault[]): unknown {
	return faults.reduce<unknown>((shown, fault) => {
		if (!isObject(shown)) return shown;
		return Array.isArray(shown.data)
			? { ...shown, data: shown.data.map((one: unknown) => changedOne(one, fault)) }
			: changedOne(shown, fault);
	}, body);
}
