// What a person enters so that a vendor lets Tieout in, and whether it can be that. Never says what was entered.
import { isVendorId, type VendorId, vendors } from "./vendors.ts";
import type { Vendor, VendorField } from "./vendor.ts";

const vendorsOf: Readonly<Record<VendorId, Vendor>> = vendors;

/** The fields of a vendor's credentials, in the order of its form; none for a vendor that is asked nothing, as uploaded files. */
export function credentialFields(vendorId: string): readonly VendorField[] {
	const vendor = isVendorId(vendorId) ? vendorsOf[vendorId] : null;
	return (vendor?.fields ?? []).filter(({ kind, required }) => required && (kind === "secret" || kind === "secret_text"));
}

export type EnteredCredentials =
	| { readonly ok: true; readonly values: Readonly<Record<string, string>>; readonly replaced: readonly string[] }
	| { readonly ok: false; readonly field: string; readonly sentence: string };

/**
 * What is entered over what is stored: a field left empty keeps what it has.
 * @param entered by the fields' names; other names are refused
 * @returns all credentials together and the names of those that were entered, or the first field that isn't right and why
 */
export function enteredCredentials(
	vendorId: string,
	stored: Readonly<Record<string, string>>,
	entered: Readonly<Record<string, string>>,
): EnteredCredentials {
	const fields = credentialFields(vendorId);
	const stranger = Object.keys(entered).find((name) => !fields.some((field) => field.name === name));
	if (stranger !== undefined) return { ok: false, field: stranger, sentence: "This vendor has no such credential." };
	const given = Object.fromEntries(
		Object.entries(entered).flatMap(([name, value]) => (value.trim() === "" ? [] : [[name, value.trim()] as const])),
	);
	for (const { name, label, pattern, help } of fields) {
		const value = given[name];
		if (value === undefined && (stored[name] ?? "") === "")
			return { ok: false, field: name, sentence: `${label}: nothing is stored yet, so enter it.` };
		if (value !== undefined && pattern?.test(value) === false)
			return { ok: false, field: name, sentence: `${label}: this can’t be it. ${help}` };
	}
	const [first] = fields;
	if (first !== undefined && Object.keys(given).length === 0)
		return { ok: false, field: first.name, sentence: "Enter what is new; what stays empty is kept as it is." };
	return { ok: true, values: { ...stored, ...given }, replaced: Object.keys(given) };
}
