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

/** A number of the connection's config, or the standard of its field. */
export function numberSetting(fields: readonly VendorField[], config: Readonly<Record<string, unknown>>, name: string): number {
	const value = config[name];
	return typeof value === "number" && Number.isFinite(value) ? value : (fields.find((field) => field.name === name)?.standard ?? 0);
}
