// Every vendor Tieout can connect to. A vendor listed here without a connector in connectors/registry.ts does not compile.
import { files } from "./files.ts";
import { netsuite } from "./netsuite.ts";
import { stripe } from "./stripe.ts";
import type { Vendor, VendorField } from "./vendor.ts";

export const vendors = { stripe, netsuite, files } as const satisfies Record<string, Vendor>;

export type VendorId = keyof typeof vendors;
/** The streams a vendor declares. */
export type StreamOf<V extends VendorId> = Extract<keyof (typeof vendors)[V]["streams"], string>;

export const vendorIds = Object.keys(vendors) as VendorId[];

export const isVendorId = (text: string): text is VendorId => Object.hasOwn(vendors, text);

export interface FieldProblem {
	readonly field: string;
	readonly sentence: string;
}

const isSecret = (field: VendorField): boolean => field.kind === "secret" || field.kind === "secret_text";

/** Sorts what a person filled in into config and secrets, and says what is missing or misshapen. Unknown names are left out. */
export function readVendorForm(
	vendor: VendorId,
	values: Readonly<Record<string, string>>,
): { readonly config: Record<string, unknown>; readonly secrets: Record<string, string>; readonly problems: readonly FieldProblem[] } {
	const config: Record<string, unknown> = {};
	const secrets: Record<string, string> = {};
	const problems: FieldProblem[] = [];
	const fields: readonly VendorField[] = vendors[vendor].fields;
	for (const field of fields) {
		const value = (values[field.name] ?? "").trim();
		if (value === "") {
			if (field.required) problems.push({ field: field.name, sentence: `${field.label} is missing.` });
			else if (field.standard !== null) config[field.name] = field.standard;
		} else if (field.pattern !== null && !field.pattern.test(value))
			problems.push({ field: field.name, sentence: `${field.label} does not look right. ${field.help}`.trim() });
		else if (isSecret(field)) secrets[field.name] = value;
		else config[field.name] = field.kind === "number" ? Number(value) : value;
	}
	return { config, secrets, problems };
}

/** A number of the connection's config, or the standard of its field. */
export function numberSetting(fields: readonly VendorField[], config: Readonly<Record<string, unknown>>, name: string): number {
	const value = config[name];
	return typeof value === "number" && Number.isFinite(value) ? value : (fields.find((field) => field.name === name)?.standard ?? 0);
}
