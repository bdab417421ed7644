// What Tieout knows about a vendor without talking to it: its streams and what a person fills in to connect. Data only, so that
// the form, the API's checks and the connector read the same lines.
import type { CanonicalKind } from "../canonical.ts";

export interface VendorField {
	readonly name: string;
	readonly label: string;
	/** `secret` fields are sealed and never shown again; the others are kept in the connection's config. */
	readonly kind: "text" | "number" | "secret" | "secret_text";
	readonly required: boolean;
	readonly help: string;
	/** What a value must look like, anchored. */
	readonly pattern: RegExp | null;
	/** Used where a number is left out. */
	readonly standard: number | null;
}

export interface VendorStream {
	readonly title: string;
	readonly kind: CanonicalKind;
	/** Streams that must have finished in a run before this one starts. */
	readonly after: readonly string[];
	/** The source can be asked for the rows of some days alone. */
	readonly window?: true;
}

export interface Vendor {
	readonly title: string;
	/** The vendor's own address, offered as the standard base URL; '' where there is none. */
	readonly baseUrl: string;
	readonly fields: readonly VendorField[];
	readonly streams: Readonly<Record<string, VendorStream>>;
	/** How a stored page is laid out: the member that holds the list of records, or rows of a file. */
	readonly page: { readonly format: "json" | "csv"; readonly list: string };
}
